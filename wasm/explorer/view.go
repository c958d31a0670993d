//go:build js && wasm

package main

import (
	"math"
	"strconv"
	"strings"
	"syscall/js"

	"lossexplorer/internal/catalog"
	"lossexplorer/internal/plot"
	"lossexplorer/internal/state"
	"lossexplorer/internal/text"
	"lossexplorer/wasm/array"
	"lossexplorer/wasm/document"
)

// view draws the series into both charts.
type view struct {
	series   plot.Series
	loss     *chart
	gradient *chart
	messages *text.Messages
	frame    plot.Frame // the axes that the charts have, of
	names    plot.AxisNames
	scale    state.Scale

	next  state.State // what the scheduled frame will draw
	after func()      // and what follows it
	due   bool
	drawn bool // at least once
	draws js.Value
}

func newView(m *text.Messages) *view {
	v := &view{
		loss:     newChart("chart-loss", "loss"),
		gradient: newChart("chart-gradient", "gradient"),
		messages: m,
	}
	v.draws = document.Func(func() {
		v.due = false
		v.draw(v.next)
		v.after()
		if !v.drawn {
			v.drawn = true
			document.Find("html").SetAttribute("data-ready", "") // the picture steps aside
		}
	})
	return v
}

// schedule draws s in the next frame, once however many states come before it,
// and then calls after.
func (v *view) schedule(s state.State, after func()) {
	v.next, v.after = s, after
	if !v.due {
		v.due = true
		js.Global().Call("requestAnimationFrame", v.draws)
	}
}

func (v *view) draw(s state.State) {
	if err := v.series.Update(s, plot.Points); err != nil {
		panic(err) // params lets no such state pass
	}
	if v.series.StillChanged { // another frame changes the still lines too
		v.setAxes(s)
	}
	v.loss.draw("draw", &v.series.Loss, 0, plot.Moving)
	v.gradient.draw("draw", &v.series.Gradient, 0, plot.Moving)
	if v.series.StillChanged {
		v.loss.draw("drawStill", &v.series.Loss, plot.Moving, plot.Lines)
		v.gradient.draw("drawStill", &v.series.Gradient, plot.Moving, plot.Lines)
	}
}

func (v *view) setAxes(s state.State) {
	f, names := plot.FrameOf(s), plot.SayAxes(v.messages, s)
	if f == v.frame && names == v.names && s.Axes.Scale == v.scale {
		return
	}
	v.frame, v.names, v.scale = f, names, s.Axes.Scale
	v.loss.js.Call("frame", names.X, f.X.Min, f.X.Max, names.Loss, f.Loss.Min, f.Loss.Max, s.Axes.LogLoss())
	v.gradient.js.Call("frame", names.X, f.X.Min, f.X.Max, names.Gradient, f.Gradient.Min, f.Gradient.Max, s.Axes.LogGradient())
}

func (v *view) recolour() {
	v.loss.js.Call("recolour")
	v.gradient.js.Call("recolour")
}

// chart is the Go side of web/js/charts.js.
type chart struct {
	plot    document.Element
	reading document.Element
	js      js.Value
	bytes   [plot.Lines]js.Value // Uint8Array over each series' buffer
}

func charts() js.Value { return js.Global().Get("lossExplorer") }

func newChart(id, option string) *chart {
	area := document.ByID(id)
	c := &chart{
		plot:    area,
		reading: document.ByID(id + "-reading"),
		js:      charts().Call("mount", area.Value, option, plot.Moving, 2*plot.Points),
	}
	for i := range c.bytes {
		c.bytes[i] = c.js.Get("bytes").Index(i)
	}
	return c
}

// draw hands the lines from the first to before the end to the method.
func (c *chart) draw(method string, lines *[plot.Lines][]float64, first, end int) {
	var lengths [plot.Lines]any
	for i := first; i < end; i++ {
		if len(lines[i]) > 0 {
			js.CopyBytesToJS(c.bytes[i], array.Bytes(lines[i]))
		}
		lengths[i] = len(lines[i])
	}
	c.js.Call(method, lengths[first:end]...)
}

