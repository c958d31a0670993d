package lessons

import (
	"strconv"

	"lossexplorer/internal/plot"
	"lossexplorer/internal/state"
	"lossexplorer/internal/text"
	"lossexplorer/losscore"
)

func easyWords() texts {
	return texts{
		title: bilingual{"Many easy examples", "大量易分样本"},
		intro: bilingual{
			"A detector looks at an image with {easy} background boxes, all easy (pₜ = {easypt}), and {hard} hard objects (pₜ = {hardpt}). The picture shows one object among its {more} boxes; the area of a square is the loss of one example.",
			"检测器面对一幅图像：{easy} 个背景框，都是易分样本（pₜ = {easypt}）；{hard} 个目标，都是难分样本（pₜ = {hardpt}）。下图画出一个目标和与它对应的 {more} 个背景框，方块的面积是一个样本的损失。",
		},
		question: bilingual{"Their cross-entropy is summed. Which part of the sum is larger?", "把它们的交叉熵相加，哪一部分更大？"},
		answers: []answer{
			{bilingual{"That of the objects: each costs far more.", "目标：每个的损失大得多。"},
				bilingual{"Each costs {each} times as much, but there are {more} times as many boxes.", "每个目标的损失是背景框的 {each} 倍，但背景框的数量是目标的 {more} 倍。"}},
			{bilingual{"Both are about equal: number makes up for cost.", "差不多：数量与损失互相抵消。"},
				bilingual{"They would be equal with {each} boxes for each object; here there are {more}.", "每个目标对应 {each} 个背景框时才会相等；这里是 {more} 个。"}},
			{bilingual{"That of the easy boxes.", "易分的背景框。"},
				bilingual{"They cost {easysum}, the objects {hardsum}: {times} times as much.", "背景框合计 {easysum}，目标合计 {hardsum}：前者是后者的 {times} 倍。"}},
		},
		right: 2,
		reveal: bilingual{
			"An easy box still costs {one}, so cross-entropy mostly learns what the model already knows: all boxes together cost as much as {single} hard objects. Focal loss counters this with one number, γ. It is 0 now: that is cross-entropy.",
			"一个易分的背景框仍有 {one} 的损失，所以交叉熵主要在学模型已经会的东西：全部背景框的损失相当于 {single} 个难分目标。焦点损失（Focal Loss）用一个数 γ 来对付它。现在 γ = 0，即交叉熵。",
		},
		task: bilingual{
			"The objects make {share}% of the loss. Raise γ until they make at least a third.",
			"目标只占损失的 {share}%。增大 γ，使目标至少占三分之一。",
		},
		measure: bilingual{"The objects make {value}% of the loss.", "目标占损失的 {value}%。"},
		takeaway: bilingual{
			"Many easy examples outvote a few hard ones: with cross-entropy the objects make {share}% of the loss.",
			"大量易分样本会压过少数难分样本：用交叉熵时，目标只占损失的 {share}%。",
		},
		facts: func(m *text.Messages) []string {
			ce := losscore.Focal{}
			hard, easy := detector.losses(ce)
			each := lossAt(ce, hardPt) / lossAt(ce, easyPt)
			return []string{
				"easy", text.Count(m, int(detector.negatives)), "hard",
				text.Count(m, int(detector.positives)),
				"easypt", state.Format(easyPt), "hardpt", state.Format(hardPt),
				"each", plot.Number(each), "more",
				text.Count(m, int(detector.negatives/detector.positives)),
				"easysum", plot.Number(easy), "hardsum", plot.Number(hard), "times",
				plot.Number(easy / hard),
				"one", plot.Number(lossAt(ce, easyPt)), "single",
				plot.Number(easy / lossAt(ce, hardPt)),
				"share", plot.Number(100 * detector.share(ce)),
			}
		},
	}
}

