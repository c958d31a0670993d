package state

import (
	"math"

	"lossexplorer/losscore"
)

// Probe holds a p_t to look at closely, and the share of positives used for the first
// step of a training. It is a comparable value.
type Probe struct {
	Shown bool
	Pt    float64 // 0 to 1
	Prior float64 // pi of Lin et al. 2017, section 3.3: MinPrior to 0.5
}

// MinPrior is the least share of positives.
const MinPrior = 1e-6

// Names of the URL's parameters of the probe. The first is "off", p_t, or "on"
// for the last p_t used.
const (
	ProbeKey = "probe"
	PriorKey = "prior"
)

func defaultProbe() Probe { return Probe{Pt: 0.9, Prior: 0.01} }

func (p *Probe) keys() []string {
	return []string{ProbeKey, PriorKey}
}

func (p *Probe) set(key, value string) (known bool, err error) {
	field, low, high := &p.Prior, MinPrior, 0.5
	switch key {
	case ProbeKey:
		if p.Shown = value != Off; !p.Shown || value == On {
			return true, nil
		}
		field, low, high = &p.Pt, 0, 1
	case PriorKey:
	default:
		return false, nil
	}
	v, err := number(value)
	if err != nil {
		return true, err
	}
	if !(v >= low && v <= high) {
		return true, &losscore.RangeError{Field: key, Value: v,
			Allowed: losscore.Between(low, high)}
	}
	*field = v
	return true, nil
}

func (p *Probe) value(key string) (value string, known bool) {
	switch key {
	case ProbeKey:
		if !p.Shown {
			return Off, true
		}
		return Format(p.Pt), true
	case PriorKey:
		return Format(p.Prior), true
	}
	return "", false
}

// PriorAt returns the prior at a position of its slider, which is logarithmic.
func PriorAt(position float64) float64 { return min(max(power10(position), MinPrior), 0.5) }

// PriorPosition is the inverse of PriorAt.
func PriorPosition(prior float64) float64 { return math.Log10(prior) }
