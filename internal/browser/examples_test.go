package browser

import (
	"archive/zip"
	"fmt"
	"image/png"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

const examples = root + "/web/examples"

// example copies one of the recipes, with the widget of this server in it.
func example(t *testing.T, name, widgets string) (dir string) {
	t.Helper()
	dir = filepath.Join(t.TempDir(), name)
	files := map[string]string{}
	source := os.DirFS(filepath.Join(examples, name))
	if err := fs.WalkDir(source, ".", func(path string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		data, err := fs.ReadFile(source, path)
		files[path] = strings.ReplaceAll(string(data), "https://loss-explorer.example", widgets)
		return err
	}); err != nil {
		t.Fatal(err)
	}
	write(t, dir, files)
	modules, err := filepath.Abs(filepath.Join(examples, "node_modules"))
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(modules, filepath.Join(dir, "node_modules")); err != nil {
		t.Fatal(err)
	}
	return dir
}

// openFiles opens a page of a folder.
func openFiles(t *testing.T, dir, path, widgets string) *tab {
	t.Helper()
	files := http.FileServer(http.Dir(dir)) // which follows the link to node_modules
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/favicon.ico" {
			w.WriteHeader(http.StatusNoContent)
			return
		}
		files.ServeHTTP(w, r)
	}))
	t.Cleanup(server.Close)
	p := openWith(t, server, path, widgets)
	return p
}

// wantCurves wants the curves of the page's element to be on the screen.
func (p *tab) wantCurves() {
	p.Helper()
	type drawn struct{ Width, Height float64 }
	for _, chart := range []string{"loss", "gradient"} {
		got := eval[drawn](p, fmt.Sprintf(`(() => {
			const { width, height } = document.querySelector("loss-explorer").shadowRoot.querySelector("[data-chart=%s] .line-0").getBoundingClientRect();
			return { Width: width, Height: height };
		})()`, chart))
		if got.Width < 200 || got.Height < 30 {
			p.Errorf("the curve of the %s is %g by %g pixels large", chart, got.Width, got.Height)
		}
	}
}

// wantFollows turns the page, which is light, to dark by a button or a list.
func (p *tab) wantFollows(toggle string) {
	p.Helper()
	const dark = `document.querySelector("loss-explorer").matches(":state(dark)")`
	turn := fmt.Sprintf(`((e) => {
		if (!e.matches("select")) return e.click();
		e.value = "dark";
		e.dispatchEvent(new Event("change", { bubbles: true }));
	})([...document.querySelectorAll(%q)].find((e) => e.getClientRects().length))`, toggle)
	if eval[bool](p, dark) {
		p.Error("the element is dark on a light page")
	}
	p.do(turn)
	p.await(dark)
	p.frame()
}

