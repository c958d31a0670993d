package text

// Soft are the texts of labels between 0 and 1.
type Soft struct {
	Name       string // of the choice
	Label      string // of the slider
	Number     string // of its number
	Hint       string
	Convention string // the name of the choice of a convention
	Choices    [4]string
	Least      string // where the loss of label {y} is least, {p}
	Mark       string // the same in a chart
	// where the loss is least, {counts}, and cross-entropy, {pulls}, with label {y}
	Live string

	Formula string // beside the formula of labels 1 and 0: the {rule} of others
	Sources string // how the bars of the sources of the loss use a soft label
	Custom  string // how a custom loss uses a soft label
}

// SoftOf returns the texts of m's language.
func SoftOf(m *Messages) *Soft {
	if m.Code == chinese.Code { // also of a copy
		return &chineseSoft
	}
	return &englishSoft
}

var englishSoft = Soft{
	Name:       "soft",
	Label:      "Label y",
	Number:     "Label y, value",
	Hint:       "A label between 0 and 1: mixup, label smoothing, an IoU, a heat map, a teacher.",
	Convention: "Convention for soft labels",
	Choices:    [4]string{"mix", "MONAI", "|y − p|", "heat map"},
	Least:      "For y = {y} the loss is least at p = {p}.",
	Mark:       "least at p = {p}",
	Live:       "For the label y = {y} this loss is least at p = {counts}, cross-entropy at p = {pulls}.",
	Formula:    "The formula is for the labels 1 and 0. A label between them: {rule}",
	Sources:    "These examples have hard labels, 1 and 0; the soft label is that of the curves.",
	Custom:     "The formula has y between 0 and 1, pₜ = y p + (1 − y)(1 − p) and xₜ = (2y − 1) x.",
}

var chineseSoft = Soft{
	Name:       "软标签",
	Label:      "标签 y",
	Number:     "标签 y 的值",
	Hint:       "介于 0 与 1 之间的标签：mixup、标签平滑、IoU、热图、教师模型。",
	Convention: "软标签的约定",
	Choices:    [4]string{"混合", "MONAI", "|y − p|", "热图"},
	Least:      "y = {y} 时，损失在 p = {p} 处最小。",
	Mark:       "最小值 p = {p}",
	Live:       "标签 y = {y} 时，当前损失在 p = {counts} 处最小，交叉熵在 p = {pulls} 处最小。",
	Formula:    "公式适用于标签 1 和 0。介于其间的标签：{rule}",
	Sources:    "这里的样本用硬标签 1 和 0；软标签只用于曲线。",
	Custom:     "公式中 y 介于 0 与 1 之间，pₜ = y p + (1 − y)(1 − p)，xₜ = (2y − 1) x。",
}
