package browser

import (
	"net/url"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"lossexplorer/internal/formula"
	"lossexplorer/internal/formula/syntax"
	"lossexplorer/internal/plot"
	"lossexplorer/internal/state"
)

// edited waits for the editor, which is in a shadow tree with style sheets that the page's policy
// allows.
func (p *tab) edited() {
	p.Helper()
	p.await(`document.getElementById("formula").dataset.editor !== undefined`)
}

// drawnLines are the lengths of the lines of the place's first chart.
func (p *tab) drawnLines() (lengths []int) {
	for _, line := range p.drawn("formula-loss") {
		lengths = append(lengths, len(line))
	}
	return lengths
}

// An address may have code in the place of the formula: it is read.
func TestCodeOfAddress(t *testing.T) {
	t.Parallel()
	server := serve(t)
	p := open(t, server, "/?place=loss&formula_text="+
		url.QueryEscape("def loss(p, y):\n    return (p - y) ** 2\n"))
	p.ready()
	p.edited()
	p.await(`document.getElementById("formula-source").textContent.includes("p: probability")`)
	p.await(`new URLSearchParams(location.search).get("formula_text") === "(p - y)^2"`)
	if got := p.text("#formula-problem"); got != "" {
		t.Errorf("the problem is %q", got)
	}
}

// Code with a fault: the finding with its line and size, the repaired loss is drawn beside it, and
// the repaired code has none. The code stays in the editor, and is there after a reload.
func TestFaultOfCode(t *testing.T) {
	t.Parallel()
	server := serve(t)
	p := open(t, server, "/?place=loss&class=1")
	p.ready()
	p.edited()
	const code = "def loss(logits, targets, w=10.0, gamma=2.0):\n    ce = F.binary_cross_entropy_with_logits(logits, targets, pos_weight=torch.tensor(w), reduction='none')\n    return ((1 - torch.exp(-ce)) ** gamma * ce).mean()\n"
	p.fill("#formula-text", code)
	p.await(`document.querySelectorAll("#formula-fault-list li").length === 1`)
	if got := p.value("#formula-text"); got != code {
		t.Errorf("the editor has %q", got)
	}
	if got := p.text("#formula-fault-list .custom-fault"); !strings.HasPrefix(got,
		"the class weight 10 is inside p_t: at p_t = 0.9 the loss is 424 times") {
		t.Errorf("the fault is %q", got)
	}
	if got := p.text("#formula-fault-list .custom-line"); got != "Line 3" {
		t.Errorf("its line is %q", got)
	}
	if got := p.text("#formula-fault-list .custom-effect"); !strings.Contains(got, "instead of") {
		t.Errorf("its size is %q", got)
	}
	if got := p.drawnLines(); got[plot.LossPos] == 0 || got[plot.Pinned] == 0 {
		t.Errorf("the lines have %v numbers", got)
	}
	if got := p.text("#formula-source"); !strings.Contains(got, "targets: label · logits: logit") {
		t.Errorf("it is read as %q", got)
	}
	marks := `document.querySelector(".custom-editor").shadowRoot.querySelectorAll(".cm-lintRange-warning").length`
	p.await(marks + " > 0")
	if styled := eval[string](p,
		`getComputedStyle(document.querySelector(".custom-editor").shadowRoot.querySelector(".cm-lintRange-warning")).textDecorationLine`); styled != "underline" {
		t.Errorf("the fault is marked with %q", styled)
	}
	// The draft.
	p.run(chromedp.Reload())
	p.ready()
	p.edited()
	p.await(`document.querySelectorAll("#formula-fault-list li").length === 1`)
	if got := p.value("#formula-text"); got != code {
		t.Errorf("after a reload the editor has %q", got)
	}
	// The repaired code has no fault.
	repaired := p.text("#formula-fault-list code")
	p.fill("#formula-text", repaired)
	p.await(`!document.getElementById("formula-sound").hidden`)
	if got := p.drawnLines(); got[plot.Pinned] != 0 {
		t.Error("what is meant is still drawn")
	}
	// The formula in its place.
	p.click("#formula-to-edit")
	if got := p.value("#formula-text"); !strings.Contains(got, "(1 - pt)^gamma") ||
		!eval[bool](p, `document.getElementById("formula-faults").hidden`) {
		t.Errorf("the editor has %q", got)
	}
}

