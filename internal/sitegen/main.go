// Command sitegen makes web/dist, all that the explorer's page consists of: it
// compiles wasm/ and bundles web/js and web/css under content-hashed names,
// renders web/page.html with web/panels in every language around them, writes the
// service worker that keeps all this offline, and compresses each file for the
// server. It runs in the module's root.
package main

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"flag"
	"fmt"
	"io"
	"io/fs"
	"log"
	"maps"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"runtime"
	"slices"
	"strings"

	"github.com/andybalholm/brotli"
	"github.com/evanw/esbuild/pkg/api"
	"golang.org/x/sync/errgroup"

	"lossexplorer/internal/hide"
)

const dist = "web/dist"

// short are the flags of the program that the first visit waits for: nothing is
// inlined but where the points of the curves are computed and numbers are written,
// which makes it 6 % shorter.
var short = []string{"-gcflags=all=-l", "-gcflags=lossexplorer/losscore=", "-gcflags=math=",
	"-gcflags=strconv=", "-gcflags=internal/strconv="}

func main() {
	log.SetFlags(0)
	log.SetPrefix("sitegen: ")
	offline := flag.Bool("offline", true,
		"keep the page in browsers for visits without a network; false removes what they keep")
	small := flag.Bool("small", false,
		"compress as far as can be, which takes minutes: for what others download")
	npm := flag.String("npm", "",
		"make the npm package of the widget in this `folder`, and nothing else")
	python := flag.String("wheel", "", "make the Python package in this `folder`, and nothing else")
	modules := flag.String("scorm", "",
		"make the modules for learning management systems in this `folder`, and nothing else")
	release := flag.Bool("release", false,
		"make a release, whose script of the widget never changes; without it the folder is named as one in the making")
	former := flag.String("former", "",
		"keep the releases of the widget in this `folder`, a site built before")
	flag.Parse()
	var err error
	if *npm != "" {
		err = buildPackage(*npm)
	} else if *python != "" {
		err = buildWheel(*python)
	} else if *modules != "" {
		err = buildModules(*modules)
	} else {
		err = build(*offline, *small, *release, *former)
	}
	if err != nil {
		log.Fatal(err)
	}
}

func build(offline, small, release bool, former string) error {
	if err := clean(); err != nil {
		return err
	}
	var a assets
	var classroom string // the address of that page's program
	var err error
	var programs errgroup.Group
	for _, like := range []struct {
		flags    []string
		programs []program
	}{
		{short, []program{{"explorer.wasm", "./wasm/explorer", &a.Wasm}}},
		{nil, []program{
			{"lab.wasm", "./wasm/panels", &a.Lab},
			{"formula.wasm", "./wasm/formula", &a.Formula},
			{"data.wasm", "./wasm/predictions", &a.Data},
			{"report.wasm", "./wasm/report", &a.Reporter},
			{"classroom.wasm", "./wasm/classroom", &classroom},
		}},
	} {
		programs.Go(func() error { return buildPrograms(like.flags, like.programs) })
	}
	if err := programs.Wait(); err != nil {
		return err
	}
	var docsCSS, articleCSS, articleJS, referenceJS, classroomCSS, classroomJS string
	for entry, url := range map[string]*string{"web/css/docs.css": &docsCSS,
		"web/css/article.css": &articleCSS, "web/js/reference.js": &referenceJS,
		"web/css/classroom.css": &classroomCSS, "web/js/classroom.js": &classroomJS,
		"web/js/article.js": &articleJS, "web/js/main.js": &a.JS, "web/js/editor.js": &a.Editor,
		"web/js/theme.js": &a.Theme, "web/css/main.css": &a.CSS, "web/js/report.js": &a.Report,
		"web/js/worker/reader.js": &a.Reader, "web/js/worker/parquet.js": &a.Parquet} {
		code, err := bundle(entry, nil)
		if err != nil {
			return err
		}
		if *url, err = asset(path.Base(entry), code); err != nil {
			return err
		}
	}
	if a.Fonts, err = filesOf("assets/*.woff2"); err != nil {
		return err
	}
	if err := buildIcons(); err != nil {
		return err
	}
	if err := renderDocs(docsCSS, a.Theme); err != nil {
		return err
	}
	if err := renderReference(docsCSS, a.Theme, referenceJS); err != nil {
		return err
	}
	if err := renderArticle(articleCSS, articleJS, a.Theme); err != nil {
		return err
	}
	if err := renderClassroom(classroomCSS, classroomJS, a.Theme, classroom); err != nil {
		return err
	}
	if err := buildWidget(former, release); err != nil {
		return err
	}
	if err := buildEmbed(); err != nil {
		return err
	}
	if err := buildFonts(); err != nil {
		return err
	}
	sample, err := os.ReadFile("internal/predict/sample/satellite.csv")
	if err != nil {
		return err
	}
	if a.Sample, err = asset("satellite.csv", sample); err != nil {
		return err
	}
	// All bundles are made but the worker's, which uses no third-party code.
	all, err := components()
	if err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(dist, noticesFile), notices(all), 0o666); err != nil {
		return err
	}
	pages, err := renderPages(a, all)
	if err != nil {
		return err
	}
	version := ""
	var kept, later []string // with the worker, and when first used
	if offline {
		if version, err = versionOf(pages); err != nil {
			return err
		}
		kept, later = append([]string{a.Wasm, a.JS, a.Theme, a.CSS}, a.Fonts...),
			[]string{a.Lab, a.Formula, a.Editor, a.Data, a.Reader, a.Parquet, a.Sample, a.Report,
				a.Reporter}
	}
	for name, page := range pages {
		page = bytes.ReplaceAll(page, []byte(versionMark), []byte(version))
		if err := os.WriteFile(filepath.Join(dist, name), page, 0o666); err != nil {
			return err
		}
		if offline {
			kept = append(kept, name)
		}
	}
	if err := writeWorker(version, kept, later); err != nil {
		return err
	}
	return compress(small)
}

