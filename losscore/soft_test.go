package losscore

import (
	"math"
	"slices"
	"testing"
)

// AtLogits2 returns the results of AtLogit2, to the bit, for every loss with hard and soft
// labels, in place of its arguments, and rounded once to float32.
func TestAtLogits2Losses(t *testing.T) {
	for _, k := range testKinds() {
		for _, l := range variants(k) {
			l := l.(Loss2)
			y, x := batchInputs(200, true)
			loss, dx, dxx := make([]float64, len(x)), make([]float64, len(x)),
				make([]float64, len(x))
			if err := AtLogits2(l, loss, dx, dxx, y, x); err != nil {
				t.Fatal(err)
			}
			y32, x32 := make([]float32, len(x)), make([]float32, len(x))
			for i := range x {
				a, d, dd := l.AtLogit2(y[i], x[i])
				if !same(loss[i], a) || !same(dx[i], d) || !same(dxx[i], dd) {
					t.Errorf("%T%+v of %g, %g: %g, %g, %g, want %g, %g, %g", l, l, y[i], x[i],
						loss[i], dx[i], dxx[i], a, d, dd)
				}
				y32[i], x32[i] = float32(y[i]), float32(x[i])
			}
			a32, d32, dd32 := make([]float32, len(x)), make([]float32, len(x)),
				make([]float32, len(x))
			if err := AtLogits2(l, a32, d32, dd32, y32, x32); err != nil {
				t.Fatal(err)
			}
			for i := range x {
				a, d, dd := l.AtLogit2(float64(y32[i]), float64(x32[i]))
				if !same(float64(a32[i]), float64(float32(a))) ||
					!same(float64(d32[i]), float64(float32(d))) ||
					!same(float64(dd32[i]), float64(float32(dd))) {
					t.Errorf("%T%+v of %g, %g in float32: %g, %g, %g, want %g, %g, %g", l, l,
						y32[i], x32[i], a32[i], d32[i], dd32[i], a, d, dd)
				}
			}
			if err := AtLogits2(l, nil, nil, x, y, x); err != nil ||
				!slices.EqualFunc(x, dxx, same) {
				t.Errorf("%T%+v: in place of the logits the second derivatives differ: %v",
					l, l, err)
			}
		}
	}
}

// A batch of soft labels only, of every loss, is what its elements are; a bad label or
// probability among them is an error, and nothing is written.
func TestBatchSoft(t *testing.T) {
	soft := []float64{5e-324, 1e-9, 0.1, 0.5, 0.8, 1 - 0x1p-53}
	for _, k := range testKinds() {
		for _, l := range variants(k) {
			for _, logits := range []bool{false, true} {
				_, v := batchInputs(2*batchBlock+3, logits)
				y := make([]float64, len(v))
				for i := range y {
					y[i] = soft[i%len(soft)]
				}
				at, one, total := AtProbs[float64], l.AtProb, TotalProbs[float64]
				if logits {
					at, one, total = AtLogits[float64], l.AtLogit, TotalLogits[float64]
				}
				loss, grad := make([]float64, len(v)), make([]float64, len(v))
				if err := at(l, loss, grad, y, v); err != nil {
					t.Fatal(err)
				}
				sum := 0.
				for i := range v {
					a, d := one(y[i], v[i])
					sum += a
					if !same(loss[i], a) || !same(grad[i], d) {
						t.Errorf("%T%+v of %g, %g, logits %v: %g, %g, want %g, %g", l, l, y[i],
							v[i], logits, loss[i], grad[i], a, d)
					}
				}
				if all, err := total(l, y, v); err != nil ||
					!same(all.Sum(), sum) && !close(all.Sum(), sum, 1e-12) {
					t.Errorf("%T%+v, logits %v: the sum is %g, want %g; %v", l, l, logits,
						all.Sum(), sum, err)
				}
				for _, bad := range []float64{-0.1, math.Nextafter(1, 2), nan, inf} {
					y := slices.Clone(y)
					y[len(y)-2] = bad
					before := slices.Clone(loss)
					if err := at(l, loss, grad, y, v); err == nil ||
						!slices.EqualFunc(loss, before, same) {
						t.Errorf("%T%+v with a label of %g: %v", l, l, bad, err)
					}
				}
			}
		}
	}
}

// symmetric are the losses that do not tell the classes apart.
func symmetric(l Loss) bool {
	switch l := l.(type) {
	case Focal:
		return !l.Balanced
	case MONAIFocal:
		return !l.Balanced
	case SmoothedCE, GeneralizedCE, QualityFocal, Distillation, Poly1:
		return true
	}
	return false
}

