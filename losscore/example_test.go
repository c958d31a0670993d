package losscore_test

import (
	"fmt"
	"math"

	"lossexplorer/losscore"
)

func ExampleFocal_AtProb() {
	var ce losscore.Focal
	focal := losscore.Focal{Gamma: 2}
	for _, p := range []float64{0.1, 0.5, 0.9} {
		c, _ := ce.AtProb(1, p)
		l, dp := focal.AtProb(1, p)
		fmt.Printf("p=%.1f cross-entropy %.4f focal %.4f slope %.4f\n", p, c, l, dp)
	}
	// Output:
	// p=0.1 cross-entropy 2.3026 focal 1.8651 slope -12.2447
	// p=0.5 cross-entropy 0.6931 focal 0.1733 slope -1.1931
	// p=0.9 cross-entropy 0.1054 focal 0.0011 slope -0.0322
}

func ExampleFocal_AtLogit() {
	f := losscore.Focal{Gamma: 2, Alpha: 0.25, Balanced: true}
	for _, x := range []float64{-700, 0, 300} {
		loss, dx := f.AtLogit(1, x)
		fmt.Printf("x=%v loss %.6g gradient %.6g\n", x, loss, dx)
	}
	// Output:
	// x=-700 loss 175 gradient -0.25
	// x=0 loss 0.0433217 gradient -0.0745717
	// x=300 loss 0 gradient -0
}

func ExampleFocal_Validate() {
	fmt.Println(losscore.Focal{Gamma: -1}.Validate())
	// Output: losscore: Gamma is -1; allowed: finite and >= 0
}

func ExampleWeightedCE() {
	w := losscore.WeightedCE{PosWeight: 3}
	for _, y := range []float64{0, 1} {
		loss, dx := w.AtLogit(y, 0)
		fmt.Printf("y=%v loss %.4f gradient %.4f\n", y, loss, dx)
	}
	// Output:
	// y=0 loss 0.6931 gradient 0.5000
	// y=1 loss 2.0794 gradient -1.5000
}

func ExampleFocalStar() {
	star := losscore.FocalStar{Gamma: 2, Beta: 1}
	focal := losscore.Focal{Gamma: 2}
	for _, x := range []float64{-4, 0, 4} {
		s, _ := star.AtLogit(1, x)
		l, _ := focal.AtLogit(1, x)
		fmt.Printf("x=%v FL* %.5f focal %.5f\n", x, s, l)
	}
	// Output:
	// x=-4 FL* 3.50046 focal 3.87491
	// x=0 FL* 0.15663 focal 0.17329
	// x=4 FL* 0.00006 focal 0.00001
}

func ExamplePoly1() {
	var ce losscore.Focal
	poly := losscore.Poly1{Poly: 2} // cross-entropy + 2 (1-p)
	for _, p := range []float64{0.1, 0.5, 0.9} {
		c, _ := ce.AtProb(1, p)
		l, _ := poly.AtProb(1, p)
		fmt.Printf("p=%v cross-entropy %.4f poly %.4f\n", p, c, l)
	}
	// Output:
	// p=0.1 cross-entropy 2.3026 poly 4.1026
	// p=0.5 cross-entropy 0.6931 poly 1.6931
	// p=0.9 cross-entropy 0.1054 poly 0.3054
}

func ExampleAsymmetric() {
	asl := losscore.Asymmetric{GammaPos: 1, GammaNeg: 4, Margin: 0.05}
	for _, p := range []float64{0.04, 0.5, 0.99} {
		loss, dp := asl.AtProb(0, p)
		fmt.Printf("negative at p=%v: loss %.4f slope %.4f\n", p, loss, dp)
	}
	// Output:
	// negative at p=0.04: loss 0.0000 slope 0.0000
	// negative at p=0.5: loss 0.0245 slope 0.2925
	// negative at p=0.99: loss 2.1966 slope 22.3596
}

func ExampleSmoothedCE() {
	c := losscore.SmoothedCE{LabelSmoothing: 0.25} // y = 1 becomes 0.875
	for _, p := range []float64{0.75, 0.875, 0.99} {
		loss, dp := c.AtProb(1, p)
		fmt.Printf("p=%v loss %.4f slope %.4f\n", p, loss, dp)
	}
	// Output:
	// p=0.75 loss 0.4250 slope -0.6667
	// p=0.875 loss 0.3768 slope 0.0000
	// p=0.99 loss 0.5844 slope 11.6162
}

