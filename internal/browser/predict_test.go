package browser

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/parquet-go/parquet-go"
	"github.com/parquet-go/parquet-go/compress"

	"lossexplorer/internal/text"
)

// paste has the panel of predictions read a text.
func (p *tab) paste(text string) {
	p.Helper()
	p.do(`(() => {
		const clip = new DataTransfer();
		clip.setData("text/plain", ` + "`" + text + "`" + `);
		document.body.dispatchEvent(new ClipboardEvent("paste", { clipboardData: clip, bubbles: true }));
	})()`)
}

// The sample is shown, follows the loss, and the alpha that is offered balances it; a
// file that cannot be read leaves it, and nothing is sent.
func TestPredictions(t *testing.T) {
	t.Parallel()
	p := open(t, serve(t), "/?place=data&loss=focal&gamma=2&balanced=1&alpha=0.25")
	p.ready()
	p.await(`!document.getElementById("predict-sample").disabled`)
	p.click("#predict-sample")
	p.await(`!document.getElementById("predict-results").hidden`)
	if got := p.text("#predict-read"); !strings.Contains(got,
		"6435 rows of satellite.csv, 626 of them") {
		t.Errorf("it says %q", got)
	}
	for _, violation := range p.axe() {
		t.Error(violation)
	}
	p.await(`document.getElementById("predict-exact").textContent === "` +
		text.PredictOf(text.For("en")).Exact + `"`)
	p.click("#predict-keep")
	p.await(`!document.getElementById("predict-compared").hidden`)
	before := p.text("#predict-share-0-2")
	p.fill("#focal-gamma-number", "0")
	p.await(`document.getElementById("predict-share-0-2").textContent !== "` + before + `"`)

	if a, b := p.text("#predict-compared-0-0"), p.text("#predict-compared-0-1"); a == b {
		t.Errorf("two settings have %s and %s", a, b)
	}
	p.picture("predict-compared", chromedp.Screenshot("#predict"))
	p.click("#predict-forget")
	p.await(`document.getElementById("predict-compared").hidden`)

	folder := p.downloads()
	p.click("#predict-weights")
	file := filepath.Join(folder, "weights.csv")
	for deadline := time.Now().Add(patience); ; time.Sleep(20 * time.Millisecond) {
		table, err := os.ReadFile(file)
		if lines := strings.Count(string(table), "\n"); err == nil && lines == 6436 &&
			strings.HasPrefix(string(table), "row,") {
			break
		} else if time.Now().After(deadline) {
			t.Fatalf("the weights are not saved: %v, %d lines", err, lines)
		}
	}

	// The report is the command's, of both settings.
	p.click("#predict-keep")
	p.click("#predict-report")
	file = filepath.Join(folder, "report.html")
	for deadline := time.Now().Add(patience); ; time.Sleep(20 * time.Millisecond) {
		page, err := os.ReadFile(file)
		if err == nil && bytes.Contains(page, []byte("</html>")) {
			for _, want := range []string{"satellite.csv", "6435", "loss=focal&amp;gamma=0", "1786",
				"echarts"} {
				if !bytes.Contains(page, []byte(want)) {
					t.Errorf("the report lacks %q", want)
				}
			}
			report := open(t, serveWith(t,
				http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
					if r.URL.Path != "/" {
						w.WriteHeader(http.StatusNoContent) // the browser asks for an icon
						return
					}
					w.Header().Set("Content-Type", "text/html; charset=utf-8")
					w.Write(page)
				})), "/")
			report.await(`document.querySelectorAll(".chart").length === 11 && [...document.querySelectorAll(".chart")].every(e => e.querySelectorAll("svg path").length > 3)`)
			break
		} else if time.Now().After(deadline) {
			t.Fatalf("the report is not saved: %v, it says %s", err, p.text("#predict-status"))
		}
	}

	p.click("#predict-alpha")
	p.await(`document.getElementById("predict-share-0-3").textContent === "50.0%"`)
	if got := p.search().Get("alpha"); got != p.value("#predict-alpha") {
		t.Errorf("alpha is %s in the address, offered was %s", got, p.value("#predict-alpha"))
	}

	// From here on no request is to be made but for the worker's own files.
	p.do(`performance.clearResourceTimings()`)
	p.paste("y,p\n1,0.5\n0,\x00")
	status := `document.getElementById("predict-status").textContent`
	p.await(status + ` !== "" && document.getElementById("predict-cancel").hidden`)
	want := text.PredictOf(text.For("en")).Kept
	if got := eval[string](p, status); !strings.HasSuffix(got, want) ||
		p.text("#predict-share-all-0") != "6435" {
		t.Errorf("it says %q, and shows %s rows", got, p.text("#predict-share-all-0"))
	}
	p.paste("a,b,c\n0.5,1,-7\n0.25,0,3\n0.75,1,0.5\n")
	p.await(`document.getElementById("predict-choice").open`)
	p.do(`document.querySelectorAll("#predict-columns select")[0].selectedIndex = 1`)
	p.do(`document.querySelectorAll("#predict-columns select")[1].selectedIndex = 2`)
	p.do(`document.querySelectorAll("#predict-columns select")[2].value = "logit"`)
	p.click("#predict-columns button")
	p.await(`document.getElementById("predict-share-all-0").textContent === "3"`)
	for _, name := range eval[[]string](p,
		`performance.getEntriesByType("resource").map(e => e.name)`) {
		// A browser fetches the icon of the page when it has time.
		if !strings.Contains(name, "/assets/reader.") && !strings.Contains(name, "/assets/data.") &&
			!strings.HasSuffix(name, "/icon.svg") {
			t.Errorf("a request for %s", name)
		}
	}
	if wide := eval[int](p, `document.documentElement.scrollWidth - innerWidth`); wide > 0 {
		t.Errorf("the page is %d px too wide", wide)
	}
}

