// Package weights writes a CSV of the loss weight of each row.
package weights

import (
	"bytes"
	"math"
	"strconv"
	"strings"

	"lossexplorer/internal/predict"
	"lossexplorer/internal/predict/bins"
	"lossexplorer/internal/predict/softlabel"
)

// Header returns the first line of the table for rows of the columns c.
func Header(c predict.Columns) string {
	h := "line,y,p_t,loss,gradient,weight\n"
	if c.Labels.Soft {
		h = "line,y,p,loss,gradient,weight\n"
	}
	if _, ok := c.ID.Index(); ok {
		h = "id," + h
	}
	return "row," + h
}

// Append appends a line for each row, but for the index of the row, which [Number] puts
// in front: its id if the rows have ids, its line in the file, its class, p_t, the loss in
// nats, |dL/dx| for the logit x, and the weight: the ratio of the loss to cross-entropy
// with the same clip, α_t (1-p_t)^γ of the focal loss. The weight is 0 where both are;
// where both are infinite, at a p_t of 0 without a clip, it is the weight at p_t = e⁻⁶⁰⁰.
// Sample weights are not in it. z has the logits of p_t; all slices are as long as the rows.
func Append(dst []byte, rows *predict.Rows, z, losses, gradients []float64, s bins.Setting) []byte {
	edge := predict.Logit(1 - s.Epsilon())
	for i, line := range rows.Line {
		if rows.ID != nil {
			dst = append(dst, field(rows.ID[i])...)
			dst = append(dst, ',')
		}
		dst = strconv.AppendInt(dst, int64(line), 10)
		dst = append(dst, ',')
		dst = strconv.AppendInt(dst, int64(rows.Class[i]), 10)
		clipped := max(-edge, min(edge, z[i]))
		cross := softplus(-clipped)
		weight := 0.
		switch {
		case math.IsInf(cross, 1):
			const far = 600
			y, x := 1., -far
			if rows.Class[i] == 0 && rows.Width() == 1 {
				y, x = 0, far
			}
			loss, _ := s.Loss().AtLogit(y, float64(x))
			weight = loss / far
		case cross > 0:
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

// AppendSoft is [Append] for rows with soft labels, which m has added last: y is the label,
// p stands in the place of p_t, and the weight is the ratio of the loss to the
// cross-entropy of the label.
func AppendSoft(dst []byte, rows *predict.Rows, m *softlabel.Measure) []byte {
	ratios := m.Ratios(nil, rows)
	for i, line := range rows.Line {
		if rows.ID != nil {
			dst = append(dst, field(rows.ID[i])...)
			dst = append(dst, ',')
		}
		dst = strconv.AppendInt(dst, int64(line), 10)
		p := rows.Score[i]
		if rows.Columns().Logits() {
			p = 1 / (1 + math.Exp(-p))
		}
		for _, v := range [...]float64{rows.Label[i], p, m.Losses[i], m.Gradients[i], ratios[i]} {
			dst = append(dst, ',')
			dst = strconv.AppendFloat(dst, v, 'g', 9, 64)
		}
		dst = append(dst, '\n')
	}
	return dst
}

// Number appends the lines of Append, each with the index of its row from 0 in front,
// rejected and ignored rows counting too. The first row of the part has the index first.
func Number(dst, text []byte, rows *predict.Rows, first int) []byte {
	for i := range rows.Line {
		end := bytes.IndexByte(text, '\n') + 1
		dst = strconv.AppendInt(dst, int64(first)+int64(rows.Index[i]), 10)
		dst = append(dst, ',')
		dst = append(dst, text[:end]...)
		text = text[end:]
	}
	return dst
}

// field returns a text as a field of CSV. Line ends become spaces.
func field(s string) string {
	s = strings.NewReplacer("\r\n", " ", "\n", " ", "\r", " ").Replace(s)
	if strings.ContainsAny(s, `",`) {
		return `"` + strings.ReplaceAll(s, `"`, `""`) + `"`
	}
	return s
}

// softplus is ln(1+e^x).
func softplus(x float64) float64 { return max(x, 0) + math.Log1p(math.Exp(-math.Abs(x))) }
