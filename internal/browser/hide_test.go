package browser

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"lossexplorer/internal/hide"
	"lossexplorer/internal/state"
	"lossexplorer/internal/text"
)

// Every part that the address can name is on the page, and is hidden when it does; its links
// go, and the others keep what is hidden.
func TestHide(t *testing.T) {
	t.Parallel()
	server := serve(t)
	p := open(t, server, "/?lang=en")
	p.ready()
	for _, name := range hide.Names(hide.Explorer) {
		// Hidden by the style sheet alone, as before the program is there.
		gone := eval[bool](p, fmt.Sprintf(`(() => {
			document.documentElement.dataset.hide = %[1]q;
			const all = [...document.querySelectorAll('[data-part~=%[1]q], a[data-place=%[1]q]')];
			return all.length > 0 && all.every((e) => getComputedStyle(e).display === "none");
		})()`, name))
		if !gone {
			t.Errorf("%s is not there, or is not hidden", name)
		}
	}

	p = open(t, server, "/?lang=en&gamma=3&hide=legend,train,precision,loss,label,alpha&hide=footer")
	p.ready()
	for _, selector := range []string{"#legend", ".places [data-place=train]",
		".choice:has([name=class])",
		"#focal-alpha-range", "footer", "[data-sweep=alpha]"} {
		if p.visible(selector) {
			t.Errorf("%s is shown", selector)
		}
	}
	for _, selector := range []string{"#focal-gamma-range", ".places [data-place=data]",
		"#chart-gradient"} {
		if !p.visible(selector) {
			t.Errorf("%s is hidden", selector)
		}
	}
	const kept = "legend,train,precision,loss,label,alpha,footer"
	lost := eval[[]string](p, fmt.Sprintf(`[...document.querySelectorAll("a[href]")].filter((a) => a.origin === location.origin && (a.pathname === location.pathname || a.id === "language") && !a.hash && new URL(a.href).searchParams.get("hide") !== %q).map((a) => a.outerHTML)`, kept))
	if len(lost) > 0 {
		t.Errorf("links show what the address hides: %q", lost)
	}
	if p.press("ca"); p.search().Has("class") ||
		eval[bool](p, `document.activeElement?.id === "focal-alpha"`) {
		t.Error("the keys of what is hidden act")
	}
	p.press("?")
	p.await(`document.getElementById("shortcuts").open`)
	rows := eval[[]string](p, `[...document.querySelectorAll("#shortcuts tbody tr")].filter((r) => r.getClientRects().length).map((r) => r.querySelector("kbd").textContent)`)
	if slices.Contains(rows, "a") || slices.Contains(rows, "c") || !slices.Contains(rows, "g") {
		t.Errorf("the sheet has the keys %q", rows)
	}
	p.press("?")
	p.await(`!document.getElementById("shortcuts").open`)
	p.press("d") // commits a state
	p.await(`location.search.includes("gradient=")`)
	if got := p.search(); got.Get("hide") != kept || got.Get("gamma") != "3" {
		t.Errorf("the address has %v", got)
	}
	p.place("data")
	if got := p.search(); got.Get("hide") != kept || got.Get("place") != "data" {
		t.Errorf("the address has %v", got)
	}
	// What other programs ask for leads to no hidden place.
	p.do(`document.dispatchEvent(new CustomEvent("set", { detail: "place=train" }))`)
	p.frame()
	if place := eval[string](p, "document.documentElement.dataset.place"); place != string(
		state.PlaceData) {
		t.Errorf("a hidden place is open: %s", place)
	}
	p.follow("#language")
	p.await(`document.documentElement?.matches("[lang^=zh][data-ready]")`)
	if p.visible(".places [data-place=train]") {
		t.Error("in the other language the place is shown")
	}
}

// Unknown names are said with the choices, in both languages; a hidden place is not opened.
func TestHideProblems(t *testing.T) {
	t.Parallel()
	server := serve(t)
	for _, m := range text.All() {
		p := open(t, server, "/?lang="+m.Code+"&hide=walls,header,train&place=train")
		p.ready()
		said := p.text("#notice")
		for _, err := range []*hide.Error{{Reason: hide.Unknown,
			Page: hide.Explorer, Name: "walls"},
			{Reason: hide.OpenPlace, Name: "train", Shown: state.PlaceExplore}} {
			if want := err.Say(m); !strings.Contains(said, want) {
				t.Errorf("%s: %q lacks %q", m.Code, said, want)
			}
		}
		if !p.visible("#chart-loss") || p.visible("header") {
			t.Errorf("%s: the explorer is not shown, or its header is", m.Code)
		}
	}
}

// Without header and controls the charts have the page, on a phone too.
func TestHideMakesRoom(t *testing.T) {
	t.Parallel()
	server := serve(t)
	for _, width := range []int{1280, 390} {
		p := open(t, server, "/?lang=en&hide=header,title,controls,compare,probe,footer",
			chromedp.EmulateViewport(int64(width), 800))
		p.ready()
		p.frame()
		got := eval[float64](p, `document.getElementById("chart-loss").getBoundingClientRect().width`)
		painted := eval[float64](p, `Math.max(...[...document.querySelectorAll("#chart-loss canvas")].map((c) => c.getBoundingClientRect().width))`)
		if got < 0.95*float64(width)-50 || painted < got-2 {
			t.Errorf("of %d px the chart has %g, its canvas %g", width, got, painted)
		}
		if over := eval[float64](p, `document.documentElement.scrollWidth - innerWidth`); over > 0 {
			t.Errorf("at %d px the page is %g px too wide", width, over)
		}
		p.picture(fmt.Sprintf("hide-%d", width), chromedp.FullScreenshot(100))
	}
}