// FuzzSoft has the properties of soft labels: a loss that does not tell the classes apart is
// that of 1-y at the other logit, batches are their elements, and the stated minimum is one.
func FuzzSoft(f *testing.F) {
	for i := range testKinds() {
		for _, y := range []float64{0.5, 0.8, 0.25, 1, 0} {
			f.Add(uint8(i), 2.0, 1.0, 0.05, false, 0.0, y, 0.3)
			f.Add(uint8(i), 0.7, 0.5, 0.5, true, 1e-7, y, -30.0)
		}
	}
	f.Fuzz(func(t *testing.T, kind uint8, a, b, c float64, on bool, eps, y, x float64) {
		k, v, moderate := newKind(kind, a, b, c, on, eps)
		l := k.New(v).(Loss2)
		if !validLabel(y) || x != x || !moderate || l.Validate() != nil {
			return
		}
		loss, dx, dxx := l.AtLogit2(y, x)
		var got [3][1]float64
		if err := AtLogits2(l, got[0][:], got[1][:], got[2][:], []float64{y},
			[]float64{x}); err != nil {
			t.Fatal(err)
		}
		if !same(got[0][0], loss) || !same(got[1][0], dx) || !same(got[2][0], dxx) {
			t.Errorf("%s %v, y = %g at %g: a batch has %g, its element %g, %g, %g", k.ID, v, y, x,
				got, loss, dx, dxx)
		}
		// 1-y and its complement are exact for these.
		if other := 1 - y; 1-other == y && symmetric(l) {
			m, d, dd := l.AtLogit2(other, -x)
			size := 1e-12 * (1 + math.Abs(loss))
			if !same(m, loss) && math.Abs(m-loss) > size ||
				!same(d, 0-dx) && math.Abs(d+dx) > size ||
				!same(dd, dxx) && math.Abs(dd-dxx) > 1e-9*(1+math.Abs(loss)) {
				t.Errorf("%s %v: %g, %g, %g for %g at %g; %g, %g, %g for %g at %g", k.ID, v, loss,
					dx, dxx, y, x, m, d, dd, other, -x)
			}
		}
		least, err := Minimum(l, y)
		if err != nil || least != least {
			t.Fatalf("%s %v, y = %g: the minimum is at %g: %v", k.ID, v, y, least, err)
		}
		if eps > 0 || math.Abs(x) > 30 || math.Abs(least) > 30 {
			return // the minimum is without the clip
		}
		if lowest, _ := l.AtLogit(y, least); lowest > loss*(1+1e-9)+1e-12 {
			t.Errorf("%s %v, y = %g: %g at the minimum %g, %g at %g", k.ID, v, y, lowest, least,
				loss, x)
		}
	})
}

// FuzzCalibrate has that the expected gradient vanishes at the share that Calibrate returns.
func FuzzCalibrate(f *testing.F) {
	for i := range testKinds() {
		for _, p := range []float64{0, 1e-300, 0.05, 0.5, 0.9, 1} {
			f.Add(uint8(i), 2.0, 1.0, 0.05, true, p)
			f.Add(uint8(i), 0.0, 0.5, 0.5, false, p)
		}
	}
	f.Fuzz(func(t *testing.T, kind uint8, a, b, c float64, on bool, p float64) {
		k, v, moderate := newKind(kind, a, b, c, on, 0)
		l := k.New(v)
		if l.Validate() != nil {
			return
		}
		share := Calibrate(l, p)
		if !(p >= 0 && p <= 1) {
			if share == share {
				t.Errorf("%s %v: Calibrate(%g) is %g", k.ID, v, p, share)
			}
			return
		}
		_, d1 := l.AtProb(1, p)
		_, d0 := l.AtProb(0, p)
		if share < 0 || share > 1 || share != share && (d1 != 0 || d0 != 0) && moderate {
			t.Fatalf("%s %v: Calibrate(%g) is %g, with the gradients %g, %g", k.ID, v, p,
				share, d1, d0)
		}
		if !(p > 1e-6 && p < 1-1e-6) || !moderate || share == 0 || share == 1 || share != share {
			return
		}
		slack := 1e-15 * max(math.Abs(d1), math.Abs(d0)) // the share is rounded
		if sum := share*d1 + (1-share)*d0; math.Abs(sum) > 1e-9*(share*math.Abs(d1)+(1-share)*math.Abs(d0))+slack {
			t.Errorf("%s %v: at the share %g of %g the gradient is %g, of %g and %g", k.ID, v,
				share, p, sum, d1, d0)
		}
	})
}

// What second derivatives and soft labels take more than the focal kernel.
func BenchmarkBatchLabels(b *testing.B) {
	y, x := make([]float64, 1<<14), make([]float64, 1<<14)
	hard := make([]float64, len(y))
	for i := range x {
		x[i] = 16*float64(i)/float64(len(x)) - 8
		y[i], hard[i] = float64(i%101)/100, float64(i&1)
	}
	loss, dx, dxx := make([]float64, len(x)), make([]float64, len(x)), make([]float64, len(x))
	for _, l := range []Loss2{Focal{Gamma: 2}, MONAIFocal{Gamma: 2}, QualityFocal{Beta: 2}} {
		name := map[bool]string{true: "second", false: "first"}
		for _, labels := range [][]float64{hard, y} {
			for _, second := range []bool{false, true} {
				which := "hard"
				if &labels[0] == &y[0] {
					which = "soft"
				}
				b.Run(nameOf(l)+"/"+which+"/"+name[second], func(b *testing.B) {
					for b.Loop() {
						err := error(nil)
						if second {
							err = AtLogits2(l, loss, dx, dxx, labels, x)
						} else {
							err = AtLogits(Loss(l), loss, dx, labels, x)
						}
						if err != nil {
							b.Fatal(err)
						}
					}
					b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*len(x)),
						"ns/point")
				})
			}
		}
	}
}

func nameOf(l Loss) string {
	switch l.(type) {
	case MONAIFocal:
		return "monai"
	case QualityFocal:
		return "quality"
	}
	return "focal"
}
