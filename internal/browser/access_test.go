package browser

import (
	"fmt"
	"maps"
	"math"
	"net/http"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"lossexplorer/internal/plot"
	"lossexplorer/internal/render/scene"
	"lossexplorer/internal/server/site"
	"lossexplorer/internal/shortcut"
	"lossexplorer/internal/state"
	"lossexplorer/internal/text"
	"lossexplorer/web"
)

// preferring makes the system prefer a colour scheme, light or dark.
func preferring(scheme string) step {
	return command(emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
		Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}, calm},
	})
}

// axe returns the faults that axe-core finds on the page as it is shown now, a
// line for each element. The page's Content-Security-Policy lets no script in,
// so the debugger evaluates it.
func (p *tab) axe() []string {
	p.Helper()
	source, err := os.ReadFile(filepath.FromSlash("../../web/node_modules/axe-core/axe.min.js"))
	if err != nil {
		p.Fatalf("%v (make test installs it first)", err)
	}
	if !eval[bool](p, "!!globalThis.axe") {
		p.do(string(source))
	}
	return eval[[]string](p, `axe.run(document, {
		rules: { "target-size": { enabled: true } },
		resultTypes: ["violations"],
	}).then(({ violations, passes }) => {
		if (passes.length < 20) throw new Error("only " + passes.length + " rules were met");
		return violations.flatMap((v) => v.nodes.map((n) => v.id + ": " + n.target.join(" ") + ": " + n.failureSummary));
	})`)
}

// openSheet opens the list of the shortcuts by the menu.
func (p *tab) openSheet() {
	p.Helper()
	p.click("#menu-open")
	p.click("#shortcuts-open")
}

// unfold opens all that the page hides at first where it is.
func (p *tab) unfold() {
	p.Helper()
	p.do(`for (const panel of document.querySelectorAll("details")) panel.open = true`)
	// The programs of the panels shown are there.
	p.await(`![...document.querySelectorAll("[aria-busy=true]")].some((e) => e.getClientRects().length)`)
	p.frame()
}

// everywhere goes to each place of the page, unfolds it and calls f.
func (p *tab) everywhere(f func(place state.Place)) {
	p.Helper()
	for _, place := range state.Places() {
		p.place(string(place))
		p.unfold()
		f(place)
	}
}

// TestAxe has axe-core look at every place of the page with everything unfolded; each
// language is seen in each theme, and wide and narrow.
func TestAxe(t *testing.T) {
	t.Parallel()
	server := serve(t)
	themes := []string{"light", "dark"}
	for i, m := range text.All() {
		for j, width := range []int64{320, 1280} {
			theme := themes[(i+j)%2]
			t.Run(fmt.Sprintf("%s-%s-%d", m.Code, theme, width), func(t *testing.T) {
				t.Parallel()
				p := open(t, server, "/?class=both&lang="+m.Code,
					chromedp.EmulateViewport(width, 800), preferring(theme))
				p.ready()
				p.everywhere(func(place state.Place) {
					if over := eval[float64](p,
						"document.documentElement.scrollWidth - innerWidth"); over > 0 {
						t.Errorf("%s: the page is %g px too wide", place, over)
					}
					for _, violation := range p.axe() {
						t.Errorf("%s: %s", place, violation)
					}
				})
				p.openSheet()
				for _, violation := range p.axe() {
					t.Error("with the sheet open: ", violation)
				}
			})
		}
	}
}

// A page that is broken on purpose is found out: TestAxe can fail.
func TestAxeFinds(t *testing.T) {
	t.Parallel()
	p := open(t, serve(t), "/")
	p.ready()
	p.do(`{
		document.querySelector("label[for=focal-gamma-range]").remove();
		document.querySelector("#place-explore h1").style.color = "#999";
		document.getElementById("chart-loss").removeAttribute("aria-labelledby");
	}`)
	found := strings.Join(p.axe(), "\n")
	for _, rule := range []string{"label: #focal-gamma-range", "color-contrast: #place-explore",
		"aria-input-field-name: #chart-loss"} {
		if !strings.Contains(found, rule) {
			t.Errorf("axe-core finds no %q in\n%s", rule, found)
		}
	}
}

