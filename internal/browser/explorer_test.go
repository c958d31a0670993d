package browser

import (
	"fmt"
	"math"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"lossexplorer/internal/catalog"
	"lossexplorer/internal/code"
	"lossexplorer/internal/frameworks"
	"lossexplorer/internal/plot"
	"lossexplorer/internal/server/site"
	"lossexplorer/internal/state"
	"lossexplorer/internal/text"
	"lossexplorer/web"
)

// series reads the series of ECharts instances back, which a list in JavaScript names.
func (p *tab) series(instances string) (lines [][]float64) {
	p.Helper()
	for _, encoded := range eval[[]string](p, instances+`.flatMap((layer) => layer.getOption().series).map((s) => {
		const bytes = new Uint8Array(Float64Array.from(s.data).buffer);
		let binary = "";
		for (const b of bytes) binary += String.fromCharCode(b);
		return btoa(binary);
	})`) {
		lines = append(lines, doubles(p, encoded))
	}
	return lines
}

// drawn reads the series of a chart back that ECharts draws alone.
func (p *tab) drawn(id string) [][]float64 {
	p.Helper()
	return p.series(fmt.Sprintf(`["moving", "still"].map((layer) => document.getElementById(%q)[layer])`, id))
}

// within reports whether two numbers of a chart differ by at most a share of the
// second: of a logarithm, the number itself counts; of a difference or ratio, at
// least 1.
func within(share float64, a state.Axes, v, w float64) bool {
	if a.Scale == state.LogScale {
		v, w = math.Pow(10, v), math.Pow(10, w)
	}
	scale := math.Abs(w)
	if a.Quantity != state.Plain {
		scale = max(scale, 1)
	}
	return v == w || math.IsNaN(v) && math.IsNaN(w) || math.Abs(v-w) <= share*scale
}

// state returns the state of the address.
func (p *tab) state() state.State {
	p.Helper()
	q := p.search()
	s, problems := state.Parse(func(key string) (string, bool) { return q.Get(key), q.Has(key) })
	for _, problem := range problems {
		p.Errorf("the address has %s=%s: %v", problem.Key, problem.Value, problem.Err)
	}
	return s
}

// with returns the default state with parameters changed: key, value, …
func with(t testing.TB, pairs ...string) state.State {
	t.Helper()
	s := state.Default()
	for i := 0; i < len(pairs); i += 2 {
		var err error
		if s, err = s.With(pairs[i], pairs[i+1]); err != nil {
			t.Fatal(err)
		}
	}
	return s
}

func TestDefault(t *testing.T) {
	t.Parallel()
	p := open(t, serve(t), "/")
	p.ready()
	p.wantDrawn(state.Default())
	if p.visible("#chart-loss svg") {
		t.Error("the served picture is still there beside the live chart")
	}
	if p.visible("#notice") || len(p.search()) != 0 {
		t.Error("an address without parameters gives a notice or gets some")
	}
}

func TestDragSliders(t *testing.T) {
	t.Parallel()
	p := open(t, serve(t), "/?balanced=1")
	p.ready()
	for _, tt := range []struct {
		key string
		to  float64
		low float64 // bounds of the value there
		top float64
	}{
		{"gamma", 0.5, 4.8, 5.2},
		{"alpha", 0.8, 0.77, 0.83},
		{"epsilon", 1, 0.1, 0.1},
		{"epsilon", 0, 0, 0},
		{"gamma", 0, 0, 0},
	} {
		p.drag("#focal-"+tt.key+"-range", tt.to)
		s := p.state()
		if v := s.Number(tt.key); v < tt.low || v > tt.top {
			t.Errorf("%s dragged to %g of its track is %g, want %g to %g", tt.key, tt.to, v,
				tt.low, tt.top)
		}
		if field, value := p.value("#focal-"+tt.key+"-number"), s.Value(tt.key); field != value {
			t.Errorf("the field of %s has %q, the address %q", tt.key, field, value)
		}
		p.wantDrawn(s)
	}
}

