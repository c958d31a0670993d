package precision

import (
	"math/rand/v2"
	"testing"
)

// The counts are those of the bands, whatever the order.
func TestCounter(t *testing.T) {
	var c Counter
	axis := Axis(Step)
	for _, id := range []string{"torchvision", "naive", "page"} {
		m, _ := ImplementationOf(id)
		for _, f := range Formats {
			s := Setting{Gamma: 0.5, Epsilon: 1e-7, Format: f}
			r := NewLab(axis).Run(&m, 1, s)
			var want, gotLoss, got Counts
			for i := range r.Logits {
				want[Classify(f, r.Gradient[i], r.ExactDx[i])]++
			}
			shuffled := append([]float64{}, r.Logits...)
			rand.Shuffle(len(shuffled),
				func(i, k int) { shuffled[i], shuffled[k] = shuffled[k], shuffled[i] })
			c.Add(&gotLoss, &got, &m, 1, s, shuffled[:100])
			c.Add(&gotLoss, &got, &m, 1, s, shuffled[100:])
			c.Add(&gotLoss, &got, &m, 1, s, nil)
			if got != want {
				t.Errorf("%s in %v: %v, want %v", id, f, got, want)
			}
		}
	}
}
