package frameworks

import (
	"slices"
	"strconv"
	"strings"

	"lossexplorer/internal/catalog"
	"lossexplorer/internal/precision"
	"lossexplorer/internal/text"
)

// Evidence is the kind of evidence for a row of the table, apart from the source that was
// read.
type Evidence uint8

// The kinds of evidence.
const (
	Read      Evidence = iota // nothing else
	Ran                       // numbers that the library computed, in testdata
	Published                 // numbers of the library's own published tests
	Emulated                  // its operations, run by package precision
	Operated                  // its operations, run by PyTorch and by package precision
	Kernel                    // Operated in Python, and Emulated in a kernel
)

// checked returns the checks besides reading the source, in words.
func (p *Preset) checked() catalog.Text {
	if p.Ran.English != "" {
		return p.Ran
	}
	return [...]catalog.Text{
		Read: {English: "Nothing was run: the source was read.",
			Chinese: "未运行任何代码，仅阅读源码。"},
		Emulated: {English: "The library was not run; its operations are emulated one by one.",
			Chinese: "未运行该库；逐个运算进行模拟。"},
		Operated: {
			English: "The library was not run; PyTorch 1.13.1 ran its operations, which are emulated, too.",
			Chinese: "未运行该库；其运算由 PyTorch 1.13.1 运行过，并逐个模拟。",
		},
		Kernel: {
			English: "The library was not run; PyTorch 1.13.1 ran its operations in Python. These and those of the CUDA kernel, which was not run, are emulated.",
			Chinese: "未运行该库；其 Python 运算由 PyTorch 1.13.1 运行过。这些运算和未运行过的 CUDA kernel 均逐个模拟。",
		},
	}[p.Evidence]
}

// formats are the number formats in the table's column on rounding.
var formats = [...]precision.Format{precision.Float32, precision.BFloat16, precision.Float16}

// rounding returns the worst class of the gradient at gamma 2 and 0.5 in each format, and the
// logit of the true class at which it begins. Each has a line, on each backend or device.
func (p *Preset) rounding() catalog.Text {
	switch {
	case p.Rounds.English != "":
		return p.Rounds
	case p.operations != nil:
		m := p.operations()
		e, c := line(precision.NewLab(precision.Axis(precision.Step)), &m, 0)
		return catalog.Text{English: e, Chinese: c}
	case p.Params[LabelSmoothing] != 0:
		return catalog.Text{English: "not emulated: the lab has labels of 0 and 1",
			Chinese: "未模拟：精度实验只用 0 与 1 的标签"}
	case len(p.Others) > 0:
		var english, chinese []string
		for _, id := range append([]string{p.Implementation}, p.Others...) {
			m, _ := precision.ImplementationOf(id)
			t := worst(&m)
			english = append(english, m.Name, t.English)
			chinese = append(chinese, m.Name, t.Chinese)
		}
		if p.RoundsNote.English != "" {
			english = append(english, p.RoundsNote.English)
			chinese = append(chinese, p.RoundsNote.Chinese)
		}
		return catalog.Text{English: strings.Join(english, "\n"),
			Chinese: strings.Join(chinese, "\n")}
	}
	m, ok := precision.ImplementationOf(p.Implementation)
	if !ok {
		return catalog.Text{English: "not emulated", Chinese: "未模拟"}
	}
	return worst(&m)
}

// worst returns the worst effect of rounding on the gradient of an implementation, in words.
func worst(m *precision.Implementation) catalog.Text {
	lab := precision.NewLab(precision.Axis(precision.Step))
	var english, chinese []string
	for _, gamma := range []float64{2, 0.5} {
		e, c := line(lab, m, gamma)
		g := strconv.FormatFloat(gamma, 'g', -1, 64)
		english = append(english, "γ "+g+": "+e)
		chinese = append(chinese, "γ = "+g+"："+c)
	}
	return catalog.Text{English: strings.Join(english, "\n"), Chinese: strings.Join(chinese, "\n")}
}

// line returns the worst class of the gradient in each format, and where it begins.
func line(lab *precision.Lab, m *precision.Implementation, gamma float64) (english, chinese string) {
	inEnglish, inChinese := text.PrecisionOf(text.For("en")), text.PrecisionOf(text.For("zh"))
	var e, c []string
	for _, f := range formats {
		v := lab.Judge(m, precision.Setting{Gamma: gamma, Epsilon: 1e-7, Format: f})
		class, z := v.Gradient()
		e = append(e, begins(inEnglish, class, z))
		c = append(c, begins(inChinese, class, z))
	}
	if slices.Max(e) == slices.Min(e) {
		e, c = e[:1], c[:1]
	}
	return strings.Join(e, " / "), strings.Join(c, " / ")
}

// begins returns where a class begins, as the lab writes it.
func begins(t *text.Precision, c precision.Class, z float64) string {
	at := strings.Replace(strconv.FormatFloat(z, 'f', -1, 64), "-", "−", 1)
	return text.Fill(t.SafeCell[c], "z", at)
}
