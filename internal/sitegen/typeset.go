package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"html/template"
	"os"
	"os/exec"
	"regexp"
	"strings"

	"lossexplorer/internal/catalog"
	"lossexplorer/internal/plot"
	"lossexplorer/internal/state"
)

var placeholder = regexp.MustCompile("<([a-z_]+)>")

// formulasOf returns the formulas of each kind in TeX: in terms of p_t, for
// y = 1 and for y = 0, the latter two with the numbers of the default state.
func formulasOf(kinds []*catalog.Kind) []string {
	var tex []string
	for _, k := range kinds {
		s, err := state.Default().With(state.LossKey, k.ID)
		if err != nil {
			panic(err) // state does not know a kind
		}
		live := func(formula string, y float64) string {
			return "L = " + placeholder.ReplaceAllStringFunc(formula, func(m string) string {
				name := m[1 : len(m)-1]
				return `\class{value-` + name + "}{" + plot.Number(plot.FormulaNumber(s, name,
					y)) + "}"
			})
		}
		tex = append(tex, "L = "+k.TeX, live(k.Positive, 1), live(k.Negative, 0))
	}
	return tex
}

// typeset turns formulas into MathML, in one run of the library.
func typeset(tex []string) ([]template.HTML, error) {
	in, err := json.Marshal(tex)
	if err != nil {
		return nil, err
	}
	const script = `import temml from "temml";
import { readFileSync } from "node:fs";
const tex = JSON.parse(readFileSync(0, "utf8"));
process.stdout.write(JSON.stringify(tex.map((t) => temml.renderToString(t, { trust: true, throwOnError: true }))));`
	cmd := exec.Command("node", "--input-type=module", "--eval", script)
	cmd.Dir = "web" // where node_modules is
	cmd.Stdin = bytes.NewReader(in)
	cmd.Stderr = os.Stderr
	out, err := cmd.Output()
	if err != nil {
		return nil, fmt.Errorf("typesetting the formulas with node: %w", err)
	}
	var math []template.HTML
	if err := json.Unmarshal(out, &math); err != nil {
		return nil, err
	}
	for i, m := range math {
		if strings.Contains(string(m), " style=") {
			return nil, fmt.Errorf("the formula %s has a style attribute, which the Content-Security-Policy forbids: %s", tex[i], m)
		}
	}
	return math, nil
}
