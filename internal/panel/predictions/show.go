package predictions

import (
	"math"
	"slices"
	"strconv"
	"strings"

	"lossexplorer/internal/plot"
	"lossexplorer/internal/predict/answer"
	"lossexplorer/internal/predict/bins"
	"lossexplorer/internal/state"
	"lossexplorer/internal/text"
)

// kept is a setting to compare with.
type kept struct {
	setting bins.Setting
	name    string // "" if there is none
	view    *bins.View
	m       bins.Measurement
}

// Keep makes the loss of s the one to compare with.
func (d *Data) Keep(s state.State) {
	setting, err := bins.NewSetting(s.Kind, s.Values[:len(s.Kind.Params)])
	if err != nil {
		panic(err) // state lets no such state pass
	}
	d.kept = kept{setting: setting}
	if d.soft == nil {
		d.kept.view = d.data.View(setting.Epsilon())
	}
	d.kept.name = plot.In(d.messages, s.Kind.Name)
	for _, p := range s.Kind.Params {
		d.kept.name += ", " + p.Name + " = " + s.Value(p.Name)
	}
}

// Forget undoes Keep.
func (d *Data) Forget() { d.kept = kept{} }

// answer appends to dst the three sentences: the results of the loss, the changes it would
// make, and the conclusions that do not follow.
func (d *Data) answer(dst []Change, setting bins.Setting) []Change {
	sentences := answer.Sentences
	if d.several() {
		sentences = func(m *text.Messages, v *bins.View, s bins.Setting, share, number func(float64) string) [3]string {
			return answer.SentencesOfClasses(m, v, s, answer.Classes(d.columns), share, number)
		}
	}
	for i, s := range sentences(d.messages, d.view, setting, plot.SayShare, number) {
		dst = say(dst, "predict-answer-"+strconv.Itoa(i), s)
	}
	return dst
}

// classSums returns the sums of each class that has a row.
func classSums(m *bins.Measurement) []bins.Sums {
	all := make([]bins.Sums, min(m.Classes(), Classes))
	for k := range m.Classes() {
		i := min(k, Classes-1)
		all[i] = all[i].Plus(m.Class(k))
	}
	return all
}

// Show appends to dst the results of the predictions under the loss of s, and leaves out
// the results that have not changed.
func (d *Data) Show(dst []Change, s state.State) []Change {
	return d.changed(dst, d.show(nil, s))
}

// changed appends to dst the changes in all that differ from the last ones.
func (d *Data) changed(dst, all []Change) []Change {
	if d.said == nil {
		d.said = map[string]string{}
	}
	for _, c := range all {
		key := c.ID + " " + c.Attribute
		if last, ok := d.said[key]; !ok || last != c.Value {
			d.said[key] = c.Value
			dst = append(dst, c)
		}
	}
	return dst
}

func (d *Data) show(dst []Change, s state.State) []Change {
	setting, err := bins.NewSetting(s.Kind, s.Values[:len(s.Kind.Params)])
	if err != nil {
		panic(err) // state lets no such state pass
	}
	if d.soft != nil {
		return d.showSoft(dst, s, setting)
	}
	if eps := setting.Epsilon(); eps != d.epsilon {
		d.view, d.epsilon = d.data.View(eps), eps
	}
	d.view.Measure(&d.m, setting)
	dst = d.unrounded(d.answer(dst, setting), s)
	dst = d.sums(dst, &d.m)
	dst = say(dst, "predict-exact", text.PredictOf(d.messages).Binned)
	dst = d.histogram(dst, setting)
	// The curves of fixed gammas depend neither on gamma nor on the weights.
	figure := state.State{Kind: s.Kind, Values: s.Values}
	for i, p := range s.Kind.Params {
		if p.Name == "gamma" || p.Name == "alpha" || p.Name == "balanced" {
			figure.Values[i] = 0
		}
	}
	d.remap(setting, figure)
	for y := range 2 {
		if d.several() {
			break
		}
		id := "predict-curve-" + strconv.Itoa(y) + "-"
		if figure != d.figure {
			for i, gamma := range Gammas() {
				var curve []float64
				switch at := slices.Index(d.mapGammas, gamma); {
				case d.heatMap != nil && at >= 0:
					curve = d.heatMap.Cumulative(nil, at, y, setting.Epsilon(), 100)
				case s.Has("gamma"):
					curve = d.view.Cumulative(nil, setting.With("gamma", gamma), y, 100)
				}
				dst = d.line(dst, id+strconv.Itoa(i), curve)
			}
		}
		dst = d.line(dst, id+strconv.Itoa(len(Gammas())), d.view.Cumulative(nil, setting, y, 100))
	}
	dst = d.heat(dst, setting, figure)
	d.figure = figure
	dst = d.compared(dst, d.m.Total())
	dst = d.balance(dst, setting)
	return d.top(dst, d.data.Top(setting, TopRows))
}

