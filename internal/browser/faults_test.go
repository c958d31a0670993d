package browser

import (
	"bytes"
	"context"
	"flag"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/heapprofiler"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"lossexplorer/internal/server/site"
	"lossexplorer/web"
)

// The faults that hosts and networks add to the program on its way, and the page's
// response.
func TestFaultyWebAssembly(t *testing.T) {
	t.Parallel()
	handler, err := site.New(web.Dist(), "")
	if err != nil {
		t.Fatal(err)
	}
	for name, tt := range map[string]struct {
		program func(w http.ResponseWriter, r *http.Request)
		policy  func(string) string
		works   bool
		faults  []string
	}{
		"as text": {
			program: func(w http.ResponseWriter, r *http.Request) {
				handler.ServeHTTP(typed{w, "text/plain"}, r)
			},
			works: true,
		},
		"with parameters": {
			program: func(w http.ResponseWriter, r *http.Request) {
				handler.ServeHTTP(typed{w, "application/wasm; charset=utf-8"}, r)
			},
			works: true,
		},
		"half of it": {
			program: func(w http.ResponseWriter, r *http.Request) {
				r.Header.Del("Accept-Encoding")
				var whole recorder
				handler.ServeHTTP(&whole, r)
				w.Header().Set("Content-Type", "application/wasm")
				w.Write(whole.Bytes()[:whole.Len()/2])
			},
			faults: []string{"CompileError"},
		},
		"a connection that breaks": {
			program: func(w http.ResponseWriter, r *http.Request) {
				w.Header().Set("Content-Type", "application/wasm")
				w.Header().Set("Content-Length", "1000000")
				w.Write([]byte("\x00asm\x01\x00\x00\x00"))
				panic(http.ErrAbortHandler)
			},
			faults: []string{"ERR_", "network error", "Failed to fetch", "preload", "CompileError"},
		},
		"a page of the host instead": {
			program: func(w http.ResponseWriter, r *http.Request) {
				w.Header().Set("Content-Type", "text/html")
				fmt.Fprint(w, "<!doctype html><title>Not found</title>")
			},
			faults: []string{"CompileError"},
		},
		"nothing": {
			program: func(w http.ResponseWriter, r *http.Request) {
				w.Header().Set("Content-Type", "application/wasm")
			},
			faults: []string{"CompileError"},
		},
		"forbidden by the policy": {
			policy: func(s string) string { return strings.ReplaceAll(s, " 'wasm-unsafe-eval'", "") },
			faults: []string{"CompileError", "Content Security Policy"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			server := serveWith(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				switch {
				case tt.program != nil && strings.HasSuffix(r.URL.Path, ".wasm"):
					tt.program(w, r)
				case tt.policy != nil:
					handler.ServeHTTP(&governed{w, tt.policy}, r)
				default:
					handler.ServeHTTP(w, r)
				}
			}))
			p := open(t, server, "/?gamma=3")
			p.expect(tt.faults...)
			if tt.works {
				p.ready()
				p.wantDrawn(with(t, "gamma", "3"))
				return
			}
			p.await(`!document.querySelector("[data-when=failed]").hidden`)
			p.wantStatic("The explorer could not be loaded")
		})
	}
}

// typed answers with another type.
type typed struct {
	http.ResponseWriter
	as string
}

func (t typed) WriteHeader(status int) {
	t.Header().Set("Content-Type", t.as)
	t.ResponseWriter.WriteHeader(status)
}

// governed answers with another policy.
type governed struct {
	http.ResponseWriter
	change func(string) string
}

func (g *governed) WriteHeader(status int) {
	g.Header().Set("Content-Security-Policy", g.change(g.Header().Get("Content-Security-Policy")))
	g.ResponseWriter.WriteHeader(status)
}

// recorder keeps an answer's body.
type recorder struct{ bytes.Buffer }

func (*recorder) Header() http.Header { return http.Header{} }
func (*recorder) WriteHeader(int)     {}

// A browser that refuses its storage has all but memory.
func TestStorageRefused(t *testing.T) {
	t.Parallel()
	for _, script := range []string{
		`for (const name of ["localStorage", "sessionStorage", "indexedDB", "caches"])
			Object.defineProperty(window, name, { get() { throw new DOMException("refused", "SecurityError"); } });`,
		`Storage.prototype.getItem = Storage.prototype.setItem = () => { throw new DOMException("full", "QuotaExceededError"); };`,
	} {
		p := open(t, serve(t), "/?gamma=1", command(page.AddScriptToEvaluateOnNewDocument,
			page.AddScriptToEvaluateOnNewDocumentParams{Source: script}))
		p.ready()
		p.wantDrawn(with(t, "gamma", "1"))
		p.chooseTheme("dark")
		if scheme := eval[string](p,
			"getComputedStyle(document.documentElement).colorScheme"); scheme != "dark" {
			t.Errorf("the theme is %q", scheme)
		}
		p.drag("#focal-gamma-range", 0.5)
		p.wantDrawn(p.state())
	}
}

