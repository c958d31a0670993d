package text

// Weights are the texts of the panel of class weights.
type Weights struct {
	Title     string
	Intro     string
	Counts    string // the label of the field
	CountHint string
	OfFile    string // a button
	Method    string
	Methods   [6]string // of package classweights
	Formulas  [6]string
	Ratio     string // in the list of methods, with {ratio}
	Parameter string // with {symbol}
	Heads     [3]string
	Numbers   [3]string // the head of the numbers: weights, added to logits, margins
	Of        string    // a class without a name, with {k}
	Spread    string    // of weights, with {ratio}
	Odds      string    // of numbers added to logits, with {ratio}
	Saturated string    // with {beta}, {examples}, {least}, {better}
	Problem   string    // with {text}
	Separator string    // with {text}, {whole}
	Point     string    // with {text}, {whole}, {part}
	Order     string    // of the classes, with {first}
	Few       string
	Count     string // with {class}, {value}
	Share     string // a count below 1 where there must be counts, with {class}, {value}
	Range     string // with {symbol}, {value}, {allowed}
	CodeFor   string
	Notes     [3]string // the effect of the numbers, by Numbers
}

// WeightsOf returns the texts in the language of m.
func WeightsOf(m *Messages) *Weights {
	if m.Code == chinese.Code { // also of a copy
		return &chineseWeights
	}
	return &englishWeights
}

var englishWeights = Weights{
	Title:     "Class weights from counts",
	Intro:     "Paste how many examples each class has. N is their sum, n that of a class, K the number of classes.",
	Counts:    "Counts",
	CountHint: "900k, 700k, 60k · cat: 900 · what pandas prints for value_counts(), NumPy for bincount() · lines of a CSV file",
	OfFile:    "Take those of my file",
	Method:    "Method",
	Methods: [6]string{
		"Inverse frequency", "Inverse square root", "Effective number (arXiv:1901.05555)",
		"ENet’s logarithm (arXiv:1606.02147)",
		"Logit adjustment (arXiv:2007.07314)", "LDAM margins (arXiv:1906.07413)",
	},
	Formulas: [6]string{"N / (K n)", "1 / √n, mean 1", "(1 − β) / (1 − βⁿ), mean 1",
		"1 / ln(c + n/N)", "τ ln(n/N), added to the logit",
		"C (least n / n)^¼, taken from the logit of the label"},
	Ratio:     "{ratio}×",
	Parameter: "Parameter {symbol}",
	Heads:     [3]string{"Class", "Count", "Number"},
	Numbers:   [3]string{"Weight", "Added to the logit", "Margin"},
	Of:        "class {k}",
	Spread:    "The largest weight is {ratio} times the least.",
	Odds:      "Between the first and the last of them, the odds move by a factor of {ratio}.",
	Saturated: "β = {beta} counts at most {examples} examples as different, far fewer than the least class has ({least}): every class has the same weight. β = {better} tells them apart.",
	Problem:   "“{text}” is not a count: write numbers such as 900, 60k or 1.2M.",
	Separator: "“{text}” may be one count or several: write {whole}, or a space after the comma.",
	Point:     "“{text}” may be {whole} or {part}: write one of them.",
	Order:     "In the code class 0 is {first}, and so on down the list: the labels must be numbered alike.",
	Few:       "At least two classes are needed.",
	Count:     "{class} has a count of {value}: it must be above 0 and at most 1e15.",
	Share:     "{class} has {value}: effective numbers need counts, not shares.",
	Range:     "{symbol} is {value}; allowed: {allowed}.",
	CodeFor:   "Code for",
	Notes: [3]string{
		"A weight multiplies the loss of the examples of its class. It moves the trained probabilities: they are no longer those of the data.",
		"Added in training only: the model learns without the frequencies, and its logits alone suit classes that are equally frequent.",
		"Taken from the logit of the label in training only: rare classes are kept at a larger distance. The paper’s code also multiplies all logits by a scale, 30 by default.",
	},
}

var chineseWeights = Weights{
	Title:     "由样本数计算类别权重",
	Intro:     "粘贴每个类别的样本数。N 为总数，n 为某一类的样本数，K 为类别数。",
	Counts:    "样本数",
	CountHint: "900k, 700k, 60k · cat: 900 · pandas 的 value_counts()、NumPy 的 bincount() 输出 · CSV 文件中的行",
	OfFile:    "使用我的文件中的样本数",
	Method:    "方法",
	Methods: [6]string{
		"频率的倒数", "频率平方根的倒数", "有效样本数（arXiv:1901.05555）", "ENet 的对数权重（arXiv:1606.02147）",
		"logit 调整（arXiv:2007.07314）", "LDAM 间隔（arXiv:1906.07413）",
	},
	Formulas:  [6]string{"N / (K n)", "1 / √n，均值为 1", "(1 − β) / (1 − βⁿ)，均值为 1", "1 / ln(c + n/N)", "τ ln(n/N)，加到 logit 上", "C (最小的 n / n)^¼，从标签的 logit 中减去"},
	Ratio:     "{ratio} 倍",
	Parameter: "参数 {symbol}",
	Heads:     [3]string{"类别", "样本数", "数值"},
	Numbers:   [3]string{"权重", "加到 logit 上", "间隔"},
	Of:        "类别 {k}",
	Spread:    "最大权重是最小权重的 {ratio} 倍。",
	Odds:      "最大值与最小值之间，几率相差 {ratio} 倍。",
	Saturated: "β = {beta} 时，最多只有 {examples} 个样本被视为彼此不同，远少于最小类别的样本数（{least}）：各类别的权重都相同。β = {better} 才能区分它们。",
	Problem:   "“{text}”不是样本数：请输入数字，如 900、60k 或 1.2M。",
	Separator: "“{text}”可能是一个数，也可能是几个数：请写成 {whole}，或在逗号后加空格。",
	Point:     "“{text}”可能是 {whole}，也可能是 {part}：请写成其中之一。",
	Order:     "在代码中，类别 0 为 {first}，其余按列表顺序编号：标签的编号必须与之一致。",
	Few:       "至少需要两个类别。",
	Count:     "{class}的样本数为 {value}：必须大于 0 且不超过 1e15。",
	Share:     "{class}为 {value}：有效样本数需要样本数，而不是占比。",
	Range:     "{symbol} 为 {value}；允许的范围：{allowed}。",
	CodeFor:   "代码",
	Notes: [3]string{
		"权重乘以该类样本的损失。它会改变训练得到的概率：这些概率不再与数据的频率一致。",
		"只在训练时加入：模型学习时不再受频率影响，其 logit 本身适用于各类同样常见的情形。",
		"只在训练时从标签的 logit 中减去：使稀有类别保持更大的距离。论文代码还会把所有 logit 乘以一个缩放系数，默认为 30。",
	},
}
