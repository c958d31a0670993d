package browser

import (
	"fmt"
	"math"
	"net/http"
	"net/http/httptest"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"lossexplorer/internal/formula"
	"lossexplorer/internal/formula/syntax"
	"lossexplorer/internal/plot"
	"lossexplorer/internal/render/export"
	"lossexplorer/internal/server/site"
	"lossexplorer/internal/state"
	"lossexplorer/internal/text"
	"lossexplorer/web"
)

// hostPolicy is the strict Content-Security-Policy of a page with the widget of
// another origin.
const hostPolicy = "default-src 'none'; script-src %[1]s 'wasm-unsafe-eval'; connect-src %[1]s; img-src %[1]s; require-trusted-types-for 'script'"

// embed opens a page of another origin, with a strict policy, that has the body
// and loads the widget.
func embed(t testing.TB, body string) *tab {
	t.Helper()
	widgets := serve(t)
	page := `<!doctype html><html lang="en"><meta charset="utf-8"><title>Docs</title><link rel="icon" href="` + widgets.URL + `/curve.svg">
<script type="module" src="` + widgets.URL + `/loss-explorer.js"></script>` + body
	host := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		w.Header().Set("Content-Security-Policy", fmt.Sprintf(hostPolicy, widgets.URL))
		fmt.Fprint(w, page)
	}))
	t.Cleanup(host.Close)
	return openWith(t, host, "/", widgets.URL)
}

// isReady is the selector of elements that show their curves.
const isReady = ":state(ready)"

// wantWidget checks that an element shows a state, without the family over gamma, which
// the explorer alone draws.
func (p *tab) wantWidget(selector string, s state.State) {
	p.Helper()
	p.await(fmt.Sprintf(`document.querySelector(%q)?.matches(%q)`, selector, isReady))
	p.frame()
	var want plot.Series
	if err := want.Update(s, plot.Points); err != nil {
		p.Fatal(err)
	}
	f := plot.FrameOf(s)
	for id, chart := range map[string]struct {
		lines [plot.Lines][]float64
		y     state.Range
	}{"loss": {want.Loss, f.Loss}, "gradient": {want.Gradient, f.Gradient}} {
		got := eval[[]string](p,
			fmt.Sprintf(`Array.from({ length: %d }, (_, i) => document.querySelector(%q).shadowRoot.querySelector("[data-chart=%s] .line-" + i).getAttribute("d") ?? "")`, plot.Lines, selector, id))
		for i, d := range got {
			drawn := pathPoints(d)
			var line []float64
			if i < plot.Family {
				line = chart.lines[i]
			}
			var at []float64
			for k := 0; k < len(line); k += 2 {
				x, y := 1000*(line[k]-f.X.Min)/(f.X.Max-f.X.Min),
					1000*(chart.y.Max-line[k+1])/(chart.y.Max-chart.y.Min)
				if math.IsNaN(x+y) || math.IsInf(x+y, 0) {
					continue
				}
				at = append(at, x, y)
			}
			if len(drawn) != len(at) {
				p.Errorf("%s: line %d of %s has %d numbers, want %d", selector, i, id, len(drawn),
					len(at))
				continue
			}
			for k, v := range at {
				if math.Abs(drawn[k]-v) > 0.006 { // two decimals are written
					p.Errorf("%s: line %d of %s has %g, want %g", selector, i, id, drawn[k], v)
					break
				}
			}
		}
	}
}

// pathPoints are the coordinates of a path of straight lines.
func pathPoints(d string) (all []float64) {
	for _, field := range strings.FieldsFunc(d,
		func(r rune) bool { return r == 'M' || r == 'L' || r == ' ' }) {
		v, err := strconv.ParseFloat(field, 64)
		if err != nil {
			return nil
		}
		all = append(all, v)
	}
	return all
}

