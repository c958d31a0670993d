package customloss

import (
	"math"
	"slices"
	"testing"

	"lossexplorer/internal/catalog"
	"lossexplorer/internal/code"
	"lossexplorer/internal/formula/syntax"
	"lossexplorer/internal/lint"
	"lossexplorer/internal/python"
)

// The Python that the page offers to copy is read as the loss that it is of, without a finding.
func TestCopiedCode(t *testing.T) {
	for i, k := range slices.Repeat(catalog.Kinds(), 2) {
		values := make([]float64, len(k.Params))
		for j, p := range k.Params {
			values[j] = p.Default
			if p.Switch {
				values[j] = float64(i / len(catalog.Kinds())) // off, then on
			}
		}
		loss := k.New(values)
		for _, language := range []code.Language{code.PyTorch, code.Keras, code.JAX, code.NumPy} {
			for _, input := range []code.Input{code.Logits, code.Probabilities} {
				source, err := code.Write(code.Options{Language: language, Input: input}, k, values)
				if err != nil {
					t.Fatal(err)
				}
				r, err := python.Read(source, python.Options{})
				if err != nil {
					t.Errorf("%s, %s from %s: %v", k.ID, language, input, err)
					continue
				}
				for _, f := range lint.Check(r) {
					t.Errorf("%s, %s from %s: %s", k.ID, language, input, f.Message(nil))
				}
				f, err := syntax.Parse(r.Formula)
				if err != nil {
					t.Fatal(err)
				}
				of := f.BindUnclipped(f.Defaults(), r.Epsilon)
				for _, y := range []float64{0, 1} {
					for x := -5.; x < 6; x++ {
						got, slope := of.AtLogit(y, x)
						want, gradient := loss.AtLogit(y, x)
						if math.Abs(got-want) > 1e-6*(1+want) || math.Abs(slope-gradient) > 1e-6 {
							t.Fatalf("%s, %s from %s: %v, %v at y = %v, x = %v; want %v, %v\n%s", k.ID,
								language, input, got, slope, y, x, want, gradient, r.Formula)
						}
					}
				}
			}
		}
	}
}
