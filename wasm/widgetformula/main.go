//go:build js && wasm

// Command widgetformula is the program behind the <loss-explorer> elements of a page if one of
// them is not plain. It is the program of plain elements with Go's parser, soft labels and the
// curvature.
package main

import (
	"lossexplorer/internal/formula/compile"
	"lossexplorer/internal/state"
	"lossexplorer/wasm/widgetcore"
)

func main() {
	widgetcore.Run(compile.Query, func(func(string) (string, bool), state.State) error { return nil })
}
