package browser

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"lossexplorer/internal/code"
	"lossexplorer/internal/formula/syntax"
	"lossexplorer/internal/panel/customloss"
	"lossexplorer/internal/plot"
	"lossexplorer/internal/python"
	"lossexplorer/internal/state"
	"lossexplorer/internal/text"
)

// wantCustom checks that the panel of the custom loss shows the results of its package here,
// for the state of the address.
func (p *tab) wantCustom() state.State {
	p.Helper()
	p.await(`!document.getElementById("formula").ariaBusy`)
	p.frame()
	s := p.state()
	m := text.For(p.language())
	var v customloss.View
	v.Update(m, s, customloss.Beside{})
	if got := p.value("#formula-text"); got != s.Formula.Text && !python.IsPython(got) {
		p.Errorf("the field has %q, want %q", got, s.Formula.Text)
	}
	for name, want := range map[string]customloss.Chart{"loss": v.Loss, "gradient": v.Gradient} {
		got := p.drawn("formula-" + name)
		for i, line := range map[int]int{plot.LossPos: customloss.CustomPos,
			plot.LossNeg: customloss.CustomNeg, plot.CrossPos: customloss.ShownPos,
			plot.CrossNeg: customloss.ShownNeg} {
			if len(got[i]) != len(want.Lines[line]) {
				p.Errorf("%s: line %d has %d numbers, want %d", name, line, len(got[i]),
					len(want.Lines[line]))
				continue
			}
			for k, w := range want.Lines[line] {
				if math.Abs(got[i][k]-w) > 1e-12*math.Abs(w) {
					p.Errorf("%s: line %d, number %d is %v, want %v", name, line, k, got[i][k], w)
					break
				}
			}
		}
	}
	said := eval[[]string](p, `[...document.querySelectorAll("#formula-findings li")].map((e) => e.className + ": " + e.lastChild.textContent)`)
	for i, f := range v.Findings {
		want := "fails: " + f.Text
		if f.OK {
			want = "holds: " + f.Text
		}
		if i >= len(said) || said[i] != want {
			p.Errorf("finding %d is not %q: %q", i, want, said)
		}
	}
	lang := code.Language(eval[string](p,
		`document.querySelector("[name=formula-language]:checked").value`))
	if got, want := p.text("#formula-code"), v.Code(lang); got != want {
		p.Errorf("the code is %s\nwant %s", got, want)
	}
	if got := eval[int](p, `[...document.querySelectorAll(".custom-params > div")].filter((e) => !e.hidden).length`); got != len(v.Sliders) {
		p.Errorf("there are %d sliders, want %d", got, len(v.Sliders))
	}
	return s
}

// A formula is written, drawn at once, moved by its sliders, kept in the address and
// returned to.
func TestCustomLoss(t *testing.T) {
	t.Parallel()
	server := serve(t)
	p := open(t, server, "/?class=both")
	p.ready()
	p.place("loss")
	if s := p.wantCustom(); s.Formula.Text != syntax.Gallery[1].Formula {
		t.Errorf("it begins with %q", s.Formula.Text)
	}
	p.fill("#formula-text", "q = 0.7\n(1 - pt^q)/q")
	p.focus("#formula-gallery") // which ends the editing
	if s := p.wantCustom(); !strings.Contains(s.Formula.Text, "pt^q") {
		t.Errorf("the address has %q", s.Formula.Text)
	}
	p.drag("#formula-range-0", 0.25)
	if s := p.wantCustom(); s.Formula.Count != 1 || math.Abs(s.Formula.Values[0]-0.25) > 0.02 {
		t.Errorf("the slider leads to %v", s.Formula.Values)
	}
	// An error is named while the formula is written, and the curve stays.
	before := p.drawn("formula-loss")
	p.fill("#formula-text", "q = 0.7\n(1 - pt^q)/")
	if said := p.text("#formula-problem"); !strings.HasPrefix(said,
		"Line 2, column 12: expected a number, a name or (") {
		t.Errorf("the problem is %q", said)
	}
	if after := p.drawn("formula-loss"); fmt.Sprint(after[plot.LossPos][:9]) == "[]" ||
		after[plot.LossPos][0] != before[plot.LossPos][0] {
		t.Error("the curve is gone")
	}
	if eval[string](p, `document.getElementById("formula-text").ariaInvalid`) != "true" {
		t.Error("the field is not said to be invalid")
	}
	p.fill("#formula-text", "a*x^2")
	p.focus("#formula-gallery")
	p.wantCustom()
	// The ends of a slider.
	p.fill("#formula-param-0 .most", "50")
	p.press(kb.Enter)
	p.focus("#formula-gallery")
	p.drag("#formula-range-0", 1)
	if s := p.wantCustom(); s.Formula.Values[0] != 50 {
		t.Errorf("the slider ends at %v", s.Formula.Values[0])
	}
	p.click("[name=formula-language][value=go]")
	p.wantCustom()
	// By the gradient's kind, and by the page's own parameters.
	p.place("explore")
	p.click("[name=gradient][value=logit]")
	p.place("loss")
	p.wantCustom()
	p.drag("#focal-gamma-range", 0.5)
	s := p.wantCustom()
	again := open(t, server, "/?"+s.Query())
	again.ready()
	if got := again.wantCustom(); got != s {
		t.Errorf("the link leads to %+v, want %+v", got.Formula, s.Formula)
	}
}

