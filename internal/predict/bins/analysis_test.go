package bins

import (
	"math"
	"slices"
	"testing"

	"lossexplorer/internal/catalog"
	"lossexplorer/internal/predict"
)

// prepared is a view of one of the hard distributions, and its rows.
func prepared(t testing.TB, name string, epsilon float64) (*View, *predict.Rows) {
	t.Helper()
	for _, h := range hard {
		if h.name == name {
			all := rows(h.c, 5000, h.row)
			b := New(NewLayout(h.c, epsilon))
			b.Add(all, all.Logits(nil))
			return b.View(), all
		}
	}
	t.Fatal(name)
	return nil, nil
}

// With the suggested alpha the classes have the same gradient.
func TestAlpha(t *testing.T) {
	v, _ := prepared(t, "spread", 1e-7)
	for _, gamma := range []float64{0, 2, 7.5} {
		var m Measurement
		v.Measure(&m, focal(t, gamma, 0.9, 1e-7).Unweighted())
		alpha := m.Alpha()
		w := m.Weights()
		if d := w[1]/(w[0]+w[1]) - alpha; math.Abs(d) > 1e-14 {
			t.Errorf("gamma %g: weights %v, alpha %v", gamma, w, alpha)
		}
		negative, positive := m.Class(0), m.Class(1)
		if mean := (w[0]*negative.Count + w[1]*positive.Count) / 5000; math.Abs(mean-1) > 1e-12 {
			t.Errorf("gamma %g: weights %v have the mean %v", gamma, w, mean)
		}
		v.Measure(&m, focal(t, gamma, alpha, 1e-7))
		if ratio := m.Class(1).Gradient / m.Class(0).Gradient; !(math.Abs(ratio-1) <= 1e-12) {
			t.Errorf("gamma %g, alpha %v: the ratio is %v", gamma, alpha, ratio)
		}
	}
}

// The curves are those of the rows sorted by their losses.
func TestCumulative(t *testing.T) {
	for _, h := range hard {
		v, all := prepared(t, h.name, 1e-7)
		s := focal(t, 2, 0.25, 1e-7)
		for class := range 2 {
			var losses []float64
			total := 0.
			for i, k := range all.Class {
				if int(k) != class {
					continue
				}
				var loss float64
				if h.c.Logits() {
					loss, _ = s.whole.AtLogit(float64(k), all.Score[i])
				} else {
					loss, _ = s.whole.AtProb(float64(k), all.Score[i])
				}
				losses = append(losses, loss)
				total += loss
			}
			slices.Sort(losses)
			curve := v.Cumulative(nil, s, class, 100)
			if n := len(curve); n < 4 || n > 500 || curve[0] != 0 || curve[1] != 0 ||
				curve[n-2] != 1 || curve[n-1] != 1 {
				t.Fatalf("%s: the curve is %v", h.name, curve)
			}
			sum, next := 0., 0
			for i := 2; i < len(curve); i += 2 {
				for next < len(losses) && float64(next+1) <= curve[i]*float64(len(losses))+1e-6 {
					sum += losses[next]
					next++
				}
				// A point may be between the rows of a bin.
				part := curve[i]*float64(len(losses)) - float64(next)
				want := sum
				if next < len(losses) {
					want += part * losses[next]
				}
				if got := curve[i+1]; !(math.Abs(got-want/total) <= 1e-3) {
					t.Fatalf("%s, class %d: at %v the curve is %v, want %v", h.name, class,
						curve[i], got, want/total)
				}
				if curve[i] < curve[i-2] || curve[i+1] < curve[i-1] {
					t.Fatalf("%s: the curve falls: %v", h.name, curve)
				}
			}
		}
	}
}

func TestCalibration(t *testing.T) {
	for _, h := range hard {
		v, all := prepared(t, h.name, 1e-7)
		var want [Groups]Group
		for i, k := range all.Class {
			p := all.Score[i]
			if h.c.Logits() {
				p = sigmoid(p)
			}
			group := 0
			for group < Groups-1 && p >= float64(group+1)/Groups {
				group++
			}
			want[group].Count++
			want[group].Positives += float64(k)
			want[group].Predicted += p
		}
		ece := 0.
		for _, g := range want {
			ece += math.Abs(g.Positives-g.Predicted) / 5000
		}
		got, gotECE, ok := v.Calibration()
		if !ok || !(math.Abs(gotECE-ece) <= 1e-6*ece) {
			t.Errorf("%s: ECE %v, want %v", h.name, gotECE, ece)
		}
		for k, g := range got {
			w := want[k]
			if math.Abs(g.Count-w.Count) > 1e-9*w.Count ||
				math.Abs(g.Positives-w.Positives) > 1e-9*w.Positives ||
				!(math.Abs(g.Predicted-w.Predicted) <= 1e-6*w.Predicted) {
				t.Errorf("%s, group %d: %+v, want %+v", h.name, k, g, w)
			}
		}
	}
}

