package browser

import (
	"fmt"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"lossexplorer/internal/lessons"
	"lossexplorer/internal/state"
)

// seen is how many pixels of the element's height are in the window and not behind another.
func (p *tab) seen(selector string) float64 {
	p.Helper()
	return eval[float64](p, fmt.Sprintf(`((e) => {
		const { left, right, top, bottom } = e.getBoundingClientRect();
		let seen = 0;
		for (let y = Math.max(top, 0) + 2; y < Math.min(bottom, innerHeight); y += 4) {
			const at = document.elementFromPoint((left + right) / 2, y);
			if (at && (e.contains(at) || at.contains(e))) seen += 4;
		}
		return seen;
	})(document.querySelector(%q))`, selector))
}

// At every place and lesson the controls are in reach, and where the charts are shown,
// they are on the screen together with them.
func TestPlacesAndControls(t *testing.T) {
	t.Parallel()
	server := serve(t)
	for _, size := range [][2]int64{{1280, 720}, {390, 844}} {
		p := open(t, server, "/", chromedp.EmulateViewport(size[0], size[1]))
		p.ready()
		check := func(name, control, chart string) {
			t.Helper()
			p.do("scrollTo(0, 0)")
			p.frame()
			if seen := p.seen(control); seen < 16 {
				t.Errorf("%v, %s: %g px of %s are seen", size, name, seen, control)
			}
			if chart == "" {
				return
			}
			if seen := p.seen(chart); seen < 160 {
				t.Errorf("%v, %s: %g px of %s are seen", size, name, seen, chart)
			}
		}
		for _, place := range state.Places() {
			if place == state.PlacePrecision || place == state.PlaceLessons {
				continue
			}
			p.place(string(place))
			chart := ""
			if place == state.PlaceExplore {
				chart = "#chart-loss"
			}
			check(string(place), "#focal-gamma-range", chart)
			if h1 := eval[int](p,
				`[...document.querySelectorAll("h1")].filter((e) => e.getClientRects().length).length`); h1 != 1 {
				t.Errorf("%s has %d headings of the first rank", place, h1)
			}
			if overflow := eval[float64](p,
				"document.documentElement.scrollWidth - innerWidth"); overflow > 0 {
				t.Errorf("%v: %s is %g px too wide", size, place, overflow)
			}
		}
		for _, l := range lessons.All() {
			p.run(chromedp.Navigate(p.origin + "/?" + l.Start().Query()))
			p.ready()
			control, chart := l.Focus, "#chart-loss"
			switch {
			case l.ID == state.ClassesLesson:
				chart = "#classes"
			case l.ID == state.EpsilonLesson && size[0] < 900:
				chart = "#chart-gradient" // where the clip is seen; there is room for one
			}
			if strings.HasPrefix(control, "#focal-alpha") || l.ID == state.ClassesLesson {
				control = ".controls"
			}
			check("lesson "+string(l.ID), control, chart)
		}
	}
}

// The features that a newcomer must find without help, in so many clicks.
func TestNewcomer(t *testing.T) {
	t.Parallel()
	p := open(t, serve(t), "/")
	p.ready()
	if said := p.text("#live"); !strings.Contains(said, "100× less") { // no click
		t.Errorf("the page says %q", said)
	}
	p.do(`navigator.clipboard.writeText = (text) => { globalThis.written = text; return Promise.resolve(); }`)
	p.click("#embed") // 2 clicks: this view on another page
	p.do(`document.querySelector("#embed-code [data-form=iframe]").click()`)
	p.await("globalThis.written")
	if code := eval[string](p, "written"); !strings.HasPrefix(code, "<iframe src=\"http") ||
		!strings.Contains(code, "/embed.html") {
		t.Errorf("copied is %s", code)
	}
	p.press(kb.Escape)
	p.do("globalThis.written = undefined")
	p.click(".act[data-place=reference]") // 2 clicks: code on logits
	p.await(`!document.getElementById("copy").disabled && document.getElementById("code-text").textContent`)
	p.click("#copy")
	p.await("globalThis.written")
	if code := eval[string](p, "written"); !strings.Contains(code, "logsigmoid") {
		t.Errorf("copied is %s", code)
	}
	p.place("train") // 3 clicks: α for 1 : 100, and why
	p.await(`!document.querySelector("#sandbox [disabled]")`)
	p.click("#sandbox .sandbox-presets button:nth-of-type(3)")
	if why := p.text("#sandbox-balance p"); !strings.Contains(why, "1 : 100") ||
		!strings.Contains(why, "both classes make half") {
		t.Errorf("alpha for 1 : 100 is explained by %q", why)
	}
	p.click("#sandbox-balance button")
	s := p.state()
	if alpha := s.Number("alpha"); !s.Enabled("alpha") || alpha <= 0.5 || alpha >= 1 {
		t.Errorf("the alpha for 1 : 100 is %g, on: %t", alpha, s.Enabled("alpha"))
	}
	p.click("#reset")

	p.place("explore")
	folder := p.downloads()
	p.click("#export") // 2 clicks: the paper's Figure 1, with a label at each curve
	figure := string(p.saved(folder, "chart-loss.svg", "focal-gamma2-loss.svg"))
	for _, label := range []string{">cross-entropy<", ">γ 0.5<", ">γ 1<", ">Focal loss, γ = 2<",
		">γ 5<"} {
		if !strings.Contains(figure, label) {
			t.Errorf("Figure 1 has no label %q", label)
		}
	}

	p.place("lessons") // 2 clicks: why ε matters
	p.follow(`.steps [data-do=epsilon]`)
	p.await(`document.querySelector(".page").dataset.lesson === "epsilon"`)
}

// Keys that move a slider are one entry of the history, and so is a drag.
func TestGestures(t *testing.T) {
	t.Parallel()
	p := open(t, serve(t), "/")
	p.ready()
	before := eval[int](p, "history.length")
	p.focus("#focal-gamma-range")
	for range 20 {
		p.run(chromedp.KeyEvent(kb.ArrowRight))
	}
	p.frame()
	p.drag("#focal-gamma-range", 0.2)
	if n := eval[int](p, "history.length") - before; n != 2 {
		t.Errorf("20 keys and a drag are %d entries, want 2", n)
	}
	p.do("history.back()")
	p.await(`document.getElementById("focal-gamma-number").value === "3"`)
	p.do("history.back()")
	p.await(`document.getElementById("focal-gamma-number").value === "2"`)
	if len(p.search()) != 0 {
		t.Errorf("the address of the default has %v", p.search())
	}
}

// A tour shows its steps until a key is pressed, and leaves the page as it was.
func TestTour(t *testing.T) {
	t.Parallel()
	p := open(t, serve(t), "/?gamma=3")
	p.ready()
	p.click("#tour")
	p.await(`document.getElementById("focal-gamma-number").value === "0"`)
	if !p.visible("#tour-caption") || !strings.Contains(p.text("#tour-caption"), "cross-entropy") {
		t.Errorf("the tour says %q", p.text("#tour-caption"))
	}
	p.press(kb.Escape)
	p.wantDrawn(with(t, "gamma", "3"))
	if p.visible("#tour-caption") {
		t.Error("the tour goes on")
	}
}
