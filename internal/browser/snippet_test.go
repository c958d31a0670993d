package browser

import (
	"fmt"
	"html"
	"regexp"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"lossexplorer/internal/snippet"
	"lossexplorer/internal/text"
)

// The copied "Embed" code shows the view on another page, in every form that a browser reads;
// the compilers of the others are in the tests of package snippet.
func TestEmbedForms(t *testing.T) {
	t.Parallel()
	server := serve(t)
	want := with(t, "gamma", "3", "class", "both", "x_range", "0,0.5")
	p := open(t, server, "/?lang=en&gamma=3&class=both&x_range=0,0.5")
	p.ready()
	p.do(`navigator.clipboard.writeText = (text) => { globalThis.written = text; return Promise.resolve(); }`)
	p.click("#embed")
	copied := map[snippet.Form]string{}
	for _, form := range snippet.Forms() {
		p.do("globalThis.written = undefined")
		// one press
		p.do(fmt.Sprintf(`document.querySelector("#embed-code [data-form=%s]").click()`, form))
		p.await("globalThis.written")
		copied[form] = eval[string](p, "written")
		if shown := p.text("#embed-text"); shown != copied[form] {
			t.Errorf("%s: copied is %s, shown %s", form, copied[form], shown)
		}
		if got := p.visible("#embed-needs"); got != form.Packaged() {
			t.Errorf("%s: the package is named: %t", form, got)
		}
	}
	p.picture("embed-forms", chromedp.FullScreenshot(100))

	dir := t.TempDir()
	write(t, dir, map[string]string{"index.html": `<!doctype html><html lang="en"><meta charset="utf-8"><title>Docs</title>` +
		copied[snippet.Element] + copied[snippet.Picture] +
		`<div class="reveal"><div class="slides">` + copied[snippet.Reveal] + `</div></div>`})
	q := openFiles(t, dir, "/", server.URL)
	q.wantWidget("loss-explorer", want)
	q.do(`document.querySelector("section loss-explorer").scrollIntoView()`)
	q.wantWidget("section loss-explorer", want)
	q.await(`[...document.images].every((i) => i.complete && i.naturalWidth >= 900)`)
	q.picture("embed-forms-elsewhere", chromedp.FullScreenshot(100))
	for _, form := range []snippet.Form{snippet.Frame, snippet.Jupyter} {
		address := html.UnescapeString(regexp.MustCompile(
			`https?://[^" ]+`).FindString(copied[form]))
		open(t, server, strings.TrimPrefix(address, server.URL)).wantWidget("loss-explorer", want)
	}
}

// The reference has every attribute, and examples that follow their HTML.
func TestReference(t *testing.T) {
	t.Parallel()
	p := open(t, serve(t), "/docs/widget.html")
	p.wantWidget(".example loss-explorer",
		with(t, "gamma", "2", "balanced", "1", "alpha", "0.25", "class", "both"))
	missing := eval[string](p, `[...customElements.get("loss-explorer").observedAttributes].filter((name) => name !== "class" && !document.getElementById("attribute-" + name)).join(" ")`)
	if missing != "" {
		t.Errorf("the reference lacks %s", missing)
	}
	p.expect("inline event handler") // which the policy would not run either
	p.do(`{ const t = document.querySelector("textarea");
		t.value = '<loss-explorer gamma="5" gama="1" onclick="alert(1)" lang="en"></loss-explorer>'; t.dispatchEvent(new Event("input")); }`)
	p.await(`document.querySelector(".example loss-explorer").shadowRoot.querySelector(".note").textContent === "There is no attribute gama. Did you mean gamma?"`)
	p.wantWidget(".example loss-explorer", with(t, "gamma", "5"))
	if got := eval[string](p, `document.querySelector(".example loss-explorer").query`); got != "gamma=5&lang=en" {
		t.Errorf("the query of the example is %s", got)
	}
	p.picture("reference", chromedp.FullScreenshot(100))
}

// The reference in Chinese has the same attributes and parts, and no sentence in English.
func TestReferenceChinese(t *testing.T) {
	t.Parallel()
	server := serve(t)
	english := open(t, server, "/docs/widget.html")
	p := open(t, server, "/docs/widget.zh.html")
	const names = `[...document.querySelectorAll("h2, tr[id], td:first-child code")].map((e) => e.id || e.textContent).join(" ")`
	if got, want := eval[string](p, names), eval[string](english, names); got != want {
		t.Errorf("the page has %s, in English %s", got, want)
	}
	left := eval[string](p, `[...document.querySelectorAll("main :is(h2, p, th, label, td:last-child)")].map((e) => [...e.childNodes].filter((n) => n.nodeType === 3).map((n) => n.data.trim()).join("")).filter((s) => /[a-z] [a-z]/.test(s) && !/[\u4e00-\u9fff]/.test(s)).join("; ")`)
	if left != "" {
		t.Errorf("the page has %s", left)
	}
	p.await(`document.querySelector(".example loss-explorer").matches(":state(ready)")`)
	if lang := eval[string](p, `document.documentElement.lang`); lang != text.For("zh").Lang {
		t.Errorf("the page's language is %s", lang)
	}
	p.picture("reference-zh", chromedp.FullScreenshot(100))
}

// A grid has an element for every pair of values, and refuses more than can be seen.
func TestGrid(t *testing.T) {
	t.Parallel()
	widgets := serve(t)
	dir := t.TempDir()
	write(t, dir, map[string]string{"index.html": `<!doctype html><html lang="en"><meta charset="utf-8"><title>Docs</title>
<script type="module" src="` + widgets.URL + `/loss-explorer.js"></script><script type="module" src="` + widgets.URL + `/loss-explorer-grid.js"></script>
<loss-explorer-grid gamma="0 2 5" alpha="0.25 0.75" label="both"></loss-explorer-grid>`})
	p := openFiles(t, dir, "/", widgets.URL)
	cells := `[...document.querySelector("loss-explorer-grid").shadowRoot.querySelectorAll("loss-explorer")]`
	p.await(cells + `.length === 6 && ` + cells + `.every((e) => e.matches(":state(ready)"))`)
	if got := eval[string](p, cells+`.map((e) => e.values.gamma + " " + e.values.alpha + " " + e.textContent).join("; ")`); !strings.HasPrefix(got, "0 0.25 γ = 0 · α = 0.25; 2 0.25 γ = 2 · α = 0.25; 5 0.25 ") {
		t.Errorf("the cells are %s", got)
	}
	p.picture("grid", chromedp.FullScreenshot(100))
	// Commas separate values too, and sliders that are named are there.
	p.do(`{
		const grid = document.querySelector("loss-explorer-grid");
		grid.setAttribute("gamma", "0, 1");
		grid.setAttribute("x-range", "0,0.5");
		grid.setAttribute("sliders", "gamma");
	}`)
	p.await(cells + `.length === 4 && ` + cells + `.every((e) => e.matches(":state(ready)"))`)
	if got := eval[string](p, cells+`.map((e) => e.gamma + " " + e.xRange + " " + e.shadowRoot.querySelectorAll(".controls label").length).join()`); got != "0 0,0.5 1,1 0,0.5 1,0 0,0.5 1,1 0,0.5 1" {
		t.Errorf("the cells have %s", got)
	}
	p.do(`document.querySelector("loss-explorer-grid").setAttribute("epsilon", "0 1e-7")`)
	p.await(`document.querySelector("loss-explorer-grid").shadowRoot.querySelector("[role=alert]")?.textContent.startsWith("At most two")`)
}
