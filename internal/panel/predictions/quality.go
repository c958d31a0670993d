package predictions

import (
	"math"
	"strconv"

	"lossexplorer/internal/plot"
	"lossexplorer/internal/predict/bins"
	"lossexplorer/internal/predict/cure"
	"lossexplorer/internal/predict/metrics"
	"lossexplorer/internal/state"
	"lossexplorer/internal/text"
)

// ThresholdSteps is the number of steps of the slider of the threshold: its positions are even
// in the logit of the threshold.
const ThresholdSteps = 1000

// reach is the largest logit of a threshold.
const reach = 14

// quality holds the measures of the predictions that do not depend on the loss.
type quality struct {
	sums      metrics.Sums
	curve     metrics.Curve // nil for several classes
	within    float64       // the error that its area may have
	logits    bool          // its scores are logits
	low, high float64       // the logits of the slider's ends
	threshold float64       // its score
	costs     [2]float64    // of a false positive and a false negative
	mass      bool          // bins of equal mass
	cures     *cure.Cures
	several   *cure.Several // instead, of several classes
	cured     bool          // cures were tried
}

// assess fills the quality when all rows were read.
func (d *Data) assess() {
	q := &d.quality
	if d.soft != nil {
		q.sums = d.soft.sums()
		return
	}
	view := d.data.View(0)
	q.sums = view.Metrics(&d.sample, &d.sumsOf)
	q.costs = [2]float64{1, 1}
	if d.several() {
		return
	}
	if d.sample.Whole() {
		q.curve, q.logits = d.sample.Curve(), d.columns.Logits()
	} else {
		q.curve, q.logits = view.Curve(), true
		q.within = q.curve.Tied() / 2
	}
	if n := len(q.curve); n > 0 {
		q.high, q.low = max(-reach, min(reach, q.logit(q.curve[0].Score))),
			max(-reach, min(reach, q.logit(q.curve[n-1].Score)))
	}
	q.threshold = q.score(0)
}

func (q *quality) logit(score float64) float64 {
	if q.logits {
		return score
	}
	return math.Log(score) - math.Log1p(-score)
}

func (q *quality) score(logit float64) float64 {
	if q.logits {
		return logit
	}
	return 1 / (1 + math.Exp(-logit))
}

// Costs sets the costs of a false positive and a false negative.
func (d *Data) Costs(fp, fn float64) { d.quality.costs = [2]float64{fp, fn} }

// Threshold sets the threshold to a position of its slider.
func (d *Data) Threshold(position float64) {
	q := &d.quality
	q.threshold = q.score(q.low + (q.high-q.low)*position/ThresholdSteps)
}

// Cheapest sets the threshold to the one of the least cost.
func (d *Data) Cheapest() {
	q := &d.quality
	q.threshold, _ = q.curve.Cheapest(q.costs[0], q.costs[1])
}

// Mass chooses bins of equal mass, or of equal width.
func (d *Data) Mass(on bool) { d.quality.mass = on }

// Quality appends to dst the values that depend on the threshold, the costs and the bins, and
// leaves out those that have not changed.
func (d *Data) Quality(dst []Change) []Change {
	all := d.reliability(nil)
	if d.ranked() {
		all = d.thresholded(all)
	}
	return d.changed(dst, all)
}

// curves has the curves of all thresholds.
func (d *Data) curves(dst []Change) []Change {
	q, t := &d.quality, text.QualityOf(d.messages)
	if !d.ranked() {
		return dst
	}
	dst = d.line(dst, "predict-roc", q.curve.ROC(nil, 200))
	dst = d.line(dst, "predict-pr", q.curve.PR(nil, 200))
	prevalence := d.tally.Weight[1] / (d.tally.Weight[0] + d.tally.Weight[1])
	dst = d.line(dst, "predict-pr-guess", []float64{0, prevalence, 1, prevalence})
	dst = say(dst, "predict-roc-area", text.Fill(t.Area, "auc", number(q.curve.AUC())))
	pr := text.Fill(t.Precision, "ap", number(q.curve.AP()), "prevalence", number(prevalence))
	if q.within > 0 {
		pr += " " + text.Fill(t.Exact, "within", strconv.FormatFloat(q.within, 'g', 2, 64))
	}
	return say(dst, "predict-pr-area", pr)
}