func TestKeyboard(t *testing.T) {
	t.Parallel()
	p := open(t, serve(t), "/")
	p.ready()
	p.focus("#focal-gamma-range")
	p.press(kb.ArrowRight)
	p.wantDrawn(with(t, "gamma", "2.05"))
	p.press(kb.End)
	p.wantDrawn(with(t, "gamma", "10"))
	p.focus("#focal-epsilon-range")
	p.press(kb.ArrowLeft)
	p.wantDrawn(with(t, "gamma", "10", "epsilon", "8.9e-8"))
	if s := p.state(); s != with(t, "gamma", "10", "epsilon", "8.9e-8") {
		t.Errorf("the address has %+v", s)
	}
}

func TestTypeNumbers(t *testing.T) {
	t.Parallel()
	p := open(t, serve(t), "/?balanced=1")
	p.ready()
	p.fill("#focal-gamma-number", "12.5") // beyond the slider's end
	want := with(t, "balanced", "1", "gamma", "12.5")
	p.wantDrawn(want)
	if v := p.value("#focal-gamma-range"); v != "10" {
		t.Errorf("the slider is at %s, want its end", v)
	}
	p.fill("#focal-alpha-number", "0.50")
	want = with(t, "balanced", "1", "gamma", "12.5", "alpha", "0.5")
	p.wantDrawn(want)
	if v := p.value("#focal-alpha-number"); v != "0.50" {
		t.Errorf("what was typed became %q", v)
	}
	p.fill("#focal-epsilon-number", "off")
	want = with(t, "balanced", "1", "gamma", "12.5", "alpha", "0.5", "epsilon", "off")
	p.wantDrawn(want)
	p.press(kb.Enter)
	if s := p.state(); s != want {
		t.Errorf("the address has %+v, want %+v", s, want)
	}

	// A refused value is explained at the field; the curve stays.
	for _, tt := range []struct{ key, text, say string }{
		{"gamma", "-1", "Gamma must be a number of at least 0; -1 is not."},
		{"gamma", "abc", "“abc” is not a number."},
		{"gamma", "", "“” is not a number."},
		{"gamma", "Infinity", "Gamma must be a number of at least 0; Infinity is not."},
		{"alpha", "1.5", "Alpha must be a number from 0 to 1; 1.5 is not."},
		{"alpha", "NaN", "Alpha must be a number from 0 to 1; NaN is not."},
		{"epsilon", "0.5", "Epsilon must be at least 0 and below 0.5; 0.5 is not."},
	} {
		p.fill("#focal-"+tt.key+"-number", tt.text)
		if !p.visible("#focal-"+tt.key+"-error") || p.text("#focal-"+tt.key+"-error") != tt.say {
			t.Errorf("%s %q: said %q, want %q", tt.key, tt.text,
				p.text("#focal-"+tt.key+"-error"), tt.say)
		}
		p.press(kb.Enter)
		p.wantDrawn(want)
		if s := p.state(); s != want {
			t.Errorf("%s %q: the address has %+v", tt.key, tt.text, s)
		}
	}
	p.fill("#focal-gamma-number", "3")
	if p.visible("#focal-gamma-error") {
		t.Error("the error stays after a good value")
	}
}

func TestChoices(t *testing.T) {
	t.Parallel()
	p := open(t, serve(t), "/")
	p.ready()
	p.click(`input[name="class"][value="both"]`)
	p.wantDrawn(with(t, "class", "both"))
	if !p.offered(`#formulas-focal .live[data-class="0"]`) {
		t.Error("with both classes the formula of y=0 is missing")
	}
	p.click(`input[name="gradient"][value="logit"]`)
	p.wantDrawn(with(t, "class", "both", "gradient", "logit"))
	name := eval[string](p, `document.getElementById("chart-gradient").still.getOption().yAxis[0].name`)
	if name != "dL/dx (x: logit)" {
		t.Errorf("the gradient chart's axis is named %q", name)
	}
	if p.click("#focal-balanced"); eval[bool](p,
		`document.getElementById("focal-alpha-range").disabled`) {
		t.Error("alpha cannot be moved although its switch is on")
	}
	p.wantDrawn(with(t, "class", "both", "gradient", "logit", "balanced", "1"))
	p.click("#focal-balanced")
	want := with(t, "class", "both", "gradient", "logit")
	p.wantDrawn(want)
	disabled := eval[bool](p, `document.getElementById("focal-alpha-range").disabled`)
	if !disabled {
		t.Error("alpha can be moved although it is not in use")
	}
	if s := p.state(); s != want {
		t.Errorf("the address has %+v", s)
	}
	p.click("#reset")
	p.wantDrawn(state.Default())
}

