package softlabel

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"lossexplorer/internal/catalog"
	"lossexplorer/internal/predict"
	"lossexplorer/internal/predict/bins"
	"lossexplorer/losscore"
)

// columns are those of soft labels and a score, and sample weights if weighted.
func columns(kind predict.Kind, weighted bool) predict.Columns {
	c := predict.Columns{Label: 0, Scores: []int{1}, Kind: kind, Labels: predict.Labels{Soft: true}}
	if weighted {
		c.Weight = predict.Some(2)
	}
	return c
}

// rows returns n rows, some of them at the ends.
func rows(c predict.Columns, n int, seed uint64) *predict.Rows {
	r := rand.New(rand.NewPCG(seed, 7))
	var all predict.Rows
	all.Reset(c)
	for i := range n {
		y, score := r.Float64(), r.Float64()
		switch i % 7 {
		case 0:
			y = 0
		case 1:
			y = 1
		case 2:
			y = 0.2 * float64(r.IntN(6))
		case 3:
			score = math.Exp(-60 * r.Float64())
		case 4:
			score = float64(r.IntN(2))
		}
		if c.Kind == predict.Logits {
			score = 30 * r.NormFloat64()
		}
		v := []float64{y, score}
		if c.Weight != (predict.Optional{}) {
			v = append(v, 3*r.Float64())
		}
		all.AddNumbers(i+1, v)
	}
	return &all
}

func settings(t testing.TB) (all []bins.Setting) {
	t.Helper()
	for _, k := range catalog.Kinds() {
		values := make([]float64, len(k.Params))
		for i, p := range k.Params {
			values[i] = p.Default
		}
		for _, epsilon := range []float64{0, 1e-7, 0.2} {
			s, err := bins.NewSetting(k, values)
			if err != nil {
				t.Fatal(err)
			}
			all = append(all, s.With("epsilon", epsilon))
		}
	}
	return all
}

func off(got, want float64) float64 {
	if got == want || got != got && want != want {
		return 0
	}
	return math.Abs(got-want) / math.Max(math.Abs(want), 1e-300)
}

// The measured sums are those of the losses one by one, for every loss in the catalogue, and
// those of a part of the rows and the rest together.
func TestMeasure(t *testing.T) {
	for _, c := range []predict.Columns{columns(predict.Probabilities, false),
		columns(predict.Logits, true)} {
		all := rows(c, 3000, 1)
		for _, s := range settings(t) {
			m := NewMeasure(s, 20)
			m.Add(all)
			var want [Bands]bins.Sums
			var top []Row
			for i, y := range all.Label {
				var loss, dx float64
				p, x := all.Score[i], predict.Logit(all.Score[i])
				if c.Kind == predict.Logits {
					x = all.Score[i]
					p = 1 / (1 + math.Exp(-x))
					loss, dx = s.Loss().AtLogit(y, x)
				} else {
					loss, _ = s.Loss().AtProb(y, p)
					if _, dx = s.Loss().AtLogit(y, x); s.Epsilon() > 0 &&
						(p < s.Epsilon() || 1-p < s.Epsilon()) {
						dx = 0
					}
				}
				g, w := math.Abs(dx), 1.
				if all.Weight != nil {
					w = all.Weight[i]
				}
				if off(m.Losses[i], loss) > 1e-13 || math.Abs(m.Gradients[i]-g) > 1e-13*max(1, g) {
					t.Fatalf("%s, y = %v, score %v: %v, %v, want %v, %v", s.Kind().ID, y,
						all.Score[i], m.Losses[i], m.Gradients[i], loss, g)
				}
				k := 0
				for k < Bands-1 &&
					(k == 0 && y > 0 || k > 0 && k < Bands-2 && y > float64(k)/5 ||
						k == Bands-2 && y == 1) {
					k++
				}
				if w > 0 {
					want[k] = want[k].Plus(bins.Sums{Count: w, Loss: w * loss, Gradient: w * g,
						Square: w * g * g})
				}
				top = append(top, Row{all.Line[i], y, p, loss, g})
			}
			slices.SortStableFunc(top, func(a, b Row) int {
				if a.Loss != b.Loss {
					return map[bool]int{true: -1, false: 1}[a.Loss > b.Loss]
				}
				return a.Line - b.Line
			})
			for i, r := range m.Top {
				if r.Line != top[i].Line && off(r.Loss, top[i].Loss) > 1e-13 {
					t.Errorf("%s: row %d of the largest is %+v, want %+v", s.Kind().ID, i,
						r, top[i])
				}
			}
			var d Data
			d.Add(all)
			clips := slices.ContainsFunc(all.Score, func(score float64) bool {
				p := probability(c.Logits(), score)
				return s.Epsilon() > 0 && (p < s.Epsilon() || p > 1-s.Epsilon())
			})
			if d.Clips(s.Epsilon()) != clips {
				t.Errorf("epsilon %v: it clips %v", s.Epsilon(), !clips)
			}
			halves := [2]*Measure{NewMeasure(s, 20), NewMeasure(s, 20)}
			for i := range halves {
				var half predict.Rows
				half.Take(all, func(k int) bool { return k%2 == i })
				halves[i].Add(&half)
			}
			halves[0].Merge(&halves[1].Sums, 20)
			kept := d.Measure(s, 20)
			for name, got := range map[string]*Sums{"rows": &m.Sums, "data": &kept,
				"halves": &halves[0].Sums} {
				for k, b := range got.Bands {
					w := want[k]
					if off(b.Count, w.Count) > 1e-12 || off(b.Loss, w.Loss) > 1e-12 ||
						math.Abs(b.Gradient-w.Gradient) > 1e-12*max(1, w.Gradient) ||
						math.Abs(b.Square-w.Square) > 1e-12*max(1, w.Square) {
						t.Errorf("%s of %s, epsilon %v, %s: %+v, want %+v", name, s.Kind().ID,
							s.Epsilon(), BandName(k), b, w)
					}
				}
				if !slices.Equal(got.Top, m.Top) {
					t.Errorf("%s of %s: the largest are %v, want %v", name, s.Kind().ID,
						got.Top, m.Top)
				}
			}
		}
	}
}

