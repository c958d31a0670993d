package text

// Page are the texts of the explorer's page alone. The program of elements without a
// custom loss has none of them, see page_widget.go.
type Page struct {
	_ [0]func()

	Tagline   string
	OtherLang string // the name of the other language, in that language
	OtherCode string // its ?lang= value

	Parameters string
	Choices    string
	Loss       string
	Value      string // the accessible name of a number field: "{name}, value"
	Class      string
	ClassPos   string
	ClassNeg   string
	ClassBoth  string
	Quantity   string
	Reset      string

	HoverHint string

	Formula      string
	FormulaIntro string
	FormulaPos   string
	FormulaNeg   string
	ClipOn       string
	ClipOff      string

	BadLink string // a malformed value of the URL

	CodeTitle   string
	CodeIntro   string
	CodeFor     string
	CodeClasses string
	CodeRan     string // the note on the code that runs in the tests
	CodeInput   string
	CodeInputs  [2]string // logits, probabilities
	Normaliser  string    // the divisor of the mean in PyTorch code
	Normalisers [4]string // valid, all, positives, avg_factor
	Curvature   string    // the second derivative that an objective of boosting returns
	Curvatures  [4]string // floor, exact, |p - y|, p(1 - p)
	NoObjective string    // of a loss without an objective
	Copy        string
	Copied      string

	ClassesTitle      string
	ClassesIntro      string
	ClassCount        string
	Bars              string
	BarsLogits        string
	BarsProbabilities string
	Smoothing         string
	Truth             string
	Prediction        string
	ClassName         string // class {k}
	ScoreOf           string // the accessible name of a bar
	AlphaOf           string
	ClassTotal        string
	LessonTitle       string
	LessonIntro       string
	Unweighted        string
	OneAlpha          string
	PerClass          string
	Verdict           string // length and cosine of a direction
	VerdictSame       string

	WrongTitle   string
	WrongIntro   string
	RightCode    string
	WrongCode    string
	ParityTitle  string
	ParityIntro  string
	ParityShow   string
	ParitySource string
	ParityDate   [2]string // with {date}; where it is not known
	ParityUses   [5]string // of package frameworks

	Compare Compare
	Live    Live
	Sandbox SandboxText

	NoScript  string
	NoWasm    string
	Failed    string
	Stopped   string // a program that had started
	LabFailed string // a panel's program
	Source    string

	Licences     string // third-party licences
	LicenceTexts string
}
