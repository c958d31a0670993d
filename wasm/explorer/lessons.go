//go:build js && wasm

package main

import (
	"strconv"
	"syscall/js"

	"lossexplorer/internal/lessons"
	"lossexplorer/internal/state"
	"lossexplorer/internal/text"
	"lossexplorer/wasm/document"
)

// guide shows the open lesson. Its texts are in the page, those to be filled in
// as the attribute data-text.
type guide struct {
	page     *page
	panel    document.Element
	open     *lessons.Lesson
	card     document.Element // of the open lesson
	measure  document.Label
	stray    document.Label
	phase    string // of the open lesson, as used in the style sheet
	progress lessons.Progress
	before   *state.State     // the state of the page before the lessons were opened, if known
	spot     document.Element // the control that is spotlighted
}

// The phases of a lesson.
const (
	question = "question"
	task     = "task"
	done     = "done" // since the lesson was opened
)

func newGuide(p *page) *guide {
	g := &guide{page: p, panel: document.ByID("lessons"),
		progress: lessons.Progress(document.Stored(progressKey))}
	link := document.ByID("lessons-open")
	document.Listen(g.panel.Value, "click", g.click)
	document.Listen(link.Value, "click", g.click)
	document.On(g.panel, "change", func() { g.predicted(true) })
	document.Listen(g.panel.Value, "submit", func(e js.Value) {
		e.Call("preventDefault")
		g.reveal()
	})
	inputs := g.panel.Call("querySelectorAll", "input, button")
	for i := range inputs.Length() {
		inputs.Index(i).Set("disabled", false)
	}
	g.tick()
	document.Hide(link, false)
	return g
}

// click runs a button or a link of the lessons. A link that the
// browser is to open elsewhere is left to it.
func (g *guide) click(e js.Value) {
	target := e.Get("target").Call("closest", "[data-do]")
	for _, key := range [...]string{"ctrlKey", "metaKey", "shiftKey"} {
		if target.IsNull() || e.Get(key).Bool() {
			return
		}
	}
	e.Call("preventDefault")
	switch does := document.Wrap(target).GetAttribute("data-do"); does {
	case "focus":
		document.Find(g.open.Focus).Focus()
	case "close":
		g.close()
	case "retry":
		g.visit(g.open)
	case "train":
		g.page.show(state.Default().At(state.PlaceTrain))
		g.page.commit()
		js.Global().Call("scrollTo", 0, 0)
	case "again":
		g.progress = ""
		g.keep()
		fallthrough
	case "first":
		g.visit(g.progress.First())
	default:
		g.visit(lessons.Of(state.Lesson(does)))
	}
}

// visit opens a lesson from its start, as a step that "back" undoes.
func (g *guide) visit(l *lessons.Lesson) {
	if g.open == nil {
		shown := g.page.state
		g.before = &shown
	}
	g.turn(l)
	g.page.show(l.Start())
	g.page.commit()
	document.Child(g.card, "h3").Focus()
}

// close restores the former state of the page, if it is known.
func (g *guide) close() {
	s := g.page.state.At(state.PlaceExplore)
	if g.before != nil {
		s = *g.before
	}
	g.page.show(s)
	g.page.commit()
	document.Find("nav [aria-current]").Focus()
}

// reveal shows whether the chosen answer is right, and starts the task.
func (g *guide) reveal() {
	if g.phase != question {
		return
	}
	document.Child(g.card, ".told").SetTextContent(document.Child(g.card,
		"input:checked").Get("value").String())
	g.enter(task)
	g.page.show(g.open.Task())
	g.page.commit()
	document.Child(g.card, `[data-do="focus"]`).Focus()
}

// reset returns the state that the open lesson uses for its question or the start of
// its task, the default if no lesson is open.
func (g *guide) reset() state.State {
	switch {
	case g.open == nil:
		return state.Default()
	case g.phase == question:
		return g.open.Start()
	}
	return g.open.Task()
}

