//go:build js && wasm

// Command explorer is the program of the page: a thin shell that reads the controls,
// uses losscore to compute the curves, and hands them to the charts.
package main

import (
	"syscall/js"

	"lossexplorer/internal/hide"
	"lossexplorer/internal/lessons"
	"lossexplorer/internal/plot"
	"lossexplorer/internal/state"
	"lossexplorer/internal/text"
	"lossexplorer/internal/undo"
	"lossexplorer/wasm/document"
)

// page is the running explorer. Data goes one way: a control or the URL makes
// a new state, and show draws it.
type page struct {
	messages  *text.Messages
	state     state.State
	history   undo.History[state.State] // of the committed states
	controls  []control
	words     *words
	view      *view
	pointer   *pointer
	lab       *panels
	guide     *guide
	keep      *keep
	hidden    hide.Set // parts of the page, by the address
	softLabel string   // the last soft label
	gesture   js.Value // the slider whose keys have made the last entry of the history
}

func main() {
	m := text.For(document.Find("html").GetAttribute("lang"))
	p := &page{softLabel: state.Format(state.DefaultLabel), gesture: js.Null(), messages: m,
		words: newWords(m), view: newView(m)}
	p.controls = newControls(p)
	p.lab = newPanels(p)
	p.guide = newGuide(p)
	p.controls = append(p.controls, newPlaces(p), p.lab, p.guide)
	p.pointer = newPointer(p)
	newKeys(p)
	newTour(p)
	p.keep = newKeep(p)
	p.fromURL()
	p.pointer.describe()
	document.On(document.ByID("reset"), "click", func() {
		p.show(p.guide.reset())
		p.commit()
	})
	document.Listen(js.Global(), "popstate", func(js.Value) { p.fromURL() })
	document.Hear(document.Recolour, func(string) { p.view.recolour() })
	// Another element, or a new drag of the same slider, is another gesture.
	for _, event := range [...]string{"focusout", "pointerdown"} {
		document.Listen(document.Document, event, func(js.Value) { p.gesture = js.Null() })
	}
	select {} // the listeners run from here on
}

// show makes s the page's state: the controls follow at once, the charts in
// the next frame.
func (p *page) show(s state.State) {
	if p.hidden.Has(string(s.Place)) {
		s = s.At(p.state.Place) // nothing leads to a hidden place
	}
	p.state = s
	for _, c := range p.controls {
		c.follow(s)
	}
	p.words.show(s)
	p.view.schedule(s, p.drawn)
}

// drawn is called when the charts show the state.
func (p *page) drawn() {
	p.pointer.show()
	p.words.list(p.view.visible())
	p.lab.tell(p.state)
}

// fromURL shows the state of the address, with a notice for each value that
// could not be read.
func (p *page) fromURL() {
	s, problems := lessons.Parse(document.Query(addressSearch()))
	var sentences []string
	for _, problem := range problems {
		sentences = append(sentences, plot.SayProblem(p.messages, problem))
	}
	hidden, errs := hide.Parse(hide.Explorer, document.QueryAll(addressSearch(), hide.Key)...)
	s, err := hidden.Settle(s)
	if err != nil {
		errs = append(errs, err)
	}
	for _, err := range errs {
		sentences = append(sentences, err.Say(p.messages))
	}
	p.hide(hidden)
	p.show(s)
	p.history.Visit(s)
	p.keep.follow()
	p.linkLanguage()
	showProblems(sentences)
}

// hide hides parts of the page, in the pages that its links open, too.
func (p *page) hide(parts hide.Set) {
	document.Find("html").SetAttribute("data-hide", parts.Words())
	if parts == p.hidden {
		return
	}
	p.hidden = parts
	links := document.Document.Call("querySelectorAll", `a[href^="?"], a[href^="./?"]`)
	for i := range links.Length() {
		link := document.Wrap(links.Index(i))
		link.SetAttribute("href", parts.Link(link.GetAttribute("href")))
	}
}

// commit makes the state one that undo can return to, and Back too, since the address
// contains it. The keys that move one slider make one such state.
// Dragging a slider commits when it is let go: browsers limit how often the
// address may change.
func (p *page) commit() {
	showProblems(nil)
	focus := document.Document.Get("activeElement")
	again := focus.Equal(p.gesture)
	p.gesture = js.Null()
	if focus.Truthy() && focus.Call("matches", "[type=range]").Bool() {
		p.gesture = focus
	}
	if again {
		p.history.Replace(p.state)
	} else {
		p.history.Do(p.state)
	}
	p.keep.follow()
	p.linkLanguage()
	lang, ok := document.Query(addressSearch())("lang")
	if ok {
		lang = js.Global().Call("encodeURIComponent", lang).String()
	}
	if address := p.link(lang); address != addressSearch() {
		if address == "" {
			address = js.Global().Get("location").Get("pathname").String()
		}
		method := "pushState"
		if again {
			method = "replaceState"
		}
		js.Global().Get("history").Call(method, nil, "", address)
	}
}

// linkLanguage updates the link to the other language, which uses the same state.
func (p *page) linkLanguage() {
	document.ByID("language").Set("search", p.link(p.messages.OtherCode))
}

// link returns the query of the page's address in a language, "" for the language that the
// server chooses.
func (p *page) link(lang string) string {
	query := p.state.Query()
	if lang != "" {
		if query != "" {
			query += "&"
		}
		query += "lang=" + lang
	}
	if link := p.hidden.Link("?" + query); link != "?" {
		return link
	}
	return ""
}

func addressSearch() string { return js.Global().Get("location").Get("search").String() }
