package text

// Access are the texts of what makes the page easy to use for everyone: the
// theme, the keyboard's shortcuts, the curves in words and in numbers.
type Access struct {
	Theme       string
	ThemeSystem string
	ThemeLight  string
	ThemeDark   string
}

var englishAccess = Access{
	Theme:       "Theme",
	ThemeSystem: "by system",
	ThemeLight:  "light",
	ThemeDark:   "dark",
}

var chineseAccess = Access{
	Theme:       "主题",
	ThemeSystem: "跟随系统",
	ThemeLight:  "浅色",
	ThemeDark:   "深色",
}
