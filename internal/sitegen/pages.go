package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"html/template"
	"os"
	"os/exec"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"lossexplorer/internal/catalog"
	"lossexplorer/internal/code"
	"lossexplorer/internal/formula"
	"lossexplorer/internal/formula/syntax"
	"lossexplorer/internal/lessons"
	"lossexplorer/internal/panel/customloss"
	"lossexplorer/internal/panel/live"
	"lossexplorer/internal/plot"
	"lossexplorer/internal/render/chart"
	"lossexplorer/internal/render/scene"
	"lossexplorer/internal/shortcut"
	"lossexplorer/internal/state"
	"lossexplorer/internal/text"
)

// assets are the URLs of the page's parts.
type assets struct {
	Wasm, Lab, Formula, Editor, JS, Theme, CSS, Report, Data, Reader, Parquet, Sample,
	Reporter string

	Fonts []string
}

// pageFile is the file of a language's page.
func pageFile(m *text.Messages) string {
	if m.Lang == "en" {
		return "index.html"
	}
	return "index.zh.html"
}

// loss is one of the losses on offer, with its controls and its formulas in
// MathML. In the latter, the elements of class value-NAME follow the state.
type loss struct {
	ID, Name, Source            string
	Shown, Own                  bool
	Sliders                     []slider
	Sweeps                      []sweep
	General, Positive, Negative template.HTML
}

// slider is a parameter's slider with its number field.
type slider struct {
	ID, Label, NumberLabel, Hint, Value, Position, Min, Max, Step string
	Hidden                                                        bool    // for a time
	Switch                                                        *toggle // that the parameter needs, in its row
	Chips                                                         *chips
}

// toggle is a parameter's checkbox.
type toggle struct {
	ID, Label string
	On        bool
}

// sweep is the button that pins a family of curves.
type sweep struct {
	Name, Symbol, Label string
	Hidden              bool // for a time
}

// pin is a place for a pinned curve.
type pin struct {
	Index, Line        int
	Show, Name, Remove string
}

func pins(m *text.Messages) (all []pin) {
	for i := range state.MaxPins {
		say := func(message string) string { return text.Fill(message, "n", strconv.Itoa(i+1)) }
		all = append(all, pin{i, plot.Pinned + 2*i, say(m.Compare.ShowPin), say(m.Compare.NamePin),
			say(m.Compare.RemovePin)})
	}
	return all
}

// plot is one chart with the picture that stands in for it.
type plotView struct {
	ID, Caption string
	SVG         template.HTML
}

// renderPages returns the pages by the names of their files, with versionMark
// where the version goes, which list all that is of others.
func renderPages(a assets, all []component) (map[string][]byte, error) {
	pages := map[string][]byte{}
	page, err := parsePage()
	if err != nil {
		return nil, err
	}
	formulas, err := typeset(formulasOf(kindsOfPage()))
	if err != nil {
		return nil, err
	}
	for _, m := range text.All() {
		other := text.All()[0]
		if other == m {
			other = text.All()[1]
		}
		plots, err := drawPlots(m)
		if err != nil {
			return nil, err
		}
		options, err := authorOptions(m)
		if err != nil {
			return nil, err
		}
		var b bytes.Buffer
		err = page.Execute(&b, map[string]any{
			"T":            m,
			"A":            text.AccessOf(m),
			"K":            text.KeepOf(m),
			"S":            text.ShellOf(m),
			"Forms":        forms(m),
			"Places":       places(m),
			"TourSteps":    tourSteps(m),
			"Live":         live.Say(m, state.Default()),
			"Ratios":       ratios(),
			"Bars":         bars(m),
			"KeyPositives": live.SayPositives(m, state.Default()),
			"KeyNegatives": live.SayNegatives(m, state.Default(), live.Ratios[1]),
			"Assets":       a,
			"Fonts":        a.Fonts,
			"Version":      versionMark,
			"Components":   all,
			"Notices":      noticesFile,
			"Preview":      template.HTML("<!--preview-->"), // for the server (internal/server/site)
			"Manifest":     manifestFile(m),
			"OtherPage":    pageFile(other),
			"OtherLang":    other.Lang,
			"Losses":       losses(m, formulas),
			"Charts":       plots,
			"LinePos":      plot.SayLine(m, state.Default().Kind, 1),
			"LineNeg":      plot.SayLine(m, state.Default().Kind, 0),
			"Clip":         plot.SayClip(m, state.Default()),
			"Options":      options,
			"Pins":         pins(m),
			"ClassNumbers": classNumbers(),
			"ClassRows":    classRows(m),
			"Weightings":   weightings(m),
			"Probe":        probe(m),
			"Soft":         text.SoftOf(m),
			"Curvature":    text.CurvatureOf(m),
			"Batch":        text.BatchOf(m),
			"Conventions":  [...]string{"focal", "monai", "quality", "heatmap"},
			"Sandbox":      sandbox(m),
			"Train":        trainPlace(m),
			"Lab":          precisionOf(m),
			"Predict":      predictPanelOf(m),
			"Formula":      custom(m),
			"Languages":    code.Languages,
			"Normalisers":  code.Normalisers,
			"Libraries":    code.Libraries,
			"Curvatures":   code.Curvatures,
			"Boosting":     text.BoostingOf(m),
			"Weights":      weightsOf(m),
			"Tutorial":     tutorial(m),
			"Lessons":      lessonsOf(m),
			"Frame":        lessons.FrameIn(m),
			"Controls":     lessons.Controls(m),
			"Parity":       conventions(m),
			"TableRows":    tableRows(),
			"Shortcuts":    shortcut.All(),
			"Summary":      plot.SaySummary(m, state.Default()),
		})
		if err != nil {
			return nil, err
		}
		pages[pageFile(m)] = b.Bytes()
	}
	return pages, nil
}

