package losscore_test

import (
	"fmt"

	"lossexplorer/losscore"
)

func ExampleCategoricalFocal_AtLogits() {
	x := []float64{2, 1, -1}
	grad := make([]float64, len(x))
	for _, gamma := range []float64{0, 2} {
		c := losscore.CategoricalFocal{Gamma: gamma}
		loss, err := c.AtLogits(grad, []float64{1, 0, 0}, x)
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Printf("gamma %g: loss %.4f gradient %.4f\n", gamma, loss, grad)
	}
	// Output:
	// gamma 0: loss 0.3490 gradient [-0.2946 0.2595 0.0351]
	// gamma 2: loss 0.0303 gradient [-0.0683 0.0602 0.0081]
}

func ExampleCategoricalFocal_AtProbs() {
	c := losscore.CategoricalFocal{Gamma: 2, LabelSmoothing: 0.1, Epsilon: 1e-7}
	y := []float64{0, 1, 0}
	fmt.Println(c.AtProbs(nil, y, []float64{0.125, 0.5, 0.125}))
	loss, err := c.AtProbs(nil, y, []float64{0.1, 0.8, 0.1})
	fmt.Printf("%.4f %v\n", loss, err)
	// Output:
	// NaN losscore: sum of p is 0.75; allowed: 1 within 1e-6
	// 0.1327 <nil>
}

// One alpha for all classes balances nothing. Of ten examples, nine are of class
// 0, and before any training each example pulls the logits its own way.
func ExampleCategoricalFocal_oneAlphaForAll() {
	pull := func(c losscore.CategoricalFocal, y ...float64) float64 {
		grad := make([]float64, 2)
		if _, err := c.AtLogits(grad, y, []float64{0, 0}); err != nil {
			fmt.Println(err)
		}
		return max(grad[0], grad[1])
	}
	for _, alpha := range [][]float64{{1, 1}, {0.25, 0.25}, {0.1, 0.9}} {
		c := losscore.CategoricalFocal{Gamma: 2, Alpha: alpha}
		common, rare := 9*pull(c, 1, 0), pull(c, 0, 1)
		fmt.Printf("alpha %v: the common class pulls by %.3f, the rare one by %.3f, %.0f to 1\n",
			alpha, common, rare, common/rare)
	}
	// Output:
	// alpha [1 1]: the common class pulls by 2.685, the rare one by 0.298, 9 to 1
	// alpha [0.25 0.25]: the common class pulls by 0.671, the rare one by 0.075, 9 to 1
	// alpha [0.1 0.9]: the common class pulls by 0.268, the rare one by 0.268, 1 to 1
}
