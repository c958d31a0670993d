package text

// Train are the texts of the training view. Like Keep they are no part of Messages,
// so that the first program does not hold them.
type Train struct {
	Title string
	Intro string

	Settings   string // the heading of the controls of data and model
	Model      string
	Models     [2]string // in the order of state.TrainModels
	Data       string
	Shapes     [3]string // in the order of state.TrainData
	Ratio      string
	Noise      string
	Optimizer  string
	Optimizers [2]string // in the order of state.Optimizers
	Rate       string
	Seed       string
	Prior      string
	Controls   string // the accessible name of the buttons

	Play    string
	Pause   string
	Again   string // the button after a run that is done
	Step    string
	NewData string
	Speed   string // {n} steps per frame
	Steps   string // {n} of {all}
	Alphas  string // the accessible name of the chips
	Off     string // the chip that switches α off

	WithLoss  string // the model with the loss
	WithCross string // the model with cross-entropy
	Plane     string // the accessible name of a model's map: {model}
	Legend    string // of the maps
	Positive  string
	Negative  string

	Curve     string // the caption of the precision-recall curve
	Recall    string // its axes
	Precision string
	Threshold string // the label of the slider

	Results string // the caption of the table
	Rows    [9]string
	Change  string // the last column
	Of      string // a count: {n} of {all}

	Course      string // the heading of the charts by step
	Cross       string // the captions of the charts
	AP          string
	Calibration string
	Predicted   string // the axes of the last
	Observed    string
	StepAxis    string

	Copy   string // copies verdict and table as text
	Copied string

	Verdict Verdict
	Seeds   SeedsText
}

// A Verdict has the sentences about two trained models.
type Verdict struct {
	Title   string // {steps}, {n} test examples
	Waiting string // {steps}

	Leads     [3]string // same, better, worse ranking
	Same      string    // leads of a verdict of one sentence
	Diverged  string
	NotLearnt string

	Identical       string
	IdenticalScaled string // with Adam: {k}
	DivergedIs      string
	NotLearntBoth   string    // {ap}
	NotLearntOne    [2]string // by model: {ap}

	APSame   string // {change}
	APChange string // {cross}, {loss}

	// same, by the threshold, by the ranking: {t}, {cross}, {loss}, {cause}, {matched}, {recall}
	Recall    [3]string
	ByAlpha   string    // a cause: {alpha}
	ByLoss    string    // a cause
	Calibrate [3]string // same, better, worse: {times}, {cross}, {loss}
	Mend      [3]string // mends, partly, not: {temperature}, {after}
	Bias      string    // {after}

	Smaller  string // the size of the gradient: {k}
	Larger   string
	Equal    string
	NoGrowth string // there is no gradient
}

// SeedsText has the texts about several seeds.
type SeedsText struct {
	Button    string
	Running   string // {n} of {all}
	Caption   string // of the table: {n}
	Differs   string // {list}
	Same      string // {list}
	Separator string // of the list
	Names     [5]string
}

// TrainOf returns the texts of m's language.
func TrainOf(m *Messages) *Train {
	if m == &chinese {
		return &chineseTrain
	}
	return &englishTrain
}