// losses returns the contents of the page for each loss, with its three formulas taken
// from the typeset ones in turn. The default comes first.
func losses(m *text.Messages, formulas []template.HTML) []loss {
	var all []loss
	for i, k := range kindsOfPage() {
		s, err := state.Default().With(state.LossKey, k.ID)
		if err != nil {
			panic(err) // state does not know a kind
		}
		l := loss{
			ID: s.LossName(), Name: plot.In(m, k.Name), Source: k.Source,
			Shown:   k == state.Default().Kind,
			General: formulas[3*i], Positive: formulas[3*i+1], Negative: formulas[3*i+2],
		}
		if s.Custom() {
			l.custom()
		}
		for _, p := range k.Params {
			id, label := s.LossName()+"-"+p.Name, plot.Label(m, p)
			if s.Custom() && p.Name != state.EpsilonKey {
				continue
			}
			if p.Switch {
				continue // in the row of the parameter that needs it
			}
			if p.Name != state.EpsilonKey {
				l.Sweeps = append(l.Sweeps,
					sweep{Name: p.Name, Symbol: p.Symbol,
						Label: text.Fill(m.Compare.SweepBy, "name", label)})
			}
			at := state.SliderOf(p)
			l.Sliders = append(l.Sliders, slider{
				ID: id, Label: label, Hint: plot.In(m, p.Hint),
				NumberLabel: text.Fill(m.Value, "name", label),
				Value:       s.Value(p.Name),
				Position:    state.Format(state.Position(p, s.Number(p.Name))),
				Min:         state.Format(at.Min), Max: state.Format(at.Max),
				Step:  state.Format(at.Step),
				Chips: chipsOf(m, s, p),
			})
			if i := k.Param(p.Needs); i >= 0 {
				needs := k.Params[i]
				l.Sliders[len(l.Sliders)-1].Switch = &toggle{s.LossName() + "-" + needs.Name,
					plot.Label(m, needs), s.Number(needs.Name) != 0}
			}
		}
		if l.Shown {
			all = slices.Insert(all, 0, l)
		} else {
			all = append(all, l)
		}
	}
	return all
}

// kindsOfPage are the losses of the picker: those of losscore, and the custom loss.
func kindsOfPage() []*catalog.Kind { return append(catalog.Kinds(), state.KindOf(state.CustomLoss)) }

// custom gives a loss the places of the parameters that a formula will have.
func (l *loss) custom() {
	l.Own = true
	for i := range formula.MaxParams {
		id := state.CustomLoss + "-" + strconv.Itoa(i)
		l.Sliders = append(l.Sliders,
			slider{ID: id, Hidden: true, Min: "0", Max: "1", Step: "0.01", Position: "0",
				Value: "0"})
		l.Sweeps = append(l.Sweeps, sweep{Hidden: true})
	}
}

// classRow is a class of the multi-class view.
type classRow struct {
	Index, Number      int
	Name, Score, Alpha string
}

