package main

import (
	"bytes"
	"html/template"
	"os"
	"path/filepath"
	"strings"

	"lossexplorer/internal/catalog"
	"lossexplorer/internal/plot"
	"lossexplorer/internal/text"
	"lossexplorer/internal/widget"
)

// referencePage is the reference of the element in the language of m, among the documents.
func referencePage(m *text.Messages) string {
	if m.Lang == "en" {
		return "widget.html"
	}
	return "widget.zh.html"
}

// A reference is an attribute in the form that the page uses.
type reference struct {
	widget.Attribute
	Property, Type, Is string
	Several            bool
}

// A live example of the page.
type liveExample struct {
	Title catalog.Text
	HTML  string
}

var liveExamples = []liveExample{
	{catalog.Text{English: "Focal loss for both labels", Chinese: "两种标签的焦点损失"},
		`<loss-explorer gamma="2" alpha="0.25" label="both" sliders="gamma alpha" menu></loss-explorer>`},
	{catalog.Text{English: "A custom loss", Chinese: "自定义损失"},
		`<loss-explorer formula="-(1 - pt^q) / q * (1 - pt)^gamma * log(pt)" own-q="0.7" gamma="1" view="loss"></loss-explorer>`},
	{catalog.Text{English: "Comparison on logits", Chinese: "以 logit 为横轴的对比"},
		`<loss-explorer gamma="2" compare="focal:0,0,0.25,1e-7~focal:5,0,0.25,1e-7" compare-names="cross-entropy~too high" x="logit" gradient="pull" controls="none"></loss-explorer>`},
}

// renderReference writes the reference of the element in every language. Its script is in the
// folder above.
func renderReference(css, theme, script string) error {
	body, err := template.ParseFiles("web/reference.html")
	if err != nil {
		return err
	}
	page, err := template.ParseFiles("web/docs.html")
	if err != nil {
		return err
	}
	all := text.All()
	for i, m := range all {
		r := text.ReferenceOf(m)
		say := func(t catalog.Text) string { return plot.In(m, t) }
		types := map[widget.Type]string{widget.Number: r.Number, widget.Switch: r.Switch,
			widget.Text: r.Text}
		var attributes []reference
		for _, a := range widget.Attributes() {
			attributes = append(attributes, reference{a, widget.Property(a.Name), types[a.Type],
				say(a.Hint()), a.Type == widget.List})
		}
		other := all[(i+1)%len(all)]
		up := strings.Repeat("../", strings.Count(referencePage(m), "/")+1)
		var b bytes.Buffer
		if err := body.Execute(&b, map[string]any{
			"R": r, "Say": say, "T": m, "Other": referencePage(other), "OtherLang": other.Lang,
			"Attributes": attributes, "Examples": liveExamples, "Losses": catalog.Kinds(),
			"Tables": []map[string]any{
				{"ID": "events", "Title": r.Events, "Rows": rowsOf(m, events)},
				{"ID": "methods", "Title": r.Methods, "Rows": rowsOf(m, methods)},
				{"ID": "slots", "Title": r.Slots, "Is": r.SlotsIs, "Rows": rowsOf(m, slots)},
				{"ID": "parts", "Title": r.Parts, "Rows": rowsOf(m, parts)},
				{"ID": "states", "Title": r.States, "Is": r.StatesIs,
					"Code": "loss-explorer:state(ready)", "Rows": rowsOf(m, states)},
				{"ID": "custom-properties", "Title": r.CustomProperties,
					"Rows": rowsOf(m, customProperties)},
			},
			"Widget": "../" + widgetFile, "JS": "../" + script,
		}); err != nil {
			return err
		}
		var out bytes.Buffer
		if err := page.Execute(&out, map[string]any{
			"Lang": m.Lang, "Title": "<loss-explorer>", "Body": template.HTML(b.String()),
			"Root": up, "Docs": "", "CSS": up + css, "Theme": up + theme,
		}); err != nil {
			return err
		}
		if err := os.WriteFile(filepath.Join(dist, docsFolder, referencePage(m)), out.Bytes(),
			0o666); err != nil {
			return err
		}
	}
	return nil
}

// rowsOf returns names with their descriptions in the language of m.
func rowsOf(m *text.Messages, all []described) (rows [][2]string) {
	for _, d := range all {
		rows = append(rows, [2]string{d.Name,
			plot.In(m, catalog.Text{English: d.English, Chinese: d.Chinese})})
	}
	return rows
}
