// Package text holds every text of the explorer in its two languages.
package text

import "strings"

// Messages are the texts of one language. A text in which something is put
// names it in braces, see Fill.
type Messages struct {
	_ [0]func() // not comparable: comparing these would be 1 KB of the compressed program

	Lang  string // the HTML lang attribute
	Code  string // its ?lang= value
	Title string

	Off     string
	ByPt    string
	ByLogit string

	LossChart     string
	GradientChart string
	LossAxis      string
	GradientPt    string
	GradientLogit string

	GradientPull     string // its size
	GradientRelative string // the size divided by cross-entropy's
	PtAxis           string
	ProbAxis         string
	LogitAxis        string
	DifferenceOf     string // {quantity} minus cross-entropy's
	RatioOf          string
	AbsoluteOf       string
	LineOf           string // a curve: {loss} and y
	CrossEntropy     string
	CrossPos         string
	CrossNeg         string
	Readout          string // one class' reading at {pt}
	Against          string // its ratios to cross-entropy, {loss} and {gradient}
	Below            string // "{times} below cross-entropy"
	Equal            string

	BadNumber string
	BadChoice string
	Outside   string // {name} must be {allowed}
	Finite    string // the values that are allowed, from {least} to {most}
	AtLeast   string
	Above     string
	Between   string
	HalfOpen  string
	Inside    string // without both ends

	CopyFailed string

	Wrong string // the line of the tutorial's broken code

	Summary Summary
	Widget  Widget

	Page
}

// For returns the messages of a BCP 47 language tag: Simplified Chinese for
// zh and its variants, English for every other tag.
func For(tag string) *Messages {
	if strings.HasPrefix(Lower(tag), "zh") {
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
