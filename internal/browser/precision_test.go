package browser

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	bands "lossexplorer/internal/panel/precision"
	"lossexplorer/internal/precision"
	"lossexplorer/internal/text"
)

// wantBands fails if the place does not show the bands, sentences and values of its state.
func (p *tab) wantBands(lang string) {
	p.Helper()
	var v bands.View
	m := text.For(lang)
	v.Update(m, p.state(), 800)
	p.await(fmt.Sprintf(`document.getElementById("precision-sentences").textContent === %q`,
		strings.Join(v.Sentences, "")))
	if got, want := eval[int](p, `document.querySelectorAll("#precision-bands .band").length`),
		strings.Count(v.Bands, `class="band`); got != want {
		p.Errorf("%d bands, want %d", got, want)
	}
	for i, row := range v.Values {
		if got := p.text(fmt.Sprintf("#precision-values tr:nth-child(%d)",
			i+1)); got != strings.Join(row, "") {
			p.Errorf("values %q, want %q", got, row)
		}
	}
	if got := p.text("#precision-question"); got != v.Heading {
		p.Errorf("heading %q, want %q", got, v.Heading)
	}
}

// settled waits until the place shows all that it has, so that nothing moves.
func (p *tab) settled() {
	p.Helper()
	p.await(`!document.querySelector("#impl [name=impl]").disabled && document.getElementById("precision-all").children.length > 0`)
}

// Every control changes the bands, the values and the address; the table of all follows.
func TestPrecision(t *testing.T) {
	t.Parallel()
	for _, lang := range []string{"en", "zh"} {
		p := open(t, serve(t), "/?place=precision&gamma=2&lang="+lang)
		p.ready()
		p.await(`!document.querySelector("#impl [name=impl]").disabled`)
		p.wantBands(lang)
		for _, c := range []struct{ name, value string }{
			{"impl", "torchvision"}, {"measure", "loss"}, {"y", "0"}, {"measure", "gradient"},
			{"format", "bfloat16"}, {"impl", "own"},
		} {
			p.pick("#impl [name="+c.name+"]", c.value)
			p.await(fmt.Sprintf(`document.querySelector("#impl [name=%s]").value === %q`, c.name,
				c.value))
			p.wantBands(lang)
		}
		p.pick("#impl [name=autocast]", "on")
		p.await(`new URLSearchParams(location.search).get("autocast") === "on"`)
		p.wantBands(lang)
		p.drag("#impl [name=z]", 0.75)
		p.await(`new URLSearchParams(location.search).has("z")`)
		p.wantBands(lang)
		p.fill("#focal-gamma-number", "0.5")
		p.press(kb.Enter)
		p.await(`new URLSearchParams(location.search).get("gamma") === "0.5"`)
		p.wantBands(lang)
		var v bands.View
		rows := v.All(text.For(lang), p.state())
		p.await(fmt.Sprintf(`document.querySelectorAll("#precision-all tr").length === %d`,
			len(rows)))
		for i, r := range rows {
			want := r.Name + r.Note
			for _, c := range r.Cells {
				want += c.Text
			}
			p.await(fmt.Sprintf(`document.querySelector("#precision-all tr:nth-child(%d)").textContent === %q`, i+1, want))
		}
	}
}

// The links of the reports open the lab on the very case, whose value there is NaN.
func TestPrecisionCases(t *testing.T) {
	t.Parallel()
	p := open(t, serve(t), "/?place=precision")
	p.ready()
	for i, c := range precision.Cases() {
		p.settled()
		p.follow(fmt.Sprintf(`#place-precision .links li:nth-child(%d) a`, i+1))
		p.await(fmt.Sprintf(`new URLSearchParams(location.search).get("impl") === %q`,
			c.Implementation))
		p.ready()
		p.await(fmt.Sprintf(`document.querySelector("#impl [name=impl]").value === %q`,
			c.Implementation))
		p.wantBands("en")
		s := p.state()
		setting, _ := bands.Setting(s)
		if s.Precision.Logit != c.Logit || s.Precision.Label != c.Label ||
			setting.Gamma != c.Setting.Gamma || setting.Balanced != c.Setting.Balanced {
			t.Errorf("%s opens %+v, gamma %v", c.ID, s.Precision, setting.Gamma)
		}
		if got := p.text("#precision-values tr:nth-child(2) td"); got != "NaN" {
			t.Errorf("%s: the gradient in float32 is %q", c.ID, got)
		}
		if got := eval[string](p,
			fmt.Sprintf(`document.querySelector("#place-precision .links li:nth-child(%d) a:last-child").href`, i+1)); got != c.URL {
			t.Errorf("%s leads to %s", c.ID, got)
		}
	}
}

