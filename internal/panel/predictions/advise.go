package predictions

import (
	"context"
	"errors"
	"io"
	"math"
	"slices"
	"strconv"
	"strings"

	"lossexplorer/internal/predict"
	"lossexplorer/internal/predict/advise"
	"lossexplorer/internal/predict/predictfile"
	"lossexplorer/internal/text"
)

// adviseCells is the largest number of numbers that the advisor uses: of more rows the first.
const adviseCells = 4 << 20

// errFeatures is the error of a file without a label, or without numbers beside it.
var errFeatures = errors.New("predictions: no label of two classes with columns of numbers beside it")

// Advise reads labels and features from f, refits a linear head over settings, and appends
// to dst the changes that show the result. The label may be chosen by ch.
func Advise(dst []Change, m *text.Messages, name string, f *predictfile.File, ch predict.Choice, metric advise.Metric, progress func(done float64)) ([]Change, error) {
	c, features, err := featuresOf(f.Names(), f.Head(), ch)
	if err != nil {
		return dst, err
	}
	d := &advise.Data{Width: len(features), Metric: metric}
	left, err := readFeatures(d, f, c, features)
	if err != nil {
		return dst, err
	}
	a, err := advise.Advise(context.Background(), d, progress)
	if err != nil {
		return dst, err
	}
	t := text.QualityOf(m)
	read := text.Fill(t.AdviceRead, "rows", strconv.Itoa(len(d.Y)), "features",
		strconv.Itoa(len(features)), "file", name, "label", f.Names()[c.Label])
	if left > 0 {
		read += " " + text.Fill(t.AdviceLeft, "rows", strconv.Itoa(left))
	}
	dst = say(dst, "predict-advice-read", read)
	said := text.Fill(t.AdviceNone, "metric", t.AdviceMetrics[metric], "value",
		number(a.CrossEntropy()))
	if a.Difference > 0 {
		said = text.Fill(t.AdviceChance, "metric", t.AdviceMetrics[metric], "value",
			number(a.CrossEntropy()), "best", number(a.Best()),
			"gamma", number(advise.Gammas[a.Gamma]), "alpha", number(advise.Alphas[a.Alpha]), "low",
			number3(a.Low))
	}
	if a.Beats() {
		said = text.Fill(t.AdviceBest, "metric", t.AdviceMetrics[metric], "value",
			number(a.CrossEntropy()), "best", number(a.Best()),
			"gamma", number(advise.Gammas[a.Gamma]), "alpha", number(advise.Alphas[a.Alpha]), "low",
			number3(a.Low))
	}
	dst = say(dst, "predict-advice-says", said)
	for g, row := range a.Value {
		for k, v := range row {
			id := "predict-advice-" + strconv.Itoa(g) + "-" + strconv.Itoa(k)
			dst = say(dst, id, number3(v))
			dst = append(dst, Change{id, "data-best",
				strconv.FormatBool(g == a.Gamma && k == a.Alpha)})
		}
	}
	return append(dst, Change{"predict-advised", "hidden", "false"}), nil
}

// featuresOf finds the label of two classes, and the columns of numbers beside it that
// are no id, weight or group.
func featuresOf(names []string, head [][]string, ch predict.Choice) (c predict.Columns, features []int, err error) {
	numbers := make([]bool, len(names))
	for i := range names {
		numbers[i] = len(head) > 0
		for _, row := range head {
			numbers[i] = numbers[i] && i < len(row) && predict.IsNumber(row[i])
		}
	}
	found := false
	for i := range names {
		if !numbers[i] {
			continue
		}
		// With any score the rest is found as for predictions.
		ch.Scores, ch.Kind = []string{strconv.Itoa(i + 1)}, "logit"
		of, _, err := ch.Columns(names, head)
		if err == nil && of.OneHot == nil && of.Label >= 0 && of.Label != i {
			c, found = of, true
			break
		}
	}
	if !found {
		return c, nil, errFeatures
	}
	aside := []int{c.Label}
	for _, o := range []predict.Optional{c.Weight, c.Times, c.Group, c.ID, c.Filter} {
		if i, ok := o.Index(); ok {
			aside = append(aside, i)
		}
	}
	for i := range names {
		plain := strings.ToLower(strings.TrimSpace(names[i]))
		if numbers[i] && plain != "" && plain != "id" && plain != "index" &&
			!slices.Contains(aside, i) {
			features = append(features, i)
		}
	}
	if len(features) == 0 {
		return c, nil, errFeatures
	}
	c.Scores = features[:1]
	return c, features, nil
}

// readFeatures reads the rows, and returns how many were left out: those without a label
// or a number.
func readFeatures(d *advise.Data, f *predictfile.File, c predict.Columns, features []int) (left int, err error) {
	next := predict.Texts(f)
	var row predict.Rows
	for line := 1; (len(d.Y)+1)*d.Width <= adviseCells; line++ {
		fields, err := next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return left, err
		}
		row.Reset(c)
		row.AddText(line, fields)
		from := len(d.X)
		for _, i := range features {
			v := math.NaN()
			if i < len(fields) {
				if n, err := strconv.ParseFloat(strings.TrimSpace(fields[i]), 64); err == nil {
					v = n
				}
			}
			if math.IsNaN(v) || math.IsInf(v, 0) {
				break
			}
			d.X = append(d.X, v)
		}
		if len(row.Class) == 0 || len(d.X) < from+d.Width {
			d.X = d.X[:from]
			left++
			continue
		}
		d.Y = append(d.Y, row.Class[0] == 1)
	}
	return left, nil
}

// adviceFault returns the sentence for data that no advice is given for, "" for other
// errors.
func adviceFault(m *text.Messages, err error) string {
	switch {
	case errors.Is(err, advise.ErrFew):
		return text.Fill(text.QualityOf(m).AdviceFew, "rows", strconv.Itoa(advise.MinRows))
	case errors.Is(err, errFeatures):
		return text.QualityOf(m).AdviceFeatures
	}
	return ""
}
