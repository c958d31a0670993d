// Package browser tests the explorer in Chromium: the built page, served by the
// real handler, driven with mouse and keyboard.
package browser

import (
	"context"
	"flag"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"os/exec"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"lossexplorer/internal/server/site"
	"lossexplorer/web"
)

// patience bounds the time a test waits for an event; it goes on as soon as that happens.
// It is long for machines under load.
const patience = 3 * time.Minute

var chromium context.Context

func TestMain(m *testing.M) {
	flag.Parse()
	// A test mostly waits for the next frame, so that more than there are cores
	// get along.
	if err := flag.Set("test.parallel", "4"); err != nil {
		panic(err)
	}
	os.Exit(func() int {
		if _, err := site.New(web.Dist(), ""); err != nil {
			fmt.Fprintln(os.Stderr, "the browser tests need the page; run make page first")
			return 1
		}
		path, err := findChromium()
		if err != nil {
			fmt.Fprintln(os.Stderr, err)
			return 1
		}
		options := append(chromedp.DefaultExecAllocatorOptions[:],
			chromedp.ExecPath(path),
			chromedp.NoSandbox, // Chromium as root starts only so
			chromedp.Flag("disable-quic", true),
			chromedp.Flag("disable-component-update", true),
		)
		allocator, stop := chromedp.NewExecAllocator(context.Background(), options...)
		defer stop()
		ctx, cancel := chromedp.NewContext(allocator)
		defer cancel()
		if err := chromedp.Do(ctx); err != nil {
			fmt.Fprintf(os.Stderr, "starting %s: %v\n", path, err)
			return 1
		}
		chromium = ctx
		return m.Run()
	}())
}

func findChromium() (string, error) {
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome", "chrome"} {
		if path, err := exec.LookPath(name); err == nil {
			return path, nil
		}
	}
	return "", fmt.Errorf("the browser tests need Chromium, which is not on the PATH; on Debian: apt-get install chromium")
}

// serve runs the handler of the program on the built page.
func serve(t testing.TB) *httptest.Server {
	t.Helper()
	handler, err := site.New(web.Dist(), "")
	if err != nil {
		t.Fatal(err)
	}
	return serveWith(t, handler)
}

func serveWith(t testing.TB, handler http.Handler) *httptest.Server {
	t.Helper()
	server := httptest.NewServer(handler)
	t.Cleanup(server.Close)
	return server
}

// A step is an action that returns nothing.
type step = chromedp.Action[chromedp.Void]

// command is a protocol command as a step.
func command[P, R any](c cdp.Command[P, R], params P) step {
	return chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
		_, err := cdp.Call(ctx, t, c, params)
		return err
	})
}

// query is command with the answer.
func query[P, R any](c cdp.Command[P, R], params P, to *R) step {
	return chromedp.Func(func(ctx context.Context, t *chromedp.Target) (err error) {
		*to, err = cdp.Call(ctx, t, c, params)
		return err
	})
}

// A tab is a page in the browser, with the errors on it.
type tab struct {
	testing.TB
	ctx    context.Context
	origin string
	other  string // another origin that the page may load from

	mu       sync.Mutex
	faults   []string // console errors, exceptions, CSP violations
	foreign  []string // requests that left the origin
	expected []string // faults a test provokes
}

// open loads a path of server in a new tab. At the test's end the tab must
// have seen no fault that was not expected.
func open(t testing.TB, server *httptest.Server, path string, before ...step) *tab {
	t.Helper()
	return openWith(t, server, path, "", before...)
}

