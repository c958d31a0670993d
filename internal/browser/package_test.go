package browser

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
	"github.com/evanw/esbuild/pkg/api"

	"lossexplorer/internal/widget"
)

// runIn runs a program in a folder and returns its output.
func runIn(t *testing.T, dir, name string, args ...string) string {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), name, args...)
	cmd.Dir = dir
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%s %s: %v\n%s", name, strings.Join(args, " "), err, out)
	}
	return string(out)
}

// root is the module's.
const root = "../.."

// tool is the path of a program in the node_modules of a folder.
func tool(t *testing.T, folder, name string) string {
	t.Helper()
	path, err := filepath.Abs(filepath.Join(folder, "node_modules/.bin", name))
	if err != nil {
		t.Fatal(err)
	}
	return path
}

// write writes files, by their names, into a folder.
func write(t *testing.T, dir string, files map[string]string) {
	t.Helper()
	for name, content := range files {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(content), 0o666); err != nil {
			t.Fatal(err)
		}
	}
}

// The npm package, packed, installed into a new Vite project, type-checked and
// built, shows the curves; below a path too.
func TestPackage(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	runIn(t, root, "go", "run", "./internal/sitegen", "-npm", filepath.Join(dir, "package"))
	runIn(t, dir, "npm", "pack", "./package")
	packed, err := filepath.Glob(filepath.Join(dir, "loss-explorer-*.tgz"))
	if err != nil || len(packed) != 1 {
		t.Fatalf("packed: %v %v", packed, err)
	}
	project := filepath.Join(dir, "project")
	write(t, project, map[string]string{
		"package.json":  `{ "name": "docs", "private": true, "type": "module" }`,
		"tsconfig.json": `{ "compilerOptions": { "strict": true, "noEmit": true, "target": "es2022", "module": "esnext", "moduleResolution": "bundler", "lib": ["es2022", "dom"], "types": [] }, "include": ["main.ts"] }`,
		"index.html": `<!doctype html><html lang="en"><meta charset="utf-8"><title>Docs</title><link rel="icon" href="data:,">
<loss-explorer gamma="3" class="both"></loss-explorer><script type="module" src="./main.ts"></script></html>`,
		"main.ts": `import { LossExplorer } from "loss-explorer";
const element = document.querySelector("loss-explorer");
if (!(element instanceof LossExplorer)) throw new Error("the element is not defined");
element.alpha = 0.5;
element.addEventListener("ready", (e) => { document.title = e.detail.gamma; });
`,
	})
	runIn(t, project, "npm", "install", "--offline", "--no-audit", "--no-fund", packed[0])
	runIn(t, project, tool(t, root+"/web", "tsc"), "-p", ".")
	runIn(t, project, tool(t, examples, "vite"), "build", "--base", "./")

	built := http.FileServerFS(os.DirFS(filepath.Join(project, "dist")))
	server := httptest.NewServer(http.StripPrefix("/docs",
		http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Security-Policy",
				"default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'; img-src data:")
			built.ServeHTTP(w, r)
		})))
	t.Cleanup(server.Close)
	p := open(t, server, "/docs/")
	p.wantWidget("loss-explorer",
		with(t, "gamma", "3", "class", "both", "balanced", "1", "alpha", "0.5"))
	if title := eval[string](p, "document.title"); title != "3" {
		t.Errorf("the event ready told gamma %q", title)
	}

	// A server may import it, where there are no elements.
	runIn(t, project, "node", "--input-type=module", "--eval",
		`for (const name of ["", "/react", "/grid", "/inline"]) await import("loss-explorer" + name);
		if ("Go" in globalThis || "HTMLElement" in globalThis) throw new Error("it leaves names")`)

	// esbuild copies no program; it is within. A classic script is what it makes unless told.
	for folder, format := range map[string]api.Format{"module": api.FormatESModule,
		"classic": api.FormatDefault} {
		kind := map[api.Format]string{api.FormatESModule: `type="module"`,
			api.FormatDefault: "defer"}[format]
		write(t, project, map[string]string{"inline.js": `import "loss-explorer/inline";`,
			folder + "/index.html": `<!doctype html><html lang="en"><meta charset="utf-8"><title>Docs</title><link rel="icon" href="data:,"><loss-explorer gamma="3"></loss-explorer><script ` + kind + ` src="inline.js"></script></html>`})
		inlined := api.Build(api.BuildOptions{
			EntryPoints: []string{filepath.Join(project, "inline.js")},
			Bundle:      true, Format: format, Outdir: filepath.Join(project, folder), Write: true})
		if len(inlined.Errors) > 0 {
			t.Fatalf("%v", inlined.Errors)
		}
		openFiles(t, filepath.Join(project, folder), "/", "").wantWidget("loss-explorer",
			with(t, "gamma", "3"))
	}

	typed := filepath.Join(dir, "typed")
	linkEntries(t, filepath.Join(examples, "node_modules"), filepath.Join(typed, "node_modules"))
	if err := os.CopyFS(filepath.Join(typed, "node_modules", "loss-explorer"),
		os.DirFS(filepath.Join(dir, "package"))); err != nil {
		t.Fatal(err)
	}
	const right, wrong = `gamma={2} label="both" sliders="gamma" onchange={(e) => e.detail.gamma.trim()}`, `gama={2}`
	files := map[string]string{"tsconfig.json": `{ "compilerOptions": { "strict": true, "noEmit": true, "target": "es2022", "module": "esnext", "moduleResolution": "bundler", "lib": ["es2022", "dom", "dom.iterable"], "types": [], "jsx": "react-jsx", "skipLibCheck": true } }`}
	for name, form := range map[string]string{
		"react.tsx": `/** @jsxImportSource react */
import "loss-explorer/react";
export const element = <loss-explorer %s className="wide" />;`,
		"preact.tsx": `/** @jsxImportSource preact */
import "loss-explorer/preact";
export const element = <loss-explorer %s class="wide" />;`,
		"svelte.ts": `import "loss-explorer/svelte";
import type { SvelteHTMLElements } from "svelte/elements";
export const props: SvelteHTMLElements["loss-explorer"] = { %s, class: "wide" };`,
		"vue.ts": `import "loss-explorer/vue";
import type { GlobalComponents } from "vue";
export const props: InstanceType<GlobalComponents["loss-explorer"]>["$props"] = { %s };`,
	} {
		set := [2]string{right, wrong}
		if strings.HasSuffix(name, ".ts") {
			set = [2]string{`gamma: 2, label: "both", onchange: (e) => e.detail.gamma.trim()`, `gama: 2`}
		}
		if name == "vue.ts" {
			set[0] = strings.Replace(set[0], "onchange", "onChange", 1)
		}
		files[name] = fmt.Sprintf(form, set[0])
		files["wrong-"+name] = fmt.Sprintf(form, set[1])
	}
	write(t, typed, files)
	tsc := exec.CommandContext(t.Context(), tool(t, root+"/web", "tsc"), "-p", ".")
	tsc.Dir = typed
	said, err := tsc.CombinedOutput()
	said = append([]byte("\n"), said...)
	if err == nil {
		t.Error("the types know an attribute gama")
	}
	for name := range files {
		isWrong := strings.HasPrefix(name, "wrong-")
		if got := strings.Contains(string(said), "\n"+name+"("); name != "tsconfig.json" && got != isWrong {
			t.Errorf("%s is refused: %t\n%s", name, got, said)
		}
	}

	for _, s := range []packaged{
		{"vite-react", []string{tool(t, examples, "vite"), "build"}, "dist", "button"},
		{"vite-vue", []string{tool(t, examples, "vite"), "build"}, "dist", "button"},
		{"vite-svelte", []string{tool(t, examples, "vite"), "build"}, "dist", "button"},
		{"parcel", []string{tool(t, examples, "parcel"), "build", "--no-cache",
			"index.html"}, "dist",
			"button"},
		{"rollup", []string{tool(t, examples, "rollup"), "-c"}, "site", "button"},
	} {
		t.Run(s.name, func(t *testing.T) {
			t.Parallel()
			work := example(t, s.name, "")
			modules := filepath.Join(work, "node_modules")
			if err := os.Remove(modules); err != nil { // a link
				t.Fatal(err)
			}
			linkEntries(t, filepath.Join(examples, "node_modules"), modules)
			if err := os.Symlink(filepath.Join(dir, "package"), filepath.Join(modules, "loss-explorer")); err != nil {
				t.Fatal(err)
			}
			p := s.open(t, work)
			// A slider's change comes back through the framework's state.
			p.do(`document.querySelector("loss-explorer").shadowRoot.querySelector("input").focus()`)
			p.press(kb.ArrowRight)
			p.await(`document.querySelector("output").textContent === "2.05" && document.querySelector("loss-explorer").values.gamma === "2.05"`)
		})
	}

	// Editors know every attribute by these.
	for _, name := range []string{"custom-elements.json", "html-data.json"} {
		data, err := os.ReadFile(filepath.Join(project, "node_modules/loss-explorer", name))
		if err != nil {
			t.Fatal(err)
		}
		var of struct {
			Modules []struct {
				Declarations []struct{ Attributes []struct{ Name string } }
			}
			Tags []struct {
				Name       string
				Attributes []struct{ Name string }
			}
		}
		if err := json.Unmarshal(data, &of); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		known := map[string]bool{}
		for _, m := range of.Modules {
			for _, d := range m.Declarations {
				for _, a := range d.Attributes {
					known[a.Name] = true
				}
			}
		}
		for _, tag := range of.Tags {
			for _, a := range tag.Attributes {
				known[a.Name] = true
			}
		}
		for _, a := range widget.Attributes() {
			if !known[a.Name] {
				t.Errorf("%s lacks %s", name, a.Name)
			}
		}
	}

	// The types know every attribute.
	types, err := os.ReadFile(filepath.Join(project,
		"node_modules/loss-explorer/loss-explorer.d.ts"))
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range eval[[]string](p,
		`[...customElements.get("loss-explorer").observedAttributes].filter((n) => n !== "lang" && n !== "class").map((n) => n.replace(/-(.)/g, (_, c) => c.toUpperCase()))`) {
		if !strings.Contains(string(types), "get "+name+"(): string | null;") {
			t.Errorf("the types lack %s", name)
		}
	}
}

// A packaged site is a recipe that imports the npm package.
type packaged struct {
	name   string
	build  []string // the command, in the site's folder
	folder string   // of the result
	toggle string   // of the page: it turns light to dark
}

// open builds the site in dir and opens it, with the curves painted and the theme followed.
func (s packaged) open(t *testing.T, dir string) *tab {
	t.Helper()
	runIn(t, dir, s.build[0], s.build[1:]...)
	p := openFiles(t, filepath.Join(dir, s.folder), "/", "")
	p.wantWidget("loss-explorer", with(t, "balanced", "1"))
	p.wantCurves()
	p.picture("example-"+s.name, chromedp.FullScreenshot(100))
	p.wantFollows(s.toggle)
	p.picture("example-"+s.name+"-dark", chromedp.FullScreenshot(100))
	return p
}

// linkEntries makes a folder with links to all that another has.
func linkEntries(t *testing.T, from, to string) {
	t.Helper()
	from, err := filepath.Abs(from)
	if err != nil {
		t.Fatal(err)
	}
	entries, err := os.ReadDir(from)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.MkdirAll(to, 0o777); err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if err := os.Symlink(filepath.Join(from, e.Name()), filepath.Join(to, e.Name())); err != nil {
			t.Fatal(err)
		}
	}
}