// tokens are the colours of the style sheet as they hold now.
func (p *tab) tokens() map[string]string {
	p.Helper()
	return eval[map[string]string](p, `(() => {
		const style = getComputedStyle(document.documentElement);
		const names = new Set();
		const collect = (rules) => {
			for (const rule of rules) {
				for (const name of rule.style ?? []) if (name.startsWith("--")) names.add(name);
				if (rule.cssRules) collect(rule.cssRules);
			}
		};
		for (const sheet of document.styleSheets) collect(sheet.cssRules);
		return Object.fromEntries([...names, "color-scheme"].map((name) => [name, style.getPropertyValue(name)]));
	})()`)
}

func (p *tab) chooseTheme(theme string) {
	p.Helper()
	p.pick("#theme", theme)
}

// pick chooses from a list.
func (p *tab) pick(selector, value string) {
	p.Helper()
	p.do(fmt.Sprintf(`{
		const list = document.querySelector(%q);
		list.value = %q;
		list.dispatchEvent(new Event("change", { bubbles: true }));
	}`, selector, value))
	p.frame()
}

// wantTheme checks that style sheet and charts have the colours of a theme.
func (p *tab) wantTheme(theme string) {
	p.Helper()
	want := map[string]struct{ paper, line string }{
		"light": {"rgb(245, 246, 248)", "#611681"},
		"dark":  {"rgb(13, 16, 21)", "#d2b0f2"},
	}[theme]
	if paper := eval[string](p, "getComputedStyle(document.body).backgroundColor"); paper != want.paper {
		p.Errorf("the page is %s, want %s, %s", paper, theme, want.paper)
	}
	for _, id := range []string{"chart-loss", "chart-gradient"} {
		line := p.painted(id).Colours[scene.Loss]
		if line != want.line {
			p.Errorf("the first curve of %s is %s, want that of the %s theme, %s", id, line, theme,
				want.line)
		}
	}
}

func TestTheme(t *testing.T) {
	t.Parallel()
	server := serve(t)
	p := open(t, server, "/", preferring("light"))
	p.ready()
	p.wantTheme("light")
	light := p.tokens()
	p.chooseTheme("dark")
	p.wantTheme("dark")
	dark := p.tokens()
	p.run(preferring("dark"))
	p.chooseTheme("system")
	p.wantTheme("dark")
	bySystem := p.tokens()
	p.chooseTheme("light")
	p.wantTheme("light")
	// A colour given to one of the rules for dark only, or to one for light.
	dark["color-scheme"], bySystem["color-scheme"], light["color-scheme"] = "", "", ""
	chosen := p.tokens()
	chosen["color-scheme"] = ""
	if !maps.Equal(dark, bySystem) {
		t.Errorf("dark by choice and by system differ:\n%v\n%v", dark, bySystem)
	}
	if !maps.Equal(light, chosen) {
		t.Errorf("light by choice and by system differ:\n%v\n%v", light, chosen)
	}

	// By system, the page follows it.
	p.chooseTheme("system")
	p.run(preferring("light"))
	p.frame()
	p.wantTheme("light")
	p.run(preferring("dark"))
	p.frame()
	p.wantTheme("dark")

	// The choice stays, and the page is printed in light colours.
	p.chooseTheme("dark")
	p.follow("#language")
	p.await(`document.documentElement?.lang === "zh-Hans"`)
	p.ready()
	p.wantTheme("dark")
	if chosen := p.value("#theme"); chosen != "dark" {
		t.Errorf("the list shows %q, want dark", chosen)
	}
	p.do(`dispatchEvent(new Event("beforeprint"))`)
	p.wantTheme("light")
	p.do(`dispatchEvent(new Event("afterprint"))`)
	p.wantTheme("dark")
	p.chooseTheme("system")
}

