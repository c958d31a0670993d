package text

// Batch are the texts of several classes with softmax and with sigmoids.
type Batch struct {
	Softmax    string // heads of columns
	Sigmoid    string
	Total      string // the loss with sigmoids, {loss}
	Background string
	Title      string
	Intro      string
	Labels     string
	LabelsHint string
	Weights    string    // the choice of a convention of class weights
	Choices    [3]string // its choices
	Reduction  string    // heads of the table of reductions
	Loss       string
	Divisor    string
	Reductions [4]string
	Note       string
}

// BatchOf returns the texts of m's language.
func BatchOf(m *Messages) *Batch {
	if m.Code == chinese.Code { // also of a copy
		return &chineseBatch
	}
	return &englishBatch
}

var englishBatch = Batch{
	Softmax:    "softmax",
	Sigmoid:    "sigmoid, one against all",
	Total:      "With a sigmoid for each class: loss {loss}.",
	Background: "The last class is the background",
	Title:      "A batch: background, ignored labels and the divisor",
	Intro:      "Every example has the logits above. An ignored example adds nothing to the loss or to the divisor. Sigmoids have no logit for the background: its examples are negatives of every class.",
	Labels:     "Classes of the examples",
	LabelsHint: "Class numbers, and i for an ignored example: 1,1,2,3,i.",
	Weights:    "Class weights as in",
	Choices:    [3]string{"kornia, MONAI: [1 − α, α, …]", "mmcv: α for all", "none"},
	Reduction:  "Reduction",
	Loss:       "loss",
	Divisor:    "divisor",
	Reductions: [4]string{"mean", "sum", "by positives", "by the sum of weights"},
	Note:       "The mean with sigmoids is over all logits, as in torchvision. With the class weight α on, a class’ own logit has α and the others 1 − α. A batch has neither clip nor label smoothing.",
}

var chineseBatch = Batch{
	Softmax:    "softmax",
	Sigmoid:    "sigmoid（一对多）",
	Total:      "每个类别各用一个 sigmoid：损失 {loss}。",
	Background: "最后一类是背景",
	Title:      "一个批次：背景、忽略的标签与分母",
	Intro:      "每个样本的 logit 都与上面相同。被忽略的样本不计入损失，也不计入分母。sigmoid 没有背景的 logit：背景样本是所有类别的负样本。",
	Labels:     "各样本的类别",
	LabelsHint: "类别编号，i 表示被忽略的样本：1,1,2,3,i。",
	Weights:    "类别权重的约定",
	Choices:    [3]string{"kornia、MONAI：[1 − α, α, …]", "mmcv：各类均为 α", "不加权"},
	Reduction:  "归约方式",
	Loss:       "损失",
	Divisor:    "分母",
	Reductions: [4]string{"均值", "求和", "除以正样本数", "除以权重之和"},
	Note:       "sigmoid 的均值按全部 logit 计算，与 torchvision 一致。启用类别权重 α 时，样本所属类别的 logit 权重为 α，其余为 1 − α。批次不裁剪，也不做标签平滑。",
}
