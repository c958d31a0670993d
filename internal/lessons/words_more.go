package lessons

import (
	"lossexplorer/internal/plot"
	"lossexplorer/internal/state"
	"lossexplorer/internal/text"
)

func epsilonWords() texts {
	return texts{
		title: bilingual{"ε and dead gradients", "ε 与零梯度区"},
		intro: bilingual{
			"Before the logarithm p is clipped to [ε, 1 − ε], to avoid log(0).",
			"取对数之前，p 先裁剪到 [ε, 1 − ε]，以避免 log(0)。",
		},
		question: bilingual{
			"ε becomes {epsilon}. What gradient does a badly wrong example, pₜ = {pt}, get?",
			"ε 变为 {epsilon}。错得厉害的样本（pₜ = {pt}）会得到怎样的梯度？",
		},
		answers: []answer{
			{bilingual{"The steepest: it is the most wrong.", "最陡的：它错得最多。"},
				bilingual{"Without the clip it would be {unclipped}. With it the loss is the same for every pₜ below ε, and a constant has no slope.", "不裁剪时是 {unclipped}。裁剪后，ε 以下的任何 pₜ 损失都相同，常数没有斜率。"}},
			{bilingual{"The gradient at pₜ = ε.", "pₜ = ε 处的梯度。"},
				bilingual{"It gets the loss at ε, {loss}, but keeps it while pₜ changes: the gradient is 0.", "它得到的是 ε 处的损失 {loss}，但 pₜ 变化时损失不变：梯度为 0。"}},
			{bilingual{"None at all.", "完全没有。"},
				bilingual{"Below ε the loss is {loss} whatever pₜ is: the gradient is 0.", "ε 以下无论 pₜ 是多少，损失都是 {loss}：梯度为 0。"}},
		},
		right: 2,
		reveal: bilingual{
			"So the most wrong examples learn nothing. Keep ε far below every pₜ that occurs: Keras uses {keras}.",
			"于是错得最多的样本什么也学不到。ε 应远小于实际出现的 pₜ：Keras 取 {keras}。",
		},
		task:    bilingual{"Move ε until even an example at pₜ = {worst} gets a gradient.", "移动 ε，使 pₜ = {worst} 的样本也有梯度。"},
		measure: bilingual{"dL/dpₜ at pₜ = {worst}: {value}", "pₜ = {worst} 处的 dL/dpₜ：{value}"},
		takeaway: bilingual{
			"Outside [ε, 1 − ε] the gradient is 0: ε = {epsilon} switches off the examples that are most wrong.",
			"[ε, 1 − ε] 之外梯度为 0：ε = {epsilon} 会使错得最多的样本不再学习。",
		},
		facts: func(*text.Messages) []string {
			s := Of(state.EpsilonLesson).Task()
			off, err := s.With(state.EpsilonKey, state.Off)
			if err != nil {
				panic(err) // epsilon can be off
			}
			return []string{
				"epsilon", s.Value(state.EpsilonKey), "pt", state.Format(deadPt), "worst",
				state.Format(worstPt),
				"unclipped", plot.Number(slopeAt(off.Loss(), deadPt)), "loss",
				plot.Number(lossAt(s.Loss(), deadPt)),
				"keras", plot.Number(state.Default().Number(state.EpsilonKey)),
			}
		},
	}
}

