//go:build js && wasm

package main

import (
	"syscall/js"

	"lossexplorer/internal/plot"
	"lossexplorer/internal/state"
	"lossexplorer/internal/text"
	"lossexplorer/wasm/document"
)

// view draws the state into the charts.
type view struct {
	series   plot.Series
	charts   []*chart // of the loss, of the gradient and, once it is wanted, of the curvature
	third    document.Element
	files    document.Element // that it can be saved as
	mounted  []func(*chart)   // are called for a chart that comes later
	messages *text.Messages
	rest     rest    // the state of the charts at rest
	family   float64 // the gamma of the line of the family that the loss lies upon
	resized  bool    // since they were laid out

	next    state.State // the state that the scheduled frame will draw
	after   func()      // called after the frame
	due     bool
	drawn   bool // at least once
	draws   js.Value
	resizes js.Value
	dragged bool // the state that comes follows the hand

	pointing bool // the values at a p_t are shown
	pt       float64

	motion    motion
	immediate bool // the scheduled state is shown at once
}

// rest holds what the axes show beside the lines that rest.
type rest struct {
	pair  state.Pair
	names plot.AxisNames
}

func newView(m *text.Messages) *view {
	v := &view{messages: m, motion: newMotion()}
	v.resizes = document.Func(func() { v.resize() })
	v.third, v.files = document.ByID("curvature-figure"), document.ByID("curvature-files")
	v.mount("loss", plot.LossChart, &v.series.Loss)
	v.mount("gradient", plot.GradientChart, &v.series.Gradient)
	v.draws = document.Func(v.frame)
	return v
}

// mount makes one of the charts.
func (v *view) mount(option string, of plot.Chart, lines *[plot.Lines][]float64) {
	id := option
	if of == plot.CurvatureChart {
		id, option = "curvature", "gradient" // whose axes are set with the first frame
	}
	c := newChart(v.messages, "chart-"+id, option, of, v.resizes)
	c.scene.Lines = lines
	v.charts = append(v.charts, c)
	for _, f := range v.mounted {
		f(c)
	}
}

// each calls f for every chart, also for one that comes later.
func (v *view) each(f func(*chart)) {
	for _, c := range v.charts {
		f(c)
	}
	v.mounted = append(v.mounted, f)
}

// unfold shows or hides the third chart, and makes it when it is first shown.
func (v *view) unfold(shown bool) {
	document.Hide(v.third, !shown)
	document.Hide(v.files, !shown)
	if shown && len(v.charts) == int(plot.CurvatureChart) {
		v.mount("curvature", plot.CurvatureChart, &v.series.Curvature)
	}
}

// visible returns the charts that are shown.
func (v *view) visible() []*chart {
	if n := int(plot.CurvatureChart); len(v.charts) > n && !v.next.Curvature {
		return v.charts[:n]
	}
	return v.charts
}

// schedule draws s in the next frame, once however many states come before it, and then
// calls after. A state that follows the hand is shown at once. The change to any other
// state uses several frames, with a ghost of the previous curve.
func (v *view) schedule(s state.State, after func()) {
	v.next, v.after = s, after
	v.immediate, v.dragged = v.dragged, false
	v.request()
}

func (v *view) request() {
	if !v.due {
		v.due = true
		js.Global().Call("requestAnimationFrame", v.draws)
	}
}

func (v *view) resize() {
	v.resized = true
	if v.drawn {
		v.draw(v.next)
	}
}

// frame draws the scheduled state.
func (v *view) frame() {
	v.due = false
	v.draw(v.next)
	if v.motion.runs {
		v.request()
	}
	if v.after != nil {
		v.after()
		v.after = nil
	}
	if !v.drawn {
		v.drawn = true
		document.Find("html").SetAttribute("data-ready", "") // the picture steps aside
	}
}

func (v *view) draw(s state.State) {
	changed := s != v.charts[0].scene.State
	if s.Curvature != v.charts[0].scene.State.Curvature {
		v.unfold(s.Curvature)
		v.resized = true
	}
	if changed {
		v.motion.keep(&v.series, v.charts[0].scene.State.Class == state.Both)
	}
	if err := v.series.Update(s, plot.Points); err != nil {
		panic(err) // state lets no such state pass
	}
	if changed {
		v.motion.start(&v.series, s.Class == state.Both, v.drawn && !v.immediate &&
			s.Axes == v.charts[0].scene.State.Axes)
	}
	now := rest{pair: s.Pair, names: plot.SayAxes(v.messages, s)}
	family := 0.
	if plot.DrawsFamily(s) {
		family = plot.OnFamily(s)
	}
	still := v.series.StillChanged || now != v.rest || v.resized
	passed := family != v.family
	v.rest, v.family, v.resized = now, family, false
	v.motion.step(&v.series)
	for _, c := range v.visible() {
		c.scene.State = s
		c.scene.Pointing, c.scene.Pt = v.pointing, v.pt
		v.motion.show(&c.scene)
		switch {
		case still:
			c.rest()
		case passed:
			c.paintRest()
		}
		c.move()
	}
}

// point shows the values at a p_t, or none, from the next frame on.
func (v *view) point(pointing bool, pt float64) {
	v.pointing, v.pt = pointing, pt
	v.request()
}

func (v *view) recolour() {
	for _, c := range v.charts {
		c.js.Call("recolour")
	}
}
