package text

// Reference are the texts of the reference of <loss-explorer>.
type Reference struct {
	Made, Embedding                       string
	Examples, Edit                        string
	Attributes, AttributesAre             string
	Attribute, Values, Default, Purpose   string
	Several, SuchAs                       string // of values
	Number, Switch, Text                  string
	Losses, Loss, Parameters              string
	Events, Methods, Slots, Parts, States string
	CustomProperties, Name, Is            string
	SlotsIs, StatesIs                     string
}

// ReferenceOf returns the texts of m's language.
func ReferenceOf(m *Messages) *Reference {
	if m == &chinese {
		return &chineseReference
	}
	return &englishReference
}

var englishReference = Reference{
	Made:      "Made from the code of this build. How to load the element:",
	Embedding: "Embedding", Examples: "Examples", Edit: "Edit the HTML: the widget below follows.",
	Attributes:    "Attributes and properties",
	AttributesAre: "An attribute is a property too: pos-weight is posWeight. A parameter q of a formula is own-q and ownQ. In the address of a frame and of a picture they are parameters by the same names.",
	Attribute:     "Attribute", Values: "Values", Default: "Default", Purpose: "What it is for",
	Several: "(several)", SuchAs: "such as", Number: "a number",
	Switch: "true, false, or no value", Text: "text",
	Losses: "Losses and their parameters", Loss: "Loss",
	Parameters: "Parameters, in the order of compare",
	Events:     "Events", Methods: "Methods", Slots: "Slots", Parts: "Parts", States: "States",
	CustomProperties: "Custom properties", Name: "Name", Is: "What it is",
	SlotsIs:  "The slot without a name is what stands between the tags.",
	StatesIs: "For style sheets:",
}

var chineseReference = Reference{
	Made:      "本页由此版本的代码生成。如何加载该元素：",
	Embedding: "嵌入（英文）", Examples: "示例", Edit: "修改 HTML，下方的组件随之变化。",
	Attributes:    "属性（attribute 与 property）",
	AttributesAre: "每个属性（attribute）同时是元素对象的属性（property）：pos-weight 即 posWeight。公式的参数 q 为 own-q，即 ownQ。在框架（iframe）和图片的网址中，它们是同名参数。",
	Attribute:     "属性", Values: "取值", Default: "默认值", Purpose: "用途",
	Several: "（可写多个）", SuchAs: "例如", Number: "数字",
	Switch: "true、false，或不写值", Text: "文本",
	Losses: "损失及其参数", Loss: "损失",
	Parameters: "参数（按 compare 中的顺序）",
	Events:     "事件", Methods: "方法", Slots: "插槽", Parts: "部件（part）", States: "状态",
	CustomProperties: "自定义属性（CSS）", Name: "名称", Is: "说明",
	SlotsIs:  "没有名称的插槽即标签之间的内容。",
	StatesIs: "用于样式表：",
}
