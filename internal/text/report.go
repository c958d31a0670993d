package text

// Report are the texts of the report about a file of predictions. It is made by the
// program only: ReportOf returns them, so that WebAssembly need not hold them.
type Report struct {
	Title    string    // of {file}
	About    [4]string // heads: files, model, date, columns
	Made     string
	Settings string
	Setting  [2]string // the names of the first and the second

	Problems [25]string // in the order of predict.Code
	BadRows  string     // of {bad}, the first {listed}
	Line     string     // of the file
	Reason   string

	ReadAs    string    // {label} {positive} {score} {kind}
	Kinds     [3]string // probability, logit, percent
	Pairs     [2]string // two probabilities, two logits
	Several   string    // {kind} of each class
	ReadAll   string    // {label} {classes} {score} {kind}, of several classes
	Notes     [4]string // {column} {values}, in the order of predict.Note
	Answer    [3]string // the results, the effect of the loss, the limits of the conclusions
	OneSided  string    // the second of Answer, if a class has no gradient
	Metrics   string    // the caption
	OneAlpha  string    // {alpha} of several classes
	AnswerAll [2]string // the first two of Answer, of several classes
	Metric    [6]string // their names: AUC, AP, Brier, NLL, ECE, accuracy
	Contents  string
	Highest   string // the name of the accuracy of several classes

	Summary  string // {name}, and the text of Easy as {says}
	Easy     string // {easy} of the rows have {loss} of the loss and {gradient} of the gradient
	Data     string
	Rows     string
	Class    string
	Count    string
	Share    string // of the rows
	Loss     string
	Gradient string
	LossOf   string // share of the loss
	GradOf   string
	Enough   string // the effective number of examples
	EnoughIs string
	All      string

	Histogram   string
	HistogramIs string
	Pt          string
	RowsOf      string // rows of {class}
	LossAt      string // loss for {class}

	Difficulty   string
	DifficultyIs string
	Easier       string // the axis
	ShareOf      string // {what} of {class}

	Figure4    string
	Figure4Is  string
	Positives  string
	Negatives  string
	Fraction   string
	Cumulative string

	Calibration   string
	CalibrationIs string // {ece} {groups} {kind}
	Predicted     string
	Observed      string
	Perfect       string

	Heat    string
	HeatIs  string
	EasyNeg string
	Ratio   string // log10
	Current string

	Totals   string
	TotalsIs string
	Keras    [2]string // sum, mean
	Torch    [2]string
	Paper    string

	Balance        string
	BalanceIs      string // {gamma} {alpha} {negative} {positive}
	BalanceClasses string
	Start          string // where boosting starts: {p}, {logit}, {prevalence}
	Weight         string

	Top   string
	TopIs string

	Script string // without JavaScript
}

// ReportOf returns the texts of m's language.
func ReportOf(m *Messages) *Report {
	if m == &chinese {
		return &chineseReport
	}
	return &englishReport
}