// The first statements of this lesson are about the code of the tutorial that the
// explorer starts from, the reveal's second sentence and the task about any loss.
func classesWords() texts {
	return texts{
		title: bilingual{"α for several classes", "多分类的 α"},
		intro: bilingual{
			"The loss of several classes stands beside this lesson. The tutorial that this explorer starts from, a Chinese page on custom losses in Keras, multiplies every class by the same α, {alpha}.",
			"旁边是多分类的损失。本站最初参考的教程（一篇讲 Keras 自定义损失的中文网页）把所有类别都乘以同一个 α = {alpha}。",
		},
		question: bilingual{"What does the tutorial’s α change in what is learnt?", "教程里的 α 会怎样改变学到的东西？"},
		answers: []answer{
			{bilingual{"Rare classes count more.", "少数类更受重视。"},
				bilingual{"A factor that all classes share cannot tell a rare one from a common one.", "所有类别共用的系数无法区分少数类与多数类。"}},
			{bilingual{"Only the length of the gradient.", "只改变梯度的长度。"},
				bilingual{"It is {times}× shorter and has the same direction (cosine {cosine}). With SGD that is a smaller learning rate; with Adam not even that, as the scale cancels.", "梯度缩短为 1/{times}，方向不变（余弦 {cosine}）。使用 SGD 时，这相当于减小学习率；使用 Adam 时连这点作用也没有，因为尺度会被抵消。"}},
			{bilingual{"It balances the classes, as with two classes.", "像二分类那样平衡了类别。"},
				bilingual{"Two classes get α and 1 − α, which differ. Here all get the same.", "二分类的权重是 α 与 1 − α，彼此不同；这里全都相同。"}},
		},
		right: 1,
		reveal: bilingual{
			"So the tutorial’s α balances nothing. Only a weight of its own for each class changes the direction of the gradient, and so what is learnt.",
			"所以教程里的 α 平衡不了任何类别。只有给每个类别各自的权重，才会改变梯度的方向，从而改变学到的东西。",
		},
		task: bilingual{
			"Say class 3 is rare in the data, so that each of its examples is to count more. Take one example of each class and change the weights α until the gradient of the three turns towards class 3: a cosine to “No α” of at most {goal}, and more than {share}% of their loss for the example of class 3.",
			"假设类别 3 在数据中很少，它的每个样本应当更受重视。每个类别各取一个样本，改变各类的 α，使三者的梯度转向类别 3：与“不用 α”的余弦不超过 {goal}，且类别 3 的样本占三者损失的 {share}% 以上。",
		},
		measure: bilingual{"Cosine {value}; the example of class 3 makes {other}% of the loss.", "余弦 {value}；类别 3 的样本占损失的 {other}%。"},
		takeaway: bilingual{
			"One α for all classes only makes the gradient {times}× shorter; a weight for each class changes its direction.",
			"所有类别共用一个 α 只是把梯度缩短为 1/{times}；每个类别各自的权重才改变方向。",
		},
		facts: func(*text.Messages) []string {
			s := Of(state.ClassesLesson).Task()
			d := plot.Directions(s)
			return []string{
				"alpha", state.Format(s.Classes.Alpha[0]), "goal", state.Format(mostCosine),
				"times", plot.Number(d[plot.Unweighted].Length / d[plot.OneAlpha].Length),
				"cosine", plot.Number(d[plot.OneAlpha].Cosine),
				"share", plot.Number(100 * shareOfThird(s)),
			}
		},
	}
}

func smoothingWords() texts {
	return texts{
		title: bilingual{"Label smoothing", "标签平滑"},
		intro: bilingual{
			"Label smoothing moves the label towards one half: y becomes (1 − s) y + s/2. s is 0 now.",
			"标签平滑把标签向一半移动：y 变为 (1 − s) y + s/2。现在 s = 0。",
		},
		question: bilingual{"s becomes {s}. At which p is the loss for y = 1 least?", "s 变为 {s}。y = 1 的损失在哪个 p 处最小？"},
		answers: []answer{
			{bilingual{"At p = 1, as before.", "仍在 p = 1。"},
				bilingual{"There it rises again: {sure} at p = {surept}, but {least} at p = {at}, since a part of the label belongs to the other class.", "损失在那里又升高：p = {surept} 处为 {sure}，而 p = {at} 处为 {least}，因为标签的一部分属于另一类。"}},
			{bilingual{"At p = {lowered}: s is taken from the label.", "在 p = {lowered}：标签减去 s。"},
				bilingual{"Half of s comes back: the label is {lowered} + {s}/2 = {at}.", "s 的一半又加了回来：标签是 {lowered} + {s}/2 = {at}。"}},
			{bilingual{"At p = {at}.", "在 p = {at}。"},
				bilingual{"That is the smoothed label, 1 − s/2.", "那正是平滑后的标签 1 − s/2。"}},
		},
		right: 2,
		reveal: bilingual{
			"At p = {at} the loss is {least}, not 0, and beyond it the gradient pulls back: the model is kept from overconfidence.",
			"p = {at} 处的损失是 {least}，而不是 0；越过它，梯度就往回拉：模型不会过度自信。",
		},
		task:    bilingual{"Move s until the loss is least at p = {goal}.", "移动 s，使损失在 p = {goal} 处最小。"},
		measure: bilingual{"The loss is least at p = {value}.", "损失在 p = {value} 处最小。"},
		takeaway: bilingual{
			"Label smoothing puts the least loss at 1 − s/2, p = {at} for s = {s}, and so keeps the model from overconfidence.",
			"标签平滑使损失在 1 − s/2 处最小（s = {s} 时 p = {at}），从而避免模型过度自信。",
		},
		facts: func(*text.Messages) []string {
			s := Of(state.SmoothingLesson).Task()
			l, smoothing := s.Loss(), s.Number("label_smoothing")
			at := least(l)
			const sure = 0.999
			return []string{
				"s", state.Format(smoothing), "lowered", state.Format(1 - smoothing),
				"at", plot.Number(at),
				"sure", plot.Number(lossAt(l, sure)), "surept", state.Format(sure), "least",
				plot.Number(lossAt(l, at)),
				"goal", state.Format(leastAt),
			}
		},
	}
}
