package text

// Keep are the texts of undoing, sharing and exporting, and of new versions.
// Like Access they are part of the served page only.
type Keep struct {
	Title string // the accessible name of the group
	Undo  string
	Redo  string

	Permalink string
	Share     string
	Copied    string
	Refused   string // before the link, which is selected

	Export   string
	Values   string // of both charts, as CSV
	Loss     string
	Gradient string
	SaveAs   string // the accessible name of a chart's button: {what} as {format}
	Saved    string // {file}
	Failed   string

	NewVersion string
	Reload     string
}

// KeepOf returns the texts of m's language.
func KeepOf(m *Messages) *Keep {
	if m == &chinese {
		return &chineseKeep
	}
	return &englishKeep
}

var englishKeep = Keep{
	Title: "Undo, share, export",
	Undo:  "Undo",
	Redo:  "Redo",

	Permalink: "Permalink",
	Share:     "Share",
	Copied:    "Link copied.",
	Refused:   "The browser refused; the link is selected, so copy it with the keyboard:",

	Export:   "Export",
	Values:   "Values of both charts",
	Loss:     "Loss chart",
	Gradient: "Gradient chart",
	SaveAs:   "{what} as {format}",
	Saved:    "Saved as {file}.",
	Failed:   "The browser could not draw the picture.",

	NewVersion: "A new version is ready.",
	Reload:     "Reload",
}

var chineseKeep = Keep{
	Title: "撤销、分享、导出",
	Undo:  "撤销",
	Redo:  "重做",

	Permalink: "永久链接",
	Share:     "分享",
	Copied:    "链接已复制。",
	Refused:   "浏览器不允许自动复制；链接已选中，请用键盘复制：",

	Export:   "导出",
	Values:   "两图的数值",
	Loss:     "损失图",
	Gradient: "梯度图",
	SaveAs:   "{what}，{format} 格式",
	Saved:    "已保存为 {file}。",
	Failed:   "浏览器无法绘制该图片。",

	NewVersion: "新版本已就绪。",
	Reload:     "重新加载",
}
