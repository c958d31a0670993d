package bins

import (
	"cmp"
	"math"
	"slices"
)

// Alpha returns the weight of the positives, negatives having 1-alpha, with which
// both classes have the same sum of |dL/dx|,
//
//	α = G₀ / (G₀ + G₁)
//
// where G₀ and G₁ are the sums without weights. They are the sums of m, which must be of
// a setting without class weights and of two classes. It is NaN if one is 0, as of a class
// without rows: 0 or 1 would leave no loss at all.
func (m *Measurement) Alpha() float64 {
	negative, positive := m.Class(0).Gradient, m.Class(1).Gradient
	if negative == 0 || positive == 0 {
		return math.NaN()
	}
	return negative / (negative + positive)
}

// Weights returns for several classes the weights at which each has the same sum of
// |dL/dx|, scaled so that the mean weight of a row is 1:
//
//	w_k = c / G_k,  c = N / Σ N_k/G_k
//
// A class without a gradient has a weight of NaN and does not count.
func (m *Measurement) Weights() []float64 {
	w := make([]float64, m.Classes())
	rows, sum := 0., 0.
	for k := range w {
		s := m.Class(k)
		w[k] = math.NaN()
		if s.Gradient > 0 {
			w[k] = 1 / s.Gradient
			rows += s.Count
			sum += s.Count / s.Gradient
		}
	}
	for k := range w {
		w[k] *= rows / sum
	}
	return w
}

// Unweighted returns s without class weights.
func (s Setting) Unweighted() Setting { return s.With("balanced", 0) }

// Cumulative appends to dst the curve of a class in Figure 4 of Lin et al. 2017, as
// pairs x, y from 0, 0 to 1, 1: the fraction x of the rows of the class with the
// lowest losses have the fraction y of its loss. The points are on the curve; fewer
// than 2 steps of them follow, each at most 1/steps from the last in x or y. The curve
// is empty if the sum of the losses is 0 or not finite.
func (v *View) Cumulative(dst []float64, s Setting, class, steps int) []float64 {
	n := &v.class[class]
	all := v.masses[:0]
	of := v.layout.lossClass(class)
	v.evaluate(n, of, s)
	from, total := 0, 0.
	for i, end := range n.end {
		side, clipped := v.layout.place[i].clipped, 0.
		if side != 0 && end > from {
			clipped = s.clipped(of, side > 0)
		}
		for j := from; j < end; j++ {
			loss := v.loss[j]
			if side != 0 {
				loss = clipped
			}
			all = append(all, mass{n.weight[j], loss})
			total += n.weight[j] * loss
		}
		from = end
	}
	v.masses = all
	if !(total > 0 && total <= math.MaxFloat64) {
		return dst
	}
	// Nearly in order already, from high losses to low.
	slices.Reverse(all)
	byLoss := func(a, b mass) int { return cmp.Compare(a.loss, b.loss) }
	if !slices.IsSortedFunc(all, byLoss) {
		slices.SortStableFunc(all, byLoss)
	}
	dst = append(dst, 0, 0)
	var rows, loss, lastX, lastY float64
	step := 1 / float64(steps)
	for i, m := range all {
		rows += m.rows
		loss += m.rows * m.loss
		x, y := rows/n.count, loss/total
		if i == len(all)-1 {
			x, y = 1, 1
		}
		if x-lastX < step && y-lastY < step && i+1 < len(all) {
			// Unless the next would be too far.
			next := all[i+1]
			if (rows+next.rows)/n.count-lastX < step &&
				(loss+next.rows*next.loss)/total-lastY < step {
				continue
			}
		}
		dst = append(dst, x, y)
		lastX, lastY = x, y
	}
	return dst
}

// A Group is an interval of the predicted probability of class 1, for calibration.
type Group struct {
	Count     float64
	Positives float64
	Predicted float64 // the sum of the probabilities
}

// Calibration returns the groups, p in [k/15, (k+1)/15), and the expected calibration
// error (Naeini et al. 2015; Guo et al. 2017)
//
//	ECE = Σ (n_k/n) |positives_k/n_k - mean p_k|
//
// They depend on the predictions only. ok is false for several classes.
func (v *View) Calibration() (groups [Groups]Group, ece float64, ok bool) {
	if !v.layout.calibrated() {
		return groups, 0, false
	}
	total := 0.
	for class := range v.class {
		n := &v.class[class]
		from := 0
		for i, end := range n.end {
			k := v.layout.place[i].group
			if class == 0 {
				k = Groups - 1 - k
			}
			for j := from; j < end; j++ {
				z := n.z[j]
				if class == 0 {
					z = -z
				}
				groups[k].Count += n.weight[j]
				groups[k].Positives += n.weight[j] * float64(class)
				groups[k].Predicted += n.weight[j] / (1 + math.Exp(-z))
			}
			from = end
		}
		total += n.count
	}
	for _, g := range groups {
		ece += math.Abs(g.Positives-g.Predicted) / total
	}
	return groups, ece, true
}

// A Cell holds the values of a heat map at one gamma and alpha.
type Cell struct {
	// EasyNegatives is the share in the loss of the negatives with p_t above 0.5.
	EasyNegatives float64

	// Ratio is the gradient of the positives divided by the gradient of the negatives.
	Ratio float64
}

// Heat returns a map with a row for every gamma and in it a cell for every alpha. The
// loss must have these parameters, and there must be two classes; else it is nil.
func (v *View) Heat(s Setting, gammas, alphas []float64) [][]Cell {
	if !s.mapped() || !v.layout.calibrated() {
		return nil
	}
	var m Measurement
	var all [][]Cell
	for _, gamma := range gammas {
		// Alpha only weights the classes.
		v.Measure(&m, s.Unweighted().With("gamma", gamma))
		easy := 0.
		for i, b := range m.Bars(0) {
			if i >= Bars/2 {
				easy += b.Loss
			}
		}
		negative, positive := m.Class(0), m.Class(1)
		all = append(all, cellsOf(easy, negative.Loss, positive.Loss, negative.Gradient,
			positive.Gradient, alphas))
	}
	return all
}

// mapped reports whether the loss has the parameters that a map needs.
func (s Setting) mapped() bool {
	return s.kind.Param("gamma") >= 0 && s.kind.Param("alpha") >= 0 && s.kind.Param("balanced") >= 0
}

// cellsOf returns a row of a map from the losses of easy negatives, all negatives and
// positives, and the gradients of the latter, all without weights.
func cellsOf(easy, negativeLoss, positiveLoss, negativeGrad, positiveGrad float64, alphas []float64) (row []Cell) {
	for _, alpha := range alphas {
		row = append(row, Cell{
			EasyNegatives: (1 - alpha) * easy / ((1-alpha)*negativeLoss + alpha*positiveLoss),
			Ratio:         alpha * positiveGrad / ((1 - alpha) * negativeGrad),
		})
	}
	return row
}