// The code copied for a custom loss is not called the form that is shown, and the formats
// are named on a phone, where the label of the other charts would do nothing.
func TestPrecisionCure(t *testing.T) {
	t.Parallel()
	p := open(t, serve(t), "/?place=precision&formula=-(1-pt)%5E2*log(pt)",
		chromedp.EmulateViewport(360, 800))
	p.ready()
	m := text.PrecisionOf(text.For("en"))
	p.await(fmt.Sprintf(`document.getElementById("precision-cure-is").textContent === %q`,
		m.CodeOfCustom))
	if p.visible("#precision-form") {
		t.Error("the form of focal loss is shown beside the code of another")
	}
	if p.visible("[name=class]") {
		t.Error("the label of the other charts is shown")
	}
	p.await(`document.querySelector("#precision-all tr")`)
	if !eval[bool](p, `[2, 3, 4].every((k) => {
		const left = (part) => document.querySelector(".precision-all " + part + " :nth-child(" + k + ")").getBoundingClientRect().left;
		return left("thead tr") === left("tbody tr");
	})`) {
		t.Error("the table's formats do not stand above their columns")
	}
	focal := open(t, serve(t), "/?place=precision")
	focal.ready()
	focal.await(fmt.Sprintf(`document.getElementById("precision-cure-is").textContent === %q`,
		m.CodeIs))
	if !focal.visible("#precision-form") {
		t.Error("the form is not shown")
	}
}

// BenchmarkPrecisionToPage reports the time from a move of gamma to the changed bands: of
// two implementations in three formats, at ten thousand logits.
func BenchmarkPrecisionToPage(b *testing.B) {
	p := open(b, serve(b), "/?place=precision&impl=torchvision")
	p.ready()
	p.settled()
	var all []float64
	for b.Loop() {
		all = append(all, eval[float64](p, `new Promise((done) => {
			let start;
			new MutationObserver((_, observer) => { observer.disconnect(); done(performance.now() - start); })
				.observe(document.getElementById("precision-bands"), { childList: true });
			globalThis.moved = (globalThis.moved ?? 0) % 90 + 1;
			document.addEventListener("state", () => start = performance.now(), { once: true, capture: true });
			document.dispatchEvent(new CustomEvent("set", { detail: "gamma=" + moved / 20 }));
		})`))
	}
	slices.Sort(all)
	b.ReportMetric(all[len(all)/2], "ms")
	b.ReportMetric(all[len(all)*95/100], "ms-p95")
}

