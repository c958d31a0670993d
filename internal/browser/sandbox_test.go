package browser

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"lossexplorer/internal/panel/imbalance"
	"lossexplorer/internal/plot"
	"lossexplorer/internal/state"
	"lossexplorer/internal/text"
)

// wantSandbox checks that the sandbox shows the state of the address as
// internal/imbalance computes it here.
func (p *tab) wantSandbox() state.State {
	p.Helper()
	p.await(`!document.getElementById("sandbox").hasAttribute("aria-busy")`) // its program is there
	p.frame()
	s := p.state()
	if !s.Sandbox.Shown {
		p.Fatal("the address has no sandbox")
	}
	var want imbalance.View
	if err := want.Update(s); err != nil {
		p.Fatal(err)
	}
	type row struct {
		Said   []string
		Widths []float64
	}
	got := eval[[]row](p, `[...document.querySelectorAll("#sandbox tbody tr")].map((tr) => ({
		Said: [...tr.querySelectorAll("td")].map((td) => td.textContent),
		Widths: [...tr.querySelectorAll(".stack i")].map((i) => i.getBoundingClientRect().width / i.parentElement.getBoundingClientRect().width),
	}))`)
	for i, shares := range want.Shares() {
		for group, v := range shares {
			if got[i].Said[group] != plot.SayShare(v) {
				p.Errorf("%s: row %d, group %d is %s, want %v", s.Query(), i, group,
					got[i].Said[group], v)
			}
			if math.Abs(got[i].Widths[group]-v) > 1e-3 {
				p.Errorf("%s: row %d, bar %d is %v wide, want %v", s.Query(), i, group,
					got[i].Widths[group], v)
			}
		}
	}
	if said, say := p.text("#sandbox-says"),
		want.Say(text.For(eval[string](p, "document.documentElement.lang"))); said != say {
		p.Errorf("%s: the page says %q, want %q", s.Query(), said, say)
	}
	if reason, button := want.SayBalance(text.For(eval[string](p, "document.documentElement.lang")),
		s); p.text("#sandbox-balance p") != reason || p.text("#sandbox-balance button") != button ||
		p.visible("#sandbox-balance") != (reason != "") {
		p.Errorf("%s: the page says %q and %q, want %q and %q", s.Query(),
			p.text("#sandbox-balance p"), p.text("#sandbox-balance button"), reason, button)
	}
	for y := range 2 {
		// The charts are those of the positives and the negatives.
		lines := eval[[]string](p,
			fmt.Sprintf(`[...document.querySelectorAll("#cumulative-%d .cumulative polyline")].map((l) => l.getAttribute("points") ?? "")`, 1-y))
		for i := range imbalance.Lines {
			if want := string(imbalance.AppendCurve(nil,
				want.Curve(i, y))); !nearPoints(lines[i], want) {
				p.Errorf("%s: y=%d, line %d is\n%s\nwant\n%s", s.Query(), y, i, lines[i], want)
			}
		}
	}
	areas := eval[[]string](p, `[...document.querySelectorAll("#sandbox polygon")].map((l) => l.getAttribute("points") ?? "")`)
	for i, want := range imbalance.ScoreAreas(s) {
		if !nearPoints(areas[i], want) {
			p.Errorf("%s: area %d is\n%s\nwant\n%s", s.Query(), i, areas[i], want)
		}
	}
	for _, key := range state.SandboxKeys() {
		if got := p.text("#sandbox-" + key + "-value"); got != imbalance.Number(s, key) {
			p.Errorf("%s: %s is shown as %s", s.Query(), key, got)
		}
	}
	return s
}

// nearPoints reports whether two polylines are the same but for rounding:
// WebAssembly has no fused multiply-add, so the last bits differ.
func nearPoints(a, b string) bool {
	pairsA, pairsB := strings.Fields(a), strings.Fields(b)
	if len(pairsA) != len(pairsB) {
		return false
	}
	for i := range pairsA {
		var ax, ay, bx, by float64
		if _, err := fmt.Sscanf(pairsA[i]+" "+pairsB[i], "%f,%f %f,%f", &ax, &ay, &bx,
			&by); err != nil || math.Abs(ax-bx) > 1 || math.Abs(ay-by) > 1 {
			return false
		}
	}
	return true
}

