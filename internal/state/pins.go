package state

import (
	"math"
	"strings"

	"lossexplorer/internal/catalog"
	"lossexplorer/losscore"
)

// MaxPins is the largest number of pinned curves.
const MaxPins = 6

// A Pin is a curve that stays for comparison: a loss with its parameters bound.
type Pin struct {
	Kind   *catalog.Kind      // nil in a place without a pin
	Values [MaxParams]float64 // of Kind.Params, in their order
	Name   string             // as the user calls it; "" for the loss and its parameters
	Hidden bool               // the curve is not drawn
}

// Loss returns the pinned loss, nil if there is none.
func (p Pin) Loss() losscore.Loss {
	if p.Kind == nil {
		return nil
	}
	return p.Kind.New(p.Values[:len(p.Kind.Params)])
}

// Pins are the pinned curves. The place of one determines its colour; a place may be
// empty.
type Pins [MaxPins]Pin

// Names of the URL's parameters of the pins.
const (
	PinsKey     = "pins"
	PinNamesKey = "pin_names"
)

const (
	pinSeparator = "~"
	pinHidden    = ":hidden"

	// maxPinName bounds a name, in characters.
	maxPinName = 40
)

func (p *Pins) keys() []string {
	return []string{PinsKey, PinNamesKey}
}

// set reads the pins, focal:2,0.25,1e-7,1~… with nothing for an empty place, or
// their names, which are separated likewise.
func (p *Pins) set(key, value string) (known bool, err error) {
	switch key {
	case PinsKey:
		*p, err = parsePins(value)
	case PinNamesKey:
		names := strings.Split(value, pinSeparator)
		if len(names) > MaxPins {
			return true, ErrChoice
		}
		for i, name := range names {
			if p[i].Kind != nil {
				p[i].Name = PinName(name)
			}
		}
	default:
		return false, nil
	}
	return true, err
}

func parsePins(value string) (all Pins, err error) {
	if value == Off {
		return all, nil
	}
	places := strings.Split(value, pinSeparator)
	if len(places) > MaxPins {
		return all, ErrChoice
	}
	for i, text := range places {
		if text == "" {
			continue
		}
		text, hidden := strings.CutSuffix(text, pinHidden)
		id, numbers, _ := strings.Cut(text, ":")
		pin := Pin{Kind: KindOf(id), Hidden: hidden}
		if pin.Kind == nil {
			return all, ErrChoice
		}
		if err := list(pin.Values[:len(pin.Kind.Params)], numbers, math.Inf(-1),
			math.Inf(1)); err != nil {
			return all, err
		}
		for k, param := range pin.Kind.Params {
			if v := pin.Values[k]; param.Switch && v != 0 && v != 1 {
				return all, ErrChoice
			}
		}
		if err := (State{Kind: pin.Kind, Values: pin.Values}).validate(); err != nil {
			return all, err
		}
		all[i] = pin
	}
	return all, nil
}

func (p *Pins) value(key string) (value string, known bool) {
	if key != PinsKey && key != PinNamesKey {
		return "", false
	}
	var texts [MaxPins]string
	last := 0
	for i, pin := range p {
		if pin.Kind == nil {
			continue
		}
		last = i + 1
		texts[i] = pin.Name
		if key == PinsKey {
			texts[i] = pin.Kind.ID + ":" + join(pin.Values[:len(pin.Kind.Params)])
			if pin.Hidden {
				texts[i] += pinHidden
			}
		}
	}
	if last == 0 {
		return Off, true
	}
	value = strings.Join(texts[:last], pinSeparator)
	if key == PinNamesKey && strings.Trim(value, pinSeparator) == "" {
		return "", true // no pin has a name
	}
	return value, true
}

// PinName returns text in the form of a pin's name: on one line, of bounded length,
// without the separator of names in the URL.
func PinName(text string) string {
	text = strings.ReplaceAll(strings.Join(strings.Fields(text), " "), pinSeparator, "-")
	n := 0
	for i := range text {
		if n == maxPinName {
			return strings.TrimSpace(text[:i])
		}
		n++
	}
	return text
}

// Pin returns s with its curve pinned in the first empty place, or s and false
// if there is none or the same curve is pinned already.
func (s State) Pin() (pinned State, ok bool) {
	empty := -1
	for i, p := range s.Pins {
		if p.Kind == s.Kind && p.Values == s.Values {
			return s, false
		}
		if p.Kind == nil && empty < 0 {
			empty = i
		}
	}
	if empty < 0 {
		return s, false
	}
	s.Pins[empty] = Pin{Kind: s.Kind, Values: s.Values}
	return s, true
}

// SweepValues returns the values of a parameter that Sweep compares.
func SweepValues(param catalog.Param) []float64 {
	if param.Name == "gamma" {
		return []float64{0, 0.5, 1, 2, 5}
	}
	const n = 5
	var values []float64
	for k := range n {
		v := param.Min + (param.Max-param.Min)*(float64(k)+0.5)/n
		// Dividing by a whole number of steps makes 0.1 the double so written.
		values = append(values, math.Round(v/param.Step)/math.Round(1/param.Step))
	}
	return values
}

// Sweep returns s with a family of curves pinned, in place of all others, that
// differ from the curve of s by one parameter: gamma has the values of Figure 1
// of Lin et al. 2017, any other parameter values spread over its range.
func (s State) Sweep(name string) State {
	i := s.index(name)
	param := s.Kind.Params[i]
	s.Pins = Pins{}
	for k, v := range SweepValues(param) {
		p := &s.Pins[k]
		*p = Pin{Kind: s.Kind, Values: s.Values}
		p.Values[i] = max(v, param.Min)
		if param.Needs != "" {
			p.Values[s.index(param.Needs)] = 1
		}
	}
	return s
}