func (g *guide) follow(s state.State) {
	if l := lessons.Of(s.Lesson); l != g.open {
		g.turn(l)
	}
	if g.open == nil {
		return
	}
	if g.open.ID == state.EasyLesson {
		drawSquares(s)
	}
	if g.phase == question {
		return
	}
	r := g.open.Check(s)
	g.measure.Say(r.Fill(g.measure.Element.GetAttribute("data-text")))
	stray := ""
	if r.Stray != "" {
		name := document.Child(g.panel, `[data-control="`+r.Stray+`"]`).TextContent()
		stray = text.Fill(g.stray.Element.GetAttribute("data-text"), "moved", name)
	}
	g.stray.Say(stray)
	if r.Done && g.phase != done {
		g.progress = g.progress.With(g.open.ID)
		g.keep()
		g.enter(done)
		outcome := document.Child(g.card, ".outcome")
		outcome.SetTextContent(outcome.GetAttribute("data-text"))
	}
}

// turn shows a lesson from its question, or none.
func (g *guide) turn(l *lessons.Lesson) {
	g.spotlight(false)
	if g.open != nil {
		g.card.RemoveAttribute("data-phase")
		document.Child(g.panel, "[aria-current]").RemoveAttribute("aria-current")
	}
	g.open = l
	page := document.Find(".page")
	if l == nil {
		page.RemoveAttribute("data-lesson")
		return
	}
	page.SetAttribute("data-lesson", string(l.ID))
	document.Child(g.panel, does(l)).SetAttribute("aria-current", "step") // in the list of steps
	g.card = document.ByID("lesson-" + string(l.ID))
	g.measure, g.stray = document.NewLabel(document.Child(g.card, ".measure")),
		document.NewLabel(document.Child(g.card, ".stray"))
	document.Child(g.card, "form").Call("reset")
	g.predicted(false)
	for _, said := range [...]string{".told", ".outcome"} {
		document.Child(g.card, said).SetTextContent("")
	}
	g.enter(question)
}

func (g *guide) enter(phase string) {
	g.phase = phase
	g.card.SetAttribute("data-phase", phase)
	document.Child(g.card, "fieldset").Set("disabled", phase != question)
	g.spotlight(phase == task)
}

// spotlight marks the control that the task is about, and brings it into view.
func (g *guide) spotlight(on bool) {
	const attribute = "data-spotlight"
	if g.spot != nil {
		g.spot.RemoveAttribute(attribute)
		g.spot = nil
	}
	if !on {
		return
	}
	control := document.Wrap(document.Find(g.open.Focus).Call("closest", ".parameter, tr"))
	control.SetAttribute(attribute, "")
	control.Call("scrollIntoView", map[string]any{"block": "nearest"})
	g.spot = control
}

// drawSquares draws the picture of the first lesson with the loss of s.
func drawSquares(s state.State) {
	object, box := lessons.Squares(s.Loss())
	set := func(selector string, side float64, middle [2]float64) {
		e := document.Find(selector)
		for name, v := range map[string]float64{"x": middle[0] - side/2, "y": middle[1] - side/2,
			"width": side, "height": side} {
			e.SetAttribute(name, strconv.FormatFloat(v, 'f', 2, 64))
		}
	}
	set("#squares-box-1 .box", box, [2]float64{12.5, 12.5})
	set("#squares-1 .object", object, [2]float64{500, 250})
}

// predicted lets the answer be revealed, or not yet.
func (g *guide) predicted(yes bool) { document.Child(g.card, ".reveal").Set("disabled", !yes) }

// does returns the selector of the elements that open a lesson.
func does(l *lessons.Lesson) string { return `[data-do="` + string(l.ID) + `"]` }

// keep stores the progress, and shows it.
func (g *guide) keep() {
	document.Store(progressKey, string(g.progress))
	g.tick()
}

func (g *guide) tick() {
	for _, l := range lessons.All() {
		document.Hide(document.Child(g.panel, does(l)+" .tick"), !g.progress.Has(l.ID))
	}
	n := g.progress.Len()
	document.Child(g.panel, "#lessons-progress span").SetTextContent(strconv.Itoa(n))
	document.Hide(document.Child(g.panel, `[data-do="again"]`), n == 0)
}

// progressKey is the key used to store the progress in the browser.
const progressKey = "lessons"
