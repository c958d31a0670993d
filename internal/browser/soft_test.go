package browser

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"lossexplorer/internal/plot"
	"lossexplorer/internal/state"
)

// A soft label is chosen, moved, typed and read by each convention, in links too.
func TestSoftLabel(t *testing.T) {
	t.Parallel()
	p := open(t, serve(t), "/?lang=en")
	p.ready()
	if p.visible("#soft") {
		t.Error("a soft label is offered for y = 1")
	}
	p.click(`[name="class"][value="soft"]`)
	want := func(query, live, rule string) state.State {
		t.Helper()
		p.frame()
		s := p.state()
		if s.Query() != query {
			t.Errorf("the address has %q, want %q", s.Query(), query)
		}
		if got := p.text("#live"); !strings.Contains(got, live) {
			t.Errorf("the sentence is %q, want %q", got, live)
		}
		if got := p.text("#soft-rule"); !strings.Contains(got, rule) {
			t.Errorf("the rule is %q, want %q", got, rule)
		}
		p.wantDrawn(s)
		return s
	}
	want("class=0.8", "least at p = 0.953, cross-entropy at p = 0.8",
		"Keras, torchvision and optax")
	p.click(`[name="convention"][value="monai"]`)
	want("loss=monai&class=0.8", "least at p = 1,", "MONAI")
	p.click(`[name="convention"][value="quality"]`)
	want("loss=quality&class=0.8", "least at p = 0.8,", "|y − p|")
	p.click(`[name="convention"][value="heatmap"]`)
	want("loss=heatmap&class=0.8", "least at p = 0,", "CornerNet")
	p.click(`[name="convention"][value="focal"]`)
	p.fill("#soft-number", "0.3")
	p.do(`document.getElementById("soft-number").dispatchEvent(new Event("change", { bubbles: true }))`)
	want("class=0.3", "y = 0.3", "optax")
	p.fill("#soft-number", "2")
	if got := p.text("#soft-error"); got != "Y must be a number from 0 to 1; 2 is not." {
		t.Errorf("the error is %q", got)
	}
	p.click(`[name="class"][value="1"]`)
	p.frame()
	if p.visible("#soft") || p.state() != state.Default() {
		t.Errorf("after y = 1 the address has %q", p.state().Query())
	}
	p.click(`[name="class"][value="soft"]`) // the last label
	p.frame()
	if s := p.state(); s.Label != 0.3 {
		t.Errorf("the label is %v", s.Label)
	}
}

// While the curves are of a soft label, the p_t of a hard one is called p on the page,
// and the axes p_t and p are one choice.
func TestSoftNames(t *testing.T) {
	t.Parallel()
	p := open(t, serve(t), "/?lang=en&probe=0.3")
	p.ready()
	shown := func() string {
		p.frame()
		return eval[string](p, `[...document.querySelectorAll("#place-explore .figure .segmented, #probe label[for='probe-range'], #factor-areas")].map((e) => e.innerText).join(" ")`)
	}
	p.await(`!document.getElementById("probe").hasAttribute("aria-busy")`)
	if s := shown(); !strings.Contains(s, "pₜ of the probe") || !strings.Contains(s, "dL/dpₜ") ||
		p.visible(".source-of .of-soft") {
		t.Errorf("of a hard label the page has %q", s)
	}
	p.click(`[name="class"][value="soft"]`)
	p.await(`document.getElementById("probe-number").getAttribute("aria-label").startsWith("p ")`)
	if s := shown(); strings.Contains(s, "pₜ") || !strings.Contains(s, "p of the probe") ||
		!strings.Contains(s, "dL/dp") {
		t.Errorf("of a soft label the page has %q", s)
	}
	choices := `[...document.getElementsByName("x")].filter((e) => e.parentElement.offsetWidth).map((e) => e.value + e.checked).join(" ")`
	if got := eval[string](p, choices); got != "pttrue logitfalse" {
		t.Errorf("the axes are %s", got)
	}
	p.do(`document.getElementById("data").open = true`)
	p.place("reference")
	if s := eval[string](p, `document.querySelector("#data thead").innerText`); strings.Contains(s,
		"pₜ") || !p.visible("#soft-formula") {
		t.Errorf("the table has %q", s)
	}
	if !p.visible(".source-of .of-soft") {
		t.Error("nothing is said about the labels of where the loss comes from")
	}
	other := open(t, serve(t), "/?lang=en&class=0.8&x=p")
	other.ready()
	other.frame()
	if got := eval[string](other, choices); got != "ptrue logitfalse" {
		t.Errorf("of a link with x=p the axes are %s", got)
	}
}

// The table of the classes keeps the widths of its columns while numbers change.
func TestClassWidths(t *testing.T) {
	t.Parallel()
	p := open(t, serve(t), "/?lang=en&place=reference")
	p.ready()
	p.await(`document.getElementById("sigmoid-total").textContent !== ""`)
	for _, size := range [][2]int64{{1280, 900}, {390, 844}} {
		p.run(chromedp.EmulateViewport(size[0], size[1]))
		widths := func(logit string) string {
			p.do(`(() => { const bar = document.querySelector("#class-0 .bar"); bar.value = "` +
				logit + `"; bar.dispatchEvent(new InputEvent("input", { bubbles: true })); })()`)
			p.frame()
			p.frame()
			return eval[string](p,
				`[...document.querySelectorAll("#class-0 > *, #class-1 > *")].map((e) => { const r = e.getBoundingClientRect(); return r.left.toFixed(1) + "+" + r.width.toFixed(1); }).join(" ")`)
		}
		before := widths("0")
		for _, logit := range []string{"-8", "8", "3.3"} {
			if got := widths(logit); got != before {
				t.Errorf("%d px: the cells are at\n%s, with the logit %s at\n%s", size[0], before,
					logit, got)
			}
		}
		if eval[bool](p, `document.querySelector(".classes").parentElement.scrollWidth > document.querySelector(".classes").parentElement.clientWidth`) {
			t.Errorf("%d px: the table does not fit", size[0])
		}
	}
}

