package main

import (
	"bytes"
	"crypto/sha512"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"html/template"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"strings"

	"github.com/evanw/esbuild/pkg/api"

	"lossexplorer/internal/plot"
	"lossexplorer/internal/text"
	"lossexplorer/internal/widget"
)

// The programs of the widget. The program of plain elements is as short as can be: nothing is
// inlined but where numbers are written. The whole program reads formulas and has soft labels
// and the curvature.
var (
	plainProgram = widgetProgram{"widget.wasm", "./wasm/widget",
		[]string{"-tags=widget", "-gcflags=all=-l", "-gcflags=internal/strconv="}, compilePlain}
	readerProgram = widgetProgram{"widget-reader.wasm", "./wasm/widgetformula", short,
		widgetProgram.compileAll}
)

type widgetProgram struct {
	name, pkg string
	flags     []string
	compile   func(widgetProgram) ([]byte, error)
}

func (p widgetProgram) compileAll() ([]byte, error) {
	code, err := compile(p.flags, p.pkg)
	if err != nil {
		return nil, err
	}
	return code[0], nil
}

// buildWidget writes loss-explorer.js, the element for other pages, and its programs, and
// the script once more in a folder of the release, where it stays as it is; the folder of a
// version that is not released yet has another name. former is the folder of a site with earlier
// releases, which are kept, or empty.
func buildWidget(former string, isRelease bool) error {
	urls := map[string]string{}
	for key, program := range map[string]widgetProgram{"PROGRAM_PLAIN": plainProgram,
		"PROGRAM_READER": readerProgram} {
		code, err := program.compile(program)
		if err != nil {
			return err
		}
		if urls[key], err = asset(program.name, code); err != nil {
			return err
		}
	}
	script := func(prefix string) ([]byte, error) {
		at := map[string]any{}
		for key, url := range urls {
			at[key] = prefix + url
		}
		return widgetScript(at)
	}
	moving, err := script("./")
	if err != nil {
		return err
	}
	fixed, err := script("../")
	if err != nil {
		return err
	}
	version, err := release()
	if err != nil {
		return err
	}
	if !isRelease {
		version += inTheMaking
	}
	if err := keepReleases(former, version, fixed); err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Join(dist, version), 0o777); err != nil {
		return err
	}
	integrity := fmt.Sprintf("%s/%s %s\n", version, widgetFile, integrityOf(fixed))
	return errors.Join(
		os.WriteFile(filepath.Join(dist, widgetFile), moving, 0o666),
		os.WriteFile(filepath.Join(dist, version, widgetFile), fixed, 0o666),
		os.WriteFile(filepath.Join(dist, version, "integrity.txt"), []byte(integrity), 0o666),
	)
}

const (
	widgetFile  = "loss-explorer.js"
	inTheMaking = "-dev" // ends the name of a folder whose script still changes
)

// release returns the name of the release's folder, which uses the npm package's version.
func release() (string, error) {
	data, err := os.ReadFile("web/npm/package.json")
	if err != nil {
		return "", err
	}
	var manifest struct{ Version string }
	err = json.Unmarshal(data, &manifest)
	return "v" + manifest.Version, err
}

func integrityOf(script []byte) string {
	sum := sha512.Sum384(script)
	return "sha384-" + base64.StdEncoding.EncodeToString(sum[:])
}

// programNames are the programs in a script of the widget.
var programNames = regexp.MustCompile(`assets/widget[-\w]*\.[0-9a-f]+\.wasm`)

// keepReleases copies the releases of the widget in a site built before, with the programs
// that their scripts load. A release that has been published cannot be another.
func keepReleases(former, version string, script []byte) error {
	if former == "" {
		return nil
	}
	scripts, err := fs.Glob(os.DirFS(former), "v*/"+widgetFile)
	if err != nil {
		return err
	}
	for _, name := range scripts {
		data, err := os.ReadFile(filepath.Join(former, name))
		if err != nil {
			return err
		}
		folder := path.Dir(name)
		if strings.HasSuffix(folder, inTheMaking) {
			continue
		}
		if folder == version {
			if !bytes.Equal(data, script) {
				return fmt.Errorf("%s in %s is another: raise the version in web/npm/package.json",
					name, former)
			}
			continue
		}
		files := []string{name, folder + "/integrity.txt"}
		for _, program := range programNames.FindAll(data, -1) {
			files = append(files, string(program))
		}
		for _, file := range files {
			data, err := os.ReadFile(filepath.Join(former, file))
			if err != nil {
				return err
			}
			to := filepath.Join(dist, file)
			if err := errors.Join(os.MkdirAll(filepath.Dir(to), 0o777),
				os.WriteFile(to, data, 0o666)); err != nil {
				return err
			}
		}
	}
	return nil
}

// widgetScript returns the script of the element with the addresses of its programs, which
// are literals where they are used, so that bundlers find the files.
func widgetScript(programs map[string]any) ([]byte, error) {
	return bundleWidget(elementEntry, "web/js/widget/programs-url.js", programs)
}

// inlineScript returns an entry's script with the element and the program that reads
// formulas in it, packed with gzip.
func inlineScript(entry string, packed []byte) ([]byte, error) {
	dir, err := os.MkdirTemp("", "widget-*")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	file := filepath.Join(dir, "program.gz")
	if err := os.WriteFile(file, packed, 0o666); err != nil {
		return nil, err
	}
	return bundleWidget(entry, "web/js/widget/programs-inline.js", nil, func(o *api.BuildOptions) {
		o.Alias["program.gz"] = file
		o.Loader[".gz"] = api.LoaderBase64
	})
}

