package text

// Shell are the texts of the page's header, places and controls. Like Access they are
// part of the served page only.
type Shell struct {
	Skip   string // the link over the header to the controls
	Nav    string // the accessible name of the places' links
	Menu   string
	Places PlaceNames

	Explore, Train, Data, Loss, Precision, Reference, Lessons Claim

	Tour       string
	TourSteps  [5]string
	FirstStep  string // the button of the first lesson
	Controls   string // the accessible name of the column of controls
	Numerics   string
	Chips      string // the accessible name of the values of {name} to choose from
	Source     string // the heading of the bars
	Ratio      string // the accessible name of the choice of the bars' imbalance
	CopyLink   string
	Code       string
	Embed      string
	Export     string
	Axis       string // the accessible names of the choices above the charts
	Scale      string
	Linear     string
	Log        string
	Pull       string // the choices of the gradient
	Relative   string
	Formula    string
	DrawWrong  string
	Settings   string // the heading of the rest of the choices
	EmbedTitle string
	EmbedIs    string    // the effect of the buttons
	EmbedForms [8]string // the buttons, in the order of snippet.Forms
	EmbedNeeds string    // of the forms that import the package
}

// PlaceNames are the names of the places in the navigation.
type PlaceNames struct{ Explore, Train, Data, Loss, Precision, Reference, Lessons string }

// A Claim is the heading of a place, and the sentence below it.
type Claim struct{ Title, Is string }

// ShellOf returns the texts of m's language.
func ShellOf(m *Messages) *Shell {
	if m == &chinese {
		return &chineseShell
	}
	return &englishShell
}

var englishShell = Shell{
	Skip: "Skip to the controls",
	Nav:  "Places",
	Menu: "Theme and shortcuts",
	Places: PlaceNames{
		Explore: "Explore", Train: "Train", Data: "My data", Loss: "My loss",
		Precision: "Precision", Reference: "Reference", Lessons: "Lessons",
	},

	Explore: Claim{
		"Focal loss makes a model care about hard examples",
		"Easy negatives drown rare objects. At γ = 2, easy examples count 100 times less and hard ones pull 1.2 times as hard.",
	},
	Train: Claim{
		"The same data, trained with two losses",
		"One model learns with cross-entropy, one with your loss, from the same examples in the same order.",
	},
	Data: Claim{
		"What this loss does to your predictions",
		"Choose a file of labels and predicted probabilities. It stays in this browser.",
	},
	Loss: Claim{
		"Is your loss what you mean?",
		"Paste your code or write a formula: see its curves, and where the code differs from what its author means.",
	},
	Precision: Claim{
		"Written as in the paper, focal loss breaks in half precision",
		"Loss and gradient computed step by step, each rounded as the format does, against the exact values.",
	},
	Reference: Claim{
		"The loss in formulas, in code and in the frameworks",
		"Every number below follows the controls.",
	},
	Lessons: Claim{
		"Seven short lessons",
		"Predict, move a control, see whether you were right.",
	},

	Tour: "20-second tour",
	TourSteps: [5]string{
		"γ = 0 is cross-entropy: a hundred easy negatives outweigh one hard positive.",
		"A higher γ lowers the curve most on the right, where the model is already sure.",
		"At γ = 2 an example at pₜ = 0.9 counts 100 times less, one at 0.1 still 0.81 times.",
		"Too high a γ silences the undecided: at γ = 5 an example at pₜ = 0.5 counts 32 times less.",
		"α weights the classes, here 0.25 for positives and 0.75 for negatives. On the log axis it shifts a curve and does not bend it.",
	},
	FirstStep:  "Start lesson 1",
	Controls:   "Controls",
	Numerics:   "Numerics",
	Chips:      "Values of {name}",
	Source:     "Where the loss comes from",
	Ratio:      "Positives to negatives",
	CopyLink:   "Copy link",
	Code:       "Code",
	Embed:      "Embed",
	Export:     "Export",
	Axis:       "x axis",
	Scale:      "Scale of the y axes",
	Linear:     "Linear",
	Log:        "Log",
	Pull:       "Pull",
	Relative:   "Ratio to cross-entropy",
	Formula:    "Formula",
	DrawWrong:  "Draw the broken code’s loss in the charts",
	Settings:   "Curves and axes",
	EmbedTitle: "Embed this view",
	EmbedIs:    "Choose where it goes: the code is copied.",
	EmbedForms: [8]string{"HTML", "iframe", "Markdown picture", "React", "Vue", "MDX",
		"Jupyter", "reveal.js"},
	EmbedNeeds: "Imports the npm package loss-explorer, which make dist makes.",
}