// From the first frame on the page has the theme that was chosen, not that of
// the system, however late the script comes: nothing flashes.
func TestThemeAtFirstPaint(t *testing.T) {
	t.Parallel()
	handler, err := site.New(web.Dist(), "")
	if err != nil {
		t.Fatal(err)
	}
	server := serveWith(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.Contains(r.URL.Path, "theme.") {
			time.Sleep(200 * time.Millisecond)
		}
		handler.ServeHTTP(w, r)
	}))
	p := open(t, server, "/", preferring("light"))
	p.ready()
	p.chooseTheme("dark")
	p.run(command(network.SetCacheDisabled, network.SetCacheDisabledParams{CacheDisabled: true}))
	p.run(command(page.AddScriptToEvaluateOnNewDocument, page.AddScriptToEvaluateOnNewDocumentParams{Source: `
		globalThis.seen = [];
		requestAnimationFrame(function look() {
			if (document.body) seen.push(getComputedStyle(document.body).backgroundColor);
			if (seen.length < 5) requestAnimationFrame(look);
		});`}), chromedp.Reload())
	p.await("globalThis.seen && seen.length === 5")
	for i, paper := range eval[[]string](p, "seen") {
		if paper != "rgb(13, 16, 21)" {
			t.Errorf("frame %d has the paper %s", i, paper)
		}
	}
	p.do(`localStorage.clear()`)
}

// Where the browser keeps nothing, the choice holds for the visit.
func TestThemeWithoutStorage(t *testing.T) {
	t.Parallel()
	p := open(t, serve(t), "/", preferring("light"),
		command(page.AddScriptToEvaluateOnNewDocument, page.AddScriptToEvaluateOnNewDocumentParams{Source: `
			Object.defineProperty(globalThis, "localStorage", { get() { throw new DOMException("no", "SecurityError"); } })`}))
	p.ready()
	p.wantTheme("light")
	p.chooseTheme("dark")
	p.wantTheme("dark")
}

// active is the id of the element that has the focus.
func (p *tab) active() string {
	p.Helper()
	return eval[string](p, "document.activeElement.id")
}

// Each shortcut has the effect listed in the sheet.
func TestShortcuts(t *testing.T) {
	t.Parallel()
	p := open(t, serve(t), "/")
	p.ready()
	done := map[shortcut.Action]func(){
		shortcut.FocusGamma:    func() { p.wantActive("focal-gamma-range") },
		shortcut.FocusAlpha:    func() { p.wantActive("focal-balanced") }, /* alpha is off */
		shortcut.FocusEpsilon:  func() { p.wantActive("focal-epsilon-range") },
		shortcut.NextClass:     func() { p.wantDrawn(with(t, "class", "0")) },
		shortcut.OtherGradient: func() { p.wantDrawn(with(t, "class", "0", "gradient", "relative")) },
		shortcut.PinCurve: func() {
			p.await(`location.search.includes("pins=focal")`)
			if !p.visible("#pin-0") {
				t.Error("the pinned curve is not listed")
			}
		},
		shortcut.OpenProbe: func() {
			p.await(`location.search.includes("probe=0.9")`)
			p.wantProbe()
		},
		shortcut.Reset: func() { p.wantDrawn(state.Default()) },
		shortcut.PickLoss: func() {
			p.wantActive("loss")
			p.do("document.activeElement.blur()")
		},
		shortcut.Sheet: func() {
			if !p.visible("#shortcuts") {
				t.Error("the sheet is not shown")
			}
			p.press("g") // nothing acts behind the sheet
			p.press("c")
			p.wantActive("shortcuts-on")
			p.press("?")
			if p.visible("#shortcuts") {
				t.Error("the sheet does not close")
			}
			p.wantDrawn(state.Default())
		},
	}
	var listed []string
	for _, s := range shortcut.All() {
		p.press(s.Key)
		if done[s.Action] == nil {
			t.Fatalf("%q is not tested", s.Key)
		}
		done[s.Action]()
		listed = append(listed, s.Key)
	}
	if got := eval[[]string](p, `[...document.querySelectorAll("#shortcuts kbd")].map((k) => k.textContent)`); !slices.Equal(got, listed) {
		t.Errorf("the sheet lists %q, want %q", got, listed)
	}

	// With Caps Lock on, and on another loss.
	p.pick("#loss", "asymmetric")
	p.press("g")
	p.wantActive("asymmetric-gamma_pos-range")
	p.press("a") // it has no alpha
	p.wantActive("asymmetric-gamma_pos-range")
	p.do(`document.dispatchEvent(new KeyboardEvent("keydown", { key: "E", bubbles: true }))`)
	p.wantActive("asymmetric-epsilon-range")
}

func (p *tab) wantActive(id string) {
	p.Helper()
	if got := p.active(); got != id {
		p.Errorf("the focus is on %q, want %q", got, id)
	}
}

