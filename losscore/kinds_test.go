package losscore

// A testKind makes losses of one type from the values of its parameters, for
// tests that run over all types. Package catalog tests the losses that the
// explorer offers.
type testKind struct {
	ID     string
	Params []testParam // the clip is the last
	New    func(v []float64) Loss
}

type testParam struct {
	Name              string
	Min, Max, Default float64
	Switch            bool // is 0 or 1
}

func testKinds() []testKind {
	clip := testParam{Name: "epsilon", Max: 0.1, Default: 1e-7}
	return []testKind{
		{"asymmetric", []testParam{{Name: "gamma_pos", Max: 10, Default: 1},
			{Name: "gamma_neg", Max: 10, Default: 4},
			{Name: "margin", Max: 0.5, Default: 0.05}, clip},
			func(v []float64) Loss {
				return Asymmetric{GammaPos: v[0], GammaNeg: v[1], Margin: v[2], Epsilon: v[3]}
			}},
		{"cross-entropy", []testParam{clip},
			func(v []float64) Loss { return Focal{Epsilon: v[0]} }},
		{"distillation", []testParam{{Name: "temperature", Min: 0.25, Max: 20, Default: 4}, clip},
			func(v []float64) Loss { return Distillation{Temperature: v[0], Epsilon: v[1]} }},
		{"focal", []testParam{{Name: "gamma", Max: 10, Default: 2},
			{Name: "balanced", Max: 1, Default: 1, Switch: true},
			{Name: "alpha", Max: 1, Default: 0.25}, clip},
			func(v []float64) Loss {
				return Focal{Gamma: v[0], Balanced: v[1] != 0, Alpha: v[2], Epsilon: v[3]}
			}},
		{"focal-star", []testParam{{Name: "gamma", Min: 0.1, Max: 10, Default: 2},
			{Name: "beta", Min: -5, Max: 5, Default: 1}, clip},
			func(v []float64) Loss { return FocalStar{Gamma: v[0], Beta: v[1], Epsilon: v[2]} }},
		{"generalized", []testParam{{Name: "q", Max: 1, Default: 0.7}, clip},
			func(v []float64) Loss { return GeneralizedCE{Q: v[0], Epsilon: v[1]} }},
		{"heatmap", []testParam{{Name: "gamma", Max: 10, Default: 2},
			{Name: "beta", Max: 10, Default: 4}, clip},
			func(v []float64) Loss { return HeatmapFocal{Gamma: v[0], Beta: v[1], Epsilon: v[2]} }},
		{"monai", []testParam{{Name: "gamma", Max: 10, Default: 2},
			{Name: "balanced", Max: 1, Default: 1, Switch: true},
			{Name: "alpha", Max: 1, Default: 0.25}, clip},
			func(v []float64) Loss {
				return MONAIFocal{Gamma: v[0], Balanced: v[1] != 0, Alpha: v[2], Epsilon: v[3]}
			}},
		{"poly1", []testParam{{Name: "poly", Min: -1, Max: 8, Default: 2},
			{Name: "gamma", Max: 10}, clip},
			func(v []float64) Loss { return Poly1{Poly: v[0], Gamma: v[1], Epsilon: v[2]} }},
		{"quality", []testParam{{Name: "beta", Max: 10, Default: 2}, clip},
			func(v []float64) Loss { return QualityFocal{Beta: v[0], Epsilon: v[1]} }},
		{"smoothed", []testParam{{Name: "label_smoothing", Max: 0.95, Default: 0.1}, clip},
			func(v []float64) Loss { return SmoothedCE{LabelSmoothing: v[0], Epsilon: v[1]} }},
		{"varifocal", []testParam{{Name: "gamma", Max: 10, Default: 2},
			{Name: "alpha", Min: 0.05, Max: 2, Default: 0.75}, clip},
			func(v []float64) Loss { return Varifocal{Gamma: v[0], Alpha: v[1], Epsilon: v[2]} }},
		{"weighted", []testParam{{Name: "pos_weight", Min: 0.05, Max: 20, Default: 3}, clip},
			func(v []float64) Loss { return WeightedCE{PosWeight: v[0], Epsilon: v[1]} }},
	}
}

func testKindOf(id string) testKind {
	for _, k := range testKinds() {
		if k.ID == id {
			return k
		}
	}
	panic("no loss " + id)
}

// Param returns the index of the parameter with the name in Params, -1 if there
// is none.
func (k testKind) Param(name string) int {
	for i, p := range k.Params {
		if p.Name == name {
			return i
		}
	}
	return -1
}