// Every loss can be picked, and brings its controls, curves and formula.
func TestLosses(t *testing.T) {
	t.Parallel()
	p := open(t, serve(t), "/?class=both&gradient=logit")
	p.ready()
	for i, k := range catalog.Kinds() {
		p.do(fmt.Sprintf(`{
			const list = document.getElementById("loss");
			list.value = %q;
			list.dispatchEvent(new Event("change", { bubbles: true }));
		}`, k.ID))
		p.frame()
		s := p.state()
		if s.Kind != k {
			t.Fatalf("the address has the loss %s, not %s", s.Kind.ID, k.ID)
		}
		p.wantDrawn(s)
		for _, other := range catalog.Kinds() {
			if p.offered("#formulas-"+other.ID) != (other == k) ||
				p.visible("#"+other.ID+"-epsilon-range") != (other == k) {
				t.Errorf("with %s the formulas or controls of %s are wrong", k.ID, other.ID)
			}
		}
		first := k.Params[0]
		p.drag("#"+k.ID+"-"+first.Name+"-range", 0.3+0.02*float64(i)) // losses keep gamma
		moved := p.state()
		if moved == s {
			t.Errorf("%s: dragging %s changed nothing", k.ID, first.Name)
		}
		p.wantDrawn(moved)
		for y, formula := range map[string]string{"1": k.Positive, "0": k.Negative} {
			if !strings.Contains(formula, "<"+first.Name+">") {
				continue
			}
			places := `#formulas-` + k.ID + ` .live[data-class="` + y + `"] .value-` + first.Name
			if got, want := p.text(places), plot.Number(moved.Number(first.Name)); got != want {
				t.Errorf("%s: the formula has %s for %s, want %s", k.ID, got, first.Name, want)
			}
		}
	}
}

// The code panel has the output of internal/code, and copies it.
func TestCode(t *testing.T) {
	t.Parallel()
	p := open(t, serve(t), "/?gamma=1.5")
	p.ready()
	p.place("reference")
	p.await(`document.getElementById("code-text").textContent !== ""`)
	check := func(lang code.Language) {
		t.Helper()
		s := p.state()
		want, err := code.Write(code.Options{Language: lang}, s.Kind, s.Values[:len(s.Kind.Params)])
		if err != nil {
			t.Fatal(err)
		}
		if got := eval[string](p, `document.getElementById("code-text").textContent`); got != want {
			t.Errorf("%s: the panel has\n%s\nwant\n%s", lang, got, want)
		}
	}
	check(code.PyTorch)
	p.drag("#focal-gamma-range", 0.8)
	check(code.PyTorch)
	for _, lang := range code.Languages {
		p.click(`[name=language][value="` + string(lang) + `"]`)
		check(lang)
	}
	p.click("#code-classes")
	c := p.state().Classes
	want, err := code.WriteCategorical(code.Options{Language: code.Go},
		code.Categorical{Gamma: c.Gamma, Alpha: c.Alpha[:c.Count], Epsilon: 1e-7,
			Smoothing: c.Smoothing})
	if err != nil {
		t.Fatal(err)
	}
	if got := eval[string](p, `document.getElementById("code-text").textContent`); got != want {
		t.Errorf("several classes: the panel has\n%s\nwant\n%s", got, want)
	}
	p.do(`navigator.clipboard.writeText = (text) => { globalThis.written = text; return Promise.resolve(); }`)
	p.click("#copy")
	p.await(`document.getElementById("copied").textContent === "Copied."`)
	if got := eval[string](p, "globalThis.written"); got != want {
		t.Errorf("copied is\n%s", got)
	}
	p.do(`navigator.clipboard.writeText = () => Promise.reject(new Error("no"))`)
	p.click("#copy")
	p.await(`document.getElementById("copied").textContent.includes("selected")`)
	if got := eval[string](p, "getSelection().toString()"); strings.TrimSpace(
		got) != strings.TrimSpace(want) {
		t.Errorf("selected is\n%s", got)
	}
}