// An alpha that is set weights the classes.
func TestWidget(t *testing.T) {
	t.Parallel()
	p := embed(t, `<style></style><loss-explorer id="a" loss="focal" gamma="3" alpha="0.25" epsilon="1e-7" class="both" gradient="logit"><span slot="caption">Focal loss</span></loss-explorer>`)
	// the page's own, which its policy forbids
	p.expect("Refused to apply inline style", "Applying inline style")
	p.wantWidget("#a", with(t, "gamma", "3", "balanced", "1", "class", "both", "gradient", "logit"))

	// Attribute and property are in step, and the curves follow.
	p.do(`document.getElementById("a").gamma = 1.5`)
	if got := eval[string](p, `document.getElementById("a").getAttribute("gamma")`); got != "1.5" {
		t.Errorf("the attribute is %q", got)
	}
	p.wantWidget("#a", with(t, "gamma", "1.5", "balanced", "1", "class", "both", "gradient",
		"logit"))
	p.do(`document.getElementById("a").setAttribute("x", "logit"); document.getElementById("a").compare = "focal:0,1,0.25,1e-7"`)
	p.wantWidget("#a", with(t, "gamma", "1.5", "balanced", "1", "class", "both", "gradient",
		"logit", "x", "logit", "pins", "focal:0,1,0.25,1e-7"))

	// Its sliders report their changes.
	p.do(`window.heard = []; document.getElementById("a").addEventListener("change", (e) => heard.push(e.detail.gamma)); document.getElementById("a").shadowRoot.querySelector("input").focus()`)
	p.press(kb.End)
	if heard := eval[[]string](p, "heard"); !slices.Equal(heard, []string{"10"}) {
		t.Errorf("change was heard with %q", heard)
	}
	p.wantWidget("#a", with(t, "gamma", "10", "balanced", "1", "class", "both", "gradient", "logit",
		"x", "logit", "pins", "focal:0,1,0.25,1e-7"))

	s := with(t, "gamma", "10", "balanced", "1", "class", "both", "gradient", "logit", "x", "logit",
		"pins", "focal:0,1,0.25,1e-7")
	csv := eval[string](p, `document.getElementById("a").toCSV()`)
	if want := string(export.CSV(nil, s)); len(csv) != len(want) && csv[:200] != want[:200] {
		t.Errorf("the table is %.200s…, want %.200s…", csv, want)
	}
	svg := eval[string](p, `document.getElementById("a").toSVG("gradient")`)
	drawing := readSVG(t, []byte(svg))
	for _, want := range []string{plot.SayPin(text.For("en"), s.Pins[0]),
		export.Caption(text.For("en"), s)} {
		if !slices.Contains(drawing.Texts, want) {
			t.Errorf("the picture lacks %q: %q", want, drawing.Texts)
		}
	}
	if size := eval[float64](p, `document.getElementById("a").toPNG().then((png) => png.size)`); size < 5000 {
		t.Errorf("the PNG has %g bytes", size)
	}
}

// A plain element that gets a soft label or the curvature has them of the other program, and
// the one beside it stays.
func TestWidgetNotPlain(t *testing.T) {
	t.Parallel()
	p := embed(t, `<loss-explorer id="a" gamma="1"></loss-explorer><loss-explorer id="b" gamma="3"></loss-explorer>`)
	p.wantWidget("#a", with(t, "gamma", "1", "balanced", "0"))
	p.do(`document.getElementById("a").setAttribute("label", "0.3")`)
	p.wantWidget("#a", with(t, "gamma", "1", "balanced", "0", "class", "0.3"))
	p.do(`document.getElementById("b").view = "loss gradient curvature"`)
	p.await(`document.getElementById("b").shadowRoot.querySelector("[data-chart=curvature] .line-0").getAttribute("d")?.length > 1000`)
	p.wantWidget("#b", with(t, "gamma", "3", "balanced", "0"))
	if note := eval[string](p, `[...document.querySelectorAll("loss-explorer")].map((e) => e.shadowRoot.querySelector(".note").textContent).join("")`); note != "" {
		t.Errorf("the elements say %q", note)
	}
}