// Brier is a loss of one's own: (p-y)².
type Brier struct{}

func (Brier) Validate() error { return nil }

func (Brier) AtProb(y, p float64) (loss, dp float64) {
	return (p - y) * (p - y), 2 * (p - y)
}

func (b Brier) AtLogit(y, x float64) (loss, dx float64) {
	p := 1 / (1 + math.Exp(-x))
	loss, dp := b.AtProb(y, p)
	return loss, dp * p * (1 - p)
}

func ExampleLoss() {
	var c losscore.Curve
	if err := c.Sample(Brier{}, 1, 5); err != nil {
		fmt.Println(err)
		return
	}
	for i, pt := range c.Pt {
		fmt.Printf("%.2f: %.4f %.4f\n", pt, c.Loss[i], c.DPt[i])
	}
	// Output:
	// 0.00: 1.0000 -2.0000
	// 0.25: 0.5625 -1.5000
	// 0.50: 0.2500 -1.0000
	// 0.75: 0.0625 -0.5000
	// 1.00: 0.0000 0.0000
}

func ExampleValidateProb() {
	fmt.Println(losscore.ValidateProb(1.5))
	// Output: losscore: p is 1.5; allowed: 0 to 1
}

func ExampleCurve_Sample() {
	var c losscore.Curve
	if err := c.Sample(losscore.Focal{Gamma: 2, Epsilon: 0.01}, 1, 10); err != nil {
		fmt.Println(err)
		return
	}
	for i, pt := range c.Pt {
		fmt.Printf("%.2f: %.3f %.3f\n", pt, c.Loss[i], c.DLogit[i])
	}
	// Output:
	// 0.00: 4.514 0.000
	// 0.01: 4.514 0.000
	// 0.01: 4.514 -1.061
	// 0.05: 2.730 -1.127
	// 0.14: 1.494 -1.051
	// 0.24: 0.802 -0.823
	// 0.49: 0.184 -0.312
	// 0.99: 0.000 -0.000
	// 0.99: 0.000 0.000
	// 1.00: 0.000 0.000
}

func ExampleAtLogits() {
	y := []float64{1, 0, 1}
	x := []float64{-2, -1, 3}
	loss, dx := make([]float64, len(x)), make([]float64, len(x))
	if err := losscore.AtLogits(losscore.Focal{Gamma: 2}, loss, dx, y, x); err != nil {
		fmt.Println(err)
		return
	}
	fmt.Printf("%.4f\n%.4f\n", loss, dx)
	// Output:
	// [1.6501 0.0227 0.0001]
	// [-1.0767 0.0526 -0.0003]
}

func ExampleTotalLogits() {
	y := []float32{1, 0, 1, 0}
	x := []float32{-2, -1, 3, 0.5}
	var all losscore.Totals
	for i := 0; i < len(x); i += 2 { // as if by two cores
		part, err := losscore.TotalLogits(losscore.Focal{Gamma: 2}, y[i:i+2], x[i:i+2])
		if err != nil {
			fmt.Println(err)
			return
		}
		all.Add(part)
	}
	fmt.Printf("mean %.4f of %v examples; negatives %.4f, positives %.4f\n", all.Mean(), all.Count,
		all.Loss(0), all.Loss(1))
	// Output: mean 0.5126 of [2 2] examples; negatives 0.4001, positives 1.6502
}

func ExampleOptimum() {
	l := losscore.Focal{Gamma: 2, Alpha: 0.25, Balanced: true}
	x, err := losscore.Optimum(l, 0.01) // 1 % of the labels are 1
	if err != nil {
		fmt.Println(err)
		return
	}
	p := 1 / (1 + math.Exp(-x))
	fmt.Printf("start at a logit of %.3f, p = %.4f\n", x, p)
	fmt.Printf("which stands for a true probability of %.4f\n", l.Calibrate(p))
	// Output:
	// start at a logit of -2.107, p = 0.1084
	// which stands for a true probability of 0.0100
}

func ExampleFocal_AtLogit2() {
	// Gradient and second derivative of a score, as boosting wants them.
	loss, dx, dxx := losscore.Focal{Gamma: 2}.AtLogit2(1, -4)
	fmt.Printf("%.4f %.4f %.4f\n", loss, dx, dxx)
	// Output: 3.8749 -1.0864 -0.0467
}