// openWith is open for a page that loads from another origin.
func openWith(t testing.TB, server *httptest.Server, path, other string, before ...step) *tab {
	t.Helper()
	// A context of its own has a cache of its own: a port, and with it an origin,
	// may be one that an earlier test had.
	ctx, cancel := chromedp.NewContext(chromium, chromedp.WithNewBrowserContext())
	p := &tab{TB: t, ctx: ctx, origin: server.URL, other: other}
	t.Cleanup(func() {
		defer cancel()
		p.mu.Lock()
		defer p.mu.Unlock()
		for _, fault := range p.faults {
			if !p.isExpected(fault) {
				t.Errorf("in the browser: %s", fault)
			}
		}
		for _, address := range p.foreign {
			t.Errorf("a request left the origin: %s", address)
		}
	})
	if err := chromedp.Listen(ctx, p.listen); err != nil {
		t.Fatal(err)
	}
	p.run(
		command(network.Enable, network.EnableParams{}),
		command(log.Enable, cdp.Empty{}),
		command(emulation.SetFocusEmulationEnabled,
			emulation.SetFocusEmulationEnabledParams{Enabled: true}),
		chromedp.EmulateViewport(1280, 800),
		command(emulation.SetEmulatedMedia,
			emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{calm}}),
	)
	p.run(before...)
	p.run(chromedp.Navigate(server.URL + path))
	return p
}

func (p *tab) isExpected(fault string) bool {
	for _, e := range p.expected {
		if strings.Contains(fault, e) {
			return true
		}
	}
	return false
}

func (p *tab) expect(faults ...string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.expected = append(p.expected, faults...)
}

func (p *tab) listen(event any) {
	p.mu.Lock()
	defer p.mu.Unlock()
	switch e := event.(type) {
	case *runtime.EventExceptionThrown:
		p.faults = append(p.faults, "exception: "+describe(e.ExceptionDetails))
	case *runtime.EventConsoleAPICalled:
		var b strings.Builder
		for _, a := range e.Args {
			b.WriteString(" " + string(a.Value) + a.Description)
		}
		said := b.String()
		// A Go program that fails logs why, and where.
		failed := strings.HasPrefix(said, ` "panic: `) || strings.HasPrefix(said, ` "\t/`)
		if failed || e.Type == runtime.ConsoleAPICalledTypeError ||
			e.Type == runtime.ConsoleAPICalledTypeWarning {
			p.faults = append(p.faults, "console:"+said)
		}
	case *log.EventEntryAdded:
		// The browser advises against a preload that a busy machine has not used in time.
		late := strings.Contains(e.Entry.Text, "not used within a few seconds")
		if e.Entry.Level == log.EntryLevelError ||
			e.Entry.Level == log.EntryLevelWarning && !late {
			p.faults = append(p.faults, "log: "+e.Entry.Text+" "+e.Entry.URL)
		}
	case *network.EventRequestWillBeSent:
		u, err := url.Parse(e.Request.URL)
		if err != nil || u.Scheme != "data" && u.Scheme != "about" && u.Scheme != "blob" &&
			u.Scheme+"://"+u.Host != p.origin && u.Scheme+"://"+u.Host != p.other {
			p.foreign = append(p.foreign, e.Request.URL)
		}
	}
}

func describe(d *runtime.ExceptionDetails) string {
	if d.Exception != nil {
		return d.Text + " " + d.Exception.Description
	}
	return d.Text
}

func (p *tab) run(steps ...step) {
	p.Helper()
	ctx, cancel := context.WithTimeout(p.ctx, patience)
	defer cancel()
	if err := chromedp.Do(ctx, steps...); err != nil {
		p.Fatal(err)
	}
}

// eval returns the value of a JavaScript expression.
func eval[T any](p *tab, expression string) T {
	p.Helper()
	ctx, cancel := context.WithTimeout(p.ctx, patience)
	defer cancel()
	v, err := chromedp.Run(ctx, chromedp.Evaluate[T](expression, chromedp.EvalAwaitPromise))
	if err != nil {
		p.Fatalf("%s: %v", expression, err)
	}
	return v
}

// do runs a JavaScript statement.
func (p *tab) do(statement string) {
	p.Helper()
	eval[bool](p, statement+"; true")
}

func (p *tab) text(selector string) string {
	p.Helper()
	return eval[string](p, fmt.Sprintf("document.querySelector(%q).textContent", selector))
}

func (p *tab) value(selector string) string {
	p.Helper()
	return eval[string](p, fmt.Sprintf("document.querySelector(%q).value", selector))
}

// visible reports whether the element takes up space on the page.
func (p *tab) visible(selector string) bool {
	p.Helper()
	return eval[bool](p, fmt.Sprintf("document.querySelector(%q).getClientRects().length > 0",
		selector))
}