// A letter is a letter where text is typed or chosen, with a modifier, and where
// single keys were switched off: they stay so.
func TestShortcutsLeaveTyping(t *testing.T) {
	t.Parallel()
	p := open(t, serve(t), "/")
	p.ready()
	for _, id := range []string{"focal-gamma-number", "loss"} {
		p.focus("#" + id)
		for _, s := range shortcut.All() {
			p.press(s.Key)
			p.wantActive(id)
		}
		if p.visible("#shortcuts") {
			t.Errorf("typing in %s opens the sheet", id)
		}
	}
	if s := p.state(); s.Class != state.Positive || s.Gradient != state.Pull {
		t.Errorf("typing has changed what is shown: %+v", s)
	}
	p.run(chromedp.Navigate(p.origin + "/"))
	p.ready()
	for _, modifier := range []kb.Modifier{kb.ModifierCtrl, kb.ModifierAlt, kb.ModifierMeta} {
		p.press("c", chromedp.KeyModifiers(modifier))
	}
	p.wantDrawn(state.Default())

	p.openSheet()
	p.click("#shortcuts-on")
	p.click("#shortcuts-close")
	if p.visible("#shortcuts") {
		t.Error("the sheet does not close")
	}
	p.wantActive("menu-open")
	off := func() {
		t.Helper()
		for _, s := range shortcut.All() {
			p.press(s.Key)
		}
		p.wantDrawn(state.Default())
		if p.visible("#shortcuts") {
			t.Error("a key that is switched off opens the sheet")
		}
	}
	off()
	p.run(chromedp.Reload())
	p.ready()
	off()
	p.openSheet()
	p.click("#shortcuts-on")
	p.press(kb.Escape)
	p.press("c")
	p.wantDrawn(with(t, "class", "0"))
	p.do("localStorage.clear()")
}

// The summary of the curves is announced once the controls rest, and describes both
// charts.
func TestSummary(t *testing.T) {
	t.Parallel()
	for _, m := range text.All() {
		p := open(t, serve(t), "/?lang="+m.Code)
		p.ready()
		want := plot.SaySummary(m, state.Default())
		if said := p.text("#summary"); said != want {
			t.Errorf("at first the page says %q, want %q", said, want)
		}
		for _, id := range []string{"chart-loss", "chart-gradient"} {
			described := eval[string](p,
				`document.getElementById(document.getElementById("`+id+`").getAttribute("aria-describedby")).id`)
			if described != "summary" {
				t.Errorf("%s is described by %q", id, described)
			}
		}
		p.do(`{
			globalThis.said = [];
			new MutationObserver(() => said.push(document.getElementById("summary").textContent))
				.observe(document.getElementById("summary"), { childList: true, characterData: true, subtree: true });
		}`)
		// Steps one by one would rest between them on a busy machine.
		p.do(`{
			const slider = document.getElementById("focal-gamma-range");
			for (let i = 0; i < 8; i++) {
				slider.stepUp();
				slider.dispatchEvent(new Event("input", { bubbles: true }));
			}
			slider.dispatchEvent(new Event("change", { bubbles: true }));
		}`)
		changed := with(t, "gamma", "2.4")
		want = plot.SaySummary(m, changed)
		p.await("said.length > 0")
		if said := eval[[]string](p, "said"); !slices.Equal(said, []string{want}) {
			t.Errorf("eight steps are summed up as %q, want %q", said, want)
		}
		// A held slider does not rest.
		b := p.box("#focal-gamma-range")
		x, y := b.X+b.Width/2, b.Y+b.Height/2
		mouse := func(kind input.DispatchMouseEventType) {
			p.run(chromedp.MouseEvent(kind, x, y, chromedp.ButtonLeft))
		}
		mouse(input.DispatchMouseEventTypeMousePressed)
		time.Sleep(1500 * time.Millisecond)
		if said := eval[int](p, "said.length"); said != 1 {
			t.Errorf("while the slider is held the page says %q", p.text("#summary"))
		}
		mouse(input.DispatchMouseEventTypeMouseReleased)
		p.await("said.length > 1")
		if said, want := p.text("#summary"), plot.SaySummary(m, p.state()); said != want {
			t.Errorf("the page says %q, want %q", said, want)
		}
	}
}