// A file with soft labels is asked about, and then read as answered: as soft labels,
// without classes, or with a threshold.
func TestSoftPredictions(t *testing.T) {
	t.Parallel()
	p := open(t, serve(t), "/?lang=en&place=data")
	p.ready()
	p.await(`!document.getElementById("predict-sample").disabled`)
	data := "y,p\n"
	for i := range 100 {
		data += fmt.Sprintf("%v,%v\n", float64(i%11)/10, (float64(i)+0.5)/100)
	}
	p.paste(data)
	p.await(`document.getElementById("predict-status").textContent.includes("between 0 and 1")`)
	read := func(how string) {
		p.do(`document.getElementById("predict-fractions").value = "` + how + `"`)
		p.click("#predict-columns button")
	}
	read("soft")
	p.await(`document.getElementById("predict-read").textContent.includes("soft labels")`)
	if p.visible("#predict-thresholds") || p.visible("#predict-metrics") ||
		p.visible("#predict-heat") || !p.visible("#predict-soft") {
		t.Error("soft labels are shown as classes")
	}
	before := p.text("#predict-total-1")
	p.drag("#focal-gamma-range", 0.8)
	p.await(`document.getElementById("predict-total-1").textContent !== "` + before + `"`)
	for _, violation := range p.axe() {
		t.Error(violation)
	}
	p.do(`document.getElementById("predict-choice").open = true`)
	read("threshold")
	p.await(`document.getElementById("predict-as").textContent.includes("≥ 0.5")`)
	if p.visible("#predict-soft") || !p.visible("#predict-thresholds") {
		t.Error("labels with a threshold are shown as soft ones")
	}
	if got := p.text("#predict-share-all-0"); got != "100" {
		t.Errorf("%s rows are read", got)
	}
}

// The third chart is made when it is wanted, follows sliders, and is in links.
func TestCurvature(t *testing.T) {
	t.Parallel()
	p := open(t, serve(t), "/?lang=en")
	p.ready()
	if p.visible("#curvature-figure") {
		t.Error("the curvature is shown unasked")
	}
	p.click("#curvature")
	p.frame()
	s := p.state()
	if s.Query() != "curvature=1" || !p.visible("#curvature-figure") {
		t.Fatalf("the address has %q", s.Query())
	}
	p.wantDrawn(s)
	p.drag("#focal-gamma-range", 0.5)
	p.wantDrawn(p.state())
	p.do(`document.getElementById("chart-curvature").focus()`)
	p.frame()
	if got := p.text("#chart-curvature-reading"); !strings.Contains(got, "d²L/dx²") {
		t.Errorf("the reading is %q", got)
	}
	p.click("#curvature")
	p.frame()
	if p.visible("#curvature-figure") || p.state().Curvature {
		t.Error("the curvature stays")
	}
	other := open(t, serve(t), "/?lang=zh&curvature=1&class=0.3&loss=quality")
	other.ready()
	other.frame()
	other.wantDrawn(other.state())
}

// Softmax and sigmoids stand side by side, and a batch has the divisor of each reduction.
func TestClassesBothWays(t *testing.T) {
	t.Parallel()
	p := open(t, serve(t), "/?lang=en&place=reference")
	p.ready()
	p.await(`document.getElementById("sigmoid-total").textContent !== ""`)
	want := func() state.State {
		t.Helper()
		p.frame()
		p.frame()
		s := p.state()
		readings, _ := plot.SigmoidReadings(nil, s)
		for k, r := range readings {
			row := fmt.Sprintf("#class-%d ", k)
			if got, want := p.text(row+".sigmoid-gradient"), plot.Number(r.Gradient); got != want {
				t.Errorf("%s: class %d has the gradient %s, want %s", s.Query(), k, got, want)
			}
		}
		softmax, sigmoid := plot.BatchOf(s)
		for i := range plot.Reductions {
			cells := eval[[]string](p,
				fmt.Sprintf(`[...document.querySelectorAll("#reduction-%d td")].map((e) => e.textContent)`, i))
			want := []string{plot.Number(softmax[i].Loss), plot.Number(softmax[i].Divisor),
				plot.Number(sigmoid[i].Loss), plot.Number(sigmoid[i].Divisor)}
			if !slices.Equal(cells, want) {
				t.Errorf("%s: reduction %d has %q, want %q", s.Query(), i, cells, want)
			}
		}
		return s
	}
	want()
	p.click("#class-background")
	if s := want(); !s.Classes.Background || p.text("#class-2 .sigmoid-p") != "–" {
		t.Errorf("%s: the background has %q", s.Query(), p.text("#class-2 .sigmoid-p"))
	}
	p.click(`#class-weights button`)
	if s := want(); s.Value(state.AlphasKey) != "0.75,0.25,0.25" {
		t.Errorf("the weights are %s", s.Value(state.AlphasKey))
	}
	p.fill("#class-batch", "1,2,i,i")
	p.do(`document.getElementById("class-batch").dispatchEvent(new Event("change", { bubbles: true }))`)
	if s := want(); s.Value(state.BatchKey) != "1,2,i,i" {
		t.Errorf("the batch is %s", s.Value(state.BatchKey))
	}
	p.fill("#class-batch", "7")
	if got := p.text("#class-batch-error"); got != "Batch must be a number from 1 to 3; 7 is not." {
		t.Errorf("the error is %q", got)
	}
}
