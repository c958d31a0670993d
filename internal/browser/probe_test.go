package browser

import (
	"fmt"
	"math"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"lossexplorer/internal/plot"
	"lossexplorer/internal/state"
	"lossexplorer/internal/text"
)

// wantProbe checks that the probe's panel and the charts show the state of the
// address.
func (p *tab) wantProbe() state.State {
	p.Helper()
	p.await(`!document.getElementById("probe").hasAttribute("aria-busy")`)
	p.frame()
	p.frame()
	s := p.state()
	if !s.Probe.Shown {
		p.Fatal("the address has no probe")
	}
	m := text.For(eval[string](p, "document.documentElement.lang"))
	outweigh, start := plot.SayProbe(m, s)
	if got := p.text("#probe-outweigh"); got != outweigh {
		p.Errorf("%s: the page says %q, want %q", s.Query(), got, outweigh)
	}
	if got := p.text("#probe-start"); got != start {
		p.Errorf("%s: the page says %q, want %q", s.Query(), got, start)
	}
	for _, f := range plot.FactorsAt(nil, s, s.Probe.Pt) {
		cells := eval[[]string](p,
			fmt.Sprintf(`[...document.querySelectorAll('#probe tr:not([hidden]) td[data-class="%g"]:not([hidden])')].map((e) => e.textContent)`, f.Y))
		want := []float64{f.Cross, f.Modulating, f.Alpha, f.Loss, f.Gradient}
		if s.Curvature {
			want = append(want, f.Curvature)
		}
		if len(cells) != len(want) {
			p.Fatalf("%s: y=%g has %d cells", s.Query(), f.Y, len(cells))
		}
		for i, v := range want {
			if cells[i] != plot.Number(v) {
				p.Errorf("%s: y=%g, column %d is %s, want %s", s.Query(), f.Y, i, cells[i],
					plot.Number(v))
			}
		}
	}
	if got := eval[string](p, `document.getElementById("probe-number").value`); got != state.Format(s.Probe.Pt) {
		p.Errorf("%s: the field has %s", s.Query(), got)
	}
	// The handles are where the charts have p_t.
	x := plot.AxesOf(s).X
	share := (plot.Place(s.Axes.X, s.Probe.Pt, plot.FirstLabel(s)) - x.Min) / (x.Max - x.Min)
	for _, id := range []string{"chart-loss", "chart-gradient"} {
		at := eval[struct{ Handle, Left, Right, Easy float64 }](p, fmt.Sprintf(`(() => {
			const plot = document.getElementById(%q), box = (s) => plot.querySelector(s).getBoundingClientRect();
			const [left, right] = ["min", "max"].map((end) => plot.chart.toXPixel(plot.still.getOption().xAxis[0][end]));
			const handle = box(".handle");
			return { Handle: handle.left + handle.width / 2 - plot.getBoundingClientRect().left, Left: left, Right: right, Easy: box(".easy").width };
		})()`, id))
		if want := at.Left + share*(at.Right-at.Left); math.Abs(at.Handle-want) > 1 {
			p.Errorf("%s: the handle on %s is at %g, want %g", s.Query(), id, at.Handle, want)
		}
		if easy := plot.RegionsOf(s).Easy[0]; plot.RegionsOf(s).Alike {
			if want := (easy.Max - easy.Min) / (x.Max - x.Min) * (at.Right - at.Left); math.Abs(
				at.Easy-want) > 2 {
				p.Errorf("%s: the easy region on %s is %g wide, want %g", s.Query(), id,
					at.Easy, want)
			}
		}
	}
	return s
}

func TestProbe(t *testing.T) {
	t.Parallel()
	p := open(t, serve(t), "/?probe=0.9&class=both")
	p.ready()
	p.wantProbe()
	p.drag("#focal-gamma-range", 0.3)
	p.wantProbe()
	p.click("#curvature")
	p.wantProbe()
	p.click("#curvature")
	p.wantProbe()

	// By keyboard and as a number.
	p.focus("#probe-range")
	p.press(kb.ArrowRight)
	if s := p.wantProbe(); s.Probe.Pt != 0.901 {
		t.Errorf("an arrow key moves the probe to %g", s.Probe.Pt)
	}
	p.fill("#probe-number", "0.25")
	p.press(kb.Enter)
	if s := p.wantProbe(); s.Probe.Pt != 0.25 {
		t.Errorf("0.25 typed is %g", s.Probe.Pt)
	}
	p.fill("#probe-number", "1.5")
	if said := p.text("#probe-error"); said == "" || p.state().Probe.Pt != 0.25 {
		t.Errorf("1.5 typed is %g, and the page says %q", p.state().Probe.Pt, said)
	}
	p.fill("#probe-number", "0.5")
	p.press(kb.Enter)
	if p.visible("#probe-error") {
		t.Error("the error stays")
	}

	// By mouse, on the charts.
	for i, id := range []string{"chart-loss", "chart-gradient"} {
		p.do(fmt.Sprintf(`document.getElementById(%q).scrollIntoView({ block: "center" })`, id))
		at := eval[struct{ X, Y, To float64 }](p, fmt.Sprintf(`(() => {
			const plot = document.getElementById(%q), r = plot.querySelector(".handle").getBoundingClientRect();
			const left = plot.getBoundingClientRect().left;
			return { X: r.left + r.width / 2, Y: r.top + r.height / 2, To: left + plot.chart.toXPixel(%g) };
		})()`, id, 0.7+0.1*float64(i)))
		p.run(chromedp.DragAndDropXY(at.X, at.Y, at.To, at.Y, 5))
		s := p.wantProbe()
		if math.Abs(s.Probe.Pt-(0.7+0.1*float64(i))) > 0.005 || s.Axes.Zoomed() {
			t.Errorf("dragged on %s the probe is at %g; the axes are %+v", id, s.Probe.Pt, s.Axes)
		}
	}
	p.drag("#prior-range", 0.5)
	if s := p.wantProbe(); s.Probe.Prior < 3e-4 || s.Probe.Prior > 2e-3 {
		t.Errorf("the prior is %g", s.Probe.Prior)
	}

	// On other axes, with a clip that is seen, and zoomed.
	for _, query := range []string{"x=logit&epsilon=1e-3&class=1", "x=p&class=0",
		"x=logit&class=both", "x_range=0.4,0.95&epsilon=0.45", "loss=weighted"} {
		p.run(chromedp.Navigate(p.origin + "/?lang=zh&probe=0.8&" + query))
		p.ready()
		p.wantProbe()
	}

	// Closed it leaves the charts.
	p.click("#probe summary")
	p.frame()
	p.frame()
	if p.visible(".probing .handle") {
		t.Error("the closed probe is on the charts")
	}
}
