package plot

import (
	"math"
	"testing"

	"lossexplorer/internal/state"
	"lossexplorer/losscore"
)

// Curves have the values that losscore computes one by one, on every axis.
func TestAxesValues(t *testing.T) {
	for _, x := range []string{"pt", "p", "logit"} {
		for _, quantity := range []string{"plain", "difference", "ratio"} {
			for _, scale := range []string{"linear", "log", "log-loss"} {
				for _, gradient := range []string{"pt", "logit", "pull", "relative"} {
					s := with(t, "class", "both", "x", x, "quantity", quantity, "scale", scale,
						"gradient", gradient, "epsilon", "1e-3")
					checkLines(t, s)
					s.Axes.XRange = state.Range{Min: 0.2, Max: 0.3}
					checkLines(t, s)
				}
			}
		}
	}
}

func checkLines(t *testing.T, s state.State) {
	t.Helper()
	var c Series
	if err := c.Update(s, 64); err != nil {
		t.Fatal(err)
	}
	f := FrameOf(s)
	for i, y := range []float64{1, 0} {
		if len(c.Loss[i]) != 2*64 {
			t.Fatalf("%s: %d numbers", s.Query(), len(c.Loss[i]))
		}
		for k := 0; k < len(c.Loss[i]); k += 2 {
			x := c.Loss[i][k]
			if s.Axes.XRange != (state.Range{}) && (x < f.X.Min-1e-12 || x > f.X.Max+1e-12) {
				t.Fatalf("%s: x = %v", s.Query(), x)
			}
			pt := PtAt(s.Axes.X, x, y)
			if d := min(math.Abs(pt-1e-3), math.Abs(pt-(1-1e-3))); pt < 1e-9 || pt > 1-1e-9 ||
				d < 1e-9 {
				continue // rounding of p_t decides
			}
			loss, slope := at(s.Loss(), s.Gradient, y, pt)
			cross, crossed := at(losscore.Focal{Epsilon: 1e-3}, s.Gradient, y, pt)
			of := s.Axes.Quantity
			if s.Gradient == state.Relative {
				of = state.Ratio
			}
			want := [2]float64{
				limit(window(f.Loss), quantity(s.Axes.Quantity, s.Axes.LogLoss(), loss, cross)),
				limit(window(f.Gradient), quantity(of, s.Axes.LogGradient(), slope, crossed)),
			}
			for n, got := range [2]float64{c.Loss[i][k+1], c.Gradient[i][k+1]} {
				if !(math.Abs(got-want[n]) <= 1e-7*max(1, math.Abs(want[n]))) &&
					!(got != got && want[n] != want[n]) {
					t.Errorf("%s: y = %v, quantity %d at %v is %v, want %v", s.Query(), y, n, x,
						got, want[n])
				}
			}
		}
	}
}

// The clip is a corner of the curve: a point has it, however the axis is zoomed.
func TestClipIsAPoint(t *testing.T) {
	s := with(t, "x", "logit", "epsilon", "0.01", "x_range", "-10,10", "class", "1")
	var c Series
	if err := c.Update(s, 50); err != nil {
		t.Fatal(err)
	}
	found := 0
	for k := 0; k < len(c.Loss[LossPos]); k += 2 {
		if x := c.Loss[LossPos][k]; math.Abs(math.Abs(x)-math.Log(99)) < 1e-9 {
			found++
		}
	}
	if found != 2 {
		t.Errorf("%d points at the ends of the clip, want 2", found)
	}
}

func TestPlace(t *testing.T) {
	for _, x := range []state.X{state.XPt, state.XProb, state.XLogit} {
		for _, y := range []float64{0, 1} {
			for _, pt := range []float64{1e-9, 0.1, 0.5, 0.75, 0.999} {
				if got := PtAt(x, Place(x, pt, y), y); math.Abs(got-pt) > 1e-15+1e-13*pt {
					t.Errorf("%s, y = %v: %v becomes %v", x, y, pt, got)
				}
			}
		}
	}
	if got := Place(state.XLogit, 0.9, 0); math.Abs(got+math.Log(9)) > 1e-15 {
		t.Errorf("p_t 0.9 of y = 0 is at logit %v", got)
	}
	if got := Place(state.XProb, 0.75, 0); got != 0.25 {
		t.Errorf("p_t 0.75 of y = 0 is at p = %v", got)
	}
}

func TestZoom(t *testing.T) {
	s := with(t)
	closer := ZoomBy(s, 2, 0.5, 0)
	if want := (state.Range{Min: 0.25, Max: 0.75}); closer.Axes.XRange != want {
		t.Errorf("x from %v", closer.Axes.XRange)
	}
	if want := (state.Range{Min: 0, Max: 2.5}); closer.Axes.LossRange != want {
		t.Errorf("loss from %v", closer.Axes.LossRange)
	}
	if back := ZoomBy(closer, 0.5, 0.5, 0); back != s {
		t.Errorf("in and out again is %+v", back.Axes)
	}
	part := ZoomTo(s, state.Range{Min: 0.9, Max: 1.2}, state.Range{Min: -1, Max: 0}, GradientChart)
	if part.Axes.XRange != (state.Range{Min: 0.9, Max: 1}) ||
		part.Axes.GradientRange != (state.Range{Min: -1, Max: 0}) ||
		part.Axes.LossRange != (state.Range{}) {
		t.Errorf("a box shows %+v", part.Axes)
	}
	for range 200 {
		closer = ZoomBy(closer, ZoomStep, 0.3, 0.7)
	}
	if r := FrameOf(closer).X; !(r.Max > r.Min) {
		t.Errorf("zoomed far in: %v", r)
	}
	closer.Class = state.Both
	checkLines(t, closer)
	for range 400 {
		closer = ZoomBy(closer, 1/ZoomStep, 0.3, 0.7)
	}
	if r := FrameOf(closer); r.X != (state.Range{Min: 0, Max: 1}) || r.Loss.Max-r.Loss.Min > 50 {
		t.Errorf("zoomed far out: %v", r)
	}
}

// A hidden pin is not drawn, a shown one is as the loss itself.
func TestPinnedLines(t *testing.T) {
	s := with(t, "class", "both")
	s, _ = s.Pin()
	var c Series
	if err := c.Update(s, 32); err != nil {
		t.Fatal(err)
	}
	for y := range 2 {
		for k, v := range c.Loss[LossPos+y] {
			if c.Loss[Pinned+y][k] != v || c.Gradient[Pinned+y][k] != c.Gradient[LossPos+y][k] {
				t.Fatalf("number %d of the pin is %v, want %v", k, c.Loss[Pinned+y][k], v)
			}
		}
	}
	s.Pins[0].Hidden = true
	if err := c.Update(s, 32); err != nil {
		t.Fatal(err)
	}
	if len(c.Loss[Pinned]) > 0 || len(c.Gradient[Pinned+1]) > 0 {
		t.Error("a hidden pin is drawn")
	}
}
