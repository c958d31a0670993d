//go:build js && wasm

// Command widget is the program behind all <loss-explorer> elements of a page that have
// no formula, see package element.
package main

import (
	"lossexplorer/internal/params"
	"lossexplorer/internal/text"
	"lossexplorer/wasm/element"
)

func main() {
	element.Run(func(_ *text.Messages, get func(string) (string, bool)) (func(string) (string, bool), []params.Problem) {
		return get, nil
	})
}
