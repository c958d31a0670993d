//go:build js && wasm

package main

import (
	"math"
	"strconv"
	"strings"
	"syscall/js"

	"lossexplorer/internal/explore"
	"lossexplorer/internal/params"
	"lossexplorer/internal/text"
	"lossexplorer/losscore"
	"lossexplorer/wasm/array"
	"lossexplorer/wasm/elem"
)

// view draws the series into both charts.
type view struct {
	series   explore.Series
	loss     *chart
	gradient *chart
	messages *text.Messages
	frame    explore.Frame // the axes that the charts have, of
	names    explore.AxisNames
	log      bool

	next  params.State // what the scheduled frame will draw
	after func()       // and what follows it
	due   bool
	drawn bool // at least once
	draws js.Value
}

func newView(m *text.Messages) *view {
	v := &view{
		loss:     newChart("chart-loss", "loss"),
		gradient: newChart("chart-gradient", "gradient"),
		messages: m,
		frame:    explore.FrameOf(params.Default()),
		names:    explore.SayAxes(m, params.Default()),
	}
	v.draws = elem.Func(func() {
		v.due = false
		v.draw(v.next)
		v.after()
		if !v.drawn {
			v.drawn = true
			elem.Find("html").SetAttribute("data-ready", "") // the picture steps aside
		}
	})
	return v
}

// schedule draws s in the next frame, once however many states come before it,
// and then calls after.
func (v *view) schedule(s params.State, after func()) {
	v.next, v.after = s, after
	if !v.due {
		v.due = true
		js.Global().Call("requestAnimationFrame", v.draws)
	}
}

func (v *view) draw(s params.State) {
	if err := v.series.Update(s, explore.Points); err != nil {
		panic(err) // params lets no such state pass
	}
	if v.series.StillChanged { // another frame changes the still lines too
		v.setAxes(s)
	}
	v.loss.draw("draw", &v.series.Loss, 0, explore.Moving)
	v.gradient.draw("draw", &v.series.Gradient, 0, explore.Moving)
	if v.series.StillChanged {
		v.loss.draw("drawStill", &v.series.Loss, explore.Moving, explore.Lines)
		v.gradient.draw("drawStill", &v.series.Gradient, explore.Moving, explore.Lines)
	}
}

func (v *view) setAxes(s params.State) {
	f, names := explore.FrameOf(s), explore.SayAxes(v.messages, s)
	if f == v.frame && names == v.names && s.Axes.Log == v.log {
		return
	}
	v.frame, v.names, v.log = f, names, s.Axes.Log
	v.loss.js.Call("frame", names.X, f.X.Min, f.X.Max, names.Loss, f.Loss.Min, f.Loss.Max, s.Axes.Log)
	v.gradient.js.Call("frame", names.X, f.X.Min, f.X.Max, names.Gradient, f.Gradient.Min, f.Gradient.Max, s.Axes.Log)
}

func (v *view) recolour() {
	v.loss.js.Call("recolour")
	v.gradient.js.Call("recolour")
}

// chart is the Go side of web/js/charts.js.
type chart struct {
	plot    elem.Element
	reading elem.Element
	js      js.Value
	bytes   [explore.Lines]js.Value // Uint8Array over each series' buffer
}

func charts() js.Value { return js.Global().Get("lossExplorer") }

func newChart(id, option string) *chart {
	plot := elem.ByID(id)
	c := &chart{
		plot:    plot,
		reading: elem.ByID(id + "-reading"),
		js:      charts().Call("mount", plot.Value, option, explore.Moving, 2*explore.Points),
	}
	for i := range c.bytes {
		c.bytes[i] = c.js.Get("bytes").Index(i)
	}
	return c
}

// draw hands the lines from the first to before the end to the method.
func (c *chart) draw(method string, lines *[explore.Lines][]float64, first, end int) {
	var lengths [explore.Lines]any
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
	kind    *losscore.Kind
	class   params.Class
	y       float64
	all     elem.Element
	numbers []number
}

