package main

import (
	"bytes"
	"crypto/sha512"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"html/template"
	"log"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"lossexplorer/internal/catalog"
	"lossexplorer/internal/plot"
	"lossexplorer/internal/render/chart"
	"lossexplorer/internal/text"
)

// buildWidget writes loss-explorer.js, the element for other pages, and what it
// loads when it is first seen. Only the former's name stays the same in all
// versions.
func buildWidget() error {
	script, err := widget(true, func(name string, data []byte) (string, error) {
		url, err := asset(name, data)
		return "./" + url, err
	})
	if err != nil {
		return err
	}
	sum := sha512.Sum384(script)
	log.Printf("loss-explorer.js: integrity sha384-%s", base64.StdEncoding.EncodeToString(sum[:]))
	return os.WriteFile(filepath.Join(dist, "loss-explorer.js"), script, 0o666)
}

// buildPackage writes the folder of the npm package: the same element, for bundlers.
func buildPackage(dir string) error {
	if err := os.CopyFS(dir, os.DirFS("web/npm")); err != nil {
		return err
	}
	license, err := os.ReadFile("LICENSE")
	if err != nil {
		return err
	}
	write := func(name string, data []byte) error { return os.WriteFile(filepath.Join(dir, name), data, 0o666) }
	if err := write("LICENSE", license); err != nil {
		return err
	}
	types, err := os.ReadFile("web/npm/loss-explorer.d.ts")
	if err != nil {
		return err
	}
	var properties strings.Builder
	for _, p := range allParams() {
		name := camel(p.Name)
		fmt.Fprintf(&properties, "  /** %s */\n  get %s(): Attribute;\n  set %s(value: Settable);\n", p.Hint.English, name, name)
	}
	types = bytes.Replace(types, []byte("  /* The build puts the parameters of the losses here. */\n"), []byte(properties.String()), 1)
	if err := write("loss-explorer.d.ts", types); err != nil {
		return err
	}
	script, err := widget(false, func(name string, data []byte) (string, error) { return "./" + name, write(name, data) })
	if err != nil {
		return err
	}
	all, err := components()
	if err != nil {
		return err
	}
	shipped := slices.DeleteFunc(all, func(c component) bool { return !c.InPage })
	return errors.Join(write("loss-explorer.js", script), write(noticesFile, notices(shipped)))
}

// widget returns the script of the element, and puts the engine and its program,
// which the script loads, where put returns their addresses. pictures is whether the
// place the script comes from draws pictures for the time before.
//
// Both addresses are literals where they are used, so that bundlers find the files.
func widget(pictures bool, put func(name string, data []byte) (string, error)) (script []byte, err error) {
	var wasm [2]string
	for i, program := range [...]struct{ name, from string }{{"widget.wasm", "./wasm/widget"}, {"widget-reader.wasm", "./wasm/widgetformula"}} {
		code, err := compile(program.from, short...)
		if err != nil {
			return nil, err
		}
		if wasm[i], err = put(program.name, code); err != nil {
			return nil, err
		}
	}
	options := map[string]json.RawMessage{}
	for name, spec := range chart.Specs(text.All()[0]) {
		if options[name], err = spec.Option(); err != nil {
			return nil, err
		}
	}
	code, err := bundleWith("web/js/widget/engine.js", map[string]any{
		"ENGINE":        map[string]any{"options": options, "moving": plot.Moving, "points": plot.Points},
		"ENGINE_WASM":   "./" + path.Base(wasm[0]), // beside the engine
		"ENGINE_READER": "./" + path.Base(wasm[1]),
	})
	if err != nil {
		return nil, err
	}
	engine, err := put("engine.js", code)
	if err != nil {
		return nil, err
	}
	var names []string
	for _, p := range allParams() {
		names = append(names, p.Name)
	}
	return bundleWith("web/js/widget/loss-explorer.js", map[string]any{
		"WIDGET":        map[string]any{"parameters": names, "pictures": pictures},
		"WIDGET_ENGINE": engine,
	})
}

// camel is the name of the property for a parameter.
func camel(name string) string {
	words := strings.Split(name, "_")
	for i, w := range words[1:] {
		words[i+1] = strings.ToUpper(w[:1]) + w[1:]
	}
	return strings.Join(words, "")
}

// allParams are the parameters of all losses, each once.
func allParams() (all []catalog.Param) {
	for _, k := range catalog.Kinds() {
		for _, p := range k.Params {
			if !slices.ContainsFunc(all, func(q catalog.Param) bool { return q.Name == p.Name }) {
				all = append(all, p)
			}
		}
	}
	return all
}

// buildEmbed writes what shows the widget in frames: embed.html, which needs the
// widget, and the script of the pages around the frames.
func buildEmbed() error {
	page, err := template.ParseFiles("web/embed.html")
	if err != nil {
		return err
	}
	data := map[string]any{"T": text.For("en"), "Zh": text.For("zh")}
	for name, entry := range map[string]string{"JS": "web/js/widget/embed.js", "CSS": "web/js/widget/embed.css"} {
		code, err := bundle(entry, nil)
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
	frames, err := bundle("web/js/widget/frames.js", nil)
	if err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(dist, "loss-explorer-frames.js"), frames, 0o666); err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(dist, "embed.html"), b.Bytes(), 0o666)
}

// bundleWith bundles a script in which names stand for values.
func bundleWith(entry string, values map[string]any) ([]byte, error) {
	define := map[string]string{}
	for name, value := range values {
		literal, err := json.Marshal(value)
		if err != nil {
			return nil, err
		}
		define[name] = string(literal)
	}
	return bundle(entry, define)
}
