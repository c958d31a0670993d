package text

// Access are the texts of the theme, the keyboard's shortcuts and the table of
// the curves. They are part of the served page only: AccessOf returns them, so
// that WebAssembly need not hold them.
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
	Everywhere    string
	Key           string
	Action        string
	Close         string

	Does Does

	Data          string
	DataIntro     string
	DataTruth     string
	DataLoss      string
	DataGradient  string
	DataCross     string
	DataCrossGrad string
}

// Does are the texts of the sheet of shortcuts, one for each action.
type Does struct {
	FocusGamma, FocusAlpha, FocusEpsilon, PickLoss, NextClass, OtherGradient, PinCurve, OpenProbe,
	Reset, Sheet string
}

// AccessOf returns the texts of m's language.
func AccessOf(m *Messages) *Access {
	if m == &chinese {
		return &chineseAccess
	}
	return &englishAccess
}

var englishAccess = Access{
	Theme:       "Theme",
	ThemeSystem: "system",
	ThemeLight:  "light",
	ThemeDark:   "dark",

	Shortcuts:     "Shortcuts",
	ShortcutsOn:   "Enable single-key shortcuts",
	ShortcutsHint: "They are off while you type in a field or choose from a list.",
	OnSliders:     "On a slider: arrow keys for a step, Page Up and Page Down for ten or more, Home and End for its ends.",
	OnCharts:      "On a chart: arrow keys for 0.01, with Shift for 0.1, Home and End for its ends; + and − zoom, 0 resets the zoom.",
	Everywhere:    "Everywhere: Ctrl+Z undoes, Ctrl+Shift+Z or Ctrl+Y does it again; with ⌘ on a Mac.",
	Key:           "Key",
	Action:        "What it does",
	Close:         "Close",

	Does: Does{
		FocusGamma:    "go to gamma",
		FocusAlpha:    "go to alpha",
		FocusEpsilon:  "go to epsilon",
		PickLoss:      "go to the list of losses",
		NextClass:     "show the next class: y = 1, y = 0, both",
		OtherGradient: "show the next gradient: pull on the logit, relative pull, by pₜ, by logit",
		PinCurve:      "keep this curve for comparison",
		OpenProbe:     "open or close the probe",
		Reset:         "reset everything",
		Sheet:         "open or close this list",
	},

	Data:          "The curves as a table",
	DataIntro:     "What both charts show, in numbers. The gradient is the one that the chart shows.",
	DataTruth:     "Label",
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

	Shortcuts:     "快捷键",
	ShortcutsOn:   "启用单键快捷键",
	ShortcutsHint: "在输入框中输入或在列表中选择时，单键不起作用。",
	OnSliders:     "在滑块上：方向键移动一步，Page Up 和 Page Down 移动十步或更多，Home 和 End 到两端。",
	OnCharts:      "在图上：方向键移动 0.01，按住 Shift 移动 0.1，Home 和 End 到两端；+ 和 − 缩放，0 恢复默认范围。",
	Everywhere:    "任何地方：Ctrl+Z 撤销，Ctrl+Shift+Z 或 Ctrl+Y 重做；Mac 上用 ⌘。",
	Key:           "按键",
	Action:        "作用",
	Close:         "关闭",

	Does: Does{
		FocusGamma:    "转到 gamma",
		FocusAlpha:    "转到 alpha",
		FocusEpsilon:  "转到 epsilon",
		PickLoss:      "转到损失函数列表",
		NextClass:     "显示下一个类别：y = 1、y = 0、两者",
		OtherGradient: "显示下一种梯度：logit 上的拉力、相对拉力、对 pₜ 求导、对 logit 求导",
		PinCurve:      "保留当前曲线用于对比",
		OpenProbe:     "打开或关闭探针",
		Reset:         "全部重置",
		Sheet:         "打开或关闭此列表",
	},

	Data:          "以表格显示曲线",
	DataIntro:     "两幅图所显示的内容，以数值列出。梯度与图中所选的一致。",
	DataTruth:     "标签",
	DataLoss:      "损失",
	DataGradient:  "梯度",
	DataCross:     "交叉熵",
	DataCrossGrad: "交叉熵的梯度",
}