var englishTrain = Train{
	Title: "Training: this loss beside cross-entropy",
	Intro: "Two models start from the same weights and see the same examples in the same order; only the loss differs. Metrics use {n} fresh points, temperatures as many held-out points as there are training points.",

	Settings:   "Data, model and optimizer",
	Model:      "Model",
	Models:     [2]string{"logistic regression", "network, 16 hidden units"},
	Data:       "Data",
	Shapes:     [3]string{"two clouds", "two moons", "ring"},
	Ratio:      "Negatives per positive",
	Noise:      "Noise",
	Optimizer:  "Optimizer",
	Optimizers: [2]string{"Adam", "SGD"},
	Rate:       "Learning rate",
	Seed:       "Seed",
	Prior:      "Initialise the bias from the class prior",
	Controls:   "Training",

	Play:    "Train",
	Pause:   "Pause",
	Again:   "Train again",
	Step:    "One step",
	NewData: "New data",
	Speed:   "{n} steps per frame",
	Steps:   "Step {n} of {all}",
	Alphas:  "Class weight α",
	Off:     "off",

	WithLoss:  "This loss",
	WithCross: "Cross-entropy",
	Plane:     "Predictions over the plane, trained with: {model}",
	Legend:    "The background is the predicted class, full colour = confident; the line is the threshold.",
	Positive:  "positive",
	Negative:  "negative",

	Curve:     "Precision and recall",
	Recall:    "recall",
	Precision: "precision",
	Threshold: "Call it positive from p =",

	Results: "At this threshold, and over all thresholds",
	Rows: [9]string{
		"Recall", "Precision", "Positives found", "False alarms",
		"Average precision", "Calibration error (ECE)", "ECE after a temperature", "Cross-entropy",
		"Cross-entropy after a temperature",
	},
	Change: "Change",
	Of:     "{n} of {all}",

	Course:      "Course of the training, and calibration",
	Cross:       "Cross-entropy by step",
	AP:          "Average precision by step",
	Calibration: "Reliability diagram",
	Predicted:   "predicted probability",
	Observed:    "fraction of positives",
	StepAxis:    "steps",

	Copy:   "Copy as text",
	Copied: "Copied",

	Verdict: Verdict{
		Title:   "Verdict after {steps} steps, on {n} fresh points",
		Waiting: "The verdict follows after {steps} steps.",

		Leads:     [3]string{"Same ranking.", "Better ranking.", "Worse ranking."},
		Same:      "No difference.",
		Diverged:  "Diverged.",
		NotLearnt: "Not learnt.",

		Identical:       "Both models predict the same: here this loss is cross-entropy.",
		IdenticalScaled: "Both models predict the same, although the gradient of this loss is {k}× smaller: Adam does not see the scale.",
		DivergedIs:      "The weights grew without bound: lower the learning rate.",
		NotLearntBoth:   "With an average precision of {ap} neither model ranks much better than chance: raise the learning rate.",
		NotLearntOne: [2]string{
			"With an average precision of {ap} the model with this loss ranks little better than chance: raise the learning rate.",
			"With an average precision of {ap} the model with cross-entropy ranks little better than chance: change the learning rate.",
		},

		APSame:   "Average precision differs by {change}.",
		APChange: "Average precision goes from {cross} to {loss}.",

		Recall: [3]string{
			"Recall at {t} hardly moves: {cross} → {loss}.",
			"Recall at {t} differs, {cross} → {loss}, because {cause} moves the threshold: at {matched}, where both models call equally many points positive, it is {recall}.",
			"Recall at {t} goes from {cross} to {loss}, and another threshold does not close the gap.",
		},
		ByAlpha: "α = {alpha}",
		ByLoss:  "this loss",
		Calibrate: [3]string{
			"Calibration is about the same: error {cross} and {loss}.",
			"Calibration is {times}× better: error {cross} → {loss}.",
			"Calibration is {times}× worse: error {cross} → {loss}.",
		},
		Mend: [3]string{
			"A temperature of {temperature}, fitted on held-out points, mends it: {after}.",
			"A temperature of {temperature}, fitted on held-out points, mends only a part: {after}.",
			"A temperature, fitted on held-out points, does not mend it: {after}.",
		},
		Bias: "A scale with a bias does: {after}.",

		Smaller:  "Before the first step the gradient of this loss is {k}× smaller than that of cross-entropy. For SGD, multiply the learning rate by {k}; Adam does not see the scale.",
		Larger:   "Before the first step the gradient of this loss is {k}× larger than that of cross-entropy. For SGD, divide the learning rate by {k}; Adam does not see the scale.",
		Equal:    "Before the first step both gradients are of the same size.",
		NoGrowth: "Before the first step this loss has no gradient: nothing can be learnt.",
	},
	Seeds: SeedsText{
		Button:    "Repeat with {n} seeds",
		Running:   "Seed {n} of {all} …",
		Caption:   "Mean ± standard deviation over {n} seeds, each with other data and weights",
		Differs:   "Over {n} seeds the losses differ by more than chance (95%) in: {list}.",
		Same:      "No more than chance: {list}.",
		Separator: ", ",
		Names: [5]string{"precision", "recall", "average precision", "calibration error",
			"calibration error after a temperature"},
	},
}

