package browser

import (
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"math"
	"slices"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"

	"lossexplorer/internal/plot"
	"lossexplorer/internal/render/scene"
	"lossexplorer/internal/state"
	"lossexplorer/internal/text"
)

// painted is the drawing of a chart's painter.
type painted struct {
	Width, Height float64
	Lists         []string // of doubles, in Base64
	Texts         [][]string
	Colours       []string // of the roles
}

// painted reads back the drawing of a chart of the page.
func (p *tab) painted(id string) painted {
	p.Helper()
	return eval[painted](p, fmt.Sprintf(`((p) => ({
		Width: p.width(),
		Height: p.height(),
		Lists: p.lists.map((list) => {
			const bytes = new Uint8Array(Float64Array.from(list).buffer);
			let binary = "";
			for (const b of bytes) binary += String.fromCharCode(b);
			return btoa(binary);
		}),
		Texts: p.said,
		Colours: Array.from({ length: %d }, (_, role) => p.colour(role)),
	}))(document.getElementById(%q).chart.painter)`, scene.Roles, id))
}

func doubles(t testing.TB, encoded string) []float64 {
	data, err := base64.StdEncoding.DecodeString(encoded)
	if err != nil {
		t.Fatal(err)
	}
	all := make([]float64, len(data)/8)
	for i := range all {
		all[i] = math.Float64frombits(binary.LittleEndian.Uint64(data[8*i:]))
	}
	return all
}

// scenes returns both charts of a state, and their lines.
func scenes(t testing.TB, s state.State, m *text.Messages) map[string]scene.Chart {
	var series plot.Series
	if err := series.Update(s, plot.Points); err != nil {
		t.Fatal(err)
	}
	all := map[string]scene.Chart{
		"chart-loss":     {State: s, Messages: m, Lines: &series.Loss},
		"chart-gradient": {State: s, Messages: m, Lines: &series.Gradient, Of: plot.GradientChart},
	}
	if s.Curvature {
		all["chart-curvature"] = scene.Chart{State: s, Messages: m, Lines: &series.Curvature,
			Of: plot.CurvatureChart}
	}
	return all
}

// wantDrawn checks that both charts show s as losscore computes it and as package scene
// lays it out here.
func (p *tab) wantDrawn(s state.State) {
	p.Helper()
	p.do(`for (const e of document.querySelectorAll(".charts .plot")) e.dispatchEvent(new PointerEvent("pointerleave"))`)
	p.frame()
	p.wantPainted(s)
}

// wantPainted is wantDrawn for the present drawing, without waiting for a frame.
func (p *tab) wantPainted(s state.State) {
	p.Helper()
	near := 1e-6    // of a pixel
	if s.Custom() { // 1 - pt^q has lost some digits, and its ratio to nearly 0 more
		near = 1e-2
	}
	m := text.For(eval[string](p, "document.documentElement.lang"))
	for id, c := range scenes(p, s, m) {
		got := p.painted(id)
		c.Width, c.Height = got.Width, got.Height
		var l scene.Layout
		l.LayRest(&c)
		l.LayMoving(&c)
		for i, want := range []scene.List{l.Rest, l.Moving} {
			ops := doubles(p, got.Lists[i])
			if len(ops) != len(want.Ops) {
				p.Errorf("%s: %s, layer %d has %d numbers, want %d", s.Query(), id, i, len(ops),
					len(want.Ops))
				continue
			}
			for k, w := range want.Ops {
				if v := ops[k]; v != w && !(math.Abs(v-w) <= near*max(1, math.Abs(w))) &&
					!(v != v && w != w) {
					p.Errorf("%s: %s, layer %d, number %d is %v, want %v", s.Query(), id, i,
						k, v, w)
					break
				}
			}
			texts := got.Texts[i]
			if len(want.Texts) == 0 {
				texts = nil // an empty list is one empty text
			}
			if !slices.Equal(texts, want.Texts) {
				p.Errorf("%s: %s, layer %d has the texts %q, want %q", s.Query(), id, i, texts,
					want.Texts)
			}
		}
		p.wantCross(s, id, c.Lines)
	}
}