// await polls until a JavaScript expression is true, on this page or on one that
// replaces it meanwhile.
func (p *tab) await(expression string) {
	p.Helper()
	ctx, cancel := context.WithTimeout(p.ctx, patience)
	defer cancel()
	for {
		met, err := chromedp.Run(ctx,
			chromedp.Evaluate[bool]("!!("+expression+")", chromedp.EvalAwaitPromise))
		if met {
			return
		}
		if err != nil && !strings.Contains(err.Error(), "navigated") &&
			!strings.Contains(err.Error(), "context") {
			p.Fatalf("%s: %v", expression, err)
		}
		if ctx.Err() != nil {
			p.Fatalf("waited in vain for %s", expression)
		}
		time.Sleep(20 * time.Millisecond)
	}
}

// ready waits until the explorer has drawn its first frame.
func (p *tab) ready() {
	p.Helper()
	p.await("document.documentElement.hasAttribute('data-ready')")
}

// frame waits until scheduled frames have been drawn.
func (p *tab) frame() {
	p.Helper()
	eval[bool](p, "new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done(true))))")
}

// box is an element's place in the window.
type box struct{ X, Y, Width, Height float64 }

func (p *tab) box(selector string) box {
	p.Helper()
	return eval[box](p, fmt.Sprintf(`((e) => {
		e.scrollIntoView({ block: "center" });
		const { x, y, width, height } = e.getBoundingClientRect();
		return { X: x, Y: y, Width: width, Height: height };
	})(document.querySelector(%q))`, selector))
}

// drag moves a slider's thumb with the mouse to a share of the track.
func (p *tab) drag(selector string, to float64) {
	p.Helper()
	b := p.box(selector)
	for rest := 0; rest < 3; { // panels that arrive move what is below them
		p.frame()
		if now := p.box(selector); now == b {
			rest++
		} else {
			b, rest = now, 0
		}
	}
	from := eval[float64](p, fmt.Sprintf("((e) => (e.value - e.min) / (e.max - e.min))(document.querySelector(%q))", selector))
	const thumb = 16 // its width in Chromium
	at := func(share float64) float64 { return b.X + thumb/2 + share*(b.Width-thumb) }
	y := b.Y + b.Height/2
	p.run(chromedp.DragAndDropXY(at(from), y, at(to), y, 10))
	p.frame()
}

// fill replaces the text of a field as a person does.
func (p *tab) fill(selector, text string) {
	p.Helper()
	p.do(fmt.Sprintf("document.querySelector(%q).select()", selector))
	if text == "" {
		p.run(chromedp.KeyEvent(kb.Delete))
	} else {
		p.run(command(input.InsertText, input.InsertTextParams{Text: text}))
	}
	p.frame()
}

// press presses keys on the element that has the focus.
func (p *tab) press(keys string, opts ...chromedp.KeyOption) {
	p.Helper()
	p.run(chromedp.KeyEvent(keys, opts...))
	p.frame()
}

func (p *tab) focus(selector string) {
	p.Helper()
	p.do(fmt.Sprintf("document.querySelector(%q).focus()", selector))
}

// search is the query of the page's address.
func (p *tab) search() url.Values {
	p.Helper()
	q, err := url.ParseQuery(strings.TrimPrefix(eval[string](p, "location.search"), "?"))
	if err != nil {
		p.Fatal(err)
	}
	return q
}

// click clicks the middle of an element.
func (p *tab) click(selector string) {
	p.Helper()
	p.follow(selector)
	p.frame()
}

// follow is click for a link to another page, which has no next frame.
func (p *tab) follow(selector string) {
	p.Helper()
	b := p.box(selector)
	p.run(chromedp.MouseClickXY(b.X+b.Width/2, b.Y+b.Height/2))
}

// place goes to a place by its link in the navigation.
func (p *tab) place(name string) {
	p.Helper()
	p.click(fmt.Sprintf(".places [data-place=%q]", name))
}

// offered reports whether the element is shown at its place: that neither it nor an
// ancestor has the attribute hidden.
func (p *tab) offered(selector string) bool {
	p.Helper()
	return eval[bool](p, fmt.Sprintf("!document.querySelector(%q).closest('[hidden]')", selector))
}
