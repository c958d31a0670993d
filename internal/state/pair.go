package state

import "lossexplorer/losscore"

// Pair is the two examples that the charts always mark: a hard one, and an easy one.
// It is a comparable value.
type Pair struct {
	Hard float64 // its p_t, 0 to MaxHard
	Easy float64 // its p_t, MinEasy to 1
}

// An example is easy where p_t > 1/2; MinEasy is the least p_t that can be chosen.
const (
	MaxHard = 0.5
	MinEasy = 0.501
)

// Names of the URL's parameters of the pair.
const (
	HardKey = "hard"
	EasyKey = "easy"
)

func defaultPair() Pair { return Pair{Hard: 0.1, Easy: 0.9} }

func (p *Pair) keys() []string { return []string{HardKey, EasyKey} }

func (p *Pair) set(key, value string) (known bool, err error) {
	field, low, high := &p.Hard, 0., MaxHard
	switch key {
	case HardKey:
	case EasyKey:
		field, low, high = &p.Easy, MinEasy, 1
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

func (p *Pair) value(key string) (value string, known bool) {
	switch key {
	case HardKey:
		return Format(p.Hard), true
	case EasyKey:
		return Format(p.Easy), true
	}
	return "", false
}
