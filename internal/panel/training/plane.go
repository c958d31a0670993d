package training

import (
	"math"
	"strconv"

	"lossexplorer/internal/plot"
	"lossexplorer/internal/train"
)

// Sizes of the maps.
const (
	Edge = 2. // the plane is shown from -Edge to Edge
	Grid = 48 // points a side at which it is coloured
)

// A Plane holds the predictions of a model over the plane, by rows from the top.
type Plane struct {
	Logits [Grid * Grid]float64

	points []float64
}

// Update has m predict.
func (p *Plane) Update(m *train.Model) {
	if p.points == nil {
		for i := range Grid * Grid {
			p.points = append(p.points, coordinate(i%Grid), -coordinate(i/Grid))
		}
	}
	m.Logits(p.Logits[:], p.points)
}

// coordinate returns the coordinate of the middle of cell i.
func coordinate(i int) float64 { return Edge * ((2*float64(i)+1)/Grid - 1) }

// AppendPixels appends a pixel of red, green, blue and opacity for each point: the
// colour of the more probable class, the more opaque the more confident the model.
func (p *Plane) AppendPixels(dst []byte, positive, negative [3]byte) []byte {
	const most = 150 // of 255, so that the examples stand out
	for _, x := range p.Logits {
		c := positive
		if x < 0 {
			c = negative
		}
		confidence := math.Abs(2/(1+math.Exp(-x)) - 1)
		dst = append(dst, c[0], c[1], c[2], byte(most*confidence))
	}
	return dst
}

// AppendBoundary appends an SVG path, 1000 wide and high, of the line on which the
// predicted probability is the threshold: in each square of four points, the segments
// between the crossings of its sides.
func (p *Plane) AppendBoundary(dst []byte, threshold float64) []byte {
	const cell = float64(plot.Canvas) / Grid
	level := train.Logit(threshold)
	for row := range Grid - 1 {
		for column := range Grid - 1 {
			at := row*Grid + column
			a, b, c, d := p.Logits[at]-level, p.Logits[at+1]-level, p.Logits[at+Grid+1]-level,
				p.Logits[at+Grid]-level
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
				letter ^= 'M' ^ 'L' // two crossings are a segment
			}
			cross(a, b, x, y, 1, 0)
			cross(b, c, x+cell, y, 0, 1)
			cross(c, d, x+cell, y+cell, -1, 0)
			cross(d, a, x, y+cell, 0, -1)
		}
	}
	return dst
}

// AppendExamples appends an SVG path, 1000 wide and high, of the examples with label
// y: discs for positives, crosses for negatives.
func AppendExamples(dst []byte, d *train.Data, y float64) []byte {
	mark := "m-9 0a9 9 0 1 0 18 0a9 9 0 1 0 -18 0"
	if y == 0 {
		mark = "m-7 0h14m-7-7v14"
	}
	for i, label := range d.Y {
		if label != y {
			continue
		}
		dst = append(dst, 'M')
		dst = strconv.AppendInt(dst, int64(math.Round(plot.Canvas*(d.X[2*i]/Edge+1)/2)), 10)
		dst = append(dst, ' ')
		dst = strconv.AppendInt(dst, int64(math.Round(plot.Canvas*(1-d.X[2*i+1]/Edge)/2)), 10)
		dst = append(dst, mark...)
	}
	return dst
}
