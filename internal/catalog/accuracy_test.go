package catalog

import (
	"math"
	"math/big"
	"math/rand/v2"
	"testing"

	"lossexplorer/losscore"
)

// ulps bounds the error of every loss of the catalogue and of its gradients.
const ulps = 8

// accuracyInputs are p, also as logits, that are near an end or anywhere.
func accuracyInputs(r *rand.Rand) (p []float64) {
	p = []float64{1e-30, 1e-18, 1e-9, 1e-4, 0.5, 1 - 1e-4, 1 - 1e-9, 1 - 0x1p-52}
	for range 8 {
		p = append(p, r.Float64())
	}
	return p
}

// checkAccuracy compares a loss with the code of its Kind, evaluated with many
// bits, without a clip. A loss that cancels fails: no new loss has to opt in.
func checkAccuracy(t testing.TB, k *Kind, make func(v []float64) losscore.Loss, v []float64, r *rand.Rand) {
	t.Helper()
	v[len(v)-1] = 0 // the clip
	exact, err := newExact(k, v)
	if err != nil {
		t.Fatal(err)
	}
	l := make(v)
	for _, p := range accuracyInputs(r) {
		for _, y := range []float64{0, 1} {
			loss, dp := l.AtProb(y, p)
			compare(t, k, v, exact, "AtProb", y, p, number(p), loss, dp, 0)

			x := math.Log(p) - math.Log1p(-p)
			e := bigExp(number(-x))
			at := newBig().Quo(number(1), e.Add(e, number(1)))
			loss, dx := l.AtLogit(y, x)
			// From a logit, p has an error.
			compare(t, k, v, exact, "AtLogit", y, x, at, loss, dx, 0x1p-56)
		}
	}
}

// compare reports a loss and gradient at p that are not those of the code. An
// error of p, relative to it, is not theirs.
func compare(t testing.TB, k *Kind, v []float64, exact *exactLoss, method string, y, at float64, p *big.Float, loss, grad, slack float64) {
	t.Helper()
	values := func(p *big.Float) (values [2]*big.Float) {
		loss, d, err := exact.slope(y, p)
		if err != nil {
			t.Fatalf("%s: %v", k.ID, err)
		}
		if method == "AtLogit" {
			d.Mul(d, newBig().Mul(p, newBig().Sub(number(1), p)))
		}
		return [2]*big.Float{loss, d}
	}
	want := values(p)
	var moved [2]*big.Float
	if slack > 0 {
		q := newBig().Sub(number(1), p) // the smaller of both has the error
		if q.Cmp(p) > 0 {
			q = p
		}
		moved = values(newBig().Add(p, newBig().Mul(q, number(slack))))
	}
	for i, got := range []float64{loss, grad} {
		tolerance := newBig().Mul(newBig().Abs(want[i]), number(ulps*0x1p-53))
		tolerance.Add(tolerance, number(1e-29)) // the code's own: see asymmetric
		if slack > 0 {
			d := newBig().Sub(moved[i], want[i])
			tolerance.Add(tolerance, d.Abs(d))
		}
		if got-got != 0 {
			t.Errorf("%s %v: %s(%g, %g) is %g", k.ID, v, method, y, at, got)
			continue
		}
		if d := newBig().Sub(number(got), want[i]); d.Abs(d).Cmp(tolerance) > 0 {
			t.Errorf("%s %v: %s(%g, %g) has %g, the code %.17g: error %.3g, allowed %.3g",
				k.ID, v, method, y, at, got, want[i], d, tolerance)
		}
	}
}

// accuracyValues are the defaults, and each parameter at its ends and within.
func accuracyValues(k *Kind, r *rand.Rand) (all [][]float64) {
	v := make([]float64, len(k.Params))
	for i, p := range k.Params {
		v[i] = p.Default
	}
	all = append(all, v)
	for i, p := range k.Params[:len(v)-1] {
		for _, value := range []float64{p.Min, p.Max, p.Min + (p.Max-p.Min)*r.Float64()} {
			if p.Switch && value != p.Min && value != p.Max {
				continue
			}
			w := append([]float64(nil), v...)
			w[i] = value
			all = append(all, w)
		}
	}
	return all
}

func TestAccuracy(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for _, k := range Kinds() {
		for _, v := range accuracyValues(k, r) {
			checkAccuracy(t, k, k.New, v, r)
		}
	}
}

// naive is the generalized cross-entropy as it is written, which cancels.
type naive struct{ losscore.GeneralizedCE }

func (n naive) AtProb(y, p float64) (loss, dp float64) {
	_, dp = n.GeneralizedCE.AtProb(y, p)
	if y == 0 {
		p = 1 - p
	}
	return (1 - math.Pow(p, n.Q)) / n.Q, dp
}

// A failure is a testing.TB that only counts errors.
type failure struct {
	testing.TB
	errors int
}

func (f *failure) Errorf(string, ...any) { f.errors++ }

func TestAccuracyFindsCancellation(t *testing.T) {
	f := &failure{TB: t}
	cancelling := func(v []float64) losscore.Loss { return naive{losscore.GeneralizedCE{Q: v[0]}} }
	checkAccuracy(f, KindOf("generalized"), cancelling, []float64{0.7, 0},
		rand.New(rand.NewPCG(1, 2)))
	if f.errors == 0 {
		t.Error("a loss that cancels is as accurate as others")
	}
}
