package scene

import (
	"math"

	"lossexplorer/internal/plot"
	"lossexplorer/internal/state"
	"lossexplorer/internal/text"
)

// bands tints where examples are easy and hard, and names it.
func (l *Layout) bands(c *Chart) {
	r := plot.RegionsOf(c.State)
	if !r.Alike {
		return
	}
	t := text.MarksOf(c.Messages)
	hard, easy := t.Hard, t.Easy
	if c.small() {
		hard, easy = t.HardShort, t.EasyShort
	}
	for _, band := range [...]struct {
		of    state.Range
		role  Role
		alpha float64
		name  string
	}{{r.Hard[0], Loss, 0.055, hard}, {r.Easy[0], Ink, 0.04, easy}} {
		x0, x1 := l.x.pixel(band.of.Min), l.x.pixel(band.of.Max)
		if x1-x0 < 1 {
			continue
		}
		l.Rest.rect(band.role, band.alpha, Rect{x0, l.frame.Y, x1 - x0, l.frame.H})
		if w := textWidth(band.name, FontSize, Bold); w < x1-x0 && c.first() {
			l.Rest.text(Ink, (x0+x1)/2, l.frame.Y-11, 0.5, FontSize, Bold, band.name)
		}
	}
}

// clip hatches where p is clipped.
func (l *Layout) clip(c *Chart) {
	epsilon := c.State.Number(state.EpsilonKey)
	if epsilon <= 0 {
		return
	}
	x := plot.AxesOf(c.State).X
	low, high := plot.Place(c.State.Axes.X, epsilon, 1), plot.Place(c.State.Axes.X, 1-epsilon, 1)
	for _, r := range [...]state.Range{{Min: x.Min, Max: min(low, x.Max)},
		{Min: max(high, x.Min), Max: x.Max}} {
		if x0, x1 := l.x.pixel(r.Min), l.x.pixel(r.Max); x1-x0 >= 2 {
			l.hatch(Rect{x0, l.frame.Y, x1 - x0, l.frame.H})
		}
	}
	if !c.first() || low < x.Min {
		return
	}
	t := text.MarksOf(c.Messages)
	s := "◂ " + text.Fill(t.Clipped, "epsilon", plot.Number(epsilon))
	if c.small() {
		s = "◂ " + t.ClipShort
	}
	at := Rect{l.x.pixel(low) + 6, l.frame.Y + l.frame.H - 22, textWidth(s, FontSize, 0), 16}
	free := l.frame.holds(at)
	for _, curve := range l.curves {
		if y0, y1, ok := span(curve, at.X, at.X+at.W); ok && y0 < at.Y+at.H && y1 > at.Y {
			free = false // the hatch is there still
		}
	}
	if free {
		l.Rest.text(Soft, at.X, at.Y+8, 0, FontSize, Halo, s)
		l.boxes = append(l.boxes, at)
	}
}

func (l *Layout) hatch(r Rect) {
	const step = 6
	at := l.Rest.stroke(pen{role: Soft, width: 1, alpha: 0.55, clipped: true})
	for k := step / 2.; k < r.W+r.H; k += step {
		// From the left or the lower edge up to the upper or the right one.
		x0, y0 := r.X, r.Y+k
		if y0 > r.Y+r.H {
			x0, y0 = r.X+k-r.H, r.Y+r.H
		}
		x1, y1 := r.X+k, r.Y
		if x1 > r.X+r.W {
			x1, y1 = r.X+r.W, r.Y+k-r.W
		}
		if k > step {
			l.Rest.lift()
		}
		l.Rest.to(x0, y0)
		l.Rest.to(x1, y1)
	}
	l.Rest.end(at)
}

// axes draws the axes, which ECharts draws on the page.
func (l *Layout) axes(c *Chart) {
	d, f := &l.Rest, l.frame
	bottom := f.Y + f.H
	grid, line := pen{role: Rule, width: 1, alpha: 1}, pen{role: Soft, width: 1, alpha: 1}
	xAxis, yAxis := c.XAxis(), c.YAxis()
	l.ticks = plot.Ticks(l.ticks[:0], yAxis.Range, yAxis.Log)
	for _, t := range l.ticks {
		y := sharp(l.y.pixel(t.At))
		d.segment(grid, f.X, y, f.X+f.W, y)
		d.text(Soft, f.X-8, y, 1, FontSize, 0, t.Label)
	}
	l.ticks = plot.Ticks(l.ticks[:0], xAxis.Range, false)
	for _, t := range l.ticks {
		x := sharp(l.x.pixel(t.At))
		d.segment(line, x, bottom, x, bottom+5)
		if !c.Hides(t) {
			d.text(Soft, x, bottom+14, 0.5, FontSize, 0, t.Label)
		}
	}
	d.segment(line, f.X, sharp(bottom), f.X+f.W, sharp(bottom))
	d.text(Soft, f.X+f.W/2, bottom+XNameGap+2, 0.5, FontSize, 0, xAxis.Name)
	d.text(Soft, f.X-YNameGap, f.Y+f.H/2, 0.5, FontSize, Upright, yAxis.Name)
}

// sharp moves a line one pixel wide onto the pixels.
func sharp(v float64) float64 { return math.Floor(v) + 0.5 }

// column draws an upright line through the frame.
func (l *Layout) column(x, alpha float64) {
	p := sharp(l.x.pixel(x))
	if p > l.frame.X && p < l.frame.X+l.frame.W {
		l.Moving.segment(pen{role: Ink, width: 1, alpha: alpha}, p, l.frame.Y, p,
			l.frame.Y+l.frame.H)
	}
}

// gain fills between the loss and cross-entropy where the loss pulls more.
func (l *Layout) gain(c *Chart) {
	s := c.State
	if !l.crossed || s.Axes.X == state.XProb && s.Class == state.Both {
		return
	}
	line, cross := l.curves[plot.LossPos], l.curves[plot.CrossPos]
	if plot.FirstLabel(s) == 0 {
		line, cross = l.curves[plot.LossNeg], l.curves[plot.CrossNeg]
	}
	if len(line) != len(cross) {
		return
	}
	end := l.x.pixel(plot.Place(s.Axes.X, l.crossPt, plot.FirstLabel(s)))
	rises := plot.Place(s.Axes.X, 1, plot.FirstLabel(s)) > plot.Place(s.Axes.X, 0,
		plot.FirstLabel(s))
	inside := func(x float64) bool { return x <= end == rises || x == end }
	at := l.Moving.fill(Loss, 0.16, true)
	first, last := -1, -1
	for k := 0; k < len(line); k += 2 {
		if inside(line[k]) && line[k+1] == line[k+1] && cross[k+1] == cross[k+1] {
			if first < 0 {
				first = k
			}
			last = k
			l.Moving.to(line[k], line[k+1])
		}
	}
	for k := last; k >= first && k >= 0; k -= 2 {
		if inside(cross[k]) && cross[k+1] == cross[k+1] {
			l.Moving.to(cross[k], cross[k+1])
		}
	}
	l.Moving.end(at)
}
