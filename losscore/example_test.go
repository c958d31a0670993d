package losscore_test

import (
	"fmt"

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