// Unknown roles are asked for with buttons, in the page's language, and the last curve stays.
func TestQuestionOfCode(t *testing.T) {
	t.Parallel()
	p := open(t, serve(t), "/?place=loss&lang=zh&class=1")
	p.ready()
	p.edited()
	before := p.drawn("formula-loss")[plot.LossPos][0]
	p.fill("#formula-text", "def loss(out, target):\n    return (out - target) ** 2\n")
	p.await(`document.querySelectorAll("#formula-answers button").length === 2`)
	if said := p.text("#formula-problem"); !strings.HasPrefix(said,
		"第 1 行第 10 列：out 是概率还是 logit？") {
		t.Errorf("the question is %q", said)
	}
	if after := p.drawn("formula-loss")[plot.LossPos][0]; after != before {
		t.Error("the curve is gone")
	}
	if !eval[bool](p, `document.getElementById("formula-use").disabled`) {
		t.Error("the former formula can be taken for the code")
	}
	p.click("#formula-answers button:nth-child(2)")
	p.await(`document.getElementById("formula-problem").textContent === ""`)
	p.frame()
	if s := p.state(); s.Formula.Text != "(x - y)^2" {
		t.Errorf("the formula is %q", s.Formula.Text)
	}
	p.fill("#formula-text", "def dice(y_true, y_pred):\n    tp = K.sum(y_true * y_pred)\n    part = K.mean(y_pred)\n    return 1 - 2 * tp / (K.sum(y_true) + K.sum(y_pred)) + part\n")
	p.await(`document.querySelectorAll("#formula-notes li").length === 2`)
	said := p.text("#formula-notes")
	for _, note := range []string{"按 Keras 的约定把 y_pred 当作概率", "这是整个批次的损失"} {
		if !strings.Contains(said, note) {
			t.Errorf("the notes are %q, without %q", said, note)
		}
	}
}

// Losses are saved by name, compared, renamed, opened, and are there after a reload.
func TestSavedLosses(t *testing.T) {
	t.Parallel()
	p := open(t, serve(t), "/?place=loss&class=1")
	p.ready()
	p.edited()
	p.fill("#formula-text", "(1-pt)^2")
	p.fill("#formula-name", "Brier")
	p.click("#formula-save")
	p.fill("#formula-text", "-log(pt)")
	p.click("#formula-saved [type=checkbox]")
	p.frame()
	if got := p.drawnLines(); got[plot.Pinned+2] == 0 {
		t.Errorf("the lines have %v numbers", got)
	}
	p.fill("#formula-saved [type=text]", "Squared error")
	p.focus("#formula-name")
	p.run(chromedp.Reload())
	p.ready()
	p.edited()
	if got := p.value("#formula-saved [type=text]"); got != "Squared error" {
		t.Errorf("it is called %q", got)
	}
	p.click("#formula-saved .custom-open")
	p.frame()
	if got := p.value("#formula-text"); got != "(1-pt)^2" {
		t.Errorf("the editor has %q", got)
	}
	p.click("#formula-saved .custom-delete")
	if n := eval[int](p, `document.querySelectorAll("#formula-saved li").length`); n != 0 {
		t.Errorf("%d are left", n)
	}
}

// An address with a formula's text shows that formula, also while its place is closed.
func TestFormulaOfAddress(t *testing.T) {
	t.Parallel()
	server := serve(t)
	f, err := syntax.Parse("q = 0.7\n(1 - pt^q)/q")
	if err != nil {
		t.Fatal(err)
	}
	id := formula.ID + f.Encode()
	for _, query := range []string{"loss=own&own_q=0.5&formula_text=", "own_q=0.5&formula="} {
		p := open(t, server, "/?class=1&"+query+"q+%3D+0.7%0A%281+-+pt%5Eq%29%2Fq")
		p.ready()
		p.await(`document.getElementById("permalink").href.includes("` + id + `")`)
		p.frame()
		p.frame()
		if s := p.state(); s.Kind.ID != id || s.Number("own_q") != 0.5 ||
			s.Place != state.PlaceExplore {
			t.Errorf("%s leads to %s", query, s.Query())
		}
	}
	p := open(t, server, "/?loss=own&formula_text=1+%2B")
	p.ready()
	p.await(`document.documentElement.dataset.place === "loss"`)
	p.await(`document.getElementById("formula-problem").textContent.startsWith("Line 1, column 4")`)
}
