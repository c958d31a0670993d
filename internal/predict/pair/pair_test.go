package pair

import (
	"context"
	"errors"
	"fmt"
	"hash/maphash"
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	"lossexplorer/internal/predict"
	"lossexplorer/internal/predict/csvfile"
	"lossexplorer/losscore"
)

func read(t *testing.T, seed maphash.Seed, id bool, text string) *Rows {
	t.Helper()
	r, err := csvfile.New(strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	c := predict.Columns{Label: 1, Scores: []int{2}}
	if id {
		c.ID = predict.Some(0)
	}
	rows, err := Read(context.Background(), r, c, seed, func() {})
	if err != nil {
		t.Fatal(err)
	}
	return rows
}

func table(rows []string) string { return "id,y,p\n" + strings.Join(rows, "\n") + "\n" }

// The interval of a mean is that of the central limit theorem, and the AUC that of pairs.
func TestCompare(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 4))
	var a, b []string
	var d, positive, negative []float64
	for i := range 3000 {
		x := random.NormFloat64() * 2
		p := 1 / (1 + math.Exp(-x))
		y := 0
		if random.Float64() < p {
			y = 1
		}
		q := 1 / (1 + math.Exp(-x*0.6-0.5*random.NormFloat64()))
		a, b = append(a, fmt.Sprintf("%d,%d,%.17g", i, y, p)),
			append(b, fmt.Sprintf("%d,%d,%.17g", i, y, q))
		pt, qt := p, q
		if y == 0 {
			pt, qt = 1-p, 1-q
			negative = append(negative, q)
		} else {
			positive = append(positive, q)
		}
		d = append(d, math.Log(pt)-math.Log(qt))
	}
	seed := maphash.MakeSeed()
	c, err := Compare(read(t, seed, false, table(a)), read(t, seed, false, table(b)),
		losscore.Focal{Gamma: 2})
	if err != nil || c.Rows != 3000 || c.Left != 0 {
		t.Fatalf("%+v, %v", c, err)
	}
	mean, square, above := 0., 0., 0.
	for _, v := range d {
		mean += v / 3000
	}
	for _, v := range d {
		square += (v - mean) * (v - mean) / 3000
	}
	for _, p := range positive {
		for _, q := range negative {
			if p > q {
				above++
			}
		}
	}
	half := 1.96 * math.Sqrt(square/3000)
	if got := c.Of[NLL]; math.Abs(got.B-got.A-mean) > 1e-12 ||
		math.Abs(got.Low-(mean-half)) > 0.2*half || math.Abs(got.High-(mean+half)) > 0.2*half {
		t.Errorf("NLL differs by %v, %+v, want %v ± %v", got.B-got.A, got, mean, half)
	}
	if got, want := c.Of[AUC].B,
		above/float64(len(positive)*len(negative)); math.Abs(got-want) > 1e-12 ||
		c.Of[AUC].High >= 0 {
		t.Errorf("AUC is %v, want %v; %+v", got, want, c.Of[AUC])
	}
	if got := c.Of[Loss]; !(got.Low < got.B-got.A && got.B-got.A < got.High) {
		t.Errorf("the loss differs by %v, outside its interval %+v", got.B-got.A, got)
	}
}

