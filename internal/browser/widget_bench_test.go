package browser

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"

	"lossexplorer/internal/server/site"
	"lossexplorer/web"
)

// hostOf serves pages with n widgets at /widgets?n, and in frames at /frames?n.
func hostOf(b *testing.B) *httptest.Server {
	product, err := site.New(web.Dist(), "")
	if err != nil {
		b.Fatal(err)
	}
	return serveWith(b, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		one := ""
		switch r.URL.Path {
		case "/widgets":
			one = `<loss-explorer gamma="%d"></loss-explorer>`
		case "/frames":
			one = `<iframe src="/embed?gamma=%d" width="640" height="480"></iframe>`
		default:
			product.ServeHTTP(w, r)
			return
		}
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		fmt.Fprint(w, `<!doctype html><html lang="en"><meta charset="utf-8"><title>Docs</title><link rel="icon" href="data:,"><script type="module" src="/loss-explorer.js"></script>`)
		n, err := strconv.Atoi(r.URL.RawQuery)
		if err != nil {
			b.Error(err)
		}
		for i := range n {
			fmt.Fprintf(w, one, i%10)
		}
	}))
}

// openMany opens a page with n widgets, all on the screen, and returns when the last of
// them was ready, in milliseconds from the navigation.
func openMany(b *testing.B, server *httptest.Server, kind string, n int) (*tab, float64) {
	p := open(b, server, fmt.Sprintf("/%s?%d", kind, n), chromedp.EmulateViewport(1280, 12000))
	const all = `[...document.querySelectorAll("loss-explorer"), ...[...document.querySelectorAll("iframe")].map((f) => f.contentDocument?.querySelector("loss-explorer"))]`
	ready := eval[float64](p, fmt.Sprintf(`(async () => {
		while (!(%s.filter((e) => e?.matches(":state(ready)")).length === %d)) await new Promise(requestAnimationFrame);
		return performance.now();
	})()`, all, n))
	return p, ready
}

// renderers returns the memory of the browser's renderers in bytes, shared pages in
// parts (PSS).
func renderers(b *testing.B) (sum float64) {
	commands, err := filepath.Glob("/proc/[0-9]*/cmdline")
	if err != nil {
		b.Fatal(err)
	}
	for _, command := range commands {
		line, err := os.ReadFile(command)
		if err != nil || !strings.Contains(string(line), "--type=renderer") {
			continue // or it has ended
		}
		rollup, err := os.ReadFile(filepath.Join(filepath.Dir(command), "smaps_rollup"))
		if err != nil {
			continue
		}
		_, after, _ := strings.Cut(string(rollup), "\nPss:")
		kb, err := strconv.ParseFloat(strings.Fields(after)[0], 64)
		if err != nil {
			b.Fatal(err)
		}
		sum += 1024 * kb
	}
	return sum
}

// scrolled returns the memory of a page with n widgets through which a reader scrolls, in
// megabytes of its renderer.
func scrolled(b *testing.B, server *httptest.Server, n int) float64 {
	before := renderers(b)
	p := open(b, server, fmt.Sprintf("/widgets?%d", n))
	for i := range n {
		one := fmt.Sprintf(`document.querySelectorAll("loss-explorer")[%d]`, i)
		p.do(one + ".scrollIntoView()")
		p.await(one + `.matches(":state(ready)")`)
		p.frame()
	}
	used := (renderers(b) - before) / 1e6
	p.run(chromedp.Navigate("about:blank"))
	return used
}

// slowly returns when the first of n widgets is ready on a line of 1.6 Mbit/s with round trips
// of 150 ms, in milliseconds from the navigation.
func slowly(b *testing.B, server *httptest.Server, n int) float64 {
	p := open(b, server, fmt.Sprintf("/widgets?%d", n),
		command(network.EmulateNetworkConditionsByRule,
			network.EmulateNetworkConditionsByRuleParams{
				MatchedNetworkConditions: []*network.Conditions{{Latency: 150,
					DownloadThroughput: 1.6e6 / 8, UploadThroughput: 750e3 / 8}},
			}))
	ready := eval[float64](p, `(async () => {
		while (!document.querySelector("loss-explorer")?.matches(":state(ready)")) await new Promise(requestAnimationFrame);
		return performance.now();
	})()`)
	p.run(chromedp.Navigate("about:blank"))
	return ready
}

// BenchmarkWidgets compares 20 widgets on a page with 20 in frames: the memory that they add to the
// browser and the time until the last is ready, the latter with one widget too; reports the memory
// of a page that is scrolled through and the time on a slow line, for which the page must be
// compressed as it is published; and the work from a slider's event to the drawn frame among 20, as
// BenchmarkSliderToFrame does.
func BenchmarkWidgets(b *testing.B) {
	server := hostOf(b)
	var slider []float64
	sums := map[string]float64{}
	for b.Loop() {
		_, one := openMany(b, server, "widgets", 1)
		sums["one-ready-ms"] += one
		sums["scrolled-one-MB"] += scrolled(b, server, 1)
		sums["scrolled-20-MB"] += scrolled(b, server, 20)
		sums["slow-line-ms"] += slowly(b, server, 20)
		for _, kind := range []string{"widgets", "frames"} {
			before := renderers(b)
			p, ready := openMany(b, server, kind, 20)
			p.frame()
			sums[kind+"-ready-ms"] += ready
			sums[kind+"-MB"] += (renderers(b) - before) / 1e6
			if kind == "widgets" {
				p.run(chromedp.EmulateViewport(1280, 800))
				p.frame()
				slider = append(slider,
					slide(p, `document.querySelectorAll("loss-explorer")[1].shadowRoot.querySelector("input")`, 300)...)
			}
			p.run(chromedp.Navigate("about:blank"))
		}
	}
	for name, sum := range sums {
		b.ReportMetric(sum/float64(b.N), name)
	}
	reportTimes(b, "slider-among-20", slider)
}
