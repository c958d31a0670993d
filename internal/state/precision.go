package state

import (
	"strings"

	"lossexplorer/losscore"
)

// Precision holds the settings of the place on number formats. It is a comparable value.
type Precision struct {
	Shown bool
	// the ID of a loss in package precision, to be compared with this page's code
	Implementation string
	Format         string // of the curves: "float32", "bfloat16", "float16" or "float64"
	Label          float64
	Autocast       string  // "off", "on" for CUDA's, or "cpu"
	Loss           bool    // the bands are for the loss, not for its gradient
	Logit          float64 // that is read: -LastLogit to LastLogit
}

// LastLogit is the end of the axis of logits.
const LastLogit = 110

// Names of the URL's parameters of Precision. The first is "off", an ID, or "on" for the
// last ID used.
const (
	ImplementationKey = "impl"
	FormatKey         = "format"
	LabelKey          = "y"
	AutocastKey       = "autocast"
	MeasureKey        = "measure"
	LogitKey          = "z"
)

// AutocastCPU is the value of AutocastKey for the CPU's.
const AutocastCPU = "cpu"

// Measures are the values of MeasureKey.
const (
	MeasureGradient = "gradient"
	MeasureLoss     = "loss"
)

func defaultPrecision() Precision {
	return Precision{Implementation: "naive", Format: "float32", Label: 1, Autocast: Off,
		Logit: -20}
}

func (p *Precision) keys() []string {
	return []string{ImplementationKey, FormatKey, LabelKey, AutocastKey, MeasureKey, LogitKey}
}

func (p *Precision) set(key, value string) (known bool, err error) {
	switch key {
	case ImplementationKey:
		if p.Shown = value != Off; !p.Shown || value == On {
			return true, nil
		}
		if !identifier(value) {
			return true, ErrChoice
		}
		p.Implementation = value
	case FormatKey:
		p.Format, err = choice(value, "float64", "float32", "bfloat16", "float16")
		return true, err
	case LabelKey:
		if value != "0" && value != "1" {
			return true, notAmong("0", "1")
		}
		p.Label = float64(value[0] - '0')
	case AutocastKey:
		if value != On && value != Off && value != AutocastCPU {
			return true, notAmong(Off, On, AutocastCPU)
		}
		p.Autocast = value
	case MeasureKey:
		if value != MeasureGradient && value != MeasureLoss {
			return true, notAmong(MeasureGradient, MeasureLoss)
		}
		p.Loss = value == MeasureLoss
	case LogitKey:
		v, err := number(value)
		if err != nil {
			return true, err
		}
		if !(v >= -LastLogit && v <= LastLogit) {
			return true, &losscore.RangeError{Field: key, Value: v,
				Allowed: losscore.Between(-110, 110)}
		}
		p.Logit = v
	default:
		return false, nil
	}
	return true, nil
}

// identifier reports whether s may be the ID of an implementation.
func identifier(s string) bool {
	other := func(r rune) bool {
		return !(r >= 'a' && r <= 'z' || r >= '0' && r <= '9' || r == '-' || r == '_' || r == '.')
	}
	return s != "" && len(s) <= 32 && !strings.ContainsFunc(s, other)
}

func (p *Precision) value(key string) (value string, known bool) {
	switch key {
	case ImplementationKey:
		if !p.Shown {
			return Off, true
		}
		return p.Implementation, true
	case FormatKey:
		return p.Format, true
	case LabelKey:
		return Format(p.Label), true
	case AutocastKey:
		return p.Autocast, true
	case MeasureKey:
		if p.Loss {
			return MeasureLoss, true
		}
		return MeasureGradient, true
	case LogitKey:
		return Format(p.Logit), true
	}
	return "", false
}
