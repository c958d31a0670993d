package text

// Precision are the texts of the place about number formats. Names in braces stand for
// values.
type Precision struct {
	Implementation string // the choice, and the accessible name of its list
	Measure        string
	Measures       [2]string // gradient, loss
	Label          string
	Labels         [2]string // negative, positive
	Autocast       string
	Autocasts      [3]string // off, CUDA, CPU
	Unsafe         string    // of bce under CUDA’s autocast
	Format         string
	Logit          string
	Ours           string // this page's code
	// the forms of no library: as written, ε in the logarithm, clipped, from logits
	Forms          [4]string
	FormSources    [4]string // where they are from
	OurSource      string
	Own            string    // the user's own loss
	CustomSource   string    // how it is run
	CustomFault    string    // with {fault}
	Unknown        string    // of the link's implementation, with {id}, {name}
	CustomExponent string    // a fault
	WriteCustom    string    // the link to where it is written
	Rows           string    // the heading of the file's rows
	RowsNone       string    // before a file is read
	RowsOpen       string    // the link to where a file is read
	RowsSay        string    // with {n}, {all}, {share}, {name}, {format}, {measure}, {dead}, {bad}
	RowsUnknown    string    // with {n}
	RowsSeveral    string    // of a file of several classes
	RowsOf         string    // the caption of the table
	Classes        [6]string // of package precision: right to NaN, in the legend
	Short          [6]string // the same within bands
	Question       [2]string // the heading of the bands: of the gradient, of the loss
	Bands          string    // their accessible description, with {name}, {format}, {bands}
	Band           string    // one of them, with {class}, {from}, {to}
	Curve          string    // the heading of the curves, with {format}
	CurveLoss      string    // the same of the loss
	Exact          string    // the exact curve
	Axis           string
	// a sentence on the worst class, from off to NaN, with {format}, {name}, {measure}, {from}
	Worst     [4]string
	Fine      string // a sentence on an implementation that is right, with {name}
	OursFine  string // on this page's code
	OursNot   string // the same where it is not right, with {format}, {class}, {from}
	Firsts    string // the caption of the first logits
	Read      string // the heading of the values, with {z}
	Computed  string // the heads of that table
	Epsilon   string // the heading of the effect of an ε, with {epsilon}
	Clips     string // ε in a format, with {format}, {from}, {to}
	Unclipped string // without ε
	NoClip    string // an ε that is lost, with {format}, {least}
	// the heading of the table of all implementations, with {gamma}, {epsilon}
	Safe         string
	SafeIs       string    // the meaning of its cells
	SafeCell     [6]string // a cell by its worst class, with {z}
	Name         string    // the head of the column of names
	Upcasts      string    // of an implementation that computes in float32
	Source       string
	Cases        string // the heading of the reports
	Case         string // with {name}, {gamma}, {z}
	Code         string
	CodeIs       string
	CodeOfCustom string // of a custom loss
	CopyCode     string
	FocalOnly    string // of another loss on the page
}

// PrecisionOf returns the texts in the language of m.
func PrecisionOf(m *Messages) *Precision {
	if m == &chinese {
		return &precisionChinese
	}
	return &precisionEnglish
}

