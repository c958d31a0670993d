package browser

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"io/fs"
	"net/http"
	"path"
	"regexp"
	"strings"
	"sync"
	"testing"
	"testing/fstest"
	"time"

	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"

	"lossexplorer/internal/server/site"
	"lossexplorer/internal/state"
	"lossexplorer/web"
)

// A host serves one handler after the other, or is down, and counts the
// requests and the bytes sent.
type host struct {
	mu      sync.Mutex
	handler http.Handler   // nil: the host is down
	served  map[string]int // how often, by path
	sent    map[string]int // bytes of bodies, by path
}

func (h *host) set(handler http.Handler) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.handler = handler
}

func (h *host) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	h.mu.Lock()
	handler := h.handler
	h.mu.Unlock()
	if handler == nil {
		panic(http.ErrAbortHandler)
	}
	counter := &countingWriter{ResponseWriter: w}
	handler.ServeHTTP(counter, r)
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.served == nil {
		h.served, h.sent = map[string]int{}, map[string]int{}
	}
	h.served[r.URL.Path]++
	h.sent[r.URL.Path] += counter.n
}

type countingWriter struct {
	http.ResponseWriter
	n int
}

func (w *countingWriter) Write(b []byte) (int, error) {
	n, err := w.ResponseWriter.Write(b)
	w.n += n
	return n, err
}

func newSite(t *testing.T, dist fs.FS) http.Handler {
	t.Helper()
	handler, err := site.New(dist, "")
	if err != nil {
		t.Fatal(err)
	}
	return handler
}

// awaitAsync is await for the promise of a boolean.
func (p *tab) awaitAsync(expression string) {
	p.Helper()
	for deadline := time.Now().Add(patience); !eval[bool](p,
		expression); time.Sleep(20 * time.Millisecond) {
		if time.Now().After(deadline) {
			p.Fatalf("waited in vain for %s", expression)
		}
	}
}

// offline waits until the worker has all it keeps.
func (p *tab) offline() {
	p.Helper()
	p.awaitAsync(`navigator.serviceWorker.getRegistration().then((r) => r?.active?.state === "activated")`)
	p.expect("/icon.svg") // which browsers ask for past the worker
}

// visit goes to an address and waits for the explorer.
func (p *tab) visit(address string) {
	p.Helper()
	p.run(chromedp.Navigate(p.origin + address))
	p.ready()
}

func (p *tab) language() string {
	p.Helper()
	return eval[string](p, "document.documentElement.lang")
}

// After one visit all works without the host, in both languages, and the visit
// has not had its assets sent twice.
func TestOffline(t *testing.T) {
	t.Parallel()
	h := &host{handler: newSite(t, web.Dist())}
	p := open(t, serveWith(t, h), "/")
	p.ready()
	p.offline()

	h.mu.Lock()
	more := 0
	for path, n := range h.served {
		if strings.HasPrefix(path, "/assets/") && n != 1 {
			t.Errorf("%s was served %d times", path, n)
		}
		if !strings.HasPrefix(path, "/assets/") && path != "/" {
			more += h.sent[path]
		}
	}
	// the page in both languages, and the worker
	if len(h.served) < 6 || more > h.sent["/"]+h.sent["/index.zh.html"]+12_000 {
		t.Errorf("what is kept took %d bytes more than the page, from %v", more, h.served)
	}
	t.Logf("%d bytes for what is kept beside the %d of the page itself", more, h.sent["/"])
	h.mu.Unlock()

	// A part of the page is kept when it is first used.
	p.visit("/?gamma=3")
	p.place("train")
	p.wantSandbox()

	h.set(nil)
	p.run(chromedp.Reload())
	p.ready()
	p.wantSandbox()
	p.place("train")
	p.wantDrawn(with(t, "gamma", "3"))
	p.drag("#focal-gamma-range", 0.5)
	p.wantDrawn(p.state())
	for _, tt := range []struct{ address, lang string }{
		{"/?lang=zh&gamma=1", "zh-Hans"},
		{"/index.zh.html?gamma=1", "zh-Hans"},
		{"/?lang=en&gamma=1", "en"},
		{"/index.html?gamma=1", "en"},
		{"/?gamma=1", "en"},
	} {
		p.visit(tt.address)
		p.wantDrawn(with(t, "gamma", "1"))
		if lang := p.language(); lang != tt.lang {
			t.Errorf("%s is in %s", tt.address, lang)
		}
	}
	p.follow("#language")
	p.await(`document.documentElement?.lang === "zh-Hans"`)
	p.ready()
}

