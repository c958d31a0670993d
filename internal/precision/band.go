package precision

import (
	"math"
	"slices"

	"lossexplorer/losscore"
)

// A Class grades a computed number by its difference from the exact one.
type Class uint8

// The classes, from right to worst.
const (
	Right     Class = iota // within Tolerance, or within Grain
	Underflow              // 0, where the exact number is within Grain
	Off                    // neither
	Zero                   // 0, where the exact number is not within Grain
	Infinite
	NaN
)

const (
	// Tolerance is the relative error up to which a number is [Right].
	Tolerance = 0.1

	// Grain is the absolute error up to which a number is right, as a multiple
	// of the format's smallest number, in which all numbers near it are counted.
	Grain = 4
)

// Classify compares a number computed in the format with the exact one. Both 0
// is Right, and so is an infinity in place of a number beyond the largest.
func Classify(f Format, got, exact float64) Class {
	off, grain := math.Abs(got-exact), Grain*f.Smallest()
	switch {
	case off <= Tolerance*math.Abs(exact):
		return Right
	case got != got:
		return NaN
	case math.IsInf(got, 0):
		if f.Round(exact) == got {
			return Right
		}
		return Infinite
	case got == 0 && off <= grain:
		return Underflow
	case off <= grain:
		return Right
	case got == 0:
		return Zero
	}
	return Off
}

// A Band is a range of logits in which a number is of one class.
type Band struct {
	From, To float64 // the first and the last logit of the format, both in the band
	Class    Class
}

// AppendBands appends the bands of the numbers got at logits x to bands.
func AppendBands(bands []Band, f Format, x, got, exact []float64) []Band {
	first := len(bands)
	for i := range x {
		c := Classify(f, got[i], exact[i])
		if n := len(bands) - 1; n >= first && bands[n].Class == c {
			bands[n].To = x[i]
			continue
		}
		bands = append(bands, Band{x[i], x[i], c})
	}
	return bands
}

// The axis of the lab.
const (
	Low, High = -110.0, 110.0
	Step      = 0.25 // of tables
)

// Axis returns the logits from Low to High with a step.
func Axis(step float64) []float64 {
	n := int(math.Round((High-Low)/step)) + 1
	x := make([]float64, n)
	for i := range x {
		x[i] = Low + (High-Low)*float64(i)/float64(n-1)
	}
	return x
}

// Exact returns the focal loss of the setting, without a clip.
func (s *Setting) Exact() losscore.Focal {
	return losscore.Focal{Gamma: s.Gamma, Balanced: s.Balanced, Alpha: s.Alpha}
}

// A Result has the loss and the gradient of one implementation in one format for
// one label, and the exact ones.
type Result struct {
	Logits             []float64 // in the format, increasing
	Loss, Gradient     []float64
	ExactLoss, ExactDx []float64
	LossFormat         Format

	format         Format
	loss, gradient []Band
}

// LossBands returns the bands of the loss. The slice is the result's.
func (r *Result) LossBands() []Band {
	r.loss = AppendBands(r.loss[:0], r.LossFormat, r.Logits, r.Loss, r.ExactLoss)
	return r.loss
}

// GradientBands returns the bands of the gradient. The slice is the result's.
func (r *Result) GradientBands() []Band {
	r.gradient = AppendBands(r.gradient[:0], r.format, r.Logits, r.Gradient, r.ExactDx)
	return r.gradient
}

// A Lab computes results, and keeps the ones that do not depend on gamma. Its
// zero value is not usable: use [NewLab]. The lab reuses the slices of a result at
// the next call for the same implementation, format and label.
type Lab struct {
	logits []float64
	sheets map[sheetKey]*sheet
	exact  map[exactKey]*exactCurve
}

type sheetKey struct {
	id     string
	format Format
	y      float64
	cast   Autocast
}

type exactKey struct {
	format Format
	y      float64
	custom bool
}

type sheet struct {
	*Sheet
	result Result
}

type exactCurve struct {
	of          losscore.Loss
	y, loss, dx []float64
}

// NewLab returns a lab for the logits, which must increase.
func NewLab(logits []float64) *Lab {
	return &Lab{logits: logits, sheets: map[sheetKey]*sheet{}, exact: map[exactKey]*exactCurve{}}
}

// Run computes the implementation for label y, 0 or 1. The setting must be
// valid: see [Setting.Validate].
func (l *Lab) Run(m *Implementation, y float64, s Setting) *Result {
	g := m.Graph(y, s)
	key := sheetKey{m.ID, s.Format, y, s.Autocast}
	sh := l.sheets[key]
	if sh == nil {
		sh = &sheet{Sheet: NewSheet(s.Format, l.logits)}
		l.sheets[key] = sh
	}
	r := &sh.result
	r.Logits = sh.Logits()
	r.Loss, r.Gradient = sh.Run(g)
	r.LossFormat = g.nodes[g.loss].format
	e := l.exactAt(m, y, s, r.Logits)
	r.ExactLoss, r.ExactDx = e.loss, e.dx
	r.format = s.Format
	return r
}

// exactAt returns the exact curve at the logits of the setting's format.
func (l *Lab) exactAt(m *Implementation, y float64, s Setting, x []float64) *exactCurve {
	key := exactKey{s.Format, y, m.exact != nil}
	of := m.Exact(s)
	e := l.exact[key]
	if e != nil && e.of == of {
		return e
	}
	if e == nil {
		n := len(x)
		e = &exactCurve{y: slices.Repeat([]float64{y}, n), loss: make([]float64, n),
			dx: make([]float64, n)}
		l.exact[key] = e
	}
	e.of = of
	if err := losscore.AtLogits(of, e.loss, e.dx, e.y, x); err != nil {
		panic(err) // Run needs a valid setting
	}
	return e
}
