package text

// SoftData are the texts of predictions whose labels are numbers from 0 to 1.
type SoftData struct {
	Made          string    // how the report was made
	Read          string    // {rows} rows of {file}
	ReadAs        string    // the columns: {label}, {score}, {kind}
	Answer        string    // {mean}, {cross}, {entropy}, {label}, {p}
	Without       string    // the note on omitted results
	WithoutReport string    // the remedy, in the report
	WithoutPage   string    // and on the page
	Rule          string    // the heading of the conventions
	Quality       string    // the heading of the metrics
	Metrics       [8]string // in the order of softlabel.Quality.Means
	QualityIs     string
	Calibration   string
	CalibrationIs string
	Observed      string // the axis
	Bands         string
	Label         string
	Exact         string
	Lab           string // in the lab of the precision
	ECE           string // {ece} of {groups} bins

	Fractions string    // the choice of how they are read
	Choices   [3]string // ask, soft, class 1 from
	From      string    // the name of the number
}

// SoftDataOf returns the texts of m's language.
func SoftDataOf(m *Messages) *SoftData {
	if m.Code == chinese.Code { // also of a copy
		return &chineseSoftData
	}
	return &englishSoftData
}

var englishSoftData = SoftData{
	Made:          "{rows} rows ({format}, {bytes} bytes) in {seconds} s. All numbers are sums over the rows.",
	Read:          "{rows} rows of {file}, with soft labels.",
	ReadAs:        "Label: {label}, a number from 0 to 1. Score: {score}, {kind}.",
	Answer:        "The mean loss is {mean}. Cross-entropy would be {cross}, of which {entropy} is the entropy of the labels, which no prediction avoids. The mean label is {label}, the mean prediction {p}.",
	Without:       "ROC and precision–recall curves, thresholds, accuracy, the balancing α, and calibration after training need labels that are classes, and are left out.",
	WithoutReport: "For them, read the file with -label-threshold, such as 0.5.",
	WithoutPage:   "For them, choose under Columns from which number on a label is class 1.",
	Rule:          "How the loss reads a label between 0 and 1",
	Quality:       "Predictions against labels, whatever the loss",
	Metrics: [8]string{
		"Mean label", "Mean prediction p", "Mean of (y − p)² (Brier score)",
		"Mean of |y − p|", "Cross-entropy",
		"Entropy of the labels", "Cross-entropy minus entropy (KL divergence)",
		"Expected calibration error (ECE, 15 bins)",
	},
	QualityIs:     "The calibration error of soft labels compares the mean label with the mean prediction of each bin.",
	Calibration:   "Mean label by mean prediction",
	CalibrationIs: "15 bins of equal width. There are no intervals: those of hard labels do not hold for soft ones.",
	Observed:      "mean label",
	Bands:         "Shares by label",
	Label:         "Label",
	Exact:         "The sums are of all rows.",
	Lab:           "The lab is for labels of 0 and 1: the file has soft labels.",
	ECE:           "Calibration error (ECE) {ece}, of {groups} bins of equal width: the mean label of a bin against its mean prediction. There are no intervals: those of hard labels do not hold for soft ones.",
	Fractions:     "Labels between 0 and 1",
	Choices:       [3]string{"ask", "soft labels", "class 1 from"},
	From:          "The number from which on a label is class 1",
}

var chineseSoftData = SoftData{
	Made:          "{rows} 行（{format}，{bytes} 字节），用时 {seconds} 秒。所有数值均逐行求和。",
	Read:          "{file} 的 {rows} 行，标签为软标签。",
	ReadAs:        "标签：{label}，0 到 1 的数。得分：{score}，{kind}。",
	Answer:        "平均损失为 {mean}。交叉熵为 {cross}，其中 {entropy} 是标签的熵，任何预测都无法避免。标签均值为 {label}，预测均值为 {p}。",
	Without:       "ROC 曲线、精确率–召回率曲线、阈值、准确率、平衡 α 和训练后的校准都要求标签是类别，因此未给出。",
	WithoutReport: "若需要，请用 -label-threshold（例如 0.5）读取文件。",
	WithoutPage:   "若需要，请在“列”中选择从哪个数值起为类别 1。",
	Rule:          "损失如何处理 0 与 1 之间的标签",
	Quality:       "预测与标签的差距（与损失无关）",
	Metrics: [8]string{
		"标签均值", "预测 p 的均值", "(y − p)² 的均值（Brier 得分）", "|y − p| 的均值", "交叉熵",
		"标签的熵", "交叉熵减去熵（KL 散度）", "期望校准误差（ECE，15 个分箱）",
	},
	QualityIs:     "软标签的校准误差比较每个分箱的标签均值与预测均值。",
	Calibration:   "标签均值随预测均值的变化",
	CalibrationIs: "15 个等宽分箱。不给出区间：硬标签的区间不适用于软标签。",
	Observed:      "标签均值",
	Bands:         "按标签划分的占比",
	Label:         "标签",
	Exact:         "合计为逐行计算。",
	Lab:           "精度实验只适用于标签 0 和 1，而该文件的标签是软标签。",
	ECE:           "校准误差（ECE）为 {ece}，{groups} 个等宽分箱：比较每个分箱的标签均值与预测均值。不给出区间：硬标签的区间不适用于软标签。",
	Fractions:     "0 与 1 之间的标签",
	Choices:       [3]string{"询问", "软标签", "类别 1 起始值"},
	From:          "从哪个数值起标签为类别 1",
}
