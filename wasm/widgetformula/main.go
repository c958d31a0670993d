//go:build js && wasm

// Command widgetformula is the program behind <loss-explorer> elements of a page with one that
// is not plain: that of the others with Go's parser, soft labels and the curvature.
package main

import (
	"lossexplorer/internal/formula/compile"
	"lossexplorer/internal/state"
	"lossexplorer/wasm/widgetcore"
)

func main() {
	widgetcore.Run(compile.Query, func(func(string) (string, bool), state.State) error { return nil })
}