// A tab in the background gets no frames, and a throttled clock: it draws nothing,
// and catches up when it comes back. Chromium without a window
// has no background, so that the frames are held here.
func TestBackground(t *testing.T) {
	t.Parallel()
	p := open(t, serve(t), "/?gamma=1&balanced=1", command(page.AddScriptToEvaluateOnNewDocument, page.AddScriptToEvaluateOnNewDocumentParams{Source: `
		const frame = requestAnimationFrame;
		let held;
		window.requestAnimationFrame = (f) => held ? held.push(f) : frame(f);
		window.background = (hidden) => {
			Object.defineProperty(document, "visibilityState", { value: hidden ? "hidden" : "visible", configurable: true });
			document.dispatchEvent(new Event("visibilitychange"));
			if (hidden) held = [];
			else [held] = [undefined, held.forEach((f) => frame(f))];
		}`}))
	p.ready()
	p.frame()
	p.do(`background(true);
		const e = document.getElementById("focal-gamma-range");
		for (e.value = e.min; Number(e.value) < Number(e.max); e.stepUp(5)) e.dispatchEvent(new Event("input", { bubbles: true }));
		e.dispatchEvent(new Event("change", { bubbles: true }))`)
	if s := p.state(); s.Value("gamma") == "1" {
		t.Error("the move is lost")
	}
	p.wantPainted(with(t, "gamma", "1", "balanced", "1"))
	p.do("background(false)")
	p.frame()
	p.wantDrawn(p.state())
	p.drag("#focal-alpha-range", 0.9)
	p.wantDrawn(p.state())
}

// Changes to the controls before the program is there take effect once it is.
func TestEarly(t *testing.T) {
	t.Parallel()
	handler := newSite(t, web.Dist())
	arrive := make(chan struct{})
	server := serveWith(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.Contains(r.URL.Path, "/explorer.") {
			<-arrive
		}
		handler.ServeHTTP(w, r)
	}))
	p := open(t, server, "/?epsilon=1e-3")
	q := open(t, server, "/")
	for _, early := range []*tab{p, q} {
		early.await(`!document.getElementById("focal-gamma-range").disabled`)
		if eval[bool](early, `document.documentElement.hasAttribute("data-ready")`) {
			t.Fatal("the program is there")
		}
		if !eval[bool](early, `document.getElementById("focal-alpha-range").disabled`) {
			t.Error("alpha's slider can be used, and its switch is off")
		}
	}
	p.run(chromedp.Focus("#focal-gamma-range"), chromedp.KeyEvent(kb.ArrowRight),
		chromedp.KeyEvent(kb.ArrowRight))
	p.do(`document.getElementById("focal-balanced").click()`)
	q.do(`document.querySelector('[data-key="gamma"][data-value="5"]').click()`)
	close(arrive)
	p.ready()
	p.wantDrawn(with(t, "epsilon", "1e-3", "gamma", "2.1", "balanced", "1"))
	q.ready()
	q.wantDrawn(with(t, "gamma", "5"))
}

// A browser may take the memory of canvases and give it back empty.
func TestContextLost(t *testing.T) {
	t.Parallel()
	p := open(t, serve(t), "/?gamma=1&pins=focal:5,1,0.25,1e-7")
	p.ready()
	p.frame()
	const ink = `[...document.querySelectorAll(".plot canvas")].map((c) => {
		const { data } = c.getContext("2d", { willReadFrequently: true }).getImageData(0, 0, c.width, c.height);
		let sum = 0;
		for (let i = 3; i < data.length; i += 4) sum += data[i];
		return sum;
	})`
	p.expect("willReadFrequently") // of this test
	before := eval[[]int](p, ink)
	p.do(`for (const c of document.querySelectorAll(".plot canvas")) {
		c.dispatchEvent(new Event("contextlost", { cancelable: true }));
		c.getContext("2d").reset();
	}`)
	for i, sum := range eval[[]int](p, ink) {
		if sum != 0 || before[i] == 0 {
			t.Fatalf("canvas %d: %d before and %d after its loss", i, before[i], sum)
		}
	}
	p.do(`for (const c of document.querySelectorAll(".plot canvas")) c.dispatchEvent(new Event("contextrestored"))`)
	p.frame()
	if after := eval[[]int](p, ink); fmt.Sprint(after) != fmt.Sprint(before) {
		t.Errorf("the canvases have %v instead of %v", after, before)
	}
}

