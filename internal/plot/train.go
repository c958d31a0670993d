package plot

import (
	"math"
	"strconv"

	"lossexplorer/internal/state"
	"lossexplorer/internal/text"
	"lossexplorer/internal/train"
)

// Sizes of the training view.
const (
	TrainExamples = 1000
	TrainHidden   = 16  // units of its network
	TrainEdge     = 2.  // the plane is shown from -TrainEdge to TrainEdge
	TrainGrid     = 48  // points a side at which it is coloured
	TrainTop      = 0.7 // the cross-entropy at the top of its chart
)

// TrainSetup returns what the training view of s trains.
func TrainSetup(s state.State) train.Setup {
	t := s.Train
	setup := train.Setup{
		Sample: train.Sample{Shape: train.Shape(t.Data), N: TrainExamples, Ratio: t.Ratio, Noise: t.Noise, Seed: uint64(t.Seed)},
		Prior:  t.Prior,
		Rate:   t.Rate,
	}
	if t.Model == state.TrainModels()[1] {
		setup.Hidden = TrainHidden
	}
	return setup
}

// A Plane is what a model predicts over the plane, by rows from above.
type Plane struct {
	Logits [TrainGrid * TrainGrid]float64

	points []float64
}

// Update has m predict.
func (p *Plane) Update(m *train.Model) {
	if p.points == nil {
		for i := range TrainGrid * TrainGrid {
			p.points = append(p.points, planeAt(i%TrainGrid), -planeAt(i/TrainGrid))
		}
	}
	m.Logits(p.Logits[:], p.points)
}

// planeAt returns the coordinate of the middle of a cell.
func planeAt(i int) float64 { return TrainEdge * ((2*float64(i)+1)/TrainGrid - 1) }

// AppendPixels appends a pixel of red, green, blue and opacity for each point:
// the colour of the class that is predicted, the more opaque the surer.
func (p *Plane) AppendPixels(dst []byte, positive, negative [3]byte) []byte {
	const most = 130 // of 255, so that points stand out
	for _, x := range p.Logits {
		c := positive
		if x < 0 {
			c = negative
		}
		sure := math.Abs(2/(1+math.Exp(-x)) - 1)
		dst = append(dst, c[0], c[1], c[2], byte(most*sure))
	}
	return dst
}

// AppendBoundary appends an SVG path, 1000 wide and high, of the line on which
// the prediction is 1/2: of each square of four points, the parts between the
// crossings of its sides.
func (p *Plane) AppendBoundary(dst []byte) []byte {
	const cell = float64(canvas) / TrainGrid
	for row := range TrainGrid - 1 {
		for column := range TrainGrid - 1 {
			at := row*TrainGrid + column
			a, b, c, d := p.Logits[at], p.Logits[at+1], p.Logits[at+TrainGrid+1], p.Logits[at+TrainGrid]
			x, y := (float64(column)+0.5)*cell, (float64(row)+0.5)*cell
			letter := byte('M')
			cross := func(from, to, x, y, dx, dy float64) {
				if (from < 0) == (to < 0) {
					return
				}
				t := from / (from - to) * cell
				dst = append(dst, letter)
				dst = strconv.AppendInt(dst, int64(math.Round(x+t*dx)), 10)
				dst = append(dst, ' ')
				dst = strconv.AppendInt(dst, int64(math.Round(y+t*dy)), 10)
				letter ^= 'M' ^ 'L' // two crossings are a part
			}
			cross(a, b, x, y, 1, 0)
			cross(b, c, x+cell, y, 0, 1)
			cross(c, d, x+cell, y+cell, -1, 0)
			cross(d, a, x, y+cell, 0, -1)
		}
	}
	return dst
}

// AppendExamples appends an SVG path, 1000 wide and high, of the examples with
// truth y: squares for positives, crosses for negatives.
func AppendExamples(dst []byte, d *train.Data, y float64) []byte {
	mark := "m-8-8h16v16h-16z"
	if y == 0 {
		mark = "m-8 0h16m-8-8v16"
	}
	for i, truth := range d.Y {
		if truth != y {
			continue
		}
		dst = append(dst, 'M')
		dst = strconv.AppendInt(dst, int64(math.Round(canvas*(d.X[2*i]/TrainEdge+1)/2)), 10)
		dst = append(dst, ' ')
		dst = strconv.AppendInt(dst, int64(math.Round(canvas*(1-d.X[2*i+1]/TrainEdge)/2)), 10)
		dst = append(dst, mark...)
	}
	return dst
}

// AppendCalibration appends the points of an SVG polyline, 1000 wide (the mean
// prediction of a bin) and high (its share of positives).
func AppendCalibration(dst []byte, m *train.Measurement) []byte {
	for _, b := range m.Bins {
		if b.Count > 0 {
			dst = appendPoint(dst, b.Mean, b.Positives)
		}
	}
	return dst
}

// A TrainHistory has the course of a run. It keeps at most maxHistory points,
// every second, fourth … measurement of a long one. The zero value is empty.
type TrainHistory struct {
	steps     []int
	cross, ap [train.Models][]float64
	every     int // how many measurements a point is for
	skipped   int
}

const maxHistory = 400

// Reset empties h.
func (h *TrainHistory) Reset() {
	h.steps, h.every, h.skipped = h.steps[:0], 1, 0
	for i := range h.cross {
		h.cross[i], h.ap[i] = h.cross[i][:0], h.ap[i][:0]
	}
}

// Add adds the results of r.
func (h *TrainHistory) Add(r *train.Run) {
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
		h.cross[i] = append(h.cross[i], r.Results[i].Cross)
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

// AppendCross appends the points of an SVG polyline, 1000 wide (the steps so
// far) and high, of the cross-entropy of a model, up to TrainTop.
func (h *TrainHistory) AppendCross(dst []byte, model int) []byte {
	return h.append(dst, h.cross[model], TrainTop)
}

// AppendAP is AppendCross for average precision.
func (h *TrainHistory) AppendAP(dst []byte, model int) []byte { return h.append(dst, h.ap[model], 1) }

func (h *TrainHistory) append(dst []byte, values []float64, top float64) []byte {
	if len(h.steps) == 0 {
		return dst
	}
	last := max(1, h.steps[len(h.steps)-1])
	for i, v := range values {
		dst = appendPoint(dst, float64(h.steps[i])/float64(last), min(v/top, 1.01))
	}
	return dst
}

// TrainRows is the number of rows of the table of results.
const TrainRows = 6

// SayResults returns the rows of the table of results of a model: the mean of the
// loss it is trained with, cross-entropy, precision, recall, average precision
// and calibration error.
func SayResults(m *train.Measurement) [TrainRows]string {
	var said [TrainRows]string
	for i, v := range [...]float64{m.Loss, m.Cross, m.Precision, m.Recall, m.AP, m.ECE} {
		said[i] = Number(v)
	}
	return said
}

// SayRun puts the results of r into words.
func SayRun(m *text.Messages, r *train.Run) string {
	a, b := &r.Results[train.WithLoss], &r.Results[train.WithCross]
	return text.Fill(text.TrainOf(m).Says,
		"steps", strconv.Itoa(r.Steps),
		"recall", Number(a.Recall), "precision", Number(a.Precision), "ap", Number(a.AP), "ece", Number(a.ECE),
		"crossrecall", Number(b.Recall), "crossprecision", Number(b.Precision), "crossap", Number(b.AP), "crossece", Number(b.ECE))
}
