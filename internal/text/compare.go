package text

// Compare are the texts of pinned curves and of the axes.
type Compare struct {
	_ [0]func() // see Messages

	Title     string
	PinCurve  string
	Pin       string // a pinned curve without a name of its own: pin {n}
	ShowPin   string // the accessible names of a pin's controls
	NamePin   string
	RemovePin string
	Unpin     string
	SweepOf   string
	SweepBy   string // the accessible name of a sweep's button
	Full      string

	Axes       string
	XAxis      string
	Prob       string // p
	Logit      string
	Shows      string
	Plain      string
	Difference string
	Ratio      string
	LogScale   string

	ZoomIn    string
	ZoomOut   string
	ZoomReset string
	ZoomHint  string
}

var compareEnglish = Compare{
	Title:     "Compare",
	PinCurve:  "Keep this curve",
	Pin:       "curve {n}",
	ShowPin:   "Show comparison curve {n}",
	NamePin:   "Name of comparison curve {n}",
	RemovePin: "Remove comparison curve {n}",
	Unpin:     "Remove all",
	SweepOf:   "Compare values of",
	SweepBy:   "Compare values of {name}",
	Full:      "This curve is kept already, or all six places are taken.",

	Axes:       "Axes",
	XAxis:      "x axis",
	Prob:       "p",
	Logit:      "logit",
	Shows:      "y axes",
	Plain:      "values",
	Difference: "minus cross-entropy",
	Ratio:      "÷ cross-entropy",
	LogScale:   "log, both charts",

	ZoomIn:    "Zoom in",
	ZoomOut:   "Zoom out",
	ZoomReset: "Reset zoom",
	ZoomHint:  "Zoom: draw a box with the mouse, pinch, press + and −, or hold Ctrl and turn the wheel; 0 or a double click resets it.",
}

var compareChinese = Compare{
	Title:     "比较",
	PinCurve:  "保留当前曲线",
	Pin:       "对比曲线 {n}",
	ShowPin:   "显示对比曲线 {n}",
	NamePin:   "对比曲线 {n} 的名称",
	RemovePin: "移除对比曲线 {n}",
	Unpin:     "全部移除",
	SweepOf:   "对比多个",
	SweepBy:   "对比 {name} 的多个取值",
	Full:      "这条曲线已经保留，或六个位置已满。",

	Axes:       "坐标轴",
	XAxis:      "x 轴",
	Prob:       "p",
	Logit:      "logit",
	Shows:      "y 轴",
	Plain:      "数值",
	Difference: "减去交叉熵",
	Ratio:      "除以交叉熵",
	LogScale:   "两图都用对数刻度",

	ZoomIn:    "放大",
	ZoomOut:   "缩小",
	ZoomReset: "恢复默认范围",
	ZoomHint:  "缩放：用鼠标框选，双指捏合，按 + 和 −，或按住 Ctrl 滚动滚轮；按 0 或双击恢复默认范围。",
}
