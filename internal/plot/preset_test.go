package plot

import (
	"math"
	"slices"
	"testing"

	"lossexplorer/internal/frameworks"
	"lossexplorer/internal/state"
)

// The explorer shows the loss that the preset computes.
func TestPreset(t *testing.T) {
	shown := 0
	for _, p := range frameworks.Presets() {
		s, ok := Preset(p)
		if !ok {
			continue
		}
		shown++
		if _, problems := state.Parse(queryOf(s)); problems != nil {
			t.Errorf("%s: %s: %v", p.ID, s.Query(), problems)
		}
		switch {
		case p.Classes:
			y, x := []float64{0, 1, 0}, []float64{0.3, -0.5, 1}
			losses, _, err := p.EvalClasses([][]float64{y}, [][]float64{x}, true)
			if err != nil {
				t.Fatal(err)
			}
			got, err := s.Classes.Loss(1e-7).AtLogits(nil, y, x)
			if err != nil || math.Abs(got-losses[0]) > 1e-12 {
				t.Errorf("%s: %v, %v, want %v", p.ID, got, err, losses[0])
			}
		case s.Wrong:
			got, _ := wrong(s).AtProb(1, 0.3)
			if want, _ := p.Loss().AtProb(1, 0.3); got != want {
				t.Errorf("%s: %v, want %v", p.ID, got, want)
			}
		default:
			for _, y := range []float64{0, 1} {
				got, _ := s.Loss().AtProb(y, 0.3)
				if want, _ := p.Loss().AtProb(y, 0.3); math.Abs(got-want) > 1e-15 {
					t.Errorf("%s: %v for y = %v, want %v", p.ID, got, y, want)
				}
			}
		}
	}
	// Neither Keras' smoothed labels nor a detached factor.
	if all := len(frameworks.Presets()); shown < all-2 {
		t.Errorf("%d of %d presets can be shown", shown, all)
	}
}

func queryOf(s state.State) func(key string) (string, bool) {
	return func(key string) (string, bool) {
		if !slices.Contains(s.Keys(), key) {
			return "", false
		}
		return s.Value(key), true
	}
}