func gammaWords() texts {
	return texts{
		title: bilingual{"γ focuses", "γ 的聚焦作用"},
		intro: bilingual{
			"Focal loss multiplies cross-entropy by (1 − pₜ) to the power γ. γ is 0 now: that is cross-entropy itself.",
			"焦点损失把交叉熵乘以 (1 − pₜ) 的 γ 次方。现在 γ = 0，即交叉熵本身。",
		},
		question: bilingual{
			"γ becomes {gamma}. How much smaller is the loss of an easy example, pₜ = {easypt}, then?",
			"γ 变为 {gamma}。这时易分样本（pₜ = {easypt}）的损失是交叉熵的几分之一？",
		},
		answers: []answer{
			{bilingual{"{gamma}× smaller", "1/{gamma}"},
				bilingual{"γ is an exponent, not a divisor: the factor is (1 − {easypt})².", "γ 是指数，不是除数：系数为 (1 − {easypt})²。"}},
			{bilingual{"{first}× smaller", "1/{first}"},
				bilingual{"That would be γ = 1, where the factor is 1 − {easypt}.", "那是 γ = 1 的情形，系数为 1 − {easypt}。"}},
			{bilingual{"{times}× smaller", "1/{times}"},
				bilingual{"The factor is (1 − {easypt})².", "系数为 (1 − {easypt})²。"}},
			{bilingual{"Not at all: γ acts on hard examples.", "不变：γ 作用于难分样本。"},
				bilingual{"It is the other way round: γ shrinks the loss of easy examples.", "恰好相反：γ 减小的是易分样本的损失。"}},
		},
		right: 2,
		reveal: bilingual{
			"At pₜ = {easypt} the loss is {times}× smaller, at pₜ = {hardpt} only {hard}×. But what trains is the gradient, and there a hard example gains: at pₜ = {hardpt} it pulls the logit {pull}% more than with cross-entropy. With γ = {gamma} every example below pₜ = {crossing} pulls more.",
			"pₜ = {easypt} 处的损失是交叉熵的 1/{times}，而 pₜ = {hardpt} 处是 1/{hard}。但真正用于训练的是梯度，而难分样本的梯度反而变大：pₜ = {hardpt} 处对 logit 的梯度比交叉熵大 {pull}%。γ = {gamma} 时，凡是 pₜ 小于 {crossing} 的样本，梯度都比交叉熵大。",
		},
		task: bilingual{
			"Move γ until the loss at pₜ = {half} is at least {least}× smaller than with cross-entropy, and that at pₜ = {hardpt} at most {most}× smaller.",
			"移动 γ，使 pₜ = {half} 处的损失不超过交叉熵的 1/{least}，而 pₜ = {hardpt} 处不低于 1/{most}。",
		},
		measure: bilingual{
			"Loss {value}× smaller than cross-entropy at pₜ = {half}, {other}× at pₜ = {hardpt}.",
			"pₜ = {half} 处损失是交叉熵的 1/{value}，pₜ = {hardpt} 处是 1/{other}。",
		},
		takeaway: bilingual{
			"γ = {gamma} makes the loss of an easy example {times}× smaller and has a hard one pull {pull}% more.",
			"γ = {gamma} 使易分样本的损失变为 1/{times}，难分样本的梯度增大 {pull}%。",
		},
		facts: func(*text.Messages) []string {
			s := Of(state.GammaLesson).Task()
			one, err := s.With("gamma", "1")
			if err != nil {
				panic(err) // 1 is a gamma
			}
			return []string{
				"gamma", s.Value("gamma"), "easypt", state.Format(easyPt), "hardpt",
				state.Format(hardPt), "half", state.Format(halfPt),
				"first", plot.Number(below(one, easyPt)), "times", plot.Number(below(s, easyPt)),
				"hard", plot.Number(below(s, hardPt)),
				"pull", strconv.FormatFloat(100*(pullAt(s.Loss(), hardPt)-1), 'f', 0, 64),
				"crossing", plot.Number(crossingOf(s.Loss())),
				"least", state.Format(leastBelow), "most", state.Format(mostBelow),
			}
		},
	}
}

func alphaWords() texts {
	return texts{
		title: bilingual{"α and its direction", "α 的方向"},
		intro: bilingual{
			"α is the weight of the positive class, y = 1, which usually is the rare one. The negative class gets 1 − α.",
			"α 是正类（y = 1，通常是少数类）的权重，负类的权重为 1 − α。",
		},
		question: bilingual{"The paper uses α = {alpha}. Which class does that favour?", "论文取 α = {alpha}。这偏向哪一类？"},
		answers: []answer{
			{bilingual{"The positive: α is there to help the rare class.", "正类：α 就是用来帮助少数类的。"},
				bilingual{"For that α has to be above 0.5; at {alpha} a negative counts {times} times as much.", "那样 α 必须大于 0.5；α = {alpha} 时一个负样本的权重是正样本的 {times} 倍。"}},
			{bilingual{"The negative.", "负类。"},
				bilingual{"It gets 1 − {alpha}, so a negative counts {times} times as much as a positive at the same pₜ.", "它得到 1 − {alpha}，pₜ 相同时，一个负样本的权重是正样本的 {times} 倍。"}},
			{bilingual{"Neither: α only scales the loss.", "都不偏向：α 只缩放损失。"},
				bilingual{"It would if both classes got α; but they get α and 1 − α.", "两类都乘 α 时才是如此；但它们分别得到 α 与 1 − α。"}},
		},
		right: 1,
		reveal: bilingual{
			"α = 0.5 favours neither. To make up for rare positives it must be greater. That the paper uses {alpha} is due to its γ, as the next lesson shows.",
			"α = 0.5 不偏向任何一类。要补偿稀少的正类，α 必须更大。论文取 {alpha} 是因为它的 γ，见下一课。",
		},
		task: bilingual{
			"A batch has {positives} positives and {negatives} negatives, all at pₜ = {pt}. Move α until both classes make the same share of the loss.",
			"一个批次有 {positives} 个正样本、{negatives} 个负样本，pₜ 都是 {pt}。移动 α，使两类的损失占比相等。",
		},
		measure: bilingual{"The positives make {value}% of the loss.", "正样本占损失的 {value}%。"},
		takeaway: bilingual{
			"α weighs the positives and 1 − α the negatives: α = {alpha} favours the negatives {times} to 1.",
			"正样本的权重是 α，负样本的权重是 1 − α：α = {alpha} 以 {times} 比 1 偏向负样本。",
		},
		facts: func(m *text.Messages) []string {
			l := Of(state.AlphaLesson).Task().Loss()
			negative, _ := l.AtProb(0, 1-halfPt)
			return []string{
				"alpha", Of(state.AlphaLesson).Task().Value("alpha"), "times",
				plot.Number(negative / lossAt(l, halfPt)),
				"positives", text.Count(m, int(rare.positives)), "negatives",
				text.Count(m, int(rare.negatives)), "pt", state.Format(halfPt),
			}
		},
	}
}

