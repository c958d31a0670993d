//go:build js && wasm

// Command classroom is the program behind the page for lessons as files: it hands
// web/js/classroom.js functions on the room of a lesson, see package classroom.
package main

import (
	"encoding/json"
	"syscall/js"

	"lossexplorer/internal/classroom"
	"lossexplorer/internal/render/export"
	"lossexplorer/internal/text"
)

// A view is what the page shows. It crosses to JavaScript as JSON.
type view struct {
	Title     string               `json:"title"`
	Intro     string               `json:"intro"`
	Step      int                  `json:"step"` // from 0
	Steps     []string             `json:"steps"`
	HTML      string               `json:"html"`
	Answer    string               `json:"answer"` // "" while it is hidden
	Hidden    bool                 `json:"hidden"`
	Set       classroom.Attributes `json:"set"`
	Task      []string             `json:"task"`
	Met       []bool               `json:"met"`
	IsGuessed bool                 `json:"isGuessed"` // whether a curve is to be guessed
	Setting   string               `json:"setting"`   // whose curve
	Guesses   []string             `json:"guesses"`
	Trials    []classroom.Trial    `json:"trials"`
}

// A page is the program's.
type page struct {
	messages *text.Messages
	room     *classroom.Room
}

func main() {
	p := &page{messages: text.For(js.Global().Get("document").Get("documentElement").Get(
		"lang").String())}
	api := js.Global().Get("Object").New()
	method := func(name string, f func(args []js.Value) any) {
		api.Set(name, js.FuncOf(func(_ js.Value, args []js.Value) any { return asJSON(f(args)) }))
	}
	method("address", func(args []js.Value) any {
		options, problems := classroom.ParseAddress(p.messages, args[0].String())
		return map[string]any{"options": options, "problems": problems}
	})
	method("open", func(args []js.Value) any {
		source := make([]byte, args[0].Length())
		js.CopyBytesToGo(source, args[0])
		lesson, err := classroom.Parse(p.messages, source)
		if err != nil {
			refused, ok := err.(*classroom.Error)
			if !ok {
				panic(err) // goldmark writes to a buffer, which has no errors
			}
			return map[string]any{"refused": refused.Say(p.messages)}
		}
		p.room = classroom.NewRoom(p.messages, lesson, args[1].Int())
		return p.view()
	})
	act := func(name string, f func(args []js.Value)) {
		method(name, func(args []js.Value) any {
			f(args)
			return p.view()
		})
	}
	act("go", func(args []js.Value) { p.room.Go(args[0].Int()) })
	act("forward", func([]js.Value) { p.room.Forward() })
	act("reveal", func([]js.Value) { p.room.Reveal() })
	act("forget", func([]js.Value) { p.room.Forget() })
	act("try", func(args []js.Value) {
		var attributes classroom.Attributes
		for i := range args[0].Length() {
			pair := args[0].Index(i)
			attributes = append(attributes, [2]string{pair.Index(0).String(),
				pair.Index(1).String()})
		}
		p.room.Try(attributes)
	})
	act("draw", func(args []js.Value) { // pairs of shares of the chart's width and height
		guess, points := classroom.NewGuess(), args[0]
		at := func(i int) float64 { return points.Index(i).Float() }
		for i := 2; i+1 < points.Length(); i += 2 {
			guess.Draw(at(i-2), at(i-1), at(i), at(i+1))
		}
		p.room.Drawn(guess)
	})
	method("csv", func([]js.Value) any { return p.room.CSV() })
	js.Global().Get("lossExplorerClassroom").Call("ready", api)
	select {} // the functions are called from here on
}

func (p *page) view() view {
	lesson := p.room.Lesson()
	n, step := p.room.Step()
	guesses, err := p.room.Guesses()
	if err != nil {
		panic(err) // the state of a lesson is valid
	}
	v := view{Title: lesson.Title, Step: n, HTML: step.HTML, Hidden: p.room.Hidden(),
		Set: p.room.Set(),
		Met: p.room.Met(), IsGuessed: len(step.Guess) > 0, Guesses: guesses,
		Trials: p.room.Trials()}
	if n == 0 {
		v.Intro = lesson.Intro
	}
	for _, s := range lesson.Steps {
		v.Steps = append(v.Steps, s.Title)
	}
	if !v.Hidden {
		v.Answer = step.Answer
	}
	for _, c := range step.Task {
		v.Task = append(v.Task, c.Text)
	}
	if v.IsGuessed {
		s, _ := step.Set.With(step.Guess).State(p.messages)
		v.Setting = export.Caption(p.messages, s)
	}
	return v
}

func asJSON(v any) string {
	b, err := json.Marshal(v)
	if err != nil {
		panic(err) // all types above can be marshalled
	}
	return string(b)
}
