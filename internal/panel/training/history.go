package training

import (
	"lossexplorer/internal/plot"
	"lossexplorer/internal/train"
)

// Top is the cross-entropy at the top of its chart.
const Top = 0.7

// A History holds the course of a run, with at most maxHistory points: every second,
// fourth … measurement of a long one. The zero value is empty.
type History struct {
	steps     []int
	cross, ap [train.Models][]float64
	every     int // measurements per point
	skipped   int
}

const maxHistory = 400

// Reset empties h.
func (h *History) Reset() {
	h.steps, h.every, h.skipped = h.steps[:0], 1, 0
	for i := range h.cross {
		h.cross[i], h.ap[i] = h.cross[i][:0], h.ap[i][:0]
	}
}

// Add adds the results of r.
func (h *History) Add(r *train.Run) {
	if h.skipped++; h.skipped < h.every && len(h.steps) > 0 {
		return
	}
	h.skipped = 0
	if len(h.steps) == maxHistory {
		h.every *= 2
		h.steps = halve(h.steps)
		for i := range h.cross {
			h.cross[i], h.ap[i] = halve(h.cross[i]), halve(h.ap[i])
		}
	}
	h.steps = append(h.steps, r.Steps)
	for i := range r.Results {
		h.cross[i] = append(h.cross[i], r.Results[i].CrossEntropy)
		h.ap[i] = append(h.ap[i], r.Results[i].AP)
	}
}

// halve keeps every second element.
func halve[T any](s []T) []T {
	for i := 0; 2*i < len(s); i++ {
		s[i] = s[2*i]
	}
	return s[:(len(s)+1)/2]
}

// AppendCross appends the points of an SVG polyline, 1000 wide for all steps of a run
// and high for Top, of the cross-entropy of a model.
func (h *History) AppendCross(dst []byte, model int) []byte {
	return h.append(dst, h.cross[model], Top)
}

// AppendAP is AppendCross for average precision, up to 1.
func (h *History) AppendAP(dst []byte, model int) []byte { return h.append(dst, h.ap[model], 1) }

func (h *History) append(dst []byte, values []float64, top float64) []byte {
	for i, v := range values {
		dst = plot.AppendPoint(dst, float64(h.steps[i])/train.Steps, min(v/top, 1.01))
	}
	return dst
}
