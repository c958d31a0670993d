// Package predictions computes the contents of the page's panel of the user's own predictions:
// texts, numbers and the points of lines, each for an element of the page.
package predictions

import (
	"context"
	"errors"
	"math"
	"strconv"

	"lossexplorer/internal/predict"
	"lossexplorer/internal/predict/answer"
	"lossexplorer/internal/predict/bins"
	"lossexplorer/internal/predict/metrics"
	"lossexplorer/internal/predict/predictfile"
	"lossexplorer/internal/predict/softlabel"
	"lossexplorer/internal/predict/weights"
	"lossexplorer/internal/state"
	"lossexplorer/internal/text"
)

// TopRows is the number of rows of large losses that are listed.
const TopRows = 10

// Gammas are the values used for the curves of Figure 4. The curve after them uses the state.
func Gammas() []float64 { return []float64{0, 0.5, 1, 2, 5} }

// Totals is the number of totals that are shown.
const Totals = 5

// Classes is the number of classes that have a row of their own; of more, the last row has all
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
	severally metrics.Several // the sample of several classes
	data      *bins.Data
	view      *bins.View
	epsilon   float64
	m         bins.Measurement
	points    []byte
	figure    state.State // whose curves of the Gammas are shown
	mapped    state.State // the state that the map shows, without the clip
	heatMap   *bins.Map
	mapGammas []float64
	said      map[string]string
	kept      kept
	quality   quality
	groups    groups
	soft      *soft // nil if labels are classes
}

