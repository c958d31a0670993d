package text

var english = Messages{
	Lang:  "en",
	Code:  "en",
	Title: "Loss explorer",

	Off: "off",

	LossChart:     "Loss of one example",
	GradientChart: "Gradient of one example",
	LossAxis:      "loss",
	GradientPt:    "dL/dpₜ",
	GradientLogit: "dL/dx (x: logit)",

	GradientPull:     "|dL/dx|, pull on the logit x",
	GradientRelative: "pull ÷ that of cross-entropy",
	PtAxis:           "pₜ, probability given to the true class",
	ByPt:             "with respect to pₜ",
	ByLogit:          "with respect to the logit",
	ProbAxis:         "p, probability of y = 1",
	LogitAxis:        "x = ln(p/(1−p)), logit of y = 1",
	DifferenceOf:     "{quantity} − cross-entropy’s",
	RatioOf:          "{quantity} ÷ cross-entropy’s",
	AbsoluteOf:       "|{quantity}|",
	LineOf:           "{loss}, y = {y}",
	CrossEntropy:     "cross-entropy",
	CrossPos:         "cross-entropy, y = 1",
	CrossNeg:         "cross-entropy, y = 0",
	Readout:          "y = {y}: pₜ = {pt}, loss {loss}, gradient {gradient}",
	Below:            "{times}× smaller than cross-entropy",
	Equal:            "equal to cross-entropy",
	Against:          "against cross-entropy: loss {loss}, gradient {gradient}",

	BadNumber: "“{value}” is not a number.",
	BadChoice: "That is not one of the choices.",
	Outside:   "{name} must be {allowed}; {value} is not.",
	Finite:    "a finite number",
	AtLeast:   "a number of at least {least}",
	Above:     "a number above {least}",
	Between:   "a number from {least} to {most}",
	HalfOpen:  "at least {least} and below {most}",
	Inside:    "above {least} and below {most}",

	CopyFailed: "The browser refused; the code is selected, so copy it with the keyboard.",

	Wrong: "the broken code’s loss",

	Summary: englishSummary,

	Widget: widgetEnglish,

	Page: englishPage,
}