// The multi-class view shows the results of losscore, and is in the address.
func TestClasses(t *testing.T) {
	t.Parallel()
	p := open(t, serve(t), "/?epsilon=1e-3")
	p.ready()
	check := func() {
		t.Helper()
		p.frame()
		s := p.state()
		readings, loss := plot.ClassReadings(nil, s)
		for k := range state.MaxClasses {
			row := fmt.Sprintf("#class-%d", k)
			if p.visible(row) != (k < len(readings)) {
				t.Errorf("%d classes: row %d is shown or not", len(readings), k)
			}
			if k >= len(readings) {
				continue
			}
			for part, want := range map[string]float64{".p": readings[k].P,
				".loss": readings[k].Loss, ".gradient": readings[k].Gradient,
				".alpha-value": s.Classes.Alpha[k]} {
				if got := p.text(row + " " + part); got != plot.Number(want) {
					t.Errorf("class %d: %s is %s, want %s", k, part, got, plot.Number(want))
				}
			}
		}
		if total := p.text("#class-total"); !strings.Contains(total, plot.Number(loss)) {
			t.Errorf("%q, want %s", total, plot.Number(loss))
		}
		for i, d := range plot.Directions(s) {
			if got, want := p.text(fmt.Sprintf("#weighting-%d .verdict", i)),
				plot.SayDirection(text.For("en"), d); got != want {
				t.Errorf("weighting %d: %q, want %q", i, got, want)
			}
		}
	}
	p.place("reference")
	p.await(`location.search.includes("place=reference")`)
	check()
	p.drag("#class-1 .bar", 0.9)
	if x := p.state().Classes.Logits[1]; x < 4.5 || x > 5.1 {
		t.Errorf("the dragged logit is %v", x)
	}
	check()
	p.click(`[name=bars][value=probabilities]`)
	p.drag("#class-2 .bar", 0.5)
	s := p.state()
	if readings, _ := plot.ClassReadings(nil, s); math.Abs(readings[2].P-0.5) > 0.03 {
		t.Errorf("the dragged probability is %v", readings[2].P)
	}
	check()
	p.click(`[name=truth][value="3"]`)
	p.drag("#class-2 .alpha", 0)
	p.drag("#focal-gamma-range", 0.1) // one gamma for both losses
	p.drag("#class-smoothing", 0.5)
	check()
	if s := p.state(); s.Classes.Truth != 2 || s.Classes.Alpha[2] != 0 ||
		s.Classes.Smoothing < 0.4 || !s.Classes.Probabilities {
		t.Errorf("the address has %+v", s.Classes)
	}
	p.run(chromedp.Reload())
	p.ready()
	check()
	if s := p.state(); s.Classes.Gamma != s.Number("gamma") || s.Classes.Gamma > 1.3 {
		t.Errorf("gamma is %v, that of several classes %v", s.Number("gamma"), s.Classes.Gamma)
	}
}