// The same in a folder of a plain static host, which has a redirect.
func TestOfflineInFolder(t *testing.T) {
	t.Parallel()
	h := &host{handler: http.StripPrefix("/docs", http.FileServerFS(web.Dist()))}
	p := open(t, serveWith(t, h), "/docs/?gamma=3")
	p.ready()
	p.offline()
	h.set(nil)
	for _, address := range []string{"/docs/?gamma=3", "/docs/?gamma=3&lang=zh",
		"/docs/index.html?gamma=3"} {
		p.visit(address)
		p.wantDrawn(with(t, "gamma", "3"))
		if want := strings.Contains(address, "zh"); (p.language() == "zh-Hans") != want {
			t.Errorf("%s is in %s", address, p.language())
		}
	}
}

// elsewhere are the files that are for other pages, for installing, for reports, for the server and
// with a network only.
var elsewhere = regexp.MustCompile(`^loss-explorer(-frames|-grid)?\.js$|^(embed|(article|classroom)(\.zh)?)\.html$|^(docs|lessons)/|^manifest\.|^icon[-.]|^robots\.txt$|^THIRD_PARTY_NOTICES\.txt$|^\.fonts/|^v\d|^assets/(widget(-reader)?|embed|article|classroom|reference|docs)\.`)

// nextVersion is the build with all its files changed: the assets under new
// names, each with a mark of the version in it.
func nextVersion(t *testing.T) fstest.MapFS {
	t.Helper()
	files := map[string][]byte{}
	renamed := map[string]string{}
	old := map[string][]byte{}
	err := fs.WalkDir(web.Dist(), ".", func(name string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() || strings.HasPrefix(e.Name(), ".") || path.Ext(name) == ".br" ||
			path.Ext(name) == ".gz" {
			return err
		}
		data, err := fs.ReadFile(web.Dist(), name)
		old[name] = data
		mark := map[string]string{
			".js":   "\nglobalThis.build = 2;",
			".css":  "\n:root { --build: 2; }",
			".wasm": "\x00\x06\x05build", // a custom section
			".html": "<!-- build 2 -->",
		}[path.Ext(name)]
		to := name
		// A font's file stays the same from one version to the next.
		if ext := path.Ext(name); strings.HasPrefix(name, "assets/") && ext != ".woff2" {
			to = strings.TrimSuffix(name, ext) + "-2" + ext // no hash ends so
			renamed[name] = to
		}
		files[to] = append(bytes.Clone(data), mark...)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	integrity := func(data []byte) string {
		sum := sha256.Sum256(data)
		return "sha256-" + base64.StdEncoding.EncodeToString(sum[:])
	}
	version := regexp.MustCompile(`data-version="([0-9a-f]+)"`).FindSubmatch(old["index.html"])
	if version == nil {
		t.Fatal("the page has no version")
	}
	next := fstest.MapFS{}
	for _, name := range []string{"index.html", "index.zh.html", "sw.js"} {
		s := strings.ReplaceAll(string(files[name]), string(version[1]), "222222222222")
		for from, to := range renamed {
			s = strings.ReplaceAll(s, from, to)
		}
		files[name] = []byte(s)
	}
	worker := string(files["sw.js"])
	for name, data := range old {
		to := name
		if renamed[name] != "" {
			to = renamed[name]
		}
		if name == "sw.js" || elsewhere.MatchString(name) {
			continue
		}
		if !strings.Contains(worker, integrity(data)) {
			t.Fatalf("the worker lacks the hash of %s", name)
		}
		worker = strings.ReplaceAll(worker, integrity(data), integrity(files[to]))
	}
	files["sw.js"] = []byte(worker)
	for name, data := range files {
		next[name] = &fstest.MapFile{Data: data}
	}
	return next
}

// wantBuild checks that the page with all its assets is of a build.
func (p *tab) wantBuild(build int) {
	p.Helper()
	p.ready()
	parts := eval[[]bool](p, `[
		document.documentElement.dataset.version === "222222222222",
		globalThis.build === 2,
		getComputedStyle(document.documentElement).getPropertyValue("--build") === "2",
		document.getElementById("wasm").href.endsWith("-2.wasm"),
		performance.getEntriesByType("resource").filter((e) => e.name.includes("/assets/")).every((e) => /(-2\.[a-z]+|\.woff2)$/.test(e.name)),
	]`)
	for i, second := range parts {
		if second != (build == 2) {
			p.Errorf("part %d of the page is not of build %d: %v", i, build, parts)
		}
	}
	if n := eval[int](p, `performance.getEntriesByType("resource").filter((e) => e.name.includes("/assets/")).length`); n < 3 {
		p.Errorf("the page has loaded %d assets", n)
	}
}

// A page keeps its version until it is reloaded, and neither has files of the
// other, with the host or without.
func TestUpdate(t *testing.T) {
	t.Parallel()
	first, second := newSite(t, web.Dist()), newSite(t, nextVersion(t))
	h := &host{handler: first}
	p := open(t, serveWith(t, h), "/?gamma=3")
	p.wantBuild(1)
	p.offline()
	p.run(chromedp.Reload())
	p.wantBuild(1)
	if p.visible("#update") {
		t.Error("a new version is said to be there before it is")
	}

	h.set(second)
	p.do(`navigator.serviceWorker.getRegistration().then((r) => r.update())`)
	p.await(`!document.getElementById("update").hidden`)
	p.drag("#focal-gamma-range", 0.5)
	p.wantDrawn(p.state())
	p.wantBuild(1)

	h.set(nil)
	p.run(chromedp.Reload())
	p.wantBuild(1)

	h.set(second)
	p.await(`!document.getElementById("update").hidden`)
	p.follow("#reload")
	p.await(`document.documentElement?.dataset.version === "222222222222"`)
	p.wantBuild(2)
	p.wantDrawn(p.state())
	p.awaitAsync(`caches.keys().then((keys) => keys.length === 1 && keys[0].endsWith("222222222222"))`)
	if p.visible("#update") {
		t.Error("the new version offers itself")
	}
	h.set(nil)
	p.visit("/?lang=zh")
	p.wantBuild(2)
}

// A reload alone also brings the new version, whole.
func TestUpdateByReload(t *testing.T) {
	t.Parallel()
	h := &host{handler: newSite(t, web.Dist())}
	p := open(t, serveWith(t, h), "/")
	p.ready()
	p.offline()
	h.set(newSite(t, nextVersion(t)))
	p.run(chromedp.Reload())
	p.wantBuild(2)
	p.awaitAsync(`caches.keys().then((keys) => keys.length === 1 && keys[0].endsWith("222222222222"))`)
	h.set(nil)
	p.run(chromedp.Reload())
	p.wantBuild(2)
}

// Files that are not those of the worker's version are not kept with it.
func TestNoMixedVersion(t *testing.T) {
	t.Parallel()
	next := nextVersion(t)
	mixed := fstest.MapFS{}
	for name, file := range next {
		mixed[name] = file
	}
	old, err := fs.ReadFile(web.Dist(), "index.zh.html")
	if err != nil {
		t.Fatal(err)
	}
	mixed["index.zh.html"] = &fstest.MapFile{Data: old} // as in the middle of a deployment
	h := &host{handler: newSite(t, mixed)}
	p := open(t, serveWith(t, h), "/")
	p.expect("integrity") // Chromium logs why it refuses the file
	p.wantBuild(2)
	p.awaitAsync(`navigator.serviceWorker.getRegistration().then((r) => !r)`)
	p.awaitAsync(`caches.keys().then((keys) => keys.length === 0)`)
	h.set(newSite(t, next))
	p.run(chromedp.Reload())
	p.ready()
	p.offline()
	h.set(nil)
	p.visit("/?lang=zh")
	p.wantBuild(2)
}

// withoutWorker is the build as -offline=false makes it.
func withoutWorker(t *testing.T, pages bool) fstest.MapFS {
	t.Helper()
	dist := nextVersion(t)
	files := regexp.MustCompile(`files:\{[^}]*\}`)
	worker := files.ReplaceAll(dist["sw.js"].Data, []byte("files:{}"))
	if bytes.Equal(worker, dist["sw.js"].Data) {
		t.Fatal("the worker has no list of files")
	}
	dist["sw.js"] = &fstest.MapFile{Data: worker}
	if pages {
		for _, name := range []string{"index.html", "index.zh.html"} {
			dist[name] = &fstest.MapFile{Data: bytes.Replace(dist[name].Data,
				[]byte(`data-version="222222222222"`), []byte(`data-version=""`), 1)}
		}
	}
	return dist
}

// A build without a worker removes it and all that is kept, through its page as
// well as through its worker.
func TestRemoveWorker(t *testing.T) {
	t.Parallel()
	h := &host{handler: newSite(t, web.Dist())}
	p := open(t, serveWith(t, h), "/")
	gone := func() {
		t.Helper()
		p.awaitAsync(`navigator.serviceWorker.getRegistrations().then((all) => all.length === 0)`)
		p.awaitAsync(`caches.keys().then((keys) => keys.length === 0)`)
	}
	p.ready()
	p.offline()
	h.set(newSite(t, withoutWorker(t, false)))
	p.do(`navigator.serviceWorker.getRegistration().then((r) => r.update())`)
	gone()

	h.set(newSite(t, web.Dist()))
	p.visit("/?gamma=2")
	p.offline()
	h.set(newSite(t, withoutWorker(t, true)))
	p.visit("/?gamma=3")
	gone()
	p.wantDrawn(with(t, "gamma", "3"))
}

// The page works where workers or storage are off.
func TestWithoutWorker(t *testing.T) {
	t.Parallel()
	broken := nextVersion(t)
	broken["sw.js"] = &fstest.MapFile{Data: append(
		[]byte("caches.open = async () => { throw new Error('off'); };\n"),
		broken["sw.js"].Data...)}
	for name, tt := range map[string]struct {
		dist   fs.FS
		script string
	}{
		"no workers": {web.Dist(), `delete Navigator.prototype.serviceWorker`},
		"workers refused": {web.Dist(),
			`ServiceWorkerContainer.prototype.register = async () => { throw new DOMException("no", "SecurityError"); }`},
		"storage refused": {broken, ``},
		"failing worker": {func() fs.FS {
			d := nextVersion(t)
			d["sw.js"] = &fstest.MapFile{Data: []byte("throw new Error('broken')")}
			return d
		}(), ``},
		"no worker file": {func() fs.FS { d := nextVersion(t); delete(d, "sw.js"); return d }(), ``},
	} {
		t.Run(name, func(t *testing.T) {
			p := open(t, serveWith(t, newSite(t, tt.dist)), "/?gamma=3",
				command(page.AddScriptToEvaluateOnNewDocument,
					page.AddScriptToEvaluateOnNewDocumentParams{Source: tt.script}))
			p.expect("404", "bad HTTP response code") // without the file
			p.ready()
			p.wantDrawn(with(t, "gamma", "3"))
			p.run(chromedp.Reload())
			p.ready()
			p.drag("#focal-gamma-range", 0)
			p.wantDrawn(with(t, "gamma", "0"))
			if s := p.state(); s == state.Default() {
				t.Error("the address has no state")
			}
		})
	}
}
