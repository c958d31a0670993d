// Package panel has what the page's panel of the user's own predictions shows: texts,
// numbers and the points of lines, each for an element of the page.
package panel

import (
	"context"
	"errors"
	"math"
	"slices"
	"strconv"
	"strings"

	"lossexplorer/internal/plot"
	"lossexplorer/internal/predict"
	"lossexplorer/internal/predict/answer"
	"lossexplorer/internal/predict/bins"
	"lossexplorer/internal/predict/metrics"
	"lossexplorer/internal/predict/predictfile"
	"lossexplorer/internal/predict/weights"
	"lossexplorer/internal/state"
	"lossexplorer/internal/text"
)

// TopRows is how many rows of large losses are listed.
const TopRows = 10

// Gammas are those of the curves of Figure 4; the one after them is that of the state.
func Gammas() []float64 { return []float64{0, 0.5, 1, 2, 5} }

// Totals is how many totals are shown.
const Totals = 5

// Classes is how many classes have a row of their own; of more, the last row has all
// others.
const Classes = 12

// A Change is the text of an element of the page, or one of its attributes.
type Change struct {
	ID        string
	Attribute string // "" for the text
	Value     string
}

// Data are predictions that were read.
type Data struct {
	messages  *text.Messages
	name      string
	columns   predict.Columns
	tally     predict.Tally
	problems  []*predict.Problem // warnings
	names     []string           // of the file's columns
	noted     []predict.Noted
	sumsOf    metrics.Sums // of several classes
	sample    metrics.Sample
	data      *bins.Data
	view      *bins.View
	epsilon   float64
	m         bins.Measurement
	points    []byte
	figure    state.State // whose curves of the Gammas are shown
	mapped    state.State // what the map is of, without the clip
	heatMap   *bins.Map
	mapGammas []float64
	said      map[string]string
	kept      kept
}

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
		panic(err) // params lets no such state pass
	}
	d.kept = kept{setting: setting, view: d.data.View(setting.Epsilon())}
	d.kept.name = plot.In(d.messages, s.Kind.Name)
	for _, p := range s.Kind.Params {
		d.kept.name += ", " + p.Name + " = " + s.Value(p.Name)
	}
}

// Forget undoes Keep.
func (d *Data) Forget() { d.kept = kept{} }

// Load reads all of f with the columns c, and calls progress now and then with how much
// of it was read, from 0 to 1. It accepts a share of rejected rows. Errors are those of predict.Each, and a
// [*predict.Problem] if the file is of no use.
func Load(m *text.Messages, name string, f *predictfile.File, c predict.Columns, rejected float64, progress func(done float64)) (*Data, error) {
	d := &Data{messages: m, name: name, columns: c, data: bins.NewData(c), epsilon: -1}
	var z []float64
	err := predict.Each(context.Background(), f, c, 1, func(_ context.Context, _ int, rows *predict.Rows) error {
		d.tally.Add(rows)
		z = rows.Logits(z[:0])
		if rows.Width() > 1 {
			d.sumsOf.Add(rows, z)
		}
		d.sample.Add(rows)
		d.data.Add(rows, z)
		progress(min(1, float64(f.Done())/float64(f.Size)))
		return nil
	})
	if err != nil {
		return nil, err
	}
	d.names = f.Names()
	d.problems = d.tally.Problems(rejected)
	if len(d.problems) > 0 && !d.problems[0].Warning() {
		return nil, d.problems[0]
	}
	d.data.Group()
	return d, nil
}

// Weights reads f once more and hands the table of package weights under the loss of s
// to write, in pieces that are its to keep, and calls progress as Load does.
func Weights(f *predictfile.File, c predict.Columns, s state.State, write func([]byte), progress func(done float64)) error {
	setting, err := bins.NewSetting(s.Kind, s.Values[:len(s.Kind.Params)])
	if err != nil {
		panic(err) // params lets no such state pass
	}
	exact := bins.NewExact(bins.NewLayout(c, setting.Epsilon()), setting)
	piece := []byte(weights.Header(c))
	index := 0
	var text []byte
	var z, losses, gradients []float64
	err = predict.Each(context.Background(), f, c, 1, func(_ context.Context, _ int, rows *predict.Rows) error {
		z = rows.Logits(z[:0])
		losses, gradients = append(losses[:0], z...), append(gradients[:0], z...)
		exact.Add(rows, z, func(row int, loss, gradient float64) { losses[row], gradients[row] = loss, gradient })
		text = weights.Append(text[:0], rows, z, losses, gradients, setting)
		piece = weights.Number(piece, text, rows, index)
		index += rows.Total
		if len(piece) > 1<<20 {
			write(piece)
			piece = nil
		}
		progress(min(1, float64(f.Done())/float64(f.Size)))
		return nil
	})
	if err == nil {
		write(piece)
	}
	return err
}

