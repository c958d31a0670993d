package text

// Live are the texts of the sentence above the controls and of the bars below them.
type Live struct {
	_ [0]func() // see Messages

	// The sentence; {counts} and {pulls} are ratios to cross-entropy, see Less.
	Same     string // the classes are alike
	Positive string
	Negative string
	Both     string // an easy negative and a hard positive

	Less      string // {times}
	Part      string // the same for a ratio from a tenth on, {part}
	More      string
	Alike     string
	Nothing   string
	Reverse   string // the gradient has the other sign
	Undefined string

	CrossEntropy string // the names of the bars
	Focal        string
	Loss         string
	Share        string // {loss}, {positives}, {negatives}
	Positives    string // the key: {pt}
	Negatives    string // {n}, {pt}
}

var englishLive = Live{
	Same:      "Against cross-entropy, an easy example ({easy}) counts {counts} and a hard one ({hard}) pulls {pulls}.",
	Positive:  "Against cross-entropy, an easy positive ({easy}) counts {counts} and a hard one ({hard}) pulls {pulls}.",
	Negative:  "Against cross-entropy, an easy negative ({easy}) counts {counts} and a hard one ({hard}) pulls {pulls}.",
	Both:      "Against cross-entropy, an easy negative ({easy}) counts {counts} and a hard positive ({hard}) pulls {pulls}.",
	Less:      "{times}× less",
	Part:      "{times}× less",
	More:      "{times}× more",
	Alike:     "as much",
	Nothing:   "nothing",
	Reverse:   "the other way",
	Undefined: "undefined",

	CrossEntropy: "Cross-entropy",
	Focal:        "Focal loss",
	Loss:         "This loss",
	Share:        "{loss}: {positives} from the positive, {negatives} from the negatives",
	Positives:    "1 hard positive ({pt})",
	Negatives:    "{n} easy negatives ({pt})",
}

var chineseLive = Live{
	Same:      "与交叉熵相比，易分样本（{easy}）的损失{counts}，难分样本（{hard}）的梯度{pulls}。",
	Positive:  "与交叉熵相比，易分正样本（{easy}）的损失{counts}，难分正样本（{hard}）的梯度{pulls}。",
	Negative:  "与交叉熵相比，易分负样本（{easy}）的损失{counts}，难分负样本（{hard}）的梯度{pulls}。",
	Both:      "与交叉熵相比，易分负样本（{easy}）的损失{counts}，难分正样本（{hard}）的梯度{pulls}。",
	Less:      "是其 1/{times}",
	Part:      "是其 {part} 倍",
	More:      "是其 {times} 倍",
	Alike:     "与其相同",
	Nothing:   "为零",
	Reverse:   "方向相反",
	Undefined: "无定义",

	CrossEntropy: "交叉熵",
	Focal:        "焦点损失",
	Loss:         "当前损失",
	Share:        "{loss}：正样本占 {positives}，负样本占 {negatives}",
	Positives:    "1 个难分正样本（{pt}）",
	Negatives:    "{n} 个易分负样本（{pt}）",
}
