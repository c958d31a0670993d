package losscore

import (
	_ "embed"
	"math"
	"strings"
	"testing"
)

// Made with mpmath 1.2.1, in this directory, in some minutes:
//
//	/usr/bin/python3 testdata/labels_reference.py > testdata/labels_reference.csv
//
//go:embed testdata/labels_reference.csv
var labelsReference string

// Every loss, with hard and soft labels, and its second derivative.
func TestLabelsReference(t *testing.T) {
	stats := accuracy{}
	for _, row := range readTable(t, labelsReference) {
		id, kind, y, v := row[0], row[1], parse(t, row[2]), parse(t, row[3])
		l := newLoss(t, id, row[4])
		var got [3]float64
		if kind == "logit" {
			got[0], got[1], got[2] = l.(Loss2).AtLogit2(y, v)
		} else {
			got[0], got[1] = l.AtProb(y, v)
		}
		where := strings.Join(row[:5], ",")
		hard := y == 0 || y == 1
		for i, name := range []string{"loss", "gradient", "curvature"} {
			ulps, err := sizedDeviation(t, got[i], row[5+i], row[8+i])
			what := id + " " + kind + " " + name
			if !hard {
				what += ", soft"
			}
			limit := softULP
			if hard {
				limit = hardULP
			}
			if !hard && math.Abs(got[i]-parse(t, row[5+i])) < softLeast {
				continue
			}
			stats.note(what, where, ulps, err)
			if !(ulps <= limit) {
				t.Errorf("%s: %s = %g, want %s: %.3g ulp of %s", where, what, got[i], row[5+i],
					ulps, row[8+i])
			}
		}
	}
	stats.log(t)
}

// The accuracy that package losscore states.
const (
	hardULP, softULP = 4., 8.
	softLeast        = 1e-280
)

// sizedDeviation is [deviation] in ulps of the size of the terms.
func sizedDeviation(t testing.TB, got float64, want, size string) (ulps, rel float64) {
	t.Helper()
	ulps, rel = deviation(t, got, want)
	s, w := parse(t, size), math.Abs(parse(t, want))
	ulp := func(v float64) float64 { return math.Nextafter(v, math.Inf(1)) - v }
	switch {
	case w == 0:
		return math.Abs(got) / ulp(s), rel
	case s > w && !math.IsInf(ulps, 0):
		ulps *= ulp(w) / ulp(s)
	}
	return ulps, rel
}