// What the script takes for plain and is not, the plain program refuses, and the other one draws
// it: at the start, later and for the press.
func TestWidgetRefused(t *testing.T) {
	t.Parallel()
	f, err := syntax.Parse("q * (1 - pt)")
	if err != nil {
		t.Fatal(err)
	}
	pin := formula.ID + f.Encode() + ":1,1e-7"
	// as XHTML may have it
	soft := `document.getElementById(%q).setAttributeNS(null, "LABEL", "0.3")`
	far := strings.Repeat("<br>", 300) + `<loss-explorer id="c" gamma="3"></loss-explorer>`
	p := embed(t, `<loss-explorer id="a" pins="`+pin+`"></loss-explorer><loss-explorer id="b" gamma="1"></loss-explorer>`+far)
	p.wantWidget("#a", with(t, "pins", pin))
	p.wantWidget("#b", with(t, "gamma", "1"))
	p.do(fmt.Sprintf(soft, "b"))
	p.wantWidget("#b", with(t, "gamma", "1", "class", "0.3"))
	p.do(fmt.Sprintf(soft, "c") + `; dispatchEvent(new Event("beforeprint"))`)
	p.wantWidget("#c", with(t, "gamma", "3", "class", "0.3"))

	p = embed(t, far)
	p.do(fmt.Sprintf(soft, "c") + `; dispatchEvent(new Event("beforeprint"))`)
	if !eval[bool](p, fmt.Sprintf(`document.getElementById("c").matches(%q)`, isReady)) {
		t.Error("an element that is refused is not drawn before the page is printed")
	}
	p.wantWidget("#c", with(t, "gamma", "3", "class", "0.3"))
}

// An invalid value keeps the default, is reported in the widget and as an
// event, and leaves the page alone.
func TestWidgetBadInput(t *testing.T) {
	t.Parallel()
	p := embed(t, `<loss-explorer id="a" gamma="-1" alpha="x" view="sideways" lang="en"></loss-explorer>`)
	p.wantWidget("#a", state.Default())
	note := eval[string](p, `document.getElementById("a").shadowRoot.querySelector(".note").textContent`)
	for _, want := range []string{`gamma="-1": Gamma must be`, `alpha="x": “x” is not a number.`,
		`view="sideways": The choices are loss, gradient, curvature.`} {
		if !strings.Contains(note, want) {
			t.Errorf("the note %q lacks %q", note, want)
		}
	}
	p.do(`window.heard = []; document.getElementById("a").addEventListener("error", (e) => heard.push(...e.detail.problems)); document.getElementById("a").gamma = "NaN"`)
	p.await(`heard.some((said) => said.includes("NaN"))`)
	p.do(`for (const name of ["gamma", "alpha", "view"]) document.getElementById("a").removeAttribute(name)`)
	p.frame()
	p.await(`document.getElementById("a").shadowRoot.querySelector(".note").hidden`)
}

// A formula is a loss with sliders for its parameters, beside widgets without one and
// set at any time; its errors are reported, and the loss stays.
func TestWidgetFormula(t *testing.T) {
	t.Parallel()
	p := embed(t, `<loss-explorer id="a" formula="q = 0.7
(1 - pt^q)/q*(1 - pt)^gamma" gamma="1" controls="Q q gamma" lang="en" own-q="0.4"></loss-explorer><loss-explorer id="b" gamma="3" lang="en"></loss-explorer>`)
	own := func(source string, pairs ...string) state.State {
		t.Helper()
		f, err := syntax.Parse(source)
		if err != nil {
			t.Fatal(err)
		}
		return with(t, append([]string{"loss", formula.ID + f.Encode()}, pairs...)...)
	}
	const source = "q = 0.7\n(1 - pt^q)/q*(1 - pt)^gamma"
	p.wantWidget("#a", own(source, "own_q", "0.4", "gamma", "1"))
	p.wantWidget("#b", with(t, "gamma", "3"))
	labels := func() string {
		t.Helper()
		return eval[string](p, `[...document.getElementById("a").shadowRoot.querySelectorAll(".controls label")].map((l) => l.firstChild.textContent).join()`)
	}
	if got := labels(); got != "q,Gamma γ" {
		t.Errorf("the sliders are %s", got)
	}
	p.do(`window.heard = []; document.getElementById("a").addEventListener("change", (e) => heard.push(e.detail["own-q"])); document.getElementById("a").shadowRoot.querySelector("input").focus()`)
	p.press(kb.End)
	p.wantWidget("#a", own(source, "own_q", "1", "gamma", "1"))
	if heard := eval[[]string](p, "heard"); !slices.Equal(heard, []string{"1"}) {
		t.Errorf("change was heard with %q", heard)
	}
	p.do(`document.getElementById("a").formula = "1 -"`)
	p.wantWidget("#a", with(t, "gamma", "1"))
	if note := eval[string](p, `document.getElementById("a").shadowRoot.querySelector(".note").textContent`); !strings.Contains(note, `formula="1 -": Line 1, column 4: expected a number`) {
		t.Errorf("the note is %q", note)
	}
	p.do(`document.getElementById("a").removeAttribute("own-q"); document.getElementById("a").formula = "Q = 3\nQ*(1 - pt)"`)
	p.wantWidget("#a", own("Q = 3\nQ*(1 - pt)"))
	p.do(`document.getElementById("a").shadowRoot.querySelector("input").focus()`)
	p.press(kb.Home)
	p.wantWidget("#a", own("Q = 3\nQ*(1 - pt)", "own_Q", "0"))
	p.do(`document.getElementById("b").formula = "(1 - pt)^2"`)
	p.wantWidget("#b", own("(1 - pt)^2"))
	p.do(`document.getElementById("b").removeAttribute("formula")`)
	p.frame()
	p.wantWidget("#b", with(t, "gamma", "3"))
	p.do(`document.getElementById("b").loss = "` + own(source).Kind.ID + `"`)
	p.frame()
	p.wantWidget("#b", own(source, "gamma", "3"))
}