// A switch draws the broken code's lines; the address has it.
func TestBrokenCode(t *testing.T) {
	t.Parallel()
	p := open(t, serve(t), "/?class=both&balanced=1")
	p.ready()
	p.place("reference")
	p.click("#wrong-drawn")
	p.await(`location.search.includes("wrong=1")`)
	p.place("explore")
	p.frame()
	p.wantDrawn(with(t, "class", "both", "balanced", "1", "wrong", "1"))
	if said := p.painted("chart-loss").Texts[0]; !slices.Contains(said,
		text.MarksOf(text.For("en")).Broken) && !p.visible(`#legend [data-line="2"]`) {
		t.Errorf("neither a label nor the legend names the broken code: %q", said)
	}
	if marked := eval[int](p, `document.querySelectorAll("#wrong mark").length`); marked != 4 {
		t.Errorf("%d lines are marked, want two on each side", marked)
	}
	p.drag("#focal-alpha-range", 0.6)
	p.wantDrawn(p.state())
	for range 2 { // the drag, the place
		p.do("history.back()")
		p.frame()
	}
	p.await(`document.getElementById("wrong-drawn").checked`)
	p.do("history.back()")
	p.await(`!document.getElementById("wrong-drawn").checked`)
	p.frame()
	p.wantDrawn(with(t, "class", "both", "balanced", "1"))
	p.run(chromedp.Navigate(p.origin + "/?wrong=1&gamma=3"))
	p.ready()
	p.wantDrawn(with(t, "gamma", "3", "wrong", "1"))
}

// A framework's link sets the explorer to its defaults.
func TestParityLinks(t *testing.T) {
	t.Parallel()
	p := open(t, serve(t), "/")
	p.ready()
	links := eval[[]string](p, `[...document.querySelectorAll("#parity a")].map((a) => a.search)`)
	want := 0
	for _, preset := range frameworks.Presets() {
		if _, ok := plot.Preset(preset); ok {
			want++
		}
	}
	if len(links) != want || want == 0 {
		t.Errorf("%d links, want %d", len(links), want)
	}
	p.place("reference")
	p.follow(`#parity article:has([href*="balanced=1"]) a`)
	p.await(`location.search.includes("balanced=1")`)
	p.ready()
	p.wantDrawn(with(t, "balanced", "1", "gamma", "2", "alpha", "0.25", "epsilon", "off"))
	for _, link := range links {
		q, err := url.ParseQuery(link[1:])
		if err != nil {
			t.Fatal(err)
		}
		if _, problems := state.Parse(func(key string) (string, bool) { return q.Get(key), q.Has(key) }); problems != nil {
			t.Errorf("%s: %v", link, problems)
		}
	}
}

func TestFormula(t *testing.T) {
	t.Parallel()
	p := open(t, serve(t), "/?gamma=3.5&alpha=0.1&class=both")
	p.ready()
	for _, tt := range []struct{ selector, want string }{
		{`#formulas-focal .live[data-class="1"] .value-gamma`, "3.5"},
		{`#formulas-focal .live[data-class="1"] .value-weight`, "0.1"},
		{`#formulas-focal .live[data-class="0"] .value-weight`, "0.9"},
	} {
		if got := p.text(tt.selector); got != tt.want {
			t.Errorf("%s shows %q, want %q", tt.selector, got, tt.want)
		}
	}
}

func TestAddress(t *testing.T) {
	t.Parallel()
	p := open(t, serve(t), "/?loss=focal&gamma=0.5&alpha=0.75&epsilon=off&balanced=1&class=0&gradient=logit")
	p.ready()
	first := with(t, "balanced", "1", "gamma", "0.5", "alpha", "0.75", "epsilon", "off", "class",
		"0", "gradient", "logit")
	p.wantDrawn(first)
	p.fill("#focal-gamma-number", "4")
	p.press(kb.Enter)
	second, err := first.With("gamma", "4")
	if err != nil {
		t.Fatal(err)
	}
	p.wantDrawn(second)

	p.do("history.back()")
	p.await(`document.getElementById("focal-gamma-number").value === "0.5"`)
	p.frame()
	p.wantDrawn(first)
	p.do("history.forward()")
	p.await(`document.getElementById("focal-gamma-number").value === "4"`)
	p.frame()
	p.wantDrawn(second)
	p.run(chromedp.Reload())
	p.ready()
	p.wantDrawn(second)
}