// thresholded appends to dst the counts and scores at the threshold.
func (d *Data) thresholded(dst []Change) []Change {
	q, t := &d.quality, text.QualityOf(d.messages)
	m := q.curve.At(q.threshold)
	x := q.logit(q.threshold)
	all := m.TP + m.FP + m.TN + m.FN
	p := number(1 / (1 + math.Exp(-x)))
	dst = say(dst, "predict-threshold-is",
		text.Fill(t.ThresholdIs, "threshold", p, "share", plot.SayShare((m.TP+m.FP)/all)))
	position := 0.
	if q.high > q.low {
		position = math.Round(ThresholdSteps * (max(q.low,
			min(q.high, x)) - q.low) / (q.high - q.low))
	}
	dst = append(dst, Change{"predict-threshold", "value",
		strconv.FormatFloat(position, 'f', 0, 64)},
		Change{"predict-threshold", "aria-valuetext", "p > " + p})
	for i, v := range [...]float64{m.TP, m.FN, m.FP, m.TN} {
		dst = say(dst, "predict-confusion-"+strconv.Itoa(i),
			strconv.FormatFloat(math.Round(v*1000)/1000, 'f', -1, 64))
	}
	for i, v := range [...]float64{m.Precision(), m.Recall(), m.F1(),
		q.costs[0]*m.FP + q.costs[1]*m.FN} {
		dst = say(dst, "predict-score-"+strconv.Itoa(i), number(v))
	}
	precision := m.Precision()
	if precision != precision {
		precision = 1
	}
	dst = d.point(dst, "predict-roc-at", m.FP/(m.FP+m.TN), m.Recall())
	return d.point(dst, "predict-pr-at", m.Recall(), precision)
}

// The area of a diagram in its SVG, and where it is.
const (
	areaX, areaY          = 40, 10
	areaWidth, areaHeight = 270, 180
)

func (d *Data) point(dst []Change, id string, x, y float64) []Change {
	return append(dst, Change{id, "cx", coordinate(areaX + areaWidth*x)},
		Change{id, "cy", coordinate(areaY + areaHeight*(1-y))})
}

func coordinate(v float64) string { return strconv.FormatFloat(v, 'f', 1, 64) }

// Bins is the largest number of bins of the reliability diagram.
const Bins = metrics.Groups

// binned returns the bins of the reliability diagram.
func (d *Data) binned() []metrics.Group {
	q := &d.quality
	if !q.mass || !d.binary() {
		return q.sums.Groups[:]
	}
	groups := q.curve.EqualMass(Bins,
		func(score float64) float64 { return 1 / (1 + math.Exp(-q.logit(score))) })
	if _, weighted := d.columns.Weight.Index(); !weighted {
		for i := range groups {
			groups[i].Rows = groups[i].Count
		}
	}
	return groups
}

