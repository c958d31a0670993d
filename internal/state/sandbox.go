package state

import (
	"math"
	"slices"

	"lossexplorer/losscore"
)

// The ends of the numbers of the imbalance sandbox.
const (
	MaxNegatives = 1e5
	MaxMean      = 10
	MinSpread    = 0.1
	MaxSpread    = 4
)

// Sandbox is the imbalance sandbox: a data set whose logits have a normal
// distribution in each class. It is a comparable value.
type Sandbox struct {
	Shown     bool
	Negatives float64 // per positive, 1 to MaxNegatives
	PosMean   float64 // of the logits, -MaxMean to MaxMean
	PosSpread float64 // their standard deviation, MinSpread to MaxSpread
	NegMean   float64
	NegSpread float64
}

// SandboxPresets returns data sets that the page offers: two alike classes; a dense object
// detector, whose curves are as the paper describes its Figure 4; a rare fraud or
// illness; and a detector before its first step, with the prior 0.01 of section
// 4.1 of the paper.
func SandboxPresets() []Sandbox {
	return []Sandbox{
		{true, 1, 1.5, 1.5, -1.5, 1.5},
		{true, 1000, -0.5, 2, -5, 0.85},
		{true, 100, 0, 2, -3, 1.5},
		{true, 1000, -4.6, 0.3, -4.6, 0.3},
	}
}

func defaultSandbox() Sandbox {
	s := SandboxPresets()[1]
	s.Shown = false
	return s
}

// Names of the URL's parameters of the sandbox. The first is "off", the number
// of negatives per positive, or "on" for the last number used.
const (
	SandboxKey   = "sandbox"
	PosMeanKey   = "pos_mean"
	PosSpreadKey = "pos_spread"
	NegMeanKey   = "neg_mean"
	NegSpreadKey = "neg_spread"
)

var sandboxKeys = []string{SandboxKey, PosMeanKey, PosSpreadKey, NegMeanKey, NegSpreadKey}

// SandboxKeys returns the names of the parameters of the sandbox. Each one has a
// slider.
func SandboxKeys() []string { return slices.Clone(sandboxKeys) }

func (b *Sandbox) keys() []string {
	return sandboxKeys
}

func (b *Sandbox) set(key, value string) (known bool, err error) {
	if key == SandboxKey {
		if b.Shown = value != Off; !b.Shown || value == On {
			return true, nil
		}
	}
	field, low, high := b.field(key)
	if field == nil {
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

func (b *Sandbox) value(key string) (value string, known bool) {
	if key == SandboxKey && !b.Shown {
		return Off, true
	}
	field, _, _ := b.field(key)
	if field == nil {
		return "", false
	}
	return Format(*field), true
}

// field returns where the number of a key is and its ends, nil if there is none.
func (b *Sandbox) field(key string) (field *float64, low, high float64) {
	switch key {
	case SandboxKey:
		return &b.Negatives, 1, MaxNegatives
	case PosMeanKey:
		return &b.PosMean, -MaxMean, MaxMean
	case PosSpreadKey:
		return &b.PosSpread, MinSpread, MaxSpread
	case NegMeanKey:
		return &b.NegMean, -MaxMean, MaxMean
	case NegSpreadKey:
		return &b.NegSpread, MinSpread, MaxSpread
	}
	return nil, 0, 0
}

// SandboxSlider returns the positions of the slider of a parameter of the sandbox.
// The slider of the negatives is logarithmic.
func SandboxSlider(key string) Slider {
	if key == SandboxKey {
		return Slider{0, 5 * perDecade, 1}
	}
	_, low, high := (&Sandbox{}).field(key)
	return Slider{low, high, 0.05}
}

// SandboxAt returns the value of a parameter at a position of its slider.
func SandboxAt(key string, position float64) float64 {
	if key == SandboxKey {
		return power10(position / perDecade)
	}
	return position
}

// SandboxPosition returns the position of the slider that is nearest to the
// value.
func SandboxPosition(key string, value float64) float64 {
	if key == SandboxKey {
		return math.Round(math.Log10(value) * perDecade)
	}
	return value
}