// Python that is pasted is run with its own operations, and the rows of a file are counted.
func TestPrecisionCustom(t *testing.T) {
	t.Parallel()
	p := open(t, serve(t), "/?place=loss&gamma=2")
	p.ready()
	p.edited()
	p.do(`(() => {
		const field = document.getElementById("formula-text");
		field.value = "import torch\ndef loss(logits, labels):\n    p = torch.sigmoid(logits)\n    return -(labels * torch.log(p + 1e-8) + (1 - labels) * torch.log(1 - p + 1e-8))\n";
		field.dispatchEvent(new Event("input", { bubbles: true }));
	})()`)
	p.await(`new URLSearchParams(location.search).has("formula_written")`)
	p.click("#formula-round")
	p.settled()
	p.await(`document.getElementById("precision-code").textContent.includes("log(1 - p + 1e-08)")`)
	p.wantBands("en")

	if got := p.text("#precision-rows-none"); got == "" || p.visible("#precision-rows") {
		t.Errorf("without a file: %q", got)
	}
	p.follow("#precision-rows-none a")
	p.await(`!document.getElementById("predict-sample").disabled`)
	p.paste("label,logit\n1,30\n1,-30\n0,2\n0,-1\n")
	p.await(`!document.getElementById("predict-results").hidden`)
	p.place("precision")
	p.await(`document.getElementById("precision-rows-say").textContent.startsWith("In float32, 1 of 4 rows (25.0%) lie where your custom loss fails")`)
	if !p.visible("#precision-rows") || p.visible("#precision-rows-none") {
		t.Error("the table of the rows is not shown")
	}
	p.pick("#impl [name=format]", "float16")
	p.await(`document.getElementById("precision-rows-say").textContent.startsWith("In float16, ")`)

	// The counts of the file are offered for class weights.
	p.place("reference")
	p.await(`!document.getElementById("weights-file").hidden`)
	p.click("#weights-file")
	p.await(`document.getElementById("weights-rows").textContent === "class 021class 121"`)
}

// Class weights follow counts, method and parameter; boosting has its chart beside the code.
func TestWeightsAndBoosting(t *testing.T) {
	t.Parallel()
	p := open(t, serve(t), "/?place=reference", chromedp.EmulateViewport(390, 844))
	p.ready()
	p.await(`document.getElementById("weights-rows").children.length === 3`)
	p.click("#class-weights-panel [value=effective]")
	p.await(`document.getElementById("weights-warning").textContent.includes("60000")`)
	p.do(`(() => {
		const field = document.getElementById("weights-parameter");
		field.value = "0.99999";
		field.dispatchEvent(new Event("input", { bubbles: true }));
	})()`)
	p.await(`document.getElementById("weights-warning").textContent === ""`)
	p.do(`(() => {
		const field = document.getElementById("weights-counts");
		for (const type of ["input", "change"]) {
			field.value = "1    900\n0     90";
			field.dispatchEvent(new Event(type, { bubbles: true }));
		}
	})()`)
	p.await(`document.getElementById("weights-rows").textContent.startsWith("090") && location.search.includes("counts=1")`)
	again := open(t, serve(t), "/?place=reference&counts=70,30&weighting=enet&weighting_parameter=1.5")
	again.ready()
	again.await(`document.getElementById("weights-rows").textContent.startsWith("class 070")`)
	if got := eval[string](again,
		`document.getElementById("weights-parameter").value + document.querySelector("[name=weights-method]:checked").value`); got != "1.5enet" {
		t.Errorf("the panel has %s, not what the address says", got)
	}
	p.pick("#class-weights-panel [name=weights-language]", "go")
	p.await(`document.getElementById("weights-code").textContent.includes("[]float64{")`)
	if p.visible("#boosting") {
		t.Error("a chart for boosting beside PyTorch")
	}
	p.click(`#code [value=xgboost]`)
	p.await(`document.querySelector("#boosting-chart svg .chosen")`)
	first := p.text("#boosting-says")
	p.pick("#code [name=curvature]", "gap")
	p.await(fmt.Sprintf(`document.getElementById("boosting-says").textContent !== %q`, first))
	for _, part := range []string{"code_language=xgboost", "code_curvature=gap",
		"weighting_language=go"} {
		p.await(fmt.Sprintf(`location.search.includes(%q)`, part))
	}
	code := p.text("#code-text")
	link := open(t, serve(t), eval[string](p, "location.pathname + location.search"))
	link.ready()
	link.await(fmt.Sprintf(`document.getElementById("code-text").textContent === %q`, code))
	link.await(`document.getElementById("weights-code").textContent.includes("[]float64{")`)
	p.click(`#code [value=pytorch]`)
	p.pick("#code [name=curvature]", "floor")
	p.await(`!location.search.includes("code_")`)
	if overflow := eval[float64](p,
		"document.documentElement.scrollWidth - innerWidth"); overflow > 0 {
		t.Errorf("the place is %g px too wide", overflow)
	}
	for _, violation := range p.axe() {
		t.Error(violation)
	}
}
