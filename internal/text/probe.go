package text

// Probe are the texts of the probe. Like Keep they are no part of Messages, so
// that the first program does not hold them.
type Probe struct {
	Title     string
	Intro     string
	EasyIs    string // which examples are easy
	Pt        string // the slider
	PtNumber  string // the field
	Easy      string // the region of the charts where p_t > 1/2
	Hard      string
	Clipped   string // the legend of the clipped ends
	Handle    string // the legend of the handle
	Factors   string // the caption of the table
	Cross     string // its rows
	Modulates string
	Alpha     string
	Loss      string
	Gradient  string
	Curvature string
	Means     string    // the meaning {true} of a prediction {p} of a trained model
	Optimum   string    // where boosting starts: the constant {p} with the {logit}
	Areas     string    // the caption of the areas
	Area      [3]string // below cross-entropy, after the modulating factor, the loss
	LossAxis  string
	Outweigh  string
	StartName string // the heading of the first step
	Prior     string // its slider
	Start     string
}

// ProbeOf returns the texts of m's language.
func ProbeOf(m *Messages) *Probe {
	if m.Code == chinese.Code {
		return &chineseProbe
	}
	return &englishProbe
}

var englishProbe = Probe{
	Title:     "Probe: easy and hard examples, and the factors of the loss",
	Intro:     "Drag the line in either chart, or move the slider, to look at one pₜ.",
	EasyIs:    "An example is easy where pₜ > 0.5: it is on the right side already.",
	Pt:        "pₜ of the probe",
	PtNumber:  "pₜ of the probe, as a number",
	Easy:      "easy",
	Hard:      "hard",
	Clipped:   "Hatched: clipped by ε. There the loss is flat and its gradient 0.",
	Handle:    "The probe",
	Factors:   "The loss at the probe as a product",
	Cross:     "cross-entropy",
	Modulates: "× modulating factor",
	Alpha:     "× αₜ",
	Loss:      "= loss",
	Gradient:  "gradient",
	Curvature: "curvature d²L/dx²",
	Means:     "If a model trained with this loss predicts p = {p}, the true probability of y = 1 is {true}, as far as the training has reached its minimum.",
	Optimum:   "Boosting starts at the constant with the least mean loss at this prevalence, p = {p}, a logit of {logit}.",
	Areas:     "What each factor takes away, against pₜ",
	Area:      [3]string{"taken by the modulating factor", "taken by αₜ", "the loss"},
	LossAxis:  "loss",
	Outweigh:  "It takes {loss} easy examples at pₜ = {easy} to make the loss of one hard example at pₜ = {hard}; with cross-entropy, {cross}. To pull at the logit as strongly it takes {gradient}; with cross-entropy, {crossgradient}.",
	StartName: "The first step: initialise the last bias with the prior",
	Prior:     "Prevalence π",
	Start:     "With the bias b = −log((1−π)/π) = {bias} an untrained model predicts π = {prior} for all. The mean loss of the first step then is {loss}; with b = 0, that is p = 0.5, it would be {half}. With cross-entropy: {cross} and {crosshalf}. Negatives make {negatives} of the gradient with this bias, {neghalf} with b = 0.",
}

var chineseProbe = Probe{
	Title:     "探针：易分样本、难分样本与损失的各个因子",
	Intro:     "拖动任一图中的竖线或移动滑块，查看某个 pₜ。",
	EasyIs:    "pₜ > 0.5 的样本为易分样本：预测已经偏向正确的一侧。",
	Pt:        "探针的 pₜ",
	PtNumber:  "探针的 pₜ（数值）",
	Easy:      "易分",
	Hard:      "难分",
	Clipped:   "斜线部分被 ε 裁剪：那里损失是平的，梯度为 0。",
	Handle:    "探针",
	Factors:   "探针处的损失写成乘积",
	Cross:     "交叉熵",
	Modulates: "× 调制因子",
	Alpha:     "× αₜ",
	Loss:      "= 损失",
	Gradient:  "梯度",
	Curvature: "曲率 d²L/dx²",
	Means:     "若用该损失训练的模型预测 p = {p}，且训练已达最小值，则 y = 1 的真实概率为 {true}。",
	Optimum:   "梯度提升的起点是该占比下平均损失最小的常数：p = {p}，logit 为 {logit}。",
	Areas:     "各因子削去了多少（横轴 pₜ）",
	Area:      [3]string{"被调制因子削去", "被 αₜ 削去", "损失"},
	LossAxis:  "损失",
	Outweigh:  "{loss} 个 pₜ = {easy} 的易分样本，损失才抵得上一个 pₜ = {hard} 的难分样本；用交叉熵时为 {cross} 个。若看对 logit 的梯度，则需 {gradient} 个；用交叉熵时为 {crossgradient} 个。",
	StartName: "训练第一步：用先验初始化最后一层的偏置",
	Prior:     "正类占比 π",
	Start:     "取偏置 b = −log((1−π)/π) = {bias}，未训练的模型对所有样本都预测 π = {prior}。第一步的平均损失为 {loss}；若 b = 0（即 p = 0.5），则为 {half}。用交叉熵时分别为 {cross} 和 {crosshalf}。负样本占梯度的比例：用此偏置时 {negatives}，b = 0 时 {neghalf}。",
}
