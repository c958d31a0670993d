package text

// Hide are the sentences on addresses that hide parts of a page.
type Hide struct {
	Unknown   string // {name}, {choices}
	OpenPlace string // {name}, {other}
	LastPlace string // {name}
}

// HideOf returns the texts of m's language.
func HideOf(m *Messages) *Hide {
	if m == &chinese {
		return &chineseHide
	}
	return &englishHide
}

var englishHide = Hide{
	Unknown:   "Not a part that can be hidden: {name}. The choices are {choices}.",
	OpenPlace: "The address opens the place {name}, which it hides; {other} is shown instead.",
	LastPlace: "The address hides every place; {name} is shown.",
}

var chineseHide = Hide{
	Unknown:   "没有可隐藏的部分：{name}。可选值：{choices}。",
	OpenPlace: "网址要打开的页面 {name} 已被它隐藏，现显示 {other}。",
	LastPlace: "网址隐藏了所有页面，现仍显示 {name}。",
}