// reliability has the points and intervals of the bins, and their table.
func (d *Data) reliability(dst []Change) []Change {
	groups := d.binned()
	most := 0.
	for _, g := range groups {
		most = max(most, g.Count)
	}
	var points, lines []byte
	sum, n := 0., 0.
	for i := range Bins {
		id := "predict-bin-" + strconv.Itoa(i)
		if i >= len(groups) || !(groups[i].Count > 0) {
			dst = append(dst, Change{id, "hidden", "true"})
			continue
		}
		g := groups[i]
		p, observed := g.Predicted/g.Count, g.Positives/g.Count
		sum += math.Abs(g.Positives - g.Predicted)
		n += g.Count
		x, y := areaX+areaWidth*p, areaY+areaHeight*(1-observed)
		r := 2 + 5*math.Sqrt(g.Count/most)
		points = append(points, "M"+coordinate(x-r)+" "+coordinate(y)...)
		for _, side := range []float64{1, -1} {
			points = append(points,
				"a"+coordinate(r)+" "+coordinate(r)+" 0 1 0 "+coordinate(side*2*r)+" 0"...)
		}
		interval := "–"
		if g.Rows > 0 {
			low, high := metrics.Wilson(observed*g.Rows, g.Rows, z95)
			interval = number3(low) + " – " + number3(high)
			lines = append(lines,
				"M"+coordinate(x)+" "+coordinate(areaY+areaHeight*(1-low))+"V"+coordinate(
					areaY+areaHeight*(1-high))...)
		}
		dst = append(dst, Change{id, "hidden", "false"})
		for k, v := range [...]string{number3(p), number3(observed), interval,
			strconv.FormatFloat(g.Count, 'f', 0, 64)} {
			dst = say(dst, id+"-"+strconv.Itoa(k), v)
		}
	}
	dst = append(dst, Change{"predict-points", "d", string(points)},
		Change{"predict-intervals", "d", string(lines)})
	r := text.ReportOf(d.messages)
	said := text.Fill(r.CalibrationIs, "ece", number(sum/n), "groups", strconv.Itoa(Bins), "kind",
		text.QualityOf(d.messages).Binnings[index(d.quality.mass)])
	if d.soft != nil {
		said = text.Fill(text.SoftDataOf(d.messages).ECE, "ece", number(sum/n), "groups",
			strconv.Itoa(Bins))
	}
	if d.several() {
		said = text.QualityOf(d.messages).TopLabel + " " + said
	}
	return say(dst, "predict-ece", said)
}

func index(on bool) int {
	if on {
		return 1
	}
	return 0
}

// z95 is the number of standard deviations on each side of an interval of 95 %.
const z95 = 1.959963984540054

func number3(v float64) string { return strconv.FormatFloat(v, 'g', 3, 64) }

// Cured reports whether Cures has fitted the maps.
func (d *Data) Cured() bool { return d.quality.cured || d.soft != nil }

// Cures appends to dst the results of maps of the scores, with the inverse for the loss of
// s. The first call fits them, which takes a moment.
func (d *Data) Cures(dst []Change, s state.State) []Change {
	if d.soft != nil {
		return dst
	}
	q, t := &d.quality, text.QualityOf(d.messages)
	if !q.cured {
		q.cured = true
		if d.several() {
			q.several = cure.NewSeveral(&d.severally)
		} else {
			q.cures = cure.New(&d.sample)
		}
	}
	if q.cures == nil && q.several == nil {
		return d.changed(dst, append(say(nil, "predict-cures-say",
			text.Fill(t.CureFew, "rows", strconv.Itoa(cure.MinRows))),
			Change{"predict-cured", "hidden", "true"}))
	}
	setting, err := bins.NewSetting(s.Kind, s.Values[:len(s.Kind.Params)])
	if err != nil {
		panic(err) // state lets no such state pass
	}
	var results [cure.Methods]cure.Result
	codeOf, rows, part := cure.Code, d.sample.Len(), d.sample.Part()
	if d.several() {
		results = q.several.Results(setting.With("epsilon", 0).Loss())
		codeOf, rows, part = cure.CodeSeveral, d.severally.Len(), d.severally.Part()
	} else {
		results = q.cures.Results(setting.Loss())
	}
	all := []Change{{"predict-cured", "hidden", "false"}}
	best := cure.None
	for m := range cure.Method(cure.Methods) {
		r := results[m]
		if r.NLL < results[best].NLL {
			best = m
		}
		id := "predict-cure-" + strconv.Itoa(int(m))
		for k, v := range [...]float64{r.NLL, r.Brier, r.ECE} {
			all = say(all, id+"-"+strconv.Itoa(k), number(v))
		}
		code := codeOf(m, results, setting.Loss())
		all = say(all, id+"-code", code)
		all = append(all, Change{id + "-has", "hidden", strconv.FormatBool(code == "")})
	}
	said := t.CureNone
	if best != cure.None {
		said = text.Fill(t.CureBest, "method", t.Methods[best], "before",
			number(results[cure.None].NLL), "after", number(results[best].NLL))
	}
	if part < 1 {
		said += " " + text.Fill(t.CuresOf, "rows", strconv.Itoa(rows))
	}
	return d.changed(dst, say(all, "predict-cures-say", said))
}