// An Exact sums all rows, in as many steps as there are blocks of them.
type Exact struct {
	d       *Data
	setting bins.Setting
	exact   *bins.Exact // nil before the first step
	top     bins.Top
	next    int
}

// Exact returns an Exact that sums the rows under the loss of s. It is nil for soft labels, which
// Show sums row by row.
func (d *Data) Exact(s state.State) *Exact {
	if d.soft != nil {
		return nil
	}
	setting, err := bins.NewSetting(s.Kind, s.Values[:len(s.Kind.Params)])
	if err != nil {
		panic(err) // state lets no such state pass
	}
	return &Exact{d: d, setting: setting}
}

// Step sums a block of rows, and reports whether it was the last.
func (e *Exact) Step() (done bool) {
	if e.exact == nil {
		e.exact = e.d.data.Exact(e.setting)
	}
	if e.next < e.d.data.Blocks() {
		e.d.data.AddBlock(e.exact, e.next, &e.top, TopRows)
		e.next++
	}
	return e.next == e.d.data.Blocks()
}

// Show appends to dst the exact values in place of those that Data.Show computes from bins,
// as far as they differ, when all is summed.
func (e *Exact) Show(dst []Change) []Change {
	all := e.d.sums(nil, &e.exact.Measurement)
	all = say(all, "predict-exact", text.PredictOf(e.d.messages).Exact)
	return e.d.changed(dst, e.d.top(all, e.top))
}

// sums appends to dst the sums over rows: the shares of the classes and bands, and the totals.
func (d *Data) sums(dst []Change, m *bins.Measurement) []Change {
	all := m.Total()
	dst = d.shares(dst, m, all)
	open := 0.
	for k := range m.Classes() {
		open += m.Open(k).Loss
	}
	perPositive := all.Loss / m.Class(1).Count
	if d.several() {
		perPositive = math.NaN()
	}
	for i, v := range [Totals]float64{all.Loss, all.Loss / all.Count, open, open / all.Count,
		perPositive} {
		dst = say(dst, "predict-total-"+strconv.Itoa(i), number(v))
	}
	return bands(dst, m, all)
}

// bands appends to dst the shares of each band of difficulty, the hardest first, in rows, loss
// and gradient.
func bands(dst []Change, m *bins.Measurement, all bins.Sums) []Change {
	var bands [bins.Bands]bins.Sums
	for k := range m.Classes() {
		for i, b := range m.Bands(k) {
			bands[i] = bands[i].Plus(b)
		}
	}
	for i, b := range bands {
		for k, v := range [...]float64{b.Count / all.Count, b.Loss / all.Loss,
			b.Gradient / all.Gradient} {
			dst = say(dst, "predict-band-"+strconv.Itoa(i)+"-"+strconv.Itoa(k), plot.SayShare(v))
		}
	}
	return dst
}

// compared has the kept setting beside the present one: the share of loss and of gradient
// of both classes, the ratio of the classes' gradients and the mean.
func (d *Data) compared(dst []Change, all bins.Sums) []Change {
	k := &d.kept
	dst = append(dst, Change{"predict-compared", "hidden", strconv.FormatBool(k.name == "")})
	if k.name == "" {
		return dst
	}
	k.view.Measure(&k.m, k.setting)
	dst = say(dst, "predict-kept", k.name)
	before := k.m.Total()
	for side, m := range []struct {
		m   *bins.Measurement
		all bins.Sums
	}{{&k.m, before}, {&d.m, all}} {
		n, p := m.m.Class(0), m.m.Class(1)
		if d.several() {
			n, p = bins.Sums{Gradient: math.NaN()},
				bins.Sums{Loss: math.NaN(), Gradient: math.NaN()}
		}
		for i, v := range []string{
			plot.SayShare(p.Loss / m.all.Loss), plot.SayShare(p.Gradient / m.all.Gradient),
			number(p.Gradient / n.Gradient), number(m.all.Effective()),
			number(m.all.Loss / m.all.Count),
		} {
			dst = say(dst, "predict-compared-"+strconv.Itoa(i)+"-"+strconv.Itoa(side), v)
		}
	}
	return dst
}