var englishReport = Report{
	Title:    "Loss report: {file}",
	About:    [4]string{"Files", "Model", "Date", "Columns"},
	Made:     "{rows} rows ({format}, {bytes} bytes) in {seconds} s, {rate} rows per second. The totals are sums over the rows; curves, calibration and maps come from bins, within 10⁻⁶ of them.",
	Settings: "Settings",
	Setting:  [2]string{"A", "B"},

	Problems: [25]string{
		"The file has no rows.",
		"The file is not text in UTF-8 or UTF-16.",
		"The file ends too early.",
		"The file cannot be read.",
		"It is unclear which columns have the label and the score.",
		"There are probabilities outside 0 to 1: are these logits, or percent?",
		"No row could be read.",
		"There is no column:",
		"This choice does not fit:",
		"It is unclear which label is the positive class. Labels:",
		"It is unclear which labels are the classes of the scores. Labels:",
		"The score may be another column: this one has predicted classes, 0 and 1.",
		"Some labels are between 0 and 1. Choose how they are read: as soft labels, or as class 1 from a number on. Labels:",
		"Too many rows could not be read.",
		"Several columns may be the label, and they differ:",
		"No score is below 0.5: is this the probability of class 1, or the confidence in the predicted class?",
		"By its name, the column has the score of class 0: is it the probability of class 1?",
		"All scores are within 0 and 1, though the column’s name is not that of probabilities: are these probabilities?",
		"Several columns may be the score of class 1, and they differ:",
		"This format is not supported. In Python, this converts it:",
		"No row is of class 1: shares and gradients of the positives are undefined.",
		"No row is of class 0: shares and gradients of the negatives are undefined.",
		"Class 0 has higher scores than class 1. If this is the score of class 0, choose the other label as the positive class.",
		"All scores are the same: the model does not tell the examples apart.",
		"Some rows could not be read and are left out.",
	},
	BadRows: "Rows that could not be read: {bad}. The first {listed}:",
	Line:    "Line",
	Reason:  "Reason",

	ReadAs: "Label: {label}; class 1 is {positive}. Score: {score}, {kind}.",
	Kinds:  [3]string{"probability of class 1", "logit of class 1", "percent of class 1"},
	Pairs: [2]string{"two probabilities, of which the second counts",
		"two logits, of which the difference counts"},
	Several: "a score for each class",
	ReadAll: "Label: {label}; the classes are {classes}. Scores: {score}, {kind}.",
	Notes: [4]string{
		"All scores of {column} are 0 or 1: predicted classes, not probabilities.",
		"{column} is not used; it may have sample weights.",
		"{column} has the sample weights: the counts of rows in tables are sums of weights.",
		"All rows are read, whatever their {column} ({values}).",
	},
	Answer: [3]string{
		"The mean loss is {mean}. Positives are {rows} of the rows, have {loss} of the loss and {gradient} of the gradient.",
		"Against cross-entropy, easy negatives (pₜ > 0.5) go from {before} to {after} of the gradient; α = {alpha} would give both classes about the same gradient.",
		"This does not show that training with this loss gives a better model: the predictions stay as they are. Train with both, and compare on held-out data.",
	},
	OneSided: "One class has no rows, or no gradient: no α gives both classes the same.",
	OneAlpha: "α = {alpha} is the same factor for every class: it balances nothing.",
	AnswerAll: [2]string{
		"The mean loss is {mean}. Class {class} has the largest share of the gradient: {gradient}, with {rows} of the rows.",
		"Against cross-entropy, easy examples (pₜ > 0.5) go from {before} to {after} of the gradient; weights from {low} ({light}) to {high} ({heavy}) would give all classes the same.",
	},
	Contents: "Contents",
	Highest:  "Accuracy of the highest score",
	Metrics:  "Quality of the predictions, whatever the loss",
	Metric: [6]string{"ROC AUC", "Average precision (AP)", "Brier score",
		"Negative log-likelihood (NLL)", "Expected calibration error (ECE, 15 bins)",
		"Accuracy at 0.5"},

	Summary:  "{name}: {says}",
	Easy:     "Negatives with pₜ > 0.5 are {easy} of the rows; they have {loss} of the loss and {gradient} of the gradient.",
	Data:     "Shares by class",
	Rows:     "Rows",
	Class:    "Class",
	Count:    "Rows",
	Share:    "Share of rows",
	Loss:     "Loss (sum)",
	Gradient: "Gradient (sum of |dL/dx|)",
	LossOf:   "Share of loss",
	GradOf:   "Share of gradient",
	Enough:   "Effective number of examples",
	EnoughIs: "x is the logit. The effective number of examples is (Σ|g|)² / Σg² with g = dL/dx (Kish 1965): as many rows of equal gradient would have the same effect.",
	All:      "All",

	Histogram:   "Predictions and loss",
	HistogramIs: "Rows by the probability pₜ of the true class, 50 bars, on a logarithmic scale; the lines are the loss of setting A.",
	Pt:          "pₜ, probability of the true class",
	RowsOf:      "rows, {class}",
	LossAt:      "loss, {class}",

	Difficulty:   "By difficulty",
	DifficultyIs: "Bands of pₜ, the hardest first: each bar is the share of a class and band in all rows, all loss or all gradient.",
	Easier:       "pₜ from",
	ShareOf:      "{what}, {class}",

	Figure4:    "Cumulative loss (Figure 4 of Lin et al. 2017)",
	Figure4Is:  "Sorted by loss: what part of the loss of a class its rows with the lowest losses have, by gamma.",
	Positives:  "Positives",
	Negatives:  "Negatives",
	Fraction:   "fraction of the rows",
	Cumulative: "cumulative normalised loss",

	Calibration:   "Calibration",
	CalibrationIs: "Expected calibration error (ECE) {ece}, of at most {groups} bins {kind}: Σ (n_k/n) |positives_k/n_k − mean p_k|. It depends on the predictions only. A model trained with focal loss is often underconfident, one trained with cross-entropy overconfident.",
	Predicted:     "mean predicted probability",
	Observed:      "fraction of positives",
	Perfect:       "perfect calibration",

	Heat:    "Over gamma and alpha",
	HeatIs:  "Everything else as in setting A; the ring is where it is.",
	EasyNeg: "Share in the loss of negatives with pₜ > 0.5",
	Ratio:   "log₁₀ of the ratio of gradients, positives to negatives",
	Current: "setting A",

	Totals:   "Totals by convention",
	TotalsIs: "These totals clip p to [ε, 1 − ε], as Keras does on PyTorch and JAX; on TensorFlow it does not where p is the output of a sigmoid. torchvision's sigmoid_focal_loss takes logits and does not clip. The paper divides by the number of positives.",
	Keras:    [2]string{"Keras, sum", "Keras, mean (sum_over_batch_size)"},
	Torch:    [2]string{"torch, sum", "torch, mean"},
	Paper:    "Paper: sum per positive",

	Balance:        "Balanced gradient",
	BalanceIs:      "With alpha = {alpha} both classes have the same sum of |dL/dx| at these parameters: α = G₀ / (G₀ + G₁), G₀ = {negative} and G₁ = {positive} being the sums without alpha. For a pos_weight, it is G₀/G₁ = {weight}. It balances this model, which is already trained: a starting point for the next training, not the optimum.",
	Start:          "Boosting with this loss starts at the constant of the least mean loss: at the prevalence {prevalence} of these rows it is p = {p}, a logit of {logit}.",
	BalanceClasses: "With these weights all classes have the same sum of |dL/dx|: w_k = c / G_k, scaled so that the mean weight of a row is 1.",
	Weight:         "Weight",

	Top:   "Rows with the largest losses",
	TopIs: "A few wrong labels often lead this list.",

	Script: "The charts need JavaScript.",
}

