//go:build js && wasm

// Command widget is the program behind all <loss-explorer> elements of a page: it
// computes and knows no DOM. It hands web/js/widget/engine.js a function that
// makes an instance for each element.
package main

import (
	"syscall/js"

	"lossexplorer/internal/explore"
	"lossexplorer/internal/export"
	"lossexplorer/internal/params"
	"lossexplorer/internal/text"
	"lossexplorer/wasm/array"
)

func main() {
	js.Global().Get("lossExplorerWidget").Call("ready", js.FuncOf(func(js.Value, []js.Value) any {
		return newInstance()
	}))
	select {} // the functions are called from here on
}

// An instance computes for one element.
type instance struct {
	messages *text.Messages
	state    params.State
	series   explore.Series
	readings []explore.Reading
}

func newInstance() js.Value {
	c := &instance{messages: text.For("en"), state: params.Default()}
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
	method("dispose", func([]js.Value) any {
		for _, f := range functions {
			f.Release()
		}
		return nil
	})
	return object
}

// update takes a query, a language and for both charts the bytes of the series'
// buffers. It writes the series and returns what else is shown.
func (c *instance) update(args []js.Value) any {
	query := js.Global().Get("URLSearchParams").New(args[0])
	c.messages = text.For(args[1].String())
	s, problems := params.Parse(func(key string) (string, bool) {
		v := query.Call("get", key)
		if v.IsNull() {
			return "", false
		}
		return v.String(), true
	})
	c.state = s
	if err := c.series.Update(s, explore.Points); err != nil {
		panic(err) // params lets no such state pass
	}
	m, f := c.messages, explore.FrameOf(s)
	names := explore.SayAxes(m, s)
	var said []any
	for _, p := range problems {
		said = append(said, p.Key+": "+explore.SayError(m, p.Key, p.Value, p.Err))
	}
	return map[string]any{
		"loss":     c.write(args[2], &c.series.Loss),
		"gradient": c.write(args[3], &c.series.Gradient),
		"still":    c.series.StillChanged,
		"frames": map[string]any{
			"loss":     []any{names.X, f.X.Min, f.X.Max, names.Loss, f.Loss.Min, f.Loss.Max, s.Axes.Log},
			"gradient": []any{names.X, f.X.Min, f.X.Max, names.Gradient, f.Gradient.Min, f.Gradient.Max, s.Axes.Log},
		},
		"titles":   map[string]any{"loss": m.LossChart, "gradient": m.GradientChart},
		"problems": said,
		"summary":  explore.SaySummary(m, s),
		"lines":    c.lines(),
		"sliders":  c.sliders(),
		"kind":     s.Kind.ID,
	}
}

// write copies the lines to typed arrays over their bytes, and returns their
// lengths.
func (c *instance) write(to js.Value, lines *[explore.Lines][]float64) []any {
	lengths := make([]any, len(lines))
	for i, line := range lines {
		lengths[i] = len(line)
		if len(line) == 0 {
			continue
		}
		js.CopyBytesToJS(to.Index(i), array.Bytes(line))
	}
	return lengths
}

// lines are the entries of the legend.
func (c *instance) lines() (all []any) {
	add := func(line int, name string) {
		all = append(all, map[string]any{"line": line, "name": name})
	}
	m, s := c.messages, c.state
	for i, y := range [...]float64{1, 0} {
		if len(c.series.Loss[explore.LossPos+i]) > 0 {
			add(explore.LossPos+i, explore.SayLine(m, s.Kind, y))
		}
	}
	for i, pin := range s.Pins {
		if pin.Kind != nil && !pin.Hidden {
			add(explore.Pinned+2*i, explore.SayPin(m, pin))
		}
	}
	add(explore.CrossPos, m.CrossEntropy)
	return all
}

// sliders are what the loss' parameters can be set with.
func (c *instance) sliders() (all []any) {
	s := c.state
	for _, p := range s.Kind.Params {
		v := s.Number(p.Name)
		slider := map[string]any{
			"name": p.Name, "label": explore.Label(c.messages, p), "switch": p.Switch,
			"value": s.Value(p.Name), "enabled": s.Enabled(p.Name),
		}
		if !p.Switch {
			at := params.SliderOf(p)
			slider["min"], slider["max"], slider["step"], slider["position"] = at.Min, at.Max, at.Step, params.Position(p, v)
		}
		all = append(all, slider)
	}
	return all
}

// value returns the value of a parameter at a position of its slider.
func (c *instance) value(args []js.Value) any {
	for _, p := range c.state.Kind.Params {
		if p.Name == args[0].String() {
			return params.Format(params.ValueAt(p, args[1].Float()))
		}
	}
	return js.Undefined()
}

// read returns the texts for a place on the x axis.
func (c *instance) read(args []js.Value) any {
	pt := explore.PtAt(c.state.Axes.X, args[0].Float(), explore.FirstClass(c.state))
	c.readings = explore.Readings(c.readings[:0], c.state, pt)
	var said []any
	for _, r := range c.readings {
		said = append(said, explore.SayReading(c.messages, r))
	}
	return said
}
