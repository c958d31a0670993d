package browser

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"

	"lossexplorer/internal/state"
	"lossexplorer/internal/text"
)

// Operations of pages on the element that they hold.

// hosted opens a page with a body, from another origin than the widget's.
func hosted(t *testing.T, html string, before ...step) *tab {
	t.Helper()
	widgets := serve(t)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/":
			w.Header().Set("Content-Type", "text/html; charset=utf-8")
			fmt.Fprint(w, `<!doctype html>`+strings.ReplaceAll(html, "WIDGETS", widgets.URL))
		case "/state.json":
			w.Header().Set("Content-Type", "application/json")
			fmt.Fprint(w, `{"gamma": 4, "label": "both", "x": "logit"}`)
		case "/typed.json":
			w.Header().Set("Content-Type", "application/json")
			fmt.Fprint(w, `{"gamma": 4, "sliders": ["gamma", "alpha"], "x_range": [0, 0.5], "menu": true, "theme": null}`)
		case "/list.json":
			fmt.Fprint(w, `["gamma"]`)
		case "/missing.json":
			http.NotFound(w, r)
		case "/wide.svg":
			w.Header().Set("Content-Type", "image/svg+xml")
			fmt.Fprint(w, `<svg xmlns="http://www.w3.org/2000/svg" width="2000" height="900"><rect width="2000" height="900" fill="teal"/></svg>`)
		default:
			w.WriteHeader(http.StatusNoContent)
		}
	}))
	t.Cleanup(server.Close)
	return openWith(t, server, "/", widgets.URL, before...)
}

const twoLines = `<html lang="en"><meta charset="utf-8"><title>Docs</title><script type="module" blocking="render" src="WIDGETS/loss-explorer.js"></script>`

// inside returns an expression for a node in the shadow tree of the element with an ID.
func inside(id, selector string) string {
	return fmt.Sprintf(`document.getElementById(%q).shadowRoot.querySelector(%q)`, id, selector)
}

// Paper has all of every chart, in light colours, and elements that were never near the
// window too.
func TestHostPrints(t *testing.T) {
	t.Parallel()
	p := hosted(t, twoLines+`<meta name="color-scheme" content="dark"><loss-explorer id="a" gamma="2"></loss-explorer>`+
		strings.Repeat("<p>Text",
			200)+`<loss-explorer id="b" gamma="3" theme="dark"></loss-explorer>`)
	p.wantWidget("#a", state.Default())
	if near := eval[bool](p, `document.getElementById("b").matches(":state(ready)")`); near {
		t.Fatal("the second element is near the window")
	}
	p.run(
		command(emulation.SetEmulatedMedia,
			emulation.SetEmulatedMediaParams{Media: "print",
				Features: []*emulation.MediaFeature{calm}}),
		chromedp.EmulateViewport(703, 1000), // A4 within margins of a centimetre
	)
	p.do(`dispatchEvent(new Event("beforeprint"))`)
	p.wantWidget("#a", state.Default())
	p.wantWidget("#b", with(t, "gamma", "3"))
	for _, id := range []string{"a", "b"} {
		if got := eval[string](p,
			`getComputedStyle(`+inside(id,
				"figure")+`).backgroundColor`); got != "rgb(255, 255, 255)" {
			t.Errorf("#%s is printed on %s", id, got)
		}
		for _, chart := range []string{"loss", "gradient"} {
			// The last number of the x axis is at the end of the frame, on the paper.
			right := eval[float64](p, fmt.Sprintf(`(() => {
				const plot = %s;
				const all = [...plot.querySelectorAll("text")].filter((e) => e.textContent === "1").map((e) => e.getBoundingClientRect().right);
				return Math.max(...all) / plot.getBoundingClientRect().right;
			})()`, inside(id, "[data-chart="+chart+"] .plot")))
			if !(right > 0.93 && right <= 1) {
				t.Errorf("#%s, %s: the x axis ends at %.2f of the paper", id, chart, right)
			}
		}
	}
	var pdf page.PrintToPDFResult
	p.run(query(page.PrintToPDF, page.PrintToPDFParams{PrintBackground: new(true)}, &pdf))
	dir := t.TempDir()
	write(t, dir, map[string]string{"page.pdf": string(pdf.Data)})
	words := runIn(t, dir, "pdftotext", "-bbox", "page.pdf", "-")
	width := regexp.MustCompile(`<page width="([\d.]+)"`).FindStringSubmatch(words)
	if width == nil {
		t.Fatalf("the document is %.2000s", words)
	}
	paper, err := strconv.ParseFloat(width[1], 64)
	if err != nil {
		t.Fatal(err)
	}
	// The numbers at the right end of the x axes, of two charts an element beside each other.
	ends := 0
	for _, m := range regexp.MustCompile(`xMax="([\d.]+)" yMax="[\d.]+">1</word>`).FindAllStringSubmatch(words, -1) {
		x, err := strconv.ParseFloat(m[1], 64)
		if err != nil {
			t.Fatal(err)
		}
		if x > 0.45*paper && x < 0.5*paper || x > 0.9*paper && x < paper {
			ends++
		}
	}
	if ends != 4 {
		t.Errorf("%d of 4 axes end with their number on the paper: %s", ends, words)
	}
}

