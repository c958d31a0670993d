package text

// Compare are the texts of pinned curves and of the axes.
type Compare struct {
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

	ProbAxis     string // names of axes
	LogitAxis    string
	DifferenceOf string // {quantity} less that of cross-entropy
	RatioOf      string
	AbsoluteOf   string

	ZoomIn    string
	ZoomOut   string
	ZoomReset string
	ZoomHint  string
}

var compareEnglish = Compare{
	Title:     "Compare",
	PinCurve:  "Pin this curve",
	Pin:       "pin {n}",
	ShowPin:   "Show pin {n}",
	NamePin:   "Name of pin {n}",
	RemovePin: "Remove pin {n}",
	Unpin:     "Remove all",
	SweepOf:   "Sweep",
	SweepBy:   "Pin a family of curves over {name}",
	Full:      "This curve is pinned already, or all six places are taken.",

	Axes:       "Axes",
	XAxis:      "x axis",
	Prob:       "p",
	Logit:      "logit",
	Shows:      "y axes",
	Plain:      "values",
	Difference: "less cross-entropy",
	Ratio:      "over cross-entropy",
	LogScale:   "logarithmic",

	ProbAxis:     "p, probability of y = 1",
	LogitAxis:    "x = ln(p/(1−p)), logit of y = 1",
	DifferenceOf: "{quantity} − cross-entropy’s",
	RatioOf:      "{quantity} ÷ cross-entropy’s",
	AbsoluteOf:   "|{quantity}|",

	ZoomIn:    "Zoom in",
	ZoomOut:   "Zoom out",
	ZoomReset: "Whole axes",
	ZoomHint:  "Zoom a chart: draw a box with the mouse, or press + and −, or turn the wheel while it has the focus; 0 or a double click shows the whole axes.",
}

var compareChinese = Compare{
	Title:     "比较",
	PinCurve:  "固定这条曲线",
	Pin:       "固定曲线 {n}",
	ShowPin:   "显示固定曲线 {n}",
	NamePin:   "固定曲线 {n} 的名称",
	RemovePin: "移除固定曲线 {n}",
	Unpin:     "全部移除",
	SweepOf:   "扫描",
	SweepBy:   "固定一族曲线，{name} 取不同的值",
	Full:      "这条曲线已经固定，或六个位置已满。",

	Axes:       "坐标轴",
	XAxis:      "x 轴",
	Prob:       "p",
	Logit:      "logit",
	Shows:      "y 轴",
	Plain:      "数值",
	Difference: "减去交叉熵",
	Ratio:      "除以交叉熵",
	LogScale:   "对数刻度",

	ProbAxis:     "p，y = 1 的概率",
	LogitAxis:    "x = ln(p/(1−p))，y = 1 的 logit",
	DifferenceOf: "{quantity} − 交叉熵的值",
	RatioOf:      "{quantity} ÷ 交叉熵的值",
	AbsoluteOf:   "|{quantity}|",

	ZoomIn:    "放大",
	ZoomOut:   "缩小",
	ZoomReset: "完整坐标轴",
	ZoomHint:  "缩放图表：用鼠标框选，或在图表获得焦点时按 + 和 −、滚动滚轮；按 0 或双击恢复完整坐标轴。",
}
