//go:build js && wasm

package main

import (
	"syscall/js"

	"lossexplorer/internal/state"
	"lossexplorer/wasm/document"
)

// places are the links to the places. The style sheet shows the place that the attribute
// data-place of the document names.
type places struct {
	root  document.Element
	links []document.Element
	shown state.Place
}

// programs are the programs of the places that need one besides the explorer's.
var programs = map[state.Place]string{
	state.PlaceTrain: "lab", state.PlaceLoss: "formula", state.PlacePrecision: "lab",
	state.PlaceReference: "lab",
}

func newPlaces(p *page) *places {
	c := &places{root: document.Find("html")}
	list := document.Document.Call("querySelectorAll", "a[data-place]")
	for i := range list.Length() {
		link := document.Wrap(list.Index(i))
		c.links = append(c.links, link)
		place := state.Place(link.GetAttribute("data-place"))
		document.Listen(link.Value, "click", func(e js.Value) {
			for _, key := range [...]string{"ctrlKey", "metaKey", "shiftKey", "altKey"} {
				if e.Get(key).Bool() {
					return // the browser opens it elsewhere
				}
			}
			e.Call("preventDefault")
			p.choose(state.PlaceKey, string(place))
			js.Global().Call("scrollTo", 0, 0)
		})
		if program := programs[place]; program != "" {
			for _, event := range [...]string{"pointerenter", "focus"} {
				document.On(link, event, func() { p.lab.load(program) })
			}
		}
	}
	return c
}

func (c *places) follow(s state.State) {
	if s.Place == c.shown {
		return
	}
	c.shown = s.Place
	c.root.SetAttribute("data-place", string(s.Place))
	for _, link := range c.links {
		if state.Place(link.GetAttribute("data-place")) == s.Place &&
			link.Call("closest", "nav").Truthy() {
			link.SetAttribute("aria-current", "page")
			// where it scrolls
			if nav := link.Call("closest", "nav"); s.Place != state.PlaceExplore {
				middle := link.Get("offsetLeft").Float() + link.Get("offsetWidth").Float()/2
				nav.Set("scrollLeft", middle-nav.Get("clientWidth").Float()/2)
			}
		} else {
			link.RemoveAttribute("aria-current")
		}
	}
}
