package python

import (
	"math"
	"strconv"
)

// overlap names a loss of the overlap of predictions and labels in a batch: Dice, Jaccard or
// Tversky. It compares values of large batches, in which the smoothing terms vanish.
func overlap(loss *Expr) string {
	batches := [][]Point{
		{{Y: 1, X: 1.3}, {Y: 0, X: -0.4}, {Y: 1, X: -0.8}, {Y: 0, X: 0.7}},
		{{Y: 1, X: 0.2}, {Y: 0, X: 1.9}, {Y: 0, X: -2.1}},
		{{Y: 1, X: -1.1}, {Y: 1, X: 2.2}, {Y: 0, X: 0.1}},
	}
	const times = 1e9
	var fp, fn, squares, inverse [3]float64 // each divided by the true positives
	for _, whole := range []func(v float64) float64{
		func(v float64) float64 { return 1 - v }, func(v float64) float64 { return -v },
		func(v float64) float64 { return v },
	} {
		for i, batch := range batches {
			var tp, f, n, s float64
			for _, at := range batch {
				p := 1 / (1 + math.Exp(-at.X))
				tp, f, n, s = tp+at.Y*p, f+(1-at.Y)*p, n+at.Y*(1-p), s+at.Y+p*p
			}
			v := ofBatch(loss, batch, times)
			fp[i], fn[i], squares[i], inverse[i] = f/tp, n/tp, s/(2*tp), 1/whole(v[0])
		}
		near := func(a, b float64) bool { return math.Abs(a-b) < 1e-6 }
		if near(inverse[0], squares[0]) && near(inverse[1], squares[1]) &&
			near(inverse[2], squares[2]) {
			return "Dice"
		}
		// 1/R = 1 + alpha fp/tp + beta fn/tp
		det := fp[0]*fn[1] - fp[1]*fn[0]
		alpha := ((inverse[0]-1)*fn[1] - (inverse[1]-1)*fn[0]) / det
		beta := (fp[0]*(inverse[1]-1) - fp[1]*(inverse[0]-1)) / det
		if !near(inverse[2], 1+alpha*fp[2]+beta*fn[2]) || !(alpha > 1e-3) || !(beta > 1e-3) {
			continue
		}
		switch {
		case near(alpha, 0.5) && near(beta, 0.5):
			return "Dice"
		case near(alpha, 1) && near(beta, 1):
			return "Jaccard (IoU)"
		}
		figure := func(v float64) string { return strconv.FormatFloat(v, 'g', 3, 64) }
		return "Tversky (α = " + figure(alpha) + ", β = " + figure(beta) + ")"
	}
	return ""
}

// ofBatch returns the values of e for a batch that is repeated a number of times.
func ofBatch(e *Expr, batch []Point, times float64) []float64 {
	done := map[*Expr][]float64{}
	var eval func(e *Expr) []float64
	eval = func(e *Expr) []float64 {
		if v, ok := done[e]; ok {
			return v
		}
		var args [3][]float64
		for i, a := range e.Args {
			args[i] = eval(a)
		}
		out := make([]float64, len(batch))
		total := 0.
		for i, at := range batch {
			switch {
			case e.Op == Where && args[0][i] != 0:
				out[i] = args[1][i]
			case e.Op == Where:
				out[i] = args[2][i]
			case e.Op.Arity() == 0:
				out[i], _ = e.Eval(at)
			case e.Op.Arity() == 1:
				out[i] = applyUnary(e.Op, args[0][i])
			default:
				out[i] = applyBinary(e.Op, args[0][i], args[1][i])
			}
			total += out[i]
		}
		for i := range out {
			switch e.Op {
			case Sum:
				out[i] = total * times
			case Mean:
				out[i] = total / float64(len(batch))
			}
		}
		done[e] = out
		return out
	}
	return eval(e)
}
