package text

var chinese = Messages{
	Lang:  "zh-Hans",
	Code:  "zh",
	Title: "损失函数探索器",

	Off: "关",

	LossChart:     "单个样本的损失",
	GradientChart: "单个样本的梯度",
	LossAxis:      "损失",
	GradientPt:    "dL/dpₜ",
	GradientLogit: "dL/dx（x 为 logit）",

	GradientPull:     "|dL/dx|，对 logit x 的梯度大小",
	GradientRelative: "梯度大小 ÷ 交叉熵的梯度大小",
	PtAxis:           "pₜ，真实类别的概率",
	ByPt:             "对 pₜ 求导",
	ByLogit:          "对 logit 求导",
	ProbAxis:         "p，y = 1 的概率",
	LogitAxis:        "x = ln(p/(1−p))，y = 1 的 logit",
	DifferenceOf:     "{quantity} − 交叉熵的值",
	RatioOf:          "{quantity} ÷ 交叉熵的值",
	AbsoluteOf:       "|{quantity}|",
	LineOf:           "{loss}，y = {y}",
	CrossEntropy:     "交叉熵",
	CrossPos:         "交叉熵，y = 1",
	CrossNeg:         "交叉熵，y = 0",
	Readout:          "y = {y}：pₜ = {pt}，损失 {loss}，梯度 {gradient}",
	Below:            "是交叉熵的 1/{times}",
	Equal:            "与交叉熵相等",
	Against:          "与交叉熵相比：损失{loss}，梯度{gradient}",

	BadNumber: "“{value}”不是数字。",
	BadChoice: "该值不在可选范围内。",
	Outside:   "{name} 必须{allowed}；{value} 不符合。",
	Finite:    "是有限的数",
	AtLeast:   "是不小于 {least} 的数",
	Above:     "是大于 {least} 的数",
	Between:   "是 {least} 到 {most} 之间的数",
	HalfOpen:  "不小于 {least} 且小于 {most}",
	Inside:    "大于 {least} 且小于 {most}",

	CopyFailed: "浏览器不允许自动复制；代码已选中，请用键盘复制。",

	Wrong: "错误代码的损失",

	Summary: chineseSummary,

	Widget: widgetChinese,

	Page: chinesePage,
}