func bothWords() texts {
	return texts{
		title: bilingual{"α together with γ", "α 与 γ 的配合"},
		intro: bilingual{
			"The paper’s authors trained detectors with many pairs of γ and α. With γ = {gamma} the best was α = {alpha}: average precision {ap}.",
			"论文用多组 γ 与 α 训练检测器。γ = {gamma} 时最好的是 α = {alpha}：平均精度 {ap}。",
		},
		question: bilingual{"Which α was best with γ = {tothis}?", "γ = {tothis} 时，哪个 α 最好？"},
		answers: []answer{
			{bilingual{"The same: α and γ do separate things.", "不变：α 与 γ 各管各的。"},
				bilingual{"Both change the weight of the classes: most easy examples are negatives, and γ turns them down.", "两者都会改变两类的权重：易分样本大多是负样本，而 γ 减小它们的权重。"}},
			{bilingual{"A smaller one.", "更小。"},
				bilingual{"It was {best}: γ already turns the many easy negatives down, so α has less to make up for.", "最好的是 {best}：γ 已经减小了大量易分负样本的权重，α 需要补偿的就少了。"}},
			{bilingual{"A greater one: more focus needs more weight.", "更大：聚焦越强，越需要权重。"},
				bilingual{"γ already leaves the easy negatives little weight; a greater α would leave them even less.", "γ 已经使易分负样本的权重很小；α 再大，它们的权重就更小。"}},
		},
		right: 1,
		reveal: bilingual{
			"The best α falls from {alpha} to {best} as γ rises. Choose α anew whenever γ changes.",
			"γ 增大时，最好的 α 从 {alpha} 降到 {best}。γ 一变，就应重新选择 α。",
		},
		task: bilingual{
			"A batch made up for this has {positives} positives at pₜ = {pospt} and {negatives} negatives at pₜ = {negpt}; now each class makes half of the loss. Raise γ to {tothis} or more, then bring the share back with α: {low} to {high}% for the positives.",
			"为此设一个批次：{positives} 个正样本（pₜ = {pospt}）、{negatives} 个负样本（pₜ = {negpt}），现在两类各占损失的一半。把 γ 升到 {tothis} 或以上，再用 α 把占比调回来：正样本占损失的 {low}% 到 {high}%。",
		},
		measure: bilingual{"γ is {other}; the positives make {value}% of the loss.", "γ = {other}；正样本占损失的 {value}%。"},
		takeaway: bilingual{
			"γ already turns the easy negatives down, so the best α falls as γ rises: from {alpha} to {best} in the paper.",
			"γ 已经减小易分负样本的权重，所以 γ 增大时最好的 α 变小：论文中从 {alpha} 降到 {best}。",
		},
		facts: func(m *text.Messages) []string {
			first, best := Table()[0], Table()[0]
			for _, r := range Table() {
				if r.AP > best.AP {
					best = r
				}
			}
			return []string{
				"gamma", state.Format(first.Gamma), "alpha", state.Format(first.Alpha),
				"ap", first.Decimal(),
				"tothis", state.Format(best.Gamma), "best", state.Format(best.Alpha),
				"positives", text.Count(m, int(mixed.positives)), "negatives",
				text.Count(m, int(mixed.negatives)),
				"pospt", state.Format(mixed.posPt), "negpt", state.Format(mixed.negPt),
				"low", plot.Number(100 * (0.5 - shareWidth)), "high",
				plot.Number(100 * (0.5 + shareWidth)),
			}
		},
	}
}
