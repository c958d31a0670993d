package main

import (
	"bytes"
	"crypto/sha512"
	"encoding/base64"
	"encoding/json"
	"html/template"
	"log"
	"os"
	"path"
	"path/filepath"
	"slices"

	"lossexplorer/internal/chart"
	"lossexplorer/internal/explore"
	"lossexplorer/internal/text"
	"lossexplorer/losscore"
)

// buildWidget writes loss-explorer.js, the element for other pages, and what it
// loads when it is first seen: the engine and its program. Only the former's name
// stays the same in all versions.
func buildWidget() error {
	program, err := compile("./wasm/widget", short...)
	if err != nil {
		return err
	}
	wasm, err := asset("widget.wasm", program)
	if err != nil {
		return err
	}
	options := map[string]json.RawMessage{}
	for name, spec := range chart.Specs(text.All()[0]) {
		if options[name], err = spec.Option(); err != nil {
			return err
		}
	}
	script, err := bundleWith("web/js/widget/engine.js", "ENGINE", map[string]any{
		"wasm":    "./" + path.Base(wasm), // beside the engine
		"options": options,
		"moving":  explore.Moving,
		"points":  explore.Points,
	})
	if err != nil {
		return err
	}
	engine, err := asset("engine.js", script)
	if err != nil {
		return err
	}
	var names []string
	for _, k := range losscore.Kinds() {
		for _, p := range k.Params {
			if !slices.Contains(names, p.Name) {
				names = append(names, p.Name)
			}
		}
	}
	script, err = bundleWith("web/js/widget/loss-explorer.js", "WIDGET", map[string]any{
		"parameters": names,
		"engine":     "./" + engine,
	})
	if err != nil {
		return err
	}
	sum := sha512.Sum384(script)
	log.Printf("loss-explorer.js: integrity sha384-%s", base64.StdEncoding.EncodeToString(sum[:]))
	return os.WriteFile(filepath.Join(dist, "loss-explorer.js"), script, 0o666)
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

// bundleWith bundles a script in which the name stands for a value.
func bundleWith(entry, name string, value any) ([]byte, error) {
	define, err := json.Marshal(value)
	if err != nil {
		return nil, err
	}
	return bundle(entry, map[string]string{name: string(define)})
}
