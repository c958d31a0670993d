package losscore

import (
	_ "embed"
	"slices"
	"strings"
	"testing"
)

// Made with mpmath 1.2.1, in this directory:
//
//	/usr/bin/python3 testdata/losses_reference.py > testdata/losses_reference.csv
//
//go:embed testdata/losses_reference.csv
var lossesReference string

// newLoss returns the loss of the kind with the parameters that a table has.
func newLoss(t testing.TB, id, params string) Loss {
	t.Helper()
	k := KindOf(id)
	var v []float64
	for s := range strings.FieldsSeq(params) {
		v = append(v, parse(t, s))
	}
	if len(v) != len(k.Params) {
		t.Fatalf("%s: %d parameters: %s", id, len(v), params)
	}
	l := k.New(v)
	if err := l.Validate(); err != nil {
		t.Fatal(err)
	}
	return l
}

func TestLossesReference(t *testing.T) {
	stats, cancelled := accuracy{}, 0.
	for _, row := range readTable(t, lossesReference) {
		id, kind, y, v := row[0], row[1], parse(t, row[2]), parse(t, row[3])
		l := newLoss(t, id, row[4])
		eval, name := l.AtProb, "dp"
		if kind == "logit" {
			eval, name = l.AtLogit, "dx"
		}
		loss, grad := eval(y, v)
		for _, c := range []struct {
			name         string
			got          float64
			want, cancel string
		}{{"loss", loss, row[5], row[7]}, {name, grad, row[6], row[8]}} {
			what, where := id+" "+kind+" "+c.name, strings.Join(row[:5], ",")
			var ulps, rel float64
			// The error of p, of 2^-57, may grow as the doc comments say.
			slack := 0x1p-57 * parse(t, c.cancel)
			if slack < 0x1p-53 {
				slack = 0
				ulps, rel = stats.add(t, what, where, c.got, c.want)
			} else {
				ulps, rel = deviation(t, c.got, c.want)
				cancelled = max(cancelled, (rel-0x1p-52)/slack)
			}
			if !(ulps <= maxULP+slack/0x1p-53) || !(rel <= maxRel+slack) {
				t.Errorf("%s: %s = %g, want %s: %.3g ulp, relative %.3g", where, what, c.got, c.want, ulps, rel)
			}
		}
	}
	t.Logf("where terms cancel at most %.2f of the error stated", cancelled)
	stats.log(t)
}

// variants returns losses of the kind: with the defaults, and with each
// parameter in turn at its ends with and without a clip.
func variants(k *Kind) []Loss {
	v := make([]float64, len(k.Params))
	for i, p := range k.Params {
		v[i] = p.Default
	}
	losses := []Loss{k.New(v)}
	for i, p := range k.Params {
		for _, end := range []float64{p.Min, p.Max} {
			for _, eps := range []float64{0, epsilonParam.Default} {
				w := slices.Clone(v)
				w[len(w)-1] = eps
				w[i] = end
				losses = append(losses, k.New(w))
			}
		}
	}
	return losses
}
