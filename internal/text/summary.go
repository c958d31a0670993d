package text

// Summary are the texts of the curves in words.
type Summary struct {
	_ [0]func() // see Messages

	Curves string // the curves of {loss} with its {values}, a sentence for each of its {classes}
	// the {loss} at {pt} of class {y}, {compared} with cross-entropy, and the gradient
	Class string
	Above string // "{times} times cross-entropy"
	Comma string // between the {values}

	Undefined string // in the place of the comparison, of a loss that is no number
}

var englishSummary = Summary{
	Curves: "{loss}, {values}. {classes}",
	Class:  "For y = {y} at pₜ = {pt} the loss is {loss}, {compared}, and the gradient {quantity} is {gradient}.",
	Above:  "{times} times cross-entropy",
	Comma:  ", ",

	Undefined: "undefined here",
}

var chineseSummary = Summary{
	Curves: "{loss}，{values}。{classes}",
	Class:  "y = {y}、pₜ = {pt} 时，损失为 {loss}，{compared}；{quantity}的梯度为 {gradient}。",
	Above:  "是交叉熵的 {times} 倍",
	Comma:  "，",

	Undefined: "此处无定义",
}
