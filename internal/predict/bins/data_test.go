package bins

import (
	"math/rand/v2"
	"runtime"
	"testing"

	"lossexplorer/internal/predict"
)

func dataOf(all *predict.Rows) *Data {
	d := NewData(all.Columns())
	d.Add(all, all.Logits(nil))
	d.Group()
	return d
}

// A view of data is that of bins with the same clip, and the top rows are those of all
// rows sorted.
func TestData(t *testing.T) {
	for _, h := range hard {
		all := rows(h.c, 3000, h.row)
		d := dataOf(all)
		for _, epsilon := range []float64{0, 1e-7, 0.02, 0.3} {
			l := NewLayout(h.c, epsilon)
			b := New(l)
			b.Add(all, all.Logits(nil))
			s := focal(t, 2, 0.25, epsilon)
			var m, n Measurement
			v := b.View()
			v.Measure(&m, s)
			d.View(epsilon).Measure(&n, s)
			for k := range 2 {
				want, got := m.Bars(k), n.Bars(k)
				for i := range want {
					if off(got[i], want[i]) > 1e-9 {
						t.Fatalf("%s, epsilon %g, class %d, bar %d: %+v, want %+v", h.name, epsilon,
							k, i, got[i], want[i])
					}
				}
			}
			var top Top
			e := NewExact(l, s)
			e.Add(all, all.Logits(nil), func(i int, loss, gradient float64) {
				top.Offer(Row{Line: all.Line[i], Class: int(all.Class[i]), Loss: loss,
					Gradient: gradient}, 10)
			})
			for i, got := range d.Top(s, 10) {
				want := top[i]
				if off(Sums{Loss: got.Loss}, Sums{Loss: want.Loss}) > 1e-12 {
					t.Errorf("%s, epsilon %g: row %d is %+v, want %+v", h.name, epsilon, i,
						got, want)
				}
			}
		}
	}
}

func large(n int) *Data {
	r := rand.New(rand.NewPCG(1, 2))
	d := NewData(hard[0].c)
	var part predict.Rows
	for d.Len() < n {
		part.Reset(hard[0].c)
		for i := range predict.PartRows {
			y, score := hard[0].row(r)
			part.AddNumbers(i+1, []float64{y, score})
		}
		d.Add(&part, part.Logits(nil))
	}
	d.Group()
	return d
}

// The columns of 9 bytes a row take at most three times as much memory.
func TestDataMemory(t *testing.T) {
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	d := large(3e6)
	runtime.GC()
	runtime.ReadMemStats(&after)
	perRow := float64(after.HeapAlloc-before.HeapAlloc) / float64(d.Len())
	t.Logf("%.3g bytes a row", perRow)
	if perRow > 27 {
		t.Errorf("%.3g bytes a row", perRow)
	}
	runtime.KeepAlive(d)
}

// BenchmarkClip10M measures the additional time of a move of epsilon, over 10 million rows.
func BenchmarkClip10M(b *testing.B) {
	d := large(10e6)
	b.ReportAllocs()
	for b.Loop() {
		d.View(1e-3)
	}
}

func BenchmarkTop10M(b *testing.B) {
	d := large(10e6)
	s := focal(b, 2, 0.25, 1e-7)
	for b.Loop() {
		d.Top(s, 20)
	}
}
