package python

import (
	"encoding/json"
	"errors"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"

	"lossexplorer/internal/formula/syntax"
)

// kindPoints are labels and logits at no kink of testdata/kinds.txt.
var kindPoints = [][2]float64{{1, -11.3}, {1, -2.37}, {1, -0.43}, {1, 1.13}, {1, 3.71}, {1, 9.7},
	{0, -11.3}, {0, -2.37}, {0, -0.43}, {0, 1.13}, {0, 3.71}, {0, 9.7}}

// testdata/kinds.txt has functions that use Python and its frameworks in unusual ways: aliases,
// views, closures, orders of bases, classes. Each is refused, or has the values and gradients of
// PyTorch's autograd, which come from
//
//	go test ./internal/python -run TestKinds -update
func TestKinds(t *testing.T) {
	b, err := os.ReadFile("testdata/kinds.txt")
	if err != nil {
		t.Fatal(err)
	}
	type value struct {
		reading *Reading
		code    string
		pair    string // see testdata/torch_values.py
	}
	var all []value
	var cases []torchCase
	for code := range strings.SplitSeq(string(b), "---\n") {
		m := Open(code, Options{})
		r, err := m.Read(m.Names()[len(m.Names())-1])
		var refusal *Error
		noted := func(code string) bool {
			return slices.ContainsFunc(r.Notes, func(n Note) bool { return n.Code == code })
		}
		if errors.As(err, &refusal) || noted("batch-labels") && !noted("batch-size") {
			continue
		}
		c := torchCase{Code: code, Function: r.Name, Roles: r.Roles, Points: kindPoints,
			Given: taken(r)}
		switch {
		case r.Row:
			c.Classes = "row"
		case r.Classes:
			c.Classes = "number"
		}
		switch {
		case r.OneHot:
			c.Pair = "classes"
		case noted("batch-size"):
			c.Pair = "counts"
		}
		cases, all = append(cases, c), append(all, value{r, code, c.Pair})
	}
	if len(cases) < 100 {
		t.Errorf("%d functions were read", len(cases))
	}
	const file = "testdata/kinds.json"
	if *update {
		results := torchValues(t, cases)
		known := map[string]json.RawMessage{}
		for i, v := range all {
			if results[i][0] == '"' {
				t.Errorf("%s\n%s", results[i], v.code)
				continue
			}
			known[v.code] = results[i]
		}
		var lines []string // one for each function
		for _, code := range slices.Sorted(maps.Keys(known)) {
			line, err := json.Marshal(map[string]json.RawMessage{code: known[code]})
			if err != nil {
				t.Fatal(err)
			}
			lines = append(lines, string(line[1:len(line)-1]))
		}
		if err := os.WriteFile(file, []byte("{\n"+strings.Join(lines, ",\n")+"\n}\n"),
			0o644); err != nil {
			t.Fatal(err)
		}
	}
	known := map[string][][2]float64{}
	if b, err = os.ReadFile(file); err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(b, &known); err != nil {
		t.Fatal(err)
	}
	for _, v := range all {
		want, ok := known[v.code]
		if !ok {
			t.Errorf("no values; run with -update:\n%s", v.code)
			continue
		}
		f, err := syntax.Parse(v.reading.Formula)
		if err != nil {
			t.Fatal(err)
		}
		l := f.BindUnclipped(f.Defaults(), v.reading.Epsilon)
		for k, at := range kindPoints {
			loss, d := l.AtLogit(at[0], at[1])
			if v.pair != "" { // in a mean of two, and as a difference
				before, _ := l.AtLogit(at[0], 0.3)
				loss -= before
			}
			same := func(scale float64) bool { return roughly(loss, scale*want[k][0]) && roughly(d, scale*want[k][1]) }
			if !same(1) && !(v.pair == "classes" && same(2)) {
				t.Errorf("%v, %v at y = %v, x = %v; PyTorch has %v\n%s\n%s", loss, d, at[0], at[1],
					want[k], v.code, v.reading.Formula)
				break
			}
		}
	}
}

// roughly compares with the precision of code that computes in float32.
func roughly(a, b float64) bool {
	return a-b <= 1e-5*(1e-2+max(b, -b)) && b-a <= 1e-5*(1e-2+max(b, -b))
}
