package catalog

import (
	"math"
	"math/big"
	"math/rand/v2"
	"testing"

	"lossexplorer/losscore"
)

// atLogit returns the loss for label y at the logit x.
func (e *exactLoss) atLogit(y float64, x *big.Float) (*big.Float, error) {
	v := bigExp(newBig().Neg(x))
	return e.at(y, newBig().Quo(number(1), v.Add(v, number(1))))
}

// bend returns the loss and its first two derivatives by the logit.
func (e *exactLoss) bend(y, x float64) (loss, dx, dxx float64, err error) {
	h := newBig().SetMantExp(number(1), -100)
	var at [3]*big.Float
	for i, step := range []float64{-1, 0, 1} {
		to := newBig().Add(number(x), newBig().Mul(h, number(step)))
		if at[i], err = e.atLogit(y, to); err != nil {
			return 0, 0, 0, err
		}
	}
	slope := newBig().Sub(at[2], at[0])
	slope.Quo(slope, newBig().SetMantExp(h, 1))
	bend := newBig().Add(at[0], at[2])
	bend.Sub(bend, newBig().SetMantExp(at[1], 1))
	bend.Quo(bend, newBig().Mul(h, h))
	loss, _ = at[1].Float64()
	dx, _ = slope.Float64()
	dxx, _ = bend.Float64()
	return loss, dx, dxx, nil
}

// Every loss of the catalogue has the second derivative of its code, from differences of
// values with many bits.
func TestSecondDerivatives(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	for _, k := range Kinds() {
		for _, v := range accuracyValues(k, r) {
			v[len(v)-1] = 0 // the clip
			exact, err := newExact(k, v)
			if err != nil {
				t.Fatal(err)
			}
			l, ok := k.New(v).(losscore.Loss2)
			if !ok {
				t.Fatalf("%s has no second derivative", k.ID)
			}
			for _, x := range []float64{-30, -8.5, -3, -0.7, 0, 0.2, 1.5, 4, 12, 33,
				10 * r.NormFloat64(), 3 * r.NormFloat64()} {
				for _, y := range []float64{0, 1} {
					if m := k.Param("margin"); m >= 0 && math.Abs(1/(1+math.Exp(-x))-v[m]) < 1e-9 {
						continue // it jumps
					}
					loss, dx, dxx := l.AtLogit2(y, x)
					wantLoss, wantX, want, err := exact.bend(y, x)
					if err != nil {
						t.Fatal(err)
					}
					// A sum that cancels has the error of its terms, which are about as large
					// as these.
					size := math.Abs(want) + math.Abs(wantX) + wantLoss
					for _, c := range [][2]float64{{loss, wantLoss}, {dx, wantX}, {dxx, want}} {
						if !(math.Abs(c[0]-c[1]) <= 1e-12*size+1e-25) {
							t.Errorf("%s %v, y = %g at %g: %g, %g, %g, want %g, %g, %g", k.ID, v, y,
								x, loss, dx, dxx, wantLoss, wantX, want)
							break
						}
					}
				}
			}
		}
	}
}

// Calibrate of every loss is the share of positives at which the gradients of its code, from
// differences of values with many bits, balance at p.
func TestCalibrates(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	for _, k := range Kinds() {
		for _, v := range accuracyValues(k, r) {
			v[len(v)-1] = 0 // the clip
			exact, err := newExact(k, v)
			if err != nil {
				t.Fatal(err)
			}
			l := k.New(v)
			for _, p := range append(accuracyInputs(r), 0.05, 0.6, 0.7, 0.8, 0.9) {
				_, d1, err := exact.slope(1, number(p))
				if err != nil {
					t.Fatal(err)
				}
				_, d0, err := exact.slope(0, number(p))
				if err != nil {
					t.Fatal(err)
				}
				got := losscore.Calibrate(l, p)
				if d0.Sign() == 0 && d1.Sign() == 0 {
					continue // any share does
				}
				want, _ := newBig().Quo(d0, newBig().Sub(d0, d1)).Float64()
				want = min(1, max(0, want))
				tolerance := 1e-12*want + 1e-120 // the code has not more bits
				if k.ID == "smoothed" || k.ID == "asymmetric" {
					tolerance += 1e-15 // they subtract from p
				}
				if !(math.Abs(got-want) <= tolerance) {
					t.Errorf("%s %v: Calibrate(%g) is %.17g, want %.17g", k.ID, v, p, got, want)
				}
			}
		}
	}
}
