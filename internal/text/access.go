package text

// Access are the texts of what makes the page easy to use for everyone: the
// theme, the keyboard's shortcuts, the curves in words and in numbers.
type Access struct {
	Theme       string
	ThemeSystem string
	ThemeLight  string
	ThemeDark   string

	Shortcuts     string // the sheet, and the button that opens it
	ShortcutsOn   string
	ShortcutsHint string
	OnSliders     string
	OnCharts      string
	Key           string
	Does          string
	Close         string
	FocusGamma    string
	FocusAlpha    string
	FocusEpsilon  string
	PickLoss      string
	NextClass     string
	OtherGradient string
	Reset         string
	Sheet         string

	Summary string // {loss} with its {values}, and what both charts show at {pt} for each class
	At      string // one class at {pt}; {compared} with cross-entropy
	Above   string // "{times} times cross-entropy"
	Curve   string // one curve of a chart, its {points}
	Point   string // one of them
	Comma   string // between the parts of a list

	Data          string
	DataIntro     string
	DataTruth     string
	DataLoss      string
	DataGradient  string
	DataCross     string
	DataCrossGrad string
}

var englishAccess = Access{
	Theme:       "Theme",
	ThemeSystem: "by system",
	ThemeLight:  "light",
	ThemeDark:   "dark",

	Shortcuts:     "Keyboard",
	ShortcutsOn:   "Single keys act",
	ShortcutsHint: "They do not while you type in a field or choose from a list.",
	OnSliders:     "On a slider: arrow keys for a step, Page Up and Page Down for ten or more, Home and End for its ends.",
	OnCharts:      "On a chart: arrow keys for 0.01, with Shift for 0.1, Home and End for its ends.",
	Key:           "Key",
	Does:          "What it does",
	Close:         "Close",
	FocusGamma:    "go to gamma",
	FocusAlpha:    "go to alpha",
	FocusEpsilon:  "go to epsilon",
	PickLoss:      "go to the list of losses",
	NextClass:     "show the next class: y = 1, y = 0, both",
	OtherGradient: "show the other gradient: to the probability, to the logit",
	Reset:         "reset everything",
	Sheet:         "open or close this list",

	Summary: "{loss}, {values}. {classes}",
	At:      "For y = {y} at pₜ = {pt} the loss is {loss}, {compared}, and the gradient {quantity} is {gradient}.",
	Above:   "{times} times cross-entropy",
	Curve:   "{name}: {points}.",
	Point:   "{value} at pₜ = {pt}",
	Comma:   ", ",

	Data:          "The curves as a table",
	DataIntro:     "What both charts show, in numbers. The gradient is the one that the chart shows.",
	DataTruth:     "True class",
	DataLoss:      "Loss",
	DataGradient:  "Gradient",
	DataCross:     "Cross-entropy",
	DataCrossGrad: "Gradient of cross-entropy",
}

var chineseAccess = Access{
	Theme:       "主题",
	ThemeSystem: "跟随系统",
	ThemeLight:  "浅色",
	ThemeDark:   "深色",

	Shortcuts:     "键盘",
	ShortcutsOn:   "启用单键快捷键",
	ShortcutsHint: "在输入框中输入或在列表中选择时，单键不起作用。",
	OnSliders:     "在滑块上：方向键移动一步，Page Up 和 Page Down 移动十步或更多，Home 和 End 到两端。",
	OnCharts:      "在图上：方向键移动 0.01，按住 Shift 移动 0.1，Home 和 End 到两端。",
	Key:           "按键",
	Does:          "作用",
	Close:         "关闭",
	FocusGamma:    "转到 gamma",
	FocusAlpha:    "转到 alpha",
	FocusEpsilon:  "转到 epsilon",
	PickLoss:      "转到损失函数列表",
	NextClass:     "显示下一个类别：y = 1、y = 0、两者",
	OtherGradient: "显示另一种梯度：对概率、对 logit",
	Reset:         "全部重置",
	Sheet:         "打开或关闭此列表",

	Summary: "{loss}，{values}。{classes}",
	At:      "y = {y}、pₜ = {pt} 时，损失为 {loss}，{compared}；{quantity}的梯度为 {gradient}。",
	Above:   "是交叉熵的 {times} 倍",
	Curve:   "{name}：{points}。",
	Point:   "pₜ = {pt} 处为 {value}",
	Comma:   "，",

	Data:          "以表格显示曲线",
	DataIntro:     "两幅图所显示的内容，以数值列出。梯度与图中所选的一致。",
	DataTruth:     "真实类别",
	DataLoss:      "损失",
	DataGradient:  "梯度",
	DataCross:     "交叉熵",
	DataCrossGrad: "交叉熵的梯度",
}