func classRows(m *text.Messages) (rows []classRow) {
	for i := range state.MaxClasses {
		name := text.Fill(m.ClassName, "k", strconv.Itoa(i+1))
		rows = append(rows, classRow{i, i + 1, name,
			text.Fill(m.ScoreOf, "class", name), text.Fill(m.AlphaOf, "class", name)})
	}
	return rows
}

func classNumbers() (all []int) {
	for n := state.MinClasses; n <= state.MaxClasses; n++ {
		all = append(all, n)
	}
	return all
}

// weighting is a way to weight the classes, see plot.Directions.
type weighting struct {
	Index   int
	Name    string
	Classes []string
}

func weightings(m *text.Messages) (all []weighting) {
	var classes []string
	for _, row := range classRows(m) {
		classes = append(classes, row.Name)
	}
	names := [plot.Weightings]string{plot.Unweighted: m.Unweighted, plot.OneAlpha: m.OneAlpha,
		plot.PerClass: m.PerClass}
	for i, name := range names {
		all = append(all, weighting{i, name, classes})
	}
	return all
}

// named is one of several things of a kind, with its name.
type named struct {
	Index int
	Name  string
}

func name(names ...string) (all []named) {
	for i, n := range names {
		all = append(all, named{i, n})
	}
	return all
}

// probePanel holds the contents of the panel of the probe.
type probePanel struct {
	T                  *text.Probe
	Pt, Prior, PriorAt string
	Rows               []string
	Areas              []named
}

func probe(m *text.Messages) probePanel {
	t, s := text.ProbeOf(m), state.Default().Probe
	return probePanel{
		T: t, Pt: state.Format(s.Pt), Prior: state.Format(s.Prior),
		PriorAt: state.Format(state.PriorPosition(s.Prior)),
		Rows:    []string{t.Cross, t.Modulates, t.Alpha, t.Loss, t.Gradient, t.Curvature},
		Areas:   name(t.Area[:]...),
	}
}

// The size of the pictures of the charts, which fill the place of the live ones.
const (
	plotWidth  = 760
	plotHeight = 320
)

// drawPlots draws the charts of the default state.
func drawPlots(m *text.Messages) ([]plotView, error) {
	var series plot.Series
	s := state.Default()
	// The picture is small and shown once: a quarter of the points do.
	if err := series.Update(s, plot.Points/4); err != nil {
		return nil, err
	}
	return []plotView{
		{"chart-loss", m.LossChart,
			drawPlot(scene.Chart{State: s, Messages: m, Lines: &series.Loss}, "loss-frame")},
		{"chart-gradient", m.GradientChart,
			drawPlot(scene.Chart{State: s, Messages: m, Lines: &series.Gradient,
				Of: plot.GradientChart}, "gradient-frame")},
	}, nil
}

func drawPlot(c scene.Chart, clip string) template.HTML {
	c.Width, c.Height, c.Axes = plotWidth, plotHeight, true
	var l scene.Layout
	l.LayRest(&c)
	l.LayMoving(&c)
	b := fmt.Appendf(nil, `<svg viewBox="0 0 %d %d" font-size="%d" aria-hidden="true">`, plotWidth,
		plotHeight, scene.FontSize)
	b = scene.AppendSVG(b, clip, scene.Property, &l.Rest, &l.Moving)
	return template.HTML(append(b, "</svg>"...))
}

// authorOptions returns the ECharts options by the names that wasm/ uses.
func authorOptions(m *text.Messages) (template.JS, error) {
	palette, err := json.Marshal(scene.Painting())
	if err != nil {
		return "", err
	}
	options := map[string]json.RawMessage{"palette": palette}
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

// custom is the panel of the custom loss.
func custom(m *text.Messages) any {
	type example struct{ Name, Source, Formula string }
	data := struct {
		T       *text.FormulaText
		Text    string
		Gallery []example
		Sliders []int
		More    []int // that are folded
		Charts  []string
	}{T: text.FormulaOf(m), Text: state.Default().Formula.Text,
		Charts: []string{"loss", "gradient"}}
	for _, e := range syntax.Gallery {
		data.Gallery = append(data.Gallery, example{plot.In(m, e.Name), e.Source, e.Formula})
	}
	for i := range formula.MaxParams {
		if i < customloss.Unfolded {
			data.Sliders = append(data.Sliders, i)
		} else {
			data.More = append(data.More, i)
		}
	}
	return data
}
