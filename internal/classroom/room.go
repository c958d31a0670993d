package classroom

import (
	"encoding/csv"
	"math"
	"slices"
	"strconv"
	"strings"

	"lossexplorer/internal/plot"
	"lossexplorer/internal/render/export"
	"lossexplorer/internal/state"
	"lossexplorer/internal/text"
)

// A Room is a lesson as a class goes through it.
type Room struct {
	messages *text.Messages
	lesson   *Lesson
	step     int
	revealed bool // the answer and the curve to guess
	state    state.State
	guesses  []*Guess
	trials   []Trial
}

// MaxGuesses is the number of guesses of a step that are kept.
const MaxGuesses = 8

// The p_t of the losses in the table of trials.
const (
	hardPt = 0.1
	easyPt = 0.9
)

// A Trial is a setting that was tried.
type Trial struct {
	Step    int    `json:"step"` // from 1
	Setting string `json:"setting"`
	Hard    string `json:"hard"` // the loss at p_t = 0.1
	Easy    string `json:"easy"` // and at 0.9
	Task    string `json:"task"` // how many of its conditions were met: "1 / 2"; "" for none
}

// NewRoom returns the room of a lesson at a step from 0, or the nearest that there is.
func NewRoom(m *text.Messages, l *Lesson, step int) *Room {
	r := &Room{messages: m, lesson: l}
	r.Go(step)
	return r
}

// Go goes to a step from 0, or the nearest that there is.
func (r *Room) Go(step int) {
	r.step = min(max(step, 0), len(r.lesson.Steps)-1)
	r.revealed, r.guesses = false, nil
	r.state, _ = r.Set().State(r.messages)
}

// Step returns the number of the step, from 0, and the step.
func (r *Room) Step() (int, *Step) { return r.step, &r.lesson.Steps[r.step] }

// Lesson returns the lesson.
func (r *Room) Lesson() *Lesson { return r.lesson }

// Hidden reports whether the step has an answer or a curve that is not shown yet.
func (r *Room) Hidden() bool {
	_, s := r.Step()
	return !r.revealed && (s.Answer != "" || len(s.Guess) > 0)
}

// Reveal shows the answer, and the curve to guess.
func (r *Room) Reveal() {
	r.revealed = true
	r.state, _ = r.Set().State(r.messages)
}

// Forward shows what is hidden or, if nothing is, goes to the next step.
func (r *Room) Forward() {
	if r.Hidden() {
		r.Reveal()
	} else if r.step+1 < len(r.lesson.Steps) {
		r.Go(r.step + 1)
	}
}

// Set returns the attributes that the step begins with, or has since its curve is revealed.
func (r *Room) Set() Attributes {
	_, s := r.Step()
	if r.revealed {
		return s.Set.With(s.Guess)
	}
	return s.Set
}

// Drawn adds a guess.
func (r *Room) Drawn(g *Guess) {
	if len(r.guesses) == MaxGuesses {
		r.guesses = slices.Delete(r.guesses, 0, 1)
	}
	r.guesses = append(r.guesses, g)
}

// Forget removes the guesses.
func (r *Room) Forget() { r.guesses = nil }

// Guesses returns sentences on the guesses: how far each is from the curve once it is revealed.
func (r *Room) Guesses() (said []string, err error) {
	t := text.ClassroomOf(r.messages)
	_, step := r.Step()
	s, _ := step.Set.With(step.Guess).State(r.messages)
	for i, g := range r.guesses {
		number := strconv.Itoa(i + 1)
		if !r.revealed {
			said = append(said, text.Fill(t.Drawn, "number", number))
			continue
		}
		gap, err := g.Compare(s)
		if err != nil {
			return nil, err
		}
		words := t.Gap
		if s.Axes.LogLoss() {
			words, gap.Mean, gap.Worst = t.Factor, math.Pow(10, gap.Mean), math.Pow(10, gap.Worst)
		}
		said = append(said, text.Fill(words, "number", number, "mean", plot.Number(gap.Mean),
			"worst", plot.Number(gap.Worst), "at", plot.Number(gap.At),
			"covered", strconv.FormatFloat(100*gap.Covered, 'f', 0, 64)))
	}
	return said, nil
}

// Try takes the attributes of the element after a control was moved, and adds them to the trials
// unless they are the last one's.
func (r *Room) Try(a Attributes) {
	r.state, _ = a.State(r.messages)
	trial := Trial{Step: r.step + 1, Setting: export.Caption(r.messages, r.state),
		Hard: plot.Number(lossAt(r.state, hardPt)), Easy: plot.Number(lossAt(r.state, easyPt))}
	if met := r.Met(); len(met) > 0 {
		n := 0
		for _, is := range met {
			if is {
				n++
			}
		}
		trial.Task = strconv.Itoa(n) + " / " + strconv.Itoa(len(met))
	}
	if n := len(r.trials); n == 0 || r.trials[n-1] != trial {
		r.trials = append(r.trials, trial)
	}
}

// Met reports which conditions of the step's task the state meets.
func (r *Room) Met() (met []bool) {
	_, step := r.Step()
	for _, c := range step.Task {
		met = append(met, c.Met(r.state))
	}
	return met
}

// Trials returns the settings tried, in all steps.
func (r *Room) Trials() []Trial { return r.trials }

// CSV returns the trials as a table.
func (r *Room) CSV() string {
	var b strings.Builder
	w := csv.NewWriter(&b)
	t := text.ClassroomOf(r.messages)
	rows := [][]string{{t.Step, t.Setting, t.Hard, t.Easy, t.Task}}
	for _, trial := range r.trials {
		rows = append(rows, []string{strconv.Itoa(trial.Step), trial.Setting, trial.Hard,
			trial.Easy, trial.Task})
	}
	w.WriteAll(rows) // a strings.Builder has no errors
	return b.String()
}
