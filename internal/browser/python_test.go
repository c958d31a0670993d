package browser

import (
	"encoding/json"
	"fmt"
	"net"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

const debianPython = "/usr/bin/python3"

// The Python package, installed from its wheel: its tests, its pages, its module for
// anywidget, the link to the explorer, and a notebook with a kernel and without.
func TestPython(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	runIn(t, root, "go", "run", "./internal/sitegen", "-wheel", dir)
	wheels, err := filepath.Glob(filepath.Join(dir, "loss_explorer-*-py3-none-any.whl"))
	if err != nil || len(wheels) != 1 {
		t.Fatalf("wheels: %v %v", wheels, err)
	}
	if info, err := os.Stat(wheels[0]); err != nil || info.Size() > 2e6 {
		t.Errorf("the wheel has %d bytes, %v", info.Size(), err)
	}
	installed := filepath.Join(dir, "installed")
	runIn(t, dir, debianPython, "-m", "pip", "install", "--quiet", "--no-index", "--no-deps",
		"--root-user-action=ignore", "--target", installed, wheels[0])
	python := func(t *testing.T, args ...string) string {
		t.Helper()
		cmd := exec.CommandContext(t.Context(), debianPython, args...)
		cmd.Dir = dir
		cmd.Env = append(os.Environ(), "PYTHONPATH="+installed)
		out, err := cmd.CombinedOutput()
		if err != nil {
			t.Fatalf("%v: %s", err, out)
		}
		return string(out)
	}
	pages := filepath.Join(dir, "pages")
	cells := []string{
		"from loss_explorer import LossExplorer\nLossExplorer(gamma=3, label='both')",
	}
	write(t, pages, map[string]string{
		"live.ipynb": notebook(t, cells),
		"afm.html": `<!doctype html><html lang="en"><meta charset="utf-8"><title>AFM</title><div id="el"></div>
<script type="module">
	import afm from "./installed/loss_explorer/static/widget.js";
	class Model extends EventTarget { // https://anywidget.dev/en/afm/
		saved = 0;
		constructor(state) { super(); this.state = state; }
		get(name) { return this.state[name]; }
		set(name, value) { this.state[name] = value; this.dispatchEvent(new Event("change:" + name)); }
		save_changes() { this.saved++; }
		on(event, f) { this.addEventListener(event, f); }
		off(event, f) { this.removeEventListener(event, f); }
	}
	globalThis.model = new Model({ _names: ["gamma", "alpha", "balanced", "label", "sliders", "x_range"],
		gamma: 3, alpha: null, balanced: false, label: "both", sliders: ["gamma", "alpha"], x_range: null });
	globalThis.leave = await afm.render({ model, el: document.getElementById("el") });
</script>`,
	})
	if err := os.Symlink(installed, filepath.Join(pages, "installed")); err != nil {
		t.Fatal(err)
	}

	t.Run("tests", func(t *testing.T) {
		tests, err := filepath.Abs(filepath.Join(root, "python/tests/test_loss_explorer.py"))
		if err != nil {
			t.Fatal(err)
		}
		python(t, "-W", "ignore", tests)
	})
	// The linter gets a function as it stands, with what it uses from around it.
	t.Run("linter", func(t *testing.T) {
		bin := filepath.Join(dir, "bin")
		runIn(t, root, "go", "build", "-o", filepath.Join(bin, "lossexplorer"), ".")
		write(t, dir, map[string]string{"losses.py": `import torch
import torch.nn.functional as F
from torchvision.ops import sigmoid_focal_loss

GAMMA = 2.0

def power(x):
    return x ** GAMMA

def make():
    def nested(logits, targets):
        p = torch.sigmoid(logits)
        ce = F.binary_cross_entropy_with_logits(p, targets, reduction="none")
        return power(1 - torch.exp(-ce)) * ce
    return nested

class Module(torch.nn.Module):
    def forward(self, logits, targets):
        return sigmoid_focal_loss(logits, targets, alpha=-1, gamma=GAMMA, reduction="mean")
`})
		said := python(t, "-W", "ignore", "-c", `import os, sys
os.environ["PATH"] = sys.argv[1] + os.pathsep + os.environ["PATH"]
import losses
from loss_explorer import check
print(check(losses.make(), dtypes="float32").lint)
print(check(losses.Module(), dtypes="float32").lint)`, bin)
		first, second, _ := strings.Cut(said, "\n")
		if !strings.HasPrefix(first, "line:3:") || !strings.Contains(first, "sigmoid") ||
			second != "The linter finds nothing.\n" {
			t.Errorf("it says %s", said)
		}
	})
	t.Run("page", func(t *testing.T) {
		write(t, pages, map[string]string{"page.html": python(t, "-c",
			"from loss_explorer import LossExplorer; print(LossExplorer(gamma=3, label='both').to_html())")})
		openFiles(t, pages, "/page.html", "").wantWidget("loss-explorer",
			with(t, "gamma", "3", "class", "both"))
	})
	t.Run("module", func(t *testing.T) {
		p := openFiles(t, pages, "/afm.html", "")
		p.wantWidget("loss-explorer", with(t, "gamma", "3", "class", "both"))
		p.do(`model.set("gamma", 4)`)
		p.wantWidget("loss-explorer", with(t, "gamma", "4", "class", "both"))
		p.do(`{ const s = document.querySelector("loss-explorer").shadowRoot.querySelector("input[type=range]");
			s.value = s.max; s.dispatchEvent(new Event("input")); s.dispatchEvent(new Event("change")); }`)
		p.await(`model.saved === 1 && model.state.gamma === 10 && model.state.alpha === null`)
		p.do(`leave()`)
		if eval[bool](p, `document.querySelector("loss-explorer") !== null`) {
			t.Error("the element stays")
		}
	})
	t.Run("predictions", func(t *testing.T) {
		server := serve(t)
		link := python(t, "-c", "from loss_explorer import predictions; import sys\nprint(predictions([1, 0] * 40, [.9, .2] * 40, explorer=sys.argv[1]).url)", server.URL)
		p := open(t, server, strings.TrimPrefix(strings.TrimSpace(link), server.URL))
		p.await(`!document.getElementById("predict-results").hidden`)
	})
	t.Run("export", func(t *testing.T) { // alive without a kernel
		cmd := exec.CommandContext(t.Context(), "jupyter", "nbconvert", "--execute", "--to", "html",
			"--HTMLExporter.mathjax_url=", "--HTMLExporter.require_js_url=", "live.ipynb")
		cmd.Dir, cmd.Env = pages, append(os.Environ(), "PYTHONPATH="+installed)
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Fatalf("%v: %s", err, out)
		}
		p := openFiles(t, pages, "/live.html", "")
		p.await(alive)
		p.picture("python-export", chromedp.FullScreenshot(100))
	})
	t.Run("notebook", func(t *testing.T) {
		listener, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		port := listener.Addr().(*net.TCPAddr).Port
		listener.Close()
		cmd := exec.CommandContext(t.Context(), "jupyter", "notebook", "--no-browser",
			"--allow-root", "--ip=127.0.0.1", fmt.Sprintf("--port=%d", port),
			"--NotebookApp.token=", "--NotebookApp.password=", "--notebook-dir="+pages)
		home := t.TempDir()
		cmd.Env = append(os.Environ(), "PYTHONPATH="+installed, "HOME="+home,
			"JUPYTER_RUNTIME_DIR="+home, "IPYTHONDIR="+home)
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() {
			_ = cmd.Process.Kill()
			_ = cmd.Wait()
		})
		server := &httptest.Server{URL: fmt.Sprintf("http://127.0.0.1:%d", port)}
		awaitPort(t, port)
		p := openWith(t, server, "/notebooks/live.ipynb", fmt.Sprintf("ws://127.0.0.1:%d", port))
		p.expect("") // the output of the notebook's own page
		p.await(`globalThis.Jupyter?.notebook?.kernel?.is_connected()`)
		p.do(`Jupyter.notebook.execute_all_cells()`)
		p.await(alive)
		p.do(`document.querySelector(".output iframe").scrollIntoView()`)
		p.picture("python-notebook", chromedp.FullScreenshot(100))
	})
}

// alive reports whether a frame of the package has sent its height, as its widget does.
const alive = `[...document.querySelectorAll("iframe[id^=loss-explorer]")].some((f) => parseFloat(f.style.height) > 300)`

func awaitPort(t *testing.T, port int) {
	t.Helper()
	for t.Context().Err() == nil {
		conn, err := net.Dial("tcp", fmt.Sprintf("127.0.0.1:%d", port))
		if err == nil {
			conn.Close()
			return
		}
	}
}

// notebook returns a notebook with cells that have not been run.
func notebook(t *testing.T, cells []string) string {
	t.Helper()
	type object = map[string]any
	var all []object
	for i, source := range cells {
		all = append(all, object{"cell_type": "code", "id": fmt.Sprint("cell", i),
			"execution_count": nil, "metadata": object{}, "outputs": []any{}, "source": source})
	}
	data, err := json.Marshal(object{"cells": all,
		"metadata": object{"kernelspec": object{"display_name": "Python 3", "language": "python",
			"name": "python3"}}, "nbformat": 4, "nbformat_minor": 5})
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}
