package frameworks

import (
	"bytes"
	"encoding/json"
	"math"
	"os"
	"os/exec"
	"strconv"
	"testing"

	"lossexplorer/internal/precision"
	"lossexplorer/losscore"
)

// The emulated operations of ASL and timm are right, off, 0, infinite and NaN where PyTorch's
// are, to one step of the logit, and give the loss in float64.
func TestAsymmetricOperations(t *testing.T) {
	axis := precision.Axis(precision.Step)
	in, err := json.Marshal(map[string][]float64{"logits": axis})
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command("/usr/bin/python3", "testdata/asymmetric.py")
	cmd.Stdin = bytes.NewReader(in)
	cmd.Stderr = os.Stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("%v: this needs PyTorch; on Debian: apt-get install python3-torch", err)
	}
	var ran []struct {
		Format         string
		Label          float64
		Detached       bool
		Loss, Gradient []string
	}
	if err := json.Unmarshal(out, &ran); err != nil {
		t.Fatal(err)
	}
	if len(ran) != 12 {
		t.Fatalf("%d columns", len(ran))
	}
	lab := precision.NewLab(axis)
	for _, c := range ran {
		m := asymmetricLoss(c.Detached)
		f, _ := precision.FormatOf(c.Format)
		r := lab.Run(&m, c.Label, precision.Setting{Format: f, Torch1: true})
		for _, v := range []struct {
			what       string
			texts      []string
			got, exact []float64
		}{{"loss", c.Loss, r.Loss, r.ExactLoss}, {"gradient", c.Gradient, r.Gradient, r.ExactDx}} {
			if len(v.texts) != len(r.Logits) {
				t.Fatalf("%d logits of %d", len(v.texts), len(r.Logits))
			}
			right := 0
			for i, text := range v.texts {
				x, err := strconv.ParseFloat(text, 64)
				if err != nil {
					t.Fatal(err)
				}
				want, near := precision.Classify(f, x, v.exact[i]), false
				for j := max(0, i-1); j < min(len(v.got), i+2); j++ {
					near = near || precision.Classify(f, v.got[j], v.exact[j]) == want
				}
				if want != precision.Underflow && !near {
					t.Errorf("%s, y %v, detached %v: %s at %v is %v, PyTorch has %v of %v",
						c.Format, c.Label,
						c.Detached, v.what, r.Logits[i], v.got[i], x, v.exact[i])
				}
				if want == precision.Right {
					right++
				}
			}
			if right < 60 {
				t.Errorf("%s, y %v, detached %v: %s is right at %d logits", c.Format,
					c.Label, c.Detached,
					v.what, right)
			}
		}
	}
}

// The detached loss has the value of the whole one, and the gradient of its factor times
// that of the cross-entropy.
func TestDetached(t *testing.T) {
	d := Detached{GammaPos: 1, GammaNeg: 4, Margin: 0.05, Epsilon: 1e-8}
	whole := losscore.Asymmetric{GammaPos: 1, GammaNeg: 4, Margin: 0.05, Epsilon: 1e-8}
	for _, x := range []float64{-9, -3.2, -2.9, -0.5, 0, 1.3, 7} {
		p := sigmoid(x)
		for _, y := range []float64{0, 1} {
			loss, dx := d.AtLogit(y, x)
			want, _ := whole.AtLogit(y, x)
			factor := 1 - p
			cross := func(x float64) float64 { return -math.Log(sigmoid(x)) }
			if y == 0 {
				factor = math.Pow(max(p-0.05, 0), 4)
				cross = func(x float64) float64 { return -math.Log(min(1-sigmoid(x)+0.05, 1)) }
			}
			if !near(loss, want) && math.Abs(loss/want-1) > 1e-12 {
				t.Errorf("y %v at %v: %v, want %v", y, x, loss, want)
			}
			if slope := factor * slopeOf(cross, x, 1e-3); math.Abs(dx-slope) > 1e-9 {
				t.Errorf("y %v at %v: dL/dx %v, want %v", y, x, dx, slope)
			}
			if again, dp := d.AtProb(y, p); math.Abs(again-loss) > 1e-14 ||
				math.Abs(dp*p*(1-p)-dx) > 1e-14 {
				t.Errorf("y %v at p %v: %v, %v", y, p, again, dp)
			}
		}
	}
	for _, v := range [][2]float64{{0.5, 0.5}, {1, math.NaN()}, {1, 2}} {
		if loss, d := d.AtProb(v[0], v[1]); loss == loss || d == d {
			t.Errorf("at %v: %v, %v", v, loss, d)
		}
	}
	if loss, dx := d.AtLogit(0.5, 0); loss == loss || dx == dx {
		t.Errorf("%v, %v", loss, dx)
	}
	if loss, dp := d.AtProb(1, 0); !near(loss, -math.Log(1e-8)) || dp != 0 {
		t.Errorf("at 0: %v, %v", loss, dp)
	}
}

// CatBoost's derivatives, by the formulas of its source, are those of the preset.
func TestCatBoost(t *testing.T) {
	loss := preset(t, "catboost").Loss()
	focal := losscore.Focal{Gamma: 2, Alpha: 0.25, Balanced: true}
	for _, y := range []float64{0, 1} {
		for _, x := range []float64{-9, -2, -0.3, 0, 1, 4} {
			at, sign, pt := 0.75, -1.0, sigmoid(-x)
			if y == 1 {
				at, sign, pt = 0.25, 1, sigmoid(x)
			}
			u, v := at*sign*math.Pow(1-pt, 2), 2*pt*math.Log(pt)+pt-1
			du, dv := -at*sign*2*(1-pt), 2*math.Log(pt)+3
			dx, dxx := u*v, (du*v+u*dv)*sign*pt*(1-pt)
			_, want := loss.AtLogit(y, x)
			_, _, curvature := focal.AtLogit2(y, x)
			if math.Abs(dx-want) > 1e-14 || math.Abs(dxx-curvature) > 1e-14 {
				t.Errorf("y %v at %v: %v, %v, want %v, %v", y, x, dx, dxx, want, curvature)
			}
		}
	}
}