// A slider's move over ten million rows: until its answer is on the page, and how much of
// that is the worker's.
func BenchmarkPredictionsToPage(b *testing.B) {
	p := open(b, serve(b), "/?place=data")
	p.ready()
	p.await(`!document.getElementById("predict-sample").disabled`)
	p.do(`(() => {
		let text = "y,p\n", seed = 1;
		const random = () => (seed = (seed * 48271) % 2147483647) / 2147483647;
		for (let i = 0; i < 1e7; i++) {
			const y = random() < 0.05 ? 1 : 0;
			text += y + "," + (1 / (1 + Math.exp(4 - 4 * y - 3 * (random() + random() + random() - 1.5)))).toFixed(7) + "\n";
		}
		const files = new DataTransfer();
		files.items.add(new File([text], "tenmillion.csv"));
		globalThis.before = performance.now();
		document.getElementById("predict").dispatchEvent(new DragEvent("drop", { dataTransfer: files, bubbles: true, cancelable: true }));
	})()`)
	p.await(`document.getElementById("predict-share-all-0").textContent === "10000000"`)
	b.Logf("ten million rows were shown after %.3g s",
		eval[float64](p, "performance.now() - before")/1000)
	for key, value := range map[string]string{"gamma": "moved / 20", "alpha": "moved / 100",
		"epsilon": "0.01 * 1.02 ** moved"} {
		b.Run(key, func(b *testing.B) { p.moves(b, key+"=", value) })
	}
}

// moves measures moves to values of moved, 1 to 90, after one that waits for what the file itself
// still takes.
func (p *tab) moves(b *testing.B, key, value string) {
	move := func() [2]float64 {
		return eval[[2]float64](p, `new Promise((done) => {
			const results = document.getElementById("predict-results");
			const start = performance.now();
			let told;
			document.addEventListener("coming", () => told = performance.now(), { once: true });
			new MutationObserver((_, observer) => { observer.disconnect(); done([performance.now() - start, performance.now() - told]); }).observe(results, { attributes: true, childList: true, characterData: true, subtree: true });
			globalThis.moved = (globalThis.moved ?? 0) % 90 + 1;
			document.dispatchEvent(new CustomEvent("set", { detail: "`+key+`" + `+value+` }));
		})`)
	}
	move()
	var all, worker []float64
	for b.Loop() {
		times := move()
		all, worker = append(all, times[0]), append(worker, times[1])
	}
	slices.Sort(all)
	slices.Sort(worker)
	b.ReportMetric(all[len(all)/2], "ms")
	b.ReportMetric(all[len(all)*95/100], "ms-p95")
	b.ReportMetric(worker[len(worker)/2], "worker-ms")
	b.ReportMetric(worker[len(worker)*95/100], "worker-ms-p95")
}