func TestMalformedAddress(t *testing.T) {
	t.Parallel()
	p := open(t, serve(t), "/?gamma=-3&alpha=0.9&epsilon=0.7&class=2&balanced=maybe")
	p.ready()
	p.wantDrawn(with(t, "alpha", "0.9"))
	if !p.visible("#notice") {
		t.Fatal("no notice")
	}
	notice := p.text("#notice")
	for _, want := range []string{
		"The link has gamma=-3. Gamma must be a number of at least 0; -3 is not. The default, 2, is shown instead.",
		"epsilon=0.7", "class=2", "balanced=maybe",
	} {
		if !strings.Contains(notice, want) {
			t.Errorf("the notice does not say %q: %s", want, notice)
		}
	}
	p.drag("#focal-gamma-range", 0.3)
	if p.visible("#notice") {
		t.Error("the notice stays after a change")
	}
}

func TestReadings(t *testing.T) {
	t.Parallel()
	p := open(t, serve(t), "/?alpha=0.25&balanced=0&class=both&epsilon=off")
	p.ready()
	b := p.box("#chart-loss")
	x := eval[float64](p, `document.getElementById("chart-loss").chart.toXPixel(0.9)`)
	p.run(chromedp.MouseEvent(input.DispatchMouseEventTypeMouseMoved, b.X+x, b.Y+b.Height/2))
	p.frame()
	for _, id := range []string{"chart-loss", "chart-gradient"} {
		said := p.text("#" + id + "-reading")
		for _, want := range []string{"y = 1: pₜ = 0.9", "y = 0: pₜ = 0.9", "loss 0.00105",
			"against cross-entropy: loss 100× less, gradient 35× less"} {
			if !strings.Contains(said, want) {
				t.Errorf("%s says %q, without %q", id, said, want)
			}
		}
		if said := p.painted(id).Texts[1]; !slices.ContainsFunc(said,
			func(s string) bool { return strings.HasPrefix(s, "pₜ = 0.9") }) {
			t.Errorf("%s has no values at the pointer: %q", id, said)
		}
	}

	// The same with the keyboard, at an exact p_t.
	p.focus("#chart-gradient")
	p.press(kb.End)
	p.press(kb.ArrowLeft, chromedp.KeyModifiers(kb.ModifierShift))
	if said := p.text("#chart-loss-reading"); !strings.Contains(said,
		"pₜ = 0.900, loss 0.00105, gradient 0.0029 · against cross-entropy: loss 100× less, gradient 35× less") {
		t.Errorf("at 0.9 the page says %q", said)
	}
	// To a screen reader a chart is a slider that announces the reading, once.
	slider := eval[[]string](p, `["role", "aria-valuemin", "aria-valuemax", "aria-valuenow", "aria-valuetext"].map((name) => document.getElementById("chart-gradient").getAttribute(name))`)
	if want := []string{"slider", "0", "1", "0.9",
		p.text("#chart-loss-reading")}; !slices.Equal(slider[:4], want[:4]) ||
		strings.ReplaceAll(slider[4], "; ", "") != want[4] {
		t.Errorf("the chart is %q, want %q", slider, want)
	}
	if live := eval[int](p, `document.querySelectorAll(".reading:not([aria-live=off])").length`); live > 0 {
		t.Errorf("%d readings are announced beside the slider", live)
	}
	// The reading follows the parameters.
	p.fill("#focal-gamma-number", "0")
	if said := p.text("#chart-loss-reading"); !strings.Contains(said, "equal to cross-entropy") {
		t.Errorf("with gamma 0 the page says %q", said)
	}
}

func TestLanguages(t *testing.T) {
	t.Parallel()
	p := open(t, serve(t), "/?lang=zh&gamma=1")
	p.ready()
	p.wantDrawn(with(t, "gamma", "1"))
	lang := eval[string](p, "document.documentElement.lang")
	if lang != "zh-Hans" {
		t.Errorf("the page's language is %q", lang)
	}
	p.fill("#focal-gamma-number", "-1")
	if said := p.text("#focal-gamma-error"); !strings.ContainsRune(said, '须') &&
		!strings.ContainsRune(said, '必') {
		t.Errorf("the error is %q", said)
	}
	p.fill("#focal-gamma-number", "3")
	p.press(kb.Enter)
	if q := p.search(); q.Get("lang") != "zh" || q.Get("gamma") != "3" {
		t.Errorf("the address lost the language or the state: %v", q)
	}
	p.follow("#language")
	p.await(`document.documentElement?.lang === "en"`)
	p.ready()
	p.wantDrawn(with(t, "gamma", "3"))
}

