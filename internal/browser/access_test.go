package browser

import (
	"fmt"
	"maps"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"

	"lossexplorer/internal/site"
	"lossexplorer/internal/text"
	"lossexplorer/web"
)

// preferring makes the system prefer a colour scheme, light or dark.
func preferring(scheme string) step {
	return command(emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
		Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}},
	})
}

// axe returns what axe-core finds wrong with the page as it is shown now, a
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

// unfold opens all that the page hides at first.
func (p *tab) unfold() {
	p.Helper()
	p.do(`for (const panel of document.querySelectorAll("details")) panel.open = true`)
	p.frame()
}

// TestAxe has axe-core look at the page with everything unfolded, in every
// language and theme, wide and narrow.
func TestAxe(t *testing.T) {
	server := serve(t)
	for _, m := range text.All() {
		for _, theme := range []string{"light", "dark"} {
			for _, width := range []int64{360, 1280} {
				t.Run(fmt.Sprintf("%s-%s-%d", m.Code, theme, width), func(t *testing.T) {
					p := open(t, server, "/?class=both&lang="+m.Code, chromedp.EmulateViewport(width, 800), preferring(theme))
					p.ready()
					p.unfold()
					for _, violation := range p.axe() {
						t.Error(violation)
					}
				})
			}
		}
	}
}

// A page that is broken on purpose is found out: TestAxe can fail.
func TestAxeFinds(t *testing.T) {
	p := open(t, serve(t), "/")
	p.ready()
	p.do(`{
		document.querySelector("label[for=focal-gamma-range]").remove();
		document.querySelector(".masthead h1").style.color = "#999";
		document.getElementById("chart-loss").removeAttribute("aria-labelledby");
	}`)
	found := strings.Join(p.axe(), "\n")
	for _, rule := range []string{"label: #focal-gamma-range", "color-contrast: h1", "role-img-alt: #chart-loss"} {
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
		"light": {"rgb(255, 255, 255)", "#0072b2"},
		"dark":  {"rgb(20, 23, 27)", "#56b4e9"},
	}[theme]
	if paper := eval[string](p, "getComputedStyle(document.body).backgroundColor"); paper != want.paper {
		p.Errorf("the page is %s, want %s, %s", paper, theme, want.paper)
	}
	for _, id := range []string{"chart-loss", "chart-gradient"} {
		line := eval[string](p, `document.getElementById("`+id+`").moving.getOption().series[0].lineStyle.color`)
		if line != want.line {
			p.Errorf("the first curve of %s is %s, want that of the %s theme, %s", id, line, theme, want.line)
		}
	}
}

func TestTheme(t *testing.T) {
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
	p.await(`document.documentElement.lang === "zh-Hans"`)
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
	handler, err := site.New(web.Dist())
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
		if paper != "rgb(20, 23, 27)" {
			t.Errorf("frame %d has the paper %s", i, paper)
		}
	}
	p.do(`localStorage.clear()`)
}

// Where the browser keeps nothing, the choice holds for the visit.
func TestThemeWithoutStorage(t *testing.T) {
	p := open(t, serve(t), "/", preferring("light"),
		command(page.AddScriptToEvaluateOnNewDocument, page.AddScriptToEvaluateOnNewDocumentParams{Source: `
			Object.defineProperty(globalThis, "localStorage", { get() { throw new DOMException("no", "SecurityError"); } })`}))
	p.ready()
	p.wantTheme("light")
	p.chooseTheme("dark")
	p.wantTheme("dark")
}
