// Package precision computes the contents of the place on number formats: the bands,
// curves, sentences and tables that show where an implementation of focal loss leaves
// the exact curve.
package precision

import (
	"math"
	"slices"
	"strings"

	"lossexplorer/internal/precision"
	"lossexplorer/internal/state"
	"lossexplorer/internal/text"
)

// Formats are the formats of the bands, from top to bottom.
var Formats = [...]precision.Format{precision.Float32, precision.BFloat16, precision.Float16}

// ours is the implementation to compare with.
const ours = "page"

// A View holds the contents of the place. Its zero value is ready; it keeps the results that
// the next state can use. A View must not be copied.
type View struct {
	lab   *precision.Lab
	table *precision.Lab

	implementation precision.Implementation
	page           precision.Implementation
	rows           []row

	Heading   string     // of the bands
	CurveHead string     // of the curves
	Bands     string     // SVG
	Curves    string     // SVG
	Sentences []string   // on the implementation, this page's code, and other losses
	Firsts    [][]string // of the implementation: a class, and its first logits in each format
	ReadHead  string
	Values    [][]string // at the logit: a name and a value for each format, the exact one first
	Code      string     // the operations of the implementation
	Source    string
}

// row is the implementation in a format.
type row struct {
	implementation *precision.Implementation
	format         precision.Format
	result         *precision.Result
	bands          []precision.Band
	values, exact  []float64
}

// points is the number of logits of the bands.
const points = 10001 // steps of 0.022

// autocasts are the lists by their names in addresses.
var autocasts = map[string]precision.Autocast{state.On: precision.AutocastCUDA,
	state.AutocastCPU: precision.AutocastCPU}

// Setting returns the focal loss of the state. ok is false if the state has another
// loss: then gamma and alpha have the paper's values unless that loss has them too.
func Setting(s state.State) (setting precision.Setting, ok bool) {
	value := func(name string, other float64) float64 {
		if i := s.Kind.Param(name); i >= 0 {
			return s.Values[i]
		}
		return other
	}
	setting = precision.Setting{
		Gamma: value("gamma", 2), Balanced: value("balanced", 0) != 0, Alpha: value("alpha", 0.25),
		Epsilon: s.Number(state.EpsilonKey), Autocast: autocasts[s.Precision.Autocast],
	}
	switch s.Kind.ID {
	case "focal":
		return setting, true
	case "cross-entropy":
		setting.Gamma = 0
		return setting, true
	}
	return setting, false
}

// Update computes bands, curves and sentences for a state, to be drawn width
// pixels wide.
func (v *View) Update(m *text.Messages, s state.State, width int) {
	if v.lab == nil {
		v.lab = precision.NewLab(precision.Axis((precision.High - precision.Low) / (points - 1)))
		v.page, _ = precision.ImplementationOf(ours)
	}
	var fault error
	if v.implementation, fault = Chosen(s); fault != nil {
		v.implementation, _ = precision.ImplementationOf(fallback)
	}
	own := v.implementation.ID == precision.CustomID
	t := text.PrecisionOf(m)
	setting, focal := Setting(s)
	v.rows = v.rows[:0]
	shown := []*precision.Implementation{&v.implementation, &v.page}
	if own {
		shown = shown[:1] // this page's code is of focal loss
	}
	for _, i := range shown {
		for _, f := range Formats {
			setting.Format = f
			v.rows = append(v.rows, v.run(i, s, setting))
		}
	}
	v.Heading = t.Question[index(s.Precision.Loss)]
	v.Code, v.Source = oneLine(v.implementation.Code), source(t, &v.implementation)
	d := drawing{t: t, width: float64(width), logit: s.Precision.Logit}
	v.Bands = d.bands(v.rows)
	v.curves(&d, s, setting)
	v.read(t, s)
	v.firsts(t)
	v.Sentences = v.Sentences[:0]
	switch {
	case fault != nil:
		v.Sentences = append(v.Sentences, explain(m, s, fault))
	case own && setting.Autocast == precision.AutocastCUDA &&
		strings.Contains(v.implementation.Code, "bce("):
		v.Sentences = append(v.Sentences, t.Unsafe)
	}
	v.Sentences = append(v.Sentences, v.worst(t, s))
	if v.implementation.ID != ours && !own {
		v.Sentences = append(v.Sentences, v.custom(t))
	}
	if !focal && !own {
		v.Sentences = append(v.Sentences, t.FocalOnly)
	}
}

