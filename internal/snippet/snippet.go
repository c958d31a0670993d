// Package snippet writes the code that authors use to show a state of the explorer on their
// pages: the element, a frame or a picture, also in the languages of frameworks.
package snippet

import (
	"strings"

	"lossexplorer/internal/state"
	"lossexplorer/internal/widget"
)

// A Form is the kind of page that uses a snippet.
type Form string

// The forms.
const (
	Element Form = "element" // HTML with a script
	Frame   Form = "iframe"
	Picture Form = "picture" // HTML in Markdown, a picture for light pages and one for dark
	React   Form = "react"
	Vue     Form = "vue"
	MDX     Form = "mdx"
	Jupyter Form = "jupyter" // Python in a cell
	Reveal  Form = "reveal"  // a slide of reveal.js
)

// Forms returns all forms, the most common first.
func Forms() []Form {
	return []Form{Element, Frame, Picture, React, Vue, MDX, Jupyter, Reveal}
}

// Packaged reports whether a form imports the npm package.
func (f Form) Packaged() bool { return f == React || f == Vue || f == MDX }

// A View is the view that a snippet shows.
type View struct {
	State state.State
	Lang  string // "en" or "zh"
	Title string // the view in words
	Base  string // the address of the site that has the widget, which ends in a slash
}

// Write returns the snippet.
func Write(f Form, v View) string {
	script := `<script type="module" blocking="render" src="` + escape(v.Base) +
		"loss-explorer.js\"></script>\n"
	switch f {
	case Frame:
		return `<iframe src="` + escape(v.frame()) + `" title="` + escape(v.Title) +
			`" width="640" height="480" style="border:0" loading="lazy"></iframe>` + "\n"
	case Picture:
		picture := v.Base + "curve.svg?" + v.query() + "&view=loss+gradient&width=900&theme="
		return "<picture>\n" +
			`  <source media="(prefers-color-scheme: dark)" srcset="` +
			escape(picture) + "dark\">\n" +
			`  <img alt="` + escape(v.Title) + `" src="` + escape(picture) + "light\">\n" +
			"</picture>\n"
	case React:
		return "import \"loss-explorer/react\";\n\nexport default function Loss() {\n  return " +
			v.element("", " />") + ";\n}\n"
	case Vue:
		return "<script setup>\nimport \"loss-explorer/vue\";\n</script>\n\n<template>\n  " +
			v.element("", "></loss-explorer>") + "\n</template>\n"
	case MDX:
		return "import \"loss-explorer\";\n\n" + v.element("", " />") + "\n"
	case Jupyter:
		return "from IPython.display import IFrame\n\nIFrame(\"" + v.frame() +
			"\", width=\"100%\", height=520)\n"
	case Reveal:
		return script + "<section>\n  <h2>" + escape(v.Title) + "</h2>\n  " +
			v.element(` height="40vh"`, "></loss-explorer>") + "\n</section>\n"
	}
	return script + v.element("", "></loss-explorer>") + "\n"
}

func (v View) query() string {
	return strings.TrimPrefix(v.State.Query()+"&lang="+v.Lang, "&")
}

func (v View) frame() string { return v.Base + "embed.html?" + v.query() }

// element returns the tag of the element with the attributes of the state and more, up to
// its end.
func (v View) element(more, end string) string {
	tag := "<loss-explorer"
	for _, one := range widget.Set(v.State) {
		tag += " " + one[0] + `="` + escape(one[1]) + `"`
	}
	return tag + ` lang="` + v.Lang + `"` + more + end
}

var escaper = strings.NewReplacer("&", "&amp;", `"`, "&quot;", "<", "&lt;", ">", "&gt;", "{",
	"&#123;", "}", "&#125;")

// escape writes a value of an attribute in HTML, JSX and Vue's templates.
func escape(value string) string { return escaper.Replace(value) }
