package plot

import (
	"math"
	"strconv"
	"strings"

	"lossexplorer/internal/state"
)

// xMargin is the share of the x axis that is shown beyond p = 0 and p = 1. There the
// charts draw the clip.
const xMargin = 0.02

// AxesOf returns the axes that the charts of s draw: its frame, with a margin where the x
// axis ends at p = 0 or 1.
func AxesOf(s state.State) Frame {
	f := FrameOf(s)
	if s.Axes.X == state.XLogit {
		return f
	}
	m := xMargin * (f.X.Max - f.X.Min)
	if f.X.Min == 0 {
		f.X.Min -= m
	}
	if f.X.Max == 1 {
		f.X.Max += m
	}
	return f
}

// A Tick is a mark of an axis.
type Tick struct {
	At    float64
	Label string
}

// Ticks appends to dst the marks of an axis: round numbers, at most five intervals apart or so,
// and on a logarithmic axis, whose ends are exponents of ten, whole exponents.
func Ticks(dst []Tick, r state.Range, log bool) []Tick {
	step := niceStep((r.Max - r.Min) / 5.5)
	if log {
		step = math.Max(1, math.Round((r.Max-r.Min)/6))
		if r.Max-r.Min < 1.5 { // within a power of ten
			return ticks(dst, r, niceStep((r.Max-r.Min)/5.5),
				func(v float64) string { return Number(math.Pow(10, v)) })
		}
		return ticks(dst, r, step, power)
	}
	return ticks(dst, r, step, func(v float64) string {
		return strings.Replace(strconv.FormatFloat(v+0, 'g', 12, 64), "-", "−", 1)
	})
}

func ticks(dst []Tick, r state.Range, step float64, say func(float64) string) []Tick {
	const slack = 1e-9 // of a step, for the rounding of the division
	for k := math.Ceil(r.Min/step - slack); k <= r.Max/step+slack; k++ {
		v := k * step
		dst = append(dst, Tick{v, say(v)})
	}
	return dst
}

// power writes 10 to the power of v.
func power(v float64) string {
	if v >= -3 && v <= 3 {
		return state.Format(math.Pow10(int(v)))
	}
	return "10" + strings.Map(superscript, strconv.Itoa(int(v)))
}

// niceStep returns the least of 1, 2 and 5 times the powers of ten that is not below x.
func niceStep(x float64) float64 {
	exp := int(math.Floor(math.Log10(x)))
	digit := 10.0
	switch f := x / math.Pow10(exp); {
	case f <= 1:
		digit = 1
	case f <= 2:
		digit = 2
	case f <= 5:
		digit = 5
	}
	// Dividing by a positive power of ten keeps the steps below 1 exact.
	if exp < 0 {
		return digit / math.Pow10(-exp)
	}
	return digit * math.Pow10(exp)
}
