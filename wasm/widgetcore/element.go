//go:build js && wasm

// Package widgetcore is the program behind the <loss-explorer> elements of a page: it
// computes and does not use the DOM. It hands web/js/widget/program.js a function that makes an
// instance for each element.
package widgetcore

import (
	"slices"
	"strings"
	"syscall/js"

	"lossexplorer/internal/plot"
	"lossexplorer/internal/render/export"
	"lossexplorer/internal/state"
	"lossexplorer/internal/text"
	"lossexplorer/internal/widget"
	"lossexplorer/wasm/array"
)

// A Reader maps the values of attributes to the values that state.Parse uses.
type Reader func(m *text.Messages, get func(key string) (string, bool)) (with func(key string) (string, bool), problems []state.Problem)

// A Check returns an error for a state that a program cannot draw.
type Check func(get func(key string) (string, bool), s state.State) error

// Run is the main function of a program.
func Run(read Reader, check Check) {
	js.Global().Get("lossExplorerWidget").Call("ready", js.FuncOf(func(js.Value, []js.Value) any {
		return newInstance(read, check)
	}))
	select {} // the functions are called from here on
}

// An instance computes for one element.
type instance struct {
	reader   Reader
	check    Check
	messages *text.Messages
	state    state.State
	series   plot.Series
	readings []plot.Reading
	json     writer
}

// separator is between attributes, and in none of them that can be.
const separator = "\x1f"

func newInstance(reader Reader, check Check) js.Value {
	c := &instance{reader: reader, check: check, messages: text.For("en"), state: state.Default()}
	object := js.Global().Get("Object").New()
	var functions []js.Func
	method := func(name string, f func(args []js.Value) any) {
		function := js.FuncOf(func(_ js.Value, args []js.Value) any { return f(args) })
		functions = append(functions, function)
		object.Set(name, function)
	}
	method("update", c.update)
	method("read", c.read)
	method("value", c.value)
	method("csv", func([]js.Value) any { return string(export.CSV(nil, c.state)) })
	method("caption", func([]js.Value) any { return export.Caption(c.messages, c.state) })
	method("query", func([]js.Value) any { return c.state.Query() + "&lang=" + c.messages.Code })
	method("dispose", func([]js.Value) any {
		for _, f := range functions {
			f.Release()
		}
		return nil
	})
	return object
}

// touched is the name under which update gets the attributes that controls have set, which
// a loss need not have.
const touched = "touched()"

// update takes the attributes that are set, as "name", "value", "name" … joined by
// separator, a language and for each chart the bytes of the series' buffers. It writes
// the series and returns everything else that is shown, as JSON, or what the program refuses.
func (c *instance) update(args []js.Value) any {
	c.messages = text.For(args[1].String())
	attributes := strings.Split(args[0].String(), separator)
	set := func(name string) (string, bool) {
		name = text.Lower(name) // HTML has no others
		for i := 0; i+1 < len(attributes); i += 2 {
			if text.Lower(attributes[i]) == name {
				return attributes[i+1], true
			}
		}
		return "", false
	}
	get, problems := c.reader(c.messages, widget.Query(set))
	s, more := state.Parse(get)
	problems = append(problems, more...)
	w := &c.json
	*w = (*w)[:0]
	w.open('{')
	if err := c.check(get, s); err != nil {
		w.key("refused")
		w.string(err.Error())
		w.close('}')
		return string((*w)[:len(*w)-1])
	}
	c.state = s
	if err := c.series.Update(s, plot.Points); err != nil {
		panic(err) // state lets no such state pass
	}
	var names []string
	byControls, _ := set(touched)
	for i := 0; i+1 < len(attributes); i += 2 {
		if name := attributes[i]; name != touched &&
			!slices.Contains(strings.Fields(byControls), name) {
			names = append(names, name)
		}
	}
	m := c.messages
	w.key("loss")
	c.write(args[2], &c.series.Loss)
	w.key("gradient")
	c.write(args[3], &c.series.Gradient)
	w.key("curvature")
	c.write(args[4], &c.series.Curvature)
	w.key("still")
	w.bool(c.series.StillChanged)
	w.key("frames")
	c.frames()
	w.key("titles")
	w.open('{')
	w.key("loss")
	w.string(m.LossChart)
	w.key("gradient")
	w.string(m.GradientChart)
	w.key("curvature")
	w.string(text.CurvatureOf(m).Title)
	w.close('}')
	w.key("problems")
	w.open('[')
	for _, problem := range widget.Problems(m, s, problems, names, set) {
		w.string(problem)
	}
	w.close(']')
	w.key("summary")
	w.string(plot.SaySummary(m, s))
	w.key("lines")
	c.lines()
	w.key("sliders")
	c.sliders()
	w.key("kind")
	w.string(s.Kind.ID)
	w.close('}')
	return string((*w)[:len(*w)-1])
}