// Labels of 0 and 1 are measured as those that are classes.
func TestHardLabels(t *testing.T) {
	for _, kind := range []predict.Kind{predict.Probabilities, predict.Logits} {
		soft, hard := columns(kind, true), columns(kind, true)
		hard.Labels = predict.Labels{}
		var a, b predict.Rows
		a.Reset(soft)
		b.Reset(hard)
		r := rand.New(rand.NewPCG(3, 4))
		for i := range 500 {
			v := []float64{float64(r.IntN(2)), r.Float64(), r.Float64()}
			a.AddNumbers(i+1, v)
			b.AddNumbers(i+1, v)
		}
		for _, s := range settings(t) {
			m, e := NewMeasure(s, 0), bins.NewExact(bins.NewLayout(hard, s.Epsilon()), s)
			m.Add(&a)
			e.Add(&b, b.Logits(nil), nil)
			got, want := m.Total(), e.Total()
			if off(got.Loss, want.Loss) > 1e-12 || off(got.Gradient, want.Gradient) > 1e-12 ||
				off(got.Square, want.Square) > 1e-12 {
				t.Errorf("%s, epsilon %v: %+v, want %+v", s.Kind().ID, s.Epsilon(), got, want)
			}
		}
	}
}

// The means are those of the definitions; merging halves changes nothing.
func TestQuality(t *testing.T) {
	c := columns(predict.Probabilities, true)
	all := rows(c, 2000, 5)
	for i, p := range all.Score {
		all.Score[i] = min(1-1e-6, max(1e-6, p)) // for finite cross-entropies
	}
	var q Quality
	q.Add(all)
	var want [8]float64
	var n, y, p [Groups]float64
	weight := 0.
	xlogy := func(x, y float64) float64 {
		if x == 0 {
			return 0
		}
		return x * math.Log(y)
	}
	for i, label := range all.Label {
		w, at := all.Weight[i], all.Score[i]
		weight += w
		cross, entropy := -xlogy(label, at)-xlogy(1-label, 1-at),
			-xlogy(label, label)-xlogy(1-label, 1-label)
		for k, v := range [...]float64{label, at, (label - at) * (label - at), math.Abs(label - at),
			cross, entropy, cross - entropy} {
			want[k] += w * v
		}
		k := 0
		for k < Groups-1 && at >= float64(k+1)/Groups {
			k++
		}
		n[k] += w
		y[k] += w * label
		p[k] += w * at
	}
	for k := range n {
		want[7] += math.Abs(y[k] - p[k])
	}
	for k := range want {
		want[k] /= weight
	}
	var a, b Quality
	for i, to := range []*Quality{&a, &b} {
		var half predict.Rows
		half.Take(all, func(k int) bool { return k%2 == i })
		to.Add(&half)
	}
	a.Merge(&b)
	for name, got := range map[string][8]float64{"whole": q.Means(), "merged": a.Means()} {
		for k, v := range got {
			if math.Abs(v-want[k]) > 1e-12 {
				t.Errorf("%s: mean %d is %v, want %v", name, k, v, want[k])
			}
		}
	}
	if v := q.Means(); !(v[6] > 0) {
		t.Errorf("the cross-entropy %v is below the entropy %v", v[4], v[5])
	}
}

