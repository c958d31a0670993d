package training

import (
	"math"
	"strconv"
	"strings"

	"lossexplorer/internal/plot"
	"lossexplorer/internal/state"
	"lossexplorer/internal/text"
	"lossexplorer/internal/train"
)

// Rows is the number of rows of the table of results.
const Rows = 9

// A Row is one of the table: of the model with cross-entropy, that with the loss, and
// the change from the first to the second.
type Row struct{ Cross, Loss, Change string }

// Table returns the rows of results with text.Train.Rows as their names.
func Table(m *text.Messages, v train.Verdict) (rows [Rows]Row) {
	t := text.TrainOf(m)
	const a, b = train.WithLoss, train.WithCross
	numbers := func(i int, of func(model int) float64, digits int) {
		rows[i] = Row{decimal(of(b), digits), decimal(of(a), digits), signed(of(a)-of(b), digits)}
	}
	counts := func(i int, of func(c train.Confusion) (n, all int)) {
		say := func(c train.Confusion) string {
			n, all := of(c)
			return text.Fill(t.Of, "n", strconv.Itoa(n), "all", text.Count(m, all))
		}
		before, _ := of(v.At[b])
		after, _ := of(v.At[a])
		rows[i] = Row{say(v.At[b]), say(v.At[a]), signed(float64(after-before), 0)}
	}
	numbers(0, func(i int) float64 { return v.At[i].Recall() }, 2)
	numbers(1, func(i int) float64 { return v.At[i].Precision() }, 2)
	counts(2, func(c train.Confusion) (n, all int) { return c.TruePositives, c.TruePositives + c.FalseNegatives })
	counts(3, func(c train.Confusion) (n, all int) { return c.FalsePositives, c.FalsePositives + c.TrueNegatives })
	numbers(4, func(i int) float64 { return v.AP[i] }, 3)
	numbers(5, func(i int) float64 { return v.ECE[i] }, 3)
	numbers(6, func(i int) float64 { return v.MendedECE[i] }, 3)
	numbers(7, func(i int) float64 { return v.CrossEntropy[i] }, 3)
	numbers(8, func(i int) float64 { return v.MendedCross[i] }, 3)
	return rows
}

// decimal writes v with a number of decimals, "–" if it is not a number.
func decimal(v float64, digits int) string {
	if math.IsNaN(v) || math.IsInf(v, 0) {
		return "–"
	}
	return strings.Replace(strconv.FormatFloat(v, 'f', digits, 64), "-", "−", 1)
}

// signed is decimal with a plus sign, and 0 where it would round to that.
func signed(v float64, digits int) string {
	s := decimal(v, digits)
	switch {
	case strings.Trim(s, "−0.") == "":
		return "0"
	case v > 0:
		return "+" + s
	}
	return s
}

// SpreadRows are the rows of the table that trials have, by their quantity.
var SpreadRows = [train.Quantities]int{train.Precision: 1, train.Recall: 0,
	train.AveragePrecision: 4, train.ECE: 5, train.MendedECE: 6}

// Spreads returns the row of a quantity over the trials: means ± standard deviations.
func Spreads(t *train.Trials, q train.Quantity) Row {
	say := func(s train.Spread, write func(float64, int) string) string {
		return write(s.Mean, 3) + " ± " + decimal(s.Deviation, 3)
	}
	return Row{say(t.Of(q, train.WithCross), decimal), say(t.Of(q, train.WithLoss), decimal),
		say(t.Change(q), signed)}
}

// SayTrials reports in which quantities the losses differ by more than chance over
// all trials.
func SayTrials(m *text.Messages, t *train.Trials) string {
	w := text.TrainOf(m).Seeds
	var differ, same []string
	for q, name := range w.Names {
		if t.Differs(train.Quantity(q)) {
			differ = append(differ, name)
		} else {
			same = append(same, name)
		}
	}
	var sentences []string
	if len(differ) > 0 {
		sentences = append(sentences,
			text.Fill(w.Differs, "n", strconv.Itoa(train.Seeds), "list",
				strings.Join(differ, w.Separator)))
	}
	if len(same) > 0 {
		sentences = append(sentences, text.Fill(w.Same, "list", strings.Join(same, w.Separator)))
	}
	return join(m, sentences)
}

// join joins sentences as their language does.
func join(m *text.Messages, sentences []string) string {
	space := " "
	if m.Code == "zh" {
		space = ""
	}
	return strings.Join(sentences, space)
}