// monkey does n things that a user can do, chosen by a seed: it moves, types,
// chooses, presses and unfolds, faster than anyone. It spares controls that leave the page or
// save files, and the tour, whose steps no address has and which the events of real
// pointers and keys alone end.
const monkey = `async (n, seed) => {
	const random = () => {
		seed = (seed + 0x6d2b79f5) | 0;
		let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
		t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
		return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
	};
	const pick = (all) => all[Math.floor(random() * all.length)];
	const tell = (e, ...types) => types.forEach((type) => e.dispatchEvent(new Event(type, { bubbles: true })));
	const words = ["", "0", "-1", "2", "0.25", "1e-7", "1e308", "1e999", "off", "１．５", "NaN", "abc", "0.5 ", "5", "<b>"];
	const keys = ["ArrowLeft", "ArrowRight", "Home", "End", "PageUp", "Escape", "Enter", "?", "1", "2", "p", "r", "l"];
	const spared = "[data-save], [data-do=print], #share, #print, #reload, #tour, [type=file], #predict *, a:not([data-do])";
	for (let i = 0; i < n; i++) {
		const all = [...document.querySelectorAll("input, select, textarea, button, summary, a, [tabindex='0']")]
			.filter((e) => !e.disabled && !e.matches(spared) && e.getClientRects().length > 0);
		const e = pick(all);
		const how = random();
		if (e.matches("[type=range]")) {
			e.value = String(Number(e.min) + random() * (Number(e.max) - Number(e.min)));
			tell(e, "input", "change");
		} else if (e.matches("[type=text], textarea")) {
			e.value = pick(words);
			tell(e, "input", "change");
		} else if (e.matches("select")) {
			e.selectedIndex = Math.floor(random() * e.options.length);
			tell(e, "input", "change");
		} else if (how < 0.2) {
			e.focus();
			const key = pick(keys);
			e.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }));
			e.dispatchEvent(new KeyboardEvent("keyup", { key, bubbles: true }));
		} else if (how < 0.3) {
			const { left, top, width, height } = e.getBoundingClientRect();
			const at = { clientX: left + random() * width, clientY: top + random() * height, bubbles: true, pointerId: 1 };
			for (const type of ["pointermove", "pointerdown", "pointermove", "pointerup", "pointerleave"]) {
				e.dispatchEvent(new PointerEvent(type, at));
			}
		} else {
			e.click();
		}
		if (random() < 0.08) await new Promise(requestAnimationFrame);
	}
}`

var monkeySeed = flag.Uint("seed", 1, "of what TestMonkey does")

// A thousand things done at random leave no error, no leak, and curves that are
// those of the state.
func TestMonkey(t *testing.T) {
	t.Parallel()
	p := open(t, serve(t), "/")
	p.ready()
	rest := func() {
		p.do(`document.querySelectorAll("dialog[open]").forEach((d) => d.close());
			document.querySelectorAll("details[open]").forEach((d) => { d.open = false; });
			history.pushState(null, "", "?gamma=2&lang=en");
			// So much is allocated that Go collects, and frees what it has of the page.
			for (let i = 0; i < 1000; i++) dispatchEvent(new PopStateEvent("popstate"))`)
		p.frame()
	}
	heap := func() float64 {
		rest()
		p.run(command(heapprofiler.CollectGarbage, cdp.Empty{}),
			command(heapprofiler.CollectGarbage, cdp.Empty{}))
		var used runtime.GetHeapUsageResult
		p.run(query(runtime.GetHeapUsage, cdp.Empty{}, &used))
		return used.UsedSize + used.EmbedderHeapUsedSize
	}
	seed := uint32(*monkeySeed)
	act := func(n int) {
		ctx, cancel := context.WithTimeout(p.ctx, 4*patience)
		defer cancel()
		if _, err := chromedp.Run(ctx,
			chromedp.Evaluate[bool](fmt.Sprintf("(%s)(%d, %d).then(() => true)", monkey, n, seed),
				chromedp.EvalAwaitPromise)); err != nil {
			t.Fatal(err)
		}
		// Differences may have lost all digits but a few.
		p.do(`document.querySelector("[name=quantity][value=plain]").click()`)
		p.frame()
		p.wantDrawn(p.state())
		seed++
	}
	acts := func(n int) float64 {
		for range n / 250 {
			act(250)
		}
		return heap()
	}
	// At rest it depends on the last contents of the panels and the code compiled so far;
	// only a leak grows again and again.
	heaps := []float64{acts(250)}
	for range 4 {
		highest := slices.Max(heaps)
		heaps = append(heaps, acts(1000))
		if heaps[len(heaps)-1] <= 1.1*highest {
			t.Logf("the heap: %.0f bytes", heaps)
			return
		}
	}
	t.Errorf("the heap grows: %.0f bytes", heaps)
}