var precisionEnglish = Precision{
	Implementation: "Implementation", Measure: "Bands of", Measures: [2]string{"gradient", "loss"},
	Label: "Label", Labels: [2]string{"negative, y = 0", "positive, y = 1"},
	Autocast: "PyTorch autocast", Format: "Curves in", Logit: "Logit z",
	Autocasts: [3]string{"off", "CUDA", "CPU"},
	Unsafe:    "Under CUDA’s autocast PyTorch refuses binary_cross_entropy of probabilities, and raises an error; shown is what it would compute.",
	Ours:      "this page’s code",
	FormSources: [4]string{
		"the paper’s formula, typed in", "the formula with ε in the logarithm",
		"tutorials on Keras, and this page’s code from probabilities",
		"the form of this page’s code, in the precision of the logit",
	},
	OurSource:      "this page’s PyTorch code from logits",
	Own:            "your custom loss",
	CustomSource:   "the formula or Python of My loss, each operation rounded, by PyTorch’s rules; exact is the same formula with ε = 0, in float64",
	Unknown:        "The link has impl={id}, which is none of the implementations. {name} is shown instead.",
	CustomFault:    "Your custom loss cannot be run here: {fault} Shown is another implementation.",
	CustomExponent: "an exponent depends on the prediction; only numbers, parameters and the label can be exponents.",
	WriteCustom:    "Write or paste a custom loss",
	Rows:           "Your predictions in these bands",
	RowsNone:       "Open a file of predictions in My data to see here how many of its rows have a gradient that is wrongly 0 or NaN. The file stays on your machine.",
	RowsOpen:       "Open a file in My data",
	RowsSay:        "In {format}, {n} of {all} rows ({share}) lie where {name} fails: the {measure} of {dead} is 0 where it should not be, and that of {bad} is NaN or infinite.",
	RowsUnknown:    "{n} more rows have a p of exactly 0 or 1, whose logit the file does not give.",
	RowsSeveral:    "The lab is for two classes: the file has more.",
	RowsOf:         "Rows by what happens to them",
	Forms: [4]string{"log(p) as written", "log(p + ε)", "p clipped to [ε, 1 − ε]",
		"from logits, not upcast"},
	Classes: [6]string{"right to 10%", "0: too small for the format", "off by over 10%",
		"0, wrongly", "infinite", "NaN"},
	Short: [6]string{"right", "0", "off", "zero", "∞", "NaN"},
	Question: [2]string{"Is the gradient right at this logit?",
		"Is the loss right at this logit?"},
	Bands: "{name} in {format}: {bands}.", Band: "{class} from {from} to {to}",
	Curve:     "Gradient with respect to the logit, computed in {format}",
	CurveLoss: "Loss, computed in {format}", Exact: "exact",
	Axis: "z, the logit of the example",
	Worst: [4]string{
		"In {format}, the {measure} of {name} is off by more than 10% from z = {from}.",
		"In {format}, the {measure} of {name} is 0 from z = {from}, where it should not be: nothing is learnt there.",
		"In {format}, the {measure} of {name} is infinite from z = {from}.",
		"In {format}, the {measure} of {name} is NaN from z = {from}: one such example makes every weight NaN.",
	},
	Fine:     "{name} is right wherever the format has the number.",
	OursFine: "This page’s code is right at every logit.",
	OursNot:  "In {format}, this page’s code has “{class}” from z = {from}.",
	Firsts:   "First logit of each kind, going out from z = 0",
	Read:     "At z = {z}", Computed: "Computed as",
	Epsilon:   "What ε = {epsilon} does",
	Clips:     "In {format} it clips below z = {from} and above z = {to}: there the gradient of a clipped p is 0.",
	Unclipped: "Nothing is clipped: where p rounds to 0 or 1, log(p) or log(1 − p) is infinite.",
	NoClip:    "In {format} 1 − ε rounds to 1, so log(1 − p) can be infinite. The smallest ε of the form 10⁻ᵏ that works is {least}.",
	Safe:      "Which is safe at γ = {gamma} and ε = {epsilon}",
	SafeIs:    "Gradient of both labels by the logit of the true class: negative logits are hard examples. The worst, and where it begins.",
	SafeCell: [6]string{
		"right", "right", "off from {z}", "0 from {z}", "∞ from {z}", "NaN from {z}",
	},
	Name: "Implementation", Upcasts: "computes in float32", Source: "Source",
	Cases: "Reports from public trackers", Case: "{name}: γ = {gamma}, z = {z}",
	Code: "The form that holds", CodeIs: "From logits: log(p) and log(1 − p) are never infinite, and 1 − p is never rounded to 0.",
	CodeOfCustom: "Your loss in PyTorch computes in float32 and keeps p within [ε, 1 − ε]: log(p) and log(1 − p) are finite; where p is clipped the gradient is 0.",
	CopyCode:     "Copy PyTorch",
	FocalOnly:    "The libraries below implement focal loss: γ and α are those of the focal loss, whatever loss the page shows.",
}