// ID returns the ID of the implementation that is shown.
func (v *View) ID() string { return v.implementation.ID }

func index(second bool) int {
	if second {
		return 1
	}
	return 0
}

// run computes one row. The results are the lab's until the next Update.
func (v *View) run(i *precision.Implementation, s state.State, setting precision.Setting) row {
	r := v.lab.Run(i, s.Precision.Label, setting)
	if s.Precision.Loss {
		return row{i, setting.Format, r, r.LossBands(), r.Loss, r.ExactLoss}
	}
	return row{i, setting.Format, r, r.GradientBands(), r.Gradient, r.ExactDx}
}

// curves draws the gradient, or the loss, in the format of the state.
func (v *View) curves(d *drawing, s state.State, setting precision.Setting) {
	f, _ := precision.FormatOf(s.Precision.Format)
	setting.Format = f
	r := v.run(&v.implementation, s, setting)
	v.CurveHead = text.Fill(d.t.Curve, "format", f.String())
	if s.Precision.Loss {
		v.CurveHead = text.Fill(d.t.CurveLoss, "format", f.String())
	}
	v.Curves = d.curves(&r)
}

// worst returns the sentence on the worst that the implementation does.
func (v *View) worst(t *text.Precision, s state.State) string {
	worst, at := precision.Right, row{}
	for _, r := range v.rows[:len(Formats)] {
		for _, b := range r.bands {
			if b.Class > worst && b.Class != precision.Underflow {
				worst, at = b.Class, r
			}
		}
	}
	if worst == precision.Right {
		return text.Fill(t.Fine, "name", Name(t, &v.implementation))
	}
	return text.Fill(t.Worst[worst-precision.Off], "format", at.format.String(), "name",
		Name(t, &v.implementation),
		"measure", t.Measures[index(s.Precision.Loss)], "from", logit(first(at.bands, worst)))
}

// own returns the sentence on this page's code.
func (v *View) custom(t *text.Precision) string {
	for _, r := range v.rows[len(Formats):] {
		for _, b := range r.bands {
			if b.Class > precision.Underflow {
				return text.Fill(t.OursNot, "format", r.format.String(), "class",
					t.Classes[b.Class],
					"from", logit(first(r.bands, b.Class)))
			}
		}
	}
	return t.OursFine
}

// first returns the edge nearest to 0 of the bands of a class.
func first(bands []precision.Band, c precision.Class) float64 {
	nearest := math.Inf(1)
	for _, b := range bands {
		if b.Class != c {
			continue
		}
		at := min(max(0, b.From), b.To)
		if math.Abs(at) < math.Abs(nearest) {
			nearest = at
		}
	}
	return nearest
}

// firsts sets the first logits of each class that is not right, going out from 0 to both
// sides.
func (v *View) firsts(t *text.Precision) {
	v.Firsts = v.Firsts[:0]
	for c := precision.Off; c <= precision.NaN; c++ {
		cells, some := []string{t.Classes[c]}, false
		for _, r := range v.rows[:len(Formats)] {
			left, right := sides(r.bands, c)
			var at []string
			for _, z := range []float64{left, right} {
				if !math.IsInf(z, 0) {
					at = append(at, logit(z))
				}
			}
			some = some || len(at) > 0
			if len(at) == 0 {
				at = []string{"–"}
			}
			cells = append(cells, strings.Join(slices.Compact(at), "; "))
		}
		if some {
			v.Firsts = append(v.Firsts, cells)
		}
	}
}

// sides returns the logits of a class nearest to 0 on both sides, infinite where there are
// none.
func sides(bands []precision.Band, c precision.Class) (left, right float64) {
	left, right = math.Inf(-1), math.Inf(1)
	for _, b := range bands {
		if b.Class != c {
			continue
		}
		if b.From <= 0 {
			left = max(left, min(b.To, 0))
		}
		if b.To >= 0 {
			right = min(right, max(b.From, 0))
		}
	}
	return left, right
}

// read sets the values at the state's logit.
func (v *View) read(t *text.Precision, s state.State) {
	v.ReadHead = text.Fill(t.Read, "z", logit(s.Precision.Logit))
	v.Values = v.Values[:0]
	exact, got, page := []string{t.Exact}, []string{Name(t, &v.implementation)}, []string{t.Ours}
	for k, r := range v.rows {
		i := nearest(r.result.Logits, s.Precision.Logit)
		value := number(r.values[i])
		if k < len(Formats) {
			exact = append(exact, number(r.exact[i]))
			got = append(got, value)
		} else {
			page = append(page, value)
		}
	}
	v.Values = append(v.Values, exact, got)
	if len(page) > 1 && v.implementation.ID != ours {
		v.Values = append(v.Values, page)
	}
}