// The element follows the checklist of custom elements: properties set before it
// is defined, moving, shadow trees, a second definition; gone it holds nothing.
func TestWidgetLife(t *testing.T) {
	t.Parallel()
	p := embed(t, `<div id="from"></div><div id="to"></div>`)
	p.await(`customElements.get("loss-explorer")`)
	p.do(`
		const early = document.createElement("x-early");
		window.e = document.createElement("loss-explorer");
		e.id = "a";
		e.gamma = 4;
		document.getElementById("from").append(e);`)
	p.wantWidget("#a", with(t, "gamma", "4"))
	p.do(`document.getElementById("to").append(e)`)
	p.frame()
	p.wantWidget("#a", with(t, "gamma", "4"))
	p.do(`e.gamma = 2; e.remove()`)
	p.frame()
	if held := eval[bool](p, `e.matches(":state(ready)")`); held {
		t.Error("removed the element still is ready")
	}
	p.do(`
		const root = document.getElementById("to").attachShadow({ mode: "open" });
		root.append(e);
		const b = document.createElement("loss-explorer");
		b.id = "b";
		b.loss = "poly1";
		document.getElementById("from").replaceChildren(b)`)
	p.wantWidget("#b", with(t, "loss", "poly1", "gamma", "0"))
	p.await(`e.matches(":state(ready)")`)
	p.do(`import(document.querySelector("script[src]").src + "?again")`)
	p.frame()
}

// Without its program the widget shows the picture of its state and a message; the page
// around it goes on.
func TestWidgetFails(t *testing.T) {
	t.Parallel()
	product, err := site.New(web.Dist(), "")
	if err != nil {
		t.Fatal(err)
	}
	server := serveWith(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch {
		case r.URL.Path == "/docs":
			w.Header().Set("Content-Type", "text/html; charset=utf-8")
			fmt.Fprint(w, `<!doctype html><html lang="en"><meta charset="utf-8"><title>Docs</title><link rel="icon" href="data:,"><script type="module" src="/loss-explorer.js"></script>
<loss-explorer id="a" gamma="3" menu></loss-explorer><p id="after">Text</p>`)
		case strings.HasPrefix(r.URL.Path, "/assets/widget."):
			http.NotFound(w, r)
		default:
			product.ServeHTTP(w, r)
		}
	}))
	p := open(t, server, "/docs")
	p.expect("404")
	p.await(`/could not be loaded\. .*widget\.\w+\.wasm: 404$/.test(document.getElementById("a").shadowRoot.querySelector(".note").textContent)`)
	if got := eval[string](p, `[...document.getElementById("a").shadowRoot.querySelectorAll(".entries button")].map((e) => e.dataset.action + " " + e.disabled).join()`); got != "svg true,png true,csv true,html false" {
		t.Errorf("the menu offers %s", got)
	}
	p.await(`document.getElementById("a").shadowRoot.querySelector(".before img").naturalWidth > 0`)
	if src := eval[string](p, `document.getElementById("a").shadowRoot.querySelector(".before img").src`); !strings.Contains(src, "gamma=3") || !strings.Contains(src, "view=loss+gradient") {
		t.Errorf("the picture is %s", src)
	}
}