var precisionChinese = Precision{
	Implementation: "实现", Measure: "色带表示", Measures: [2]string{"梯度", "损失"},
	Label: "标签", Labels: [2]string{"负类，y = 0", "正类，y = 1"},
	Autocast: "PyTorch autocast", Format: "曲线精度", Logit: "logit z",
	Autocasts: [3]string{"关闭", "CUDA", "CPU"},
	Unsafe:    "在 CUDA 的 autocast 下，PyTorch 拒绝对概率调用 binary_cross_entropy 并报错；这里显示的是假如计算的结果。",
	Ours:      "本页代码",
	FormSources: [4]string{
		"直接照论文公式写成", "在对数里加 ε 的公式",
		"Keras 教程的写法，也是本页从概率计算的代码", "本页代码的形式，但保持 logit 的精度",
	},
	OurSource:      "本页从 logit 计算的 PyTorch 代码",
	Own:            "你的自定义损失",
	CustomSource:   "“我的损失”中的公式或 Python 代码，按 PyTorch 的规则逐步计算并舍入；精确值为同一公式在 ε = 0 时以 float64 计算的结果",
	Unknown:        "链接中的 impl={id} 不是任何一种实现，现在显示的是 {name}。",
	CustomFault:    "无法在此运行你的自定义损失：{fault} 现在显示的是另一种实现。",
	CustomExponent: "指数依赖于预测；指数只能是数字、参数或标签。",
	WriteCustom:    "编写或粘贴自定义损失",
	Rows:           "你的预测落在哪些区间",
	RowsNone:       "在“我的数据”中打开预测文件后，这里会显示有多少行的梯度误为 0 或 NaN。文件不会离开你的电脑。",
	RowsOpen:       "在“我的数据”中打开文件",
	RowsSay:        "在 {format} 下，{all} 行中有 {n} 行（{share}）落在 {name} 失效之处：其中 {dead} 行的{measure}误为 0，{bad} 行的{measure}为 NaN 或无穷大。",
	RowsUnknown:    "另有 {n} 行的 p 恰为 0 或 1，文件没有给出其 logit。",
	RowsSeveral:    "精度实验只适用于二分类，而该文件有更多类别。",
	RowsOf:         "各行的计算结果",
	Forms:          [4]string{"照公式写 log(p)", "log(p + ε)", "p 裁剪到 [ε, 1 − ε]", "由 logit 计算，不转换精度"},
	Classes:        [6]string{"误差不超过 10%", "为 0：小于该格式的最小值", "误差超过 10%", "不应为 0 却为 0", "无穷大", "NaN"},
	Short:          [6]string{"正确", "0", "偏差", "误为 0", "∞", "NaN"},
	Question:       [2]string{"在这个 logit 处，梯度正确吗？", "在这个 logit 处，损失正确吗？"},
	Bands:          "{name}，{format}：{bands}。", Band: "{from} 到 {to} {class}",
	Curve: "以 {format} 计算的对 logit 的梯度", CurveLoss: "以 {format} 计算的损失", Exact: "精确值",
	Axis: "z，样本的 logit",
	Worst: [4]string{
		"在 {format} 下，{name} 的{measure}从 z = {from} 起误差超过 10%。",
		"在 {format} 下，{name} 的{measure}从 z = {from} 起为 0，而实际不应为 0：这里学不到任何东西。",
		"在 {format} 下，{name} 的{measure}从 z = {from} 起为无穷大。",
		"在 {format} 下，{name} 的{measure}从 z = {from} 起为 NaN：只要有一个这样的样本，所有权重都会变成 NaN。",
	},
	Fine:     "凡是该格式能表示的值，{name} 都正确。",
	OursFine: "本页代码在所有 logit 处都正确。",
	OursNot:  "在 {format} 下，本页代码从 z = {from} 起为“{class}”。",
	Firsts:   "从 z = 0 向两侧，各种情况首次出现的 logit",
	Read:     "z = {z} 处", Computed: "计算方式",
	Epsilon:   "ε = {epsilon} 的作用",
	Clips:     "在 {format} 下，z 低于 {from} 或高于 {to} 时被裁剪：裁剪后 p 的梯度为 0。",
	Unclipped: "不裁剪：p 舍入为 0 或 1 时，log(p) 或 log(1 − p) 为无穷大。",
	NoClip:    "在 {format} 下，1 − ε 舍入为 1，log(1 − p) 仍可能为无穷大。形如 10⁻ᵏ 的有效 ε 最小为 {least}。",
	Safe:      "γ = {gamma}、ε = {epsilon} 时哪些实现安全",
	SafeIs:    "两种标签的梯度，按真实类别的 logit 计：负的 logit 是难分样本。列出最坏情况及其起点。",
	SafeCell: [6]string{
		"正确", "正确", "{z} 起有偏差", "{z} 起误为 0", "{z} 起为 ∞", "{z} 起为 NaN",
	},
	Name: "实现", Upcasts: "以 float32 计算", Source: "来源",
	Cases: "公开的问题报告", Case: "{name}：γ = {gamma}，z = {z}",
	Code: "不会出错的写法", CodeIs: "由 logit 计算：log(p) 与 log(1 − p) 永远不会是无穷大，1 − p 也不会舍入为 0。",
	CodeOfCustom: "你的损失的 PyTorch 代码以 float32 计算，并将 p 裁剪到 [ε, 1 − ε]：log(p) 与 log(1 − p) 有限；p 被裁剪处梯度为 0。",
	CopyCode:     "复制 PyTorch 代码",
	FocalOnly:    "以下各库实现的是焦点损失：无论本页显示哪种损失，γ 与 α 都取焦点损失的值。",
}