// Load reads all of f with the columns c, and calls progress now and then with how much
// of it was read, from 0 to 1. It accepts a share of rejected rows. It returns the errors of
// predict.Each, and a [*predict.Problem] if the file cannot be used.
func Load(m *text.Messages, name string, f *predictfile.File, c predict.Columns, rejected float64, progress func(done float64)) (*Data, error) {
	d := &Data{messages: m, name: name, columns: c, epsilon: -1}
	if c.Labels.Soft {
		d.soft = &soft{}
	} else {
		d.data = bins.NewData(c)
	}
	var z []float64
	err := predict.Each(context.Background(), f, c, 1,
		func(_ context.Context, _ int, rows *predict.Rows) error {
			d.tally.Add(rows)
			progress(min(1, float64(f.Done())/float64(f.Size)))
			if d.soft != nil {
				d.soft.add(rows)
				return nil
			}
			z = rows.Logits(z[:0])
			if rows.Width() > 1 {
				d.sumsOf.Add(rows, z)
				d.severally.Add(rows)
			}
			d.sample.Add(rows)
			d.data.Add(rows, z)
			d.group(rows)
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
	if d.soft == nil {
		d.data.Group()
	}
	d.assess()
	return d, nil
}

// Weights reads f once more and hands the table of package weights under the loss of s
// to write, in pieces that are its to keep, and calls progress as Load does.
func Weights(f *predictfile.File, c predict.Columns, s state.State, write func([]byte), progress func(done float64)) error {
	setting, err := bins.NewSetting(s.Kind, s.Values[:len(s.Kind.Params)])
	if err != nil {
		panic(err) // state lets no such state pass
	}
	if c.Labels.Soft {
		return softWeights(f, c, setting, write, progress)
	}
	exact := bins.NewExact(bins.NewLayout(c, setting.Epsilon()), setting)
	var text []byte
	var z, losses, gradients []float64
	return pieces(f, c, write, progress, func(rows *predict.Rows) []byte {
		z = rows.Logits(z[:0])
		losses, gradients = append(losses[:0], z...), append(gradients[:0], z...)
		exact.Add(rows, z, func(row int, loss, gradient float64) { losses[row], gradients[row] = loss, gradient })
		text = weights.Append(text[:0], rows, z, losses, gradients, setting)
		return text
	})
}

// pieces reads f and hands a table to write, in pieces that are its to keep. Lines returns the
// lines of rows, which are numbered here.
func pieces(f *predictfile.File, c predict.Columns, write func([]byte), progress func(done float64),
	lines func(rows *predict.Rows) []byte) error {
	piece := []byte(weights.Header(c))
	index := 0
	err := predict.Each(context.Background(), f, c, 1,
		func(_ context.Context, _ int, rows *predict.Rows) error {
			piece = weights.Number(piece, lines(rows), rows, index)
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

// Explain returns the sentence for an error of reading in m's language. Parts that
// cannot be translated are left as they are.
func Explain(m *text.Messages, err error) string {
	if fault := pairFault(m, err) + adviceFault(m, err); fault != "" {
		return fault
	}
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

// Fixed appends to dst the changes that do not depend on the state.
func (d *Data) Fixed(dst []Change) []Change {
	t := text.PredictOf(d.messages)
	read, positives := t.Read, 0
	switch {
	case d.several():
		read = t.ReadClasses
	case d.soft != nil:
		read = text.SoftDataOf(d.messages).Read
	default:
		positives = d.tally.Count[1]
	}
	dst = say(dst, "predict-read",
		text.Fill(read, "rows", strconv.Itoa(d.tally.Rows()), "file", d.name, "positives",
			strconv.Itoa(positives), "classes", strconv.Itoa(d.classes())))
	dst = say(dst, "predict-as", answer.ReadAs(d.messages, d.names, d.columns))
	notes := ""
	for _, n := range d.tally.Noted(d.noted, d.names[d.columns.Scores[0]]) {
		notes += answer.Note(d.messages, n) + " "
	}
	for _, p := range d.problems {
		notes += Explain(d.messages, p) + " "
	}
	dst = say(dst, "predict-notes", notes)
	dst = say(dst, "predict-bad", d.bad())
	dst = d.metric(dst)
	dst = d.curves(dst)
	dst = d.Quality(dst)
	dst = d.grouped(dst)
	dst = append(dst, Change{"predict-paired", "hidden", "true"})
	dst = say(dst, "predict-pair-is", "")
	dst = append(dst, Change{"predict-pair", "hidden", strconv.FormatBool(d.soft != nil)})
	dst = say(dst, "predict-cures-say", text.QualityOf(d.messages).CureWorks)
	dst = append(dst, Change{"predict-cured", "hidden", "true"})
	// Elements about positives and negatives are used for two classes only.
	counts := ""
	for k, n := range d.tally.Count {
		if d.soft != nil {
			break // which have no classes
		}
		if k > 0 {
			counts += ", "
		}
		counts += strconv.Itoa(n)
	}
	dst = append(dst, Change{"weights-file", "data-counts", counts},
		Change{"weights-file", "hidden", strconv.FormatBool(counts == "")})
	several := strconv.FormatBool(!d.binary())
	none := ""
	switch {
	case d.several():
		none = text.PrecisionOf(d.messages).RowsSeveral
	case d.soft != nil:
		none = text.SoftDataOf(d.messages).Lab
	}
	dst = say(dst, "precision-rows-say", none)
	dst = append(dst, Change{"precision-rows", "hidden", "true"},
		Change{"precision-rows-none", "hidden", "true"})
	for _, id := range []string{"predict-of-0", "predict-binnings", "predict-figure4",
		"predict-heat", "predict-says"} {
		dst = append(dst, Change{id, "hidden", several})
	}
	dst = append(dst, Change{"predict-thresholds", "hidden", strconv.FormatBool(!d.ranked())})
	for _, id := range []string{"predict-metric-0-row", "predict-metric-1-row",
		"predict-total-" + strconv.Itoa(Totals-1) + "-row"} {
		dst = append(dst, Change{id, "hidden", strconv.FormatBool(d.several())})
	}
	r := text.ReportOf(d.messages)
	correct := r.Metric[5]
	if d.several() {
		correct = r.Highest
	}
	dst = say(dst, "predict-metric-5-name", correct)
	dst = append(dst, Change{"predict-cures", "hidden", strconv.FormatBool(d.soft != nil)})
	dst = d.fixedSoft(dst)
	for k := range Classes {
		n, name := d.classes(), ""
		switch {
		case d.soft != nil:
			if n = softlabel.Bands; k < n {
				name = softlabel.BandName(k)
			}
		case k < n:
			name = answer.Classes(d.columns)[k]
		}
		dst = append(dst, Change{"predict-class-" + strconv.Itoa(k), "hidden",
			strconv.FormatBool(k >= n)})
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
	m, curve := &d.quality.sums, d.quality.curve
	for i, v := range [...]float64{curve.AUC(), curve.AP(), m.Brier / m.Weight, m.NLL / m.Weight,
		m.ECE(), m.Correct / m.Weight} {
		dst = say(dst, "predict-metric-"+strconv.Itoa(i), number(v))
	}
	return dst
}

func (d *Data) classes() int { return d.columns.Classes() }

// class returns the label of class k as the file has it, or else its number.
func (d *Data) class(k int) string {
	if name, ok := d.columns.Labels.Named(k); ok {
		return name
	}
	return strconv.Itoa(k)
}

// several reports whether there are more than two classes.
func (d *Data) several() bool { return d.classes() > 2 }

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

func say(dst []Change, id, value string) []Change {
	return append(dst, Change{ID: id, Value: value})
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
