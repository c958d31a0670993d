package browser

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"lossexplorer/internal/text"
)

// wantStep waits for a step of a lesson, from 1.
func (p *tab) wantStep(n int) {
	p.Helper()
	p.await(fmt.Sprintf(`document.getElementById("number").textContent.startsWith("%d ")`, n))
}

// The example is gone through: an answer is shown when asked for, a task is followed, the settings
// tried are listed, and the address opens the step.
func TestClassroom(t *testing.T) {
	t.Parallel()
	p := open(t, serve(t), "/classroom.html?lesson=lessons/focal.en.md&utm_source=x")
	p.wantStep(1)
	if p.visible("#start") || p.text("#answer") != "" || p.visible("#task") || p.visible("#pad") {
		t.Error("the first step shows what it has not, or the answer")
	}
	p.click("#reveal")
	p.await(`document.getElementById("answer").textContent.includes("0.105")`)
	if p.visible("#reveal") {
		t.Error("the answer can be shown twice")
	}
	p.click("#next")
	p.wantStep(2)
	p.click("#next")
	p.wantStep(3)
	if got := p.search(); got.Get("step") != "3" || got.Get("lesson") != "lessons/focal.en.md" {
		t.Errorf("the address has %v", got)
	}
	p.await(`document.querySelector("loss-explorer").matches(":state(ready)")`)
	p.await(`document.querySelector("loss-explorer").shadowRoot.querySelector("input[type=range]")`)
	if got := eval[int](p, `document.querySelectorAll("#task .met").length`); got != 1 {
		t.Errorf("%d conditions are met at the start", got)
	}
	p.do(`document.querySelector("loss-explorer").shadowRoot.querySelector("input[type=range]").focus()`)
	p.press(kb.End) // gamma 10
	p.await(`document.querySelectorAll("#table tbody tr").length === 1`)
	if row := p.text("#table tbody"); !strings.Contains(row, "γ = 10") ||
		!strings.Contains(row, "1 / 2") {
		t.Errorf("the table has %q", row)
	}
	p.do(`document.querySelector("loss-explorer").gamma = 2.9`)
	p.await(`document.querySelector("loss-explorer").shadowRoot.querySelector("input[type=range]").value === "2.9"`)
	p.press(kb.ArrowRight)
	p.await(`document.querySelector("#task [role=status]").textContent !== ""`)
	if done := p.text("#task [role=status]"); done != "✓ "+text.ClassroomOf(text.For("en")).Done {
		t.Errorf("the task says %q", done)
	}
	p.click("#back")
	p.wantStep(2)
	if n := eval[int](p, `document.querySelectorAll("#table tbody tr").length`); n != 2 {
		t.Errorf("the table has %d rows in another step", n)
	}
}

// Guesses are drawn by hand and by keys over the chart, and compared once the curve is shown.
func TestClassroomGuess(t *testing.T) {
	t.Parallel()
	p := open(t, serve(t), "/classroom.html?lesson=lessons/focal.en.md&step=2")
	p.wantStep(2)
	p.await(`document.querySelector("loss-explorer").matches(":state(ready)") && document.getElementById("pad").getBoundingClientRect().width > 100`)
	over := eval[bool](p, `(() => {
		const a = document.getElementById("pad").getBoundingClientRect();
		const b = document.querySelector("loss-explorer").shadowRoot.querySelector("[data-chart=loss] .area").getBoundingClientRect();
		return Math.abs(a.left - b.left) + Math.abs(a.top - b.top) + Math.abs(a.width - b.width) + Math.abs(a.height - b.height) < 2;
	})()`)
	if !over {
		t.Error("the pad is not over the chart")
	}
	if eval[bool](p, `!!document.querySelector("loss-explorer").shadowRoot.querySelector("input")`) {
		t.Error("who is to guess can move the curve there")
	}
	b := p.box("#pad")
	p.run(chromedp.DragAndDropXY(b.X+0.1*b.Width, b.Y+0.3*b.Height, b.X+0.9*b.Width,
		b.Y+0.6*b.Height, 10))
	p.await(`document.querySelectorAll("#guess li").length === 1`)
	p.focus("#pad")
	for range 20 {
		p.press(kb.ArrowRight)
	}
	p.await(`document.querySelectorAll("#guess li").length === 2 && document.querySelectorAll("#pad polyline").length === 2`)
	if said := p.text("#guess ol"); strings.Contains(said, "curve") {
		t.Errorf("before the curve: %q", said)
	}
	p.click("#reveal")
	p.await(`document.querySelector("loss-explorer").getAttribute("gamma") === "2"`)
	said := p.text("#guess ol")
	// Half the height of the chart is far from the curve at its right end.
	if !strings.Contains(said, "Guess 2: ") ||
		!strings.Contains(said, "drawn over 100% of the axis") {
		t.Errorf("with the curve: %q", said)
	}
	p.click("#forget")
	p.await(`document.querySelectorAll("#pad polyline, #guess li").length === 0`)
}