// A formula is the formula of a loss for one class. Its numbers are the
// state's.
type formula struct {
	kind    *catalog.Kind
	class   state.Class
	y       float64
	all     document.Element
	numbers []number
}

// A number is the number of a parameter in a formula.
type number struct {
	document.Label
	name  string
	value float64 // that is shown
}

func newFormula(k *catalog.Kind, class state.Class, y float64) *formula {
	f := &formula{kind: k, class: class, y: y, all: document.Find("#formulas-" + state.State{Kind: k}.LossName() + ` .live[data-class="` + string(class) + `"]`)}
	const prefix = "value-"
	places := f.all.Call("querySelectorAll", "[class^="+prefix+"]")
	for i := range places.Length() {
		e := document.Wrap(places.Index(i))
		name, _, _ := strings.Cut(e.GetAttribute("class"), " ") // typesetting adds classes of its own
		f.numbers = append(f.numbers, number{document.NewLabel(e), name[len(prefix):], math.NaN()})
	}
	return f
}

func (f *formula) show(s state.State) {
	for i := range f.numbers {
		n := &f.numbers[i]
		// Writing a number takes longer than all that losscore computes.
		if v := plot.FormulaNumber(s, n.name, f.y); v != n.value {
			n.value = v
			n.Say(plot.Number(v))
		}
	}
}

// words are the texts on the page that follow the state. The elements are
// looked up once: lookups take longer than all that losscore computes.
type words struct {
	messages *text.Messages
	formulas []*formula
	legend   [2]document.Label // of the loss for y = 1 and y = 0
	wrong    document.Element  // the legend of the tutorial's broken code
	isWrong  bool              // it is shown
	clip     document.Label
	epsilon  float64       // of which it tells
	class    state.Class   // whose formulas are shown
	kind     *catalog.Kind // whose name the legend has
}

func newWords(m *text.Messages) *words {
	w := &words{messages: m, epsilon: math.NaN(), clip: document.NewLabel(document.ByID("clip")), wrong: document.Find(legendOf(plot.WrongPos))}
	for _, k := range append(catalog.Kinds(), state.KindOf(state.OwnLoss)) {
		w.formulas = append(w.formulas, newFormula(k, state.Positive, 1), newFormula(k, state.Negative, 0))
	}
	for i := range w.legend {
		w.legend[i] = document.NewLabel(document.Find(legendOf(plot.LossPos + i)))
	}
	return w
}

func legendOf(line int) string { return `#legend [data-line="` + strconv.Itoa(line) + `"]` }

// show puts the state's numbers into the formulas, and its curves into the
// legend.
func (w *words) show(s state.State) {
	for _, f := range w.formulas {
		if f.kind == s.Kind {
			f.show(s)
		}
		if s.Class != w.class {
			document.Hide(f.all, s.Class != state.Both && s.Class != f.class)
		}
	}
	for i, class := range [...]state.Class{state.Positive, state.Negative} {
		if s.Class != w.class {
			document.Hide(w.legend[i].Element, s.Class != state.Both && s.Class != class)
		}
		if s.Kind != w.kind {
			w.legend[i].Say(plot.SayLine(w.messages, s.Kind, float64(1-i)))
		}
	}
	w.class, w.kind = s.Class, s.Kind
	if wrong := plot.DrawsWrong(s); wrong != w.isWrong {
		w.isWrong = wrong
		document.Hide(w.wrong, !wrong)
	}
	if epsilon := s.Number(state.EpsilonKey); epsilon != w.epsilon {
		w.epsilon = epsilon
		w.clip.Say(plot.SayClip(w.messages, s))
	}
}

// showProblems lists what was wrong in the URL, or takes the list away.
func showProblems(m *text.Messages, problems []state.Problem) {
	notice := document.ByID("notice")
	notice.SetTextContent("")
	for _, p := range problems {
		document.Append(notice, "p", plot.SayProblem(m, p))
	}
	document.Hide(notice, len(problems) == 0)
}