// Attributes are written as hosts and frameworks write them.
func TestHostAttributes(t *testing.T) {
	t.Parallel()
	p := hosted(t, twoLines+`
<loss-explorer id="styled" class="my-4 svelte-x"></loss-explorer>
<loss-explorer id="old" class="both svelte-x"></loss-explorer>
<loss-explorer id="bare" balanced controls></loss-explorer>
<loss-explorer id="named" sliders="gamma alpha"></loss-explorer>
<loss-explorer id="height" height="300"></loss-explorer>
<loss-explorer id="source" src="/state.json"></loss-explorer>
<loss-explorer id="typed" src="/typed.json"></loss-explorer>
<loss-explorer id="missing" src="/missing.json"></loss-explorer>
<loss-explorer id="broken" src="/broken.json"></loss-explorer>
<loss-explorer id="list" src="/list.json"></loss-explorer>
<loss-explorer id="commas" sliders="gamma, alpha" view="gradient,curvature" menu="svg, csv"></loss-explorer>
<loss-explorer id="unknown" gama="3" data-page="x" aria-label="x" slot="x" style="margin:0" title="x" onfocus="" lang="en"></loss-explorer>`)
	p.run(chromedp.EmulateViewport(1280, 5000))
	p.expect("404")
	note := func(id string) string {
		t.Helper()
		return eval[string](p, inside(id, ".note")+".textContent")
	}
	sliders := func(id string) string {
		t.Helper()
		return eval[string](p, `[...`+inside(id,
			".controls")+`.querySelectorAll("input:not([type=checkbox])")].length + ""`)
	}
	for id, want := range map[string]state.State{
		"styled": state.Default(),
		"old":    with(t, "class", "both"),
		"bare":   with(t, "balanced", "1"),
		"named":  state.Default(),
		"height": state.Default(),
		"source": with(t, "gamma", "4", "class", "both", "x", "logit"),
		"typed":  with(t, "gamma", "4", "x_range", "0,0.5"),
		"commas": state.Default(),
	} {
		p.wantWidget("#"+id, want)
		if said := note(id); said != "" {
			t.Errorf("#%s says %q", id, said)
		}
	}
	p.wantWidget("#unknown", state.Default())
	if said := note("unknown"); said != "There is no attribute gama. Did you mean gamma?" {
		t.Errorf("of an unknown attribute it says %q", said)
	}
	// A file that cannot be read is not forgotten once the curves are drawn.
	for id, want := range map[string]string{"missing": `src="/missing.json": 404`,
		"broken": `src="/broken.json": `,
		"list":   `src="/list.json": The file must have an object, as { "gamma": 2 }.`} {
		p.wantWidget("#"+id, state.Default())
		if said := note(id); !strings.HasPrefix(said, want) {
			t.Errorf("#%s says %q, want %q", id, said, want)
		}
	}
	p.do(`document.getElementById("missing").src = "/state.json"`)
	p.await(inside("missing", ".note") + `.textContent === ""`)
	p.wantWidget("#missing", with(t, "gamma", "4", "class", "both", "x", "logit"))
	// What is saved is a chart that is shown.
	saved := eval[string](p, `(async () => {
		const made = new Promise((resolve) => (URL.createObjectURL = (blob) => (resolve(blob), "#")));
		HTMLAnchorElement.prototype.click = () => {};
		`+inside("commas", "[data-action=svg]")+`.click();
		return (await made).text();
	})()`)
	if !strings.Contains(saved, text.For("en").GradientChart) {
		t.Errorf("of an element without the loss it saves %.400s", saved)
	}
	if got := eval[string](p, `[...`+inside("typed", ".entries")+`.children].length + " " + `+
		inside("commas", ".entries")+`.children.length`); got != "5 2" {
		t.Errorf("the menus have %s entries", got)
	}
	for id, want := range map[string]string{"bare": sliders("styled"), "named": "2", "typed": "2",
		"commas": "2"} {
		if got := sliders(id); got != want {
			t.Errorf("#%s has %s sliders, want %s", id, got, want)
		}
	}
	if got := eval[float64](p, inside("height",
		"[data-chart=loss] .plot")+".clientHeight"); got != 300 {
		t.Errorf("the charts are %g px high", got)
	}
	// Nothing is written on the host, and nothing is left among the page's names.
	if got := eval[string](p, `document.getElementById("named").getAttributeNames().join()`); got != "id,sliders" {
		t.Errorf("the element has %s", got)
	}
	if got := eval[string](p, `["Go", "fs", "path", "process", "lossExplorerWidget"].filter((name) => name in window).join()`); got != "" {
		t.Errorf("the page has %s", got)
	}
	p.do(`document.getElementById("bare").balanced = false`)
	p.wantWidget("#bare", state.Default())
}

