package predictions

import (
	"math"
	"strconv"

	"lossexplorer/internal/predict/bins"
	"lossexplorer/internal/state"
)

// The heat maps: gamma from 0 to 5 and alpha from 0.05 to 0.95, from left to right and
// from below to above.
const (
	heatGammas = 41
	heatAlphas = 37
	maxGamma   = 5
	minAlpha   = 0.05
	maxAlpha   = 0.95
)

// remap makes the map of the loss if it is another, whatever the clip.
func (d *Data) remap(s bins.Setting, figure state.State) {
	if i := figure.Kind.Param(state.EpsilonKey); i >= 0 {
		figure.Values[i] = 0
	}
	if figure == d.mapped {
		return
	}
	d.mapped = figure
	d.mapGammas = d.mapGammas[:0]
	for i := range heatGammas {
		d.mapGammas = append(d.mapGammas, maxGamma*float64(i)/(heatGammas-1))
	}
	d.heatMap = d.data.View(0).Map(s.With(state.EpsilonKey, 0), d.mapGammas)
}

// heat has the maps as pictures, which do not follow gamma and alpha, and the place of
// these on them.
func (d *Data) heat(dst []Change, s bins.Setting, figure state.State) []Change {
	if figure != d.figure {
		alphas := make([]float64, heatAlphas)
		for j := range alphas {
			alphas[j] = minAlpha + (maxAlpha-minAlpha)*float64(j)/(heatAlphas-1)
		}
		var cells [][]bins.Cell
		if d.heatMap != nil {
			cells = d.heatMap.Cells(s.Epsilon(), alphas)
		}
		for id, color := range map[string]func(bins.Cell) rgb{
			"predict-easy":  func(c bins.Cell) rgb { return mix(white, blue, c.EasyNegatives) },
			"predict-ratio": func(c bins.Cell) rgb { return diverge(math.Log10(c.Ratio) / 3) },
		} {
			picture := ""
			if cells != nil {
				picture = bitmap(heatGammas, heatAlphas,
					func(i, j int) rgb { return color(cells[i][j]) })
			}
			dst = append(dst, Change{id, "href", picture})
		}
	}
	x, y := "-100", "-100" // out of sight
	if gamma, alpha := s.Value("gamma"), s.Value("alpha"); gamma == gamma &&
		s.Kind().Param("balanced") >= 0 {
		if s.Value("balanced") == 0 {
			alpha = 0.5 // as many for both classes
		}
		x = place(gamma, 0, maxGamma, heatGammas)
		y = place(minAlpha+maxAlpha-alpha, minAlpha, maxAlpha, heatAlphas)
	}
	for _, id := range []string{"predict-easy-at", "predict-ratio-at"} {
		dst = append(dst, Change{id, "cx", x}, Change{id, "cy", y})
	}
	return dst
}

// place returns the place of a value on a map 1000 wide and high with n cells, at its edge if it
// is beyond.
func place(v, low, high float64, n int) string {
	cell := 1000 / float64(n)
	at := cell/2 + (1000-cell)*(v-low)/(high-low)
	return strconv.FormatFloat(max(0, min(1000, at)), 'f', 1, 64)
}

// histogram has steps of log(1+rows), and the loss, both in parts of their largest.
func (d *Data) histogram(dst []Change, s bins.Setting) []Change {
	var bars [2][bins.Bars]bins.Sums // all of several classes count as positive, as their losses do
	for k := range d.m.Classes() {
		y := k
		if d.several() {
			y = 1
		}
		for i, b := range d.m.Bars(k) {
			bars[y][i] = bars[y][i].Plus(b)
		}
	}
	most := 0.
	for y := range 2 {
		for _, b := range bars[y] {
			most = max(most, math.Log1p(b.Count))
		}
	}
	highest := 0.
	var losses [2][bins.Bars]float64
	for y := range 2 {
		for i := range losses[y] {
			pt := (float64(i) + 0.5) / bins.Bars
			p := pt
			if y == 0 {
				p = 1 - pt
			}
			losses[y][i], _ = s.Loss().AtProb(float64(y), p)
			highest = max(highest, losses[y][i])
		}
	}
	for y := range 2 {
		steps := []float64{0, 0}
		var curve []float64
		if y == 0 && d.several() {
			dst = d.line(dst, "predict-bars-0", nil)
			dst = d.line(dst, "predict-loss-0", nil)
			continue
		}
		for i, b := range bars[y] {
			height := math.Log1p(b.Count) / most
			steps = append(steps, float64(i)/bins.Bars, height, float64(i+1)/bins.Bars, height)
			curve = append(curve, (float64(i)+0.5)/bins.Bars, losses[y][i]/highest)
		}
		dst = d.line(dst, "predict-bars-"+strconv.Itoa(y), append(steps, 1, 0))
		dst = d.line(dst, "predict-loss-"+strconv.Itoa(y), curve)
	}
	return dst
}

// line has the points of an SVG polyline, 1000 wide and high, of pairs x, y from 0 to 1.
func (d *Data) line(dst []Change, id string, xy []float64) []Change {
	b := d.points[:0]
	for i := 0; i+1 < len(xy); i += 2 {
		if i > 0 {
			b = append(b, ' ')
		}
		b = strconv.AppendInt(b, int64(math.Round(1000*xy[i])), 10)
		b = append(b, ',')
		b = strconv.AppendInt(b, int64(math.Round(1000*(1-xy[i+1]))), 10)
	}
	d.points = b
	return append(dst, Change{id, "points", string(b)})
}