// Say returns a verdict in words: a short lead, and sentences with its numbers.
// s is the state that was trained, scale its train.Run.GradientScale.
func Say(m *text.Messages, s state.State, v train.Verdict, scale float64) (lead, rest string) {
	w := text.TrainOf(m).Verdict
	const a, b = train.WithLoss, train.WithCross
	ap := func(i int) string { return decimal(v.AP[i], 2) }
	switch {
	case v.Diverged:
		return w.Diverged, w.DivergedIs
	case v.Identical && v.Learnt[a] && !scaled(scale):
		return w.Same, w.Identical
	case v.Identical && v.Learnt[a] && s.Train.Optimizer == state.Adam:
		return w.Same, text.Fill(w.IdenticalScaled, "k", plot.Number(scale))
	case !v.Learnt[a] && !v.Learnt[b]:
		return w.NotLearnt, text.Fill(w.NotLearntBoth, "ap", decimal(max(v.AP[a], v.AP[b]), 2))
	case !v.Learnt[a]:
		return w.NotLearnt, text.Fill(w.NotLearntOne[a], "ap", ap(a))
	case !v.Learnt[b]:
		return w.NotLearnt, text.Fill(w.NotLearntOne[b], "ap", ap(b))
	}
	var sentences []string
	if v.Ranking == train.SameRanking {
		sentences = append(sentences,
			text.Fill(w.APSame, "change", decimal(math.Abs(v.AP[a]-v.AP[b]), 3)))
	} else {
		sentences = append(sentences, text.Fill(w.APChange, "cross", ap(b), "loss", ap(a)))
	}
	cause := causeOf(m, s, v.MatchedAt)
	sentences = append(sentences, text.Fill(w.Recall[v.Recall],
		"t", SayThreshold(s.Train.Threshold), "cross", decimal(v.At[b].Recall(), 2), "loss",
		decimal(v.At[a].Recall(), 2),
		"cause", cause, "matched", SayThreshold(v.MatchedAt), "recall",
		decimal(v.Matched.Recall(), 2)))
	sentences = append(sentences, calibration(&w, v)...)
	return w.Leads[v.Ranking], join(m, sentences)
}

// scaled reports whether a gradient differs in size by more than rounding.
func scaled(k float64) bool { return math.Abs(k-1) > 1e-3 }

// causeOf names the cause that moved the threshold of s to the point where the models
// predict alike: alpha if alpha-1/2 has the sign of the move, or else the loss as a whole.
func causeOf(m *text.Messages, s state.State, matched float64) string {
	w := text.TrainOf(m).Verdict
	if s.Has("alpha") && s.Enabled("alpha") {
		if alpha := s.Number("alpha"); (alpha-0.5)*(matched-s.Train.Threshold) > 0 {
			return text.Fill(w.ByAlpha, "alpha", state.Format(alpha))
		}
	}
	return w.ByLoss
}

func calibration(w *text.Verdict, v train.Verdict) (sentences []string) {
	const a, b = train.WithLoss, train.WithCross
	times := max(v.ECE[a]/v.ECE[b], v.ECE[b]/v.ECE[a])
	digits := 1
	if times >= 10 {
		digits = 0
	}
	sentences = append(sentences, text.Fill(w.Calibrate[v.Calibration],
		"times", decimal(times, digits), "cross", decimal(v.ECE[b], 3), "loss",
		decimal(v.ECE[a], 3)))
	if v.Mend == train.NothingToMend {
		return sentences
	}
	sentences = append(sentences, text.Fill(w.Mend[v.Mend-train.Mends],
		"temperature", decimal(v.Temperature[a], 2), "after", decimal(v.MendedECE[a], 3)))
	if v.Mend != train.Mends && v.MendWithBias == train.Mends {
		sentences = append(sentences, text.Fill(w.Bias, "after", decimal(v.BiasECE, 3)))
	}
	return sentences
}

// SayScale puts into words how the gradient of the loss compares with cross-entropy's,
// by train.Run.GradientScale.
func SayScale(m *text.Messages, scale float64) string {
	w := text.TrainOf(m).Verdict
	switch {
	case math.IsInf(scale, 0) || math.IsNaN(scale):
		return w.NoGrowth
	case !scaled(scale):
		return w.Equal
	case scale < 1:
		return text.Fill(w.Larger, "k", plot.Number(1/scale))
	}
	return text.Fill(w.Smaller, "k", plot.Number(scale))
}

// AsText writes a verdict with its table as text to paste.
func AsText(m *text.Messages, s state.State, v train.Verdict, scale float64) string {
	t := text.TrainOf(m)
	lead, rest := Say(m, s, v, scale)
	var b strings.Builder
	b.WriteString(join(m, []string{lead, rest}) + "\n\n")
	b.WriteString("\t" + t.WithCross + "\t" + t.WithLoss + "\t" + t.Change + "\n")
	for i, row := range Table(m, v) {
		b.WriteString(strings.Join([]string{t.Rows[i], row.Cross, row.Loss, row.Change},
			"\t") + "\n")
	}
	b.WriteString("\n?" + s.Query() + "\n")
	return b.String()
}