// wantCross checks the curves that ECharts draws.
func (p *tab) wantCross(s state.State, id string, want *[plot.Lines][]float64) {
	p.Helper()
	for i, line := range p.series(fmt.Sprintf(`[document.getElementById(%q).still]`, id)) {
		w := want[plot.CrossPos+i]
		if len(line) != len(w) {
			p.Errorf("%s: %s: line %d of cross-entropy has %d numbers, want %d", s.Query(), id, i,
				len(line), len(w))
			continue
		}
		for k, v := range line {
			if !within(1e-13, s.Axes, v, w[k]) {
				p.Errorf("%s: %s: cross-entropy's number %d is %v, want %v", s.Query(), id, k,
					v, w[k])
				break
			}
		}
	}
}

// calm has nothing move by itself, as a reader may ask the system.
var calm = &emulation.MediaFeature{Name: "prefers-reduced-motion", Value: "reduce"}

// A move by a button leads from the curve to the next over a ghost of the former, one by
// the hand is immediate.
func TestMotion(t *testing.T) {
	t.Parallel()
	p := open(t, serve(t), "/?gamma=0.7",
		command(emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
			Features: []*emulation.MediaFeature{{Name: "prefers-reduced-motion",
				Value: "no-preference"}},
		}))
	p.ready()
	before := doubles(t, p.painted("chart-loss").Lists[1])
	strokes := `((o) => {
		let n = 0;
		for (let i = 4; i < o.length; ) {
			if (o[i] === 1 && o[i + 6] > 100) n++;
			i += [0, 7 + 2 * o[i + 6], 5 + 2 * o[i + 4], 5, 7, 8][o[i]];
		}
		return n;
	})(document.getElementById("chart-loss").chart.painter.lists[1])`
	seen := eval[[]int](p, `(async () => {
		const seen = [];
		document.querySelector('[data-key="gamma"][data-value="5"]').click();
		for (let i = 0; i < 120 && !(seen.includes(2) && seen.at(-1) === 1); i++) {
			await new Promise(requestAnimationFrame);
			seen.push(`+strokes+`);
		}
		return seen;
	})()`)
	if !slices.Contains(seen, 2) || seen[len(seen)-1] != 1 {
		t.Errorf("of long curves there are %v in the frames after a click", seen)
	}
	after := doubles(t, p.painted("chart-loss").Lists[1])
	if slices.Equal(before, after) {
		t.Error("the curve is where it was")
	}
	p.wantDrawn(p.state())
	seen = eval[[]int](p, `(async () => {
		const slider = document.getElementById("focal-gamma-range"), seen = [];
		slider.value = 2;
		slider.dispatchEvent(new Event("input", { bubbles: true }));
		for (let i = 0; i < 5; i++) {
			await new Promise(requestAnimationFrame);
			seen.push(`+strokes+`);
		}
		return seen;
	})()`)
	if slices.Contains(seen, 2) {
		t.Errorf("the slider leaves a ghost: %v", seen)
	}
}

// A chart that changes its size is laid out anew, and unchanged parts are not drawn again
// with every move of a slider.
func TestChartsFollowTheirSize(t *testing.T) {
	t.Parallel()
	p := open(t, serve(t), "/")
	p.ready()
	wide := p.painted("chart-loss").Width
	p.run(chromedp.EmulateViewport(360, 740))
	p.await(fmt.Sprintf(`document.getElementById("chart-loss").chart.painter.width() < %g`, wide/2))
	p.frame()
	p.wantDrawn(p.state())
	p.fill("#focal-gamma-number", "3.1") // no longer upon a curve of the family
	p.do(`document.getElementById("chart-loss").chart.painter.lists[0].mark = true`)
	p.fill("#focal-gamma-number", "3.2")
	if !eval[bool](p, `document.getElementById("chart-loss").chart.painter.lists[0].mark === true`) {
		t.Error("a slider has drawn again what rests")
	}
}
