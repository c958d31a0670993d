package report

import (
	"encoding/json"
	"fmt"
	"io"
	"math"
	"slices"
	"strconv"
	"strings"

	"lossexplorer/internal/predict"
	"lossexplorer/internal/predict/answer"
	"lossexplorer/internal/predict/bins"
	"lossexplorer/internal/predict/cure"
	"lossexplorer/internal/predict/pair"
	"lossexplorer/internal/text"
)

// A Figure is a number of the summary. One that is not finite is null in JSON.
type Figure float64

// MarshalJSON implements [json.Marshaler].
func (f Figure) MarshalJSON() ([]byte, error) {
	if v := float64(f); math.IsNaN(v) || math.IsInf(v, 0) {
		return []byte("null"), nil
	}
	return json.Marshal(float64(f))
}

// A JSON is the summary of a file for programs.
type JSON struct {
	Files    []string       `json:"files"`
	Format   string         `json:"format"`
	Rows     int            `json:"rows"`
	Rejected int            `json:"rejected"`
	Ignored  int            `json:"ignored,omitempty"`
	Reasons  map[string]int `json:"rejected_reasons,omitempty"`
	First    []JSONRow      `json:"rejected_first,omitempty"`
	Notes    []string       `json:"notes,omitempty"`

	Label  JSONLabel `json:"label"`
	Score  JSONScore `json:"score"`
	Weight string    `json:"weight,omitempty"` // the column of sample weights
	Total  Figure    `json:"weight_sum,omitempty"`

	Loss  JSONLoss  `json:"loss"`
	Other *JSONLoss `json:"loss_b,omitempty"`

	NLL      Figure  `json:"nll"`
	Brier    Figure  `json:"brier"`
	AUC      Figure  `json:"auc"`
	AP       Figure  `json:"ap"`
	Within   float64 `json:"auc_within,omitempty"` // the most that AUC is off, if it is of bins
	ECE      Figure  `json:"ece"`
	Accuracy Figure  `json:"accuracy"`
	Balance  Figure  `json:"alpha_balancing"`
	Start    Figure  `json:"start_logit"` // the constant used to start boosting

	Cures  map[string]JSONCure       `json:"calibrated,omitempty"` // by folds, by the method
	Pair   map[string]JSONDifference `json:"against,omitempty"`    // by the measure
	Paired int                       `json:"against_rows,omitempty"`

	Groups  []JSONGroup `json:"groups,omitempty"`
	Grouped int         `json:"groups_in_file,omitempty"` // Groups has the first ones
	Soft    *JSONSoft   `json:"soft_labels,omitempty"`
}

// A JSONCure holds the quality of the scores after a map.
type JSONCure struct {
	NLL   Figure  `json:"nll"`
	Brier Figure  `json:"brier"`
	ECE   Figure  `json:"ece"`
	T     float64 `json:"temperature,omitempty"`
	Gamma float64 `json:"gamma,omitempty"`
}

// A JSONDifference is a measure of two models, and B less A.
type JSONDifference struct {
	A          Figure `json:"a"`
	B          Figure `json:"b"`
	Difference Figure `json:"difference"`
	Low        Figure `json:"low"`
	High       Figure `json:"high"`
}

// cureNames are the names of the methods in JSON.
var cureNames = [cure.Methods]string{"none", "temperature", "inverse", "focal_temperature",
	"isotonic"}

// pairNames are the names of the measures in JSON.
var pairNames = [pair.Measures]string{"loss", "nll", "brier", "auc", "ap", "accuracy"}

// A JSONRow is a row that could not be read.
type JSONRow struct {
	Line   int    `json:"line"`
	Reason string `json:"reason"`
}

// A JSONLabel is the label's column, or the columns of one-hot labels, and its mapping.
type JSONLabel struct {
	Column   string         `json:"column"`
	Positive string         `json:"positive,omitempty"`
	Soft     bool           `json:"soft,omitempty"` // classes and counts are null then
	Classes  []string       `json:"classes"`        // the value of each class
	Counts   []int          `json:"counts"`         // rows of each class
	Values   map[string]int `json:"values,omitempty"`
}

// A JSONScore is the score's column, and its kind.
type JSONScore struct {
	Column  string   `json:"column"`
	Columns []string `json:"columns,omitempty"`
	Kind    string   `json:"kind"`
}

