package imbalance_test

import (
	"fmt"

	"lossexplorer/internal/imbalance"
	"lossexplorer/losscore"
)

// A thousand easy negatives drown one positive under cross-entropy, but not
// under the focal loss.
func Example() {
	var grid imbalance.Grid
	var m imbalance.Measurement
	p := imbalance.Population{
		Positive:  imbalance.Normal{Mean: -0.5, Spread: 2},
		Negative:  imbalance.Normal{Mean: -5, Spread: 0.85},
		Negatives: 1000,
	}
	if err := grid.Place(p); err != nil {
		panic(err)
	}
	for _, gamma := range []float64{0, 2} {
		if err := grid.Measure(&m, losscore.Focal{Gamma: gamma}); err != nil {
			panic(err)
		}
		fmt.Printf("gamma %g: easy negatives have %.1f%% of the loss, %.1f%% of the gradient\n",
			gamma, 100*m.Loss[imbalance.EasyNegatives], 100*m.Gradient[imbalance.EasyNegatives])
	}
	// Output:
	// gamma 0: easy negatives have 87.8% of the loss, 94.3% of the gradient
	// gamma 2: easy negatives have 0.7% of the loss, 3.3% of the gradient
}
