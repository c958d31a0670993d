package browser

import (
	"fmt"
	"slices"
	"strings"
	"testing"

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
	want("class=0.8", "least at p = 0.953, cross-entropy at p = 0.8", "Keras, torchvision and optax")
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
			cells := eval[[]string](p, fmt.Sprintf(`[...document.querySelectorAll("#reduction-%d td")].map((e) => e.textContent)`, i))
			want := []string{plot.Number(softmax[i].Loss), plot.Number(softmax[i].Divisor), plot.Number(sigmoid[i].Loss), plot.Number(sigmoid[i].Divisor)}
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
