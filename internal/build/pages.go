package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"html/template"
	"image/color"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"lossexplorer/internal/chart"
	"lossexplorer/internal/explore"
	"lossexplorer/internal/figure"
	"lossexplorer/internal/params"
	"lossexplorer/internal/text"
)

// assets are the URLs of the page's parts.
type assets struct{ Wasm, JS, CSS string }

// pageFile is the file of a language's page.
func pageFile(m *text.Messages) string {
	if m.Lang == "en" {
		return "index.html"
	}
	return "index.zh.html"
}

// parameter is one slider with its number field.
type parameter struct {
	Key, Label, NumberLabel, Hint, Value, Position, Max, Step string
}

// plot is one chart with the picture that stands in for it.
type plot struct {
	ID, Caption string
	SVG         template.HTML
}

// formulas are MathML; the parts with the classes value-weight and value-gamma
// follow the state.
type formulas struct{ General, Positive, Negative template.HTML }

func renderPages(a assets) error {
	page, err := template.ParseFiles("web/page.html")
	if err != nil {
		return err
	}
	math, err := typeset()
	if err != nil {
		return err
	}
	for _, m := range text.All() {
		other := text.All()[0]
		if other == m {
			other = text.All()[1]
		}
		plots, err := drawPlots(m)
		if err != nil {
			return err
		}
		options, err := authorOptions(m)
		if err != nil {
			return err
		}
		var b bytes.Buffer
		err = page.Execute(&b, map[string]any{
			"T":          m,
			"Assets":     a,
			"OtherPage":  pageFile(other),
			"OtherLang":  other.Lang,
			"Parameters": parameters(m),
			"Charts":     plots,
			"Formulas":   math,
			"Clip":       explore.SayClip(m, params.Default()),
			"Options":    options,
		})
		if err != nil {
			return err
		}
		if err := os.WriteFile(filepath.Join(dist, pageFile(m)), b.Bytes(), 0o666); err != nil {
			return err
		}
	}
	return nil
}

func parameters(m *text.Messages) []parameter {
	s := params.Default()
	make := func(key, label, hint string, position float64, max, step string) parameter {
		return parameter{
			Key: key, Label: label, Hint: hint,
			NumberLabel: text.Fill(m.Value, "name", label),
			Value:       s.Value(key), Position: params.Format(position), Max: max, Step: step,
		}
	}
	return []parameter{
		make(params.GammaKey, m.Gamma, m.GammaHint, s.Focal.Gamma, params.Format(params.MaxGamma), "0.05"),
		make(params.AlphaKey, m.Alpha, m.AlphaHint, s.Focal.Alpha, "1", "0.01"),
		make(params.EpsilonKey, m.Epsilon, m.EpsilonHint,
			params.EpsilonPosition(s.Focal.Epsilon), params.Format(params.EpsilonSteps), "1"),
	}
}

// The colours of the curves in the picture; web/css maps them to the theme's.
var lineColors = [explore.Lines]color.Color{
	explore.FocalPos: color.RGBA{0x00, 0x72, 0xb2, 0xff},
	explore.FocalNeg: color.RGBA{0xb5, 0x47, 0x08, 0xff},
	explore.CrossPos: color.RGBA{0x57, 0x60, 0x6a, 0xff},
	explore.CrossNeg: color.RGBA{0x57, 0x60, 0x6a, 0xff},
}

// drawPlots draws the charts of the default state.
func drawPlots(m *text.Messages) ([]plot, error) {
	var series explore.Series
	// The picture is small and shown once: half the points do.
	if err := series.Update(params.Default(), explore.Points/2); err != nil {
		return nil, err
	}
	loss, err := drawPlot(figure.Axes{XLabel: m.PtAxis, YLabel: m.LossAxis, XMax: 1, YMin: explore.LossRange.Min, YMax: explore.LossRange.Max}, series.Loss)
	if err != nil {
		return nil, err
	}
	byPt := explore.GradientRange[params.ByPt]
	gradient, err := drawPlot(figure.Axes{XLabel: m.PtAxis, YLabel: m.GradientPt, XMax: 1, YMin: byPt.Min, YMax: byPt.Max}, series.Gradient)
	if err != nil {
		return nil, err
	}
	return []plot{
		{"chart-loss", m.LossChart, loss},
		{"chart-gradient", m.GradientChart, gradient},
	}, nil
}

func drawPlot(a figure.Axes, series [explore.Lines][]float64) (template.HTML, error) {
	var lines []figure.Line
	for i, xy := range series {
		line := figure.Line{Color: lineColors[i], Dashed: i == explore.CrossPos || i == explore.CrossNeg}
		for k := 0; k < len(xy); k += 2 {
			line.X = append(line.X, xy[k])
			line.Y = append(line.Y, xy[k+1])
		}
		if len(line.X) > 0 {
			lines = append(lines, line)
		}
	}
	var b bytes.Buffer
	err := figure.SVG(&b, 592, 320, a, lines)
	return template.HTML(b.String()), err
}

// authorOptions returns the ECharts options by the names that wasm/ uses.
func authorOptions(m *text.Messages) (template.JS, error) {
	options := map[string]json.RawMessage{}
	for name, spec := range chart.Specs(m) {
		option, err := spec.Option()
		if err != nil {
			return "", err
		}
		options[name] = option
	}
	b, err := json.Marshal(options) // escapes <, > and &
	return template.JS(b), err
}

// typeset turns the formulas into MathML, in one run of the library.
func typeset() (formulas, error) {
	tex := []string{
		`\mathrm{FL}(p_t) = -\alpha_t\,(1-p_t)^{\gamma}\,\log(p_t)`,
		`L = -\class{value-weight}{0.25}\,(1-p)^{\class{value-gamma}{2}}\,\log(p)`,
		`L = -\class{value-weight}{0.75}\,p^{\class{value-gamma}{2}}\,\log(1-p)`,
	}
	in, err := json.Marshal(tex)
	if err != nil {
		return formulas{}, err
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
		return formulas{}, fmt.Errorf("typesetting the formulas with node: %w", err)
	}
	var math []template.HTML
	if err := json.Unmarshal(out, &math); err != nil {
		return formulas{}, err
	}
	for i, m := range math {
		if strings.Contains(string(m), "style=") {
			return formulas{}, fmt.Errorf("the formula %s has a style attribute, which the Content-Security-Policy forbids", tex[i])
		}
	}
	return formulas{math[0], math[1], math[2]}, nil
}
