package code

import (
	"errors"
	"math"
	"testing"

	"lossexplorer/internal/catalog"
	"lossexplorer/losscore"
)

// scores are raw scores, on both sides of where the curvature changes its sign.
var scores = []float64{-30, -8, -3, -1.5, -1, -0.3, 0, 0.2, 0.9, 2, 4, 11, 40}

// The derivatives are losscore's, and in XGBoost the objective trains on the sample
// data from the start score, at which the mean gradient is 0.
func TestBoosting(t *testing.T) {
	type input struct {
		Source string    `json:"source"`
		Scores []float64 `json:"scores"`
		Sample string    `json:"sample"`
	}
	type setting struct {
		boosting Boosting
		kind     *catalog.Kind
		values   []float64
	}
	var in []input
	var all []setting
	focal, ce, weighted := catalog.KindOf("focal"), catalog.KindOf("cross-entropy"),
		catalog.KindOf("weighted")
	for _, lib := range Libraries {
		for _, c := range Curvatures {
			for _, s := range []setting{
				{Boosting{lib, c, 0.097}, focal, []float64{2, 0, 0.25, 0}},
				{Boosting{lib, c, 0.097}, focal, []float64{0.5, 1, 0.75, 0}},
				{Boosting{lib, c, 0.097}, ce, []float64{0}},
				{Boosting{lib, c, 0.097}, weighted, []float64{3, 0}},
			} {
				source, err := WriteBoosting(s.boosting, s.kind, s.values)
				if err != nil {
					t.Fatal(err)
				}
				sample := ""
				if lib == XGBoost && (c == Floor || s.kind == focal) {
					sample = "../../predict/sample/satellite.csv"
				}
				in, all = append(in, input{source, scores, sample}), append(all, s)
			}
		}
	}
	var out []struct {
		Gradient, Curvature [2][]float64 // of label 0 and 1
		Loss                [2][]float64
		Start               float64
		First, Last         float64 // the metric, before and after training
		MeanGradient        float64 // at the start
		Weighs              bool    // sample weights count, in the objective and the metric
		Repeated            float64 // how far a weight of 3 is from three rows
		Refused             int     // calls with labels that are no classes, of six
	}
	runPython(t, in, &out, "boost.py")
	for i, o := range out {
		s := all[i]
		l := s.kind.New(s.values).(losscore.Loss2)
		for y := range 2 {
			for j, x := range scores {
				loss, dx, dxx := l.AtLogit2(float64(y), x)
				_, positive, negative, _ := weightsOf(s.kind, s.values)
				balance, p := [2]float64{negative, positive}[y], 1/(1+math.Exp(-x))
				switch s.boosting.Curvature {
				case Floor:
					dxx = max(dxx, 1e-6)
				case Gap:
					dxx = max(balance*math.Abs(p-float64(y)), 1e-6)
				case Logistic:
					dxx = max(balance*p*(1-p), 1e-6)
				}
				if off(o.Gradient[y][j], dx) || off(o.Curvature[y][j], dxx) ||
					off(o.Loss[y][j], loss) {
					t.Errorf("%+v, %s %v, y %d at %v: %v, %v, %v, want %v, %v, %v", s.boosting,
						s.kind.ID, s.values, y, x,
						o.Loss[y][j], o.Gradient[y][j], o.Curvature[y][j], loss, dx, dxx)
				}
			}
		}
		if o.Refused != 6 {
			t.Errorf("%+v, %s: %d of 6 calls with labels that are no classes are refused",
				s.boosting, s.kind.ID, o.Refused)
		}
		if !o.Weighs || o.Repeated > 1e-3 {
			t.Errorf("%+v, %s: sample weights count: %v; a weight of 3 is %v from three rows",
				s.boosting, s.kind.ID, o.Weighs, o.Repeated)
		}
		start, _ := losscore.Optimum(l, s.boosting.Prevalence)
		if math.Abs(o.Start-start) > 5e-5 {
			t.Errorf("%s %v starts at %v, want %v", s.kind.ID, s.values, o.Start, start)
		}
		if in[i].Sample != "" {
			if math.Abs(o.MeanGradient) > 1e-3 || !(o.Last < 0.8*o.First) {
				t.Errorf("%+v, %s %v: mean gradient %v, metric from %v to %v", s.boosting,
					s.kind.ID, s.values, o.MeanGradient, o.First, o.Last)
			}
		}
	}
}

func off(got, want float64) bool { return !(math.Abs(got-want) <= 1e-9*math.Abs(want)+1e-15) }

func TestBoostingGolden(t *testing.T) {
	focal := catalog.KindOf("focal")
	for _, lib := range Libraries {
		s, err := WriteBoosting(Boosting{Library: lib, Prevalence: 0.01}, focal,
			[]float64{2, 0, 0.25, 1e-7})
		if err != nil {
			t.Fatal(err)
		}
		golden(t, "boosting."+string(lib), s)
	}
}

// The prior is not the start of focal loss.
func TestStart(t *testing.T) {
	focal := catalog.KindOf("focal")
	start, logOdds, err := Start(focal, []float64{2, 0, 0.25, 1e-7}, 0.01)
	if err != nil || math.Abs(logOdds+4.59512) > 1e-5 || !(start > logOdds+1) {
		t.Errorf("start %v, log-odds %v, %v", start, logOdds, err)
	}
	if start, logOdds, _ := Start(focal, []float64{0, 0, 0.25, 0},
		0.01); math.Abs(start-logOdds) > 1e-9 {
		t.Errorf("cross-entropy starts at %v, log-odds %v", start, logOdds)
	}
	for _, tt := range []struct {
		b      Boosting
		k      *catalog.Kind
		values []float64
	}{
		{Boosting{Prevalence: 0}, focal, []float64{2, 0, 0.25, 0}},
		{Boosting{Prevalence: 0.1, Library: "sklearn"}, focal, []float64{2, 0, 0.25, 0}},
		{Boosting{Prevalence: 0.1, Curvature: "square"}, focal, []float64{2, 0, 0.25, 0}},
		{Boosting{Prevalence: 0.1}, focal, []float64{2}},
		{Boosting{Prevalence: 0.1}, focal, []float64{-1, 0, 0.25, 0}},
		{Boosting{Prevalence: 0.1}, catalog.KindOf("asymmetric"),
			defaults(catalog.KindOf("asymmetric"))},
	} {
		if s, err := WriteBoosting(tt.b, tt.k, tt.values); s != "" || err == nil {
			t.Errorf("%+v, %s %v: %q, %v", tt.b, tt.k.ID, tt.values, s, err)
		}
	}
	_, err = WriteBoosting(Boosting{Prevalence: 0.1}, catalog.KindOf("poly1"),
		defaults(catalog.KindOf("poly1")))
	var unsupported *UnsupportedError
	if !errors.As(err, &unsupported) {
		t.Errorf("poly1: %v", err)
	}
}