// The presenter's keys go on, and what the address hides stays hidden.
func TestClassroomPresents(t *testing.T) {
	t.Parallel()
	p := open(t, serve(t), "/classroom.zh.html?lesson=lessons/focal.zh.md&present&hide=steps,gradient,controls,legend")
	p.wantStep(1)
	size := eval[float64](p, `parseFloat(getComputedStyle(document.getElementById("body")).fontSize)`)
	if size < 20 || p.visible("header") || p.visible("#table") || p.visible("#steps") {
		t.Errorf("the presentation has letters of %g px, or what is not for it", size)
	}
	p.await(`document.querySelector("loss-explorer").matches(":state(ready)")`)
	if shown := eval[bool](p, `(() => {
		const root = document.querySelector("loss-explorer").shadowRoot;
		return !!root.querySelector("input") || !root.querySelector("[data-chart=gradient]").hidden || root.querySelector(".legend").getBoundingClientRect().height > 0;
	})()`); shown {
		t.Error("the element shows what the address hides")
	}
	p.press(kb.ArrowRight)
	p.await(`document.getElementById("answer").textContent !== ""`)
	p.press(" ")
	p.wantStep(2)
	p.press(kb.ArrowLeft)
	p.wantStep(1)
	if p.text("#answer") != "" {
		t.Error("the answer is shown again")
	}
	p.press(kb.Escape)
	p.await(`!document.body.classList.contains("presents")`)
	if got := p.search(); got.Has("present") ||
		got.Get("hide") != "steps,gradient,controls,legend" {
		t.Errorf("the address has %v", got)
	}
}

// A lesson of another host is shown if that allows it, and else refused with a sentence, as is
// what is no lesson. A file can be chosen, too.
func TestClassroomLoads(t *testing.T) {
	t.Parallel()
	server := serve(t)
	lessons := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/allowed.md" {
			w.Header().Set("Access-Control-Allow-Origin", "*")
		}
		w.Header().Set("Content-Type", "text/markdown")
		fmt.Fprint(w, "# Elsewhere\n## Step\n![](picture.png)\n")
	}))
	t.Cleanup(lessons.Close)
	c := text.ClassroomOf(text.For("en"))
	p := openWith(t, server, "/classroom.html?lesson="+lessons.URL+"/allowed.md", lessons.URL)
	p.expect("picture.png", "404", "Failed to load resource")
	p.wantStep(1)
	if got := eval[string](p, `document.querySelector("#body img").src`); got != lessons.URL+"/picture.png" {
		t.Errorf("the picture is at %s", got)
	}
	for address, want := range map[string]string{
		lessons.URL + "/denied.md": text.Fill(c.NotAllowed, "address", lessons.URL+"/denied.md",
			"origin", server.URL),
		"javascript:alert(1)": text.Fill(c.NoScheme, "address", "javascript:alert(1)"),
		"none.md": text.Fill(c.Status, "address",
			server.URL+"/none.md", "status", "404"),
		"article.html": text.Fill(c.IsPage, "address", server.URL+"/article.html"),
		"robots.txt":   text.Fill(c.Line, "line", "1") + c.NoTitle,
	} {
		p := openWith(t, server, "/classroom.html", lessons.URL)
		p.expect("CORS", "404", "Failed to load resource", "Failed to fetch")
		p.await(`document.getElementById("open") && globalThis.lossExplorerClassroom`)
		p.do(fmt.Sprintf(`document.getElementById("address").value = %q; document.getElementById("open").requestSubmit()`, address))
		p.await(`document.getElementById("problem").textContent !== ""`)
		if got := p.text("#problem"); got != want {
			t.Errorf("%s: %q, want %q", address, got, want)
		}
		if !p.visible("#start") {
			t.Errorf("%s: no other can be opened", address)
		}
	}

	file := filepath.Join(t.TempDir(), "own.md")
	if err := os.WriteFile(file, []byte("# Own\n## Only step\n"), 0o666); err != nil {
		t.Fatal(err)
	}
	p = open(t, server, "/classroom.html?hide=walls")
	p.await(`document.getElementById("problem").textContent.includes("walls")`)
	p.run(chromedp.SetUploadFiles("#file", []string{file}, chromedp.NodeReady))
	p.wantStep(1)
	if p.text("#title") != "Own" || p.search().Has("lesson") {
		t.Errorf("the file is %q at %v", p.text("#title"), p.search())
	}
	p.do(`(() => {
		const data = new DataTransfer();
		data.items.add(new File(["# Dropped\n## Step\n"], "dropped.md"));
		document.body.dispatchEvent(new DragEvent("drop", { dataTransfer: data, bubbles: true, cancelable: true }));
	})()`)
	p.await(`document.getElementById("title").textContent === "Dropped"`)
}
