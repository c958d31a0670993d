package text

// A Card has the text of a picture that stands for a link.
type Card struct {
	Says string // the effect of {loss} on an easy and a hard example: {easy}, {hard}
}

// CardOf returns the text of m's language.
func CardOf(m *Messages) *Card {
	if m.Code == chinese.Code {
		return &chineseCard
	}
	return &englishCard
}

var englishCard = Card{
	Says: "{loss}, against cross-entropy: an easy example counts {easy}, a hard one pulls {hard}",
}

var chineseCard = Card{
	Says: "{loss}，与交叉熵相比：易分样本的损失{easy}，难分样本的梯度{hard}",
}
