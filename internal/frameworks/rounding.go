package frameworks

import (
	"math"
	"strconv"
	"strings"

	"lossexplorer/internal/catalog"
	"lossexplorer/internal/precision"
)

// Evidence is what a row of the table rests on, apart from the source that was
// read.
type Evidence uint8

// The kinds of evidence.
const (
	Read      Evidence = iota // nothing else
	Ran                       // numbers that the library computed, in testdata
	Published                 // numbers of the library's own published tests
	Emulated                  // its operations, run by package precision
	Operated                  // its operations, run by PyTorch and by package precision
)

// checked returns in words what was done besides reading the source.
func (p *Preset) checked() catalog.Text {
	if p.Ran.English != "" {
		return p.Ran
	}
	return [...]catalog.Text{
		Read:     {English: "Nothing was run: the source was read.", Chinese: "未运行任何代码，仅阅读源码。"},
		Emulated: {English: "The library was not run; its operations are emulated one by one.", Chinese: "未运行该库；逐个运算进行模拟。"},
		Operated: {
			English: "The library was not run; PyTorch 1.13.1 ran its operations, which are emulated, too.",
			Chinese: "未运行该库；其运算由 PyTorch 1.13.1 运行过，并逐个模拟。",
		},
	}[p.Evidence]
}

// formats are those of the table's column on rounding.
var formats = [...]precision.Format{precision.Float32, precision.BFloat16, precision.Float16}

// rounding returns where the gradient is wrongly 0 at gamma 2 and NaN at gamma 0.5, by
// the logit of the true class.
func (p *Preset) rounding() catalog.Text {
	m, ok := precision.ImplementationOf(p.Implementation)
	switch {
	case !ok && p.Rounds.English != "":
		return p.Rounds
	case !ok:
		return catalog.Text{English: "not emulated", Chinese: "未模拟"}
	}
	lab := precision.NewLab(precision.Axis(precision.Step))
	var zero, nan []string
	for _, f := range formats {
		s := precision.Setting{Gamma: 2, Epsilon: 1e-7, Format: f}
		v := lab.Judge(&m, s)
		zero = append(zero, nearest(v.Easy[precision.Zero], v.Hard[precision.Zero]))
		s.Gamma = 0.5
		v = lab.Judge(&m, s)
		nan = append(nan, nearest(v.Easy[precision.NaN], v.Hard[precision.NaN]))
	}
	z, n := strings.Join(zero, " / "), strings.Join(nan, " / ")
	return catalog.Text{
		English: "γ 2: gradient wrongly 0 from " + z + "; γ 0.5: NaN from " + n,
		Chinese: "γ = 2：梯度误为 0，从 " + z + " 起；γ = 0.5：NaN，从 " + n + " 起",
	}
}

// nearest returns the logit nearer to 0, a dash if there is none.
func nearest(easy, hard float64) string {
	v := easy
	if !math.IsNaN(hard) && (math.IsNaN(easy) || -hard < easy) {
		v = hard
	}
	if math.IsNaN(v) {
		return "–"
	}
	return strings.Replace(strconv.FormatFloat(v, 'f', -1, 64), "-", "−", 1)
}
