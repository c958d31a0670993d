package text

// Train are the texts of the training view. Like Keep they are no part of
// Messages, so that the first program does not hold them.
type Train struct {
	Title string
	Intro string

	Model    string
	Models   [2]string // in the order of params.TrainModels
	Data     string
	Shapes   [3]string // in the order of params.TrainData
	Ratio    string
	Noise    string
	Rate     string
	Seed     string
	Prior    string
	Controls string // the accessible name of the buttons

	Play  string
	Pause string
	Step  string
	Again string
	Speed string // {n} steps a frame
	Steps string // before the number of steps

	WithLoss  string // the model with the loss
	WithCross string // the model with cross-entropy
	Plane     string // the accessible name of a model's plane: {model}
	Legend    string // of the plane

	Results     string // the caption of the table
	Rows        [6]string
	Cross       string // the captions of the charts
	AP          string
	Calibration string
	Predicted   string // the axes of the last
	Observed    string
	StepAxis    string
	Says        string
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
	Intro: "Two models start from the same weights and see the same examples in the same order; only the loss differs. Move γ and α while they train. Results are those on as many other examples.",

	Model:    "Model",
	Models:   [2]string{"logistic regression", "network, 16 hidden units"},
	Data:     "Data",
	Shapes:   [3]string{"two clouds", "two moons", "ring"},
	Ratio:    "Negatives per positive",
	Noise:    "Noise",
	Rate:     "Learning rate (Adam)",
	Seed:     "Seed",
	Prior:    "Start the bias with the prior",
	Controls: "Training",

	Play:  "Play",
	Pause: "Pause",
	Step:  "Step",
	Again: "Start again",
	Speed: "{n} steps a frame",
	Steps: "Steps:",

	WithLoss:  "with this loss",
	WithCross: "with cross-entropy",
	Plane:     "Decision boundary {model}",
	Legend:    "■ positive, + negative; the shade is the predicted class, the stronger the surer; the line is p = 0.5.",

	Results:     "On held-out examples",
	Rows:        [6]string{"its own loss", "cross-entropy", "precision at p ≥ 0.5", "recall at p ≥ 0.5", "average precision", "calibration error (ECE)"},
	Cross:       "Cross-entropy by step",
	AP:          "Average precision by step",
	Calibration: "Calibration: of those predicted p, how many are positive",
	Predicted:   "predicted p",
	Observed:    "share of positives",
	StepAxis:    "steps",
	Says:        "After {steps} steps: with this loss recall {recall}, precision {precision}, average precision {ap}, calibration error {ece}; with cross-entropy {crossrecall}, {crossprecision}, {crossap}, {crossece}.",
}

var chineseTrain = Train{
	Title: "训练：当前损失与交叉熵并排对比",
	Intro: "两个模型从相同的权重出发，以相同的顺序看到相同的样本，只有损失函数不同。训练时可以随时调节 γ 和 α。结果在同样数量的其他样本上测得。",

	Model:    "模型",
	Models:   [2]string{"逻辑回归", "神经网络，16 个隐藏单元"},
	Data:     "数据",
	Shapes:   [3]string{"两团", "双月", "圆环"},
	Ratio:    "每个正样本对应的负样本数",
	Noise:    "噪声",
	Rate:     "学习率（Adam）",
	Seed:     "随机种子",
	Prior:    "偏置从先验开始",
	Controls: "训练",

	Play:  "播放",
	Pause: "暂停",
	Step:  "单步",
	Again: "重新开始",
	Speed: "每帧 {n} 步",
	Steps: "步数：",

	WithLoss:  "用当前损失",
	WithCross: "用交叉熵",
	Plane:     "{model}的决策边界",
	Legend:    "■ 正样本，+ 负样本；底色表示预测的类别，越深越有把握；线上 p = 0.5。",

	Results:     "在留出样本上",
	Rows:        [6]string{"各自的损失", "交叉熵", "精确率（p ≥ 0.5）", "召回率（p ≥ 0.5）", "平均精确率 AP", "校准误差（ECE）"},
	Cross:       "交叉熵随步数的变化",
	AP:          "平均精确率随步数的变化",
	Calibration: "校准：预测为 p 的样本中正样本有多少",
	Predicted:   "预测的 p",
	Observed:    "正样本比例",
	StepAxis:    "步数",
	Says:        "{steps} 步之后：用当前损失，召回率 {recall}，精确率 {precision}，平均精确率 {ap}，校准误差 {ece}；用交叉熵，依次为 {crossrecall}、{crossprecision}、{crossap}、{crossece}。",
}