// The theme is that of the page's toggle as it is now, and colours are those of custom
// properties as they are now, in the picture too.
func TestHostTheme(t *testing.T) {
	t.Parallel()
	p := hosted(t, twoLines+`<style>.scheme { color-scheme: dark }</style><div id="around"><loss-explorer id="a"></loss-explorer></div>`)
	p.wantWidget("#a", state.Default())
	dark := inside("a", "figure") + `.classList.contains("dark")`
	for _, toggle := range []string{
		`document.documentElement.dataset.theme = on ? "dark" : ""`,
		`document.documentElement.classList.toggle("dark", on)`,
		`document.documentElement.dataset.bsTheme = on ? "dark" : ""`,
		`document.body.dataset.mdColorScheme = on ? "slate" : ""`,
		`document.documentElement.style.colorScheme = on ? "dark" : ""`,
		`document.getElementById("around").classList.toggle("scheme", on)`,
	} {
		p.do(`{ const on = true; ` + toggle + `; }`)
		p.await(dark)
		p.do(`{ const on = false; ` + toggle + `; }`)
		p.await("!" + dark)
	}
	p.do(`document.getElementById("a").style.setProperty("--line-0", "rgb(0, 170, 0)")`)
	for what, got := range map[string]string{
		"curve": eval[string](p,
			`getComputedStyle(`+inside("a", "[data-chart=loss] .line-0")+`).stroke`),
		"legend": eval[string](p, `getComputedStyle(`+inside("a", ".key-0")+`).borderTopColor`),
	} {
		if got != "rgb(0, 170, 0)" {
			t.Errorf("the %s is %s", what, got)
		}
	}
	if svg := eval[string](p, `document.getElementById("a").toSVG()`); !strings.Contains(svg,
		"rgb(0, 170, 0)") {
		t.Error("the picture has another colour")
	}
}

