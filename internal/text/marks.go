package text

// Marks are the texts in the charts.
type Marks struct {
	Hard        string // the names of the bands
	Easy        string
	HardShort   string // where there is little room
	EasyShort   string
	HardPair    string // the accessible names of the two examples' sliders
	EasyPair    string
	Clipped     string // with {epsilon}
	ClipShort   string
	Crossing    string // where the gradient crosses the gradient of cross-entropy, at {pt}
	CrossShort  string
	Less        string // {times}
	Part        string // the same for a ratio from a tenth on, {part}
	More        string
	Equal       string
	Nothing     string // the ratio is 0
	Change      string // from cross-entropy's value to the loss', {cross} and {loss}
	Positives   string // the curves of both classes
	Negatives   string
	Curve       string // {loss} and its {settings}
	Broken      string
	PtIs        string // at the pointer
	CrossGamma0 string
}

// MarksOf returns the texts of m's language.
func MarksOf(m *Messages) *Marks {
	if m.Code == chinese.Code { // also of a copy
		return &chineseMarks
	}
	return &englishMarks
}

var englishMarks = Marks{
	Hard:        "Hard: the model is wrong",
	Easy:        "Easy: the model is right",
	HardShort:   "Hard",
	EasyShort:   "Easy",
	HardPair:    "pₜ of the hard example",
	EasyPair:    "pₜ of the easy example",
	Clipped:     "clipped below ε = {epsilon}",
	ClipShort:   "ε: clipped",
	Crossing:    "pulls more than cross-entropy below pₜ = {pt}",
	CrossShort:  "more pull below {pt}",
	Less:        "{times}× less",
	Part:        "{times}× less",
	More:        "{times}× more",
	Equal:       "as much",
	Nothing:     "nothing",
	Change:      "{cross} → {loss}",
	Positives:   "positives",
	Negatives:   "negatives",
	Curve:       "{loss}{settings}",
	Broken:      "the broken code",
	PtIs:        "pₜ = {pt}",
	CrossGamma0: "cross-entropy",
}

var chineseMarks = Marks{
	Hard:        "难分：模型判错",
	Easy:        "易分：模型判对",
	HardShort:   "难分",
	EasyShort:   "易分",
	HardPair:    "难分样本的 pₜ",
	EasyPair:    "易分样本的 pₜ",
	Clipped:     "低于 ε = {epsilon} 时被裁剪",
	ClipShort:   "ε：裁剪",
	Crossing:    "pₜ < {pt} 时梯度大于交叉熵",
	CrossShort:  "低于 {pt} 时更大",
	Less:        "是 1/{times}",
	Part:        "是 {part} 倍",
	More:        "是 {times} 倍",
	Equal:       "相同",
	Nothing:     "为 0",
	Change:      "{cross} → {loss}",
	Positives:   "正类",
	Negatives:   "负类",
	Curve:       "{loss}{settings}",
	Broken:      "有错的代码",
	PtIs:        "pₜ = {pt}",
	CrossGamma0: "交叉熵",
}