// The table has the numbers of the curves: from the start, and as they change
// while it is open.
func TestData(t *testing.T) {
	t.Parallel()
	p := open(t, serve(t), "/?place=reference")
	p.ready()
	check := func(s state.State) {
		t.Helper()
		var want [][]string
		for _, r := range plot.Rows(nil, s, plot.TablePts()) {
			cells := r.Say()
			want = append(want, cells[:])
		}
		got := eval[[][]string](p,
			`[...document.querySelectorAll("#data tbody tr:not([hidden])")].map((r) => [...r.cells].map((c) => c.textContent))`)
		if !reflect.DeepEqual(got, want) {
			t.Errorf("the table is\n%q\nwant\n%q", got, want)
		}
	}
	check(state.Default())
	p.press("c")
	check(state.Default()) // closed, it waits
	p.click("#data summary")
	p.await(`document.querySelector("#data td").textContent === "y = 0"`)
	check(with(t, "class", "0"))
	p.press("c")
	p.press("d")
	check(with(t, "class", "both", "gradient", "relative"))
	p.press("d")
	check(with(t, "class", "both", "gradient", "logit"))
	p.drag("#focal-gamma-range", 0.6)
	check(p.state())
	p.click("#reset")
	check(state.Default())
}

// The charts and the sliders of the focal loss are there without scrolling.
func TestAboveTheFold(t *testing.T) {
	t.Parallel()
	server := serve(t)
	for _, m := range text.All() {
		for _, size := range []struct{ width, height int64 }{{1280, 720}, {390, 844}} {
			p := open(t, server, "/?lang="+m.Code,
				chromedp.EmulateViewport(size.width, size.height))
			p.ready()
			for _, id := range []string{"focal-gamma-range", "focal-alpha-range",
				"focal-epsilon-range", "chart-loss", "chart-gradient"} {
				// Not box, which scrolls.
				bottom := eval[float64](p,
					`document.getElementById("`+id+`").getBoundingClientRect().bottom`)
				if bottom <= 0 || bottom > float64(size.height) {
					t.Errorf("%s, %d by %d: %s ends at %g", m.Code, size.width, size.height,
						id, bottom)
				}
			}
		}
	}
}

// Everything is 24 px high and wide at least, with its label (WCAG 2.2, 2.5.8),
// also by touch.
func TestTargets(t *testing.T) {
	t.Parallel()
	for _, width := range []int64{320, 1280} {
		p := open(t, serve(t), "/?class=both", chromedp.EmulateViewport(width, 800))
		p.ready()
		p.do(`document.getElementById("shortcuts").show()`)
		p.everywhere(func(place state.Place) {
			small := eval[[]string](p, `[...document.querySelectorAll("a, button, input, select, summary")].filter((e) => e.getClientRects().length && !e.closest("p > a")).flatMap((e) => {
				const target = e.matches("[type=radio], [type=checkbox]") && e.closest("label") || e;
				const { width, height } = target.getBoundingClientRect();
				return width >= 24 && height >= 24 ? [] : [(e.id || e.parentElement.tagName + " " + e.outerHTML) + ": " + width + " by " + height];
			})`)
			for _, s := range small {
				t.Errorf("%s at %d px too small: %s", place, width, s)
			}
		})
	}
}

// Whatever the Tab key comes to shows that it has the focus, and all that can be
// used comes.
func TestFocusIsVisible(t *testing.T) {
	t.Parallel()
	for _, theme := range []string{"light", "dark"} {
		p := open(t, serve(t), "/", preferring(theme))
		p.ready()
		p.everywhere(func(place state.Place) {
			p.do(`document.activeElement.blur()`)
			// A group of radios is one stop.
			want := eval[int](p, `[...document.querySelectorAll("a, button, input, select, textarea, summary, [tabindex='0']")]
				.filter((e) => e.getClientRects().length && !e.disabled && (e.type !== "radio" || e.checked)).length`)
			seen := map[string]bool{}
			for range want + 1 {
				p.run(chromedp.KeyEvent(kb.Tab))
				focus := eval[struct {
					ID, Style string
					Width     float64
				}](p, `(() => {
					const e = document.activeElement;
					const style = getComputedStyle(e.matches(".segmented input") ? e.closest("label") : e); // the label shows it
					e.dataset.tabbed ??= Math.random();
					return { ID: e === document.body ? "" : (e.id || e.outerHTML.slice(0, 80)) + e.dataset.tabbed, Style: style.outlineStyle, Width: parseFloat(style.outlineWidth) };
				})()`)
				if focus.ID == "" || seen[focus.ID] {
					continue // the window's own stop
				}
				seen[focus.ID] = true
				if focus.Style == "none" || focus.Width < 2 {
					t.Errorf("%s, %s: %s has an outline of %s, %g px", place, theme, focus.ID,
						focus.Style, focus.Width)
				}
			}
			if len(seen) != want {
				t.Errorf("%s: the Tab key comes to %d elements, want %d", place, len(seen), want)
			}
		})
	}
}

