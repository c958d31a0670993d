package training

import (
	"math"
	"strings"
	"testing"

	"lossexplorer/internal/plot"
	"lossexplorer/internal/state"
	"lossexplorer/internal/text"
	"lossexplorer/internal/train"
)

// trained runs the training that s describes to its end.
func trained(t testing.TB, s state.State) (*train.Run, train.Verdict, float64) {
	t.Helper()
	var r train.Run
	r.Start(Setup(s))
	l := s.Loss()
	scale, err := r.GradientScale(l)
	if err != nil {
		t.Fatal(err)
	}
	for !r.Done() {
		if err := r.Step(l); err != nil {
			t.Fatal(err)
		}
	}
	if err := r.Measure(l); err != nil {
		t.Fatal(err)
	}
	v := r.Verdict()
	v.SetThreshold(&r, s.Train.Threshold)
	return &r, v, scale
}

// The sentences on trainings follow from their results.
func TestSay(t *testing.T) {
	for _, tt := range []struct {
		pairs      []string
		lead, rest string
	}{
		{[]string{"gamma", "2", "balanced", "0"}, "Same ranking.",
			"Average precision differs by 0.013. Recall at 0.50 hardly moves: 0.78 → 0.74. Calibration is 6.1× worse: error 0.011 → 0.069. " +
				"A temperature of 0.37, fitted on held-out points, mends it: 0.009."},
		{[]string{"gamma", "2", "balanced", "1", "alpha", "0.25"}, "Same ranking.",
			"Average precision differs by 0.013. Recall at 0.50 differs, 0.78 → 0.58, because α = 0.25 moves the threshold: " +
				"at 0.39, where both models call equally many points positive, it is 0.76. Calibration is 4.5× worse: error 0.011 → 0.051. " +
				"A temperature of 0.48, fitted on held-out points, mends it: 0.012."},
		{[]string{"gamma", "0", "balanced", "1", "alpha", "0.95"}, "Same ranking.",
			"Average precision differs by 0.005. Recall at 0.50 differs, 0.78 → 0.99, because α = 0.95 moves the threshold: " +
				"at 0.95, where both models call equally many points positive, it is 0.78. Calibration is 9.9× worse: error 0.011 → 0.112. " +
				"A temperature, fitted on held-out points, does not mend it: 0.121. A scale with a bias does: 0.005."},
		{[]string{"gamma", "0", "balanced", "0"}, "No difference.",
			"Both models predict the same: here this loss is cross-entropy."},
		{[]string{"gamma", "0", "balanced", "1", "alpha", "0.5"}, "No difference.",
			"Both models predict the same, although the gradient of this loss is 2× smaller: Adam does not see the scale."},
		{[]string{"gamma", "2", "balanced", "0", "train_optimizer", "sgd", "train_rate", "1e-4"},
			"Not learnt.",
			"With an average precision of 0.08 neither model ranks much better than chance: raise the learning rate."},
	} {
		s := with(t, append([]string{"train", "mlp"}, tt.pairs...)...)
		_, v, scale := trained(t, s)
		if lead, rest := Say(text.For("en"), s, v, scale); lead != tt.lead || rest != tt.rest {
			t.Errorf("%v: %s %s\nwant %s %s", tt.pairs, lead, rest, tt.lead, tt.rest)
		}
	}
}

// Every sentence appears in both languages, complete.
func TestSentences(t *testing.T) {
	learnt := train.Verdict{Learnt: [2]bool{true, true}, AP: [2]float64{0.5, 0.4},
		ECE: [2]float64{0.1, 0.01}, MatchedAt: 0.3}
	learnt.At[0], learnt.At[1] = train.Confusion{TruePositives: 1, FalseNegatives: 1},
		train.Confusion{TruePositives: 2}
	s := with(t, "balanced", "1", "alpha", "0.25")
	for _, m := range text.All() {
		w := text.TrainOf(m).Verdict
		seen := map[string]bool{}
		check := func(v train.Verdict, scale float64, want ...string) {
			t.Helper()
			lead, rest := Say(m, s, v, scale)
			for _, sentence := range append(want, "") {
				start, _, _ := strings.Cut(sentence, "{")
				if !strings.Contains(lead+" "+rest, start) {
					t.Errorf("%s: %s %s lacks %q", m.Code, lead, rest, start)
				}
			}
			if strings.ContainsAny(lead+rest, "{}") || strings.Contains(lead+rest, "NaN") {
				t.Errorf("%s: %s %s", m.Code, lead, rest)
			}
			seen[lead+rest] = true
		}
		for k, lead := range w.Leads {
			v := learnt
			v.Ranking = train.Ranking(k)
			check(v, 2, lead)
			v.Recall = train.RecallChange(k)
			check(v, 2, w.Recall[k])
			v.Calibration, v.Mend, v.MendWithBias = train.WorseCalibrated, train.Mend(k+1),
				train.Mends
			check(v, 2, w.Calibrate[2], w.Mend[k])
			v.Calibration, v.Mend = train.Calibration(k), train.NothingToMend
			check(v, 2, w.Calibrate[k])
		}
		bias := learnt
		bias.Calibration, bias.Mend, bias.MendWithBias = train.WorseCalibrated, train.DoesNotMend,
			train.Mends
		check(bias, 2, w.Bias)
		check(train.Verdict{Diverged: true}, 2, w.Diverged, w.DivergedIs)
		for i := range w.NotLearntOne {
			one := learnt
			one.Learnt[i] = false
			check(one, 2, w.NotLearnt, w.NotLearntOne[i])
		}
		none := learnt
		none.Learnt = [2]bool{}
		check(none, 2, w.NotLearntBoth)
		same := learnt
		same.Identical = true
		check(same, 1, w.Identical)
		check(same, 4, w.IdenticalScaled)
		if len(seen) < 15 {
			t.Errorf("%s: %d verdicts differ", m.Code, len(seen))
		}
	}
}

