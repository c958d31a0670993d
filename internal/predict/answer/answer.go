// Package answer writes the sentences that page and report begin with: how a file was read,
// and the results of a loss for its predictions.
package answer

import (
	"math"
	"strconv"
	"strings"

	"lossexplorer/internal/predict"
	"lossexplorer/internal/predict/bins"
	"lossexplorer/internal/predict/softlabel"
	"lossexplorer/internal/text"
	"lossexplorer/losscore"
)

// Note returns a note about the columns as a sentence.
func Note(m *text.Messages, n predict.Noted) string {
	return text.Fill(text.ReportOf(m).Notes[n.Note], "column", n.Column, "values",
		strings.Join(n.Values[:min(len(n.Values), 8)], ", "))
}

// ReadAs returns the sentence about the columns that are read.
func ReadAs(m *text.Messages, names []string, c predict.Columns) string {
	t := text.ReportOf(m)
	var labels, scores []string
	for _, i := range c.OneHot {
		labels = append(labels, names[i])
	}
	if labels == nil {
		labels = []string{names[c.Label]}
	}
	for _, i := range c.Scores {
		scores = append(scores, names[i])
	}
	kind := t.Kinds[c.Kind]
	switch {
	case len(scores) > 2:
		kind = t.Several
	case len(scores) == 2 && c.Logits():
		kind = t.Pairs[1]
	case len(scores) == 2:
		kind = t.Pairs[0]
	}
	if n := c.Classes(); n > 2 {
		return text.Fill(t.ReadAll, "label", strings.Join(labels, ", "), "classes",
			strings.Join(Classes(c), ", "), "score", strings.Join(scores, ", "), "kind", kind)
	}
	read := t.ReadAs
	if c.Labels.Soft {
		read = text.SoftDataOf(m).ReadAs
	}
	return text.Fill(read, "label", strings.Join(labels, ", "), "positive", c.Labels.Positive(),
		"score", strings.Join(scores, ", "), "kind", kind)
}

// Soft returns the sentence about predictions with soft labels, from all, the sums of the
// loss.
func Soft(m *text.Messages, q *softlabel.Quality, all bins.Sums, number func(float64) string) string {
	v := q.Means()
	return text.Fill(text.SoftDataOf(m).Answer, "mean", number(all.Loss/all.Count), "cross",
		number(v[4]), "entropy", number(v[5]),
		"label", number(v[0]), "p", number(v[1]))
}

// Classes returns the names of the classes: their labels, or "y = 0" where the labels are
// their numbers.
func Classes(c predict.Columns) []string {
	all := make([]string, c.Classes())
	for k := range all {
		all[k] = "y = " + strconv.Itoa(k)
		if name, ok := c.Labels.Named(k); ok {
			all[k] = name
		}
	}
	return all
}

// easyShare returns the share in the gradient of the rows of the first classes whose p_t is
// above 1/2.
func easyShare(m *bins.Measurement, classes int) float64 {
	sum := 0.
	for k := range classes {
		for i, b := range m.Bands(k) {
			if i >= bins.Bands/2 {
				sum += b.Gradient
			}
		}
	}
	return sum / m.Total().Gradient
}

// SentencesOfClasses is Sentences for several classes, by their names.
func SentencesOfClasses(m *text.Messages, v *bins.View, s bins.Setting, classes []string, share, number func(float64) string) (answer [3]string) {
	t := text.ReportOf(m)
	var now, plain bins.Measurement
	v.Measure(&now, s)
	all, most := now.Total(), 0
	for k := range classes {
		if now.Class(k).Gradient > now.Class(most).Gradient {
			most = k
		}
	}
	after := easyShare(&now, len(classes))
	v.Measure(&plain, bins.CrossEntropy(s.Epsilon()))
	before := easyShare(&plain, len(classes))
	v.Measure(&plain, s.Unweighted())
	light, heavy := -1, -1
	weights := plain.Weights()
	for k, w := range weights {
		if w != w {
			continue
		}
		if light < 0 || w < weights[light] {
			light = k
		}
		if heavy < 0 || w > weights[heavy] {
			heavy = k
		}
	}
	answer[0] = text.Fill(t.AnswerAll[0], "mean", number(all.Loss/all.Count), "class",
		classes[most],
		"gradient", share(now.Class(most).Gradient/all.Gradient), "rows",
		share(now.Class(most).Count/all.Count))
	if light >= 0 {
		answer[1] = text.Fill(t.AnswerAll[1], "before", share(before), "after", share(after),
			"low", number(weights[light]), "light", classes[light], "high", number(weights[heavy]),
			"heavy", classes[heavy])
	}
	if s.Kind().Param("balanced") >= 0 && s.Value("balanced") != 0 {
		answer[1] = strings.TrimSpace(answer[1] + " " + text.Fill(t.OneAlpha, "alpha",
			number(s.Value("alpha"))))
	}
	answer[2] = t.Answer[2]
	return answer
}

// Start returns the sentence about the constant used to start boosting, and its logit;
// there is no sentence if the logit is infinite or the sums of the classes are 0.
func Start(m *text.Messages, s bins.Setting, negatives, positives bins.Sums, number func(float64) string) (sentence string, logit float64) {
	prevalence := positives.Count / (negatives.Count + positives.Count)
	logit, err := losscore.Optimum(s.Loss(), prevalence)
	if err != nil || math.IsInf(logit, 0) {
		return "", logit
	}
	return text.Fill(text.ReportOf(m).Start, "prevalence", number(prevalence), "p",
		number(1/(1+math.Exp(-logit))), "logit", number(logit)), logit
}

// Sentences returns three sentences about a view of two classes: the results of the loss,
// the changes it would make, and the conclusions that do not follow. Share
// and number format numbers.
func Sentences(m *text.Messages, v *bins.View, s bins.Setting, share, number func(float64) string) (answer [3]string) {
	t := text.ReportOf(m)
	var now, plain bins.Measurement
	v.Measure(&now, s)
	all, positive := now.Total(), now.Class(1)
	after := easyShare(&now, 1)
	v.Measure(&plain, bins.CrossEntropy(s.Epsilon()))
	before := easyShare(&plain, 1)
	v.Measure(&plain, s.Unweighted())
	answer[0] = text.Fill(t.Answer[0], "mean", number(all.Loss/all.Count), "rows",
		share(positive.Count/all.Count),
		"loss", share(positive.Loss/all.Loss), "gradient", share(positive.Gradient/all.Gradient))
	answer[1] = t.OneSided
	if alpha := plain.Alpha(); !math.IsNaN(alpha) {
		answer[1] = text.Fill(t.Answer[1], "before", share(before), "after", share(after),
			"alpha", two(alpha))
	}
	answer[2] = t.Answer[2]
	return answer
}

// two formats an alpha with two digits of its smaller distance from 0 and 1: it is where to start,
// and more digits would promise more.
func two(alpha float64) string {
	if alpha < 0.5 {
		return strconv.FormatFloat(alpha, 'g', 2, 64)
	}
	digits := 1 - math.Floor(math.Log10(1-alpha))
	return strconv.FormatFloat(alpha, 'f', int(min(digits, 16)), 64)
}
