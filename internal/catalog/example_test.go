package catalog_test

import (
	"fmt"

	"lossexplorer/internal/catalog"
)

func ExampleKindOf() {
	k := catalog.KindOf("poly1")
	values := make([]float64, len(k.Params))
	for i, p := range k.Params {
		values[i] = p.Default
		fmt.Println(p.Name, p.Default)
	}
	loss, _ := k.New(values).AtProb(1, 0.5)
	fmt.Printf("%.4f\n", loss)
	// Output:
	// poly 2
	// gamma 0
	// epsilon 1e-07
	// 1.6931
}
