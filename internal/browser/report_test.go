package browser

import (
	"context"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"testing"

	"github.com/chromedp/cdproto/emulation"

	"lossexplorer/internal/report"
	"lossexplorer/internal/text"
	"lossexplorer/web"
)

// A report draws all its charts by itself, in both languages, and fits a phone.
func TestReport(t *testing.T) {
	t.Parallel()
	for _, m := range text.All() {
		name := filepath.Join(t.TempDir(), "report.html")
		err := report.Run(context.Background(),
			[]string{"-in", "../predict/sample/satellite.csv", "-out", name, "-lang", m.Lang, "-b",
				"gamma=0"}, web.Dist(), io.Discard, io.Discard)
		if err != nil {
			t.Fatal(err)
		}
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		server := serveWith(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if r.URL.Path != "/" {
				w.WriteHeader(http.StatusNoContent) // the browser asks for an icon
				return
			}
			w.Header().Set("Content-Type", "text/html; charset=utf-8")
			w.Write(data)
		}))
		p := open(t, server, "/",
			command(emulation.SetDeviceMetricsOverride,
				emulation.SetDeviceMetricsOverrideParams{Width: 320, Height: 800,
					DeviceScaleFactor: 1}))
		p.await(`document.querySelectorAll(".chart").length === 11 && [...document.querySelectorAll(".chart")].every(e => e.querySelectorAll("svg path").length > 3)`)
		if wide := eval[int](p, `document.documentElement.scrollWidth`); wide > 320 {
			t.Errorf("%s: it is %d px wide in a window of 320", m.Lang, wide)
		}
		if names := eval[int](p,
			`[...document.querySelectorAll(".chart")].filter(e => e.getAttribute("aria-label")).length`); names != 11 {
			t.Errorf("%s: %d charts have names, want 11", m.Lang, names)
		}
	}
}