// Explain returns the sentence for an error of reading in m's language, with what
// cannot be translated as it is.
func Explain(m *text.Messages, err error) string {
	var p *predict.Problem
	if !errors.As(err, &p) {
		return err.Error()
	}
	s := text.ReportOf(m).Problems[p.Code]
	if p.Detail != "" {
		s += " " + p.Detail
	}
	if p.Line > 0 {
		s += " (" + text.ReportOf(m).Line + " " + strconv.Itoa(p.Line) + ")"
	}
	return s
}

// Reason returns why a row could not be read.
func Reason(m *text.Messages, b predict.BadRow) string {
	return text.Fill(text.PredictOf(m).Reasons[b.Reason], "value", b.Value, "allowed", b.Allowed)
}

// Fixed appends to dst what does not follow the state.
func (d *Data) Fixed(dst []Change) []Change {
	t := text.PredictOf(d.messages)
	read, positives := t.Read, 0
	if d.several() {
		read = t.ReadClasses
	} else {
		positives = d.tally.Count[1]
	}
	dst = say(dst, "predict-read", text.Fill(read, "rows", strconv.Itoa(d.tally.Rows()), "file", d.name, "positives", strconv.Itoa(positives), "classes", strconv.Itoa(d.classes())))
	dst = say(dst, "predict-as", answer.ReadAs(d.messages, d.names, d.columns))
	notes := ""
	for _, n := range d.noted {
		notes += answer.Note(d.messages, n) + " "
	}
	if d.tally.Hard && len(d.noted) == 0 {
		notes += answer.Note(d.messages, predict.Noted{Note: predict.HardScores, Column: d.names[d.columns.Scores[0]]}) + " "
	}
	for _, p := range d.problems {
		notes += Explain(d.messages, p) + " "
	}
	dst = say(dst, "predict-notes", notes)
	dst = say(dst, "predict-bad", d.bad())
	dst = d.metric(dst)
	// What tells positives from negatives is for two classes.
	several := strconv.FormatBool(d.several())
	for _, id := range []string{"predict-of-0", "predict-calibration", "predict-ece", "predict-figure4", "predict-heat", "predict-says"} {
		dst = append(dst, Change{id, "hidden", several})
	}
	for k := range Classes {
		dst = append(dst, Change{"predict-class-" + strconv.Itoa(k), "hidden", strconv.FormatBool(k >= d.classes())})
		name := "y = " + strconv.Itoa(k)
		if k == Classes-1 && d.classes() > Classes {
			name = text.PredictOf(d.messages).Others
		}
		dst = say(dst, "predict-class-"+strconv.Itoa(k)+"-name", name)
	}
	return dst
}

// Noted gives d the notes about its columns.
func (d *Data) Noted(notes []predict.Noted) { d.noted = notes }

// metric has the quality of the predictions, which follows no loss.
func (d *Data) metric(dst []Change) []Change {
	view := d.data.View(0)
	m := view.Metrics(&d.sample, &d.sumsOf)
	var curve metrics.Curve
	if d.sample.Whole() {
		curve = d.sample.Curve()
	} else {
		curve = view.Curve()
	}
	for i, v := range [...]float64{curve.AUC(), curve.AP(), m.Brier / m.Weight, m.NLL / m.Weight, m.ECE(), m.Correct / m.Weight} {
		dst = say(dst, "predict-metric-"+strconv.Itoa(i), number(v))
	}
	return dst
}

