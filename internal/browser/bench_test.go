package browser

import (
	"bytes"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/andybalholm/brotli"
	"github.com/evanw/esbuild/pkg/api"

	"lossexplorer/internal/server/site"
	"lossexplorer/web"
)

// BenchmarkTransfer reports the bytes of a first visit until the page is live, and the share
// of WebAssembly.
func BenchmarkTransfer(b *testing.B) {
	server := serve(b)
	var sizes [2]float64
	for b.Loop() {
		p := open(b, server, "/")
		p.ready()
		sizes = eval[[2]float64](p, `["resource", "navigation"].flatMap((type) => performance.getEntriesByType(type))
			.reduce(([wasm, all], e) => [wasm + (/\.wasm$/.test(e.name) ? e.encodedBodySize : 0), all + e.encodedBodySize], [0, 0])`)
	}
	b.ReportMetric(sizes[0], "wasm-bytes")
	b.ReportMetric(sizes[1], "visit-bytes")
}

// BenchmarkSliderToFrame reports the work from the slider's event to the drawn
// frame, for two charts with up to 4 curves of 512 points: the time in the
// event's handlers and from the start of the frame's callbacks until the first
// task after the frame was painted. Waiting for the frame to begin is left out.
//
// The product, with and without six pins, and the same job in plain JavaScript, with
// ECharts, with uPlot and on a bare canvas, stand open and take turns, so that other load on
// the machine affects all.
func BenchmarkSliderToFrame(b *testing.B) {
	b.Run("in-turns", func(b *testing.B) {
		plain := func(script string) *tab {
			return openSlider(b, sliderPage(b, map[string][]byte{"main.js": bundle(b, script)}),
				sliderPath)
		}
		product := sliderPage(b, nil)
		const pins = "&pins=focal:0,1,0.5,1e-7~focal:0.5,1,0.25,1e-7~focal:1,1,0.25,1e-7~focal:3,1,0.25,1e-7~focal:4,1,0.25,1e-7~focal:5,1,0.25,1e-7"
		pages := [...]struct {
			name string
			page *tab
		}{
			{"wasm", openSlider(b, product, sliderPath)},
			{"six-pins", openSlider(b, product, sliderPath+pins)},
			{"default", openSlider(b, product, "/")},
			{"js-echarts", plain("plain_page.js")},
			{"js-uplot", plain("uplot_page.js")},
			{"js-canvas", plain("canvas_page.js")},
		}
		var times [len(pages)][]float64
		for b.Loop() {
			for range 6 {
				for i, p := range pages {
					times[i] = append(times[i], slide(p.page, gammaSlider, 50)...)
				}
			}
		}
		for i, p := range pages {
			reportTimes(b, p.name, times[i])
		}
	})
	b.Run("go-echarts-in-wasm", func(b *testing.B) {
		wasm := compile(b, "../bench/authored")
		var compressed bytes.Buffer
		w := brotli.NewWriterLevel(&compressed, brotli.BestCompression)
		if _, err := w.Write(wasm); err != nil {
			b.Fatal(err)
		}
		if err := w.Close(); err != nil {
			b.Fatal(err)
		}
		page := sliderPage(b, map[string][]byte{"main.js": bundle(b, "authored_page.js"),
			"authored.wasm": wasm})
		var times []float64
		for b.Loop() {
			times = append(times, sliderToFrame(b, page, sliderPath)...)
		}
		reportTimes(b, "authored", times)
		b.ReportMetric(float64(compressed.Len()), "wasm-bytes")
	})
}

func reportTimes(b *testing.B, name string, times []float64) {
	slices.Sort(times)
	b.ReportMetric(times[len(times)/2], name+"-p50-ms")
	b.ReportMetric(times[len(times)*95/100], name+"-p95-ms")
	b.ReportMetric(0, "ns/op")
}

// sliderPath is of a page with four curves in each chart.
const sliderPath = "/?class=both&gradient=logit&scale=linear&alpha=0.25"

// gammaSlider finds the slider of gamma.
const gammaSlider = `document.getElementById("focal-gamma-range")`

// slide moves a slider, which the expression finds, and returns how many milliseconds each
// move took, after 30 that do not count.
func slide(p *tab, slider string, moves int) []float64 {
	return eval[[]float64](p, fmt.Sprintf(measure, slider, moves))
}

