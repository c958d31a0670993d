package main

import (
	"strconv"

	"lossexplorer/internal/panel/predictions"
	"lossexplorer/internal/predict/advise"
	"lossexplorer/internal/predict/bins"
	"lossexplorer/internal/predict/cure"
	"lossexplorer/internal/predict/pair"
	"lossexplorer/internal/state"
	"lossexplorer/internal/text"
)

// predictPanel holds the contents of the panel of the user's own predictions.
type predictPanel struct {
	T     *text.Predict
	Kinds []string // of scores, the first for a guess
	R     *text.Report
	Q     *text.Quality
	Soft  *text.SoftData
	Rows  []int // of the classes

	Curves     []predictCurve
	Steps      int // of the threshold
	Bins       []int
	CuresIs    string
	Codes      []string // summaries of the code of each method, "" for none
	Groups     []int
	GroupHeads []string
	GroupCells []int
	PairNames  []string

	AdviceIs                   string
	AdviceGammas, AdviceAlphas []string

	Totals []string
	Top    []int
	Gammas []string // the lines of Figure 4
	Bands  []string // of difficulty
	Maps   []predictMap
}

// A predictCurve is a diagram of the curve of all thresholds.
type predictCurve struct{ ID, Name, X, Y string }

// A predictMap is a heat map with its scale.
type predictMap struct {
	ID, Name, Low, High string
	Stops               []stop
}

type stop struct {
	At    float64
	Color string
}

func predictPanelOf(m *text.Messages) predictPanel {
	r := text.ReportOf(m)
	p := predictPanel{T: text.PredictOf(m), Kinds: []string{"", "probability", "logit", "percent"},
		R: r, Rows: make([]int, predictions.Classes),
		Totals: []string{r.Keras[0], r.Keras[1], r.Torch[0], r.Torch[1], r.Paper},
		Top:    make([]int, predictions.TopRows),
		Maps: []predictMap{
			{"easy", r.EasyNeg, "0", "1", []stop{{0, "#f7f7f7"}, {1, "#0072b2"}}},
			{"ratio", r.Ratio, "−3", "3", []stop{{0, "#0072b2"}, {0.5, "#f7f7f7"}, {1, "#b54708"}}},
		}}
	q := text.QualityOf(m)
	p.Q, p.Soft = q, text.SoftDataOf(m)
	p.Curves = []predictCurve{{"roc", q.ROC, q.Axes[0], q.Axes[1]},
		{"pr", q.PR, q.Axes[2], q.Axes[3]}}
	p.Steps, p.Bins, p.Groups = predictions.ThresholdSteps, make([]int, predictions.Bins),
		make([]int, predictions.Groups)
	p.CuresIs = text.Fill(q.CuresIs, "folds", strconv.Itoa(cure.Folds))
	p.Codes = make([]string, cure.Methods)
	for m := cure.None + 1; int(m) < cure.Methods; m++ {
		p.Codes[m] = text.Fill(q.CureCode, "method", q.Methods[m])
	}
	for i, head := range q.GroupHeads {
		if i != 3 { // the loss, which changes
			p.GroupHeads = append(p.GroupHeads, head)
		}
	}
	for i := range p.GroupHeads[1:] {
		p.GroupCells = append(p.GroupCells, i+1)
	}
	p.PairNames = q.PairNames[pair.NLL:]
	p.AdviceIs = text.Fill(q.AdviceIs, "ridge", state.Format(advise.Ridge), "folds",
		strconv.Itoa(advise.Folds))
	for _, gamma := range advise.Gammas {
		p.AdviceGammas = append(p.AdviceGammas, state.Format(gamma))
	}
	for _, alpha := range advise.Alphas {
		p.AdviceAlphas = append(p.AdviceAlphas, state.Format(alpha))
	}
	for _, gamma := range predictions.Gammas() {
		p.Gammas = append(p.Gammas, "γ = "+state.Format(gamma))
	}
	p.Gammas = append(p.Gammas, text.SandboxPageOf(m).Current)
	for i := range bins.Bands {
		p.Bands = append(p.Bands,
			state.Format(float64(i)/bins.Bands)+"–"+state.Format(float64(i+1)/bins.Bands))
	}
	return p
}