// A function in Python is read as a formula once it is whole, and stays as it is.
func TestCustomPython(t *testing.T) {
	t.Parallel()
	p := open(t, serve(t), "/?formula=on&lang=zh")
	p.ready()
	before := p.wantCustom()
	const half = "def loss(y_true, y_pred, k=3):\n    p_t = K.switch(K.equal(y_true, 1), y_pred, 1 - y_pred)\n    return K.mean("
	p.fill("#formula-text", half)
	if said := p.text("#formula-problem"); !strings.HasPrefix(said, "第 3 行") {
		t.Errorf("the problem is %q", said)
	}
	p.drag("#focal-gamma-range", 0.6)
	if got := p.value("#formula-text"); got != half {
		t.Errorf("the field has %q", got)
	}
	p.fill("#formula-text", half+"K.pow(1 - p_t, k))")
	s := p.wantCustom()
	if got := p.value("#formula-text"); got != half+"K.pow(1 - p_t, k))" {
		t.Errorf("the editor has %q", got)
	}
	if want := "k = 3\n(1 - pt)^k"; s.Formula.Text != want {
		t.Errorf("the formula is %q, want %q", s.Formula.Text, want)
	}
	if said := p.text("#formula-source"); !strings.HasPrefix(said,
		text.FormulaOf(text.For("zh")).Made) {
		t.Errorf("it is said that %q", said)
	}
	p.focus("#undo")
	p.press(kb.Enter)
	if s := p.wantCustom(); s.Formula != before.Formula {
		t.Errorf("undo leads to %+v", s.Formula)
	}
}

// All of the gallery, in Chinese.
func TestCustomGallery(t *testing.T) {
	t.Parallel()
	p := open(t, serve(t), "/?lang=zh&class=0&formula=on")
	p.ready()
	p.wantCustom()
	for _, e := range syntax.Gallery {
		p.pick("#formula-gallery", e.Formula)
		if s := p.wantCustom(); s.Formula.Text != e.Formula {
			t.Errorf("%s: the address has %q", e.Name.English, s.Formula.Text)
		}
		if said := p.text("#formula-source"); !strings.Contains(said, e.Source) {
			t.Errorf("%s: the source is %q", e.Name.English, said)
		}
	}
}

// No formula can do more than compute: not with the names of JavaScript, and not for long.
func TestCustomHarmless(t *testing.T) {
	t.Parallel()
	p := open(t, serve(t), "/?formula=on&formula_text="+strings.Repeat("(p%2B",
		90)+"1"+strings.Repeat(")", 90))
	p.ready()
	p.wantCustom()
	for _, source := range []string{
		"window.alert(1)", `fetch("//example.org")`, "<img src=x onerror=alert(1)>", "constructor",
		"__proto__ = 3; __proto__*p",
		strings.TrimSuffix(strings.Repeat("exp(", 99), "(") + "(1" + strings.Repeat(")", 98),
		"1/0*p", "log(-1)",
	} {
		p.fill("#formula-text", source)
		p.frame()
		if got := p.value("#formula-text"); got != source {
			t.Errorf("the field has %q, want %q", got, source)
		}
		if n := eval[int](p, `document.querySelectorAll("#formula-findings img, #formula-problem img").length`); n > 0 {
			t.Errorf("%q made an element", source)
		}
	}
	p.do("window.tick = 0; setInterval(() => tick++, 5)")
	p.fill("#formula-text", strings.Repeat("p^x + ", 80)+"1")
	p.await("tick > 3")
	p.drag("#focal-gamma-range", 0.7)
	p.wantDrawn(p.state())
}

