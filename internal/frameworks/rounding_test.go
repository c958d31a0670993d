package frameworks

import (
	"math"
	"testing"

	"lossexplorer/internal/precision"
)

// The effects of rounding in the table are those of the preset's loss: the emulated operations
// give it in float64, where some go to float32, on every backend and device.
func TestEmulatedIsThePreset(t *testing.T) {
	n := 0
	for _, p := range Presets() {
		m, ok := precision.ImplementationOf(p.Implementation)
		if !ok || p.Rounds.English != "" || p.Params[LabelSmoothing] != 0 {
			continue
		}
		n++
		all := []precision.Implementation{m}
		for _, id := range p.Others {
			other, ok := precision.ImplementationOf(id)
			if !ok {
				t.Errorf("%s: no implementation %s", p.ID, id)
			}
			all = append(all, other)
		}
		s := precision.Setting{Gamma: p.Params[Gamma], Balanced: p.Params[Balanced] != 0,
			Alpha: p.Params[Alpha], Epsilon: p.Params[Epsilon], Format: precision.Float64}
		lab := precision.NewLab([]float64{-4, -1, 0.25, 3})
		for _, m := range all {
			for _, y := range []float64{0, 1} {
				r := lab.Run(&m, y, s)
				for i, z := range r.Logits {
					loss, dx := p.Loss().AtLogit(y, z)
					if !(math.Abs(r.Loss[i]-loss) <= 1e-5*loss) ||
						!(math.Abs(r.Gradient[i]-dx) <= 1e-5*math.Abs(dx)) {
						t.Errorf("%s, %s, y %v at %v: %v, %v, want %v, %v", p.ID, m.ID, y, z,
							r.Loss[i], r.Gradient[i], loss, dx)
					}
				}
			}
		}
	}
	if n < 15 {
		t.Errorf("only %d presets are emulated", n)
	}
}

// The worst of the gradient is named, NaN before 0, and Keras by its backends. The logits
// are those of TestPublished of package precision.
func TestRounding(t *testing.T) {
	want := map[string]string{
		"torchvision":           "γ 2: 0 from 16.75 / 0 from 6.25 / right\nγ 0.5: NaN from 16.75 / NaN from 6.25 / NaN from 8.5",
		"fvcore":                "γ 2: 0 from 16.75 / 0 from 16.75 / right\nγ 0.5: NaN from 16.75",
		"timm":                  "0 from 16.75 / 0 from 6.25 / NaN from 17.5",
		"asl":                   "0 from 16.75 / 0 from 6.25 / NaN from 17.5",
		"optax":                 "γ 2: right\nγ 0.5: right",
		"keras-binary-smoothed": "not emulated: the lab has labels of 0 and 1",
		"tutorial":              "γ 2: 0 from 16.25 / NaN from −6.25 / NaN from −8.5\nγ 0.5: 0 from 16.25 / NaN from 6.25 / NaN from 8.5",
		"tutorial-broken":       "the gradient is 0 at every logit",
		"mmdet": "mmdetection, in Python\nγ 2: 0 from 16.75 / 0 from 6.25 / right\nγ 0.5: NaN from 16.75 / NaN from 6.25 / NaN from 8.5\n" +
			"mmcv, CUDA kernel\nγ 2: 0 from 16.75 / 0 from 6.25 / NaN from −8.5\nγ 0.5: 0 from 16.75 / 0 from 6.25 / NaN from −8.5",
		"keras-binary": "Keras on PyTorch\nγ 2: 0 from 16.75 / 0 from 6.25 / NaN from 8.5\nγ 0.5: NaN from 16.75 / NaN from 6.25 / NaN from 8.5\n" +
			"Keras on JAX\nγ 2: 0 from 16.75 / NaN from 6.25 / NaN from 8.5\nγ 0.5: NaN from 16.75 / NaN from 6.25 / NaN from 8.5\n" +
			"Keras on TensorFlow\nγ 2: 0 from 16.75 / 0 from 6.25 / right\nγ 0.5: NaN from 16.75 / NaN from 6.25 / NaN from 8.5\n" +
			"16 bits: of the function binary_focal_crossentropy, or with such a dtype; the class alone converts p to float32 first",
	}
	for _, p := range Presets() {
		if w, ok := want[p.ID]; ok {
			if got := p.rounding(); got.English != w || got.Chinese == "" {
				t.Errorf("%s: %q, want %q", p.ID, got, w)
			}
			delete(want, p.ID)
		}
	}
	for id := range want {
		t.Errorf("no preset %s", id)
	}
}
