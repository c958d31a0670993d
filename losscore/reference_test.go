package losscore

import (
	_ "embed"
	"encoding/csv"
	"maps"
	"math"
	"math/big"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// Made with mpmath 1.2.1, in this directory:
//
//	/usr/bin/python3 testdata/reference.py > testdata/focal_reference.csv
//
//go:embed testdata/focal_reference.csv
var focalReference string

// Made with torch 1.13, in this directory:
//
//	/usr/bin/python3 testdata/torch_reference.py > testdata/torch_reference.csv
//
//go:embed testdata/torch_reference.csv
var torchReference string

// readTable returns the rows below the column names.
func readTable(t testing.TB, text string) [][]string {
	t.Helper()
	r := csv.NewReader(strings.NewReader(text))
	r.Comment = '#'
	rows, err := r.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return rows[1:]
}

func parse(t testing.TB, s string) float64 {
	t.Helper()
	v, err := strconv.ParseFloat(s, 64)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// deviation returns the error of got in ulps of the exact value want, at least
// those of a subnormal, and relative to want (0 if want is not normal).
func deviation(t testing.TB, got float64, want string) (ulps, rel float64) {
	t.Helper()
	if math.IsNaN(got) || math.IsInf(got, 0) {
		return math.Inf(1), math.Inf(1)
	}
	exact, _, err := big.ParseFloat(want, 10, 200, big.ToNearestEven)
	if err != nil {
		t.Fatal(err)
	}
	diff := new(big.Float).SetPrec(200).SetFloat64(got)
	diff.Sub(diff, exact).Abs(diff)
	size := new(big.Float).Abs(exact)
	ulp := math.SmallestNonzeroFloat64
	if size.Cmp(big.NewFloat(0x1p-1022)) >= 0 {
		rel, _ = new(big.Float).Quo(diff, size).Float64()
		ulp = math.Ldexp(1, size.MantExp(nil)-53)
	}
	ulps, _ = diff.Quo(diff, big.NewFloat(ulp)).Float64()
	return ulps, rel
}

// worst is the largest deviation seen and where.
type worst struct {
	ulps, rel float64
	where     string
}

// accuracy is the worst by what was computed.
type accuracy map[string]*worst

// add returns the deviation of got from want.
func (a accuracy) add(t testing.TB, what, where string, got float64, want string) (ulps, rel float64) {
	t.Helper()
	ulps, rel = deviation(t, got, want)
	a.note(what, where, ulps, rel)
	return ulps, rel
}

func (a accuracy) note(what, where string, ulps, rel float64) {
	w := a[what]
	if w == nil {
		w = new(worst)
		a[what] = w
	}
	w.rel = max(w.rel, rel)
	if ulps > w.ulps || w.where == "" {
		w.ulps, w.where = ulps, where
	}
}

func (a accuracy) log(t testing.TB) {
	t.Helper()
	for _, what := range slices.Sorted(maps.Keys(a)) {
		w := a[what]
		t.Logf("%-44s at most %.3f ulp, relative %.2g; worst at %s", what, w.ulps, w.rel, w.where)
	}
}

const (
	maxULP = 4
	maxRel = 1e-14
)

func TestReference(t *testing.T) {
	stats := accuracy{}
	for _, row := range readTable(t, focalReference) {
		kind, y, v := row[0], parse(t, row[1]), parse(t, row[2])
		f := Focal{Gamma: parse(t, row[3]), Alpha: parse(t, row[4]), Epsilon: parse(t, row[5]),
			Balanced: row[6] == "1"}
		eval, name := f.AtProb, "dp"
		if kind == "logit" {
			eval, name = f.AtLogit, "dx"
		}
		loss, grad := eval(y, v)
		frac, _ := math.Frexp(f.weight(y))
		for _, c := range []struct {
			name string
			got  float64
			want string
		}{{kind + " loss", loss, row[7]}, {kind + " " + name, grad, row[8]}} {
			what := c.name
			if frac != 0.5 {
				what += ", any weight"
			}
			ulps, rel := stats.add(t, what, strings.Join(row[:7], ","), c.got, c.want)
			if frac == 0.5 && !(ulps <= maxULP) || !(rel <= maxRel) {
				t.Errorf("%v: %s = %g, want %s: %.3g ulp, relative %.3g", row[:7], c.name, c.got,
					c.want, ulps, rel)
			}
		}
	}
	stats.log(t)
}

// Torch rounds 1-p and subtracts near it, so the tolerance is torch's.
const torchRel = 2e-12

func TestTorch(t *testing.T) {
	for _, row := range readTable(t, torchReference) {
		var v [8]float64
		for i := range v {
			v[i] = parse(t, row[i])
		}
		f := Focal{Gamma: v[2], Alpha: v[3], Balanced: true}
		if loss, dx := f.AtLogit(v[0], v[1]); !close(loss, v[4], torchRel) ||
			!close(dx, v[5], torchRel) {
			t.Errorf("%+v.AtLogit(%g, %g) = %g, %g, torch has %g, %g", f, v[0], v[1], loss, dx,
				v[4], v[5])
		}
		if loss, dp := f.AtProb(v[0], v[6]); !close(loss, v[4], torchRel) ||
			!close(dp, v[7], torchRel) {
			t.Errorf("%+v.AtProb(%g, %g) = %g, %g, torch has %g, %g", f, v[0], v[6], loss, dp,
				v[4], v[7])
		}
	}
}
