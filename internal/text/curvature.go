package text

// Curvature are the texts of the third chart.
type Curvature struct {
	Title string
	Show  string
	Is    string
}

// CurvatureOf returns the texts of m's language.
func CurvatureOf(m *Messages) *Curvature {
	if m.Code == chinese.Code { // also of a copy
		return &chineseCurvature
	}
	return &englishCurvature
}

var englishCurvature = Curvature{
	Title: "Curvature of one example",
	Show:  "Curvature, d²L/dx²",
	Is:    "The second derivative with respect to the logit, which boosting divides by. For hard labels, the focal loss’ is negative where the model is very wrong: for γ = 2 below pₜ = 0.058.",
}

var chineseCurvature = Curvature{
	Title: "单个样本的曲率",
	Show:  "曲率 d²L/dx²",
	Is:    "损失对 logit 的二阶导数，梯度提升以它为除数。标签为硬标签且模型错得很厉害时，焦点损失的曲率为负：γ = 2 时为 pₜ < 0.058。",
}
