package lessons

import (
	"strconv"

	"lossexplorer/internal/catalog"
	"lossexplorer/internal/plot"
	"lossexplorer/internal/state"
	"lossexplorer/internal/text"
	"lossexplorer/losscore"
)

// Words are the texts of a lesson in one language. Their numbers are computed.
type Words struct {
	Title    string
	Intro    string
	Question string
	Answers  []Answer
	Reveal   string // told after every answer
	Task     string
	Measure  string // how far the task is, with {value} and {other} of the Result
}

// An Answer is one of those to choose from, of which one is right.
type Answer struct {
	Text  string
	Why   string // what is said of the answer when it is chosen
	Right bool
}

// A TableRow is a row of the paper's table.
type TableRow struct {
	Gamma float64
	Alpha float64 // the best of those tried
	AP    float64 // average precision
}

// Table returns table 1b of Lin et al. 2017: for each gamma the best alpha, and
// the average precision on COCO (minival) of RetinaNet with ResNet-50-FPN at 600
// pixels. The first row is alpha-balanced cross-entropy.
func Table() []TableRow {
	return []TableRow{
		{0, 0.75, 31.1}, {0.1, 0.75, 31.4}, {0.2, 0.75, 31.9}, {0.5, 0.5, 32.9},
		{1, 0.25, 33.7}, {2, 0.25, 34.0}, {5, 0.25, 32.2},
	}
}

// Decimal writes an average precision as the table does.
func (r TableRow) Decimal() string { return strconv.FormatFloat(r.AP, 'f', 1, 64) }

// Say returns the texts of l in the language of m.
func (l *Lesson) Say(m *text.Messages) Words {
	w := words()[l.ID]
	facts := w.facts()
	say := func(t bilingual) string { return text.Fill(plot.In(m, catalog.Text(t)), facts...) }
	said := Words{
		Title: say(w.title), Intro: say(w.intro), Question: say(w.question),
		Reveal: say(w.reveal), Task: say(w.task), Measure: say(w.measure),
	}
	for i, a := range w.answers {
		said.Answers = append(said.Answers, Answer{say(a.text), say(a.why), i == w.right})
	}
	return said
}

// texts are the texts of a lesson. In braces are the names of facts.
type texts struct {
	title, intro, question bilingual
	answers                []answer
	right                  int // which of the answers
	reveal, task, measure  bilingual

	// facts returns names of numbers and the numbers, as text.Fill has them.
	facts func() []string
}

type answer struct{ text, why bilingual }

// bilingual is a catalog.Text.
type bilingual struct{ English, Chinese string }

// count writes a whole number with a thin space at the thousands.
func count(n float64) string {
	s := strconv.FormatFloat(n, 'f', 0, 64)
	if len(s) <= 4 {
		return s
	}
	return s[:len(s)-3] + " " + s[len(s)-3:]
}

// lossAt is the loss of a positive.
func lossAt(l losscore.Loss, p float64) float64 {
	loss, _ := l.AtProb(1, p)
	return loss
}

func slopeAt(l losscore.Loss, p float64) float64 {
	_, dp := l.AtProb(1, p)
	return dp
}