const measure = `(async () => {
	const slider = %s;
	const { port1, port2 } = new MessageChannel();
	const task = () => new Promise((done) => {
		port1.onmessage = done;
		port2.postMessage(0);
	});
	const times = [];
	for (let i = -30; i < %d; i++) {
		await new Promise((done) => setTimeout(done, 5));
		slider.value = (((i + 30) * 37) %% 200) * 0.05;
		let began;
		requestAnimationFrame(() => { began = performance.now(); });
		const event = performance.now();
		slider.dispatchEvent(new Event("input", { bubbles: true }));
		const handled = performance.now();
		await new Promise((done) => requestAnimationFrame(() => task().then(done)));
		if (i >= 0) times.push(handled - event + performance.now() - began);
	}
	return times;
})()`

// sliderPage serves the page, with its script replaced by files["main.js"] if
// there are files; the others are served beside it.
func sliderPage(b *testing.B, files map[string][]byte) *httptest.Server {
	product, err := site.New(web.Dist(), "")
	if err != nil {
		b.Fatal(err)
	}
	return serveWith(b, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		// A page that shares nothing with others has a finer clock.
		w.Header().Set("Cross-Origin-Opener-Policy", "same-origin")
		w.Header().Set("Cross-Origin-Embedder-Policy", "require-corp")
		name, isBench := strings.CutPrefix(r.URL.Path, "/bench/")
		switch {
		case isBench:
			types := map[string]string{".js": "text/javascript", ".wasm": "application/wasm"}
			w.Header().Set("Content-Type", types[filepath.Ext(name)])
			w.Write(files[name])
		case r.URL.Path == "/" && files != nil:
			r.Header.Del("Accept-Encoding")
			product.ServeHTTP(&scriptReplacer{w}, r)
		default:
			product.ServeHTTP(w, r)
		}
	}))
}

func openSlider(b *testing.B, server *httptest.Server, path string) *tab {
	p := open(b, server, path)
	p.expect("preload") // a variant may not use the product's WASM
	p.ready()
	return p
}

// sliderToFrame opens the page and measures it.
func sliderToFrame(b *testing.B, server *httptest.Server, path string) []float64 {
	return slide(openSlider(b, server, path), gammaSlider, 300)
}

// scriptReplacer changes which script the page loads.
type scriptReplacer struct{ http.ResponseWriter }

func (w *scriptReplacer) WriteHeader(code int) {
	w.Header().Del("Content-Length")
	w.ResponseWriter.WriteHeader(code)
}

func (w *scriptReplacer) Write(page []byte) (int, error) {
	const open = `<script type="module" src="`
	text := string(page)
	if before, after, found := strings.Cut(text, open); found {
		_, after, _ = strings.Cut(after, `"`)
		text = before + open + `bench/main.js"` + after
	}
	if _, err := w.ResponseWriter.Write([]byte(text)); err != nil {
		return 0, err
	}
	return len(page), nil
}

func bundle(b *testing.B, entry string) []byte {
	root, err := exec.Command("go", "env", "GOROOT").Output()
	if err != nil {
		b.Fatal(err)
	}
	modules, err := filepath.Abs("../../web/node_modules")
	if err != nil {
		b.Fatal(err)
	}
	result := api.Build(api.BuildOptions{
		EntryPoints: []string{"../bench/" + entry},
		Bundle:      true,
		Format:      api.FormatESModule,
		Target:      api.ES2022,
		NodePaths:   []string{modules},
		Alias: map[string]string{"wasm_exec": filepath.Join(strings.TrimSpace(string(root)),
			"lib/wasm/wasm_exec.js")},
		Define: map[string]string{"process.env.NODE_ENV": `"production"`},
	})
	if len(result.Errors) > 0 {
		b.Fatal(result.Errors[0].Text)
	}
	return result.OutputFiles[0].Contents
}

func compile(b *testing.B, pkg string) []byte {
	out := filepath.Join(b.TempDir(), "out.wasm")
	cmd := exec.Command("go", "build", "-trimpath", "-ldflags=-s -w", "-o", out, pkg)
	cmd.Env = append(os.Environ(), "GOOS=js", "GOARCH=wasm")
	if message, err := cmd.CombinedOutput(); err != nil {
		b.Fatalf("%v: %s", err, message)
	}
	data, err := os.ReadFile(out)
	if err != nil {
		b.Fatal(err)
	}
	return data
}