// Pages that write from right to left, have another size of text or space letters apart
// leave the charts as they are.
func TestHostText(t *testing.T) {
	t.Parallel()
	for name, style := range map[string]string{
		"from right to left": `:root { direction: rtl }`,
		"62.5 %":             `:root { font-size: 62.5% } body { font-size: 1.6rem }`,
		"125 %":              `:root { font-size: 125% }`,
		"spaced":             `body { letter-spacing: 0.3em; text-transform: uppercase; word-spacing: 1em; text-indent: 3em; line-height: 3 }`,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := hosted(t, twoLines+`<style>`+style+`</style><loss-explorer id="a" x="logit" view="loss gradient"><img slot="caption" src="/wide.svg" alt=""></loss-explorer>`)
			p.wantWidget("#a", with(t, "x", "logit"))
			type look struct {
				Direction, Spacing, Transform string
				Font                          float64
				Numbers                       []string
				Wide                          float64 // beyond the figure
			}
			got := eval[look](p, `(() => {
				const plot = `+inside("a", "[data-chart=loss] .plot")+`, texts = [...plot.querySelectorAll("text")];
				const style = getComputedStyle(texts[0]), figure = `+inside("a", "figure")+`.getBoundingClientRect();
				return {
					direction: style.direction, spacing: style.letterSpacing, transform: style.textTransform,
					font: parseFloat(style.fontSize), numbers: texts.map((e) => e.textContent),
					wide: Math.max(...[...plot.querySelectorAll("text"), document.querySelector("img")].map((e) => {
						const r = e.getBoundingClientRect();
						return Math.max(r.right - figure.right, figure.left - r.left);
					})),
				};
			})()`)
			if got.Direction != "ltr" || got.Spacing != "normal" || got.Transform != "none" {
				t.Errorf("the texts are %s, spaced %s, %s", got.Direction, got.Spacing,
					got.Transform)
			}
			if got.Font < 11 || got.Font > 17 {
				t.Errorf("the numbers are %g px high", got.Font)
			}
			if !strings.Contains(strings.Join(got.Numbers, " "), "−10") &&
				!strings.Contains(strings.Join(got.Numbers, " "), "-10") {
				t.Errorf("the axis has %q", got.Numbers)
			}
			if got.Wide > 0.5 {
				t.Errorf("something is %g px beyond the figure", got.Wide)
			}
		})
	}
}

// Low charts have the whole names of their y axes, and numbers that do not touch.
func TestHostLow(t *testing.T) {
	t.Parallel()
	p := hosted(t, twoLines+`<div style="width: 60rem"><loss-explorer id="low" height="120" quantity="difference" lang="en"></loss-explorer>
<loss-explorer id="zh" height="160" gradient="relative" quantity="ratio" lang="zh"></loss-explorer>
<loss-explorer id="high" height="400" lang="en"></loss-explorer></div>`)
	p.run(chromedp.EmulateViewport(1280, 2000))
	p.wantWidget("#low", with(t, "quantity", "difference"))
	p.wantWidget("#zh", with(t, "gradient", "relative", "quantity", "ratio"))
	p.wantWidget("#high", state.Default())
	p.do(`document.getElementById("high").height = 120`)
	p.frame()
	p.frame()
	for _, id := range []string{"low", "zh", "high"} {
		for _, chart := range []string{"loss", "gradient"} {
			said := eval[string](p, `(() => {
				const plot = `+inside(id, "[data-chart="+chart+"] .plot")+`, around = plot.getBoundingClientRect();
				const texts = [...plot.querySelectorAll("text")].map((e) => [e, e.getBoundingClientRect()]);
				if (texts.filter(([e]) => e.getAttribute("text-anchor") === "end").length < 2) return "one number";
				for (const [e, r] of texts) {
					// A box of Chinese is higher than its signs.
					if (r.top < around.top - 4 || r.bottom > around.bottom + 1 || r.left < around.left - 1 || r.right > around.right + 1) return e.textContent + " is cut";
					for (const [o, q] of texts) {
						if (o !== e && r.left + 1 < q.right && q.left + 1 < r.right && r.top + 5 < q.bottom && q.top + 5 < r.bottom) return e.textContent + " touches " + o.textContent;
					}
				}
				return "";
			})()`)
			if said != "" {
				t.Errorf("#%s, %s: %s", id, chart, said)
			}
		}
	}
}

