// Package weights writes the table of what a loss makes of each row.
package weights

import (
	"math"
	"strconv"

	"lossexplorer/internal/predict"
)

// Header is the first line of the table.
const Header = "line,y,p_t,loss,gradient,weight\n"

// Append appends a line for each row: where it is in the file, its class, p_t, the loss
// in nats, |dL/dx| for the logit x, and the weight, by which the loss is that of
// cross-entropy with the same clip: α_t (1-p_t)^γ of the focal loss. The weight is 0
// where both are. z has the logits of p_t; all slices are as long as the rows.
func Append(dst []byte, rows *predict.Rows, z, losses, gradients []float64, epsilon float64) []byte {
	edge := predict.Logit(1 - epsilon)
	for i, line := range rows.Line {
		dst = strconv.AppendInt(dst, int64(line), 10)
		dst = append(dst, ',')
		dst = strconv.AppendInt(dst, int64(rows.Class[i]), 10)
		clipped := max(-edge, min(edge, z[i]))
		cross := softplus(-clipped)
		weight := 0.
		if cross > 0 {
			weight = losses[i] / cross
		}
		for _, v := range [...]float64{1 / (1 + math.Exp(-z[i])), losses[i], gradients[i], weight} {
			dst = append(dst, ',')
			dst = strconv.AppendFloat(dst, v, 'g', 9, 64)
		}
		dst = append(dst, '\n')
	}
	return dst
}

// softplus is ln(1+e^x).
func softplus(x float64) float64 { return max(x, 0) + math.Log1p(math.Exp(-math.Abs(x))) }
