package text

// Boosting are the texts beside an objective for boosting.
type Boosting struct {
	Title    string
	Chart    string // the accessible name of the drawing
	Axis     string
	Names    [4]string // of package code's Curvatures
	Leaf     string
	Policies [4]string
	Negative string // with {p}, {least}
	Positive string
	Start    string // with {start}, {prior}, {prevalence}
	Legend   [3]string
}

// BoostingOf returns the texts in the language of m.
func BoostingOf(m *Messages) *Boosting {
	if m.Code == chinese.Code { // also of a copy
		return &chineseBoosting
	}
	return &englishBoosting
}

var englishBoosting = Boosting{
	Title: "Curvature for boosting",
	Chart: "What the objective returns for the second derivative, for label 1",
	Axis:  "raw score; label 0 is the mirror image",
	Names: [4]string{"exact, but positive", "exact", "|p − y|", "p (1 − p)"},
	Leaf:  "XGBoost and LightGBM set a leaf to −Σ gradient / (Σ curvature + λ). A small sum makes the step large, and a negative one turns it round.",
	Policies: [4]string{
		"Exact, but positive: Newton’s step where the loss is convex. Hard examples have a curvature of almost 0, so that a leaf with nothing else takes a large step: λ and the learning rate have to limit it.",
		"Exact: the second derivative as it is. In a leaf of hard examples the sum can be negative, and the step then leads uphill; XGBoost’s min_child_weight splits off no such leaves.",
		"|p − y|: as large as the gradient of cross-entropy, and never negative. The step of an example is at most 1 for γ = 0 and 1.4 for γ = 5: slow and safe.",
		"p (1 − p): that of cross-entropy. Never negative, but small for the hardest examples, which take the largest steps.",
	},
	Negative: "The curvature of this loss is negative for p below {p}, where it falls to {least} (shaded).",
	Positive: "The curvature of this loss is nowhere negative.",
	Start:    "START = {start} minimises the loss of a constant where {prevalence} of the labels are 1. The log-odds of that, {prior}, minimise cross-entropy; of another loss they are not the minimum, and the first trees would only make up for it.",
	Legend:   [3]string{"the chosen policy", "the others", "negative curvature"},
}

var chineseBoosting = Boosting{
	Title: "提升树的二阶导数",
	Chart: "目标函数返回的二阶导数（标签 1）",
	Axis:  "原始得分；标签 0 与之左右对称",
	Names: [4]string{"精确值，但保持为正", "精确值", "|p − y|", "p (1 − p)"},
	Leaf:  "XGBoost 与 LightGBM 的叶子取值为 −Σ 梯度 / (Σ 二阶导数 + λ)。和越小，步长越大；和为负时，步长方向相反。",
	Policies: [4]string{
		"精确值，但保持为正：在损失为凸处就是牛顿步。难分样本的二阶导数几乎为 0，只含这类样本的叶子步长很大，要靠 λ 和学习率来限制。",
		"精确值：原样返回二阶导数。由难分样本组成的叶子其和可能为负，这时步长使损失上升；XGBoost 的 min_child_weight 不会分出这样的叶子。",
		"|p − y|：与交叉熵的梯度一样大，从不为负。单个样本的步长在 γ = 0 时最多为 1，γ = 5 时最多为 1.4：慢而稳。",
		"p (1 − p)：交叉熵的二阶导数。从不为负，但对最难的样本很小，它们的步长最大。",
	},
	Negative: "该损失的二阶导数在 p < {p} 时为负，最小为 {least}（阴影区）。",
	Positive: "该损失的二阶导数处处不为负。",
	Start:    "当标签中 1 的比例为 {prevalence} 时，START = {start} 使常数预测的损失最小。该比例的对数几率 {prior} 只使交叉熵最小；对其他损失它不是最小点，最初几棵树只是在弥补这一差距。",
	Legend:   [3]string{"所选方式", "其他方式", "二阶导数为负"},
}
