package main

import (
	"bytes"
	"html/template"
	"os"
	"path/filepath"
	"strings"

	"lossexplorer/internal/catalog"
	"lossexplorer/internal/widget"
)

// referencePage is the reference of the element, among the documents.
const referencePage = "widget.html"

// A reference is an attribute as the page has it.
type reference struct {
	widget.Attribute
	Property, Type, Is string
	Several            bool
}

// examples are the live examples.
var examples = []struct{ Title, HTML string }{
	{"Focal loss for both labels",
		`<loss-explorer gamma="2" alpha="0.25" label="both" sliders="gamma alpha" menu></loss-explorer>`},
	{"A custom loss", `<loss-explorer formula="-(1 - pt^q) / q * (1 - pt)^gamma * log(pt)" own-q="0.7" gamma="1" view="loss"></loss-explorer>`},
	{"Comparison on logits", `<loss-explorer gamma="2" compare="focal:0,0,0.25,1e-7~focal:5,0,0.25,1e-7" compare-names="cross-entropy~too high" x="logit" gradient="pull" controls="none"></loss-explorer>`},
}

// renderReference writes the reference of the element, whose script is in the folder above.
func renderReference(css, theme, script string) error {
	names := map[widget.Type]string{widget.Number: "a number",
		widget.Switch: "true, false, or no value", widget.Text: "text"}
	var attributes []reference
	for _, a := range widget.Attributes() {
		attributes = append(attributes,
			reference{a, widget.Property(a.Name), names[a.Type], a.Hint().English,
				a.Type == widget.List})
	}
	body, err := template.ParseFiles("web/reference.html")
	if err != nil {
		return err
	}
	var b bytes.Buffer
	if err := body.Execute(&b, map[string]any{
		"Attributes": attributes, "Examples": examples, "Losses": catalog.Kinds(), "Events": events,
		"Methods": methods, "Slots": slots,
		"Parts": parts, "States": states, "CustomProperties": customProperties,
		"Widget": "../" + widgetFile, "JS": "../" + script,
	}); err != nil {
		return err
	}
	page, err := template.ParseFiles("web/docs.html")
	if err != nil {
		return err
	}
	up := strings.Repeat("../", strings.Count(referencePage, "/")+1)
	var out bytes.Buffer
	if err := page.Execute(&out, map[string]any{
		"Title": "<loss-explorer>", "Body": template.HTML(b.String()), "Root": up, "Docs": "",
		"CSS": up + css, "Theme": up + theme,
	}); err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(dist, docsFolder, referencePage), out.Bytes(), 0o666)
}