// nearest returns the index of the logit next to z.
func nearest(x []float64, z float64) int {
	best := 0
	for i := range x {
		if math.Abs(x[i]-z) < math.Abs(x[best]-z) {
			best = i
		}
	}
	return best
}

// A Row is an implementation in the table of all.
type Row struct {
	ID, Name, Note string
	Cells          []Cell // of Formats
}

// A Cell is a verdict.
type Cell struct {
	Class precision.Class
	Text  string
}

// All computes the table of all implementations, which takes longer than a frame.
func (v *View) All(m *text.Messages, s state.State) []Row {
	t := text.PrecisionOf(m)
	if v.table == nil {
		v.table = precision.NewLab(precision.Axis(precision.Step))
	}
	setting, _ := Setting(s)
	var rows []Row
	all := precision.Implementations()
	if own, err := Chosen(s); err == nil && own.ID == precision.CustomID {
		all = append([]precision.Implementation{own}, all...)
	}
	for _, i := range all {
		r := Row{ID: i.ID, Name: Name(t, &i)}
		if i.Upcasts {
			r.Note = t.Upcasts
		}
		for _, f := range Formats {
			setting.Format = f
			verdict := v.table.Judge(&i, setting)
			r.Cells = append(r.Cells, cell(t, &verdict))
		}
		rows = append(rows, r)
	}
	return rows
}

// Name returns the name of an implementation in the language of t.
func Name(t *text.Precision, i *precision.Implementation) string {
	switch i.ID {
	case ours:
		return t.Ours
	case precision.CustomID:
		return t.Own
	}
	if k := slices.Index(forms[:], i.ID); k >= 0 {
		return t.Forms[k]
	}
	return i.Name
}

// forms are the implementations of no library.
var forms = [...]string{"naive", "log-epsilon", "clip", "logits"}

// source returns where an implementation is from: a form in words, or a library's file.
func source(t *text.Precision, i *precision.Implementation) string {
	switch i.ID {
	case ours:
		return t.OurSource
	case precision.CustomID:
		return t.CustomSource
	}
	if k := slices.Index(forms[:], i.ID); k >= 0 {
		return t.FormSources[k]
	}
	return i.Source
}

// cell returns the worst that happens to the gradient, and where it begins.
func cell(t *text.Precision, v *precision.Verdict) Cell {
	c, from := v.Gradient()
	return Cell{c, text.Fill(t.SafeCell[c], "z", logit(from))}
}

// Effects returns the effects of the state's epsilon, a sentence for each format.
func Effects(m *text.Messages, s state.State) []string {
	t := text.PrecisionOf(m)
	if s.Number(state.EpsilonKey) == 0 {
		return []string{t.Unclipped}
	}
	var all []string
	for _, f := range Formats {
		e := precision.EffectOf(f, s.Number(state.EpsilonKey))
		if e.Clips() {
			all = append(all, text.Fill(t.Clips, "format", f.String(), "from", logit(e.From), "to",
				logit(e.To)))
		} else {
			all = append(all, text.Fill(t.NoClip, "format", f.String(), "least",
				state.Format(precision.LeastEpsilon(f))))
		}
	}
	return all
}

// Link returns the address of a report from a public tracker.
func Link(c *precision.Case) string {
	s := state.Default().At(state.PlacePrecision)
	for _, pair := range [][2]string{
		{state.ImplementationKey, c.Implementation}, {state.FormatKey, c.Setting.Format.String()},
		{state.LabelKey, state.Format(c.Label)}, {state.LogitKey, state.Format(c.Logit)},
		{"gamma", state.Format(c.Setting.Gamma)},
		{"balanced", state.Format(truth(c.Setting.Balanced))},
	} {
		s = with(s, pair[0], pair[1])
	}
	if c.Setting.Balanced {
		s = with(s, "alpha", state.Format(c.Setting.Alpha))
	}
	return "?" + s.Query()
}

func with(s state.State, key, value string) state.State {
	next, err := s.With(key, value)
	if err != nil {
		panic(err) // a case of package precision has no such value
	}
	return next
}

func truth(b bool) float64 {
	if b {
		return 1
	}
	return 0
}
