package text

// Predict are the texts of the panel of the user's own predictions. They are part of
// the served page and of the panel's program: PredictOf returns them, so that the page's
// program need not hold them. Texts that the report shares are in [Report].
type Predict struct {
	Title   string
	Intro   string
	Choose  string
	Sample  string
	Example string // about the sample
	Cancel  string

	Truth  string // the label of a choice
	Score  string
	Logits string
	Again  string // the button
	// labels of choices: kind, positive label, labels to ignore, sample weights, accept rejected rows, none
	Choices     [6]string
	KindNames   [4]string // as guessed, probability, logit, percent
	ReadColumns string    // the summary over the choices
	Reading     string    // {percent}
	Read        string    // {rows} rows of {file}, {positives} of them positive
	ReadClasses string    // of several classes: with {rows}, {file}, {classes}
	Kept        string    // after an error, if there is former data
	NoScript    string    // the program could not be loaded
	UseAlpha    string
	TableOf     string // the caption of the shares
	Curves      [2]string
	Others      string // the classes beyond the first ones
	Bars        string // the caption of the histogram
	Predicted   string
	HeatIs      string

	Bands      string // the caption of the table of bands of difficulty
	BandsIs    string
	Keep       string // the button that keeps the setting to compare with
	Forget     string
	Compared   string // the caption
	KeptName   string // the heads of the columns
	NowName    string
	Quantities [5]string // that are compared
	MoreBad    string    // {n} more rows could not be read
	Weights    string    // the button that saves the weight of every row
	Report     string    // the button that saves the report
	// why a row is rejected: {value} and {allowed}, in the order of predict.Reason
	Reasons [15]string
	Binned  string // how the sums were made
	Exact   string
}

// PredictOf returns the texts of m's language.
func PredictOf(m *Messages) *Predict {
	if m == &chinese {
		return &chinesePredict
	}
	return &englishPredict
}

var englishPredict = Predict{
	Title:   "Your own predictions",
	Intro:   "Choose a file, drop it here or paste rows with Ctrl+V: CSV, JSON, Excel, NumPy, Parquet, or the counts that the sql command made in a database. It needs a column with the label and one with the probability or logit of class 1, or one for each class. It stays on this machine: nothing is sent.",
	Choose:  "Choose files",
	Sample:  "Load the sample",
	Example: "The sample: out-of-fold predictions of a neural network for 6435 pixels of a satellite image, 9.7% of them damp grey soil (Srinivasan 1993, Statlog (Landsat Satellite), UCI, doi:10.24432/C55887, CC BY 4.0).",
	Cancel:  "Cancel",

	Truth:  "Label column",
	Score:  "Score column",
	Logits: "The scores are logits",
	Again:  "Read with these columns",
	Choices: [6]string{"Kind of score", "Positive label", "Labels to leave out",
		"Sample weights", "Accept more than 5% rejected rows", "none"},
	KindNames:   [4]string{"as guessed", "probability", "logit", "percent"},
	ReadColumns: "Columns: change how the file is read",
	Reading:     "{percent} read",
	Read:        "{rows} rows of {file}, {positives} of them positive.",
	ReadClasses: "{rows} rows of {file}, of {classes} classes.",
	Kept:        "Still showing the previous file.",
	NoScript:    "The program for predictions could not be loaded. Try again.",
	UseAlpha:    "Use this α as a start",
	TableOf:     "Shares by class",
	Curves:      [2]string{"Negatives", "Positives"},
	Others:      "others",
	Bars:        "Rows by pₜ on a logarithmic scale, and the loss over them",
	Predicted:   "Reliability diagram: fraction of positives by mean predicted probability",
	HeatIs:      "For each gamma and alpha, all else as above; the ring marks the current setting. Losses without gamma and alpha have no map.",
	Bands:       "Rows, loss and gradient by difficulty",
	BandsIs:     "The hardest first: pₜ from 0 to 0.1, and so on.",
	Keep:        "Set as baseline",
	Forget:      "Clear baseline",
	Compared:    "Two settings side by side",
	KeptName:    "baseline",
	NowName:     "now",
	Quantities: [5]string{"Positives’ share of the loss", "Positives’ share of the gradient",
		"Gradient of positives ÷ that of negatives", "Effective number of examples", "Mean loss"},
	MoreBad: "… and {n} more",
	Weights: "Save the weight of every row (CSV)",
	Binned:  "The sums are from fine bins of pₜ; those of all rows follow when the controls rest.",
	Exact:   "The sums are of all rows.",
	Report:  "Save all of it as a report (HTML)",
	Reasons: [15]string{
		"it is not a JSON object",
		"it has no {value}",
		"the label is {value}; allowed: {allowed}",
		"the label {value} is not a class; allowed: {allowed}",
		"the one-hot label is {value}, not a single 1",
		"the score is not a number",
		"the score {value} is not a number",
		"the logit is infinite",
		"the probability {value} is outside 0 to 1",
		"the probabilities sum to {value}, not 1",
		"{value} of at least {allowed} columns",
		"{value} columns, where the first row has {allowed}",
		"a quote that is not closed, or text after it",
		"the sample weight {value} is not a number of 0 or more",
		"the query could not read it",
	},
}