// A frame gets the height of its content, sandboxed or not, whichever of frame and script
// is first, and whether the script is a module or not.
func TestHostFrames(t *testing.T) {
	t.Parallel()
	const frame = `src="WIDGETS/embed?gamma=2&controls=gamma" width="700" height="150"></iframe>`
	for name, body := range map[string]string{
		"module":       `<script type="module" src="WIDGETS/loss-explorer-frames.js"></script><iframe ` + frame,
		"classic":      `<script src="WIDGETS/loss-explorer-frames.js"></script><iframe ` + frame,
		"sandbox":      `<script type="module" src="WIDGETS/loss-explorer-frames.js"></script><iframe sandbox="allow-scripts" ` + frame,
		"script later": `<iframe ` + frame + `<script>document.querySelector("iframe").onload = () => setTimeout(() => { const s = document.createElement("script"); s.type = "module"; s.src = "WIDGETS/loss-explorer-frames.js"; document.head.append(s); }, 500)</script>`,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := hosted(t, `<html lang="en"><meta charset="utf-8"><title>Docs</title>`+body)
			p.await(`document.querySelector("iframe").clientHeight > 300`)
		})
	}
}

// The two lines alone shift nothing, on a slow line too, where a picture of the view is
// there until the curves are.
func TestHostShiftsNothing(t *testing.T) {
	t.Parallel()
	p := hosted(t, twoLines+`<script>
		window.shift = 0;
		window.moved = [];
		new PerformanceObserver((list) => {
			for (const e of list.getEntries()) {
				shift += e.value;
				moved.push(...e.sources.map((s) => s.node?.outerHTML?.slice(0, 80) + JSON.stringify([s.previousRect, s.currentRect])));
			}
		}).observe({ type: "layout-shift", buffered: true });
	</script><p>Before<loss-explorer id="a" label="both" alpha="0.25" controls></loss-explorer><p>After`,
		command(network.EmulateNetworkConditionsByRule,
			network.EmulateNetworkConditionsByRuleParams{
				MatchedNetworkConditions: []*network.Conditions{{Latency: 150,
					DownloadThroughput: 400_000, UploadThroughput: 100_000}},
			}))
	p.wantWidget("#a", with(t, "class", "both", "balanced", "1"))
	p.frame()
	if shift := eval[float64](p, "shift"); shift > 0 {
		t.Errorf("the layout shifts by %g: %q", shift, eval[[]string](p, "moved"))
	}
}

// Values are read by pointer and keys, and readings leave with the pointer.
func TestHostReads(t *testing.T) {
	t.Parallel()
	p := hosted(t, twoLines+`<loss-explorer id="a"></loss-explorer>`)
	p.wantWidget("#a", state.Default())
	reading := inside("a", ".reading") + ".textContent"
	move := func(event string, share float64) string {
		return fmt.Sprintf(`{ const plot = %s, r = plot.getBoundingClientRect();
			plot.dispatchEvent(new PointerEvent(%q, { pointerType: "mouse", clientX: r.left + r.width * %g, clientY: r.top + 50 })); }`, inside("a", "[data-chart=loss] .plot"), event, share)
	}
	p.do(move("pointermove", 0.5))
	if said := eval[string](p, reading); !strings.Contains(said, "pₜ") {
		t.Errorf("at the pointer it says %q", said)
	}
	p.do(move("pointerleave", 0.5))
	if said := eval[string](p, reading); said != "" {
		t.Errorf("without the pointer it says %q", said)
	}
	p.do(inside("a", "[data-chart=loss] .plot") +
		`.dispatchEvent(new KeyboardEvent("keydown", { key: "End", bubbles: true }))`)
	if said := eval[string](p, reading); !strings.Contains(said, "pₜ = 1") {
		t.Errorf("at the end it says %q", said)
	}
}
