package text

// SandboxText are the texts of the imbalance sandbox that follow the state.
type SandboxText struct {
	_ [0]func() // see Messages

	Says string // the shares of the easy negatives

	Balance  string // the reason for a class weight: {ratio}, {share}, {alpha}
	UseAlpha string // the button: {alpha}
}

// SandboxPage are the other texts of the imbalance sandbox. They are part of the
// served page only: SandboxPageOf returns them, so that WebAssembly need not hold
// them.
type SandboxPage struct {
	Title   string
	Intro   string
	Presets string    // the heading of the buttons
	Preset  [4]string // the data sets, in the order of state.SandboxPresets

	Negatives, PosMean, PosSpread, NegMean, NegSpread string // the sliders

	Scores    string    // the caption of the distributions
	Logit     string    // their axis
	Shares    string    // the caption of the table
	Part      string    // the name of its rows' column
	Groups    [3]string // its columns: positives, hard and easy negatives
	Rows      [5]string // examples; loss and gradient, each of cross-entropy and the current loss
	Figure4   string
	Figure4Is string
	Curves    [2]string // the captions of its charts: positives, negatives
	Fraction  string    // the x axis
	Loss      string    // the y axis
	Gamma     string    // a line of the focal loss with {gamma}
	Current   string    // the line of the current loss
}

// SandboxPageOf returns the texts of m's language.
func SandboxPageOf(m *Messages) *SandboxPage {
	if m == &chinese {
		return &chineseSandboxPage
	}
	return &englishSandboxPage
}

var englishSandbox = SandboxText{
	Says: "Easy negatives are {examples} of the examples. With cross-entropy they make {cross} of the loss and {crossgradient} of the gradient; with this loss, {loss} and {gradient}.",

	Balance:  "At 1 : {ratio}, without a class weight, the positives make {share} of the gradient of this loss. With α = {alpha} both classes make half. γ has already turned the easy negatives down, so this is not 1 : {ratio} put into a weight; and it balances the model as it is here, so it is a starting point and not the optimum.",
	UseAlpha: "Use α = {alpha} as a start",
}

var englishSandboxPage = SandboxPage{
	Title:   "Imbalance: one positive to many negatives",
	Intro:   "The logits of each class are normally distributed. A negative is easy if pₜ > 0.5, and hard otherwise. Shares are expected ones, not those of a drawn sample; the loss, γ, α and ε are those of the controls.",
	Presets: "For example",
	Preset: [4]string{"Balanced", "Object detection, 1 : 1000", "Fraud or rare illness, 1 : 100",
		"First step with the prior 0.01, 1 : 1000"},

	Negatives: "Negatives per positive",
	PosMean:   "Positives: mean logit",
	PosSpread: "Positives: standard deviation",
	NegMean:   "Negatives: mean logit",
	NegSpread: "Negatives: standard deviation",

	Scores: "Logits by group, each class drawn to the same height",
	Logit:  "logit",
	Shares: "Where the loss and the gradient come from",
	Part:   "Share of",
	Groups: [3]string{"Positives", "Hard negatives", "Easy negatives"},
	Rows: [5]string{"examples", "loss, cross-entropy", "loss, this loss",
		"|gradient|, cross-entropy", "|gradient|, this loss"},
	Figure4:   "How the loss is distributed over a class",
	Figure4Is: "As in Figure 4 of Lin et al. 2017: the examples of a class in the order of their losses, and the fraction of the class’ loss up to there. The further a curve sags, the more a few hard examples count.",
	Curves:    [2]string{"Positives", "Negatives"},
	Fraction:  "fraction of the examples, lowest loss first",
	Loss:      "fraction of the loss",
	Gamma:     "γ = {gamma}",
	Current:   "this loss",
}

var chineseSandbox = SandboxText{
	Says: "易分负样本占样本的 {examples}。用交叉熵时，它们占损失的 {cross}、梯度的 {crossgradient}；用当前损失时，占 {loss} 和 {gradient}。",

	Balance:  "在 1 : {ratio} 下，不加类别权重时，正样本占当前损失梯度的 {share}；取 α = {alpha} 时两类各占一半。γ 已经减小了易分负样本的权重，所以它不等于把 1 : {ratio} 直接换成权重；它平衡的是此刻的模型，因此只是起点，并非最优值。",
	UseAlpha: "以 α = {alpha} 为起点",
}

var chineseSandboxPage = SandboxPage{
	Title:   "类别不平衡：一个正样本对许多负样本",
	Intro:   "每一类的 logit 服从正态分布。pₜ > 0.5 的负样本为易分，否则为难分。各占比均为期望值，并非某次抽样的结果；损失函数、γ、α 和 ε 沿用控件中的设置。",
	Presets: "示例",
	Preset:  [4]string{"类别平衡", "目标检测，1 : 1000", "欺诈或罕见病，1 : 100", "训练第一步，先验 0.01，1 : 1000"},

	Negatives: "每个正样本对应的负样本数",
	PosMean:   "正样本：logit 均值",
	PosSpread: "正样本：标准差",
	NegMean:   "负样本：logit 均值",
	NegSpread: "负样本：标准差",

	Scores:    "各组的 logit 分布，两类画成同样高度",
	Logit:     "logit",
	Shares:    "损失和梯度来自哪些样本",
	Part:      "占比",
	Groups:    [3]string{"正样本", "难分负样本", "易分负样本"},
	Rows:      [5]string{"样本数", "损失，交叉熵", "损失，当前损失", "|梯度|，交叉熵", "|梯度|，当前损失"},
	Figure4:   "损失在一类样本中如何分布",
	Figure4Is: "与 Lin 等 2017 年论文的图 4 相同：把一类样本按损失从小到大排列，纵轴是到此为止的样本占该类总损失的比例。曲线越向下凹，损失就越集中在少数难分样本上。",
	Curves:    [2]string{"正样本", "负样本"},
	Fraction:  "样本比例（损失从小到大）",
	Loss:      "损失比例",
	Gamma:     "γ = {gamma}",
	Current:   "当前损失",
}