var chinesePredict = Predict{
	Title:   "你的预测",
	Intro:   "选择文件、拖放到此处，或按 Ctrl+V 粘贴数据：CSV、JSON、Excel、NumPy、Parquet，或命令 sql 在数据库中统计的结果。需要一列标签，以及一列类别 1 的概率或 logit，或每个类别一列。数据留在本机，不会发送。",
	Choose:  "选择文件",
	Sample:  "载入示例",
	Example: "示例：神经网络对一幅卫星图像中 6435 个像素的折外预测，其中 9.7% 为湿灰土（Srinivasan 1993，Statlog (Landsat Satellite)，UCI，doi:10.24432/C55887，CC BY 4.0）。",
	Cancel:  "取消",

	Truth:       "标签列",
	Score:       "得分列",
	Logits:      "得分是 logit",
	Again:       "按这些列读取",
	Choices:     [6]string{"得分类型", "正类标签", "忽略的标签", "样本权重", "允许超过 5% 的行被拒绝", "无"},
	KindNames:   [4]string{"自动判断", "概率", "logit", "百分数"},
	ReadColumns: "列：更改读取方式",
	Reading:     "已读取 {percent}",
	Read:        "{file} 的 {rows} 行，其中 {positives} 行为正类。",
	ReadClasses: "{file} 的 {rows} 行，共 {classes} 个类别。",
	Kept:        "仍显示上一个文件。",
	NoScript:    "预测程序无法加载，请重试。",
	UseAlpha:    "以这个 α 为起点",
	TableOf:     "各类别的占比",
	Curves:      [2]string{"负类", "正类"},
	Others:      "其他",
	Bars:        "按 pₜ 统计的行数（对数刻度）及其损失",
	Predicted:   "可靠性图：正类比例随预测概率均值的变化",
	HeatIs:      "对每组 gamma 和 alpha，其余与上方相同；圆环为当前设置的位置。没有 gamma 和 alpha 的损失没有热图。",
	Bands:       "按难度划分的行数、损失和梯度",
	BandsIs:     "最难的在前：pₜ 从 0 到 0.1，依此类推。",
	Keep:        "设为基线",
	Forget:      "清除基线",
	Compared:    "两种设置的对比",
	KeptName:    "基线",
	NowName:     "当前",
	Quantities:  [5]string{"正类的损失占比", "正类的梯度占比", "正负类梯度之比", "有效样本数", "平均损失"},
	MoreBad:     "……另有 {n} 行",
	Weights:     "保存每一行的权重（CSV）",
	Binned:      "合计来自 pₜ 的精细分箱；控件静止后给出逐行合计。",
	Exact:       "合计为逐行计算。",
	Report:      "保存为报告（HTML）",
	Reasons: [15]string{
		"不是 JSON 对象",
		"缺少 {value}",
		"标签为 {value}，应为 {allowed}",
		"标签 {value} 不是类别，应为 {allowed}",
		"one-hot 标签为 {value}，不是恰好一个 1",
		"得分不是数字",
		"得分 {value} 不是数字",
		"logit 为无穷大",
		"概率 {value} 不在 0 到 1 之间",
		"概率之和为 {value}，不是 1",
		"只有 {value} 列，至少需要 {allowed} 列",
		"有 {value} 列，首行只有 {allowed} 列",
		"引号未闭合，或引号后有多余文字",
		"样本权重 {value} 不是非负数",
		"查询无法读取该行",
	},
}
