package plot

import (
	"math"
	"testing"

	"lossexplorer/internal/state"
	"lossexplorer/losscore"
)

func classesOf(t *testing.T, pairs ...string) state.State {
	t.Helper()
	s := state.Default().At(state.PlaceReference)
	for i := 0; i < len(pairs); i += 2 {
		var err error
		if s, err = s.With(pairs[i], pairs[i+1]); err != nil {
			t.Fatal(err)
		}
	}
	return s
}

// With sigmoids every class has a binary focal loss of its own.
func TestSigmoidReadings(t *testing.T) {
	for _, background := range []string{"0", "1"} {
		s := classesOf(t, "balanced", "1", "alphas", "0.25,0.5,1", "background", background,
			"truth", "3")
		readings, loss := SigmoidReadings(nil, s)
		n := 3
		if background == "1" {
			n = 2
		}
		if len(readings) != n {
			t.Fatalf("%d readings", len(readings))
		}
		sum := 0.
		for k, r := range readings {
			y := 0.
			if k == s.Classes.Truth {
				y = 1
			}
			want, dx := losscore.Focal{Gamma: 2, Balanced: true, Alpha: 0.25}.AtLogit(y,
				s.Classes.Logits[k])
			want, dx = want*s.Classes.Alpha[k], dx*s.Classes.Alpha[k]
			p := 1 / (1 + math.Exp(-s.Classes.Logits[k]))
			if math.Abs(r.Loss-want) > 1e-15 || math.Abs(r.Gradient-dx) > 1e-15 ||
				math.Abs(r.P-p) > 1e-15 {
				t.Errorf("class %d: %+v, want %v, %v, %v", k, r, p, want, dx)
			}
			sum += want
		}
		if math.Abs(loss-sum) > 1e-15 {
			t.Errorf("the loss is %v, want %v", loss, sum)
		}
	}
}

// An ignored example changes the divisors, and so does a background.
func TestBatchOf(t *testing.T) {
	for _, tt := range []struct {
		labels, background string
		softmax, sigmoid   [4]float64 // divisors
	}{
		{"1,1,2,3", "0", [4]float64{4, 1, 4, 2}, [4]float64{12, 1, 4, 2}},
		{"1,1,2,3,i", "0", [4]float64{4, 1, 4, 2}, [4]float64{12, 1, 4, 2}},
		{"1,1,2,i,i", "0", [4]float64{3, 1, 3, 1}, [4]float64{9, 1, 3, 1}},
		{"1,1,2,3,i", "1", [4]float64{4, 1, 3, 2}, [4]float64{8, 1, 3, 1}},
		{"3,3", "1", [4]float64{2, 1, 1, 2}, [4]float64{4, 1, 1, 1}},
		{"i", "0", [4]float64{1, 1, 1, 1}, [4]float64{1, 1, 1, 1}},
	} {
		s := classesOf(t, "alphas", "0.25,0.5,1", "background", tt.background, "batch", tt.labels)
		softmax, sigmoid := BatchOf(s)
		for i := range Reductions {
			if softmax[i].Divisor != tt.softmax[i] || sigmoid[i].Divisor != tt.sigmoid[i] {
				t.Errorf("%s, background %s, reduction %d: divisors %v and %v, want %v and %v",
					tt.labels, tt.background, i,
					softmax[i].Divisor, sigmoid[i].Divisor, tt.softmax[i], tt.sigmoid[i])
			}
			if got, want := softmax[i].Loss*softmax[i].Divisor,
				softmax[1].Loss; math.Abs(got-want) > 1e-15*(1+want) {
				t.Errorf("%s: the sum is %v, want %v", tt.labels, got, want)
			}
		}
		if (sigmoid[1].Loss == 0) != (tt.labels == "i") {
			t.Errorf("%s: the loss with sigmoids is %v", tt.labels, sigmoid[1].Loss)
		}
	}
	two := classesOf(t, "classes", "2", "background", "1") // one sigmoid
	if _, sigmoid := BatchOf(two); !(sigmoid[0].Loss > 0) {
		t.Errorf("one class and the background: %v", sigmoid)
	}
}

func TestWeightsOf(t *testing.T) {
	s := classesOf(t, "alpha", "0.3")
	for c, want := range map[Convention]string{FirstBackground: "0.7,0.3,0.3",
		AllAlike: "0.3,0.3,0.3", NoWeights: "1,1,1"} {
		if got := WeightsOf(s, c); got != want {
			t.Errorf("convention %d: %s, want %s", c, got, want)
		}
	}
}
