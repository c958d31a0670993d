package browser

import (
	"testing"

	"github.com/chromedp/cdproto/input"

	"lossexplorer/internal/plot"
	"lossexplorer/internal/state"
)

func TestPins(t *testing.T) {
	t.Parallel()
	server := serve(t)
	p := open(t, server, "/?class=both")
	p.ready()
	p.click("#pin")
	want := with(t, "class", "both")
	want, _ = want.Pin()
	if s := p.state(); s != want {
		t.Errorf("pinned: %s, want %s", s.Query(), want.Query())
	}
	p.wantDrawn(want)
	if name := p.value("#pin-0-name"); name != "Focal loss γ=2" {
		t.Errorf("the pin is called %q", name)
	}

	p.click("#pin") // the same again
	if p.state() != want || p.text("#pin-said") == "" {
		t.Error("a second pin of the same curve is not refused with a word")
	}

	p.drag("#focal-gamma-range", 0.5)
	p.click("#pin")
	s := p.state()
	if s.Pins[1].Kind == nil || s.Pins[1].Values != s.Values {
		t.Errorf("the second pin is %+v", s.Pins[1])
	}
	p.wantDrawn(s)

	p.click("#pin-0-name")
	p.fill("#pin-0-name", "the paper’s & mine ~")
	p.press("\r")
	if name := p.state().Pins[0].Name; name != "the paper’s & mine -" {
		t.Errorf("renamed to %q", name)
	}
	p.click("#pin-1-shown")
	s = p.state()
	if !s.Pins[1].Hidden {
		t.Error("the second pin is not hidden")
	}
	p.wantDrawn(s)

	again := open(t, server, eval[string](p, "location.pathname + location.search"))
	again.ready()
	again.wantDrawn(s)
	if again.state() != s || again.value("#pin-0-name") != s.Pins[0].Name ||
		eval[bool](again, `document.getElementById("pin-1-shown").checked`) {
		t.Error("a link does not restore the pins")
	}

	p.click("#pin-0-remove")
	if s = p.state(); s.Pins[0].Kind != nil || s.Pins[1].Kind == nil || p.visible("#pin-0") {
		t.Errorf("removed: %+v", s.Pins)
	}
	p.click(`[data-sweep="gamma"]:not([hidden])`)
	if s = p.state(); s != s.Sweep("gamma") || !p.visible("#pin-4") || p.visible("#pin-5") {
		t.Errorf("swept: %+v", s.Pins)
	}
	p.wantDrawn(s)
	p.click("#unpin")
	if s = p.state(); s.Pins != (state.Pins{}) || p.visible("#pin-0") {
		t.Errorf("all removed: %+v", s.Pins)
	}
}

func TestAxes(t *testing.T) {
	t.Parallel()
	p := open(t, serve(t), "/?class=both&pins=focal:1,1,0.5,1e-7")
	p.ready()
	for _, click := range []string{
		`[name="x"][value="p"]`, `[name="quantity"][value="difference"]`,
		`[name="x"][value="logit"]`, "#log-scale",
		`[name="quantity"][value="ratio"]`, `[name="gradient"][value="logit"]`,
		`[name="x"][value="pt"]`, "#log-scale", `[name="quantity"][value="plain"]`,
	} {
		p.click(click)
		p.wantDrawn(p.state())
	}
}

func TestZoom(t *testing.T) {
	t.Parallel()
	p := open(t, serve(t), "/")
	p.ready()
	p.click("#zoom-in")
	s := p.state()
	if s.Axes.XRange == (state.Range{}) {
		t.Fatal("no zoom")
	}
	p.wantDrawn(s)
	shown := eval[[]float64](p, `["min", "max"].map((end) => document.getElementById("chart-loss").still.getOption().xAxis[0][end])`)
	if want := plot.AxesOf(s).X; shown[0] != want.Min || shown[1] != want.Max {
		t.Errorf("the axis is from %v, the address has %v", shown, s.Axes.XRange)
	}
	p.click("#zoom-out")
	if s = p.state(); s.Axes.Zoomed() {
		t.Errorf("in and out is %+v", s.Axes)
	}

	b := p.box("#chart-loss")
	p.run(dragFrom(b.X+b.Width/2, b.Y+b.Height/3, b.X+b.Width-30, b.Y+b.Height-60)...)
	p.frame()
	s = p.state()
	if r := s.Axes.XRange; r.Min < 0.4 || r.Min > 0.6 || r.Max < 0.9 ||
		s.Axes.LossRange == (state.Range{}) || s.Axes.GradientRange != (state.Range{}) {
		t.Errorf("a box zooms to %+v", s.Axes)
	}
	p.wantDrawn(s)

	p.focus("#chart-loss")
	p.press("0")
	if p.state().Axes.Zoomed() {
		t.Error("0 does not show the whole axes")
	}
	p.press("+")
	if !p.state().Axes.Zoomed() {
		t.Error("+ does not zoom")
	}
	p.press("0")
	const ctrl = 2 // a trackpad's pinch sets it too
	wheel := func(modifiers int64) {
		p.run(command(input.DispatchMouseEvent,
			input.DispatchMouseEventParams{Type: input.DispatchMouseEventTypeMouseWheel,
				Modifiers: modifiers, X: b.X + b.Width/2, Y: b.Y + b.Height/2, DeltaX: 0.01,
				DeltaY: -120}))
		p.frame()
	}
	wheel(ctrl)
	p.await(`new URLSearchParams(location.search).has("x_range")`)
	p.press("0")
	wheel(0)
	if p.state().Axes.Zoomed() {
		t.Error("the wheel alone, which scrolls the page, zooms")
	}
}

// dragFrom presses the mouse at one place and lets it go at another.
func dragFrom(x, y, toX, toY float64) []step {
	event := func(kind input.DispatchMouseEventType, x, y float64) step {
		return command(input.DispatchMouseEvent, input.DispatchMouseEventParams{
			Type: kind, X: x, Y: y, Button: input.MouseButtonLeft, Buttons: 1, ClickCount: 1,
			PointerType: "mouse",
		})
	}
	return []step{
		event(input.DispatchMouseEventTypeMousePressed, x, y),
		event(input.DispatchMouseEventTypeMouseMoved, (x+toX)/2, (y+toY)/2),
		event(input.DispatchMouseEventTypeMouseMoved, toX, toY),
		event(input.DispatchMouseEventTypeMouseReleased, toX, toY),
	}
}