// answer has the three sentences: what the loss gives, what it would change, and what
// does not follow.
func (d *Data) answer(dst []Change, setting bins.Setting) []Change {
	t := text.ReportOf(d.messages)
	if d.several() {
		all := d.m.Total()
		dst = say(dst, "predict-answer-0", text.ReportOf(d.messages).Keras[1]+": "+number(all.Loss/all.Count))
		dst = say(dst, "predict-answer-1", "")
		return say(dst, "predict-answer-2", t.Answer[2])
	}
	for i, s := range answer.Sentences(d.messages, d.view, setting, plot.SayShare, number) {
		dst = say(dst, "predict-answer-"+strconv.Itoa(i), s)
	}
	return dst
}

func (d *Data) classes() int { return d.columns.Classes() }

// several reports whether there are more than two classes.
func (d *Data) several() bool { return d.classes() > 2 }

// classSums returns those of the classes that have a row.
func classSums(m *bins.Measurement) []bins.Sums {
	all := make([]bins.Sums, min(m.Classes(), Classes))
	for k := range m.Classes() {
		i := min(k, Classes-1)
		all[i] = all[i].Plus(m.Class(k))
	}
	return all
}

// bad lists the first rows that could not be read, a line each.
func (d *Data) bad() string {
	r := text.ReportOf(d.messages)
	said := ""
	for _, b := range d.tally.Bad {
		said += r.Line + " " + strconv.Itoa(b.Line) + ": " + Reason(d.messages, b) + "\n"
	}
	if more := d.tally.BadCount - len(d.tally.Bad); more > 0 {
		said += text.Fill(text.PredictOf(d.messages).MoreBad, "n", strconv.Itoa(more)) + "\n"
	}
	return said
}

func say(dst []Change, id, value string) []Change { return append(dst, Change{ID: id, Value: value}) }

// Show appends to dst what the predictions are under the loss of s, and leaves out
// what it has returned before and has not changed since.
func (d *Data) Show(dst []Change, s state.State) []Change {
	return d.changed(dst, d.show(nil, s))
}

// changed appends to dst what has changed.
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
		panic(err) // params lets no such state pass
	}
	if eps := setting.Epsilon(); eps != d.epsilon {
		first := d.view == nil
		d.view, d.epsilon = d.data.View(eps), eps
		if first { // it follows nothing
			dst = d.calibration(dst)
		}
	}
	d.view.Measure(&d.m, setting)
	dst = d.answer(dst, setting)
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
	return top(dst, d.data.Top(setting, TopRows))
}

// An Exact sums all rows, in as many steps as there are blocks of them.
type Exact struct {
	d       *Data
	setting bins.Setting
	exact   *bins.Exact // nil before the first step
	top     bins.Top
	next    int
}

