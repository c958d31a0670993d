package browser

import (
	"fmt"
	"html"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"slices"
	"strings"
	"testing"

	"lossexplorer/internal/server/site"
	"lossexplorer/internal/widget"
	"lossexplorer/web"
)

// The page for frames shows the state of its address, as a widget does.
func TestEmbed(t *testing.T) {
	t.Parallel()
	p := open(t, serve(t), "/embed?gamma=3&class=both&view=loss&theme=dark&pins=focal:0,1,0.25,1e-7&controls=gamma&onclick=alert(1)")
	p.wantWidget("loss-explorer",
		with(t, "gamma", "3", "class", "both", "pins", "focal:0,1,0.25,1e-7"))
	if got := eval[string](p, `document.querySelector("loss-explorer").getAttributeNames().sort().join(" ")`); got != "compare controls gamma label theme view" {
		t.Errorf("the element has the attributes %s", got)
	}
	if got := eval[bool](p, `document.querySelector("loss-explorer").shadowRoot.querySelector("[data-chart=gradient]").hidden`); !got {
		t.Error("the gradient is shown too")
	}

	// Every attribute is one in the address, whatever the explorer's page calls so.
	query, count := url.Values{}, 0
	for _, a := range widget.Attributes() {
		if a.Name != "formula" { // its text would need the other program
			query.Set(a.Name, "1")
			count++
		}
	}
	p = open(t, serve(t), "/embed?"+query.Encode())
	p.expect("") // the values are no good
	p.await(`document.querySelector("loss-explorer")`)
	if got := eval[[]string](p, `document.querySelector("loss-explorer").getAttributeNames()`); len(got) != count {
		t.Errorf("of %d attributes the element has %q", count, got)
	}
	p = open(t, serve(t), "/embed?gamma=3&label=both&alpha=0.25")
	p.wantWidget("loss-explorer", with(t, "gamma", "3", "class", "both", "balanced",
		"1", "alpha", "0.25"))
}

// An unknown name in the address is reported: by the element, or by the page for one that
// would make the element another. Names of the explorer's page are no mistake.
func TestEmbedUnknown(t *testing.T) {
	t.Parallel()
	p := open(t, serve(t), "/embed?lang=en&gama=3&line-width=2&onclick=alert(1)&place=train&train=on&gamma=1")
	p.await(`document.querySelector("loss-explorer").shadowRoot.querySelector(".note").textContent ===
		"There is no attribute gama. Did you mean gamma? There is no attribute line-width."`)
	if got := eval[string](p, `document.querySelector("body > [role=alert]").textContent`); got != "There is no attribute onclick." {
		t.Errorf("the page says %q", got)
	}
}

// A page of another origin frames it, and the script for such pages gives the frame
// the height of its content, whatever others send.
func TestEmbedHeight(t *testing.T) {
	t.Parallel()
	widgets := serve(t)
	host := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		w.Header().Set("Content-Security-Policy",
			fmt.Sprintf("default-src 'none'; script-src %[1]s; frame-src %[1]s; img-src data:",
				widgets.URL))
		fmt.Fprintf(w, `<!doctype html><html lang="en"><meta charset="utf-8"><title>Docs</title><link rel="icon" href="data:,">
<script type="module" src="%[1]s/loss-explorer-frames.js"></script>
<iframe src="%[1]s/embed?view=loss&amp;controls=gamma&amp;height=200px" width="600" height="100"></iframe>
<iframe src="%[1]s/embed?view=loss+gradient&amp;controls=gamma&amp;height=200px" width="300" height="100"></iframe>`, widgets.URL)
	}))
	t.Cleanup(host.Close)
	p := openWith(t, host, "/", widgets.URL)
	p.await(`[...document.querySelectorAll("iframe")].every((f) => f.clientHeight > 200)`)
	// its charts are one above the other
	p.await(`document.querySelectorAll("iframe")[1].clientHeight > document.querySelectorAll("iframe")[0].clientHeight + 150`)
	p.do(`postMessage({ lossExplorerHeight: 9999 }, "*"); frames[0].postMessage({ lossExplorerHeight: 9999 }, "*")`)
	p.frame()
	p.frame()
	if high := eval[[]int](p, `[...document.querySelectorAll("iframe")].map((f) => f.clientHeight)`); slices.Max(high) > 1000 {
		t.Errorf("the heights are %v", high)
	}
}

// A link to the explorer describes its state to programs that show cards, and the
// page runs as without the tags.
func TestCard(t *testing.T) {
	t.Parallel()
	server := serve(t)
	p := open(t, server, "/?gamma=3")
	p.ready()
	image := eval[string](p, `document.querySelector('meta[property="og:image"]').content`)
	if !strings.HasPrefix(image, p.origin+"/curve.png?") {
		t.Fatalf("the image is at %s", image)
	}
	if size := eval[string](p, fmt.Sprintf(`(async () => { const i = new Image(); i.src = %q; await i.decode(); return i.naturalWidth + "x" + i.naturalHeight; })()`, image)); size != "1200x630" {
		t.Errorf("the image has %s pixels", size)
	}
	answer := eval[string](p, `fetch(document.querySelector('link[type="application/json+oembed"]').href).then((r) => r.json()).then((o) => o.html)`)
	_, frame, _ := strings.Cut(answer, `src="`+p.origin)
	frame, _, ok := strings.Cut(frame, `"`)
	if !ok {
		t.Fatalf("no frame of this site: %s", answer)
	}
	q := open(t, server, html.UnescapeString(frame))
	q.wantWidget("loss-explorer", with(t, "gamma", "3"))
}

// The page for frames runs from a static host, below a path too; it has no picture
// for the time before there.
func TestEmbedStatic(t *testing.T) {
	t.Parallel()
	host := httptest.NewServer(http.StripPrefix("/docs/loss", http.FileServerFS(web.Dist())))
	t.Cleanup(host.Close)
	p := open(t, host, "/docs/loss/embed.html?gamma=3")
	p.expect("404")
	p.wantWidget("loss-explorer", with(t, "gamma", "3"))
}

// Behind a proxy the site is below a path: page, widget and pictures find each other,
// and cards have the address that readers know.
func TestBehindProxy(t *testing.T) {
	t.Parallel()
	proxied := httptest.NewUnstartedServer(nil)
	address := "http://" + proxied.Listener.Addr().String() + "/tools/loss/"
	product, err := site.New(web.Dist(), address)
	if err != nil {
		t.Fatal(err)
	}
	inner, err := url.Parse(serveWith(t, product).URL)
	if err != nil {
		t.Fatal(err)
	}
	proxied.Config.Handler = http.StripPrefix("/tools/loss",
		&httputil.ReverseProxy{Rewrite: func(r *httputil.ProxyRequest) { r.SetURL(inner) }})
	proxied.Start()
	t.Cleanup(proxied.Close)
	p := open(t, proxied, "/tools/loss/?gamma=3")
	p.ready()
	p.wantDrawn(with(t, "gamma", "3"))
	if image := eval[string](p, `document.querySelector('meta[property="og:image"]').content`); !strings.HasPrefix(image, address+"curve.png?") {
		t.Errorf("the card's picture is at %s", image)
	}
	q := open(t, proxied, "/tools/loss/embed?gamma=3")
	q.wantWidget("loss-explorer", with(t, "gamma", "3"))
}