// A JSONLoss is the loss of a setting.
type JSONLoss struct {
	Setting string `json:"setting"`
	Mean    Figure `json:"mean"`
	Sum     Figure `json:"sum"`
}

// A JSONGroup is the rows of a group.
type JSONGroup struct {
	Name     string `json:"name"`
	Rows     int    `json:"rows"`
	Positive int    `json:"positives"`
	Loss     Figure `json:"loss"`
	NLL      Figure `json:"nll"`
	Brier    Figure `json:"brier"`
	AUC      Figure `json:"auc"`
	AP       Figure `json:"ap"`
	ECE      Figure `json:"ece"`
}

// reasonNames are the names of the reasons in JSON, in the order of predict.Reason.
var reasonNames = [predict.Reasons]string{
	"not an object", "no member", "label outside", "label unknown", "not one-hot", "score missing",
	"score not a number",
	"logit infinite", "probability outside", "sum not 1", "few columns", "many columns",
	"bad quote", "bad weight",
	"not readable by the query",
}

// NewJSON returns the summary of the files of source, read with columns that have these
// names.
func NewJSON(source Source, names []string, c predict.Columns, notes []string, s *Summary, queries []string) *JSON {
	j := &JSON{Files: source.Files, Format: source.Format}
	j.counts(names, c, notes, &s.Tally)
	if s.Soft != nil {
		j.soft(s.Soft, queries)
		return j
	}
	for i, r := range s.Results {
		all := r.Sums.Total()
		loss := JSONLoss{Setting: queries[i], Mean: Figure(all.Loss / all.Count),
			Sum: Figure(all.Loss)}
		if i == 0 {
			j.Loss = loss
		} else {
			j.Other = &loss
		}
	}
	m := &s.Metrics
	j.NLL, j.Brier, j.ECE, j.Accuracy = Figure(m.NLL/m.Weight), Figure(m.Brier/m.Weight),
		Figure(m.ECE()), Figure(m.Correct/m.Weight)
	curve, within := s.Curve()
	j.AUC, j.AP, j.Within, j.Balance = Figure(curve.AUC()), Figure(curve.AP()), within,
		Figure(math.NaN())
	j.Start = Figure(math.NaN())
	if c.Classes() == 2 {
		r := &s.Results[0]
		j.Balance = Figure(balancing(r))
		_, start := answer.Start(text.For("en"), r.Setting, r.Sums.Class(0),
			r.Sums.Class(1), number)
		j.Start = Figure(start)
	}
	if s.Cures != nil {
		j.Cures = map[string]JSONCure{}
		for m, r := range s.Cures {
			j.Cures[cureNames[m]] = JSONCure{Figure(r.NLL), Figure(r.Brier), Figure(r.ECE), r.T,
				r.Gamma}
		}
	}
	if s.Pair != nil {
		j.Paired, j.Pair = s.Pair.Rows, map[string]JSONDifference{}
		for _, m := range pair.Of(s.Pair.Classes) {
			d := s.Pair.Of[m]
			j.Pair[pairNames[m]] = JSONDifference{Figure(d.A), Figure(d.B), Figure(d.B - d.A),
				Figure(d.Low), Figure(d.High)}
		}
	}
	for _, g := range s.Groups {
		rows := g.Tally.Rows()
		of := JSONGroup{Name: g.Name, Rows: rows, Loss: Figure(g.Loss[0].Loss / g.Loss[0].Count),
			NLL:   Figure(g.Metrics.NLL / g.Metrics.Weight),
			Brier: Figure(g.Metrics.Brier / g.Metrics.Weight),
			AUC:   Figure(math.NaN()), AP: Figure(math.NaN()), ECE: Figure(g.Metrics.ECE())}
		if c.Classes() == 2 {
			if g.Sample.Part() == 1 {
				curve := g.Sample.Curve()
				of.AUC, of.AP = Figure(curve.AUC()), Figure(curve.AP())
			}
			of.Positive = g.Tally.Count[1]
		}
		j.Groups = append(j.Groups, of)
	}
	j.Grouped = s.Grouped
	return j
}

