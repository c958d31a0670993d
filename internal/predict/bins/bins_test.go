package bins

import (
	"math"
	"math/rand/v2"
	"testing"

	"lossexplorer/internal/catalog"
	"lossexplorer/internal/predict"
)

var (
	probabilities = predict.Columns{Label: 0, Scores: []int{1}}
	logits        = predict.Columns{Label: 0, Scores: []int{1}, Kind: predict.Logits}
)

func focal(t testing.TB, gamma, alpha, epsilon float64) Setting {
	t.Helper()
	s, err := NewSetting(catalog.KindOf("focal"), []float64{gamma, 1, alpha, epsilon})
	if err != nil {
		t.Fatal(err)
	}
	if s.Value("gamma") != gamma || s.Value("alpha") != alpha || s.Value("balanced") != 1 ||
		s.Epsilon() != epsilon {
		t.Fatalf("the parameters of the focal loss have another order: %+v", s)
	}
	return s
}

// rows makes n rows from a function of a random number generator.
func rows(c predict.Columns, n int, row func(r *rand.Rand) (y, score float64)) *predict.Rows {
	r := rand.New(rand.NewPCG(1, 2))
	var all predict.Rows
	all.Reset(c)
	for i := range n {
		y, score := row(r)
		all.AddNumbers(i+1, []float64{y, score})
	}
	if len(all.Bad) > 0 {
		panic(all.Bad[0].Reason)
	}
	return &all
}

func sigmoid(x float64) float64 { return 1 / (1 + math.Exp(-x)) }

// hard are distributions that are hard on bins: at the ends of the range, at the clip
// and in single bins.
var hard = []struct {
	name string
	c    predict.Columns
	row  func(r *rand.Rand) (y, score float64)
}{
	{"spread", probabilities, func(r *rand.Rand) (y, score float64) {
		y = float64(r.IntN(2))
		return y, sigmoid(3*r.NormFloat64() + 2*y - 4)
	}},
	{"digits", probabilities, func(r *rand.Rand) (y, score float64) { return float64(r.IntN(2)), float64(r.IntN(101)) / 100 }},
	{"at the clip", probabilities, func(r *rand.Rand) (y, score float64) {
		at := []float64{1e-7, 1 - 1e-7, math.Nextafter(1e-7, 0), math.Nextafter(1e-7, 1),
			math.Nextafter(1-1e-7, 0), math.Nextafter(1-1e-7, 1), float64(float32(1e-7)),
			float64(1 - float32(1e-7)), 0, 1}
		return float64(r.IntN(2)), at[r.IntN(len(at))]
	}},
	{"easy", probabilities, func(r *rand.Rand) (y, score float64) {
		y = float64(r.IntN(2))
		return y, math.Abs(1 - y - math.Exp(-36*r.Float64()))
	}},
	{"tiny", probabilities, func(r *rand.Rand) (y, score float64) { return float64(r.IntN(2)), math.Exp(-745 * r.Float64()) }},
	{"one bin", probabilities, func(r *rand.Rand) (y, score float64) {
		return float64(r.IntN(2)), 0.5 + 0.0005*math.Pow(r.Float64(), 9)
	}},
	{"two points", probabilities, func(r *rand.Rand) (y, score float64) {
		return float64(r.IntN(2)), []float64{0.02, 0.020001}[r.IntN(10)/9]
	}},
	{"logits", logits, func(r *rand.Rand) (y, score float64) { return float64(r.IntN(2)), 20 * r.NormFloat64() }},
	{"large logits", logits, func(r *rand.Rand) (y, score float64) {
		return float64(r.IntN(2)), math.Exp(25*r.Float64()) * float64(1-2*r.IntN(2))
	}},
	{"logits at the clip", logits, func(r *rand.Rand) (y, score float64) {
		x := math.Log(1e-7 / (1 - 1e-7))
		for range r.IntN(40) {
			x = math.Nextafter(x, -100)
		}
		for range r.IntN(40) {
			x = math.Nextafter(x, 100)
		}
		return float64(r.IntN(2)), x * float64(1-2*r.IntN(2))
	}},
}

// reference sums the results of losscore for every row, where AtProb and AtLogit alone
// decide which rows are clipped.
func reference(all *predict.Rows, s Setting) (class [2]Sums, bands [2][Bands]Sums, open [2]Sums) {
	for i, k := range all.Class {
		y, score := float64(k), all.Score[i]
		var t, o Sums
		t.Count, o.Count = 1, 1
		band := 0
		if all.Columns().Logits() {
			t.Loss, t.Gradient = s.whole.AtLogit(y, score)
			o.Loss, o.Gradient = s.open.AtLogit(y, score)
			z := score * (2*y - 1)
			for band < Bands-1 && z >= predict.Logit(float64(band+1)/Bands) &&
				!(band+1 == Bands/2 && z == 0) {
				band++
			}
		} else {
			var dp float64
			t.Loss, dp = s.whole.AtProb(y, score)
			o.Loss, _ = s.open.AtProb(y, score)
			_, o.Gradient = s.open.AtLogit(y, predict.Logit(score))
			if dp != 0 {
				t.Gradient = o.Gradient
			}
			for k := 1; k < Bands; k++ {
				if k == Bands/2 && score == 0.5 {
					continue // at p_t = 0.5 a row is hard
				}
				if y == 1 && score >= float64(k)/Bands ||
					y == 0 && score <= float64(Bands-k)/Bands {
					band = k
				}
			}
		}
		for _, u := range []*Sums{&t, &o} {
			u.Gradient = math.Abs(u.Gradient)
			u.Square = u.Gradient * u.Gradient
		}
		class[k].add(t)
		bands[k][band].add(t)
		open[k].add(o)
	}
	return class, bands, open
}

