package lessons

import (
	"math"
	"strconv"

	"lossexplorer/internal/catalog"
	"lossexplorer/internal/plot"
	"lossexplorer/internal/state"
	"lossexplorer/internal/text"
	"lossexplorer/losscore"
)

// Words are the texts of a lesson in one language. Their numbers are computed.
type Words struct {
	Title    string
	Intro    string
	Question string
	Answers  []Answer
	Reveal   string // after every answer
	Task     string
	Measure  string // how far the task is, with {value} and {other} of the Result
	Takeaway string // the sentence of the summary
}

// An Answer is one of the answers to a question; exactly one is right.
type Answer struct {
	Text  string
	Why   string // the explanation if it is chosen
	Right bool
}

// A TableRow is a row of the paper's table.
type TableRow struct {
	Gamma float64
	Alpha float64 // the best of those tried
	AP    float64 // average precision
}

// Table returns table 1b of Lin et al. 2017: for each gamma the best alpha, and
// the average precision on COCO (minival) of RetinaNet with ResNet-50-FPN at 600
// pixels. The first row is alpha-balanced cross-entropy.
func Table() []TableRow {
	return []TableRow{
		{0, 0.75, 31.1}, {0.1, 0.75, 31.4}, {0.2, 0.75, 31.9}, {0.5, 0.5, 32.9},
		{1, 0.25, 33.7}, {2, 0.25, 34.0}, {5, 0.25, 32.2},
	}
}

// Decimal writes an average precision as the table does.
func (r TableRow) Decimal() string { return strconv.FormatFloat(r.AP, 'f', 1, 64) }

// Say returns the texts of l in the language of m.
func (l *Lesson) Say(m *text.Messages) Words {
	w := words()[l.ID]
	facts := w.facts(m)
	say := func(t bilingual) string { return text.Fill(plot.In(m, catalog.Text(t)), facts...) }
	said := Words{
		Title: say(w.title), Intro: say(w.intro), Question: say(w.question),
		Reveal: say(w.reveal), Task: say(w.task), Measure: say(w.measure),
		Takeaway: say(w.takeaway),
	}
	for i, a := range w.answers {
		said.Answers = append(said.Answers, Answer{say(a.text), say(a.why), i == w.right})
	}
	return said
}

// texts are the texts of a lesson. In braces are the names of facts.
type texts struct {
	title, intro, question bilingual
	answers                []answer
	right                  int // which of the answers
	reveal, task, measure  bilingual
	takeaway               bilingual

	// facts returns names of numbers and the numbers, as used by text.Fill.
	facts func(m *text.Messages) []string
}

type answer struct{ text, why bilingual }

// bilingual is a catalog.Text.
type bilingual struct{ English, Chinese string }

// lossAt is the loss of a positive.
func lossAt(l losscore.Loss, p float64) float64 {
	loss, _ := l.AtProb(1, p)
	return loss
}

// pullAt returns the pull of a positive on the logit, |dL/dx|, divided by that with
// cross-entropy.
func pullAt(l losscore.Loss, p float64) float64 {
	x := math.Log(p) - math.Log1p(-p)
	_, pull := l.AtLogit(1, x)
	_, cross := losscore.Focal{}.AtLogit(1, x)
	return pull / cross
}

// crossingOf returns the p_t below which a positive pulls more than with cross-entropy.
func crossingOf(l losscore.Loss) float64 {
	low, high := 0.05, 0.5
	for range 40 {
		if p := (low + high) / 2; pullAt(l, p) > 1 {
			low = p
		} else {
			high = p
		}
	}
	return (low + high) / 2
}

func slopeAt(l losscore.Loss, p float64) float64 {
	_, dp := l.AtProb(1, p)
	return dp
}

// words returns the texts of all lessons. They are in a function rather than a
// variable, so that a program without Say does not carry them.
func words() map[state.Lesson]texts {
	return map[state.Lesson]texts{
		state.EasyLesson:      easyWords(),
		state.GammaLesson:     gammaWords(),
		state.AlphaLesson:     alphaWords(),
		state.BothLesson:      bothWords(),
		state.EpsilonLesson:   epsilonWords(),
		state.ClassesLesson:   classesWords(),
		state.SmoothingLesson: smoothingWords(),
	}
}