// elementEntry is the module of the element alone.
const elementEntry = "web/js/widget/loss-explorer.js"

// bundleWidget bundles an entry that has the element with the module that knows its programs.
func bundleWidget(entry, programs string, values map[string]any, change ...func(*api.BuildOptions)) ([]byte, error) {
	module, err := filepath.Abs(programs)
	if err != nil {
		return nil, err
	}
	define, err := literals(values)
	if err != nil {
		return nil, err
	}
	known, err := literals(map[string]any{"WIDGET": widgetValues()})
	if err != nil {
		return nil, err
	}
	define["WIDGET"] = known["WIDGET"]
	return bundle(entry, define, append(change, func(o *api.BuildOptions) {
		o.Alias["programs"] = module
		o.Plugins = append(o.Plugins, scoped)
	})...)
}

// scoped gives Go's wasm_exec.js an object of its own in place of the page's global one.
var scoped = api.Plugin{Name: "scoped", Setup: func(b api.PluginBuild) {
	b.OnLoad(api.OnLoadOptions{Filter: `wasm_exec\.js$`},
		func(args api.OnLoadArgs) (api.OnLoadResult, error) {
			data, err := os.ReadFile(args.Path)
			if err != nil {
				return api.OnLoadResult{}, err
			}
			scope, err := filepath.Abs("web/js/widget/scope.js")
			if err != nil {
				return api.OnLoadResult{}, err
			}
			code := strings.NewReplacer("globalThis", "goScope", "\tfs.",
				"\tgoScope.fs.").Replace(string(data))
			code = fmt.Sprintf("import { goScope } from %q;\n", scope) + code
			return api.OnLoadResult{Contents: &code, Loader: api.LoaderJS}, nil
		})
}}

// widgetValues returns the attributes, texts and lines for the scripts.
func widgetValues() map[string]any {
	var names []string
	for _, a := range widget.Attributes() {
		names = append(names, a.Name)
	}
	texts := map[string]any{}
	for _, m := range text.All() {
		t := m.Widget
		texts[m.Code] = map[string]string{
			"loss": m.LossChart, "gradient": m.GradientChart, "keys": t.Keys,
			"copyFailed": m.CopyFailed, "noObject": t.NoObject,
			"menu": t.Menu, "open": t.Open, "svg": t.SaveSVG, "png": t.SavePNG,
			"csv": t.SaveCSV, "html": t.CopyHTML,
		}
	}
	type line struct {
		Dash  string  `json:"dash"`
		Width float64 `json:"width"`
	}
	lines := make([]line, plot.Lines)
	for i := range lines {
		lines[i].Width = 2
		switch {
		case i == plot.CrossPos || i == plot.CrossNeg:
			lines[i].Dash = "8 4"
		case i == plot.WrongPos || i == plot.WrongNeg:
			lines[i].Dash = "2 2"
		case i >= plot.Family:
			lines[i].Width = 1
		case i >= plot.Pinned:
			lines[i].Width = 1.5
			if (i-plot.Pinned)%2 == 1 {
				lines[i].Dash = "2 2"
			}
		}
	}
	return map[string]any{
		"attributes": names, "sliders": widget.DefaultSliders, "texts": texts,
		"points": plot.Points, "moving": plot.Moving, "lines": lines,
	}
}

// The grid of elements is a script of its own, since most pages have none.
const (
	gridEntry = "web/js/widget/grid.js"
	gridFile  = "loss-explorer-grid.js"
)

// buildEmbed writes the files around the widget: embed.html for frames, which uses the
// widget, the script of the pages around the frames, and the script of grids.
func buildEmbed() error {
	page, err := template.ParseFiles("web/embed.html")
	if err != nil {
		return err
	}
	data := map[string]any{"T": text.For("en"), "Zh": text.For("zh")}
	define, err := literals(map[string]any{"EMBED": embedValues()})
	if err != nil {
		return err
	}
	for name, entry := range map[string]string{"JS": "web/js/widget/embed.js",
		"CSS": "web/js/widget/embed.css"} {
		code, err := bundle(entry, define)
		if err != nil {
			return err
		}
		if data[name], err = asset(path.Base(entry), code); err != nil {
			return err
		}
	}
	var b bytes.Buffer
	if err := page.Execute(&b, data); err != nil {
		return err
	}
	// A classic script or a module: old pages have the one and the other.
	frames, err := bundle("web/js/widget/frames.js", nil,
		func(o *api.BuildOptions) { o.Format = api.FormatIIFE })
	if err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(dist, "loss-explorer-frames.js"), frames,
		0o666); err != nil {
		return err
	}
	grid, err := bundle(gridEntry, nil)
	if err != nil {
		return err
	}
	return errors.Join(
		os.WriteFile(filepath.Join(dist, gridFile), grid, 0o666),
		os.WriteFile(filepath.Join(dist, "embed.html"), b.Bytes(), 0o666),
	)
}

// embedValues returns the names that the address of the page for frames can have, and the
// message on others.
func embedValues() map[string]any {
	said := map[string]string{}
	for _, m := range text.All() {
		said[m.Code] = m.Widget.NoAttribute
	}
	return map[string]any{"page": widget.PageKeys(), "host": widget.HostNames(), "unknown": said}
}

// literals are the values as JavaScript.
func literals(values map[string]any) (map[string]string, error) {
	define := map[string]string{}
	for name, value := range values {
		literal, err := json.Marshal(value)
		if err != nil {
			return nil, err
		}
		define[name] = string(literal)
	}
	return define, nil
}