// Rows are paired by the id, in any order; a label that differs is an error.
func TestPairs(t *testing.T) {
	seed := maphash.MakeSeed()
	a := "id,y,p\nu,1,0.9\nv,0,0.2\nw,1,0.6\n"
	c, err := Compare(read(t, seed, true, a),
		read(t, seed, true, "id,y,p\nw,1,0.6\nx,0,0.5\nu,1,0.9\n"), losscore.Focal{Gamma: 2})
	if err != nil || c.Rows != 2 || c.Left != 2 || c.Of[NLL].A != c.Of[NLL].B {
		t.Errorf("%+v, %v", c, err)
	}
	var label *LabelError
	_, err = Compare(read(t, seed, false, a),
		read(t, seed, false, "id,y,p\nu,1,0.9\nv,1,0.2\nw,1,0.6\n"), losscore.Focal{})
	if !errors.As(err, &label) || label.Row != 2 {
		t.Errorf("the error is %v", err)
	}
	if _, err := Compare(read(t, seed, true, a), read(t, seed, true, "id,y,p\nz,1,0.9\n"),
		losscore.Focal{}); err != ErrNone {
		t.Errorf("the error is %v", err)
	}
	if _, err := Compare(read(t, seed, true, a), read(t, seed, false, a), losscore.Focal{}); err != ErrIDs {
		t.Errorf("ids of one file: %v", err)
	}
	// Of an id that is there twice one row would be lost.
	var twice *TwiceError
	_, err = Compare(read(t, seed, true, a), read(t, seed, true,
		"id,y,p\nu,1,0.9\nv,0,0.2\nu,1,0.6\n"),
		losscore.Focal{})
	if !errors.As(err, &twice) || twice.Row != 3 {
		t.Errorf("an id twice: %v", err)
	}
}

// Several classes are compared by the numbers of their definitions; labels are those of the
// files' own names, which must agree.
func TestSeveral(t *testing.T) {
	random := rand.New(rand.NewPCG(5, 6))
	names := []string{"ant", "bee", "cat"}
	var texts [2]strings.Builder
	var nll, brier, correct, loss [2]float64
	const n = 1500
	for i := range texts {
		texts[i].WriteString("y,ant,bee,cat\n")
	}
	for range n {
		class := random.IntN(3)
		for i := range texts {
			var p [3]float64
			sum, top, square := 0., 0, 0.
			for k := range p {
				p[k] = math.Exp(random.NormFloat64())
				if k == class {
					p[k] *= float64(2 + i)
				}
				sum += p[k]
			}
			for k := range p {
				p[k] /= sum
				if p[k] > p[top] {
					top = k
				}
			}
			for k, v := range p {
				if k == class {
					v--
				}
				square += v * v
			}
			nll[i] -= math.Log(p[class]) / n
			loss[i] -= (1 - p[class]) * (1 - p[class]) * math.Log(p[class]) / n
			brier[i] += square / n
			if top == class {
				correct[i] += 1. / n
			}
			fmt.Fprintf(&texts[i], "%s,%.17g,%.17g,%.17g\n", names[class], p[0], p[1], p[2])
		}
	}
	seed := maphash.MakeSeed()
	columns := predict.Columns{Label: 0, Scores: []int{1, 2, 3},
		Labels: predict.Labels{Classes: names}}
	read := func(text string, c predict.Columns) *Rows {
		r, err := csvfile.New(strings.NewReader(text))
		if err != nil {
			t.Fatal(err)
		}
		rows, err := Read(context.Background(), r, c, seed, func() {})
		if err != nil {
			t.Fatal(err)
		}
		return rows
	}
	c, err := Compare(read(texts[0].String(), columns), read(texts[1].String(), columns),
		losscore.Focal{Gamma: 2})
	if err != nil || c.Rows != n || c.Classes != 3 {
		t.Fatalf("%+v, %v", c, err)
	}
	for m, want := range map[Measure][2]float64{Loss: loss, NLL: nll, Brier: brier,
		Accuracy: correct} {
		got := c.Of[m]
		if math.Abs(got.A-want[0]) > 1e-12 || math.Abs(got.B-want[1]) > 1e-12 ||
			!(got.Low < got.B-got.A && got.B-got.A < got.High) {
			t.Errorf("measure %d is %+v, want %v", m, got, want)
		}
	}
	columns.Labels.Classes = []string{"bee", "ant", "cat"}
	if _, err := Compare(read(texts[0].String(), columns), read(texts[1].String(),
		predict.Columns{Label: 0, Scores: []int{1, 2, 3}, Labels: predict.Labels{Classes: names}}),
		losscore.Focal{}); err != ErrClasses {
		t.Errorf("other classes: the error is %v", err)
	}
}