// share appends to dst a row of a table: the shares of c in all.
func share(dst []Change, id string, c, all bins.Sums) []Change {
	for i, v := range []string{
		strconv.FormatFloat(c.Count, 'f', 0, 64), plot.SayShare(c.Count / all.Count),
		plot.SayShare(c.Loss / all.Loss), plot.SayShare(c.Gradient / all.Gradient),
		number(c.Effective()),
	} {
		dst = say(dst, id+strconv.Itoa(i), v)
	}
	return dst
}

func (d *Data) shares(dst []Change, m *bins.Measurement, all bins.Sums) []Change {
	rows := append(classSums(m), all)
	for row, c := range rows {
		id := "predict-share-" + strconv.Itoa(row) + "-"
		if row == len(rows)-1 {
			id = "predict-share-all-"
		}
		dst = share(dst, id, c, all)
	}
	if d.several() {
		return dst
	}
	var easy bins.Sums
	for i, b := range m.Bands(0) {
		if i >= bins.Bands/2 {
			easy = easy.Plus(b)
		}
	}
	t := text.ReportOf(d.messages)
	return say(dst, "predict-says", text.Fill(t.Easy, "easy", plot.SayShare(easy.Count/all.Count),
		"loss", plot.SayShare(easy.Loss/all.Loss), "gradient",
		plot.SayShare(easy.Gradient/all.Gradient)))
}

// balance has the alpha that equalises the gradients, and offers it if the loss has one.
func (d *Data) balance(dst []Change, s bins.Setting) []Change {
	d.view.Measure(&d.m, s.Unweighted())
	if d.several() {
		sentence := text.ReportOf(d.messages).BalanceClasses
		for k, w := range d.m.Weights()[:min(d.m.Classes(), Classes)] {
			name := "w_" + strconv.Itoa(k) + " ="
			if value, ok := d.columns.Labels.Named(k); ok {
				name = value + ":"
			}
			sentence += " " + name + " " + number(w) + ";"
		}
		sentence = strings.TrimSuffix(sentence, ";")
		if d.m.Classes() > Classes {
			sentence += " …"
		}
		return append(say(dst, "predict-balance", sentence), Change{"predict-alpha", "value", ""})
	}
	negative, positive := d.m.Class(0).Gradient, d.m.Class(1).Gradient
	offered := ""
	sentence := ""
	if alpha := d.m.Alpha(); !math.IsNaN(alpha) {
		sentence = text.Fill(text.ReportOf(d.messages).BalanceIs, "alpha", number(alpha),
			"negative", number(negative), "positive", number(positive), "weight",
			number(negative/positive))
		if s.Kind().Param("balanced") >= 0 {
			offered = state.Format(rounded(alpha))
		}
	}
	start, _ := answer.Start(d.messages, s, d.m.Class(0), d.m.Class(1), number)
	dst = say(dst, "predict-balance", strings.TrimSpace(sentence+" "+start))
	return append(dst, Change{"predict-alpha", "value", offered})
}

// rounded returns an alpha with four significant digits, whatever its size.
func rounded(alpha float64) float64 {
	v, err := strconv.ParseFloat(strconv.FormatFloat(alpha, 'g', 4, 64), 64)
	if err != nil {
		panic(err) // it was formatted
	}
	return v
}

func (d *Data) top(dst []Change, rows bins.Top) []Change {
	for i := range TopRows {
		var v [5]string
		if i < len(rows) {
			r := rows[i]
			v = [5]string{strconv.Itoa(r.Line), d.class(r.Class), number(r.Pt), number(r.Loss),
				number(r.Gradient)}
		}
		for k, s := range v {
			dst = say(dst, "predict-top-"+strconv.Itoa(i)+"-"+strconv.Itoa(k), s)
		}
	}
	return dst
}