// A slider has big steps too, and announces its value as the field shows it.
func TestSliderKeys(t *testing.T) {
	t.Parallel()
	p := open(t, serve(t), "/?balanced=1")
	p.ready()
	for _, tt := range []struct{ key, press, want string }{
		{"gamma", kb.PageUp, "3"},
		{"gamma", kb.PageDown, "2"},
		{"gamma", kb.ArrowUp, "2.05"},
		{"gamma", kb.Home, "0"},
		{"gamma", kb.End, "10"},
		{"alpha", kb.PageUp, "0.35"},
		{"epsilon", kb.PageUp, "1.3e-6"},
		{"epsilon", kb.Home, "off"},
	} {
		id := "focal-" + tt.key + "-range"
		p.focus("#" + id)
		p.press(tt.press)
		said := eval[string](p, `document.getElementById("`+id+`").getAttribute("aria-valuetext")`)
		if field := p.value("#focal-" + tt.key + "-number"); field != tt.want || said != tt.want {
			t.Errorf("%s after %q: the field has %q and %q is said, want %q", tt.key, tt.press,
				field, said, tt.want)
		}
	}
}

// On a large screen text and charts grow with the window.
func TestLargeScreen(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		width, height int64
		font, label   float64
	}{{1280, 720, 13, 12}, {3840, 2160, 24.96, 23.04}} {
		p := open(t, serve(t), "/", chromedp.EmulateViewport(tt.width, tt.height))
		p.ready()
		font := eval[float64](p, `parseFloat(getComputedStyle(document.body).fontSize)`)
		label := eval[float64](p,
			`document.getElementById("chart-loss").still.getOption().xAxis[0].axisLabel.fontSize`)
		if math.Abs(font-tt.font) > 0.01 || math.Abs(label-tt.label) > 0.01 {
			t.Errorf("at %d px the page's font has %g px and the charts' %g, want %g and %g",
				tt.width, font, label, tt.font, tt.label)
		}
		used := p.box(".page").Width / float64(tt.width)
		if used < 0.8 {
			t.Errorf("at %d px charts and controls have %.0f%% of the width", tt.width, 100*used)
		}
	}
}

// Nothing moves by itself, and the page does not scroll smoothly, where motion
// is unwelcome.
func TestReducedMotion(t *testing.T) {
	t.Parallel()
	p := open(t, serve(t), "/", command(emulation.SetEmulatedMedia,
		emulation.SetEmulatedMediaParams{
			Features: []*emulation.MediaFeature{{Name: "prefers-reduced-motion", Value: "reduce"}},
		}))
	p.ready()
	moving := func() []string {
		t.Helper()
		return eval[[]string](p, `[...document.querySelectorAll("*")].filter((e) => {
			const s = getComputedStyle(e);
			return s.animationName !== "none" || s.transitionDuration !== "0s" || s.scrollBehavior !== "auto";
		}).map((e) => e.outerHTML.slice(0, 80))`)
	}
	p.do(`document.documentElement.style.cssText = "transition: color 1s; scroll-behavior: smooth"`)
	p.openSheet()
	for _, e := range moving() {
		t.Errorf("moves: %s", e)
	}
}