// A plain static host serves index.html to everyone; the page itself then
// finds the language.
func TestStaticHost(t *testing.T) {
	t.Parallel()
	server := serveWith(t, http.FileServerFS(web.Dist()))
	p := open(t, server, "/?gamma=1&lang=zh")
	p.await(`document.documentElement?.lang === "zh-Hans"`)
	p.ready()
	p.wantDrawn(with(t, "gamma", "1"))
}

func TestWithoutJavaScript(t *testing.T) {
	t.Parallel()
	p := open(t, serve(t), "/", command(emulation.SetScriptExecutionDisabled,
		emulation.SetScriptExecutionDisabledParams{Value: true}))
	p.wantStatic("JavaScript is off")
	if eval[bool](p, `document.getElementById("theme").matches(":enabled")`) {
		t.Error("the theme looks as if it could be chosen")
	}
}

func TestWithoutWebAssembly(t *testing.T) {
	t.Parallel()
	p := open(t, serve(t), "/", command(page.AddScriptToEvaluateOnNewDocument,
		page.AddScriptToEvaluateOnNewDocumentParams{Source: "delete globalThis.WebAssembly"}))
	p.await(`!document.querySelector("[data-when=no-wasm]").hidden`)
	p.wantStatic("This browser has no WebAssembly")
}

func TestMissingWebAssembly(t *testing.T) {
	t.Parallel()
	handler, err := site.New(web.Dist(), "")
	if err != nil {
		t.Fatal(err)
	}
	server := serveWith(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.HasSuffix(r.URL.Path, ".wasm") {
			http.NotFound(w, r)
			return
		}
		handler.ServeHTTP(w, r)
	}))
	p := open(t, server, "/")
	p.expect("404", "preload")
	p.await(`!document.querySelector("[data-when=failed]").hidden`)
	p.wantStatic("The explorer could not be loaded")
}

// The page reports that its program failed, whichever way it was called.
func TestStopped(t *testing.T) {
	t.Parallel()
	server := serve(t)
	for name, fail := range map[string]string{
		"frame": `{
			const slider = document.getElementById("focal-gamma-range");
			slider.value = 3;
			slider.dispatchEvent(new Event("input", { bubbles: true }));
		}`,
		"js.Func": `document.getElementById("chart-loss").dispatchEvent(new KeyboardEvent("keydown", { key: "Home" }))`,
	} {
		p := open(t, server, "/")
		p.expect("exit code", "has already exited", "append is not a function")
		p.ready()
		p.focus("#chart-loss")
		p.do(`document.getElementById("chart-loss-reading").append = undefined`)
		p.do(fail)
		p.await(`!document.querySelector("[data-when=stopped]").hidden`)
		p.do(fail) // nothing more comes of it
		if got := eval[string](p,
			`document.getElementById("status").innerText`); !strings.Contains(got, "crashed") {
			t.Errorf("%s: the page says %q", name, got)
		}
	}
}

