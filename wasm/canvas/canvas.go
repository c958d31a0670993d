//go:build js && wasm

// Package canvas hands the lists of package scene to the painters of web/js/painter.js. A
// painter reads a list's numbers where they are in the memory of WebAssembly: one call
// draws a layer.
package canvas

import (
	"slices"
	"strings"
	"syscall/js"
	"unsafe"

	"lossexplorer/internal/render/scene"
)

// The layers of a chart.
const (
	Rest = iota // the parts that stay while a slider moves the loss
	Moving
	layers
)

// A Painter is a painter in JavaScript.
type Painter struct {
	id    int32 // used by the program that starts this one
	js    js.Value
	texts [layers][]string // that it has
}

// New returns the painter with a number.
func New(id int, painter js.Value) *Painter { return &Painter{id: int32(id), js: painter} }

// Paint draws a list in a layer, in place of the former one.
func (p *Painter) Paint(layer int, l *scene.List) {
	// Texts cost more than all numbers, and most frames have the same.
	if !slices.Equal(p.texts[layer], l.Texts) {
		p.texts[layer] = append(p.texts[layer][:0], l.Texts...)
		p.js.Call("texts", layer, strings.Join(l.Texts, "\n"))
	}
	paint(p.id, int32(layer), unsafe.Pointer(unsafe.SliceData(l.Ops)), int32(len(l.Ops)))
}

// Size returns the size of the chart in the pixels of the layout.
func (p *Painter) Size() (width, height float64) {
	return p.js.Call("width").Float(), p.js.Call("height").Float()
}

//go:wasmimport painter paint
func paint(painter, layer int32, ops unsafe.Pointer, n int32)
