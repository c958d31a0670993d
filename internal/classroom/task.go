package classroom

import (
	"slices"
	"strconv"
	"strings"
	"unicode"

	"lossexplorer/internal/plot"
	"lossexplorer/internal/state"
	"lossexplorer/internal/text"
	"lossexplorer/internal/widget"
)

// A Condition is a line of a task: a parameter, a choice or the loss at a p_t, compared with a
// value, as "gamma >= 2", "label = both" and "loss(0.9) < 0.01".
type Condition struct {
	Text     string
	key      string  // of the state; "" for the loss
	pt       float64 // of the loss
	operator string
	number   float64
	word     string // if the value is no number; only "=" compares it
}

// operators are longest first, so that "<=" is not read as "<".
var operators = []string{"<=", ">=", "<", ">", "="}

func parseCondition(line string) (c Condition, ok bool) {
	c.Text = line
	i := strings.IndexAny(line, "<>=")
	if i < 0 {
		return c, false
	}
	name, rest := strings.TrimSpace(line[:i]), line[i:]
	for _, o := range operators {
		if strings.HasPrefix(rest, o) {
			c.operator, rest = o, strings.TrimSpace(rest[len(o):])
			break
		}
	}
	number, err := strconv.ParseFloat(rest, 64)
	c.number = number
	if err != nil {
		c.word = rest
	}
	if at, isLoss := strings.CutPrefix(name, "loss("); isLoss {
		pt, ok := strings.CutSuffix(at, ")")
		if !ok || err != nil {
			return c, false
		}
		c.pt, err = strconv.ParseFloat(strings.TrimSpace(pt), 64)
		return c, err == nil && c.pt > 0 && c.pt < 1
	}
	all := widget.Attributes()
	i = slices.IndexFunc(all, func(a widget.Attribute) bool { return a.Name == name })
	if i < 0 { // of a formula, or a name that there is not: the step's loss will tell
		c.key = strings.ReplaceAll(name, "-", "_")
		return c, err == nil && isName(name)
	}
	if all[i].Key == "" || all[i].Key == state.FormulaKey {
		return c, false
	}
	a := all[i]
	c.key = a.Key
	switch {
	case a.Type == widget.Number:
		return c, err == nil
	case a.Type == widget.Switch:
		if c.word == "true" {
			c.number = 1
		}
		return c, c.operator == "=" && (c.word == "true" || c.word == "false")
	}
	return c, c.operator == "=" && rest != "" &&
		(len(a.Choices) == 0 || err == nil || slices.Contains(a.Choices, rest))
}

func isName(name string) bool {
	return name != "" && !strings.ContainsFunc(name, func(r rune) bool {
		return r != '_' && r != '-' && !unicode.IsLetter(r) && !unicode.IsDigit(r)
	})
}

// settle finds the parameter that c names in the step that starts with set, and returns
// sentences if the loss has no such parameter or the value is out of its range.
func (c *Condition) settle(m *text.Messages, set Attributes) []string {
	if c.key == "" || c.key == state.LossKey {
		return nil
	}
	s, _ := set.State(m)
	if own := strings.ReplaceAll(widget.Own, "-", "_") + c.key; !s.Has(c.key) && s.Has(own) {
		c.key = own
	}
	value := c.word
	if value == "" {
		value = state.Format(c.number)
	}
	_, problems := set.With(Attributes{{widget.Dashed(c.key), value}}).State(m)
	return problems
}

// Met reports whether s meets the condition. A loss without the parameter does not.
func (c Condition) Met(s state.State) bool {
	var v float64
	switch {
	case c.key == "":
		v = lossAt(s, c.pt)
	case s.Has(c.key):
		if v = s.Number(c.key); !s.Enabled(c.key) {
			return false
		}
	case !s.Knows(c.key) && c.key != state.LossKey:
		return false
	default:
		return s.Value(c.key) == c.word || c.word == "" && s.Value(c.key) == state.Format(c.number)
	}
	switch c.operator {
	case "<":
		return v < c.number
	case "<=":
		return v <= c.number
	case ">":
		return v > c.number
	case ">=":
		return v >= c.number
	}
	return v == c.number
}

// lossAt returns the loss of an example of s' first label at a p_t.
func lossAt(s state.State, pt float64) float64 {
	y, p := plot.FirstLabel(s), pt
	if y == 0 {
		p = 1 - pt
	}
	loss, _ := s.Loss().AtProb(y, p)
	return loss
}
