package frameworks

import (
	"errors"
	"math"
	"testing"

	"lossexplorer/losscore"
)

// By the formula, in Python: -a*(1-a)**gamma*log(a).
func TestBroken(t *testing.T) {
	for _, tt := range []struct {
		b        Broken
		pos, neg float64
	}{
		{Broken{Gamma: 2, Alpha: 0.25}, 0.19494764453248462, 0.01348509714617723},
		{Broken{Gamma: 0.5, Alpha: 0.6}, 0.19384469499321239, 0.28390229958662466},
	} {
		if err := tt.b.Validate(); err != nil {
			t.Error(err)
		}
		for _, v := range []float64{0, 1e-7, 0.3, 0.5, 1} {
			for _, at := range []func(y, v float64) (loss, d float64){tt.b.AtProb, tt.b.AtLogit} {
				pos, d1 := at(1, v)
				neg, d0 := at(0, v)
				if !near(pos, tt.pos) || !near(neg, tt.neg) || d1 != 0 || d0 != 0 {
					t.Errorf("%+v at %v: %v, %v with gradients %v, %v", tt.b, v, pos, neg, d1, d0)
				}
			}
		}
	}
}

func TestBrokenInvalid(t *testing.T) {
	for _, b := range []Broken{{2, 0}, {2, 1}, {2, math.NaN()}, {-1, 0.25}} {
		if err := b.Validate(); !errors.As(err, new(*losscore.RangeError)) {
			t.Errorf("%+v: %v", b, err)
		}
	}
	b := Broken{2, 0.25}
	for _, v := range [][2]float64{{0.5, 0.5}, {1, -0.1}, {1, 1.1}, {1, math.NaN()},
		{math.NaN(), 0.5}} {
		if loss, d := b.AtProb(v[0], v[1]); loss == loss || d == d {
			t.Errorf("at %v: %v, %v", v, loss, d)
		}
	}
	if loss, d := b.AtLogit(1, math.NaN()); loss == loss || d == d {
		t.Errorf("at logit NaN: %v, %v", loss, d)
	}
}

func TestTutorialCode(t *testing.T) {
	right, wrong := TutorialCode()
	if len(right) != len(wrong) {
		t.Fatalf("%d and %d lines", len(right), len(wrong))
	}
	differ := 0
	for i, r := range right {
		w := wrong[i]
		if r.Differs != (r.Code != w.Code) || w.Differs != r.Differs {
			t.Errorf("marked %v, %v: %q, %q", r.Differs, w.Differs, r.Code, w.Code)
		}
		if r.Differs {
			differ++
		}
		for _, l := range []Line{r, w} {
			if l.Differs != isChinese(l.Note.Chinese) || l.Differs != (l.Note.English != "") ||
				isChinese(l.Note.English) {
				t.Errorf("%q: note %v", l.Code, l.Note)
			}
		}
	}
	if differ != 2 {
		t.Errorf("%d lines differ", differ)
	}
}
