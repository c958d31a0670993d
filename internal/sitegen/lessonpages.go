package main

import (
	"html/template"
	"strconv"

	"lossexplorer/internal/frameworks"
	"lossexplorer/internal/lessons"
	"lossexplorer/internal/plot"
	"lossexplorer/internal/state"
	"lossexplorer/internal/text"
	"lossexplorer/losscore"
)

// version is one version of the tutorial's code.
type version struct {
	Name  string
	Lines []codeLine
}

type codeLine struct {
	Code, Note string
	Differs    bool
}

func tutorial(m *text.Messages) []version {
	lines := func(code []frameworks.Line) (all []codeLine) {
		for _, l := range code {
			all = append(all, codeLine{l.Code, plot.In(m, l.Note), l.Differs})
		}
		return all
	}
	right, wrong := frameworks.TutorialCode()
	return []version{{m.RightCode, lines(right)}, {m.WrongCode, lines(wrong)}}
}

// lesson is a guided lesson.
type lesson struct {
	lessons.Words
	ID, Next         state.Lesson // Next is "" for the last
	Number           int
	Stray            string // the remark if {moved} was
	Query, NextQuery template.URL
	Table            []lessons.TableRow // the paper's, where it belongs
	Squares          []squares          // the picture of the losses, where it belongs
	Summary          []string           // of all lessons, after the last
}

// squares is a picture in which areas are losses: a box every 25 units and an object in
// the middle, see lessons.Squares.
type squares struct {
	Index                 int
	Name, Is              string
	Object, ObjectX       string
	ObjectY, Box, Between string
}

func squaresOf(m *text.Messages) (all []squares) {
	object, box := lessons.Squares(losscore.Focal{})
	at := func(v float64) string { return strconv.FormatFloat(v, 'f', 2, 64) }
	frame := lessons.FrameIn(m)
	for i := range 2 {
		all = append(all, squares{
			Index: i, Name: frame.Squares[i], Is: frame.Squares[2],
			Object: at(object), ObjectX: at(500 - object/2), ObjectY: at(250 - object/2),
			Box: at(box), Between: at((25 - box) / 2),
		})
	}
	return all
}

func lessonsOf(m *text.Messages) (all []lesson) {
	query := func(l *lessons.Lesson) template.URL { return template.URL(l.Start().Query() + "&lang=" + m.Code) }
	for i, l := range lessons.All() {
		step := lesson{Words: l.Say(m), ID: l.ID, Number: i + 1, Stray: l.Stray(m), Query: query(l)}
		if next := l.Next(); next != nil {
			step.Next, step.NextQuery = next.ID, query(next)
		}
		if l.ID == state.BothLesson {
			step.Table = lessons.Table()
		}
		if l.ID == state.EasyLesson {
			step.Squares = squaresOf(m)
		}
		if l.Next() == nil {
			for _, l := range lessons.All() {
				step.Summary = append(step.Summary, l.Say(m).Takeaway)
			}
		}
		all = append(all, step)
	}
	return all
}

// tableRow is a row of the table of the curves.
type tableRow struct {
	Cells  [6]string
	Hidden bool // of a class that is not shown at first
}

// tableRows returns the rows of the default state, and after them hidden rows, which are
// used where both classes are shown.
func tableRows() (all []tableRow) {
	s := state.Default()
	shown := plot.Rows(nil, s, plot.TablePts())
	s.Class = state.Both
	for i, r := range plot.Rows(nil, s, plot.TablePts()) {
		all = append(all, tableRow{r.Say(), i >= len(shown)})
	}
	return all
}
