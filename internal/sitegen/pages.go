package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"html/template"
	"strconv"

	"lossexplorer/internal/code"
	"lossexplorer/internal/lessons"
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
			// for the server (internal/server/site)
			"Preview":      template.HTML("<!--preview-->"),
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
