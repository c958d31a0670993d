package predictions

import (
	"math"
	"strconv"

	"lossexplorer/internal/plot"
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

// soft are predictions whose labels are numbers from 0 to 1.
type soft struct {
	data    softlabel.Data
	quality softlabel.Quality
}

// binary reports whether labels are two classes, without which there are neither curves of
// thresholds nor maps of the scores.
func (d *Data) binary() bool { return !d.several() && d.soft == nil }

// ranked reports whether there are curves of all thresholds: they need rows of both classes.
func (d *Data) ranked() bool {
	return d.binary() && d.tally.Weight[0] > 0 && d.tally.Weight[1] > 0
}

// add adds rows.
func (s *soft) add(rows *predict.Rows) {
	s.data.Add(rows)
	s.quality.Add(rows)
}

// sums returns the measures that the panel shows for hard labels, too.
func (s *soft) sums() (m metrics.Sums) {
	q := &s.quality
	m.Weight, m.Brier, m.NLL, m.Correct = q.Weight, q.Square, q.Cross, math.NaN()
	for i, g := range q.Groups {
		m.Groups[i] = metrics.Group{Count: g.Count, Positives: g.Positives, Predicted: g.Predicted}
	}
	return m
}

// fixedSoft appends to dst the values for soft labels that do not depend on the loss, and the
// names of the columns of tables.
func (d *Data) fixedSoft(dst []Change) []Change {
	t, r := text.SoftDataOf(d.messages), text.ReportOf(d.messages)
	is := d.soft != nil
	observed := r.Observed
	if d.several() {
		observed = text.QualityOf(d.messages).Right
	}
	for id, names := range map[string][2]string{
		"predict-by": {r.Class, t.Label}, "predict-top-p": {"p_t", "p"},
		"predict-observed": {observed, t.Observed},
		"predict-table-of": {text.PredictOf(d.messages).TableOf, t.Bands},
	} {
		dst = say(dst, id, names[index(is)])
	}
	for _, id := range []string{"predict-difficulty", "predict-interval", "predict-metrics"} {
		dst = append(dst, Change{id, "hidden", strconv.FormatBool(is)})
	}
	dst = append(dst, Change{"predict-soft", "hidden", strconv.FormatBool(!is)})
	if !is {
		return dst
	}
	for i, v := range d.soft.quality.Means() {
		dst = say(dst, "predict-soft-"+strconv.Itoa(i), number(v))
	}
	return dst
}

// showSoft is show for soft labels.
func (d *Data) showSoft(dst []Change, s state.State, setting bins.Setting) []Change {
	t := text.SoftDataOf(d.messages)
	sums := d.soft.data.Measure(setting, TopRows)
	all := sums.Total()
	dst = say(dst, "predict-answer-0", answer.Soft(d.messages, &d.soft.quality, all, number))
	dst = say(dst, "predict-answer-1", t.Without+" "+t.WithoutPage)
	dst = say(dst, "predict-answer-2", text.ReportOf(d.messages).Answer[2])
	dst = say(dst, "predict-soft-rule", plot.SayConvention(d.messages, s))
	dst = say(dst, "predict-exact", t.Exact)
	dst = append(say(dst, "predict-balance", ""), Change{"predict-alpha", "value", ""})
	for k, b := range sums.Bands {
		dst = share(dst, "predict-share-"+strconv.Itoa(k)+"-", b, all)
	}
	dst = share(dst, "predict-share-all-", all, all)
	open := all
	if d.soft.data.Clips(setting.Epsilon()) {
		without := d.soft.data.Measure(setting.With(state.EpsilonKey, 0), 0)
		open = without.Total()
	}
	for i, v := range [Totals]float64{all.Loss, all.Loss / all.Count, open.Loss,
		open.Loss / open.Count, math.NaN()} {
		dst = say(dst, "predict-total-"+strconv.Itoa(i), number(v))
	}
	dst = d.comparedSoft(dst, all)
	for i := range TopRows {
		var v [5]string
		if i < len(sums.Top) {
			r := sums.Top[i]
			v = [5]string{strconv.Itoa(r.Line), number(r.Label), number(r.P), number(r.Loss),
				number(r.Gradient)}
		}
		for k, said := range v {
			dst = say(dst, "predict-top-"+strconv.Itoa(i)+"-"+strconv.Itoa(k), said)
		}
	}
	return dst
}

// comparedSoft appends to dst the kept setting beside the present one; values of classes are
// undefined.
func (d *Data) comparedSoft(dst []Change, all bins.Sums) []Change {
	k := &d.kept
	dst = append(dst, Change{"predict-compared", "hidden", strconv.FormatBool(k.name == "")})
	if k.name == "" {
		return dst
	}
	dst = say(dst, "predict-kept", k.name)
	before := d.soft.data.Measure(k.setting, 0)
	for side, s := range []bins.Sums{before.Total(), all} {
		none := number(math.NaN())
		for i, v := range []string{none, none, none, number(s.Effective()),
			number(s.Loss / s.Count)} {
			dst = say(dst, "predict-compared-"+strconv.Itoa(i)+"-"+strconv.Itoa(side), v)
		}
	}
	return dst
}

// softWeights is Weights for soft labels.
func softWeights(f *predictfile.File, c predict.Columns, setting bins.Setting, write func([]byte), progress func(done float64)) error {
	m := softlabel.NewMeasure(setting, 0)
	return pieces(f, c, write, progress, func(rows *predict.Rows) []byte {
		m.Add(rows)
		return weights.AppendSoft(nil, rows, m)
	})
}
