// Package imbalance computes the contributions of the examples of an imbalanced data
// set to a loss: the shares of positives, hard negatives and easy negatives in the sum
// of the losses and of the sizes of the gradients, and how the loss is
// distributed over the examples of a class, as in Figure 4 of Lin et al. 2017,
// "Focal Loss for Dense Object Detection" (arXiv:1708.02002).
//
// The data set is a [Population]: the logits of each class have a normal
// distribution. Sums are expectations, integrated rather than sampled, so that
// they are the same each time and change smoothly with every parameter.
package imbalance

import (
	"math"

	"lossexplorer/losscore"
)

// A Normal is the distribution of a class' logits: normal, but cut off at
// [Reach] spreads from the mean.
type Normal struct {
	Mean   float64
	Spread float64 // the standard deviation, positive
}

// Reach is the distance of a distribution's ends from its mean, in spreads. One example in
// 10^15 would be beyond, which no data set has.
const Reach = 8

// At returns the density at logit x, not cut off.
func (n Normal) At(x float64) float64 { return density((x-n.Mean)/n.Spread) / n.Spread }

func density(t float64) float64 { return math.Exp(-t*t/2) / (math.Sqrt2 * math.SqrtPi) }

// A Population is a data set with the predictions of a model.
type Population struct {
	Positive, Negative Normal
	Negatives          float64 // negatives per positive, positive
}

// Validate returns nil if spreads and Negatives are positive and all numbers
// finite, and otherwise a [*losscore.RangeError].
func (p Population) Validate() error {
	for _, v := range [...]struct {
		field string
		value float64
		least float64
	}{
		{"the mean of the positives", p.Positive.Mean, -math.MaxFloat64},
		{"the spread of the positives", p.Positive.Spread, math.SmallestNonzeroFloat64},
		{"the mean of the negatives", p.Negative.Mean, -math.MaxFloat64},
		{"the spread of the negatives", p.Negative.Spread, math.SmallestNonzeroFloat64},
		{"Negatives", p.Negatives, math.SmallestNonzeroFloat64},
	} {
		if !(v.value >= v.least && v.value <= math.MaxFloat64) {
			allowed := losscore.Finite()
			if v.least > 0 {
				allowed = losscore.Interval{Max: math.Inf(1), OpenMin: true, OpenMax: true}
			}
			return &losscore.RangeError{Field: v.field, Value: v.value, Allowed: allowed}
		}
	}
	return nil
}

// The groups of examples. A negative is hard if its p_t is at most 0.5, that is,
// if its logit is not negative.
const (
	Positives = iota
	HardNegatives
	EasyNegatives
	Groups
)

// Shares are the contributions of the groups to a sum. They are not negative and sum
// to 1, or all are NaN if the sum is 0 or not finite.
type Shares [Groups]float64

// of turns sums into shares.
func (s Shares) of() Shares {
	total := s[Positives] + s[HardNegatives] + s[EasyNegatives]
	if !(total > 0 && total <= math.MaxFloat64) {
		return Shares{math.NaN(), math.NaN(), math.NaN()}
	}
	for i := range s {
		s[i] /= total
	}
	return s
}

// A Measurement is the result of [Grid.Measure] for a loss.
type Measurement struct {
	Loss     Shares // of the sum of the losses
	Gradient Shares // of the sum of |dL/dx|, x the logit

	// Cumulative are the curves of Figure 4 for y = 0 and y = 1, as pairs x, y
	// from 0, 0 to 1, 1: the fraction x of the examples of the class with the
	// lowest losses have the fraction y of the class' loss. A curve is empty if
	// the sum of the losses is 0 or not finite.
	Cumulative [2][]float64
}

// cells is the number of intervals used for a distribution, without the ones that
// cuts add.
const cells = 256

// The nodes of Gauss and Legendre for three points in [-1/2, 1/2].
var gauss = [...]struct{ at, weight float64 }{{-0.3872983346207417, 5. / 18}, {0, 8. / 18},
	{0.3872983346207417, 5. / 18}}

// A Grid has the logits at which losses of a population are evaluated, and the
// buffers for it. It can be placed again and measured any number of times; the
// zero value is ready for Place.
//
// Each distribution is divided into 256 intervals, at p_t = 0.5 and at the cuts,
// with three nodes each (Gauss–Legendre). For spreads up to 4, exponents up to 10
// and a loss that is smooth between the cuts, shares are accurate to 1e-9.
type Grid struct {
	y, x, weight []float64 // of the nodes; the positives come first
	easy         []bool    // of the cells: p_t > 0.5
	negative     int       // index of the first cell of the negatives
	shares       Shares    // of the examples
	cuts         []float64
	loss, dx     []float64
	sorted       []mass
}

// mass is the part of the examples and of the loss in a cell.
type mass struct{ examples, loss float64 }

