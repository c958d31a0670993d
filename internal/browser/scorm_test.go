package browser

import (
	"archive/zip"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

// A learning management system gets completion and score from both versions of
// the module, and a learner goes on where they stopped.
func TestScorm(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	build := exec.Command("go", "run", "./internal/sitegen", "-scorm", folder)
	build.Dir = root
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	for _, v := range []struct{ name, player, api, get, status, done string }{
		{"1.2", "Scorm12API", "API", "LMSGetValue", "cmi.core.lesson_status", "cmi.core.score.raw"},
		{"2004", "Scorm2004API", "API_1484_11", "GetValue", "cmi.completion_status",
			"cmi.score.raw"},
	} {
		module, err := zip.OpenReader(filepath.Join(folder,
			"loss-explorer-scorm-"+v.name+"-en.zip"))
		if err != nil {
			t.Fatal(err)
		}
		defer module.Close()
		library, err := os.ReadFile(filepath.Join(examples, "node_modules", "scorm-again", "dist",
			"scorm-again.min.js"))
		if err != nil {
			t.Fatalf("%v (make test installs it)", err)
		}
		mux := http.NewServeMux()
		mux.Handle("/module/", http.StripPrefix("/module/", http.FileServerFS(module)))
		mux.HandleFunc("/library.js", func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Type", "text/javascript")
			w.Write(library)
		})
		mux.HandleFunc("/{$}", func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Type", "text/html")
			fmt.Fprintf(w, `<!doctype html><title>Player</title><link rel="icon" href="data:,"><script src="library.js"></script>
				<script>%[1]s = window.%[1]s = new %[2]s({ autocommit: false, logLevel: 5 });
				const former = sessionStorage.getItem("former");
				if (former) %[1]s.loadFromJSON(JSON.parse(former));</script>
				<iframe src="module/scorm.html" width="1200" height="700"></iframe>`, v.api, v.player)
		})
		server := httptest.NewServer(mux)
		t.Cleanup(server.Close)

		p := open(t, server, "/")
		value := func(name string) string {
			return eval[string](p,
				fmt.Sprintf("String(%s.cmi ? %[1]s.%s(%q) : '')", v.api, v.get, name))
		}
		await := func(name, want string) {
			t.Helper()
			p.await(fmt.Sprintf("%s.%s(%q) == %q", v.api, v.get, name, want))
		}
		await(v.done, "0")
		await(v.status, "incomplete")
		const inside = "document.querySelector('iframe').contentWindow.document.querySelector('iframe').contentWindow"
		p.await(inside + ".document.documentElement.hasAttribute('data-ready')")
		all := eval[string](p, "document.querySelector('iframe').contentWindow.document.documentElement.dataset.lessons")
		// Store progress as the page does when a lesson is done.
		p.do(fmt.Sprintf("%s.localStorage.setItem('lessons', %q.split(',')[0] + ',')", inside, all))
		p.await(fmt.Sprintf("Number(%s.%s(%q)) > 0", v.api, v.get, v.done))
		if got := value(v.status); got != "incomplete" {
			t.Errorf("%s: after one lesson the status is %s", v.name, got)
		}
		p.do(fmt.Sprintf("%s.localStorage.setItem('lessons', %q + ',')", inside, all))
		await(v.done, "100")
		await(v.status, "completed")
		if got := value("cmi.suspend_data"); got != all+"," {
			t.Errorf("%s: suspend_data is %q, want %q", v.name, got, all+",")
		}
	}
}
