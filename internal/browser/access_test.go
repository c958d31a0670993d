package browser

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"

	"lossexplorer/internal/text"
)

// preferring makes the system prefer a colour scheme, light or dark.
func preferring(scheme string) step {
	return command(emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
		Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}},
	})
}

// axe returns what axe-core finds wrong with the page as it is shown now, a
// line for each element. The page's Content-Security-Policy lets no script in,
// so the debugger evaluates it.
func (p *tab) axe() []string {
	p.Helper()
	source, err := os.ReadFile(filepath.FromSlash("../../web/node_modules/axe-core/axe.min.js"))
	if err != nil {
		p.Fatalf("%v (make test installs it first)", err)
	}
	if !eval[bool](p, "!!globalThis.axe") {
		p.do(string(source))
	}
	return eval[[]string](p, `axe.run(document, {
		rules: { "target-size": { enabled: true } },
		resultTypes: ["violations"],
	}).then(({ violations, passes }) => {
		if (passes.length < 20) throw new Error("only " + passes.length + " rules were met");
		return violations.flatMap((v) => v.nodes.map((n) => v.id + ": " + n.target.join(" ") + ": " + n.failureSummary));
	})`)
}

// unfold opens all that the page hides at first.
func (p *tab) unfold() {
	p.Helper()
	p.do(`for (const panel of document.querySelectorAll("details")) panel.open = true`)
	p.frame()
}

// TestAxe has axe-core look at the page with everything unfolded, in every
// language and theme, wide and narrow.
func TestAxe(t *testing.T) {
	server := serve(t)
	for _, m := range text.All() {
		for _, theme := range []string{"light", "dark"} {
			for _, width := range []int64{360, 1280} {
				t.Run(fmt.Sprintf("%s-%s-%d", m.Code, theme, width), func(t *testing.T) {
					p := open(t, server, "/?class=both&lang="+m.Code, chromedp.EmulateViewport(width, 800), preferring(theme))
					p.ready()
					p.unfold()
					for _, violation := range p.axe() {
						t.Error(violation)
					}
				})
			}
		}
	}
}

// A page that is broken on purpose is found out: TestAxe can fail.
func TestAxeFinds(t *testing.T) {
	p := open(t, serve(t), "/")
	p.ready()
	p.do(`{
		document.querySelector("label[for=focal-gamma-range]").remove();
		document.querySelector(".masthead h1").style.color = "#999";
		document.getElementById("chart-loss").removeAttribute("aria-labelledby");
	}`)
	found := strings.Join(p.axe(), "\n")
	for _, rule := range []string{"label: #focal-gamma-range", "color-contrast: h1", "role-img-alt: #chart-loss"} {
		if !strings.Contains(found, rule) {
			t.Errorf("axe-core finds no %q in\n%s", rule, found)
		}
	}
}