// Place lays the grid for p. The cuts are logits at which a loss to be measured
// or its gradient is not smooth; NaN and infinities are ignored. The error comes
// from p's Validate; then the grid is left as it was.
func (g *Grid) Place(p Population, cuts ...float64) error {
	if err := p.Validate(); err != nil {
		return err
	}
	g.y, g.x, g.weight, g.easy, g.shares = g.y[:0], g.x[:0], g.weight[:0], g.easy[:0], Shares{}
	g.cuts = append(append(g.cuts[:0], 0), cuts...)
	g.place(p.Positive, 1, 1)
	g.negative = len(g.easy)
	g.place(p.Negative, 0, p.Negatives)
	for c := range g.easy {
		for i := c * len(gauss); i < (c+1)*len(gauss); i++ {
			g.shares[g.group(c)] += g.weight[i]
		}
	}
	g.shares = g.shares.of()
	return nil
}

// place adds the cells of a class from the easiest examples to the hardest.
func (g *Grid) place(n Normal, y, count float64) {
	// In units of the spread, t grows as p_t falls: to the left for positives.
	side := 1 - 2*y
	for k := range cells {
		low, end := edge(k), edge(k+1)
		for low < end {
			high := end
			for _, cut := range g.cuts {
				if t := side * (cut - n.Mean) / n.Spread; t > low && t < high {
					high = t
				}
			}
			middle := (low + high) / 2
			for _, node := range gauss {
				t := middle + node.at*(high-low)
				g.y = append(g.y, y)
				g.x = append(g.x, n.Mean+side*t*n.Spread)
				g.weight = append(g.weight, count*node.weight*(high-low)*density(t))
			}
			g.easy = append(g.easy, side*n.Mean+middle*n.Spread < 0)
			low = high
		}
	}
}

func edge(k int) float64 { return -Reach + 2*Reach*float64(k)/cells }

// group returns the group of the examples in a cell.
func (g *Grid) group(cell int) int {
	switch {
	case cell < g.negative:
		return Positives
	case g.easy[cell]:
		return EasyNegatives
	}
	return HardNegatives
}

// Examples returns the shares of the groups in the number of examples.
func (g *Grid) Examples() Shares { return g.shares }

// Measure evaluates l over the population and stores the results in dst, whose
// curves it overwrites, and grows if they are short. The error comes from l's
// Validate; then dst is left as it was. Measure does not allocate if grid and dst
// have been used for as many cells before.
func (g *Grid) Measure(dst *Measurement, l losscore.Loss) error {
	n := len(g.x)
	if cap(g.loss) < n {
		g.loss, g.dx = make([]float64, n), make([]float64, n)
	}
	loss, dx := g.loss[:n], g.dx[:n]
	if err := losscore.AtLogits(l, loss, dx, g.y, g.x); err != nil {
		return err
	}
	dst.Loss, dst.Gradient = Shares{}, Shares{}
	g.sorted = g.sorted[:0]
	for c := range g.easy {
		var m mass
		gradient := 0.
		for i := c * len(gauss); i < (c+1)*len(gauss); i++ {
			m.examples += g.weight[i]
			m.loss += g.weight[i] * loss[i]
			gradient += g.weight[i] * math.Abs(dx[i])
		}
		group := g.group(c)
		dst.Loss[group] += m.loss
		dst.Gradient[group] += gradient
		g.sorted = append(g.sorted, m)
	}
	dst.Loss, dst.Gradient = dst.Loss.of(), dst.Gradient.of()
	for y, of := range [2][]mass{g.sorted[g.negative:], g.sorted[:g.negative]} {
		sort(of)
		dst.Cumulative[y] = accumulate(dst.Cumulative[y][:0], of)
	}
	return nil
}

// sort orders cells by their loss per example, and leaves those alone that differ
// by no more than rounding, as all that are clipped. They nearly always are in
// order, and else few runs of them are, so that inserting is fast.
func sort(s []mass) {
	const rounding = 1e-9
	for i := 1; i < len(s); i++ {
		m := s[i]
		k := i
		for ; k > 0 && s[k-1].loss*m.examples > m.loss*s[k-1].examples*(1+rounding); k-- {
			s[k] = s[k-1]
		}
		s[k] = m
	}
}

// accumulate appends the curve of cells in order to dst.
func accumulate(dst []float64, s []mass) []float64 {
	var total, sum mass
	for _, m := range s {
		total.examples += m.examples
		total.loss += m.loss
	}
	if !(total.loss > 0 && total.loss <= math.MaxFloat64) {
		return dst
	}
	dst = append(dst, 0, 0)
	for _, m := range s {
		sum.examples += m.examples
		sum.loss += m.loss
		dst = append(dst, sum.examples/total.examples, sum.loss/total.loss)
	}
	return dst
}
