package scene

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"io"
	"math"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"lossexplorer/internal/plot"
	"lossexplorer/internal/state"
	"lossexplorer/internal/text"
)

// charts returns both charts of a state, laid out.
func charts(t testing.TB, width, height float64, lang string, pairs ...string) (all [2]struct {
	Chart
	Layout
}) {
	t.Helper()
	s := state.Default()
	for i := 0; i < len(pairs); i += 2 {
		var err error
		if s, err = s.With(pairs[i], pairs[i+1]); err != nil {
			t.Fatal(err)
		}
	}
	var series plot.Series
	if err := series.Update(s, plot.Points); err != nil {
		t.Fatal(err)
	}
	for i := range all {
		all[i].Chart = Chart{State: s, Messages: text.For(lang), Lines: &series.Loss, Width: width,
			Height: height, Axes: true}
	}
	all[1].Lines, all[1].Of = &series.Gradient, plot.GradientChart
	for i := range all {
		all[i].LayRest(&all[i].Chart)
		all[i].LayMoving(&all[i].Chart)
	}
	return all
}

var sizes = [...][2]float64{{818, 320}, {818, 190}, {330, 250}, {640, 400}}

var views = [][]string{
	{"gamma", "2", "balanced", "0", "scale", "log-loss", "gradient", "pull"},
	{"gamma", "2", "balanced", "0", "scale", "linear", "gradient", "pt"},
	{"gamma", "2", "balanced", "1", "alpha", "0.25", "class", "both", "gradient", "logit"},
	{"gamma", "5", "x", "logit", "scale", "log", "gradient", "relative", "epsilon", "1e-3"},
	{"pins", "focal:0,0,0.5,1e-7~focal:0.5,0,0.25,1e-7~focal:1,0,0.25,1e-7~focal:3,0,0.25,1e-7~focal:4,0,0.25,1e-7~focal:5,0,0.25,1e-7"},
	{"hard", "0.45", "easy", "0.55", "class", "0", "x", "p"},
	{"loss", "smoothed", "quantity", "ratio", "epsilon", "off"},
	{"wrong", "1", "class", "both"},
	{"x_range", "0.4,0.6", "loss_range", "0.1,0.4"},
}

// No label covers another, and all are within the chart. What every curve is can be read:
// at the curve or in the legend.
func TestLabels(t *testing.T) {
	for _, lang := range []string{"en", "zh"} {
		for _, size := range sizes {
			for _, view := range views {
				for i, c := range charts(t, size[0], size[1], lang, view...) {
					name := fmt.Sprintf("%s, %v, chart %d, %v", lang, size, i, view)
					var boxes []Rect
					var said []string
					for _, l := range []*List{&c.Rest, &c.Moving} {
						l.Each(func(o Op) {
							if o.Kind != Text || o.Flags&Halo == 0 {
								return
							}
							w := textWidth(o.Text, o.Size, o.Flags)
							box := Rect{o.X - o.Anchor*w, o.Y - o.Size/2 + 1, w, o.Size - 2}
							said = append(said, o.Text)
							for k, other := range boxes {
								if box.overlaps(other) {
									t.Errorf("%s: %q lies upon %q", name, o.Text, said[k])
								}
							}
							boxes = append(boxes, box)
							if chart := (Rect{0, 0, size[0], size[1]}); !chart.holds(box) {
								t.Errorf("%s: %q is outside: %+v", name, o.Text, box)
							}
						})
					}
					for k := range plot.Family {
						if len(c.Lines[k]) == 0 {
							continue
						}
						named := slices.Contains(said, LineName(&c.Chart, k)) ||
							slices.Contains(c.Legend, k) || (k-plot.Pinned)%2 == 1 ||
							k == plot.CrossNeg
						if !named {
							t.Errorf("%s: nothing names line %d", name, k)
						}
					}
				}
			}
		}
	}
}

// The default view of the design needs no legend, and has the sentence of the claim.
func TestDesign(t *testing.T) {
	all := charts(t, 818, 320, "en", views[0]...)
	for i, want := range [][]string{
		{"100× less", "1.2× less", "2.3 → 1.87", "0.105 → 0.00105", "Focal loss, γ = 2",
			"cross-entropy", "γ 0.5", "γ 1", "γ 5", "◂ clipped below ε = 10⁻⁷", "0.1", "0.9",
			"Hard: the model is wrong"},
		{"35× less", "1.2× more", "pulls more than cross-entropy below pₜ = 0.298",
			"cross-entropy"},
	} {
		c := all[i]
		if len(c.Legend) > 0 && i == 0 {
			t.Errorf("chart %d needs a legend of %v", i, c.Legend)
		}
		said := append(slices.Clone(c.Rest.Texts), c.Moving.Texts...)
		for _, w := range want {
			if !slices.Contains(said, w) {
				t.Errorf("chart %d lacks %q: %q", i, w, said)
			}
		}
		if slices.Contains(said, "γ 2") {
			t.Error("the curve of the loss has two names")
		}
	}
}