// frames writes the axes.
func (c *instance) frames() {
	w, s := &c.json, c.state
	f, names := plot.FrameOf(s), plot.SayAxes(c.messages, s)
	frame := func(key, name string, y state.Range, log bool) {
		w.key(key)
		w.open('[')
		w.string(names.X)
		w.number(f.X.Min)
		w.number(f.X.Max)
		w.string(name)
		w.number(y.Min)
		w.number(y.Max)
		w.bool(log)
		w.close(']')
	}
	w.open('{')
	frame("loss", names.Loss, f.Loss, s.Axes.LogLoss())
	frame("gradient", names.Gradient, f.Gradient, s.Axes.LogGradient())
	frame("curvature", names.Curvature, f.Curvature, s.Axes.LogGradient())
	w.close('}')
}

// write copies the lines to typed arrays over their bytes, and writes their
// lengths.
func (c *instance) write(to js.Value, lines *[plot.Lines][]float64) {
	c.json.open('[')
	for i, line := range lines[:plot.Family] { // an element has no family
		c.json.number(float64(len(line)))
		if len(line) > 0 {
			js.CopyBytesToJS(to.Index(i), array.Bytes(line))
		}
	}
	c.json.close(']')
}

// lines writes the entries of the legend.
func (c *instance) lines() {
	w, m, s := &c.json, c.messages, c.state
	add := func(line int, name string) {
		w.open('{')
		w.key("line")
		w.number(float64(line))
		w.key("name")
		w.string(name)
		w.close('}')
	}
	w.open('[')
	drawn := func(i int) bool {
		return len(c.series.Loss[i])+len(c.series.Gradient[i])+len(c.series.Curvature[i]) > 0
	}
	if s.Class == state.Both && !drawn(plot.LossNeg) {
		add(plot.LossPos, plot.In(m, s.Kind.Name)) // one curve for both classes
	} else {
		for i, y := range [...]float64{1, 0} {
			if drawn(plot.LossPos + i) {
				add(plot.LossPos+i, plot.SayLine(m, s.Kind, plot.LabelOf(s, y)))
			}
		}
	}
	for i, pin := range s.Pins {
		if pin.Kind != nil && !pin.Hidden {
			add(plot.Pinned+2*i, plot.SayPin(m, pin))
		}
	}
	add(plot.CrossPos, m.CrossEntropy)
	w.close(']')
}

// sliders writes the sliders and switches of the loss' parameters.
func (c *instance) sliders() {
	w, s := &c.json, c.state
	w.open('[')
	for _, p := range s.Kind.Params {
		w.open('{')
		w.key("name")
		w.string(p.Name)
		w.key("label")
		w.string(plot.Label(c.messages, p))
		w.key("switch")
		w.bool(p.Switch)
		w.key("value")
		w.string(s.Value(p.Name))
		w.key("enabled")
		w.bool(s.Enabled(p.Name))
		if !p.Switch {
			at := state.SliderOf(p)
			for _, field := range [...]struct {
				name string
				of   float64
			}{{"min", at.Min}, {"max", at.Max}, {"step", at.Step},
				{"position", state.Position(p, s.Number(p.Name))}} {
				w.key(field.name)
				w.number(field.of)
			}
		}
		w.close('}')
	}
	w.close(']')
}

// value returns the value of a parameter at a position of its slider.
func (c *instance) value(args []js.Value) any {
	for _, p := range c.state.Kind.Params {
		if p.Name == args[0].String() {
			return state.Format(state.ValueAt(p, args[1].Float()))
		}
	}
	return js.Undefined()
}

// read returns the texts for a place on the x axis of a chart.
func (c *instance) read(args []js.Value) any {
	pt := plot.PtAt(c.state.Axes.X, args[1].Float(), plot.FirstLabel(c.state))
	c.readings = plot.Readings(c.readings[:0], c.state, pt)
	var said []any
	for _, r := range c.readings {
		said = append(said, plot.SayReading(c.messages, r))
	}
	return said
}