var chineseReport = Report{
	Title:    "损失报告：{file}",
	About:    [4]string{"文件", "模型", "日期", "列"},
	Made:     "{rows} 行（{format}，{bytes} 字节），用时 {seconds} 秒，每秒 {rate} 行。总和逐行求得；曲线、校准和热图由分箱求得，与逐行结果相差不超过 10⁻⁶。",
	Settings: "设置",
	Setting:  [2]string{"A", "B"},

	Problems: [25]string{
		"文件没有任何行。",
		"文件不是 UTF-8 或 UTF-16 文本。",
		"文件不完整。",
		"文件无法读取。",
		"无法确定哪一列是标签、哪一列是得分。",
		"有概率超出 0 到 1：它们是 logit 还是百分数？",
		"没有一行可以读取。",
		"没有这一列：",
		"此选择不适用：",
		"无法确定哪个标签是正类。标签：",
		"无法确定哪些标签对应各个得分的类别。标签：",
		"得分可能在另一列：这一列是预测的类别，只有 0 和 1。",
		"有些标签介于 0 与 1 之间。请选择读取方式：作为软标签，或从某个数值起为类别 1。标签：",
		"无法读取的行太多。",
		"有多列可能是标签，且内容不一致：",
		"没有得分低于 0.5：这是类别 1 的概率，还是对预测类别的置信度？",
		"从列名看，得分属于类别 0：这是类别 1 的概率吗？",
		"所有得分都在 0 与 1 之间，但列名不是概率的名称：它们是概率吗？",
		"有多列可能是类别 1 的得分，且内容不一致：",
		"不支持这种格式。可用这行 Python 转换：",
		"没有类别为 1 的行：正类的占比和梯度无定义。",
		"没有类别为 0 的行：负类的占比和梯度无定义。",
		"类别 0 的得分高于类别 1。如果这是类别 0 的得分，请把另一个标签选作正类。",
		"所有得分都相同：模型没有区分样本。",
		"有些行无法读取，未计入。",
	},
	BadRows: "无法读取的行：{bad}。前 {listed} 行：",
	Line:    "行号",
	Reason:  "原因",

	ReadAs:  "标签：{label}，类别 1 为 {positive}。得分：{score}，{kind}。",
	Kinds:   [3]string{"类别 1 的概率", "类别 1 的 logit", "类别 1 的百分数"},
	Pairs:   [2]string{"两个概率，取第二个", "两个 logit，取其差"},
	Several: "每个类别一个得分",
	ReadAll: "标签：{label}，类别为 {classes}。得分：{score}，{kind}。",
	Notes: [4]string{
		"{column} 的得分全是 0 或 1：这是预测的类别，不是概率。",
		"{column} 未使用；它可能是样本权重。",
		"{column} 用作样本权重；表格中的行数为权重之和。",
		"已读取所有行，不论其 {column}（{values}）。",
	},
	Answer: [3]string{
		"平均损失为 {mean}。正类占行数的 {rows}、损失的 {loss}、梯度的 {gradient}。",
		"与交叉熵相比，易分负样本（pₜ > 0.5）在梯度中的占比由 {before} 变为 {after}；取 α ≈ {alpha} 时两类的梯度相等。",
		"这并不说明用该损失训练会得到更好的模型：预测本身没有变。应分别训练，再在留出数据上比较。",
	},
	OneSided: "有一个类别没有行，或梯度为零：任何 α 都不能使两类的梯度相等。",
	OneAlpha: "α = {alpha} 对每个类别都是同一个系数，起不到平衡作用。",
	AnswerAll: [2]string{
		"平均损失为 {mean}。梯度占比最大的类别是 {class}：占梯度的 {gradient}、行数的 {rows}。",
		"与交叉熵相比，易分样本（pₜ > 0.5）在梯度中的占比由 {before} 变为 {after}；取 {low}（{light}）到 {high}（{heavy}）的权重时，各类别的梯度相等。",
	},
	Contents: "目录",
	Highest:  "得分最高类别的准确率",
	Metrics:  "预测的质量（与损失无关）",
	Metric:   [6]string{"ROC AUC", "平均精度（AP）", "Brier 得分", "负对数似然（NLL）", "期望校准误差（ECE，15 个分箱）", "阈值 0.5 的准确率"},

	Summary:  "{name}：{says}",
	Easy:     "pₜ > 0.5 的负样本占全部行的 {easy}、损失的 {loss}、梯度的 {gradient}。",
	Data:     "各类别的占比",
	Rows:     "行数",
	Class:    "类别",
	Count:    "行数",
	Share:    "行的占比",
	Loss:     "损失（总和）",
	Gradient: "梯度（|dL/dx| 之和）",
	LossOf:   "损失占比",
	GradOf:   "梯度占比",
	Enough:   "有效样本数",
	EnoughIs: "x 为 logit。有效样本数为 (Σ|g|)² / Σg²，其中 g = dL/dx（Kish 1965）：相当于这么多个梯度相等的样本。",
	All:      "全部",

	Histogram:   "预测与损失",
	HistogramIs: "按真实类别的概率 pₜ 统计的行数，共 50 根柱，对数刻度；曲线为设置 A 的损失。",
	Pt:          "pₜ，真实类别的概率",
	RowsOf:      "行数，{class}",
	LossAt:      "损失，{class}",

	Difficulty:   "按难度",
	DifficultyIs: "按 pₜ 分段，最难的在前：每根柱是某类别某分段在全部行、全部损失或全部梯度中的占比。",
	Easier:       "pₜ 起点",
	ShareOf:      "{what}，{class}",

	Figure4:    "累积损失（Lin 等 2017，图 4）",
	Figure4Is:  "按损失排序：损失最低的那部分行占该类别损失的多少，按 gamma 分别给出。",
	Positives:  "正类",
	Negatives:  "负类",
	Fraction:   "行的比例",
	Cumulative: "归一化累积损失",

	Calibration:   "校准",
	CalibrationIs: "期望校准误差（ECE）{ece}，至多 {groups} 个{kind}分箱：Σ (n_k/n) |正类数_k/n_k − p_k 的均值|。它只取决于预测。焦点损失训练的模型往往欠自信，交叉熵训练的往往过度自信。",
	Predicted:     "预测概率的均值",
	Observed:      "正类的比例",
	Perfect:       "完全校准",

	Heat:    "随 gamma 和 alpha 的变化",
	HeatIs:  "其余与设置 A 相同；圆环为设置 A 的位置。",
	EasyNeg: "pₜ > 0.5 的负样本的损失占比",
	Ratio:   "正负类梯度之比的 log₁₀",
	Current: "设置 A",

	Totals:   "各框架约定的总损失",
	TotalsIs: "这些合计把 p 裁剪到 [ε, 1 − ε]，与 PyTorch 和 JAX 后端的 Keras 相同；在 TensorFlow 后端，若 p 是 sigmoid 的输出则不裁剪。torchvision 的 sigmoid_focal_loss 以 logit 为输入，不裁剪。论文除以正类的个数。",
	Keras:    [2]string{"Keras，总和", "Keras，平均（sum_over_batch_size）"},
	Torch:    [2]string{"torch，总和", "torch，平均"},
	Paper:    "论文：总和除以正类数",

	Balance:        "平衡梯度",
	BalanceIs:      "在这些参数下取 alpha = {alpha}，两类的 |dL/dx| 之和相等：α = G₀ / (G₀ + G₁)，其中 G₀ = {negative}、G₁ = {positive} 是不含 alpha 的总和。若用 pos_weight，则为 G₀/G₁ = {weight}。它平衡的是这个已经训练好的模型：只是下一次训练的起点，并非最优值。",
	Start:          "用该损失做梯度提升时，起点是平均损失最小的常数：这些行的正类占比为 {prevalence}，该常数为 p = {p}，logit 为 {logit}。",
	BalanceClasses: "取这些权重，各类别的 |dL/dx| 之和相等：w_k = c / G_k，并使每行的平均权重为 1。",
	Weight:         "权重",

	Top:   "损失最大的行",
	TopIs: "排在最前的往往是少数标错的样本。",

	Script: "图表需要 JavaScript。",
}
