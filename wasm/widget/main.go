//go:build js && wasm

// Command widget is the program behind all plain <loss-explorer> elements of a page: without
// formula, soft label and curvature, which it refuses, see package widgetcore.
package main

import (
	"lossexplorer/internal/state"
	"lossexplorer/internal/text"
	"lossexplorer/internal/widget"
	"lossexplorer/wasm/widgetcore"
)

func main() {
	widgetcore.Run(func(_ *text.Messages, get func(string) (string, bool)) (func(string) (string, bool), []state.Problem) {
		return get, nil
	}, widget.CheckPlain)
}
