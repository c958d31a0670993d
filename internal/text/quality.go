package text

// Quality are the texts about the quality of predictions, whatever the loss: of the page's
// place of the user's data, its program and the report.
type Quality struct {
	Title     string
	ROC, PR   string    // captions
	Axes      [4]string // false positive rate, recall; recall, precision
	Area      string    // {auc} and {prevalence}
	Precision string    // {ap} {prevalence}
	Exact     string    // how exact the areas are: {within}

	Threshold   string
	ThresholdIs string    // {threshold} {share}
	Costs       [2]string // of a false positive, of a false negative
	Cheapest    string
	Confusion   string    // the caption
	Called      [2]string // class 1, class 0
	Truth       [2]string
	Scores      [4]string // precision, recall, F1, cost

	Binning     string
	Binnings    [2]string // equal width, equal mass
	Reliability string
	Points      string // the meaning of the points and lines
	Right       string // the axis of fractions of several classes
	TopLabel    string // of several classes
	Bins        string // the summary over the table
	BinHeads    [4]string

	Cures      string
	CuresIs    string // {folds}
	CuresOf    string // {rows} of them
	Methods    [5]string
	MethodHead string
	Changes    [3]string // NLL, Brier, ECE
	CureBest   string    // {method} {before} {after}
	CureNone   string
	CureFew    string // {rows}
	CureCode   string // {method}
	CureWorks  string

	Pair      string // the label of the input
	PairTitle string
	PairIs    string // {rows} {samples} {other}
	PairHeads [5]string
	PairNames [6]string // loss, NLL, Brier, AUC, AP, accuracy
	PairLeft  string    // {rows} that only one has
	Interval  string    // {low} {high}
	// labels differ in row {row}; nothing in common; kinds of classes; ids in one only; the id of {row} twice
	PairFault [5]string

	Groups     string // {column}
	GroupBy    string // the choice
	GroupOnly  string
	GroupMore  string    // {shown} {all}
	GroupHeads [8]string // name, rows, positives, loss, NLL, Brier, AUC, ECE

	Advice         string
	AdviceIs       string // {ridge} {folds}
	AdviceChoose   string
	AdviceMetric   string
	AdviceMetrics  [3]string // AP, AUC, Brier
	AdviceRead     string    // {rows} {features} {file} {label}
	AdviceLeft     string    // {rows} that are left out
	AdviceNone     string    // {metric} {value}
	AdviceChance   string    // and {best} {gamma} {alpha} {low}
	AdviceBest     string
	AdviceFew      string // {rows}
	AdviceFeatures string

	TermsTitle string
	Terms      []Term
	TermsOfTwo []Term // classes
}

// A Term is a word with its definition.
type Term struct{ Name, Is string }

// QualityOf returns the texts of m's language.
func QualityOf(m *Messages) *Quality {
	if m == &chinese {
		return &chineseQuality
	}
	return &englishQuality
}