// The map agrees with measurements of every setting.
func TestHeat(t *testing.T) {
	v, _ := prepared(t, "spread", 1e-7)
	gammas, alphas := []float64{0, 1.5, 4}, []float64{0.1, 0.5, 0.99}
	heat := v.Heat(focal(t, 2, 0.25, 1e-7), gammas, alphas)
	for i, gamma := range gammas {
		for j, alpha := range alphas {
			var m Measurement
			v.Measure(&m, focal(t, gamma, alpha, 1e-7))
			easy := 0.
			for i, b := range m.Bands(0) {
				if i >= Bands/2 {
					easy += b.Loss
				}
			}
			want := Cell{easy / m.Total().Loss, m.Class(1).Gradient / m.Class(0).Gradient}
			got := heat[i][j]
			if math.Abs(got.EasyNegatives/want.EasyNegatives-1) > 1e-12 ||
				math.Abs(got.Ratio/want.Ratio-1) > 1e-12 {
				t.Errorf("gamma %g, alpha %g: %+v, want %+v", gamma, alpha, got, want)
			}
		}
	}
}

// The map for any clip is that for this one, but for the bin that it divides.
func TestMap(t *testing.T) {
	d := large(300000)
	gammas, alphas := []float64{0, 1.5, 4}, []float64{0.1, 0.5, 0.99}
	base := d.View(0)
	for k := range base.class {
		if !slices.IsSorted(base.class[k].z) {
			t.Fatalf("the nodes of class %d are not in order", k)
		}
	}
	m := base.Map(focal(t, 2, 0.25, 0), gammas)
	for _, epsilon := range []float64{0, 1e-7, 1e-3, 0.05, 0.3} {
		want, got := d.View(epsilon).Heat(focal(t, 2, 0.25, epsilon), gammas, alphas),
			m.Cells(epsilon, alphas)
		for i := range want {
			for j, w := range want[i] {
				if g := got[i][j]; math.Abs(g.EasyNegatives/w.EasyNegatives-1) > 0.01 ||
					math.Abs(g.Ratio/w.Ratio-1) > 0.01 {
					t.Errorf("epsilon %g, gamma %g, alpha %g: %+v, want %+v", epsilon, gammas[i],
						alphas[j], g, w)
				}
			}
		}
	}
	for _, epsilon := range []float64{0, 1e-7, 0.05} {
		for class := range 2 {
			for i, gamma := range gammas {
				want := d.View(epsilon).Cumulative(nil, focal(t, gamma, 0.25, epsilon), class, 50)
				got := m.Cumulative(nil, i, class, epsilon, 50)
				if len(got) < 100 || len(want) < 100 {
					t.Fatalf("%d and %d numbers", len(got), len(want))
				}
				for k := 0; k < len(got); k += 2 {
					x, y := got[k], got[k+1]
					j := 0
					for want[j+2] < x {
						j += 2
					}
					share := (x - want[j]) / (want[j+2] - want[j])
					if line := want[j+1] + share*(want[j+3]-want[j+1]); x != want[j] &&
						math.Abs(y-line) > 0.02 {
						t.Errorf("epsilon %g, gamma %g, class %d: %g at %g, want %g", epsilon,
							gamma, class, y, x, line)
					}
				}
			}
		}
	}
	poly, err := NewSetting(catalog.KindOf("poly1"), []float64{1, 1, 0})
	if err != nil || base.Map(poly, gammas) != nil {
		t.Error("a loss without alpha has a map")
	}
}

// Three classes: each truth has the loss of its own probability.
func TestClasses(t *testing.T) {
	c := predict.Columns{Label: 0, Scores: []int{1, 2, 3}, Kind: predict.Logits}
	var all predict.Rows
	all.Reset(c)
	all.AddNumbers(1, []float64{2, 1, 2, 3})
	all.AddNumbers(2, []float64{0, 0, 0, 0})
	all.AddNumbers(3, []float64{0, -20, 0, 0})
	l := NewLayout(c, 1e-7)
	b := New(l)
	z := all.Logits(nil)
	b.Add(&all, z)
	s := focal(t, 2, 0.25, 1e-7).Unweighted()
	var m Measurement
	v := b.View()
	v.Measure(&m, s)
	e := NewExact(l, s)
	e.Add(&all, z, nil)
	pt := 1 / (1 + math.Exp(-1) + math.Exp(-2))
	last := 20 + math.Log(2+math.Exp(-20))
	if clip := -math.Log(1e-7); last > clip {
		last = clip * (1 - 1e-7) * (1 - 1e-7)
	}
	want := []float64{math.Log(3)*4/9 + last, 0, -(1 - pt) * (1 - pt) * math.Log(pt)}
	for k := range 3 {
		for _, got := range []float64{m.Class(k).Loss, e.Class(k).Loss} {
			if math.Abs(got-want[k]) > 1e-12 {
				t.Errorf("class %d: %v, want %v", k, got, want[k])
			}
		}
	}
	if _, _, ok := v.Calibration(); ok {
		t.Error("three classes have a calibration")
	}
}
