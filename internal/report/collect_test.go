package report

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math"
	"math/rand/v2"
	"runtime"
	"runtime/debug"
	"strconv"
	"strings"
	"testing"
	"time"

	"lossexplorer/internal/catalog"
	"lossexplorer/internal/predict"
	"lossexplorer/internal/predict/bins"
	"lossexplorer/internal/predict/csvfile"
	"lossexplorer/internal/predict/weights"
	"lossexplorer/losscore"
)

func focal(t testing.TB, gamma, alpha float64) bins.Setting {
	t.Helper()
	s, err := bins.NewSetting(catalog.KindOf("focal"), []float64{gamma, 1, alpha, 1e-7})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// sample is the text of a file of n rows.
func sample(n int) string {
	r := rand.New(rand.NewPCG(3, 4))
	var b strings.Builder
	b.WriteString("y_true,p\n")
	for range n {
		y := 0.
		if r.IntN(20) == 0 {
			y = 1
		}
		fmt.Fprintf(&b, "%g,%.6f\n", y, 1/(1+math.Exp(4-4*y-1.5*r.NormFloat64())))
	}
	return b.String()
}

func collect(t testing.TB, text string, workers int, weights *strings.Builder,
	settings ...bins.Setting) (Summary, error) {
	t.Helper()
	r, err := csvfile.New(strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	job := Job{Columns: predict.Columns{Label: 0, Scores: []int{1}}, Settings: settings,
		Workers: workers, Rejected: predict.MaxRejected}
	if weights != nil { // which would not be a nil io.Writer
		job.Weights = weights
	}
	return Collect(context.Background(), r, job)
}

func TestCollect(t *testing.T) {
	const n = 300000 // several parts
	text := sample(n)
	a, b := focal(t, 2, 0.25), focal(t, 0, 0.5)
	var want [2][2]float64
	var worst float64
	lines := strings.Split(strings.TrimSpace(text), "\n")[1:]
	for _, line := range lines {
		truth, score, _ := strings.Cut(line, ",")
		p, _ := strconv.ParseFloat(score, 64)
		y, _ := strconv.ParseFloat(truth, 64)
		for i, f := range []losscore.Focal{{Gamma: 2, Alpha: 0.25, Epsilon: 1e-7, Balanced: true},
			{Alpha: 0.5, Epsilon: 1e-7, Balanced: true}} {
			loss, _ := f.AtProb(y, p)
			want[i][int(y)] += loss
			if i == 0 {
				worst = max(worst, loss)
			}
		}
	}
	for _, workers := range []int{1, 4} {
		var table strings.Builder
		s, err := collect(t, text, workers, &table, a, b)
		tally, results := s.Tally, s.Results
		if err != nil || tally.Rows() != n || len(results) != 2 {
			t.Fatalf("%d rows, %d results, %v", tally.Rows(), len(results), err)
		}
		for i, r := range results {
			var m bins.Measurement
			r.View.Measure(&m, r.Setting)
			for k := range 2 {
				if got := r.Sums.Class(k).Loss; math.Abs(got/want[i][k]-1) > 1e-12 {
					t.Errorf("setting %d, class %d: the loss is %v, want %v", i, k, got, want[i][k])
				}
				if got := m.Class(k).Loss; math.Abs(got/want[i][k]-1) > 1e-6 {
					t.Errorf("setting %d, class %d: the loss of bins is %v, want %v", i, k, got,
						want[i][k])
				}
			}
			top := r.Top
			if len(top) != TopRows || i == 0 && top[0].Loss != worst {
				t.Errorf("setting %d: %d top rows from %v, want %v", i, len(top),
					top[0].Loss, worst)
			}
			for j := 1; j < len(top); j++ {
				if top[j].Loss > top[j-1].Loss ||
					top[j].Loss == top[j-1].Loss && top[j].Line < top[j-1].Line {
					t.Errorf("setting %d: row %d is before %d", i, j, j-1)
				}
			}
		}
		// A line for each row, in their order, with the weights of the paper.
		got := strings.Split(strings.TrimSpace(table.String()), "\n")
		if len(got) != n+1 || got[0]+"\n" != weights.Header(predict.Columns{}) {
			t.Fatalf("%d lines from %q", len(got), got[0])
		}
		for i, line := range got[1:] {
			f := strings.Split(line, ",")
			truth, score, _ := strings.Cut(lines[i], ",")
			p, _ := strconv.ParseFloat(score, 64)
			alpha := 0.25
			if truth == "0" {
				p, alpha = 1-p, 0.75
			}
			if clip := min(max(p, 1e-7), 1-1e-7); clip != p {
				p = clip
			}
			weight, _ := strconv.ParseFloat(f[6], 64)
			if f[0] != strconv.Itoa(i) || f[1] != strconv.Itoa(i+2) || f[2] != truth ||
				math.Abs(weight-alpha*(1-p)*(1-p)) > 1e-8 {
				t.Fatalf("%q for %q", line, lines[i])
			}
		}
	}
}

type failing struct{ after int }

func (f *failing) Write(b []byte) (int, error) {
	if f.after--; f.after < 0 {
		return 0, errors.New("the disk is full")
	}
	return len(b), nil
}

// An error of writing ends the reading, whatever the others wait for.
func TestCollectFails(t *testing.T) {
	r, err := csvfile.New(strings.NewReader(sample(600000)))
	if err != nil {
		t.Fatal(err)
	}
	_, err = Collect(context.Background(), r,
		Job{Columns: predict.Columns{Label: 0, Scores: []int{1}},
			Settings: []bins.Setting{focal(t, 2, 0.25)}, Workers: 4, Weights: &failing{2}})
	if err == nil || err.Error() != "the disk is full" {
		t.Errorf("%v", err)
	}
	var p *predict.Problem
	if _, err := collect(t, "y,p\n0,7\n1,0.5\n", 2, nil, focal(t, 2, 0.25)); !errors.As(err, &p) ||
		p.Code != predict.Outside {
		t.Errorf("%v", err)
	}
}

// repeated is a text over and over, without holding it.
type repeated struct {
	text  string
	at    int
	times int
}

func (r *repeated) Read(b []byte) (int, error) {
	if r.times == 0 {
		return 0, io.EOF
	}
	n := copy(b, r.text[r.at:])
	if r.at += n; r.at == len(r.text) {
		r.at = 0
		r.times--
	}
	return n, nil
}

// A file takes as much memory as its bins, however long it is.
func TestMemory(t *testing.T) {
	lines := strings.TrimPrefix(sample(100000), "y_true,p\n")
	peak := func(times int) (peak uint64) {
		r, err := csvfile.New(&repeated{text: lines, times: times})
		if err != nil {
			t.Fatal(err)
		}
		done := make(chan struct{})
		go func() {
			defer close(done)
			s, err := Collect(context.Background(), r,
				Job{Columns: predict.Columns{Label: 0, Scores: []int{1}},
					Settings: []bins.Setting{focal(t, 2, 0.25)}, Workers: 2, Weights: io.Discard})
			if tally := &s.Tally; err != nil || tally.Rows() != 100000*times {
				t.Errorf("%d rows, %v", s.Tally.Rows(), err)
			}
		}()
		for {
			select {
			case <-done:
				return peak
			case <-time.After(5 * time.Millisecond):
				var m runtime.MemStats
				runtime.ReadMemStats(&m)
				peak = max(peak, m.HeapAlloc)
			}
		}
	}
	// Count live memory, and little that the collector has left for later.
	defer debug.SetGCPercent(debug.SetGCPercent(5))
	few, many := peak(5), peak(50)
	t.Logf("at most %d MB for 0.5 million rows, %d for 5 million", few>>20, many>>20)
	if many > few+few/2+(16<<20) {
		t.Errorf("%d MB for 0.5 million rows, %d for 5 million", few>>20, many>>20)
	}
}
