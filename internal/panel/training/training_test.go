package training

import (
	"fmt"
	"math"
	"regexp"
	"strings"
	"testing"

	"lossexplorer/internal/state"
	"lossexplorer/internal/train"
)

func with(t testing.TB, pairs ...string) state.State {
	t.Helper()
	s := state.Default()
	for i := 0; i < len(pairs); i += 2 {
		var err error
		if s, err = s.With(pairs[i], pairs[i+1]); err != nil {
			t.Fatal(err)
		}
	}
	return s
}

func TestSetup(t *testing.T) {
	s := with(t, "train", "mlp", "train_data", "ring", "train_ratio", "30", "train_noise", "0.1",
		"train_rate", "0.02", "train_seed", "9", "train_prior", "0", "train_optimizer", "sgd")
	want := train.Setup{Sample: train.Sample{Shape: train.Ring, N: Examples, Ratio: 30, Noise: 0.1,
		Seed: 9}, Hidden: Hidden, Optimizer: train.SGD, Rate: 0.02}
	if got := Setup(s); got != want {
		t.Errorf("%+v, want %+v", got, want)
	}
	s = with(t, "train", "logistic")
	if got := Setup(s); got.Hidden != 0 || !got.Prior {
		t.Errorf("%+v", got)
	}
}

// The plane of a model with logit x0 - 0.5: its boundary is the upright x0 = 0.5,
// and positives are right of it.
func TestPlane(t *testing.T) {
	m := train.Model{Params: []float64{4, 0, -2}}
	var p Plane
	p.Update(&m)
	pixels := p.AppendPixels(nil, [3]byte{1, 2, 3}, [3]byte{4, 5, 6})
	if len(pixels) != 4*Grid*Grid {
		t.Fatalf("%d bytes", len(pixels))
	}
	for i := range Grid * Grid {
		x := coordinate(i % Grid)
		pixel := pixels[4*i : 4*i+4]
		want := byte(1)
		if x < 0.5 {
			want = 4
		}
		sure := 150 * math.Abs(math.Tanh(2*(x-0.5)))
		if pixel[0] != want || math.Abs(float64(pixel[3])-sure) > 1 {
			t.Errorf("at %g the pixel is %v", x, pixel)
		}
	}
	d := string(p.AppendBoundary(nil, 0.5))
	parts := regexp.MustCompile(`M(\d+) (\d+)L(\d+) (\d+)`).FindAllString(d, -1)
	if strings.Join(parts, "") != d || len(parts) != Grid-1 {
		t.Fatalf("the boundary has %d parts: %.100s", len(parts), d)
	}
	for _, part := range parts {
		var x0, y0, x1, y1 int
		if _, err := fmt.Sscanf(part, "M%d %dL%d %d", &x0, &y0, &x1, &y1); err != nil ||
			x0 != 625 || x1 != 625 || y0 == y1 {
			t.Errorf("a part is %s, want x 625", part)
		}
	}
}

func TestAppendExamples(t *testing.T) {
	d := train.Data{X: []float64{0, 0, 1, 1, -2, 2}, Y: []float64{1, 0, 1}}
	if got := string(AppendExamples(nil, &d,
		1)); got != "M500 500m-9 0a9 9 0 1 0 18 0a9 9 0 1 0 -18 0M0 0m-9 0a9 9 0 1 0 18 0a9 9 0 1 0 -18 0" {
		t.Errorf("positives: %s", got)
	}
	if got := string(AppendExamples(nil, &d, 0)); got != "M750 250m-7 0h14m-7-7v14" {
		t.Errorf("negatives: %s", got)
	}
}

// The history of a long run is bounded, spans the run, and keeps its last point.
func TestHistory(t *testing.T) {
	var h History
	h.Reset()
	var r train.Run
	for n := range 5 * maxHistory {
		r.Steps = n
		r.Results[0].CrossEntropy, r.Results[0].AP = Top/2, 1
		h.Add(&r)
		if len(h.steps) > maxHistory {
			t.Fatalf("%d points", len(h.steps))
		}
		for i := 1; i < len(h.steps); i++ {
			if h.steps[i] <= h.steps[i-1] {
				t.Fatalf("after %d, step %d follows %d", n, h.steps[i], h.steps[i-1])
			}
		}
	}
	if h.steps[0] != 0 || h.steps[len(h.steps)-1] < 5*maxHistory-10 || len(h.steps) < maxHistory/2 {
		t.Errorf("%d points from %d to %d", len(h.steps), h.steps[0], h.steps[len(h.steps)-1])
	}
	if got := string(h.AppendCross(nil, 0)); !strings.HasPrefix(got, "0,500 ") ||
		!strings.HasSuffix(got, ",500") {
		t.Errorf("%.20s…", got)
	}
	if got := string(h.AppendAP(nil, 0)); !strings.HasPrefix(got, "0,0 ") {
		t.Errorf("%.20s…", got)
	}
	h.Reset()
	if got := h.AppendAP(nil, 0); len(got) > 0 {
		t.Errorf("reset: %s", got)
	}
}

// BenchmarkFrame is the work of a frame while the training plays, but for
// the page's.
func BenchmarkFrame(b *testing.B) {
	s := with(b, "train", "mlp")
	var r train.Run
	r.Start(Setup(s))
	var h History
	h.Reset()
	var planes [train.Models]Plane
	var bytes []byte
	l := s.Loss()
	for b.Loop() {
		for range 5 {
			if err := r.Step(l); err != nil {
				b.Fatal(err)
			}
		}
		if err := r.Measure(l); err != nil {
			b.Fatal(err)
		}
		h.Add(&r)
		for i := range planes {
			planes[i].Update(&r.Models[i])
			bytes = planes[i].AppendPixels(bytes[:0], [3]byte{}, [3]byte{})
			bytes = planes[i].AppendBoundary(bytes[:0], 0.5)
			bytes = h.AppendCross(bytes[:0], i)
			bytes = h.AppendAP(bytes[:0], i)
			bytes = AppendCalibration(bytes[:0], &r.Results[i])
		}
	}
}
