package predict

import (
	"errors"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// Labels between 0 and 1 are asked about unless the choice determines how they are read;
// none is rounded.
func TestFractions(t *testing.T) {
	soft := [][]string{{"0", "0.1"}, {"0.5", "0.4"}, {"1", "0.7"}, {"0.25", "0.3"}}
	halves := [][]string{{"0", "0.1"}, {"0.5", "0.4"}, {"1", "0.7"}}
	hard := [][]string{{"0", "0.1"}, {"1.0", "0.4"}}
	missing := [][]string{{"-1", "0.1"}, {"0.5", "0.4"}, {"1", "0.7"}}
	above := append([][]string{{"1.2", "0.9"}}, soft...)
	word := append([][]string{{"bad", "0.9"}}, soft...)
	two := [][]string{{"0.25", "0.1"}, {"0.75", "0.4"}}
	names := []string{"y", "p"}
	const fine = Code(Codes) // no problem
	for name, tt := range map[string]struct {
		rows      [][]string
		choice    Choice
		code      Code
		soft      bool
		threshold float64
	}{
		"asked": {soft, Choice{}, Soft, false, 0},
		"also by name": {soft, Choice{Label: []string{"y"}, Scores: []string{"p"}},
			Soft, false, 0},
		"also with a positive label": {soft, Choice{Positive: "1"}, Soft, false, 0},
		"soft":                       {soft, Choice{Soft: true}, fine, true, 0},
		"hard ones as soft":          {hard, Choice{Soft: true}, fine, true, 0},
		"threshold":                  {soft, Choice{Threshold: "0.5"}, fine, false, 0.5},
		"both": {soft, Choice{Soft: true, Threshold: "0.5"}, Option,
			false, 0},
		"threshold of 0":            {soft, Choice{Threshold: "0"}, Option, false, 0},
		"threshold of text":         {soft, Choice{Threshold: "half"}, Option, false, 0},
		"soft and a positive label": {soft, Choice{Soft: true, Positive: "1"}, Option, false, 0},
		"soft and groups": {soft,
			Choice{Label: []string{"y"}, Scores: []string{"p"}, Soft: true, Group: "y"}, Option,
			false, 0},
		"0.5 among 0 and 1": {halves, Choice{}, Soft, false, 0},
		"0.5 left out":      {halves, Choice{Ignore: []string{"0.5"}}, fine, false, 0},
		"soft but for one": {missing, Choice{Soft: true, Ignore: []string{"-1"}}, fine,
			true, 0},
		"asked but for one":      {missing, Choice{Ignore: []string{"-1"}}, Soft, false, 0},
		"soft with some outside": {missing, Choice{Soft: true}, fine, true, 0},
		"outside":                {missing, Choice{}, Soft, false, 0},
		"one above 1":            {above, Choice{}, Soft, false, 0},
		"one above 1, soft":      {above, Choice{Soft: true}, fine, true, 0},
		"a word among them":      {word, Choice{}, Soft, false, 0},
		"most outside": {[][]string{{"0.5", "0.1"}, {"2.5", "0.4"}, {"3.5", "0.7"}},
			Choice{}, Unclear, false, 0},
		"classes":                {hard, Choice{}, fine, false, 0},
		"two named classes":      {two, Choice{Positive: "0.75"}, fine, false, 0},
		"two that are not named": {two, Choice{}, Soft, false, 0},
	} {
		c, _, err := tt.choice.Columns(names, tt.rows)
		code := fine
		var p *Problem
		if errors.As(err, &p) {
			code = p.Code
		}
		if code != tt.code || code == fine &&
			(c.Labels.Soft != tt.soft || c.Labels.Threshold != tt.threshold) {
			t.Errorf("%s: %v, %+v", name, err, c.Labels)
		}
	}
	// A column of soft labels is not passed over for one of predicted classes.
	_, err := Guess([]string{"y_true", "flag", "p"},
		[][]string{{"0.3", "0", "0.4"}, {"0.9", "1", "0.8"}})
	var p *Problem
	if !errors.As(err, &p) || p.Code != Soft {
		t.Errorf("soft labels beside a column of classes: %v", err)
	}
}

// Numbers and text are read alike, with labels as they are.
func TestSoftRows(t *testing.T) {
	c := Columns{Label: 0, Scores: []int{1}, Labels: Labels{Soft: true, Ignore: []string{"0.125"}}}
	labels := []string{"0", "1", "0.3", "5e-324", "0.125", "1.5", "-0.1", "NaN", "0.5", "true"}
	var text, numbers Rows
	text.Reset(c)
	numbers.Reset(c)
	for i, y := range labels {
		text.AddText(i+1, []string{y, "0.25"})
		if v, ok := parseLabel(y); ok {
			numbers.AddNumbers(i+1, []float64{v, 0.25})
		}
	}
	want := []float64{0, 1, 0.3, 5e-324, 0.5, 1}
	for name, r := range map[string]*Rows{"text": &text, "numbers": &numbers} {
		if !slices.Equal(r.Label, want) || r.Ignored != 1 || len(r.Bad) != 3 ||
			!slices.Equal(r.Class, []uint16{0, 1, 0, 0, 0, 1}) {
			t.Errorf("%s: %v of classes %v, %d left out, bad %v", name, r.Label, r.Class,
				r.Ignored, r.Bad)
		}
	}
	var part Rows
	part.Take(&text, func(i int) bool { return i > 2 })
	if !slices.Equal(part.Label, want[3:]) {
		t.Errorf("a part has %v", part.Label)
	}
	var tally Tally
	tally.Add(&part)
	if !tally.Soft || len(tally.Problems(0.05)) != 1 { // all scores are the same
		t.Errorf("%+v, %v", tally, tally.Problems(0.05))
	}
	c.Labels = Labels{Threshold: 0.3}
	text.Reset(c)
	numbers.Reset(c)
	for i, y := range []float64{0, 0.3, 0.29999999999999993, 1, 2} {
		text.AddText(i+1, []string{strconv.FormatFloat(y, 'g', -1, 64), "0.25"})
		numbers.AddNumbers(i+1, []float64{y, 0.25})
	}
	for name, r := range map[string]*Rows{"text": &text, "numbers": &numbers} {
		if !slices.Equal(r.Class, []uint16{0, 1, 0, 1}) || len(r.Bad) != 1 || r.Label != nil {
			t.Errorf("%s with a threshold: %v, bad %v", name, r.Class, r.Bad)
		}
	}
}

// Labels between 0 and 1 that the first rows do not show are found when all are read.
func TestFractionsFound(t *testing.T) {
	for _, tt := range []struct {
		hard, soft int
		want       Code
	}{{1000, 5, SomeBad}, {1000, 20, Soft}} {
		var rows Rows
		rows.Reset(Columns{Label: 0, Scores: []int{1}})
		for i := range tt.hard + tt.soft {
			y := float64(i % 2)
			if i >= tt.hard {
				y = 0.5
			}
			rows.AddNumbers(i+1, []float64{y, float64(i%10) / 10})
		}
		var tally, all Tally
		tally.Add(&rows)
		all.Merge(&tally)
		problems := all.Problems(MaxRejected)
		if len(problems) != 1 || problems[0].Code != tt.want {
			t.Errorf("%d of %d: %v", tt.soft, tt.hard, problems)
		}
		if all.Rows() != tt.hard {
			t.Errorf("%d rows are taken for classes", all.Rows())
		}
	}
}

// Soft labels of several columns are refused with what can be done instead.
func TestSoftOfSeveral(t *testing.T) {
	_, _, err := Choice{Label: []string{"t0", "t1", "t2"}, Scores: []string{"p0", "p1", "p2"},
		Soft: true}.Columns([]string{"t0", "t1", "t2", "p0", "p1", "p2"},
		[][]string{{"0.7", "0.2", "0.1", "0.6", "0.3", "0.1"},
			{"0.1", "0.8", "0.1", "0.2", "0.7", "0.1"}})
	var p *Problem
	if !errors.As(err, &p) || p.Code != Option || !strings.Contains(p.Detail, "y.argmax(axis=1)") {
		t.Errorf("the error is %v", err)
	}
}