// With several classes each has a row, and nothing separates positives from negatives.
func TestPredictionsClasses(t *testing.T) {
	t.Parallel()
	p := open(t, serve(t), "/?place=data", chromedp.EmulateViewport(360, 800))
	p.ready()
	p.await(`!document.getElementById("predict-sample").disabled`)
	rows := "y,p_0,p_1,p_2\n"
	for i := range 200 {
		pt := float64(i%99+1) / 100
		scores := [3]float64{(1 - pt) / 2, (1 - pt) / 2, (1 - pt) / 2}
		scores[i%3] = pt
		rows += fmt.Sprintf("%d,%g,%g,%g\n", i%3, scores[0], scores[1], scores[2])
	}
	p.paste(rows)
	p.await(`document.getElementById("predict-share-all-0").textContent === "200"`)
	if got := p.text("#predict-read"); !strings.Contains(got, "of 3 classes") {
		t.Errorf("it says %q", got)
	}
	names := eval[[]string](p, `[...document.querySelectorAll("#predict-results tr:not([hidden]) > [id^=predict-class]")].map((e) => e.textContent)`)
	if !slices.Equal(names, []string{"y = 0", "y = 1", "y = 2"}) {
		t.Errorf("the rows are %q", names)
	}
	if eval[bool](p, `["predict-figure4", "predict-heat", "predict-thresholds"].some((id) => document.getElementById(id).checkVisibility())`) {
		t.Error("figures of two classes are shown")
	}
	for _, violation := range p.axe() {
		t.Error(violation)
	}
	p.picture("predict-classes", chromedp.FullScreenshot(100))
	before := p.text("#predict-share-2-3")
	p.fill("#focal-gamma-number", "0")
	p.await(`document.getElementById("predict-share-2-3").textContent !== "` + before + `"`)
	p.click("#predict-sample")
	p.await(`document.getElementById("predict-share-all-0").textContent === "6435" && document.getElementById("predict-figure4").checkVisibility()`)
}

// Parquet is read by a script of its own, whatever its columns are compressed with; one
// that is broken is named, and the former data stay.
func TestPredictionsParquet(t *testing.T) {
	t.Parallel()
	type row struct {
		ID    string   `parquet:"id"`
		Truth int32    `parquet:"y_true"`
		Score *float64 `parquet:"p,optional"`
	}
	var rows []row
	for i := range 5000 {
		p := float64(i%97) / 97
		rows = append(rows, row{fmt.Sprint("row ", i), int32(i % 3 % 2), &p})
	}
	rows[17].Score = nil
	p := open(t, serve(t), "/?place=data")
	p.ready()
	p.await(`!document.getElementById("predict-files").disabled`)
	give := func(name string, data []byte) {
		t.Helper()
		p.do(fmt.Sprintf(`{
			const transfer = new DataTransfer();
			transfer.items.add(new File([Uint8Array.from(atob(%q), (c) => c.charCodeAt(0))], %q));
			const files = document.getElementById("predict-files");
			files.files = transfer.files;
			files.dispatchEvent(new Event("change"));
		}`, base64.StdEncoding.EncodeToString(data), name))
	}
	var last []byte
	for name, codec := range map[string]compress.Codec{"none": &parquet.Uncompressed,
		"snappy": &parquet.Snappy, "gzip": &parquet.Gzip, "zstd": &parquet.Zstd} {
		var b bytes.Buffer
		w := parquet.NewGenericWriter[row](&b, parquet.Compression(codec),
			parquet.MaxRowsPerRowGroup(1500))
		if _, err := w.Write(rows); err != nil {
			t.Fatal(err)
		}
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
		last = b.Bytes()
		give(name+".parquet", last)
		p.await(`document.getElementById("predict-read").textContent.includes("` +
			name + `.parquet")`)
		if got := p.text("#predict-read"); !strings.Contains(got, "4999 rows") ||
			!strings.Contains(got, "1667 of them") {
			t.Errorf("%s: %s", name, got)
		}
		if got := p.text("#predict-bad"); !strings.Contains(got, "18") {
			t.Errorf("%s: the row without a score is %q", name, got)
		}
	}
	give("broken.parquet", last[:len(last)-9])
	p.expect("Error") // a warning of why
	p.await(`document.getElementById("predict-status").textContent !== ""`)
	if got := p.text("#predict-status"); !strings.Contains(got, "Parquet") ||
		!strings.HasSuffix(got, text.PredictOf(text.For("en")).Kept) {
		t.Errorf("it says %q", got)
	}
}