// clean empties dist but for the file that keeps the folder in git.
func clean() error {
	entries, err := os.ReadDir(dist)
	if err != nil {
		return err
	}
	for _, e := range entries {
		if e.Name() == ".gitignore" {
			continue
		}
		if err := os.RemoveAll(filepath.Join(dist, e.Name())); err != nil {
			return err
		}
	}
	return os.MkdirAll(filepath.Join(dist, "assets"), 0o777)
}

// A program is a Go command of the page.
type program struct {
	name, pkg string
	url       *string // of its asset
}

// buildPrograms compiles commands with the same flags and writes them as assets.
func buildPrograms(flags []string, programs []program) error {
	var pkgs []string
	for _, p := range programs {
		pkgs = append(pkgs, p.pkg)
	}
	code, err := compile(flags, pkgs...)
	if err != nil {
		return err
	}
	for i, p := range programs {
		if *p.url, err = asset(p.name, code[i]); err != nil {
			return err
		}
	}
	return nil
}

// compile returns Go commands compiled to WebAssembly by one call of the go tool, which
// compiles the packages that they share once. The newer garbage collector, made for many
// cores, is left out: it is 10 KB of a compressed program.
func compile(flags []string, pkgs ...string) ([][]byte, error) {
	dir, err := os.MkdirTemp("", "programs-*")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	cmd := exec.Command("go", slices.Concat([]string{"build", "-trimpath", "-ldflags=-s -w"},
		flags, []string{"-o", dir + string(filepath.Separator)}, pkgs)...)
	cmd.Env = append(os.Environ(), "GOOS=js", "GOARCH=wasm", "GOEXPERIMENT=nogreenteagc")
	cmd.Stderr = os.Stderr
	if err := cmd.Run(); err != nil {
		return nil, fmt.Errorf("compiling %s: %w", strings.Join(pkgs, ", "), err)
	}
	code := make([][]byte, len(pkgs))
	for i, pkg := range pkgs {
		linked, err := os.ReadFile(filepath.Join(dir, path.Base(pkg)))
		if err != nil {
			return nil, err
		}
		if code[i], err = joinSegments(linked); err != nil {
			return nil, fmt.Errorf("%s: %w", pkg, err)
		}
	}
	return code, nil
}

// goroot returns where the Go installation is, which has the JavaScript that
// runs WebAssembly.
func goroot() (string, error) {
	out, err := exec.Command("go", "env", "GOROOT").Output()
	return strings.TrimSpace(string(out)), err
}

// bundled holds the folders of the npm packages that are in a bundle, in part or in whole.
var bundled = map[string]bool{}