var chineseShell = Shell{
	Skip: "跳到控件",
	Nav:  "页面",
	Menu: "主题与快捷键",
	Places: PlaceNames{
		Explore: "探索", Train: "训练", Data: "我的数据", Loss: "我的损失",
		Precision: "精度", Reference: "参考", Lessons: "课程",
	},

	Explore: Claim{
		"焦点损失让模型关注难分样本",
		"成千上万的易分负样本会淹没少数目标。γ = 2 时，易分样本的损失降到 1/100，难分样本的梯度是交叉熵的 1.2 倍。",
	},
	Train: Claim{
		"同样的数据，两种损失训练",
		"一个模型用交叉熵，另一个用你的损失，样本和顺序完全相同。",
	},
	Data: Claim{
		"这个损失对你的预测做了什么",
		"选择一个包含标签和预测概率的文件。文件不会离开浏览器。",
	},
	Loss: Claim{
		"你的损失写对了吗？",
		"粘贴代码或写公式：看它的曲线，以及代码在哪里违背了作者的本意。",
	},
	Precision: Claim{
		"照论文公式直接写，焦点损失在半精度下会出错",
		"逐步计算损失与梯度，每一步都按该格式舍入，再与精确值比较。",
	},
	Reference: Claim{
		"公式、代码与各框架中的损失",
		"下面的数值都随控件变化。",
	},
	Lessons: Claim{
		"七节短课",
		"先预测，再移动控件，看看是否猜对。",
	},

	Tour: "20 秒导览",
	TourSteps: [5]string{
		"γ = 0 就是交叉熵：一百个易分负样本的损失超过一个难分正样本。",
		"γ 越大，曲线右侧降得越多，那里模型已有把握。",
		"γ = 2 时，pₜ = 0.9 的样本损失是交叉熵的 1/100，pₜ = 0.1 的仍有 0.81 倍。",
		"γ 过大会让模型忽略拿不准的样本：γ = 5 时，pₜ = 0.5 的样本损失只有 1/32。",
		"α 是类别权重，这里正类 0.25、负类 0.75。在对数轴上，它平移曲线而不改变形状。",
	},
	FirstStep:  "开始第 1 课",
	Controls:   "控件",
	Numerics:   "数值",
	Chips:      "{name} 的取值",
	Source:     "损失来自哪里",
	Ratio:      "正负样本之比",
	CopyLink:   "复制链接",
	Code:       "代码",
	Embed:      "嵌入",
	Export:     "导出",
	Axis:       "x 轴",
	Scale:      "y 轴刻度",
	Linear:     "线性",
	Log:        "对数",
	Pull:       "大小",
	Relative:   "与交叉熵之比",
	Formula:    "公式",
	DrawWrong:  "在图中画出错误代码的损失",
	Settings:   "曲线与坐标轴",
	EmbedTitle: "嵌入此视图",
	EmbedIs:    "选择用途，代码即被复制。",
	EmbedForms: [8]string{"HTML", "iframe", "Markdown 图片", "React", "Vue", "MDX", "Jupyter", "reveal.js"},
	EmbedNeeds: "需导入 npm 包 loss-explorer，由 make dist 生成。",
}
