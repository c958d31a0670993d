package report

import (
	"context"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"testing"

	"lossexplorer/internal/predict"
	"lossexplorer/internal/predict/bins"
	"lossexplorer/internal/predict/predictfile"
)

// numpy reads the same file and prints the same sum, and the seconds that it took.
const numpy = `
import sys, time
import numpy as np
start = time.perf_counter()
y, p = np.loadtxt(sys.argv[1], delimiter=',', skiprows=1, unpack=True)
p = np.clip(p, 1e-7, 1 - 1e-7)
pt = np.where(y == 1, p, 1 - p)
loss = np.where(y == 1, 0.25, 0.75) * (1 - pt) ** 2 * -np.log(pt)
print(loss.sum(), time.perf_counter() - start, np.__version__)
`

// A file of a million rows is read, and the sums and bins of it are made: all that a
// report needs but the page. NumPy reads the same file and makes one sum.
func BenchmarkCSV(b *testing.B) {
	const n = 1000000
	name := filepath.Join(b.TempDir(), "predictions.csv")
	if err := os.WriteFile(name, []byte(sample(n)), 0o600); err != nil {
		b.Fatal(err)
	}
	settings := []bins.Setting{focal(b, 2, 0.25)}
	var sum float64
	for _, workers := range []int{1, runtime.GOMAXPROCS(0)} {
		b.Run("cores="+strconv.Itoa(workers), func(b *testing.B) {
			for b.Loop() {
				file, err := predictfile.Open(name)
				if err != nil {
					b.Fatal(err)
				}
				s, err := Collect(context.Background(), file,
					Job{Columns: predict.Columns{Label: 0, Scores: []int{1}}, Settings: settings,
						Workers: workers})
				file.Close()
				if err != nil {
					b.Fatal(err)
				}
				sum = s.Results[0].Sums.Total().Loss
			}
			b.ReportMetric(float64(n)*float64(b.N)/b.Elapsed().Seconds(), "rows/s")
		})
	}
	b.Run("numpy", func(b *testing.B) {
		seconds := 0.
		for b.Loop() {
			out, err := exec.Command("/usr/bin/python3", "-c", numpy, name).Output()
			if err != nil {
				b.Skip("no NumPy to compare with: on Debian, apt-get install python3-numpy")
			}
			fields := strings.Fields(string(out))
			its, _ := strconv.ParseFloat(fields[0], 64)
			took, _ := strconv.ParseFloat(fields[1], 64)
			if math.Abs(its/sum-1) > 1e-9 {
				b.Fatalf("NumPy's sum is %v, ours %v", its, sum)
			}
			seconds += took
		}
		b.ReportMetric(float64(n)*float64(b.N)/seconds, "rows/s")
	})
}
