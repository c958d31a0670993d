package formula_test

import (
	"os"
	"strings"
	"testing"
)

// The verdicts on losses of the literature are those of mpmath, see testdata/checks.py.
func TestVerdicts(t *testing.T) {
	data, err := os.ReadFile("testdata/checks.tsv")
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for line := range strings.Lines(string(data)) {
		fields := strings.Split(strings.TrimSpace(line), "\t")
		if len(fields) != 3 {
			t.Fatalf("%q has %d fields", line, len(fields))
		}
		n++
		f := mustParse(t, strings.ReplaceAll(fields[1], "; ", "\n"))
		var got strings.Builder
		all := f.Bind(f.Defaults(), 1e-7).Check()
		for _, c := range all {
			switch {
			case c.OK:
				got.WriteByte('+')
			case c.Unknown:
				got.WriteByte('?')
			default:
				got.WriteByte('-')
			}
		}
		if got.String() != fields[2] {
			t.Errorf("%s: %s, want %s: %+v", fields[0], &got, fields[2], all)
		}
	}
	if n < 40 {
		t.Errorf("there are %d losses", n)
	}
}