func TestSandbox(t *testing.T) {
	t.Parallel()
	p := open(t, serve(t), "/?sandbox=200&pos_mean=1&pos_spread=1.5&neg_mean=-3&neg_spread=1&gamma=1")
	p.ready()
	if s := p.wantSandbox(); s.Sandbox != (state.Sandbox{Shown: true, Negatives: 200, PosMean: 1,
		PosSpread: 1.5, NegMean: -3, NegSpread: 1}) {
		t.Errorf("the sandbox is %+v", s.Sandbox)
	}

	// By mouse.
	for _, tt := range []struct {
		key      string
		to       float64
		low, top float64
	}{
		{state.SandboxKey, 0.6, 850, 1150},
		{state.PosMeanKey, 0.5, -0.3, 0.3},
		{state.PosSpreadKey, 0, 0.1, 0.1},
		{state.NegMeanKey, 0.2, -6.3, -5.7},
		{state.NegSpreadKey, 0.5, 1.95, 2.15},
		{state.SandboxKey, 1, 1e5, 1e5},
	} {
		p.drag("#sandbox-"+tt.key, tt.to)
		s := p.wantSandbox()
		_, problems := state.Parse(func(key string) (string, bool) {
			return s.Value(tt.key), key == tt.key
		})
		if problems != nil {
			t.Errorf("%s: %v", tt.key, problems)
		}
		var v float64
		if _, err := fmt.Sscan(s.Value(tt.key), &v); err != nil || v < tt.low || v > tt.top {
			t.Errorf("%s dragged to %g of its track is %v, want %g to %g", tt.key, tt.to, v,
				tt.low, tt.top)
		}
	}

	// By keyboard.
	p.focus("#sandbox-" + state.SandboxKey)
	p.press(kb.Home)
	if s := p.wantSandbox(); s.Sandbox.Negatives != 1 {
		t.Errorf("at the start of the slider there are %v negatives", s.Sandbox.Negatives)
	}
	p.press(kb.ArrowRight)
	if s := p.wantSandbox(); s.Sandbox.Negatives != 1.1 {
		t.Errorf("a step further there are %v negatives", s.Sandbox.Negatives)
	}
	p.focus("#sandbox-" + state.PosMeanKey)
	before := p.state().Sandbox.PosMean
	p.press(kb.ArrowLeft)
	if s := p.wantSandbox(); math.Abs(s.Sandbox.PosMean-(before-0.05)) > 1e-9 {
		t.Errorf("a step left of %v is %v", before, s.Sandbox.PosMean)
	}

	// It follows the loss and its parameters.
	p.drag("#focal-gamma-range", 0.4)
	p.wantSandbox()
	p.click("#focal-balanced") // alpha is off at first
	if s := p.wantSandbox(); !s.Enabled("alpha") {
		t.Errorf("alpha is off at %s", s.Query())
	}
	p.drag("#focal-alpha-range", 0.9)
	p.wantSandbox()
	p.drag("#focal-epsilon-range", 1)
	p.wantSandbox()
	p.click("#focal-balanced")
	p.wantSandbox()
	p.do(`{
		const list = document.getElementById("loss");
		list.value = "asymmetric";
		list.dispatchEvent(new Event("change", { bubbles: true }));
	}`)
	if s := p.wantSandbox(); s.Kind.ID != "asymmetric" {
		t.Errorf("the loss is %s", s.Kind.ID)
	}
	p.drag("#asymmetric-margin-range", 0.5)
	p.wantSandbox()

	for i, preset := range state.SandboxPresets() {
		p.click(fmt.Sprintf(".sandbox-presets button:nth-of-type(%d)", i+1))
		if s := p.wantSandbox(); s.Sandbox != preset {
			t.Errorf("button %d sets %+v", i, s.Sandbox)
		}
	}
	p.do("history.back()")
	p.await(fmt.Sprintf(`document.getElementById("sandbox-sandbox-value").textContent === %q`,
		state.Format(state.SandboxPresets()[2].Negatives)))
	if s := p.wantSandbox(); s.Sandbox != state.SandboxPresets()[2] {
		t.Errorf("back leads to %+v", s.Sandbox)
	}
	p.run(chromedp.Reload())
	p.ready()
	p.wantSandbox()
}

// While the sandbox's place is not shown nothing of it is computed; once there, it shows
// the state of then.
func TestSandboxClosed(t *testing.T) {
	t.Parallel()
	p := open(t, serve(t), "/?lang=zh")
	p.ready()
	p.drag("#focal-gamma-range", 0.3)
	if filled := eval[int](p, `document.querySelectorAll("#sandbox [points]:not(.sandbox-lines *), #sandbox td:not(:empty)").length`); filled != 0 {
		t.Errorf("%d parts of the closed sandbox are drawn", filled)
	}
	p.place("train")
	p.await(`location.search.includes("place=train")`)
	s := p.wantSandbox()
	if want := state.SandboxPresets()[1]; s.Sandbox != want {
		t.Errorf("the sandbox is %+v at first, want %+v", s.Sandbox, want)
	}
	p.place("explore")
	p.await(`!location.search.includes("place=")`)
	if p.visible("#sandbox") || p.state().Sandbox.Shown {
		t.Error("the sandbox is shown elsewhere")
	}
	said := p.text("#sandbox-says")
	p.drag("#focal-gamma-range", 0.9)
	if p.text("#sandbox-says") != said {
		t.Error("the closed sandbox follows gamma")
	}
	p.place("train")
	p.await(`location.search.includes("place=train")`)
	if again := p.wantSandbox(); again.Sandbox != s.Sandbox || again == s {
		t.Errorf("opened again it is %+v, was %+v", again, s)
	}
}

// A newcomer's task: choose alpha for 1 : 100 and say why, in three clicks from a fresh
// page.
func TestChooseAlpha(t *testing.T) {
	t.Parallel()
	p := open(t, serve(t), "/")
	p.ready()
	p.click(`.places [data-place="train"]`)
	p.await(`!document.getElementById("sandbox").hasAttribute("aria-busy")`)
	p.click(".sandbox-presets button:nth-of-type(3)")
	p.click("#sandbox-balance button")
	s := p.wantSandbox()
	if s.Sandbox.Negatives != 100 || !s.Enabled("alpha") || s.Number("alpha") <= 0.5 {
		t.Errorf("three clicks lead to %s", s.Query())
	}
	if said := p.text("#sandbox-balance p"); !strings.Contains(said, "At 1 : 100") ||
		!strings.Contains(said, "starting point") {
		t.Errorf("the reason is %q", said)
	}
}

// BenchmarkSandboxToFrame is BenchmarkSliderToFrame with the sandbox open and
// closed, taking turns.
func BenchmarkSandboxToFrame(b *testing.B) {
	server := serve(b)
	var with, without []float64
	for b.Loop() {
		with = append(with, sliderToFrame(b, server, sliderPath+"&sandbox=1000")...)
		without = append(without, sliderToFrame(b, server, sliderPath)...)
	}
	reportTimes(b, "sandbox", with)
	reportTimes(b, "closed", without)
}