// Each recipe in web/examples, built with its tool, shows the curves.
func TestExamples(t *testing.T) {
	widgets := serve(t).URL
	for _, e := range []struct {
		name  string
		build func(t *testing.T, dir string) // in dir
		// The result, in dir.
		folder, page string
		toggle       string // of the system: it turns light to dark
	}{
		{name: "plain", page: "/"},
		{"mkdocs", func(t *testing.T, dir string) { runIn(t, dir, "mkdocs", "build", "--strict") },
			"site", "/", ""},
		{"mkdocs-material", func(t *testing.T, dir string) { runIn(t, dir, "mkdocs", "build", "--strict") },
			"site", "/", "label.md-header__button[for=__palette_2]:not([hidden]), label.md-header__button[for=__palette_1]:not([hidden])"},
		{"vitepress", func(t *testing.T, dir string) {
			runIn(t, dir, tool(t, examples, "vitepress"), "build")
		}, ".vitepress/dist", "/", "button.VPSwitchAppearance"},
		{"jupyter", func(t *testing.T, dir string) {
			// Nothing from elsewhere is needed.
			runIn(t, dir, "jupyter", "nbconvert", "--to", "html", "--HTMLExporter.mathjax_url=",
				"--HTMLExporter.require_js_url=", "focal-loss.ipynb")
		}, "", "/focal-loss.html", ""},
		{"sphinx", func(t *testing.T, dir string) {
			runIn(t, dir, "sphinx-build", "-q", "-W", ".", "built")
		}, "built", "/", ""},
		{"hugo", func(t *testing.T, dir string) { runIn(t, dir, "hugo", "--quiet") }, "public", "/", ""},
		{name: "reveal", page: "/#/1"},
	} {
		t.Run(e.name, func(t *testing.T) {
			t.Parallel()
			dir := example(t, e.name, widgets)
			if e.build != nil {
				e.build(t, dir)
			}
			p := openFiles(t, filepath.Join(dir, e.folder), e.page, widgets)
			p.wantWidget("loss-explorer", with(t, "balanced", "1")) // they set alpha
			p.wantCurves()
			p.picture("example-"+e.name, chromedp.FullScreenshot(100))
			if e.toggle != "" {
				p.wantFollows(e.toggle)
				p.picture("example-"+e.name+"-dark", chromedp.FullScreenshot(100))
			}
			if e.name != "reveal" {
				return
			}
			// A slider's keys do not turn the slide.
			p.do(`document.querySelector("loss-explorer").shadowRoot.querySelector("input").focus()`)
			p.press(kb.ArrowRight)
			p.wantWidget("loss-explorer", with(t, "gamma", "2.05", "balanced", "1"))
			if hash := eval[string](p, "location.hash"); hash != "#/1" {
				t.Errorf("the key turned the slide: %s", hash)
			}
		})
	}
	t.Run("frame", func(t *testing.T) {
		t.Parallel()
		p := openFiles(t, example(t, "frame", widgets), "/", widgets)
		p.await(`document.querySelector("iframe").clientHeight > 480 || document.querySelector("iframe").style.height !== ""`)
		p.picture("example-frame", chromedp.FullScreenshot(100))
	})
	t.Run("docx", func(t *testing.T) {
		t.Parallel()
		dir := example(t, "docx", widgets)
		runIn(t, dir, "pandoc", "--fail-if-warnings", "-o", "focal-loss.docx", "focal-loss.md")
		document, err := zip.OpenReader(filepath.Join(dir, "focal-loss.docx"))
		if err != nil {
			t.Fatal(err)
		}
		defer document.Close()
		pictures, err := fs.Glob(document, "word/media/*.png")
		if err != nil || len(pictures) != 1 {
			t.Fatalf("the document has %q, %v", pictures, err)
		}
		file, err := document.Open(pictures[0])
		if err != nil {
			t.Fatal(err)
		}
		defer file.Close()
		if config, err := png.DecodeConfig(file); err != nil || config.Width != 1600 {
			t.Errorf("the picture is %d pixels wide, %v", config.Width, err)
		}
	})
	t.Run("latex", func(t *testing.T) {
		t.Parallel()
		dir := example(t, "latex", widgets)
		source, err := os.ReadFile(filepath.Join(dir, "article.tex"))
		if err != nil {
			t.Fatal(err)
		}
		commands := regexp.MustCompile(`(?m)^% \$ (.*)$`).FindAllStringSubmatch(string(source), -1)
		if len(commands) != 3 {
			t.Fatalf("%d commands", len(commands))
		}
		for _, command := range commands {
			runIn(t, dir, "sh", "-c", command[1])
		}
		runIn(t, dir, "pdftotext", "article.pdf")
		text, err := os.ReadFile(filepath.Join(dir, "article.txt"))
		if err != nil {
			t.Fatal(err)
		}
		for _, word := range []string{"Focal loss, gamma 2, beside cross-entropy", "0.8",
			"10⁻⁴", "probability"} {
			if !strings.Contains(string(text), word) {
				t.Errorf("the page lacks %q: %s", word, text)
			}
		}
		runIn(t, dir, "pdftoppm", "-png", "-r", "100", "-singlefile", "article.pdf", "article")
		file, err := os.Open(filepath.Join(dir, "article.png"))
		if err != nil {
			t.Fatal(err)
		}
		defer file.Close()
		page, err := png.Decode(file)
		if err != nil {
			t.Fatal(err)
		}
		purple := 0 // the colour of the loss
		for y := range page.Bounds().Dy() {
			for x := range page.Bounds().Dx() {
				if r, g, b, _ := page.At(x, y).RGBA(); r > g+0x2000 && b > g+0x4000 {
					purple++
				}
			}
		}
		if purple < 300 {
			t.Errorf("the page has %d pixels of the curve", purple)
		}
		if *screenshots != "" {
			runIn(t, dir, "cp", "article.png", filepath.Join(*screenshots, "example-latex.png"))
		}
	})
	t.Run("picture", func(t *testing.T) {
		t.Parallel()
		page, err := os.ReadFile(filepath.Join(example(t, "picture", widgets), "README.md"))
		if err != nil {
			t.Fatal(err)
		}
		pictures := regexp.MustCompile(`!\[(.*?)\]\((.*?)\)`).FindAllStringSubmatch(string(page), -1)
		if len(pictures) != 2 {
			t.Fatalf("%d pictures", len(pictures))
		}
		dir := t.TempDir()
		body := `<!doctype html><html lang="en"><meta charset="utf-8"><title>Pictures</title>`
		for _, m := range pictures {
			body += fmt.Sprintf(`<img alt="%s" src="%s" crossorigin="anonymous">`, m[1],
				strings.ReplaceAll(m[2], "&", "&amp;"))
		}
		write(t, dir, map[string]string{"index.html": body})
		p := openFiles(t, dir, "/", widgets)
		p.await(`[...document.images].every((i) => i.complete)`)
		if sizes := eval[string](p,
			`[...document.images].map((i) => i.naturalWidth).join(" ")`); sizes != "800 1600" {
			t.Errorf("the pictures are %s pixels wide", sizes)
		}
	})
}
