//go:build js && wasm

package main

import (
	"syscall/js"

	"lossexplorer/internal/plot"
	"lossexplorer/internal/render/scene"
)

// lines are the moving lines of one chart.
type lines = [plot.Moving][]float64

// motion animates the change from a curve to the next.
type motion struct {
	reduced js.Value // whether motion is unwelcome
	runs    bool
	began   float64 // ms
	share   float64 // of the way that is behind

	both bool // both classes were shown, and are
	from [plot.Charts]lines
	now  [plot.Charts]lines // the lines that are drawn
}

// duration is the time used to animate a change, in milliseconds.
const duration = 300

func newMotion() motion {
	return motion{reduced: js.Global().Call("matchMedia", "(prefers-reduced-motion: reduce)")}
}

func milliseconds() float64 { return js.Global().Get("performance").Call("now").Float() }

// keep stores the drawn lines, before s has others.
func (m *motion) keep(s *plot.Series, both bool) {
	m.both = both
	for chart, all := range [plot.Charts]*[plot.Lines][]float64{&s.Loss, &s.Gradient,
		&s.Curvature} {
		for i := range m.from[chart] {
			line := all[i]
			if m.runs {
				line = m.now[chart][i]
			}
			m.from[chart][i] = append(m.from[chart][i][:0], line...)
		}
	}
	m.runs = false
}

// start begins to move to the lines of s, if it is wanted and they have the same points.
func (m *motion) start(s *plot.Series, both, wanted bool) {
	m.both = m.both && both
	if !wanted || m.reduced.Get("matches").Bool() {
		return
	}
	differs := false
	for chart, all := range [plot.Charts]*[plot.Lines][]float64{&s.Loss, &s.Gradient,
		&s.Curvature} {
		if m.both && len(m.from[chart][plot.LossNeg]) == 0 {
			m.from[chart][plot.LossNeg] = append(m.from[chart][plot.LossNeg],
				m.from[chart][plot.LossPos]...)
		}
		for i, from := range m.from[chart] {
			to := m.end(all, i)
			if len(from) != len(to) {
				return
			}
			for k, v := range from {
				differs = differs || v != to[k] && v == v
			}
		}
	}
	m.runs, m.began = differs, milliseconds()
}

// step computes the lines of this frame.
func (m *motion) step(s *plot.Series) {
	if !m.runs {
		return
	}
	t := (milliseconds() - m.began) / duration
	if t >= 1 {
		m.runs = false
		return
	}
	m.share = max(t, 0)
	eased := m.share * m.share * (3 - 2*m.share)
	for chart, all := range [plot.Charts]*[plot.Lines][]float64{&s.Loss, &s.Gradient,
		&s.Curvature} {
		for i, from := range m.from[chart] {
			to := m.end(all, i)
			now := append(m.now[chart][i][:0], to...)
			for k := 1; k < len(now); k += 2 {
				if v := from[k]; v == v && to[k] == to[k] {
					now[k] = v + (to[k]-v)*eased
				}
			}
			m.now[chart][i] = now
		}
	}
}

// show makes a chart draw the lines that step computed.
func (m *motion) show(c *scene.Chart) {
	c.Moved, c.Ghost = nil, nil
	if !m.runs {
		return
	}
	i := c.Of
	c.Moved, c.Ghost, c.Fade = &m.now[i], &m.from[i], 1-m.share
}

// end returns where line i ends. Of both classes the lines may be one before or after, from
// which they part or in which they meet.
func (m *motion) end(all *[plot.Lines][]float64, i int) []float64 {
	if i == plot.LossNeg && m.both && len(all[i]) == 0 {
		return all[plot.LossPos]
	}
	return all[i]
}