// The panel fits every width and can be used by everyone, also while something is wrong.
func TestCustomAccess(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name, query string
		width       int64
	}{
		{"own-en-light-1280", "class=both&formula=on&gradient=logit", 1280},
		{"own-zh-dark-360", "lang=zh&class=1&formula=on&formula_text=q+%3D+0.7%0A%281+-+pt%5Eq%29%2Fq", 360},
		{"own-en-dark-1280", "class=both&formula=on&formula_text=1+%2B", 1280},
	} {
		p := open(t, serve(t), "/?"+tt.query, chromedp.EmulateViewport(tt.width, 900))
		p.ready()
		p.await(`!document.getElementById("formula").ariaBusy || document.getElementById("formula-problem").textContent`)
		if strings.Contains(tt.name, "dark") {
			p.chooseTheme("dark")
		}
		p.frame()
		p.do(`document.getElementById("formula").scrollIntoView()`)
		p.frame()
		p.picture(tt.name, chromedp.Screenshot("#formula"))
		if over := eval[int](p, "document.documentElement.scrollWidth - innerWidth"); over > 0 {
			t.Errorf("%s: the page is %d px too wide", tt.name, over)
		}
		for _, violation := range p.axe() {
			t.Errorf("%s: %s", tt.name, violation)
		}
	}
}

// A formula becomes the loss of the page: its parameters are controls like any, and its
// curves, axes, pins, table, sandbox, training and code are those of the formula.
func TestCustomLossOfPage(t *testing.T) {
	t.Parallel()
	server := serve(t)
	p := open(t, server, "/?class=both")
	p.ready()
	p.place("loss")
	p.wantCustom()
	// The charts are at another place, which keeps the formula.
	look := func() {
		t.Helper()
		p.place("explore")
		p.wantDrawn(p.state())
		p.place("loss")
	}
	p.fill("#formula-text", "q = 0.7\n(1 - pt^q)/q * (1 - pt)^gamma")
	p.click("#formula-use")
	p.frame()
	s := p.wantCustom()
	if s.LossName() != state.CustomLoss || p.value("#loss") != state.CustomLoss ||
		s.Number("own_q") != 0.7 {
		t.Fatalf("the loss is %s, the picker has %s", s.Kind.ID, p.value("#loss"))
	}
	look()
	if labels := eval[[]string](p,
		`[...document.querySelectorAll(".sliders:not([hidden]) .parameter:not([hidden]) label")].map((l) => l.textContent)`); fmt.Sprint(labels) != "[q Gamma γ Epsilon ε]" {
		t.Errorf("the controls are %q", labels)
	}
	p.drag("#own-0-range", 0.2)
	if s = p.wantCustom(); math.Abs(s.Number("own_q")-0.2) > 0.02 {
		t.Errorf("q is %v", s.Number("own_q"))
	}
	look()
	p.fill("#own-1-number", "0.5")
	p.fill("#own-epsilon-number", "0.01")
	p.place("explore")
	p.focus("#pin")
	p.press(kb.Enter)
	p.place("loss")
	p.drag("#formula-range-0", 0.9) // the panel's slider is the same
	if s = p.wantCustom(); s.Number("gamma") != 0.5 || s.Pins[0].Kind != s.Kind ||
		s.Number("own_q") < 0.85 {
		t.Errorf("the address has %s", s.Query())
	}
	look()
	p.fill("#own-0-number", "x")
	if said := p.text("#own-0-error"); said == "" {
		t.Error("a value that is no number is not refused")
	}
	p.fill("#own-0-number", "0.3")

	// An edit is drawn at once, an error leaves the curves.
	p.fill("#formula-text", "q = 0.7\n(1 - pt^q)/q")
	p.frame()
	p.fill("#formula-text", "q = 0.7\n(1 - pt^q)/")
	p.fill("#formula-text", "q = 0.7\n(1 - pt^q)/q")
	p.focus("#formula-gallery")
	s = p.wantCustom()
	if s.Kind.Param("gamma") >= 0 || s.Number("own_q") != 0.3 {
		t.Errorf("after the edit the address has %s", s.Query())
	}
	look()

	// Everything else of the page.
	p.place("explore")
	for _, pair := range [][2]string{{"x", "logit"}, {"quantity", "ratio"}, {"gradient", "logit"}} {
		p.click(fmt.Sprintf("[name=%s][value=%s]", pair[0], pair[1]))
		p.wantDrawn(p.state())
	}
	p.click("[name=x][value=pt]")
	p.place("train")
	s = p.wantSandbox()
	p.place("reference")
	p.await(`document.getElementById("code-text").textContent.includes("custom_loss")`)
	want, err := code.Write(code.Options{}, s.Kind, s.Values[:2])
	if got := p.text("#code-text"); err != nil || got != want {
		t.Errorf("the code is\n%s\nwant\n%s, %v", got, want, err)
	}
	p.place("explore")
	p.click("[data-sweep=own_q]")
	if s = p.state(); s.Pins[4].Kind != s.Kind {
		t.Errorf("swept are %+v", s.Pins)
	}
	p.wantDrawn(s)
	p.place("loss")
	s = p.wantCustom()

	// The link, alone and with the text, and back.
	again := open(t, server, "/?"+s.Query())
	again.ready()
	if got := again.wantCustom(); got != s {
		t.Errorf("the link leads to %s, want %s", got.Query(), s.Query())
	}
	again.place("explore")
	again.wantDrawn(again.state())
	alone := open(t, server, "/?loss="+s.Kind.ID)
	alone.ready()
	alone.wantDrawn(alone.state())
	alone.place("loss")
	alone.await(`document.getElementById("formula-text").value.includes("p_t")`)
	if got := alone.value("#formula-text"); got != "q = 0.7\n(1 - pow(p_t, q)) / q" {
		t.Errorf("the editor has %q", got)
	}
	alone.pick("#loss", "focal")
	alone.place("explore")
	alone.wantDrawn(alone.state())
	alone.place("loss")
	if alone.state().Custom() || eval[bool](alone,
		`document.getElementById("formula-use").hidden`) {
		t.Error("the focal loss is the formula")
	}
	// Later requests of its panel are for a loss that is no longer known.
	alone.do(`document.dispatchEvent(new CustomEvent("set", { detail: "own_q=0.5" }))`)
	alone.pick("#loss", state.CustomLoss)
	alone.frame()
	alone.frame()
	if got := alone.wantCustom(); got.Kind != s.Kind {
		t.Errorf("picked again, the loss is %s", got.Kind.ID)
	}
	again.focus("#undo")
	again.press(kb.Enter)
}

