// Package text holds every text of the explorer in its two languages.
package text

import "strings"

// Messages are the texts of one language. A text in which something is put
// names it in braces, see Fill.
type Messages struct {
	_ [0]func() // not comparable: what compares all these would be 1 KB of the compressed program

	Lang      string // the HTML lang attribute
	Code      string // its ?lang= value
	Title     string
	Tagline   string
	OtherLang string // the name of the other language, in that language
	OtherCode string // its ?lang= value

	Parameters string
	Choices    string
	Loss       string
	Off        string
	Value      string // the accessible name of a number field: "{name}, value"
	Class      string
	ClassPos   string
	ClassNeg   string
	ClassBoth  string
	Quantity   string
	ByPt       string
	ByLogit    string
	Reset      string

	LossChart     string
	GradientChart string
	LossAxis      string
	GradientPt    string
	GradientLogit string

	GradientPull     string // its size
	GradientRelative string // the size divided by that of cross-entropy
	PtAxis           string
	LineOf           string // a curve: {loss} and y
	CrossEntropy     string
	CrossPos         string
	CrossNeg         string
	HoverHint        string
	Readout          string // one class' reading at {pt}
	Below            string // "{times} below cross-entropy"
	Equal            string

	Formula      string
	FormulaIntro string
	FormulaPos   string
	FormulaNeg   string
	ClipOn       string
	ClipOff      string

	BadLink   string // a malformed value of the URL
	BadNumber string
	BadChoice string
	Outside   string // {name} must be {allowed}
	Finite    string // the values that are allowed, from {least} to {most}
	AtLeast   string
	Above     string
	Between   string
	HalfOpen  string
	Inside    string // without both ends

	CodeTitle   string
	CodeIntro   string
	CodeFor     string
	CodeClasses string
	CodeInput   string
	CodeInputs  [2]string // logits, probabilities
	Normaliser  string    // what the mean of PyTorch code divides by
	Normalisers [4]string // valid, all, positives, avg_factor
	Curvature   string    // what an objective of boosting returns for the second derivative
	Curvatures  [4]string // floor, exact, |p - y|, p(1 - p)
	NoObjective string    // of a loss without an objective
	Copy        string
	Copied      string
	CopyFailed  string

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

	Wrong        string // the line of the tutorial's broken code
	WrongTitle   string
	WrongIntro   string
	RightCode    string
	WrongCode    string
	ParityTitle  string
	ParityIntro  string
	ParityShow   string
	ParitySource string

	Compare Compare
	Live    Live

	NoScript  string
	NoWasm    string
	Failed    string
	Stopped   string // a program that had started
	LabFailed string // a panel's program
	Source    string

	Licences     string // what the page has of others
	LicenceTexts string

	Summary Summary
	Sandbox SandboxText
	Widget  Widget
}

// For returns the messages of a BCP 47 language tag: Simplified Chinese for
// zh and its variants, English for every other tag.
func For(tag string) *Messages {
	if strings.HasPrefix(strings.ToLower(tag), "zh") {
		return &chinese
	}
	return &english
}

// All returns the messages of every language, the default first.
func All() []*Messages { return []*Messages{&english, &chinese} }

// Fill replaces {name} in the message by the value that follows the name.
func Fill(message string, namesAndValues ...string) string {
	for i := 0; i+1 < len(namesAndValues); i += 2 {
		message = strings.ReplaceAll(message, "{"+namesAndValues[i]+"}", namesAndValues[i+1])
	}
	return message
}
