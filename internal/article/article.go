// Package article makes the scroll article "Focal loss in ten scenes": its texts
// with computed numbers, and the state of the curves in each scene.
package article

import (
	"math"
	"strconv"
	"strings"

	"lossexplorer/internal/text"
	"lossexplorer/losscore"
)

// The examples of the article.
const (
	easyPt = 0.9
	hardPt = 0.1
	// Backgrounds is the number of easy boxes to one hard object.
	Backgrounds = 1000
	shownClip   = 0.01
	// saturates is the logit from which the sigmoid is 1 in float32: it is
	// within half a unit in the last place of 1, so that e^-z is at most 2^-25.
	saturates = 25 * math.Ln2
)

var (
	cross = losscore.Focal{}
	focal = losscore.Focal{Gamma: 2}
)

// A Scene is one step of the article.
type Scene struct {
	ID    string // of its element, "scene-1"
	Title string
	Text  string
	// Attributes are the attributes of the element <loss-explorer>, in order. An
	// attribute that a scene does not name has its default value.
	Attributes []Attribute
	Squares    bool // the scene shows the squares of Squares
}

// An Attribute is a name with a value.
type Attribute struct{ Name, Value string }

// Scenes returns the scenes in the language of m.
func Scenes(m *text.Messages) []Scene {
	t := text.ArticleOf(m)
	shown := [len(t.Scenes)]string{
		"gamma=0 balanced=false", "gamma=0 balanced=false", "gamma=2 balanced=false",
		"gamma=2 balanced=false gradient=logit", "gamma=2 balanced=false gradient=logit",
		"gamma=2 balanced=true alpha=0.25 label=both", "gamma=2 balanced=false epsilon=0.01",
		"gamma=2 balanced=false x=logit gradient=logit epsilon=off",
		"gamma=2 balanced=false label=both x=p", "gamma=2 balanced=false",
	}
	facts := Facts()
	scenes := make([]Scene, len(t.Scenes))
	for i, s := range t.Scenes {
		scenes[i] = Scene{ID: "scene-" + strconv.Itoa(i+1), Title: text.Fill(s.Title, facts...),
			Text: text.Fill(s.Text, facts...), Squares: i == 1 || i == 4}
		for pair := range strings.FieldsSeq(shown[i]) {
			name, value, _ := strings.Cut(pair, "=")
			scenes[i].Attributes = append(scenes[i].Attributes, Attribute{name, value})
		}
	}
	return scenes
}

// Facts returns the names of the numbers in the texts, each followed by the
// number.
func Facts() []string {
	ceEasy, _ := cross.AtProb(1, easyPt)
	ceHard, _ := cross.AtProb(1, hardPt)
	flEasy, _ := focal.AtProb(1, easyPt)
	flHard, _ := focal.AtProb(1, hardPt)
	_, crossPull := cross.AtLogit(1, logit(hardPt))
	_, focalPull := focal.AtLogit(1, logit(hardPt))
	most, _ := losscore.Focal{Gamma: 2, Epsilon: 1e-7}.AtProb(1, 0)
	const predicted = 0.8
	return []string{
		"easy", number(easyPt, 2), "hard", number(hardPt, 2), "many", number(Backgrounds, 4),
		"ceEasy", number(ceEasy, 3), "ceHard", number(ceHard, 3),
		"ceShare", number(100*Share(cross), 2), "focalShare", number(100*Share(focal), 2),
		"timesEasy", number(ceEasy/flEasy, 3), "timesHard", number(ceHard/flHard, 2),
		"cross", number(Crossing(focal), 3), "pull", number(focalPull/crossPull, 3),
		"ratio", number((1-0.25)/0.25, 2), "epsilon", number(shownClip, 2), "most", number(most, 3),
		"saturates", number(saturates, 4),
		"predicted", number(predicted, 2), "true", number(focal.Calibrate(predicted), 3),
	}
}

// Share returns the part of the summed loss that one hard object has among
// Backgrounds easy boxes.
func Share(l losscore.Loss) float64 {
	hard, _ := l.AtProb(1, hardPt)
	easy, _ := l.AtProb(1, easyPt)
	return hard / (hard + Backgrounds*easy)
}

// Crossing returns the p_t below which the gradient of l with respect to the
// logit is larger than the gradient of cross-entropy. There must be one in (0.01, 0.99).
func Crossing(l losscore.Loss) float64 {
	low, high := 0.01, 0.99
	for range 60 {
		pt := (low + high) / 2
		_, of := l.AtLogit(1, logit(pt))
		_, ce := cross.AtLogit(1, logit(pt))
		if of < ce { // both are negative
			low = pt
		} else {
			high = pt
		}
	}
	return low
}

func logit(p float64) float64 { return math.Log(p) - math.Log1p(-p) }

// number writes v with a number of significant digits.
func number(v float64, digits int) string {
	r, err := strconv.ParseFloat(strconv.FormatFloat(v, 'e', digits-1, 64), 64)
	if err != nil {
		panic(err) // FormatFloat writes a number
	}
	return strconv.FormatFloat(r, 'f', -1, 64)
}