// A custom loss is used in training, and on the user's data, as any. One that is not a number
// somewhere, or rises, or has the greatest length, leaves every panel in order.
func TestCustomLossPanels(t *testing.T) {
	t.Parallel()
	server := serve(t)
	s := with(t, "loss", state.CustomLoss, "class", "both", "probe", "0.8",
		"sandbox", "100", "train",
		"mlp", "train_ratio", "10")
	p := &trainer{tab: open(t, server, "/?"+s.Query())}
	p.ready()
	p.hurry()
	p.await(`!document.getElementById("train").hasAttribute("aria-busy")`)
	p.finish()
	p.train()
	p.wantSandbox()
	p.place("explore")
	p.wantProbe()
	p.place("loss")
	p.wantCustom()
	p.place("data")
	p.await(`!document.getElementById("predict-sample").disabled`)
	p.click("#predict-sample")
	p.await(`!document.getElementById("predict-results").hidden`)
	p.click("#predict-keep")
	p.await(`!document.getElementById("predict-compared").hidden`)
	if said := p.text("#predict-kept"); !strings.Contains(said, "Custom loss") {
		t.Errorf("the predictions are measured with %q", said)
	}
	shares := p.text("#predict-share-0-2")

	longest := "p"
	for i := range 60 { // nearly as many operations as there may be
		longest += fmt.Sprintf(" + log(p + 0.%d)*p^2.%d/%d", i+1, i+1, i+2)
	}
	for _, source := range []string{
		"log(pt - 0.5)", "0/0", "1/(pt - 0.5)", "pt", "-log(pt)*0 + e^(1000*pt)", "sqrt(x)",
		"1e300*x*1e300", "where(pt > 0.5, 0, 1)", longest, "-log(pt)",
	} {
		p.place("loss")
		p.fill("#formula-text", source)
		p.focus("#formula-gallery")
		p.frame()
		p.frame()
		if problem := p.text("#formula-problem"); problem != "" {
			t.Fatalf("%.40s: %s", source, problem)
		}
		p.place("train")
		p.click("#train-play")
		p.click("#train-step")
		p.drag("#own-epsilon-range", 0.3)
		p.place("explore")
		p.click("[name=x][value=logit]")
		p.click("[name=x][value=pt]")
		p.frame()
		s := p.state()
		if s.Formula.Text != source || s.Kind.ID == state.KindOf(state.CustomLoss).ID {
			t.Errorf("%.40s: the address has %q", source, s.Formula.Text)
		}
		p.wantDrawn(s)
	}
	p.await(`document.getElementById("predict-share-0-2").textContent !== "` + shares + `"`)
}