// A number is the number of a parameter in a formula.
type number struct {
	elem.Label
	name  string
	value float64 // that is shown
}

func newFormula(k *losscore.Kind, class params.Class, y float64) *formula {
	f := &formula{kind: k, class: class, y: y, all: elem.Find("#formulas-" + params.State{Kind: k}.LossName() + ` .live[data-class="` + string(class) + `"]`)}
	const prefix = "value-"
	places := f.all.Call("querySelectorAll", "[class^="+prefix+"]")
	for i := range places.Length() {
		e := elem.Wrap(places.Index(i))
		name, _, _ := strings.Cut(e.GetAttribute("class"), " ") // typesetting adds classes of its own
		f.numbers = append(f.numbers, number{elem.NewLabel(e), name[len(prefix):], math.NaN()})
	}
	return f
}

func (f *formula) show(s params.State) {
	for i := range f.numbers {
		n := &f.numbers[i]
		// Writing a number takes longer than all that losscore computes.
		if v := explore.FormulaNumber(s, n.name, f.y); v != n.value {
			n.value = v
			n.Say(explore.Number(v))
		}
	}
}

// words are the texts on the page that follow the state. The elements are
// looked up once: lookups take longer than all that losscore computes.
type words struct {
	messages *text.Messages
	formulas []*formula
	legend   [2]elem.Label // of the loss for y = 1 and y = 0
	wrong    elem.Element  // the legend of the tutorial's broken code
	isWrong  bool          // it is shown
	clip     elem.Label
	epsilon  float64        // of which it tells
	class    params.Class   // whose formulas are shown
	kind     *losscore.Kind // whose name the legend has
}

func newWords(m *text.Messages) *words {
	w := &words{messages: m, epsilon: math.NaN(), clip: elem.NewLabel(elem.ByID("clip")), wrong: elem.Find(legendOf(explore.WrongPos))}
	for _, k := range append(losscore.Kinds(), params.KindOf(params.OwnLoss)) {
		w.formulas = append(w.formulas, newFormula(k, params.Positive, 1), newFormula(k, params.Negative, 0))
	}
	for i := range w.legend {
		w.legend[i] = elem.NewLabel(elem.Find(legendOf(explore.LossPos + i)))
	}
	return w
}

func legendOf(line int) string { return `#legend [data-line="` + strconv.Itoa(line) + `"]` }

// show puts the state's numbers into the formulas, and its curves into the
// legend.
func (w *words) show(s params.State) {
	for _, f := range w.formulas {
		if f.kind == s.Kind {
			f.show(s)
		}
		if s.Class != w.class {
			elem.Hide(f.all, s.Class != params.Both && s.Class != f.class)
		}
	}
	for i, class := range [...]params.Class{params.Positive, params.Negative} {
		if s.Class != w.class {
			elem.Hide(w.legend[i].Element, s.Class != params.Both && s.Class != class)
		}
		if s.Kind != w.kind {
			w.legend[i].Say(explore.SayLine(w.messages, s.Kind, float64(1-i)))
		}
	}
	w.class, w.kind = s.Class, s.Kind
	if wrong := explore.DrawsWrong(s); wrong != w.isWrong {
		w.isWrong = wrong
		elem.Hide(w.wrong, !wrong)
	}
	if epsilon := s.Number(params.EpsilonKey); epsilon != w.epsilon {
		w.epsilon = epsilon
		w.clip.Say(explore.SayClip(w.messages, s))
	}
}

// showProblems lists what was wrong in the URL, or takes the list away.
func showProblems(m *text.Messages, problems []params.Problem) {
	notice := elem.ByID("notice")
	notice.SetTextContent("")
	for _, p := range problems {
		elem.Append(notice, "p", explore.SayProblem(m, p))
	}
	elem.Hide(notice, len(problems) == 0)
}
