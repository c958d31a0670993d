package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math"
	"os"
	"os/exec"
	"slices"

	"lossexplorer/internal/formula/syntax"
	"lossexplorer/internal/python"
)

// A run is a case of testdata/torch_values.py.
type run struct {
	Code     string                 `json:"code"`
	Function string                 `json:"function"`
	Roles    map[string]python.Role `json:"roles"`
	Points   [][2]float64           `json:"points"`
	Classes  string                 `json:"classes"`
	Pair     string                 `json:"pair"`
	Given    map[string]string      `json:"given"` // texts of parameters
	StandIns bool                   `json:"standins"`
}

// classes is whether a loss is over classes, and whether its label is a row of them.
func classes(r *python.Reading) string {
	switch {
	case r.Row:
		return "row"
	case r.Classes:
		return "number"
	}
	return ""
}

// texts returns the roles that package python inferred for parameters without a default.
func texts(r *python.Reading) map[string]string {
	given := map[string]string{}
	for _, n := range r.Notes {
		if n.Code == "taken-for" {
			given[n.Args[0]] = n.Args[1]
		}
	}
	return given
}

// pair returns the kind of labels that a loss uses with its predictions.
func pair(r *python.Reading) string {
	if r.OneHot {
		return "classes"
	}
	noted := func(code string) bool {
		return slices.ContainsFunc(r.Notes, func(n python.Note) bool { return n.Code == code })
	}
	switch {
	case noted("batch-size"):
		return "counts"
	case noted("batch-labels"):
		return "batch"
	}
	return ""
}

// reference is the logit whose loss is subtracted where a prediction has a pair.
const reference = 0.3

// points are 40 labels and logits from -17.3 to 17.3, where frameworks clip, closer around 0.
func points() (all [][2]float64) {
	for _, y := range []float64{1, 0} {
		for k := range 20 {
			t := float64(2*k-19) / 19
			all = append(all, [2]float64{y, 17.3 * math.Sinh(2.2*t) / math.Sinh(2.2)})
		}
	}
	return all
}

// leastFinite is the least number of points with a finite value.
const leastFinite = 30

// compare runs the losses that were read with Debian's python3-torch, and sets the outcomes.
func compare(all []*entry) error {
	var read []*entry
	var runs []run
	for _, e := range all {
		if r := e.reading; r != nil {
			read = append(read, e)
			runs = append(runs, run{e.code, r.Name, r.Roles, points(), classes(r), pair(r),
				texts(r), true})
		}
	}
	in, err := json.Marshal(runs)
	if err != nil {
		return err
	}
	c := exec.Command("/usr/bin/python3", "internal/python/testdata/torch_values.py")
	c.Stdin = bytes.NewReader(in)
	if os.Getenv("CORPUS_STDERR") != "" {
		c.Stderr = os.Stderr
	}
	out, err := c.Output()
	if err != nil {
		return fmt.Errorf("%v; this needs python3-torch, in the folder of go.mod", err)
	}
	// Python writes NaN and Infinity, which JSON has not.
	for word, as := range map[string]float64{"-Infinity": -infinite, "NaN": undefined} {
		out = bytes.ReplaceAll(out, []byte(word), fmt.Append(nil, as))
	}
	out = bytes.ReplaceAll(out, []byte("Infinity"), fmt.Append(nil, infinite))
	var results []json.RawMessage
	if err := json.Unmarshal(out, &results); err != nil {
		return err
	}
	for i, e := range read {
		e.check(results[i])
	}
	return nil
}

// check compares the values of an entry.
func (e *entry) check(raw json.RawMessage) {
	var result struct {
		Values   [][2]float64
		StandIns []string
	}
	if err := json.Unmarshal(raw, &result); err != nil {
		e.outcome, e.detail = not, string(raw[:min(len(raw), 160)])
		return
	}
	e.stood = result.StandIns
	f, err := syntax.Parse(e.reading.Formula)
	if err != nil {
		e.outcome, e.detail = not, err.Error()
		return
	}
	l := f.BindUnclipped(f.Defaults(), e.reading.Epsilon)
	finite := 0
	of := pair(e.reading)
	scale := 1.0
	for i, at := range points() { // the mean of two has half of the gradient
		if _, d := l.AtLogit(at[0], at[1]); of != "" && math.Abs(d) > 1e-2 {
			if near(d, 2*result.Values[i][1]) {
				scale = 2
			}
			break
		}
	}
	for i, at := range points() {
		v, d := l.AtLogit(at[0], at[1])
		want := result.Values[i]
		if of != "" {
			before, _ := l.AtLogit(at[0], reference)
			v -= before
			want[0], want[1] = scale*want[0], scale*want[1]
		}
		if !near(v, want[0]) || !near(d, want[1]) {
			e.outcome, e.detail = wrong, fmt.Sprintf("%v, %v at %v, not %v", v, d, at, want)
			return
		}
		if math.Abs(v) < 1e300 && math.Abs(d) < 1e300 {
			finite++
		}
	}
	if finite < leastFinite {
		e.outcome, e.detail = not, fmt.Sprintf("only %d of 40 points are finite", finite)
	}
}

// infinite and undefined are used for infinity and NaN in JSON.
const infinite, undefined = 1e308, 7.7e307

// near compares with the precision of losses that compute in float32.
func near(a, b float64) bool {
	switch {
	case b == undefined:
		return a != a
	case math.Abs(b) == infinite:
		return math.IsInf(a, int(b/infinite))
	}
	return math.Abs(a-b) <= 1e-5*(1e-2+math.Abs(b))
}