// Exact returns what sums the rows under the loss of s.
func (d *Data) Exact(s state.State) *Exact {
	setting, err := bins.NewSetting(s.Kind, s.Values[:len(s.Kind.Params)])
	if err != nil {
		panic(err) // params lets no such state pass
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

// Show appends to dst what Show has from bins, as far as it differs, when all is summed.
func (e *Exact) Show(dst []Change) []Change {
	all := e.d.sums(nil, &e.exact.Measurement)
	all = say(all, "predict-exact", text.PredictOf(e.d.messages).Exact)
	return e.d.changed(dst, top(all, e.top))
}

// sums has what are sums over rows: the shares of the classes and bands, and the totals.
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
	for i, v := range [Totals]float64{all.Loss, all.Loss / all.Count, open, open / all.Count, perPositive} {
		dst = say(dst, "predict-total-"+strconv.Itoa(i), number(v))
	}
	return bands(dst, m, all)
}

// bands has what each band of difficulty, the hardest first, has of rows, loss and
// gradient.
func bands(dst []Change, m *bins.Measurement, all bins.Sums) []Change {
	var bands [bins.Bands]bins.Sums
	for k := range m.Classes() {
		for i, b := range m.Bands(k) {
			bands[i] = bands[i].Plus(b)
		}
	}
	for i, b := range bands {
		for k, v := range [...]float64{b.Count / all.Count, b.Loss / all.Loss, b.Gradient / all.Gradient} {
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
			n, p = bins.Sums{Gradient: math.NaN()}, bins.Sums{Loss: math.NaN(), Gradient: math.NaN()}
		}
		for i, v := range []string{
			plot.SayShare(p.Loss / m.all.Loss), plot.SayShare(p.Gradient / m.all.Gradient),
			number(p.Gradient / n.Gradient), number(m.all.Effective()), number(m.all.Loss / m.all.Count),
		} {
			dst = say(dst, "predict-compared-"+strconv.Itoa(i)+"-"+strconv.Itoa(side), v)
		}
	}
	return dst
}

// The heat maps: gamma from 0 to 5 and alpha from 0.05 to 0.95, from left to right and
// from below to above.
const (
	heatGammas = 41
	heatAlphas = 37
	maxGamma   = 5
	minAlpha   = 0.05
	maxAlpha   = 0.95
)

// remap makes the map of the loss if it is another, whatever the clip.
func (d *Data) remap(s bins.Setting, figure state.State) {
	if i := figure.Kind.Param(state.EpsilonKey); i >= 0 {
		figure.Values[i] = 0
	}
	if figure == d.mapped {
		return
	}
	d.mapped = figure
	d.mapGammas = d.mapGammas[:0]
	for i := range heatGammas {
		d.mapGammas = append(d.mapGammas, maxGamma*float64(i)/(heatGammas-1))
	}
	d.heatMap = d.data.View(0).Map(s.With(state.EpsilonKey, 0), d.mapGammas)
}

// heat has the maps as pictures, which do not follow gamma and alpha, and the place of
// these on them.
func (d *Data) heat(dst []Change, s bins.Setting, figure state.State) []Change {
	if figure != d.figure {
		alphas := make([]float64, heatAlphas)
		for j := range alphas {
			alphas[j] = minAlpha + (maxAlpha-minAlpha)*float64(j)/(heatAlphas-1)
		}
		var cells [][]bins.Cell
		if d.heatMap != nil {
			cells = d.heatMap.Cells(s.Epsilon(), alphas)
		}
		for id, color := range map[string]func(bins.Cell) rgb{
			"predict-easy":  func(c bins.Cell) rgb { return mix(white, blue, c.EasyNegatives) },
			"predict-ratio": func(c bins.Cell) rgb { return diverge(math.Log10(c.Ratio) / 3) },
		} {
			picture := ""
			if cells != nil {
				picture = bitmap(heatGammas, heatAlphas, func(i, j int) rgb { return color(cells[i][j]) })
			}
			dst = append(dst, Change{id, "href", picture})
		}
	}
	x, y := "-100", "-100" // out of sight
	if gamma, alpha := s.Value("gamma"), s.Value("alpha"); gamma == gamma && s.Kind().Param("balanced") >= 0 {
		if s.Value("balanced") == 0 {
			alpha = 0.5 // as many for both classes
		}
		x = place(gamma, 0, maxGamma, heatGammas)
		y = place(minAlpha+maxAlpha-alpha, minAlpha, maxAlpha, heatAlphas)
	}
	for _, id := range []string{"predict-easy-at", "predict-ratio-at"} {
		dst = append(dst, Change{id, "cx", x}, Change{id, "cy", y})
	}
	return dst
}

// place is where a value is on a map 1000 wide and high with n cells, at its edge if it
// is beyond.
func place(v, low, high float64, n int) string {
	cell := 1000 / float64(n)
	at := cell/2 + (1000-cell)*(v-low)/(high-low)
	return strconv.FormatFloat(max(0, min(1000, at)), 'f', 1, 64)
}

func (d *Data) shares(dst []Change, m *bins.Measurement, all bins.Sums) []Change {
	rows := append(classSums(m), all)
	for row, c := range rows {
		id := "predict-share-" + strconv.Itoa(row) + "-"
		if row == len(rows)-1 {
			id = "predict-share-all-"
		}
		for i, v := range []string{
			strconv.FormatFloat(c.Count, 'f', 0, 64), plot.SayShare(c.Count / all.Count),
			plot.SayShare(c.Loss / all.Loss), plot.SayShare(c.Gradient / all.Gradient), number(c.Effective()),
		} {
			dst = say(dst, id+strconv.Itoa(i), v)
		}
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
		"loss", plot.SayShare(easy.Loss/all.Loss), "gradient", plot.SayShare(easy.Gradient/all.Gradient)))
}