// off returns how far a is from b, relative to b.
func off(a, b Sums) (worst float64) {
	for _, v := range [][2]float64{{a.Count, b.Count}, {a.Loss, b.Loss}, {a.Gradient, b.Gradient},
		{a.Square, b.Square}} {
		switch {
		case v[0] == v[1]:
		case math.Abs(v[1]) < 1e-290: // squares of tiny gradients underflow
		default:
			d := math.Abs(v[0]/v[1] - 1)
			if !(d <= worst) {
				worst = d
			}
		}
	}
	return worst
}

func TestSums(t *testing.T) {
	worst := [2]float64{}
	for _, test := range hard {
		all := rows(test.c, 3000, test.row)
		z := all.Logits(nil)
		for _, epsilon := range []float64{0, 1e-15, 1e-7, 0.01, 0.02, 0.1, 0.3, 0.42} {
			l := NewLayout(test.c, epsilon)
			b := New(l)
			b.Add(all, z)
			v := b.View()
			for _, gamma := range []float64{0, 0.5, 2, 5, 10} {
				s := focal(t, gamma, 0.25, epsilon)
				var m Measurement
				v.Measure(&m, s)
				e := NewExact(l, s)
				e.Add(all, z, nil)
				class, bands, open := reference(all, s)
				for k := range 2 {
					for i, m := range []*Measurement{&m, &e.Measurement} {
						limit := []float64{1e-6, 1e-11}[i]
						check := func(of string, got, want Sums) {
							d := off(got, want)
							worst[i] = max(worst[i], d)
							if !(d <= limit) {
								t.Errorf("%s, epsilon %g, gamma %g, class %d, %s: %+v, want %+v, off by %.2g (exact: %v)", test.name, epsilon, gamma, k, of, got, want, d, i == 1)
							}
						}
						check("all", m.Class(k), class[k])
						check("without the clip", m.Open(k), open[k])
						gotBands := m.Bands(k)
						for j := range bands[k] {
							check("band", gotBands[j], bands[k][j])
						}
					}
				}
				if t.Failed() {
					return
				}
			}
		}
	}
	t.Logf("off by up to %.2g from bins and %.2g from rows", worst[0], worst[1])
}

// All losses are summed as well. Of the asymmetric loss the second derivative jumps,
// where a negative's probability is its margin.
func TestKinds(t *testing.T) {
	for _, test := range hard {
		all := rows(test.c, 3000, test.row)
		z := all.Logits(nil)
		l := NewLayout(test.c, 1e-7)
		b := New(l)
		b.Add(all, z)
		v := b.View()
		for _, kind := range catalog.Kinds() {
			var values []float64
			for _, p := range kind.Params {
				values = append(values, p.Default)
			}
			s, err := NewSetting(kind, values)
			if err != nil {
				t.Fatal(err)
			}
			var m Measurement
			v.Measure(&m, s)
			e := NewExact(l, s)
			e.Add(all, z, nil)
			got, want := m.Total(), e.Total()
			if d := off(got, want); !(d <= 1e-6) {
				t.Errorf("%s, %s: %+v, want %+v, off by %.2g", test.name, kind.ID, got, want, d)
			}
		}
	}
}

// Bins of parts, merged, are those of the whole.
func TestMerge(t *testing.T) {
	all := rows(hard[0].c, 2000, hard[0].row)
	l := NewLayout(hard[0].c, 1e-7)
	whole, parts := New(l), New(l)
	whole.Add(all, all.Logits(nil))
	for from := 0; from < 2000; from += 500 {
		part := predict.Rows{}
		part.Reset(hard[0].c)
		for i := from; i < from+500; i++ {
			part.AddNumbers(i, []float64{float64(all.Class[i]), all.Score[i]})
		}
		b := New(l)
		b.Add(&part, part.Logits(nil))
		parts.Merge(b)
	}
	var m, n Measurement
	s := focal(t, 2, 0.25, 1e-7)
	whole.View().Measure(&m, s)
	parts.View().Measure(&n, s)
	if d := off(n.Total(), m.Total()); d > 1e-12 || m.Total().Count != 2000 {
		t.Errorf("%+v, want %+v", n.Total(), m.Total())
	}
}

func BenchmarkAdd(b *testing.B) {
	all := rows(hard[0].c, predict.PartRows, hard[0].row)
	bins := New(NewLayout(hard[0].c, 1e-7))
	var z []float64
	for b.Loop() {
		z = all.Logits(z[:0])
		bins.Add(all, z)
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/predict.PartRows, "ns/row")
}

// A slider's move over 10 million rows: all sums and both curves.
func BenchmarkMeasure10M(b *testing.B) {
	bins := New(NewLayout(hard[0].c, 1e-7))
	r := rand.New(rand.NewPCG(1, 2))
	var part predict.Rows
	for n := 0; n < 10e6; n += predict.PartRows {
		part.Reset(hard[0].c)
		for i := range predict.PartRows {
			y, score := hard[0].row(r)
			part.AddNumbers(i, []float64{y, score})
		}
		bins.Add(&part, part.Logits(nil))
	}
	v := bins.View()
	var m Measurement
	s := focal(b, 2, 0.25, 1e-7)
	b.ReportAllocs()
	for b.Loop() {
		v.Measure(&m, s)
	}
	b.ReportMetric(float64(v.Nodes()), "nodes")
}
