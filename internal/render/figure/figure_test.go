package figure_test

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"image/color"
	"io"
	"math"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"lossexplorer/internal/render/figure"
)

const (
	width  = 560
	height = 340
)

var lossAxes = figure.Axes{XLabel: "p_t", YLabel: "loss <L> & 损失", XMax: 1, YMax: 5}

// curve samples f at n points from 0 to 1.
func curve(n int, f func(float64) float64) figure.Line {
	l := figure.Line{Color: color.RGBA{0x00, 0x72, 0xb2, 0xff}}
	for i := range n {
		x := float64(i) / float64(n-1)
		l.X = append(l.X, x)
		l.Y = append(l.Y, f(x))
	}
	return l
}

// lossLines are a focal loss, its mirror image and cross-entropy; all are
// infinite at an end.
func lossLines(n int) []figure.Line {
	focal := func(p float64) float64 { return -(1 - p) * (1 - p) * math.Log(p) }
	cross := curve(n, func(p float64) float64 { return -math.Log(p) })
	cross.Dashed = true
	return []figure.Line{
		curve(n, focal),
		curve(n, func(p float64) float64 { return focal(1 - p) }),
		cross,
	}
}

func draw(t *testing.T, a figure.Axes, lines ...figure.Line) string {
	t.Helper()
	var b strings.Builder
	if err := figure.SVG(&b, width, height, a, lines); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// element is an SVG element as encoding/xml sees it.
type element struct {
	XMLName  xml.Name
	Attrs    []xml.Attr `xml:",any,attr"`
	Text     string     `xml:",chardata"`
	Children []element  `xml:",any"`
}

func (e *element) attr(name string) string {
	for _, a := range e.Attrs {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

// all returns the elements of the given name, in the order of the document.
func (e *element) all(name string) []*element {
	var found []*element
	if e.XMLName.Local == name {
		found = append(found, e)
	}
	for i := range e.Children {
		found = append(found, e.Children[i].all(name)...)
	}
	return found
}

func parse(t *testing.T, svg string) *element {
	t.Helper()
	var root element
	if err := xml.Unmarshal([]byte(svg), &root); err != nil {
		t.Fatal(err)
	}
	return &root
}

var number = regexp.MustCompile(`-?[0-9.]+`)

// points returns the vertices of a path with the origin at the bottom left.
func points(t *testing.T, path *element) [][2]float64 {
	t.Helper()
	var v []float64
	for _, s := range number.FindAllString(path.attr("d"), -1) {
		f, err := strconv.ParseFloat(s, 64)
		if err != nil {
			t.Fatal(err)
		}
		v = append(v, f)
	}
	if len(v)%2 != 0 {
		t.Fatalf("odd number of coordinates in %q", path.attr("d"))
	}
	var p [][2]float64
	for i := 0; i < len(v); i += 2 {
		p = append(p, [2]float64{v[i], v[i+1]})
	}
	return p
}

// curves returns the paths of the colour that curve gives.
func curves(t *testing.T, svg string) []*element {
	t.Helper()
	var found []*element
	for _, p := range parse(t, svg).all("path") {
		if p.attr("stroke") == "#0072b2" {
			found = append(found, p)
		}
	}
	return found
}

func TestSVGInlines(t *testing.T) {
	svg := draw(t, lossAxes, lossLines(256)...)
	if !strings.HasPrefix(svg, "<svg ") || !strings.HasSuffix(svg, "</svg>") {
		t.Errorf("not one svg element: %.60s…", svg)
	}
	for _, bad := range []string{"style=", "<!", "<?", "NaN", "Inf", "e+", "e-0"} {
		if strings.Contains(svg, bad) {
			t.Errorf("has %q", bad)
		}
	}
	if more := regexp.MustCompile(`\.[0-9]{3}`).FindString(svg); more != "" {
		t.Errorf("has more than two decimals: %q", more)
	}
	if len(svg) > 25_000 {
		t.Errorf("%d bytes", len(svg))
	}

	root := parse(t, svg)
	for name, want := range map[string]string{
		"viewBox": "0 0 560 340", "width": "", "height": "", "role": "",
		"font-family": "sans-serif", "font-size": "12",
	} {
		if got := root.attr(name); got != want {
			t.Errorf("%s = %q, want %q", name, got, want)
		}
	}
	hex := regexp.MustCompile(`^#[0-9a-f]{6}$`)
	used := map[string]bool{}
	for _, p := range root.all("path") {
		used[p.attr("stroke")] = true
		if p.attr("fill") != "none" || !hex.MatchString(p.attr("stroke")) {
			t.Errorf("path filled %q and stroked %q", p.attr("fill"), p.attr("stroke"))
		}
	}
	for _, text := range root.all("text") {
		if text.attr("fill") != figure.Ink {
			t.Errorf("text %q is %q", text.Text, text.attr("fill"))
		}
	}
	if !used[figure.Ink] || !used[figure.Rule] {
		t.Errorf("colours %v lack that of the axes or of the grid", used)
	}
}

func TestSVGIsDeterministic(t *testing.T) {
	lines := lossLines(64)
	first := draw(t, lossAxes, lines...)
	if again := draw(t, lossAxes, lines...); again != first {
		t.Error("two drawings of the same lines differ")
	}
}

func TestSVGTexts(t *testing.T) {
	const x = "0 0.2 0.4 0.6 0.8 1"
	tests := []struct {
		min, max float64
		y        string
	}{
		{0, 5, "0 1 2 3 4 5"},
		{-10, 0, "-10 -8 -6 -4 -2 0"},
		{-1.5, 1.5, "-1.5 -1 -0.5 0 0.5 1 1.5"},
		{-0.03, 0.07, "-0.02 0 0.02 0.04 0.06"},
		{0, 1500, "0 300 600 900 1200 1500"},
	}
	for _, tt := range tests {
		var got []string
		root := parse(t, draw(t, figure.Axes{XLabel: "X", YLabel: "<Y>", XMax: 1, YMin: tt.min, YMax: tt.max}))
		for _, text := range root.all("text") {
			got = append(got, text.attr("text-anchor")+":"+text.Text)
		}
		want := strings.Fields("middle:" + strings.ReplaceAll(x, " ", " middle:") +
			" end:" + strings.ReplaceAll(tt.y, " ", " end:") + " middle:X middle:<Y>")
		if fmt.Sprint(got) != fmt.Sprint(want) {
			t.Errorf("[%v, %v]:\n got %v\nwant %v", tt.min, tt.max, got, want)
		}
	}
}

func TestSVGClips(t *testing.T) {
	inf, nan := math.Inf(1), math.NaN()
	// The frame spans 52..544 by 44..324, so that 0.5, 0.5 is at 298, 184.
	unit := figure.Axes{XMax: 1, YMax: 1}
	tests := []struct {
		name string
		x, y []float64
		want []string
	}{
		{"inside", []float64{0, 0.5, 1}, []float64{0, 0.5, 1}, []string{"M52,44L298,184L544,324"}},
		{"above", []float64{0, 1}, []float64{0, 2}, []string{"M52,44L298,324"}},
		{"below", []float64{0, 1}, []float64{-1, 1}, []string{"M298,44L544,324"}},
		{"left and right", []float64{-1, 2}, []float64{0.5, 0.5}, []string{"M52,184L544,184"}},
		{"out and in", []float64{0, 0.5, 1}, []float64{0, 2, 0}, []string{"M52,44L175,324", "M421,324L544,44"}},
		{"outside", []float64{0, 1}, []float64{2, 3}, nil},
		{"one point", []float64{0.5}, []float64{0.5}, nil},
		{"empty", nil, nil, nil},
		{"to infinity", []float64{0.5, 1}, []float64{0.5, inf}, []string{"M298,184L298,324"}},
		{"from minus infinity", []float64{0, 0.5}, []float64{-inf, 0.5}, []string{"M298,44L298,184"}},
		{"interrupted", []float64{0, 0.25, 0.5, 0.75, 1}, []float64{0, 0, nan, 0, 0}, []string{"M52,44L175,44", "M421,44L544,44"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			line := curve(0, nil)
			line.X, line.Y = tt.x, tt.y
			var got []string
			for _, p := range curves(t, draw(t, unit, line)) {
				got = append(got, p.attr("d"))
			}
			if fmt.Sprint(got) != fmt.Sprint(tt.want) {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

func TestSVGStaysInside(t *testing.T) {
	svg := draw(t, lossAxes, lossLines(256)...)
	for _, path := range parse(t, svg).all("path") {
		for _, p := range points(t, path) {
			if p[0] < 0 || p[0] > width || p[1] < 0 || p[1] > height {
				t.Errorf("%v is outside the viewBox", p)
			}
		}
	}
	lines := curves(t, svg)
	if len(lines) != 3 {
		t.Fatalf("%d curves, want 3", len(lines))
	}
	for _, path := range lines {
		for _, p := range points(t, path) {
			if p[0] < figure.Left || p[0] > width-figure.Right || p[1] < figure.Bottom || p[1] > height-figure.Top {
				t.Errorf("%v is outside the frame", p)
			}
		}
	}
	for i, want := range []string{"", "", "8,4"} {
		if got := lines[i].attr("stroke-dasharray"); got != want {
			t.Errorf("curve %d has dashes %q, want %q", i, got, want)
		}
	}
}

func TestSVGRefuses(t *testing.T) {
	inf, nan := math.Inf(1), math.NaN()
	good := figure.Axes{XMax: 1, YMax: 1}
	tests := []struct {
		name          string
		width, height float64
		axes          figure.Axes
		lines         []figure.Line
	}{
		{"narrow", figure.Left + figure.Right, height, good, nil},
		{"low", width, figure.Top + figure.Bottom, good, nil},
		{"NaN width", nan, height, good, nil},
		{"infinite height", width, inf, good, nil},
		{"empty x axis", width, height, figure.Axes{YMax: 1}, nil},
		{"reversed y axis", width, height, figure.Axes{XMax: 1, YMax: -1}, nil},
		{"infinite y axis", width, height, figure.Axes{XMax: 1, YMax: inf}, nil},
		{"NaN axis", width, height, figure.Axes{XMax: nan, YMax: 1}, nil},
		{"uneven line", width, height, good, []figure.Line{{X: []float64{0, 1}, Y: []float64{0}}}},
	}
	for _, tt := range tests {
		var b bytes.Buffer
		if err := figure.SVG(&b, tt.width, tt.height, tt.axes, tt.lines); err == nil || b.Len() > 0 {
			t.Errorf("%s: error %v after %d bytes, want an error and none", tt.name, err, b.Len())
		}
	}
}

func TestSVGReturnsWriteError(t *testing.T) {
	r, w := io.Pipe()
	want := errors.New("full")
	r.CloseWithError(want)
	if err := figure.SVG(w, width, height, lossAxes, nil); !errors.Is(err, want) {
		t.Errorf("error %v, want %v", err, want)
	}
}
