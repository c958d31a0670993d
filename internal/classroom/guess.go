package classroom

import (
	"math"

	"lossexplorer/internal/plot"
	"lossexplorer/internal/state"
)

// columns is the number of places on the x axis for which a guess has a value.
const columns = 201

// A Guess is a curve that is drawn by hand over the chart of the loss, from the left to the right
// of the chart; NaN where nothing is drawn. Heights are shares of the chart from 0 at the bottom.
type Guess [columns]float64

// NewGuess returns a guess without a stroke.
func NewGuess() *Guess {
	var g Guess
	for i := range g {
		g[i] = math.NaN()
	}
	return &g
}

// Draw draws a line from one place to another, both as shares of the chart's width and height
// from the bottom left. A later line replaces what it passes over.
func (g *Guess) Draw(x0, y0, x1, y1 float64) {
	if x1 < x0 {
		x0, y0, x1, y1 = x1, y1, x0, y0
	}
	at := func(x float64) float64 { return math.Min(math.Max(x, 0), 1) * (columns - 1) }
	first, last := at(x0), at(x1)
	for i := int(math.Round(first)); i <= int(math.Round(last)); i++ {
		share := 0.
		if last > first {
			share = math.Min(math.Max((float64(i)-first)/(last-first), 0), 1)
		}
		g[i] = math.Min(math.Max(y0+share*(y1-y0), 0), 1)
	}
}

// A Gap is how far a guess is from the curve.
type Gap struct {
	Mean    float64 // of the distances, in units of the loss; powers of ten on a logarithmic axis
	Worst   float64 // the largest distance
	At      float64 // where on the x axis that is
	Covered float64 // the share of the x axis that the guess has
}

// Compare returns how far g is from the curve of the loss of s, where both can be drawn: a curve
// above or below the chart counts as its edge. Covered is 0 for a guess without a stroke.
func (g *Guess) Compare(s state.State) (gap Gap, err error) {
	var series plot.Series
	if err := series.Update(s, plot.Points); err != nil {
		return gap, err
	}
	line := series.Loss[plot.LossPos]
	if len(line) == 0 {
		line = series.Loss[plot.LossNeg]
	}
	frame := plot.FrameOf(s)
	n := 0
	for i, share := range g {
		x := frame.X.Min + float64(i)/(columns-1)*(frame.X.Max-frame.X.Min)
		want := heightAt(line, x)
		if math.IsNaN(share) || math.IsNaN(want) {
			continue
		}
		want = math.Min(math.Max(want, frame.Loss.Min), frame.Loss.Max)
		distance := math.Abs(frame.Loss.Min + share*(frame.Loss.Max-frame.Loss.Min) - want)
		gap.Mean += distance
		if distance >= gap.Worst {
			gap.Worst, gap.At = distance, x
		}
		n++
	}
	if n > 0 {
		gap.Mean /= float64(n)
	}
	gap.Covered = float64(n) / columns
	return gap, nil
}

// heightAt returns the height of a line of pairs of numbers at x, NaN outside it.
func heightAt(line []float64, x float64) float64 {
	for k := 0; k+3 < len(line); k += 2 {
		x0, y0, x1, y1 := line[k], line[k+1], line[k+2], line[k+3]
		if x0 <= x && x <= x1 {
			if x0 == x1 || y0 == y1 || x == x0 {
				return y0
			}
			if x == x1 {
				return y1
			}
			return y0 + (x-x0)/(x1-x0)*(y1-y0)
		}
	}
	return math.NaN()
}