var chineseTrain = Train{
	Title: "训练：当前损失与交叉熵并排对比",
	Intro: "两个模型从相同的权重出发，以相同的顺序看到相同的样本，只有损失函数不同。各指标在 {n} 个新样本上计算；温度在与训练集同样大小的留出样本上拟合。",

	Settings:   "数据、模型与优化器",
	Model:      "模型",
	Models:     [2]string{"逻辑回归", "神经网络，16 个隐藏单元"},
	Data:       "数据",
	Shapes:     [3]string{"两簇", "双月", "圆环"},
	Ratio:      "每个正样本对应的负样本数",
	Noise:      "噪声",
	Optimizer:  "优化器",
	Optimizers: [2]string{"Adam", "SGD"},
	Rate:       "学习率",
	Seed:       "随机种子",
	Prior:      "用先验初始化偏置",
	Controls:   "训练",

	Play:    "训练",
	Pause:   "暂停",
	Again:   "重新训练",
	Step:    "单步",
	NewData: "换一组数据",
	Speed:   "每帧 {n} 步",
	Steps:   "第 {n} 步，共 {all} 步",
	Alphas:  "类别权重 α",
	Off:     "关",

	WithLoss:  "当前损失",
	WithCross: "交叉熵",
	Plane:     "平面上的预测，训练所用损失：{model}",
	Legend:    "底色为预测的类别，颜色越饱和越有把握；曲线为阈值。",
	Positive:  "正样本",
	Negative:  "负样本",

	Curve:     "精确率与召回率",
	Recall:    "召回率",
	Precision: "精确率",
	Threshold: "判为正类的阈值 p =",

	Results: "在该阈值处，以及所有阈值上",
	Rows: [9]string{
		"召回率", "精确率", "检出的正样本", "误报",
		"平均精度（AP）", "校准误差（ECE）", "温度缩放后的 ECE", "交叉熵", "温度缩放后的交叉熵",
	},
	Change: "变化",
	Of:     "{n} / {all}",

	Course:      "训练过程与校准",
	Cross:       "交叉熵随步数的变化",
	AP:          "平均精度随步数的变化",
	Calibration: "可靠性图",
	Predicted:   "预测概率",
	Observed:    "正样本比例",
	StepAxis:    "步数",

	Copy:   "复制为文本",
	Copied: "已复制",

	Verdict: Verdict{
		Title:   "{steps} 步之后的结论，基于 {n} 个新样本",
		Waiting: "训练 {steps} 步之后给出结论。",

		Leads:     [3]string{"排序能力相同。", "排序更好。", "排序更差。"},
		Same:      "没有差别。",
		Diverged:  "训练发散。",
		NotLearnt: "没有学到东西。",

		Identical:       "两个模型的预测相同：此时当前损失就是交叉熵。",
		IdenticalScaled: "两个模型的预测相同，尽管当前损失的梯度只有交叉熵的 1/{k}：Adam 不受尺度影响。",
		DivergedIs:      "权重无限增大：请减小学习率。",
		NotLearntBoth:   "平均精度为 {ap}，两个模型的排序都与随机排序相差不大：请增大学习率。",
		NotLearntOne: [2]string{
			"使用当前损失的模型平均精度为 {ap}，与随机排序相差不大：请增大学习率。",
			"使用交叉熵的模型平均精度为 {ap}，与随机排序相差不大：请调整学习率。",
		},

		APSame:   "平均精度相差 {change}。",
		APChange: "平均精度从 {cross} 变为 {loss}。",

		Recall: [3]string{
			"阈值 {t} 处的召回率几乎不变：{cross} → {loss}。",
			"阈值 {t} 处的召回率不同（{cross} → {loss}），因为 {cause} 移动了阈值：取 {matched} 时，两个模型判为正类的样本一样多，召回率为 {recall}。",
			"阈值 {t} 处的召回率从 {cross} 变为 {loss}，换一个阈值也不能消除差距。",
		},
		ByAlpha: "α = {alpha}",
		ByLoss:  "当前损失",
		Calibrate: [3]string{
			"校准程度相近：误差为 {cross} 与 {loss}。",
			"校准更好，误差缩小到 1/{times}：{cross} → {loss}。",
			"校准更差，误差增大到 {times} 倍：{cross} → {loss}。",
		},
		Mend: [3]string{
			"在留出样本上拟合的温度 {temperature} 可以弥补：误差降为 {after}。",
			"在留出样本上拟合的温度 {temperature} 只能弥补一部分：误差为 {after}。",
			"在留出样本上拟合的温度不能弥补：误差为 {after}。",
		},
		Bias: "再加上偏置则可以：误差为 {after}。",

		Smaller:  "第一步之前，当前损失的梯度是交叉熵的 1/{k}。使用 SGD 时，请把学习率乘以 {k}；Adam 不受尺度影响。",
		Larger:   "第一步之前，当前损失的梯度是交叉熵的 {k} 倍。使用 SGD 时，请把学习率除以 {k}；Adam 不受尺度影响。",
		Equal:    "第一步之前，两种损失的梯度大小相同。",
		NoGrowth: "第一步之前，当前损失没有梯度：学不到任何东西。",
	},
	Seeds: SeedsText{
		Button:    "换 {n} 个种子重复训练",
		Running:   "第 {n} 个种子，共 {all} 个……",
		Caption:   "{n} 个种子的均值 ± 标准差，每个种子的数据和权重都不同",
		Differs:   "在 {n} 个种子上，两种损失的差异超出偶然（95%）的有：{list}。",
		Same:      "未超出偶然的有：{list}。",
		Separator: "、",
		Names:     [5]string{"精确率", "召回率", "平均精度", "校准误差", "温度缩放后的校准误差"},
	},
}