// Printed, the page is light and has the charts, the values and the formulas,
// and nothing to click.
func TestPrint(t *testing.T) {
	t.Parallel()
	p := open(t, serve(t), "/?gamma=3&class=both&lesson=gamma", chromedp.EmulateViewport(720, 1000),
		preferring("dark"))
	p.ready()
	p.do(`dispatchEvent(new Event("beforeprint"))`)
	p.run(command(emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
		Media:    "print",
		Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: "dark"}},
	}))
	p.frame()
	p.wantTheme("light")
	for selector, want := range map[string]bool{
		"#chart-loss canvas": true, "#chart-gradient canvas": true, "#loss": true,
		"#focal-gamma-number":  true,
		"#formulas-focal math": true, "#legend": true,
		"#theme": false, "#shortcuts-open": false, "#language": false, "#reset": false,
		"#lessons":           false,
		"#focal-gamma-range": false, "#focal-balanced": false, "#code": false,
	} {
		if p.visible(selector) != want {
			t.Errorf("%s is shown: %t, want %t", selector, !want, want)
		}
	}
	for _, layer := range []string{"still", "moving"} {
		plot, canvas := p.box("#chart-loss"), p.box("#chart-loss ."+layer+" canvas")
		if plot.Width < 200 || plot.Height < 100 || math.Abs(canvas.Width-plot.Width) > 1 ||
			math.Abs(canvas.Height-plot.Height) > 8 {
			t.Errorf("%s: the canvas is %+v in a plot of %+v", layer, canvas, plot)
		}
	}
	if over := eval[float64](p, "document.documentElement.scrollWidth - innerWidth"); over > 0 {
		t.Errorf("the page is %g px too wide for the paper", over)
	}
	p.picture("print", chromedp.FullScreenshot(100))
}

// A finger moves a slider, and reads a chart as the mouse does.
func TestTouch(t *testing.T) {
	t.Parallel()
	p := open(t, serve(t), "/", chromedp.EmulateViewport(390, 844),
		command(emulation.SetTouchEmulationEnabled,
			emulation.SetTouchEmulationEnabledParams{Enabled: true}))
	p.ready()
	touch := func(kind input.DispatchTouchEventType, points ...*input.TouchPoint) {
		p.run(command(input.DispatchTouchEvent,
			input.DispatchTouchEventParams{Type: kind, TouchPoints: points}))
		p.frame()
	}
	swipe := func(selector string, from, to float64) {
		b := p.box(selector)
		at := func(share float64) *input.TouchPoint {
			return &input.TouchPoint{X: b.X + share*b.Width, Y: b.Y + b.Height/2}
		}
		touch(input.DispatchTouchEventTypeTouchStart, at(from))
		for i := 1; i <= 5; i++ {
			touch(input.DispatchTouchEventTypeTouchMove, at(from+(to-from)*float64(i)/5))
		}
		touch(input.DispatchTouchEventTypeTouchEnd)
	}
	swipe("#focal-gamma-range", 0.25, 0.75)
	s := p.state()
	if gamma := s.Number("gamma"); gamma < 7 || gamma > 8.2 {
		t.Errorf("a finger at three quarters of the slider makes gamma %g", gamma)
	}
	p.wantDrawn(s)
	swipe("#chart-loss", 0.3, 0.6)
	first := p.text("#chart-gradient-reading")
	if !strings.Contains(first, "pₜ = 0.5") {
		t.Errorf("a finger at 0.6 of the chart reads %q", first)
	}
}

// Nothing keeps two fingers from enlarging the page. Chromium without a window does not enlarge,
// so that this reads the styles.
func TestPinch(t *testing.T) {
	t.Parallel()
	const swallow = `(() => {
		const all = (root) => [...root.querySelectorAll("*")].flatMap((e) => e.shadowRoot ? [e, ...all(e.shadowRoot)] : [e]);
		return all(document).filter((e) => !/auto|manipulation|pinch-zoom/.test(getComputedStyle(e).touchAction)).map((e) => e.outerHTML.slice(0, 80));
	})()`
	for path, ready := range map[string]string{
		"/":      "#chart-loss canvas",
		"/embed": "loss-explorer",
		"/classroom.html?lesson=lessons/focal.en.md&step=2": "#pad:not([hidden])",
	} {
		p := open(t, serve(t), path, chromedp.EmulateViewport(390, 844))
		p.await(`document.querySelector("` + ready + `")?.getBoundingClientRect().height > 100`)
		if path == "/embed" {
			p.await(`document.querySelector("loss-explorer").matches(":state(ready)")`)
		}
		for _, e := range eval[[]string](p, swallow) {
			t.Errorf("%s: %s", path, e)
		}
	}
}
