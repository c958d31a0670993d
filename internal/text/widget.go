package text

// Widget are the texts of <loss-explorer> on other pages.
type Widget struct {
	_ [0]func() // see Messages

	Choices     string // the allowed values: {choices}
	Form        string // how a value is written: {form}
	NoParameter string // {loss} lacks it and has {choices}
	NoAttribute string // {name}
	DidYouMean  string // {near} for {name}
	NoObject    string // of a file with attributes
	NoFile      string // of a picture
	Whole       string // {name}="{value}" must be a whole number from {least} to {most}
	Menu        string
	Open        string // the view in the explorer
	SaveSVG     string
	SavePNG     string
	SaveCSV     string
	CopyHTML    string
	Keys        string // how to read values
}

var widgetEnglish = Widget{
	Choices:     "The choices are {choices}.",
	Form:        "Write it like {form}.",
	NoParameter: "{loss} has no such parameter, but {choices}.",
	NoAttribute: "There is no attribute {name}.",
	DidYouMean:  "There is no attribute {name}. Did you mean {near}?",
	NoObject:    "The file must have an object, as { \"gamma\": 2 }.",
	NoFile:      "A picture reads no file; write the attributes into the address.",
	Whole:       "{name}=\"{value}\": It must be a whole number from {least} to {most}.",
	Menu:        "More",
	Open:        "Open in the explorer",
	SaveSVG:     "Save as SVG",
	SavePNG:     "Save as PNG",
	SaveCSV:     "Save as CSV",
	CopyHTML:    "Copy as HTML",
	Keys:        "Press ← → to read values.",
}

var widgetChinese = Widget{
	Choices:     "可选值：{choices}。",
	Form:        "写法如 {form}。",
	NoParameter: "{loss}没有此参数，可用参数：{choices}。",
	NoAttribute: "没有属性 {name}。",
	DidYouMean:  "没有属性 {name}。是否想写 {near}？",
	NoObject:    "文件内容应为一个对象，如 { \"gamma\": 2 }。",
	NoFile:      "图片不读取文件，请把属性写进地址。",
	Whole:       "{name}=\"{value}\"：应为 {least} 到 {most} 的整数。",
	Menu:        "更多",
	Open:        "在探索器中打开",
	SaveSVG:     "保存为 SVG",
	SavePNG:     "保存为 PNG",
	SaveCSV:     "保存为 CSV",
	CopyHTML:    "复制 HTML",
	Keys:        "按 ← → 读取数值。",
}