// Alpha is named as the cause only where it moves the threshold to its own side.
func TestCause(t *testing.T) {
	m := text.For("en")
	for _, tt := range []struct {
		pairs   []string
		matched float64
		want    string
	}{
		{[]string{"balanced", "1", "alpha", "0.25"}, 0.4, "α = 0.25"},
		{[]string{"balanced", "1", "alpha", "0.25"}, 0.6, "this loss"},
		{[]string{"balanced", "1", "alpha", "0.9"}, 0.6, "α = 0.9"},
		{[]string{"balanced", "1", "alpha", "0.5"}, 0.6, "this loss"},
		{[]string{"balanced", "0", "alpha", "0.25"}, 0.4, "this loss"},
		{[]string{"loss", "weighted"}, 0.4, "this loss"},
	} {
		if got := causeOf(m, with(t, tt.pairs...), tt.matched); got != tt.want {
			t.Errorf("%v, %g: %s, want %s", tt.pairs, tt.matched, got, tt.want)
		}
	}
}

func TestSayScale(t *testing.T) {
	m := text.For("en")
	for k, want := range map[float64]string{
		6.84:        "is 6.84× smaller than that of cross-entropy. For SGD, multiply the learning rate by 6.84; Adam does not see the scale.",
		0.25:        "is 4× larger than that of cross-entropy. For SGD, divide the learning rate by 4;",
		1:           "both gradients are of the same size",
		math.Inf(1): "this loss has no gradient",
	} {
		if got := SayScale(m, k); !strings.Contains(got, want) {
			t.Errorf("%g: %s, want %q", k, got, want)
		}
	}
}

func TestTable(t *testing.T) {
	s := with(t, "train", "mlp", "gamma", "2", "balanced", "0")
	r, v, scale := trained(t, s)
	m := text.For("en")
	rows := Table(m, v)
	want := [...]Row{
		{"0.78", "0.74", "−0.04"}, {"0.83", "0.83", "+0.01"}, {"148 of 190", "141 of 190", "−7"},
		{"31 of 3\u202f810", "28 of 3\u202f810", "−3"},
		{"0.896", "0.882", "−0.013"}, {"0.011", "0.069", "+0.057"}, {"0.008", "0.009", "+0.001"},
		{"0.050", "0.109", "+0.059"}, {"0.047", "0.051", "+0.004"},
	}
	if rows != want {
		t.Errorf("%q, want %q", rows, want)
	}
	for _, m := range text.All() {
		got := AsText(m, s, v, scale)
		if strings.Count(got, "\t") != 3*(Rows+1) || !strings.HasSuffix(got, "?"+s.Query()+"\n") {
			t.Errorf("%s", got)
		}
	}

	// The highest threshold finds nothing.
	v.SetThreshold(r, 1)
	if row := Table(m, v)[1]; row != (Row{"–", "–", "–"}) {
		t.Errorf("precision where nothing is found: %q", row)
	}
	if got := string(AppendMark(nil, v.At[0])); got != "" {
		t.Errorf("its mark is %q", got)
	}
	if got := string(AppendMark(nil,
		train.Confusion{TruePositives: 1, FalsePositives: 3,
			FalseNegatives: 1})); got != "M500,750h0" {
		t.Errorf("the mark is %q", got)
	}
	var c Curve
	curve := string(c.Append(nil, &r.Results[0]))
	if !strings.HasSuffix(curve, " 1000,953") || strings.Count(curve, " ") > 500 {
		t.Errorf("the curve ends %q and has %d points", curve[len(curve)-20:],
			strings.Count(curve, " "))
	}
}

func TestTrialsWords(t *testing.T) {
	s := with(t, "train", "mlp", "gamma", "2", "balanced", "0")
	var trials train.Trials
	trials.Start(Setup(s), 0.5)
	if _, err := trials.Step(s.Loss(), train.Seeds*train.Steps); err != nil {
		t.Fatal(err)
	}
	want := "Over 5 seeds the losses differ by more than chance (95%) in: calibration error, calibration error after a temperature. No more than chance: precision, recall, average precision."
	if got := SayTrials(text.For("en"), &trials); got != want {
		t.Errorf("%s, want %s", got, want)
	}
	if got := SayTrials(text.For("zh"), &trials); strings.ContainsAny(got, "{}") {
		t.Error(got)
	}
	row := Spreads(&trials, train.ECE)
	if want := plot.Number(0.01); len(row.Cross) < len(want) ||
		strings.Count(row.Cross+row.Loss+row.Change, "±") != 3 ||
		!strings.HasPrefix(row.Change, "+") {
		t.Errorf("%q", row)
	}
	if got := signed(-0.0004, 3); got != "0" {
		t.Errorf("−0.0004 is written %s", got)
	}
}