// Tens of thousands of events, some of which cause others within Go's handlers, have Go
// collect garbage meanwhile. The page stays right, and its memory does not grow.
func TestManyEvents(t *testing.T) {
	t.Parallel()
	p := open(t, serve(t), "/?class=both&gradient=logit", command(page.AddScriptToEvaluateOnNewDocument, page.AddScriptToEvaluateOnNewDocumentParams{Source: `
		const instantiate = WebAssembly.instantiateStreaming;
		WebAssembly.instantiateStreaming = async (...source) => {
			const { instance } = await instantiate(...source);
			globalThis.memory ??= instance.exports.mem;
			return { instance };
		};`}))
	p.ready()
	var first float64
	for i := range 6 {
		bytes := eval[float64](p, `(async () => {
			const sliders = ["focal-gamma-range", "focal-alpha-range", "focal-epsilon-range"].map((id) => document.getElementById(id));
			const buttons = ["pin", "unpin", "undo", "redo", "reset"].map((id) => document.getElementById(id));
			for (let frame = 0; frame < 60; frame++) {
				for (let n = 0; n < 120; n++) {
					const s = sliders[n % sliders.length];
					s.value = Number(s.min) + (((n * 37 + frame) % 100) / 100) * (s.max - s.min);
					s.dispatchEvent(new Event("input", { bubbles: true }));
					if (n % 40 === 0) s.dispatchEvent(new Event("change", { bubbles: true }));
					if (n % 40 === 1) buttons[(n + frame) % buttons.length].click();
				}
				// The keys press a button and move the focus.
				for (const key of ["p", "g", "a"]) document.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true }));
				await new Promise(requestAnimationFrame);
			}
			return memory.buffer.byteLength;
		})()`)
		switch {
		case i == 3: // the heap has its size: in ten rounds it reaches it in the second to sixth
			first = bytes
		case i > 3 && bytes > 1.2*first:
			t.Errorf("the program has %v bytes, and had %v", bytes, first)
		}
	}
	p.frame()
	p.wantDrawn(p.state())
}

// A panel whose program does not arrive reports it, the rest works, and opening it
// again tries again.
func TestMissingLab(t *testing.T) {
	t.Parallel()
	handler := newSite(t, web.Dist())
	var there atomic.Bool
	server := serveWith(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !there.Load() && strings.Contains(r.URL.Path, "lab.") {
			http.NotFound(w, r)
			return
		}
		handler.ServeHTTP(w, r)
	}))
	p := open(t, server, "/?sandbox=30")
	p.expect("404")
	p.await(`!document.querySelector("[data-when=lab]").hidden`)
	p.ready()
	p.place("explore")
	p.drag("#focal-gamma-range", 0.5)
	p.wantDrawn(p.state())
	there.Store(true)
	p.place("train")
	p.wantSandbox()
	if p.visible("[data-when=lab]") {
		t.Error("the page still says that the panel could not be loaded")
	}
}

// wantStatic checks the page that has no working controls.
func (p *tab) wantStatic(sentence string) {
	p.Helper()
	said := eval[string](p, `document.getElementById("status").innerText`)
	if !strings.Contains(said, sentence) {
		p.Errorf("the page says %q, want %q", said, sentence)
	}
	for _, selector := range []string{"#chart-loss svg", "#chart-gradient svg"} {
		if !p.visible(selector) {
			p.Errorf("%s is not shown", selector)
		}
	}
	// The browser itself opens the menu.
	enabled := eval[int](p, `document.querySelectorAll("input:enabled, button:enabled:not(#menu-open[popovertarget]), select:enabled:not(#theme)").length`)
	if enabled != 0 {
		p.Errorf("%d controls look as if they worked", enabled)
	}
	// The links to the other places work without a program.
	p.follow(`.places [data-place="reference"]`)
	p.await(`location.search.includes("place=reference") && document.readyState === "complete"`)
	if !p.visible("#formulas-focal math") {
		p.Error("the formula is not shown at its place")
	}
}

// Values in an address must not become markup.
func TestHostileAddress(t *testing.T) {
	t.Parallel()
	p := open(t, serve(t), "/?gamma="+url.QueryEscape(
		`<img src=x onerror=document.title=1>`)+"&lang="+url.QueryEscape(`en"><b>`))
	p.ready()
	elements := eval[int](p, `document.querySelectorAll("#notice img, #notice b").length`)
	if elements != 0 || !strings.Contains(p.text("#notice"), "<img src=x") {
		t.Errorf("the notice is %q with %d elements of the address in it", p.text("#notice"),
			elements)
	}
}