// counts fills the fields about the data that was read.
func (j *JSON) counts(names []string, c predict.Columns, notes []string, t *predict.Tally) {
	j.Rows, j.Rejected, j.Ignored, j.Notes = t.Rows(), t.BadCount, t.Ignored, notes
	for reason, n := range t.Reasons {
		if n > 0 {
			if j.Reasons == nil {
				j.Reasons = map[string]int{}
			}
			j.Reasons[reasonNames[reason]] += n
		}
	}
	for _, b := range t.Bad {
		j.First = append(j.First, JSONRow{b.Line, b.Why()})
	}
	j.Label = JSONLabel{Column: nameOf(names, c.Label, c.OneHot), Counts: t.Count, Values: t.Values}
	for k := range c.Classes() {
		j.Label.Classes = append(j.Label.Classes, c.Labels.Value(k))
	}
	if c.Classes() == 2 {
		j.Label.Positive = c.Labels.Positive()
	}
	j.Score = JSONScore{Column: nameOf(names, -1, c.Scores), Kind: c.Kind.String()}
	if len(c.Scores) > 1 {
		for _, i := range c.Scores {
			j.Score.Columns = append(j.Score.Columns, names[i])
		}
	}
	if i, ok := c.Weight.Index(); ok {
		j.Weight = names[i]
		for _, w := range t.Weight {
			j.Total += Figure(w)
		}
	}
}

// nameOf returns the name of a column, or the names of several with commas.
func nameOf(names []string, one int, several []int) string {
	if len(several) == 0 {
		return names[one]
	}
	var all []string
	for _, i := range several {
		all = append(all, names[i])
	}
	return strings.Join(all, ", ")
}

// balancing returns the alpha that balances the gradients.
func balancing(r *Result) float64 {
	var m bins.Measurement
	r.View.Measure(&m, r.Setting.Unweighted())
	return m.Alpha()
}

// Write writes the summary.
func (j *JSON) Write(w io.Writer) error {
	e := json.NewEncoder(w)
	e.SetIndent("", "  ")
	e.SetEscapeHTML(false)
	return e.Encode(j)
}

// figures returns the numbers that a condition may use.
func (j *JSON) figures() map[string]float64 {
	return map[string]float64{
		"rows": float64(j.Rows), "rejected": float64(j.Rejected) / float64(j.Rows+j.Rejected),
		"loss": float64(j.Loss.Mean), "nll": float64(j.NLL), "brier": float64(j.Brier),
		"auc": float64(j.AUC), "ap": float64(j.AP),
		"ece": float64(j.ECE), "accuracy": float64(j.Accuracy),
	}
}

// A condition fails a run, such as ece>0.05.
type condition struct {
	text, name, op string
	limit          float64
}

func parseCondition(text string) (condition, error) {
	c := condition{text: text}
	for _, op := range []string{">=", "<=", ">", "<"} {
		name, limit, ok := strings.Cut(text, op)
		if !ok {
			continue
		}
		c.name, c.op = strings.TrimSpace(name), op
		v, err := strconv.ParseFloat(strings.TrimSpace(limit), 64)
		names := (&JSON{}).figures()
		if _, known := names[c.name]; err == nil && known && v == v {
			c.limit = v
			return c, nil
		}
		break
	}
	return c, fmt.Errorf("-fail-if %q: it is NAME>NUMBER, with >, >=, < or <= and one of %s", text,
		strings.Join(conditionNames(), ", "))
}

func conditionNames() (names []string) {
	for name := range (&JSON{}).figures() {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

// holds reports whether the condition holds. A condition on an undefined number holds
// too: it must not pass for want of an answer.
func (c condition) holds(v float64) bool {
	switch {
	case v != v:
		return true
	case c.op == ">":
		return v > c.limit
	case c.op == ">=":
		return v >= c.limit
	case c.op == "<":
		return v < c.limit
	}
	return v <= c.limit
}

// A Failed is the error of a condition of -fail-if that holds.
type Failed struct{ Conditions []string }

// Error returns the conditions with the values.
func (f *Failed) Error() string { return "fails: " + strings.Join(f.Conditions, "; ") }

// ExitCode returns the program's exit code.
func (f *Failed) ExitCode() int { return 3 }

func failed(conditions []condition, j *JSON) error {
	var f Failed
	for _, c := range conditions {
		if v := j.figures()[c.name]; c.holds(v) {
			f.Conditions = append(f.Conditions, c.text+" ("+c.name+" is "+number(v)+")")
		}
	}
	if f.Conditions == nil {
		return nil
	}
	return &f
}
