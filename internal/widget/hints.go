package widget

import (
	"lossexplorer/internal/catalog"
	"lossexplorer/internal/state"
)

// Hint returns the purpose of the attribute, in the languages of the explorer. It stands apart
// from Attribute so that programs in WebAssembly need not hold the sentences.
func (a Attribute) Hint() catalog.Text {
	for _, p := range Params() {
		if a.Key == p.Name {
			return p.Hint
		}
	}
	return hints[a.Name]
}

var hints = map[string]catalog.Text{
	state.LossKey: {English: "The loss that is drawn.", Chinese: "所绘制的损失。"},
	state.FormulaKey: {English: "A custom loss as a formula, in place of loss.",
		Chinese: "以公式给出的自定义损失，代替 loss。"},
	Label:             {English: "The label y that the curves are for: 1, 0, both, or a number between 0 and 1.", Chinese: "曲线所对应的标签 y：1、0、both，或 0 与 1 之间的数。"},
	state.GradientKey: {English: "What the gradient is taken with respect to; for a soft label pt is p.", Chinese: "梯度对哪个量求导；标签为软标签时，pt 即 p。"},
	state.XKey:        {English: "What the x axis shows; for a soft label pt is p, the probability of y = 1.", Chinese: "横轴表示的量；标签为软标签时，pt 即 p，y = 1 的概率。"},
	state.ScaleKey:    {English: "The scale of the y axes.", Chinese: "纵轴的刻度。"},
	state.QuantityKey: {English: "The value, the value minus cross-entropy, or the value ÷ cross-entropy.", Chinese: "数值、减去交叉熵之差，或与交叉熵之比。"},
	"x-range": {English: "The part of the x axis that is shown.",
		Chinese: "横轴的显示范围。"},
	"loss-range":      {English: "The part of the loss axis that is shown; of a logarithmic one as exponents of ten.", Chinese: "损失轴的显示范围；对数轴写以 10 为底的指数。"},
	"gradient-range":  {English: "The part of the gradient axis that is shown; of a logarithmic one as exponents of ten.", Chinese: "梯度轴的显示范围；对数轴写以 10 为底的指数。"},
	"curvature-range": {English: "The part of the curvature axis that is shown; of a logarithmic one as exponents of ten.", Chinese: "曲率轴的显示范围；对数轴写以 10 为底的指数。"},
	Compare:           {English: "Comparison curves: a loss with the values of its parameters in their order, several separated by ~.", Chinese: "对比曲线：损失及其按次序排列的参数值，多条用 ~ 分隔。"},
	Names: {English: "Names of the comparison curves, separated by ~.",
		Chinese: "对比曲线的名称，用 ~ 分隔。"},
	state.WrongKey: {English: "Also draw the focal loss as a common tutorial computes it, which is wrong.", Chinese: "同时画出一份常见教程中有误的焦点损失。"},
	View:           {English: "The charts.", Chinese: "显示的图表。"},
	Controls:       {English: "Shows the sliders; none hides them. Old pages name the sliders here.", Chinese: "显示滑块；none 隐藏。旧页面在此列出滑块。"},
	Sliders:        {English: "The parameters that have a slider.", Chinese: "带滑块的参数。"},
	Menu:           {English: "Entries of the menu: open the view in the explorer, save a picture or a table, copy the markup. Without a value it has all of them.", Chinese: "菜单项：在探索器中打开此视图、保存图片或表格、复制代码。不写值时包含全部。"},
	Theme: {English: "The colours; auto follows the page.",
		Chinese: "配色；auto 跟随页面。"},
	Lang: {English: "The language; without it, that of the page.",
		Chinese: "语言；不写则与页面相同。"},
	Height: {English: "The height of a chart; a number alone is in pixels.",
		Chinese: "图表高度；只写数字时单位为像素。"},
	Source:   {English: "The address of a JSON file with attributes; those of the element take precedence.", Chinese: "含属性的 JSON 文件地址；元素自身的属性优先。"},
	Explorer: {English: "The address of the explorer that the menu opens; without it, where the script comes from.", Chinese: "菜单所打开的探索器地址；不写则为脚本来源。"},
}