// The ratios are those to the cross-entropy of the label, also at the ends.
func TestRatios(t *testing.T) {
	c := columns(predict.Probabilities, false)
	var all predict.Rows
	all.Reset(c)
	for i, v := range [][2]float64{{0.3, 0.4}, {0, 0}, {1, 1}, {0.5, 0}, {0.5, 1}, {1, 0}, {0, 1},
		{0.9, 1e-9}} {
		all.AddNumbers(i+1, v[:])
	}
	for _, s := range settings(t) {
		m := NewMeasure(s, 0)
		m.Add(&all)
		for i, got := range m.Ratios(nil, &all) {
			y, p := all.Label[i], all.Score[i]
			loss, _ := s.Loss().AtProb(y, p)
			cross, _ := losscore.Focal{Epsilon: s.Epsilon()}.AtProb(y, p)
			want := loss / cross
			if cross == 0 {
				want = 0
			}
			if math.IsInf(cross, 1) {
				x := math.Copysign(600, p-0.5)
				a, _ := s.Loss().AtLogit(y, x)
				b, _ := losscore.Focal{}.AtLogit(y, x)
				want = a / b
			}
			if got != got || off(got, want) > 1e-12 {
				t.Errorf("%s, epsilon %v, y = %v, p = %v: %v, want %v", s.Kind().ID, s.Epsilon(), y,
					p, got, want)
			}
		}
	}
}

// No label, score and weight makes a sum that is not a number, and shares sum to 1.
func FuzzMeasure(f *testing.F) {
	f.Add(0.3, 0.7, 1., uint8(0), false)
	f.Add(0.5, 0., 2., uint8(3), false)
	f.Add(1., -800., 0., uint8(9), true)
	f.Fuzz(func(t *testing.T, y, score, weight float64, which uint8, logits bool) {
		kind := predict.Probabilities
		if logits {
			kind = predict.Logits
		}
		c := columns(kind, true)
		var all predict.Rows
		all.Reset(c)
		all.AddNumbers(1, []float64{y, score, weight})
		valid := y >= 0 && y <= 1 && weight >= 0 && !math.IsInf(weight, 0) &&
			(logits && score-score == 0 || !logits && score >= 0 && score <= 1)
		if (len(all.Label) == 1) != valid || len(all.Label)+len(all.Bad) != 1 {
			t.Fatalf("y = %v, score %v, weight %v: %d rows, bad %v", y, score, weight,
				len(all.Label), all.Bad)
		}
		if !valid {
			return
		}
		if all.Label[0] != y {
			t.Fatalf("the label %v is read as %v", y, all.Label[0])
		}
		set := settings(t)
		s := set[int(which)%len(set)]
		m := NewMeasure(s, 1)
		m.Add(&all)
		v := m.Total()
		if v.Count != v.Count || v.Loss != v.Loss || v.Gradient != v.Gradient || m.Losses[0] < 0 ||
			m.Gradients[0] < 0 {
			t.Errorf("%s: y = %v, score %v, weight %v: %+v, %v, %v", s.Kind().ID, y, score, weight,
				v, m.Losses, m.Gradients)
		}
		var q Quality
		q.Add(&all)
		if weight > 0 && q.Means()[2] != q.Means()[2] {
			t.Errorf("y = %v, score %v: %v", y, score, q.Means())
		}
	})
}
