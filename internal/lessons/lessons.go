// Package lessons holds the guided lessons of the explorer: their states, questions,
// explanations and tasks, and whether a task is done. It does not use the page.
//
// The build uses [Say] to make the texts for the page that it renders. At run time
// the lessons have no texts, so that WebAssembly does not contain them.
package lessons

import (
	"slices"
	"strings"

	"lossexplorer/internal/plot"
	"lossexplorer/internal/state"
	"lossexplorer/internal/text"
)

// A Lesson sets a state, asks for a prediction, reveals the answer and gives a
// task that is done by moving the controls it is about.
type Lesson struct {
	ID state.Lesson

	// Set is the query of the state in which the question is asked; keys
	// it lacks are as in state.Default.
	Set string

	// Shown is the query of the reveal's changes to that state, to show the answer. The
	// task starts from there.
	Shown string

	// Controls are the keys of the parameters that the lesson is about, and
	// Focus the CSS selector of the page's control to start with.
	Controls []string
	Focus    string

	// measure returns the quantities that the task is about, for its text, and
	// whether they meet its goal.
	measure func(s state.State) (value, other float64, met bool)
}

// All returns the lessons in their order. The slice is the caller's, the
// lessons are not to be changed.
func All() []*Lesson { return slices.Clone(lessons) }

// Of returns the lesson with the ID, nil if there is none.
func Of(id state.Lesson) *Lesson {
	for _, l := range lessons {
		if l.ID == id {
			return l
		}
	}
	return nil
}

// Next returns the lesson after l, nil after the last.
func (l *Lesson) Next() *Lesson {
	if i := slices.Index(lessons, l) + 1; i < len(lessons) {
		return lessons[i]
	}
	return nil
}

// Start returns the state in which the lesson asks.
func (l *Lesson) Start() state.State { return l.with("") }

// Task returns the state from which the lesson's task starts.
func (l *Lesson) Task() state.State { return l.with(l.Shown) }

// with returns the start with the changes of a query.
func (l *Lesson) with(query string) state.State {
	s, _ := Parse(func(key string) (string, bool) {
		if key == state.LessonKey {
			return string(l.ID), true
		}
		return find(query, key)
	})
	return s
}

// Parse is state.Parse, but if the query names a lesson, the parameters that it
// does not have come from the lesson's start: "?lesson=gamma" is a link.
func Parse(get func(key string) (string, bool)) (state.State, []state.Problem) {
	id, _ := get(state.LessonKey)
	l := Of(state.Lesson(id))
	if l == nil {
		return state.Parse(get)
	}
	return state.Parse(func(key string) (string, bool) {
		if v, ok := get(key); ok {
			return v, true
		}
		return find(l.Set, key)
	})
}

// find returns the value of a key in a query in which nothing is escaped.
func find(query, key string) (value string, ok bool) {
	_, rest, ok := strings.Cut("&"+query, "&"+key+"=")
	value, _, _ = strings.Cut(rest, "&")
	return value, ok
}

// A Result is the progress of the task of a lesson.
type Result struct {
	Value, Other float64 // the numbers in the text of the measure
	// key of a parameter that was moved though the lesson is not about it, or ""
	Stray string
	Done  bool
}

// Fill puts r into the text of the measure, see Words.
func (r Result) Fill(measure string) string {
	return text.Fill(measure, "value", plot.Number(r.Value), "other", plot.Number(r.Other))
}

// Check returns how far the task is at s: it is done if the measure meets
// its goal and no control was moved that the lesson is not about.
func (l *Lesson) Check(s state.State) Result {
	var r Result
	var met bool
	r.Value, r.Other, met = l.measure(s)
	r.Stray = l.stray(s)
	r.Done = met && r.Stray == ""
	return r
}

// free are the parameters that only change the view, and may be moved in every
// lesson.
var free = append(append(state.SandboxKeys(), state.TrainKeys()...),
	state.PlaceKey, state.ClassKey, state.GradientKey, state.CurvatureKey, state.WrongKey,
	state.LessonKey, state.TruthKey, state.BarsKey,
	state.XKey, state.QuantityKey, state.ScaleKey, state.XRangeKey, state.LossRangeKey,
	state.GradientRangeKey, state.CurvatureRangeKey,
	state.HardKey, state.EasyKey, state.PinsKey, state.PinNamesKey, state.ProbeKey, state.PriorKey,
	state.ImplementationKey, state.FormatKey, state.LabelKey, state.AutocastKey, state.MeasureKey,
	state.LogitKey,
	state.CodeKey, state.PredictKey, state.FormulaKey, state.FormulaTextKey,
	state.FormulaWrittenKey, state.FormulaValuesKey,
	state.CountsKey, state.MethodKey, state.MethodParameterKey,
	state.CodeLanguageKey, state.CodeInputKey, state.CodeNormaliserKey, state.CodeCurvatureKey,
	state.CodeClassesKey, state.WeightsCodeKey,
)

// stray returns the key of the first parameter that differs from the start of
// the task and is none of the lesson's.
func (l *Lesson) stray(s state.State) string {
	start := l.Task()
	for _, key := range s.Keys() {
		if slices.Contains(free, key) || slices.Contains(l.Controls, key) {
			continue
		}
		if s.Has(key) && !start.Has(key) {
			continue // it came with a loss that was chosen
		}
		if (key == state.ClassesKey || key == state.ClassGamma) && !start.Classes.Shown {
			continue
		}
		if s.Value(key) != start.Value(key) {
			return key
		}
	}
	return ""
}