// Dots are on the curves.
func TestDots(t *testing.T) {
	for _, view := range views[:4] {
		for i, c := range charts(t, 818, 320, "en", view...) {
			hard, easy := plot.PairOf(c.State)
			n := 0
			c.Moving.Each(func(o Op) {
				if o.Kind != Dot || o.Role == Cross {
					return
				}
				n++
				near := math.Inf(1)
				for k := range plot.Moving {
					if low, high, ok := span(c.curves[k], o.X-0.01, o.X+0.01); ok {
						near = min(near, max(low-o.Y, o.Y-high, 0))
					}
				}
				if near > 1.5 {
					t.Errorf("%v, chart %d: the dot at %g is %g pixels off its curve", view, i,
						o.X, near)
				}
			})
			if n == 0 && hard.X > -20 && easy.X < 20 {
				t.Errorf("%v, chart %d: there are no dots", view, i)
			}
		}
	}
}

func TestSVG(t *testing.T) {
	for _, view := range views {
		for _, c := range charts(t, 640, 400, "zh", view...) {
			d := Document{Chart: c.Chart, Title: "a < b", Caption: `"q" & r`, Font: "sans-serif",
				Scale: 2}
			b := d.SVG()
			if !bytes.Equal(b, d.SVG()) {
				t.Error("drawn twice the bytes differ")
			}
			if bytes.Contains(b, []byte("NaN")) || bytes.Contains(b, []byte("Inf")) ||
				bytes.Contains(b, []byte(" style=")) {
				t.Errorf("%v: %s", view, b)
			}
			decoder := xml.NewDecoder(bytes.NewReader(b))
			for {
				if _, err := decoder.Token(); err == io.EOF {
					break
				} else if err != nil {
					t.Fatalf("%v: %v", view, err)
				}
			}
		}
	}
}

// The colours are those of the style sheet.
func TestPalette(t *testing.T) {
	sheet, err := os.ReadFile("../../../web/css/tokens.css")
	if err != nil {
		t.Fatal(err)
	}
	light, dark, _ := strings.Cut(string(sheet), "@media")
	for role := range Roles {
		for i, part := range []string{light, dark} {
			found := regexp.MustCompile(Tokens[role]+`: (#[0-9a-f]{6});`).FindAllStringSubmatch(part, -1)
			if len(found) == 0 {
				t.Errorf("the style sheet lacks %s", Tokens[role])
			}
			for _, f := range found {
				if want := Hex(i == 1)(role); f[1] != want {
					t.Errorf("%s is %s in the style sheet, %s here", Tokens[role], f[1], want)
				}
			}
		}
	}
}

func TestLayoutsAreAlike(t *testing.T) {
	all := charts(t, 640, 400, "en")
	c := &all[0]
	rest, moving := slices.Clone(c.Rest.Ops), slices.Clone(c.Moving.Ops)
	c.LayRest(&c.Chart)
	c.LayMoving(&c.Chart)
	same := func(a, b []float64) bool {
		return slices.EqualFunc(a, b, func(v, w float64) bool { return v == w || v != v && w != w })
	}
	if !same(c.Rest.Ops, rest) || !same(c.Moving.Ops, moving) {
		t.Error("the second layout differs from the first")
	}
	for i := range all {
		c := &all[i]
		if n := testing.AllocsPerRun(10, func() { c.LayMoving(&c.Chart) }); n > 40 {
			t.Errorf("chart %d: %v allocations a frame", c.Of, n)
		}
	}
}

func BenchmarkLayMoving(b *testing.B) {
	all := charts(b, 818, 320, "en", views[0]...)
	for b.Loop() {
		for i := range all {
			all[i].LayMoving(&all[i].Chart)
		}
	}
}

// A path leaves out points that cannot be told from the line between others, and no other.
func TestPathIsShort(t *testing.T) {
	nan := math.NaN()
	for _, c := range []struct {
		points []float64
		want   string
	}{
		{[]float64{1, 2}, "M1,2"},
		{[]float64{1, 2, 1, 2, 1, 2, 5, 2}, "M1,2L5,2"},
		{[]float64{0, 0, 1, 1.01, 2, 2, 3, 2}, "M0,0L2,2L3,2"},
		{[]float64{0, 0, 1, 0.1, 2, 0}, "M0,0L1,0.1L2,0"},
		{[]float64{0, 0, 9, 0, 3, 0}, "M0,0L9,0L3,0"}, // forth and back
		{[]float64{0, 0, 1, 0, nan, nan, 2, 0, 3, 0, nan, 1}, "M0,0L1,0M2,0L3,0"},
	} {
		w := svg{}
		w.path(c.points)
		if string(w.b) != c.want {
			t.Errorf("%v: %s, want %s", c.points, w.b, c.want)
		}
	}
	var circle []float64
	for i := range 401 {
		sin, cos := math.Sincos(2 * math.Pi * float64(i) / 400)
		circle = append(circle, 100*cos, 100*sin)
	}
	w := svg{}
	w.path(circle)
	n := strings.Count(string(w.b), "L")
	// A chord of a circle of radius 100 that is 0.02 away spans 0.04 of it.
	if n < 150 || n > 250 {
		t.Errorf("a circle of 400 lines is written as %d", n)
	}
}