// histogram has steps of log(1+rows), and the loss, both in parts of their largest.
func (d *Data) histogram(dst []Change, s bins.Setting) []Change {
	var bars [2][bins.Bars]bins.Sums // all of several classes count as positive, as their losses do
	for k := range d.m.Classes() {
		y := k
		if d.several() {
			y = 1
		}
		for i, b := range d.m.Bars(k) {
			bars[y][i] = bars[y][i].Plus(b)
		}
	}
	most := 0.
	for y := range 2 {
		for _, b := range bars[y] {
			most = max(most, math.Log1p(b.Count))
		}
	}
	highest := 0.
	var losses [2][bins.Bars]float64
	for y := range 2 {
		for i := range losses[y] {
			pt := (float64(i) + 0.5) / bins.Bars
			p := pt
			if y == 0 {
				p = 1 - pt
			}
			losses[y][i], _ = s.Loss().AtProb(float64(y), p)
			highest = max(highest, losses[y][i])
		}
	}
	for y := range 2 {
		steps := []float64{0, 0}
		var curve []float64
		if y == 0 && d.several() {
			dst = d.line(dst, "predict-bars-0", nil)
			dst = d.line(dst, "predict-loss-0", nil)
			continue
		}
		for i, b := range bars[y] {
			height := math.Log1p(b.Count) / most
			steps = append(steps, float64(i)/bins.Bars, height, float64(i+1)/bins.Bars, height)
			curve = append(curve, (float64(i)+0.5)/bins.Bars, losses[y][i]/highest)
		}
		dst = d.line(dst, "predict-bars-"+strconv.Itoa(y), append(steps, 1, 0))
		dst = d.line(dst, "predict-loss-"+strconv.Itoa(y), curve)
	}
	return dst
}

func (d *Data) calibration(dst []Change) []Change {
	groups, ece, ok := d.view.Calibration()
	if !ok {
		return dst
	}
	var curve []float64
	for _, g := range groups {
		if g.Count > 0 {
			curve = append(curve, g.Predicted/g.Count, g.Positives/g.Count)
		}
	}
	dst = d.line(dst, "predict-reliability", curve)
	return say(dst, "predict-ece", text.Fill(text.ReportOf(d.messages).CalibrationIs, "ece", number(ece), "groups", strconv.Itoa(bins.Groups)))
}

// balance has the alpha that equalises the gradients, and offers it if the loss has one.
func (d *Data) balance(dst []Change, s bins.Setting) []Change {
	d.view.Measure(&d.m, s.Unweighted())
	if d.several() {
		sentence := text.ReportOf(d.messages).BalanceClasses
		for k, w := range d.m.Weights()[:min(d.m.Classes(), Classes)] {
			sentence += " w_" + strconv.Itoa(k) + " = " + number(w) + ";"
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
	if alpha := d.m.Alpha(); negative > 0 && positive > 0 {
		sentence = text.Fill(text.ReportOf(d.messages).BalanceIs, "alpha", number(alpha), "negative", number(negative), "positive", number(positive), "weight", number(negative/positive))
		if s.Kind().Param("balanced") >= 0 {
			offered = state.Format(rounded(alpha))
		}
	}
	dst = say(dst, "predict-balance", sentence)
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

func top(dst []Change, rows bins.Top) []Change {
	for i := range TopRows {
		var v [5]string
		if i < len(rows) {
			r := rows[i]
			v = [5]string{strconv.Itoa(r.Line), strconv.Itoa(r.Class), number(r.Pt), number(r.Loss), number(r.Gradient)}
		}
		for k, s := range v {
			dst = say(dst, "predict-top-"+strconv.Itoa(i)+"-"+strconv.Itoa(k), s)
		}
	}
	return dst
}

// line has the points of an SVG polyline, 1000 wide and high, of pairs x, y from 0 to 1.
func (d *Data) line(dst []Change, id string, xy []float64) []Change {
	b := d.points[:0]
	for i := 0; i+1 < len(xy); i += 2 {
		if i > 0 {
			b = append(b, ' ')
		}
		b = strconv.AppendInt(b, int64(math.Round(1000*xy[i])), 10)
		b = append(b, ',')
		b = strconv.AppendInt(b, int64(math.Round(1000*(1-xy[i+1]))), 10)
	}
	d.points = b
	return append(dst, Change{id, "points", string(b)})
}

func number(v float64) string {
	switch {
	case v != v:
		return "–"
	case math.IsInf(v, 0):
		return "∞"
	}
	return strconv.FormatFloat(v, 'g', 5, 64)
}
