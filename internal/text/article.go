package text

// Article are the texts of the scroll article: ten scenes about focal loss. In
// braces are numbers, computed by package article. They are part of that page
// only.
type Article struct {
	Title, Lead string
	Scenes      [10]Scene
	Outvoted    string // of the squares: the share of the one object under cross-entropy
	Outvotes    string // the same under focal loss
	Squares     string // the accessible name of the squares
	Lessons     string // links at the end
	Train       string
	Data        string
	Explorer    string
	Figure      string // the accessible name of the figure beside the text
}

// A Scene is a heading with a paragraph.
type Scene struct{ Title, Text string }

// ArticleOf returns the texts of m's language.
func ArticleOf(m *Messages) *Article {
	if m == &chinese {
		return &chineseArticle
	}
	return &englishArticle
}

var englishArticle = Article{
	Title: "Focal loss in ten scenes",
	Lead:  "Scroll: the curves follow the text. Move the sliders at any time.",
	Scenes: [10]Scene{
		{"Cross-entropy never quite lets go",
			"The loss of one example is −log(pₜ), where pₜ is the probability that the model gives to the true class. At pₜ = {easy} the model is right, and the loss is still {ceEasy}. At pₜ = {hard} it is wrong, and the loss is {ceHard}."},
		{"Many small losses outvote a large one",
			"A detector scores every box of an image. One box holds an object that the model misses, pₜ = {hard}; {many} hold background that it already knows, pₜ = {easy}. Under cross-entropy the object has {ceShare}% of the loss. Training follows the background."},
		{"γ turns the easy examples down", "Focal loss multiplies cross-entropy by (1 − pₜ) to the power γ. With γ = 2 the example at pₜ = {easy} counts {timesEasy} times less, the one at pₜ = {hard} only {timesHard} times less."},
		{"A hard example even pulls harder", "Training follows the gradient. With γ = 2, the gradient with respect to the logit exceeds that of cross-entropy for every example below pₜ = {cross}: at pₜ = {hard} it is {pull} times as large."},
		{"Now the object is heard", "The same image, with γ = 2: the object has {focalShare}% of the loss. Classes have played no part so far: γ looks at difficulty alone."},
		{"α weighs the classes, not the difficulty",
			"α multiplies every positive, 1 − α every negative, however hard they are. The paper's α = 0.25 gives a negative {ratio} times the weight of a positive: γ has already turned most negatives down."},
		{"ε guards the logarithm, and stops learning",
			"Predictions are clipped to [ε, 1 − ε], to avoid log(0). Outside that range the gradient is 0: with ε = {epsilon}, as drawn here, nothing is learnt from an example with pₜ below ε. Keras uses 10⁻⁷ on PyTorch and JAX, where the loss of a positive reaches {most}."},
		{"On logits no ε is needed", "In float32 the sigmoid rounds to 1 for logits above {saturates}, and log(1 − p) is −∞. Computed from the logit, the same loss is exp(γ·logsigmoid(−z))·(−logsigmoid(z)), which has no logarithm of a rounded number."},
		{"Its probabilities are not the frequencies",
			"The expected focal loss is not least at the true probability. With γ = 2, it is least at {predicted} where the true probability is {true}: the model is underconfident, and its probabilities need calibration."},
		{"Try it on your own", "You have seen what γ, α and ε do. The lessons ask you to predict, Train compares both losses on the same data, and My data shows what would change for your predictions."},
	},
	Outvoted: "{share}% of the loss: cross-entropy",
	Outvotes: "{share}% of the loss: focal loss, γ = 2",
	Squares:  "One square for each box, its area the loss. Left: cross-entropy; right: focal loss on the same scale.",
	Lessons:  "Lessons", Train: "Train", Data: "My data", Explorer: "Loss explorer",
	Figure: "Loss and gradient of the scene",
}

var chineseArticle = Article{
	Title: "十幕看懂焦点损失",
	Lead:  "向下滚动，曲线会随文字变化；滑块随时可以拖动。",
	Scenes: [10]Scene{
		{"交叉熵从不罢手", "单个样本的损失是 −log(pₜ)，pₜ 是模型给真实类别的概率。pₜ = {easy} 时模型已经判断正确，损失仍有 {ceEasy}；pₜ = {hard} 时判断错误，损失为 {ceHard}。"},
		{"许多小损失压过一个大损失", "检测器给图像中的每个框打分。其中一个框里是模型漏检的目标，pₜ = {hard}；另外 {many} 个框是模型早已认出的背景，pₜ = {easy}。用交叉熵时，目标只占总损失的 {ceShare}%，训练被背景牵着走。"},
		{"γ 压低易分样本", "焦点损失（Focal Loss）把交叉熵乘以 (1 − pₜ) 的 γ 次方。γ = 2 时，pₜ = {easy} 的样本的损失是交叉熵的 1/{timesEasy}，而 pₜ = {hard} 的样本只降到 1/{timesHard}。"},
		{"难分样本的梯度反而更大", "训练看的是梯度。γ = 2 时，凡是 pₜ 低于 {cross} 的样本，对 logit 的梯度都超过交叉熵：在 pₜ = {hard} 处是交叉熵的 {pull} 倍。"},
		{"目标不再被淹没", "还是那幅图像，γ = 2 时目标占总损失的 {focalShare}%。到这里还没有用到类别，γ 只看样本的难易。"},
		{"α 管类别，不管难易", "所有正样本都乘以 α，所有负样本都乘以 1 − α，与难易无关。论文取 α = 0.25，负样本的权重是正样本的 {ratio} 倍，因为 γ 已经压低了大部分负样本。"},
		{"ε 保护对数，也会让学习停下", "预测概率被裁剪到 [ε, 1 − ε]，以避免 log(0)。在此范围之外梯度为 0：图中 ε = {epsilon}，pₜ 低于 ε 的样本什么也学不到。PyTorch 和 JAX 后端的 Keras 取 10⁻⁷，这时正样本的损失最大为 {most}。"},
		{"用 logit 计算就不需要 ε", "在 float32 中，logit 大于 {saturates} 时 sigmoid 舍入为 1，log(1 − p) 变成 −∞。直接从 logit 计算同一个损失：exp(γ·logsigmoid(−z))·(−logsigmoid(z))，其中没有对舍入结果取对数。"},
		{"预测的概率不等于频率", "焦点损失的期望并不在真实概率处取最小值。γ = 2 时，若真实概率为 {true}，最优的预测却是 {predicted}：模型欠自信，概率需要校准。"},
		{"自己动手试试", "γ、α、ε 的作用你已经看到了。“课程”让你先猜后看，“训练”用同一份数据对比两种损失，“我的数据”显示你的预测会有什么变化。"},
	},
	Outvoted: "占总损失的 {share}%：交叉熵",
	Outvotes: "占总损失的 {share}%：焦点损失，γ = 2",
	Squares:  "每个框一个方块，面积为损失。左：交叉熵；右：焦点损失，比例相同。",
	Lessons:  "课程", Train: "训练", Data: "我的数据", Explorer: "损失函数探索器",
	Figure: "本幕的损失与梯度",
}
