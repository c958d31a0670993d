//go:build js && wasm

package main

import (
	"math"
	"strconv"
	"strings"

	"lossexplorer/internal/catalog"
	"lossexplorer/internal/plot"
	"lossexplorer/internal/render/scene"
	"lossexplorer/internal/state"
	"lossexplorer/internal/text"
	"lossexplorer/wasm/document"
)

// A formula is the formula of a loss for one class. It uses the numbers of the
// state.
type formula struct {
	kind    *catalog.Kind
	class   state.Class
	y       float64
	all     document.Element
	numbers []number
}

// A number is the number of a parameter in a formula.
type number struct {
	document.Label
	name  string
	value float64 // that is shown
}

func newFormula(k *catalog.Kind, class state.Class, y float64) *formula {
	f := &formula{kind: k, class: class, y: y,
		all: document.Find("#formulas-" + state.State{Kind: k}.LossName() + ` .live[data-class="` +
			string(class) + `"]`)}
	const prefix = "value-"
	places := f.all.Call("querySelectorAll", "[class^="+prefix+"]")
	for i := range places.Length() {
		e := document.Wrap(places.Index(i))
		// typesetting adds classes of its own
		name, _, _ := strings.Cut(e.GetAttribute("class"), " ")
		f.numbers = append(f.numbers, number{document.NewLabel(e), name[len(prefix):], math.NaN()})
	}
	return f
}

func (f *formula) show(s state.State) {
	for i := range f.numbers {
		n := &f.numbers[i]
		// Writing a number takes longer than all that losscore computes.
		if v := plot.FormulaNumber(s, n.name, f.y); v != n.value {
			n.value = v
			n.Say(plot.Number(v))
		}
	}
}

// words are the texts on the page that follow the state. The elements are
// looked up once: lookups take longer than all that losscore computes.
type words struct {
	messages *text.Messages
	formulas []*formula
	// of the loss, the tutorial's broken code and cross-entropy
	legend  [plot.Pinned]document.Label
	listed  [plot.Pinned]bool       // which of them are shown
	roles   [plot.Moving]scene.Role // of the lines of the loss
	clip    document.Label
	epsilon float64     // that its text names
	class   state.Class // whose formulas are shown
}

func newWords(m *text.Messages) *words {
	w := &words{messages: m, epsilon: math.NaN(), clip: document.NewLabel(document.ByID("clip"))}
	for _, k := range append(catalog.Kinds(), state.KindOf(state.CustomLoss)) {
		w.formulas = append(w.formulas, newFormula(k, state.Positive, 1),
			newFormula(k, state.Negative, 0))
	}
	for _, i := range legendLines {
		w.legend[i] = document.NewLabel(document.Find(`#legend [data-line="` +
			strconv.Itoa(i) + `"]`))
	}
	return w
}

// legendLines are the lines that the page has a legend for; a pin's is its row.
var legendLines = [...]int{plot.LossPos, plot.LossNeg, plot.WrongPos, plot.CrossPos}

// list shows the legend of the lines that have no label at their curves, of both classes
// the first's where they have the same.
func (w *words) list(charts []*chart) {
	var listed [plot.Pinned]bool
	for _, c := range charts {
		for _, e := range c.layout.Entries(&c.scene) {
			switch i := e.Line; {
			case i < plot.WrongPos:
				listed[i] = true
				w.legend[i].Say(e.Name)
				if e.Role != w.roles[i] {
					w.roles[i] = e.Role
					w.legend[i].Get("style").Call("setProperty", "--key",
						"var("+scene.Tokens[e.Role]+")")
				}
			case i < plot.CrossPos:
				listed[plot.WrongPos] = true
			case i < plot.Pinned:
				listed[plot.CrossPos] = true
			}
		}
	}
	if listed == w.listed {
		return
	}
	w.listed = listed
	for _, i := range legendLines {
		document.Hide(w.legend[i].Element, !listed[i])
	}
}

// show puts the state's numbers into the formulas, and its loss into the legend.
func (w *words) show(s state.State) {
	for _, f := range w.formulas {
		if f.kind == s.Kind {
			f.show(s)
		}
		if s.Class != w.class {
			document.Hide(f.all, s.Class != state.Both && s.Class != f.class)
		}
	}
	w.class = s.Class
	if epsilon := s.Number(state.EpsilonKey); epsilon != w.epsilon {
		w.epsilon = epsilon
		w.clip.Say(plot.SayClip(w.messages, s))
	}
}

// showProblems lists the faults of the URL, or hides the list.
func showProblems(sentences []string) {
	notice := document.ByID("notice")
	notice.SetTextContent("")
	for _, sentence := range sentences {
		document.Append(notice, "p", sentence)
	}
	document.Hide(notice, len(sentences) == 0)
}
