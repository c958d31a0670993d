package code

import (
	"strings"
	"testing"

	"lossexplorer/internal/catalog"
)

// The module of PyTorch is pickled and scripted, checks shapes, weighs and ignores
// as documented, and is finite in every precision; the Loss of Keras keeps its
// parameters. torch.compile is not in Debian's PyTorch 1.13.
func TestModules(t *testing.T) {
	type input struct {
		Name        string `json:"name"`
		PyTorch     string `json:"pytorch"`
		Keras       string `json:"keras"`
		Normaliser  string `json:"normaliser"`
		Categorical bool   `json:"categorical"`
	}
	var in []input
	for _, k := range catalog.Kinds() {
		in = append(in, input{
			Name: strings.ReplaceAll(k.ID, "-", "_"), Normaliser: string(Valid),
			PyTorch: write(t, Options{}, k, defaults(k)),
			Keras:   write(t, Options{Language: Keras}, k, defaults(k)),
		})
	}
	focal := catalog.KindOf("focal")
	for _, n := range Normalisers {
		in = append(in, input{
			Name: "focal_" + string(n), Normaliser: string(n),
			PyTorch: write(t, Options{Normaliser: n}, focal, with(focal, "gamma", 0.5)),
			Keras:   write(t, Options{Language: Keras}, focal, defaults(focal)),
		})
		for name, c := range map[string]Categorical{
			"plain_": {Gamma: 2}, "smoothed_": {Gamma: 0.5, Smoothing: 0.1},
			"weighted_": {Gamma: 2, Alpha: []float64{1, 2, 3}},
		} {
			in = append(in, input{
				Name: name + string(n), Normaliser: string(n), Categorical: true,
				PyTorch: writeCategorical(t, Options{Normaliser: n}, c),
				Keras:   writeCategorical(t, Options{Language: Keras}, c),
			})
		}
	}
	var out []struct {
		Name     string
		Problems []string
	}
	runPython(t, in, &out, "module.py")
	for _, o := range out {
		for _, p := range o.Problems {
			t.Errorf("%s: %s", o.Name, p)
		}
	}
}