// bundle returns a script or style sheet with all it imports, minified; define
// has JavaScript for names in it.
func bundle(entry string, define map[string]string, change ...func(*api.BuildOptions)) ([]byte, error) {
	root, err := goroot()
	if err != nil {
		return nil, err
	}
	loaders := map[string]api.Loader{".woff2": api.LoaderFile}
	if path.Ext(entry) == ".js" {
		loaders[".css"] = api.LoaderText // of the widget, which takes it into its shadow tree
	}
	defines := map[string]string{"process.env.NODE_ENV": `"production"`}
	maps.Copy(defines, define)
	options := api.BuildOptions{
		EntryPoints:       []string{entry},
		Bundle:            true,
		Format:            api.FormatESModule,
		Target:            api.ES2022,
		MinifyWhitespace:  true,
		MinifyIdentifiers: true,
		MinifySyntax:      true,
		LegalComments:     api.LegalCommentsNone, // see noticesFile
		Metafile:          true,
		Alias: map[string]string{"wasm_exec": filepath.Join(root, "lib", "wasm",
			"wasm_exec.js")},
		Define:     defines,
		Loader:     loaders,
		Outdir:     filepath.Join(dist, "assets"),
		AssetNames: "[name].[hash]",
		Plugins:    []api.Plugin{hiddenParts()},
		LogLevel:   api.LogLevelWarning,
	}
	for _, f := range change {
		f(&options)
	}
	result := api.Build(options)
	if len(result.Errors) > 0 {
		return nil, errors.New(entry + ": " + result.Errors[0].Text)
	}
	var code []byte
	for _, file := range result.OutputFiles {
		if path.Ext(file.Path) == path.Ext(entry) {
			code = file.Contents
		} else if err := os.WriteFile(file.Path, file.Contents, 0o666); err != nil { // a font of the style sheet
			return nil, err
		}
	}
	return code, addPackages(bundled, result.Metafile)
}

// hiddenParts makes the style sheets that hide what an address names.
func hiddenParts() api.Plugin {
	pages := map[string]hide.Page{"hidden-in-explorer": hide.Explorer,
		"hidden-in-classroom": hide.Classroom}
	return api.Plugin{Name: "hidden parts", Setup: func(build api.PluginBuild) {
		const name = "hidden"
		build.OnResolve(api.OnResolveOptions{Filter: "^hidden-in-"},
			func(a api.OnResolveArgs) (api.OnResolveResult, error) {
				return api.OnResolveResult{Path: a.Path, Namespace: name}, nil
			})
		build.OnLoad(api.OnLoadOptions{Filter: ".*", Namespace: name},
			func(a api.OnLoadArgs) (api.OnLoadResult, error) {
				page, ok := pages[a.Path]
				if !ok {
					return api.OnLoadResult{}, fmt.Errorf("there is no style sheet %s", a.Path)
				}
				rules := hide.CSS(page)
				return api.OnLoadResult{Contents: &rules, Loader: api.LoaderCSS}, nil
			})
	}}
}

// filesOf returns the files of dist that a pattern matches, as URLs relative to the page.
func filesOf(pattern string) ([]string, error) {
	files, err := filepath.Glob(filepath.Join(dist, filepath.FromSlash(pattern)))
	for i, file := range files {
		files[i] = filepath.ToSlash(strings.TrimPrefix(file, dist+string(filepath.Separator)))
	}
	return files, err
}

// asset writes data under a name that carries its hash, and returns the URL
// relative to the page.
func asset(name string, data []byte) (string, error) {
	sum := sha256.Sum256(data)
	ext := path.Ext(name)
	url := "assets/" + strings.TrimSuffix(name, ext) + "." + hex.EncodeToString(sum[:6]) + ext
	return url, os.WriteFile(filepath.Join(dist, filepath.FromSlash(url)), data, 0o666)
}

// compress writes FILE.br and FILE.gz beside every file: quickly, or as small as
// can be.
func compress(small bool) error {
	var files errgroup.Group
	files.SetLimit(runtime.GOMAXPROCS(0))
	err := filepath.WalkDir(dist, func(name string, e fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case strings.HasPrefix(e.Name(), "."): // nothing that is served
			if e.IsDir() {
				return fs.SkipDir
			}
		case !e.IsDir():
			files.Go(func() error { return compressFile(name, small) })
		}
		return nil
	})
	return errors.Join(err, files.Wait())
}

func compressFile(name string, small bool) error {
	data, err := os.ReadFile(name)
	if err != nil {
		return err
	}
	quality, level := 4, gzip.BestSpeed
	if small {
		quality, level = brotli.BestCompression, gzip.BestCompression
	}
	zip, _ := gzip.NewWriterLevel(nil, level) // fails for unknown levels only
	for ext, w := range map[string]interface {
		io.WriteCloser
		Reset(io.Writer)
	}{
		".br": brotli.NewWriterOptions(nil, brotli.WriterOptions{Quality: quality, LGWin: 24}),
		".gz": zip,
	} {
		var b bytes.Buffer
		w.Reset(&b)
		if _, err := w.Write(data); err != nil {
			return err
		}
		if err := w.Close(); err != nil {
			return err
		}
		if err := os.WriteFile(name+ext, b.Bytes(), 0o666); err != nil {
			return err
		}
	}
	return nil
}