var englishQuality = Quality{
	Title: "Quality of the predictions, whatever the loss",
	ROC:   "ROC curve",
	PR:    "Precision–recall curve",
	Axes: [4]string{"false positive rate", "recall (true positive rate)",
		"recall", "precision"},
	Area:      "Area under the curve (AUC) {auc}; random guessing has 0.5.",
	Precision: "Average precision (AP) {ap}; random guessing has {prevalence}, the prevalence.",
	Exact:     "Both are from bins of the score; the AUC is within {within}.",

	Threshold:   "Threshold",
	ThresholdIs: "p > {threshold}: {share} of the rows are called positive.",
	Costs:       [2]string{"Cost of a false positive", "Cost of a false negative"},
	Cheapest:    "Cheapest threshold",
	Confusion:   "Confusion matrix, in rows",
	Called:      [2]string{"called positive", "called negative"},
	Truth:       [2]string{"positive", "negative"},
	Scores:      [4]string{"Precision", "Recall", "F1", "Cost"},

	Binning:     "Bins",
	Binnings:    [2]string{"of equal width", "of equal mass"},
	Reliability: "Reliability diagram",
	Points:      "A point is a bin, larger if it has more rows; its line is the 95% interval of the fraction (Wilson 1927). Points below the diagonal are overconfident.",
	Right:       "fraction that is right",
	TopLabel:    "Of several classes: the probability of the predicted class, and how often that class is the true one (top-label).",
	Bins:        "The bins as a table",
	BinHeads:    [4]string{"Mean p", "Fraction", "95% interval", "Rows"},

	Cures:   "Calibration after training",
	CuresIs: "Each map is fitted on four fifths of the rows and measured on the fifth left out, {folds} times; the inverse of the loss needs no fit. Lower is better. None of them trains anything, and all but isotonic keep the ranking, or of several classes the predicted class.",
	CuresOf: "Measured on {rows} of the rows.",
	Methods: [5]string{"as it is", "temperature", "inverse of this loss",
		"focal temperature", "isotonic"},
	MethodHead: "Map",
	Changes:    [3]string{"NLL", "Brier", "ECE"},
	CureBest:   "Least NLL: {method}, {after} instead of {before}.",
	CureNone:   "No map lowers the NLL on rows that it was not fitted on: leave the scores as they are.",
	CureFew:    "Fewer than two classes have {rows} rows: too few to fit a map and to measure it by folds.",
	CureCode:   "Python: {method}",
	CureWorks:  "Fitting …",

	Pair:      "Compare with another model’s file …",
	PairTitle: "Two models on the same rows",
	PairIs:    "{rows} rows are in both files. B is {other}. The interval has 95% of the differences in {samples} bootstrap samples of the rows; if 0 is in it, these rows show no difference.",
	PairHeads: [5]string{"Measure", "A", "B", "B − A", "95% interval"},
	PairNames: [6]string{"Mean loss", "NLL", "Brier", "ROC AUC", "AP", "Accuracy"},
	PairLeft:  "{rows} rows are in one file only, and left out.",
	Interval:  "{low} to {high}",
	PairFault: [5]string{
		"The label of row {row} differs between the files: sort both alike, or give both a column id that identifies the rows.",
		"The files have no row in common.",
		"The labels of both files must be the same classes; soft labels are not compared.",
		"Only one file has a column that identifies the rows, such as id: give both files one, or neither.",
		"Row {row} has the id of another row of its file: ids must differ in every row; without a column of ids, rows are paired by their order.",
	},

	Groups:     "By {column}",
	GroupBy:    "Compare groups",
	GroupOnly:  "Read only rows with",
	GroupMore:  "The first {shown} of {all} groups.",
	GroupHeads: [8]string{"Group", "Rows", "Positives", "Mean loss", "NLL", "Brier", "AUC", "ECE"},

	Advice:         "Advisor: which γ and α for a linear head?",
	AdviceIs:       "From a file with a label and features or logits, columns of numbers, a linear head (logistic regression on standardised features, ridge {ridge}) is fitted with the focal loss over 40 settings of γ and α, and measured on the fifth of the rows left out, {folds} times. The lower bound holds for all settings together (bootstrap, max-t), so that picking the best of many is accounted for. It answers for a linear head on these features, not for a network.",
	AdviceChoose:   "Choose a file with features …",
	AdviceMetric:   "Measure",
	AdviceMetrics:  [3]string{"AP", "ROC AUC", "Brier"},
	AdviceRead:     "{rows} rows of {file}, {features} features; the label is {label}.",
	AdviceLeft:     "{rows} rows without a label or a number are left out.",
	AdviceNone:     "No setting beats cross-entropy here: it has the best {metric}, {value}.",
	AdviceChance:   "No setting beats cross-entropy here by more than chance: γ = {gamma}, α = {alpha} has {metric} {best} instead of {value}; the difference may be as bad as {low}.",
	AdviceBest:     "γ = {gamma}, α = {alpha} beats cross-entropy here: {metric} {best} instead of {value}, better by at least {low} (95% confidence).",
	AdviceFew:      "A class has fewer than {rows} rows: too few to tell settings apart.",
	AdviceFeatures: "The file has no label of two classes with columns of numbers beside it.",

	TermsTitle: "What the terms mean",
	Terms: []Term{
		{"pₜ", "the probability that the model gives the true class"},
		{"NLL", "the mean of −ln pₜ, also called log loss"},
		{"Brier", "the mean squared error of the probability; with several classes, the sum over them"},
		{"ECE", "expected calibration error: how far predicted probabilities are from the frequencies, on the mean over the rows"},
	},
	TermsOfTwo: []Term{
		{"ROC AUC", "the chance that a positive has a higher score than a negative"},
		{"AP", "average precision: the area under the precision–recall curve, as scikit-learn sums it"},
	},
}

