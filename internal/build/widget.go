package main

import (
	"crypto/sha512"
	"encoding/base64"
	"encoding/json"
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

// bundleWith bundles a script in which the name stands for a value.
func bundleWith(entry, name string, value any) ([]byte, error) {
	define, err := json.Marshal(value)
	if err != nil {
		return nil, err
	}
	return bundle(entry, map[string]string{name: string(define)})
}