// Off the window an element costs nothing: it loads when it comes near, and
// nothing moves then.
func TestWidgetOffScreen(t *testing.T) {
	t.Parallel()
	p := embed(t, `<p id="above">Text</p><loss-explorer id="a"></loss-explorer><p id="below">Text</p>`)
	p.await(`customElements.get("loss-explorer")`)
	p.wantWidget("#a", state.Default())

	q := embed(t, strings.Repeat("<p>Text</p>",
		120)+`<loss-explorer id="a"></loss-explorer><p id="below">Text</p>`)
	q.await(`customElements.get("loss-explorer")`)
	q.frame()
	q.frame()
	if loaded := eval[int](q, `performance.getEntriesByType("resource").filter((e) => e.name.includes("/assets/")).length`); loaded != 0 {
		t.Errorf("off the window %d files are loaded", loaded)
	}
	q.do(`window.shift = 0; new PerformanceObserver((list) => { for (const e of list.getEntries()) shift += e.value; }).observe({ type: "layout-shift", buffered: true })`)
	q.do(`document.getElementById("a").scrollIntoView()`)
	q.wantWidget("#a", state.Default())
	q.frame()
	if shift := eval[float64](q, "shift"); shift > 0 {
		t.Errorf("the layout shifts by %g", shift)
	}

	// Gone from the window it knows its state.
	q.do("scrollTo(0, 0)")
	q.do(`document.getElementById("a").gamma = 3`)
	q.frame()
	got, want := strings.Split(eval[string](q, `document.getElementById("a").toCSV()`), "\n"),
		strings.Split(string(export.CSV(nil, with(t, "gamma", "3"))), "\n")
	if len(got) != len(want) {
		t.Fatalf("off the window the table has %d rows, want %d", len(got), len(want))
	}
	for i := range want {
		cells := strings.Split(strings.TrimSpace(got[i]), ",")
		for k, cell := range strings.Split(strings.TrimSpace(want[i]), ",") {
			// The element computes one by one the values computed in batches here, and places its
			// points by its own results.
			a, err := strconv.ParseFloat(cells[k], 64)
			b, err2 := strconv.ParseFloat(cell, 64)
			if near := err == nil && err2 == nil &&
				math.Abs(a-b) <= 1e-9*math.Abs(b); cells[k] != cell && !near {
				t.Fatalf("off the window row %d of the table is %q, want %q", i, got[i], want[i])
			}
		}
	}
	if svg := eval[string](q, `document.getElementById("a").toSVG()`); !strings.Contains(svg,
		"γ = 3") {
		t.Errorf("off the window the picture is %.300s…", svg)
	}
	q.wantWidget("#a", with(t, "gamma", "3"))
	if shift := eval[float64](q, "shift"); shift > 0 {
		t.Errorf("the layout shifts by %g", shift)
	}
}

// Twenty elements share one program.
func TestManyWidgets(t *testing.T) {
	t.Parallel()
	var body strings.Builder
	for i := range 20 {
		fmt.Fprintf(&body, `<loss-explorer id="w%d" gamma="%g" controls="gamma" height="6rem"></loss-explorer>`, i, float64(i)/2)
	}
	p := embed(t, body.String())
	p.run(chromedp.EmulateViewport(1280, 8000))
	for _, i := range []int{0, 7, 19} {
		p.wantWidget(fmt.Sprintf("#w%d", i), with(t, "gamma", state.Format(float64(i)/2)))
	}
	if loaded := eval[int](p, `performance.getEntriesByType("resource").filter((e) => e.name.includes("/assets/")).length`); loaded != 1 {
		t.Errorf("%d files are loaded, want the program", loaded)
	}
}

// Dark and light follow the page, or the attribute.
func TestWidgetTheme(t *testing.T) {
	t.Parallel()
	p := embed(t, `<meta name="color-scheme" content="dark"><loss-explorer id="a"></loss-explorer><loss-explorer id="b" theme="light"></loss-explorer>`)
	p.wantWidget("#a", state.Default())
	p.wantWidget("#b", state.Default())
	for id, want := range map[string]string{"a": "rgb(20, 23, 27)", "b": "rgb(255, 255, 255)"} {
		if got := eval[string](p,
			fmt.Sprintf(`getComputedStyle(document.getElementById(%q).shadowRoot.querySelector("figure")).backgroundColor`, id)); got != want {
			t.Errorf("#%s is %s, want %s", id, got, want)
		}
	}
}