var chineseQuality = Quality{
	Title:     "预测的质量（与损失无关）",
	ROC:       "ROC 曲线",
	PR:        "精确率–召回率曲线",
	Axes:      [4]string{"假正率", "召回率（真正率）", "召回率", "精确率"},
	Area:      "曲线下面积（AUC）{auc}；随机猜测为 0.5。",
	Precision: "平均精度（AP）{ap}；随机猜测为 {prevalence}，即正类占比。",
	Exact:     "两者由得分的分箱求得；AUC 的误差不超过 {within}。",

	Threshold:   "阈值",
	ThresholdIs: "p > {threshold}：{share} 的行判为正类。",
	Costs:       [2]string{"一个假正例的代价", "一个假负例的代价"},
	Cheapest:    "代价最小的阈值",
	Confusion:   "混淆矩阵（行数）",
	Called:      [2]string{"判为正类", "判为负类"},
	Truth:       [2]string{"正类", "负类"},
	Scores:      [4]string{"精确率", "召回率", "F1", "代价"},

	Binning:     "分箱",
	Binnings:    [2]string{"等宽", "等频"},
	Reliability: "可靠性图",
	Points:      "每个点是一个分箱，行数越多点越大；竖线是该比例的 95% 区间（Wilson 1927）。点在对角线下方表示过度自信。",
	Right:       "预测正确的比例",
	TopLabel:    "多分类：所预测类别的概率，以及预测正确的频率（top-label）。",
	Bins:        "分箱数据表",
	BinHeads:    [4]string{"p 的均值", "比例", "95% 区间", "行数"},

	Cures:      "训练后校准",
	CuresIs:    "每种映射用五分之四的行拟合，在留出的五分之一上评估，共 {folds} 次；损失的逆映射无需拟合。数值越小越好。它们都不训练模型；除保序回归外，排序不变（多类别时，预测的类别不变）。",
	CuresOf:    "在其中 {rows} 行上评估。",
	Methods:    [5]string{"原样", "温度缩放", "该损失的逆映射", "焦点温度缩放", "保序回归"},
	MethodHead: "映射",
	Changes:    [3]string{"NLL", "Brier", "ECE"},
	CureBest:   "NLL 最小的是{method}：由 {before} 降为 {after}。",
	CureNone:   "在未参与拟合的行上，没有映射能降低 NLL：保持得分原样。",
	CureFew:    "达到 {rows} 行的类别不足两个：不足以拟合映射并分折评估。",
	CureCode:   "Python：{method}",
	CureWorks:  "正在拟合……",

	Pair:      "与另一个模型的文件比较……",
	PairTitle: "两个模型，相同的行",
	PairIs:    "两个文件共有 {rows} 行。B 为 {other}。区间包含对行做 {samples} 次自助抽样所得差值的 95%；若区间含 0，则这些行没有显示差别。",
	PairHeads: [5]string{"指标", "A", "B", "B − A", "95% 区间"},
	PairNames: [6]string{"平均损失", "NLL", "Brier", "ROC AUC", "AP", "准确率"},
	PairLeft:  "有 {rows} 行只在一个文件中，未计入。",
	Interval:  "{low} 至 {high}",
	PairFault: [5]string{
		"第 {row} 行的标签在两个文件中不同：请按相同顺序排列，或给两个文件都加上标识各行的 id 列。",
		"两个文件没有共同的行。",
		"两个文件的标签必须是相同的类别；不比较软标签。",
		"只有一个文件有标识各行的列（如 id）：请让两个文件都有或都没有该列。",
		"第 {row} 行的标识与同一文件的另一行重复：各行的标识必须互不相同；没有标识列时，按行的顺序配对。",
	},

	Groups:     "按 {column} 分组",
	GroupBy:    "分组比较",
	GroupOnly:  "只读取满足条件的行",
	GroupMore:  "共 {all} 组，显示前 {shown} 组。",
	GroupHeads: [8]string{"组", "行数", "正类", "平均损失", "NLL", "Brier", "AUC", "ECE"},

	Advice:         "顾问：线性分类头该用哪个 γ 和 α？",
	AdviceIs:       "读取含标签和特征（或 logit）的数值列，用焦点损失在 40 组 γ、α 下拟合线性分类头（标准化特征上的逻辑回归，岭系数 {ridge}），在留出的五分之一行上评估，共 {folds} 次。下界对所有设置同时成立（自助法，max-t），因此已计入从多组中选优的影响。结论只针对这些特征上的线性分类头，不针对神经网络。",
	AdviceChoose:   "选择含特征的文件……",
	AdviceMetric:   "指标",
	AdviceMetrics:  [3]string{"AP", "ROC AUC", "Brier"},
	AdviceRead:     "{file} 的 {rows} 行，{features} 个特征；标签为 {label}。",
	AdviceLeft:     "{rows} 行缺少标签或数值，未计入。",
	AdviceNone:     "这里没有设置优于交叉熵：它的 {metric} 最好，为 {value}。",
	AdviceChance:   "这里没有设置显著优于交叉熵：γ = {gamma}、α = {alpha} 的 {metric} 为 {best}，交叉熵为 {value}；差值可能低至 {low}。",
	AdviceBest:     "这里 γ = {gamma}、α = {alpha} 优于交叉熵：{metric} 为 {best}，交叉熵为 {value}，至少改善 {low}（置信度 95%）。",
	AdviceFew:      "有一类少于 {rows} 行：不足以区分各组设置。",
	AdviceFeatures: "文件中没有两类标签以及数值列。",

	TermsTitle: "术语",
	Terms: []Term{
		{"pₜ", "模型给真实类别的概率"},
		{"NLL", "−ln pₜ 的均值，又称对数损失"},
		{"Brier", "概率的均方误差；多分类时对各类别求和"},
		{"ECE", "期望校准误差：预测概率与实际频率之差，按行平均"},
	},
	TermsOfTwo: []Term{
		{"ROC AUC", "正类得分高于负类得分的概率"},
		{"AP", "平均精度：精确率–召回率曲线下的面积，按 scikit-learn 的方式求和"},
	},
}