// words returns the texts of all lessons. They are in a function rather than a
// variable, so that a program without Say does not carry them.
func words() map[state.Lesson]texts {
	return map[state.Lesson]texts{
		state.EasyLesson: {
			title: bilingual{"Many easy examples", "大量易分样本"},
			intro: bilingual{
				"A detector looks at an image with {easy} background boxes, all easy (pₜ = {easypt}), and {hard} hard objects (pₜ = {hardpt}).",
				"检测器面对一幅图像：{easy} 个背景框，都很容易（pₜ = {easypt}）；{hard} 个困难的目标（pₜ = {hardpt}）。",
			},
			question: bilingual{"Their cross-entropy is summed. Which part of the sum is larger?", "把它们的交叉熵相加，哪一部分更大？"},
			answers: []answer{
				{bilingual{"That of the objects: each costs far more.", "目标：每个的损失大得多。"},
					bilingual{"Each costs {each} times as much, but there are {more} times as many boxes.", "每个目标的损失是背景框的 {each} 倍，但背景框的数量是目标的 {more} 倍。"}},
				{bilingual{"Both are about equal: number makes up for cost.", "差不多：数量与损失互相抵消。"},
					bilingual{"They would be equal with {each} boxes for each object; here there are {more}.", "每个目标对应 {each} 个背景框时才会相等；这里是 {more} 个。"}},
				{bilingual{"That of the easy boxes.", "容易的背景框。"},
					bilingual{"They cost {easysum}, the objects {hardsum}: {times} times as much.", "背景框合计 {easysum}，目标合计 {hardsum}：前者是后者的 {times} 倍。"}},
			},
			right: 2,
			reveal: bilingual{
				"An easy box still costs {one}, so cross-entropy mostly learns what the model already knows. All the boxes cost as much as {single} hard objects.",
				"一个容易的框仍有 {one} 的损失，所以交叉熵主要在学模型已经会的东西。全部背景框的损失相当于 {single} 个困难目标。",
			},
			task: bilingual{
				"The objects have {share} % of the loss. Choose another loss in the list, and change its parameters if need be, until they have at least a third.",
				"目标只占损失的 {share} %。在列表中换一个损失函数，必要时调整其参数，使目标至少占三分之一。",
			},
			measure: bilingual{"The objects have {value} % of the loss.", "目标占损失的 {value} %。"},
			facts: func() []string {
				ce := losscore.Focal{}
				hard, easy := detector.losses(ce)
				each := lossAt(ce, hardPt) / lossAt(ce, easyPt)
				return []string{
					"easy", count(detector.negatives), "hard", count(detector.positives),
					"easypt", state.Format(easyPt), "hardpt", state.Format(hardPt),
					"each", plot.Number(each), "more", count(detector.negatives / detector.positives),
					"easysum", plot.Number(easy), "hardsum", plot.Number(hard), "times", plot.Number(easy / hard),
					"one", plot.Number(lossAt(ce, easyPt)), "single", plot.Number(easy / lossAt(ce, hardPt)),
					"share", plot.Number(100 * detector.share(ce)),
				}
			},
		},
		state.GammaLesson: {
			title: bilingual{"Gamma focuses", "γ：聚焦"},
			intro: bilingual{
				"Focal loss multiplies cross-entropy by (1 − pₜ) to the power γ. γ is 0 now, which is cross-entropy itself.",
				"Focal loss 把交叉熵乘以 (1 − pₜ) 的 γ 次方。现在 γ = 0，即交叉熵本身。",
			},
			question: bilingual{
				"γ becomes {gamma}. How much less does an easy example, pₜ = {easypt}, cost then?",
				"γ 变为 {gamma}。这时容易的样本（pₜ = {easypt}）的损失是交叉熵的多少？",
			},
			answers: []answer{
				{bilingual{"{gamma} times less", "{gamma} 分之一"},
					bilingual{"γ is an exponent, not a divisor: the factor is (1 − {easypt})².", "γ 是指数，不是除数：系数为 (1 − {easypt})²。"}},
				{bilingual{"{first} times less", "{first} 分之一"},
					bilingual{"That would be γ = 1, where the factor is 1 − {easypt}.", "那是 γ = 1 的情形，系数为 1 − {easypt}。"}},
				{bilingual{"{times} times less", "{times} 分之一"},
					bilingual{"The factor is (1 − {easypt})².", "系数为 (1 − {easypt})²。"}},
				{bilingual{"No less: γ acts on hard examples.", "不变：γ 作用于困难样本。"},
					bilingual{"It is the other way round: γ takes weight from what is easy.", "恰好相反：γ 减小的是容易样本的权重。"}},
			},
			right: 2,
			reveal: bilingual{
				"At pₜ = {easypt} it costs {times} times less, a hard example at pₜ = {hardpt} only {hard} times. γ takes weight from the easy ones and adds none to the hard.",
				"pₜ = {easypt} 处是交叉熵的 {times} 分之一；而 pₜ = {hardpt} 的困难样本只小 {hard} 倍。γ 减小容易样本的权重，并不增大困难样本的权重。",
			},
			task: bilingual{
				"Move γ until an example at pₜ = {half} costs at least {least} times less than with cross-entropy, and one at pₜ = {hardpt} at most {most} times less.",
				"移动 γ，使 pₜ = {half} 的样本比交叉熵至少小 {least} 倍，而 pₜ = {hardpt} 的样本至多小 {most} 倍。",
			},
			measure: bilingual{
				"{value} times below cross-entropy at pₜ = {half}, {other} times at pₜ = {hardpt}.",
				"pₜ = {half} 处比交叉熵小 {value} 倍，pₜ = {hardpt} 处小 {other} 倍。",
			},
			facts: func() []string {
				s := Of(state.GammaLesson).Task()
				one, err := s.With("gamma", "1")
				if err != nil {
					panic(err)
				}
				return []string{
					"gamma", s.Value("gamma"), "easypt", state.Format(easyPt), "hardpt", state.Format(hardPt), "half", state.Format(halfPt),
					"first", plot.Number(below(one, easyPt)), "times", plot.Number(below(s, easyPt)), "hard", plot.Number(below(s, hardPt)),
					"least", state.Format(leastBelow), "most", state.Format(mostBelow),
				}
			},
		},
		state.AlphaLesson: {
			title: bilingual{"Alpha and its direction", "α 及其方向"},
			intro: bilingual{
				"α is the weight of the positive class, y = 1, which as a rule is the rare one. The negative class gets 1 − α.",
				"α 是正类（y = 1，通常是少数类）的权重，负类的权重为 1 − α。",
			},
			question: bilingual{"The paper has α = {alpha}. Which class does that favour?", "论文取 α = {alpha}。这偏向哪一类？"},
			answers: []answer{
				{bilingual{"The positive: α is there to help the rare class.", "正类：α 就是用来帮助少数类的。"},
					bilingual{"For that α has to be above 0.5; at {alpha} a negative counts {times} times as much.", "那样 α 必须大于 0.5；α = {alpha} 时一个负样本的权重是正样本的 {times} 倍。"}},
				{bilingual{"The negative.", "负类。"},
					bilingual{"It gets 1 − {alpha}, so a negative counts {times} times as much as a positive at the same pₜ.", "它得到 1 − {alpha}，同样的 pₜ 下一个负样本的权重是正样本的 {times} 倍。"}},
				{bilingual{"Neither: α only scales the loss.", "都不偏向：α 只缩放损失。"},
					bilingual{"It would if both classes got α; but they get α and 1 − α.", "两类都乘 α 时才是如此；但它们分别得到 α 与 1 − α。"}},
			},
			right: 1,
			reveal: bilingual{
				"α = 0.5 favours neither. To make up for rare positives it must be greater. That the paper has {alpha} is due to its γ, as the next lesson shows.",
				"α = 0.5 不偏向任何一类。要补偿稀少的正类，α 必须更大。论文取 {alpha} 是因为它的 γ，见下一课。",
			},
			task: bilingual{
				"A batch has {positives} positives and {negatives} negatives, all at pₜ = {pt}. Move α until both classes have the same share of the loss.",
				"一个批次有 {positives} 个正样本、{negatives} 个负样本，pₜ 都是 {pt}。移动 α，使两类在损失中所占份额相等。",
			},
			measure: bilingual{"The positives have {value} % of the loss.", "正样本占损失的 {value} %。"},
			facts: func() []string {
				l := Of(state.AlphaLesson).Task().Loss()
				negative, _ := l.AtProb(0, 1-halfPt)
				return []string{
					"alpha", Of(state.AlphaLesson).Task().Value("alpha"), "times", plot.Number(negative / lossAt(l, halfPt)),
					"positives", count(rare.positives), "negatives", count(rare.negatives), "pt", state.Format(halfPt),
				}
			},
		},
		state.BothLesson: {
			title: bilingual{"Alpha together with gamma", "α 与 γ 的配合"},
			intro: bilingual{
				"The paper trained a detector for many pairs of γ and α. With γ = {gamma} the best was α = {alpha}: average precision {ap}.",
				"论文用多组 γ 与 α 训练检测器。γ = {gamma} 时最好的是 α = {alpha}：平均精度 {ap}。",
			},
			question: bilingual{"Which α was best with γ = {tothis}?", "γ = {tothis} 时，哪个 α 最好？"},
			answers: []answer{
				{bilingual{"The same: α and γ do separate things.", "不变：α 与 γ 各管各的。"},
					bilingual{"Both change what the classes weigh: most easy examples are negatives, and γ takes their weight.", "两者都会改变两类的权重：容易样本大多是负样本，而 γ 减小它们的权重。"}},
				{bilingual{"A smaller one.", "更小。"},
					bilingual{"It was {best}: γ already takes weight from the many easy negatives, so α has less to make up for.", "最好的是 {best}：γ 已经减小了大量容易负样本的权重，α 需要补偿的就少了。"}},
				{bilingual{"A greater one: more focus needs more weight.", "更大：聚焦越强，越需要权重。"},
					bilingual{"γ already leaves the easy negatives little weight; a greater α would leave them even less.", "γ 已经使容易负样本的权重很小；α 再大，它们就更微不足道。"}},
			},
			right: 1,
			reveal: bilingual{
				"The best α falls from {alpha} to {best} as γ rises. Choose α anew whenever γ changes.",
				"γ 增大时，最好的 α 从 {alpha} 降到 {best}。γ 一变，就应重新选择 α。",
			},
			task: bilingual{
				"A batch made up for this has {positives} positives at pₜ = {pospt} and {negatives} negatives at pₜ = {negpt}; now each class has half of the loss. Raise γ to {tothis} or more, then bring the share back with α: {low} to {high} % for the positives.",
				"为此设一个批次：{positives} 个正样本（pₜ = {pospt}）、{negatives} 个负样本（pₜ = {negpt}），现在两类各占损失的一半。把 γ 升到 {tothis} 或以上，再用 α 把份额调回来：正样本占 {low} 到 {high} %。",
			},
			measure: bilingual{"γ is {other}; the positives have {value} % of the loss.", "γ = {other}；正样本占损失的 {value} %。"},
			facts: func() []string {
				first, best := Table()[0], Table()[0]
				for _, r := range Table() {
					if r.AP > best.AP {
						best = r
					}
				}
				return []string{
					"gamma", state.Format(first.Gamma), "alpha", state.Format(first.Alpha), "ap", first.Decimal(),
					"tothis", state.Format(best.Gamma), "best", state.Format(best.Alpha),
					"positives", count(mixed.positives), "negatives", count(mixed.negatives),
					"pospt", state.Format(mixed.posPt), "negpt", state.Format(mixed.negPt),
					"low", plot.Number(100 * (0.5 - shareWidth)), "high", plot.Number(100 * (0.5 + shareWidth)),
				}
			},
		},
		state.EpsilonLesson: {
			title: bilingual{"Epsilon and dead gradients", "ε 与消失的梯度"},
			intro: bilingual{
				"Before the logarithm p is clipped to [ε, 1 − ε], so that log 0 is never met.",
				"取对数之前，p 先裁剪到 [ε, 1 − ε]，从而不会出现 log 0。",
			},
			question: bilingual{
				"ε becomes {epsilon}. What gradient does an example get that is badly wrong, pₜ = {pt}?",
				"ε 变为 {epsilon}。错得厉害的样本（pₜ = {pt}）会得到怎样的梯度？",
			},
			answers: []answer{
				{bilingual{"The steepest: it is the most wrong.", "最陡的：它错得最多。"},
					bilingual{"Without the clip it would be {unclipped}. With it the loss is the same for every pₜ below ε, and what is constant has no slope.", "不裁剪时是 {unclipped}。裁剪后，ε 以下的任何 pₜ 损失都相同，常数没有斜率。"}},
				{bilingual{"The gradient at pₜ = ε.", "pₜ = ε 处的梯度。"},
					bilingual{"It gets the loss at ε, {loss}, but keeps it while pₜ changes: the gradient is 0.", "它得到的是 ε 处的损失 {loss}，但 pₜ 变化时损失不变：梯度为 0。"}},
				{bilingual{"None at all.", "完全没有。"},
					bilingual{"Below ε the loss is {loss} whatever pₜ is: the gradient is 0.", "ε 以下无论 pₜ 是多少，损失都是 {loss}：梯度为 0。"}},
			},
			right: 2,
			reveal: bilingual{
				"So the examples that are most wrong learn nothing. Keep ε far below any pₜ that occurs: Keras has {keras}.",
				"于是错得最多的样本什么也学不到。ε 应远小于实际出现的 pₜ：Keras 取 {keras}。",
			},
			task:    bilingual{"Move ε until even an example at pₜ = {worst} gets a gradient.", "移动 ε，使 pₜ = {worst} 的样本也有梯度。"},
			measure: bilingual{"dL/dpₜ at pₜ = {worst}: {value}", "pₜ = {worst} 处的 dL/dpₜ：{value}"},
			facts: func() []string {
				s := Of(state.EpsilonLesson).Task()
				off, err := s.With(state.EpsilonKey, state.Off)
				if err != nil {
					panic(err)
				}
				return []string{
					"epsilon", s.Value(state.EpsilonKey), "pt", state.Format(deadPt), "worst", state.Format(worstPt),
					"unclipped", plot.Number(slopeAt(off.Loss(), deadPt)), "loss", plot.Number(lossAt(s.Loss(), deadPt)),
					"keras", plot.Number(state.Default().Number(state.EpsilonKey)),
				}
			},
		},
		state.ClassesLesson: {
			title: bilingual{"Alpha for several classes", "多分类的 α"},
			intro: bilingual{
				"The loss of several classes is below the charts. The tutorial multiplies all classes by the same α, {alpha}.",
				"多分类的损失在图表下方。教程把所有类别都乘以同一个 α = {alpha}。",
			},
			question: bilingual{"What does that change in what is learnt?", "这会怎样改变学到的东西？"},
			answers: []answer{
				{bilingual{"Rare classes count more.", "少数类更受重视。"},
					bilingual{"A factor that all classes share cannot tell a rare one from a common one.", "所有类别共用的系数无法区分少数类与多数类。"}},
				{bilingual{"Only the length of the gradient.", "只改变梯度的长度。"},
					bilingual{"It is {times} times shorter and has the same direction (cosine {cosine}); a learning rate does that too.", "梯度缩短为 {times} 分之一，方向不变（余弦 {cosine}）；调学习率也能做到。"}},
				{bilingual{"The classes are balanced, as two classes are.", "像二分类那样平衡了类别。"},
					bilingual{"Two classes get α and 1 − α, which differ. Here all get the same.", "二分类的权重是 α 与 1 − α，彼此不同；这里全都相同。"}},
			},
			right: 1,
			reveal: bilingual{
				"Only a weight for each class turns the gradient, and so what is learnt.",
				"只有每个类别一个权重，才会改变梯度的方向，从而改变学到的东西。",
			},
			task: bilingual{
				"Class 3 is the rare one. Change the weights α until the gradient of a batch with one example of every class turns in its favour: the cosine to “No α” at most {goal}, and class 3 more than {share} % of the loss.",
				"类别 3 是少数类。改变各类的 α，使每类一个样本的批次的梯度转而偏向它：与“不用 α”的余弦不超过 {goal}，且类别 3 占损失超过 {share} %。",
			},
			measure: bilingual{"Cosine {value}; class 3 has {other} % of the loss.", "余弦 {value}；类别 3 占损失的 {other} %。"},
			facts: func() []string {
				s := Of(state.ClassesLesson).Task()
				d := plot.Directions(s)
				return []string{
					"alpha", state.Format(s.Classes.Alpha[0]), "goal", state.Format(mostCosine),
					"times", plot.Number(d[plot.Unweighted].Length / d[plot.OneAlpha].Length),
					"cosine", plot.Number(d[plot.OneAlpha].Cosine),
					"share", plot.Number(100 * shareOfThird(s)),
				}
			},
		},
		state.SmoothingLesson: {
			title: bilingual{"Label smoothing", "标签平滑"},
			intro: bilingual{
				"Label smoothing moves the truth towards one half: y becomes (1 − s) y + s/2. s is 0 now.",
				"标签平滑把真实标签向一半移动：y 变为 (1 − s) y + s/2。现在 s = 0。",
			},
			question: bilingual{"s becomes {s}. At which p is the loss for y = 1 least?", "s 变为 {s}。y = 1 的损失在哪个 p 处最小？"},
			answers: []answer{
				{bilingual{"At p = 1, as before.", "仍在 p = 1。"},
					bilingual{"There it rises again: {sure} at p = {surept}, but {least} at p = {at}, since the other class has a part of the label.", "损失在那里又升高：p = {surept} 处为 {sure}，而 p = {at} 处为 {least}，因为另一类也占标签的一部分。"}},
				{bilingual{"At p = {lowered}: s is taken from the label.", "在 p = {lowered}：标签减去 s。"},
					bilingual{"Half of s comes back: the label is {lowered} + {s}/2 = {at}.", "s 的一半又加了回来：标签是 {lowered} + {s}/2 = {at}。"}},
				{bilingual{"At p = {at}.", "在 p = {at}。"},
					bilingual{"That is the smoothed label, 1 − s/2.", "那正是平滑后的标签 1 − s/2。"}},
			},
			right: 2,
			reveal: bilingual{
				"At p = {at} the loss is {least}, not 0, and beyond it the gradient pulls back: the model is kept from being too sure.",
				"p = {at} 处的损失是 {least}，而不是 0；越过它，梯度就往回拉：模型不会过于自信。",
			},
			task:    bilingual{"Move s until the loss is least at p = {goal}.", "移动 s，使损失在 p = {goal} 处最小。"},
			measure: bilingual{"The loss is least at p = {value}.", "损失在 p = {value} 处最小。"},
			facts: func() []string {
				s := Of(state.SmoothingLesson).Task()
				l, smoothing := s.Loss(), s.Number("label_smoothing")
				at := least(l)
				const sure = 0.999
				return []string{
					"s", state.Format(smoothing), "lowered", state.Format(1 - smoothing), "at", plot.Number(at),
					"sure", plot.Number(lossAt(l, sure)), "surept", state.Format(sure), "least", plot.Number(lossAt(l, at)),
					"goal", state.Format(leastAt),
				}
			},
		},
	}
}
