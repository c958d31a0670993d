package main

import (
	"bytes"
	"encoding/json"
	"go/ast"
	"go/format"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"slices"
)

// lossesFile has the losses. An element shows their names, parameters and curves.
const lossesFile = "internal/catalog/losses.go"

// unshown are the fields of a loss that no element shows, and of its parameters but switches:
// a switch' hint is its label.
var unshown = []string{"Source", "TeX", "Positive", "Negative", "Code", "Logits", "Soft", "Rule"}

// compilePlain compiles the program of plain elements, without the fields of losses that they
// do not show, which are 5 KB of the compressed program.
func compilePlain(p widgetProgram) ([]byte, error) {
	dir, err := os.MkdirTemp("", "plain-*")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	short, err := withoutUnshown(lossesFile)
	if err != nil {
		return nil, err
	}
	original, err := filepath.Abs(lossesFile)
	if err != nil {
		return nil, err
	}
	losses, overlay := filepath.Join(dir, "losses.go"), filepath.Join(dir, "overlay.json")
	replace, err := json.Marshal(map[string]any{"Replace": map[string]string{original: losses}})
	if err != nil {
		return nil, err
	}
	for file, data := range map[string][]byte{losses: short, overlay: replace} {
		if err := os.WriteFile(file, data, 0o666); err != nil {
			return nil, err
		}
	}
	p.flags = append(slices.Clone(p.flags), "-overlay="+overlay)
	return p.compileAll()
}

// withoutUnshown returns a file of losses without the fields that are unshown.
func withoutUnshown(file string) ([]byte, error) {
	files := token.NewFileSet()
	parsed, err := parser.ParseFile(files, file, nil, 0) // without comments
	if err != nil {
		return nil, err
	}
	ast.Inspect(parsed, func(n ast.Node) bool {
		literal, ok := n.(*ast.CompositeLit)
		if !ok {
			return true
		}
		drop := unshown
		if !slices.ContainsFunc(literal.Elts,
			func(e ast.Expr) bool { return isField(e, "Switch") }) {
			drop = append(slices.Clone(unshown), "Hint")
		}
		literal.Elts = slices.DeleteFunc(literal.Elts, func(e ast.Expr) bool {
			return slices.ContainsFunc(drop, func(name string) bool { return isField(e, name) })
		})
		return true
	})
	var b bytes.Buffer
	err = format.Node(&b, files, parsed)
	return b.Bytes(), err
}

// isField reports whether an element of a literal sets a field.
func isField(e ast.Expr, name string) bool {
	pair, ok := e.(*ast.KeyValueExpr)
	if !ok {
		return false
	}
	key, ok := pair.Key.(*ast.Ident)
	return ok && key.Name == name
}
