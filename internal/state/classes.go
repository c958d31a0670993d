package state

import (
	"math"
	"strconv"
	"strings"

	"lossexplorer/losscore"
)

// The least and the most classes of the multi-class view.
const (
	MinClasses = 2
	MaxClasses = 6
)

// MaxLogit bounds the logits of the multi-class view.
const MaxLogit = 20

// Classes is the multi-class view: the prediction of one example, its true class
// and the loss. It is a comparable value.
type Classes struct {
	Shown         bool
	Count         int // of classes
	Truth         int // index of the true class
	Logits        [MaxClasses]float64
	Alpha         [MaxClasses]float64 // a weight for each class
	Gamma         float64
	Smoothing     float64
	Probabilities bool // the bars are probabilities rather than logits

	// The batch uses the same prediction for all examples. Background reports whether
	// its last class is the background, which has no logit with sigmoids. The classes
	// of the examples are Ignored for an example to ignore.
	Background bool
	Batch      [MaxBatch]int
	Examples   int
}

// MaxBatch is the largest number of examples of the batch.
const MaxBatch = 8

// Ignored is used as the class of an example that the loss ignores.
const Ignored = -1

func defaultClasses() Classes {
	return Classes{
		Count:  3,
		Logits: [MaxClasses]float64{2, 0.5, -1},
		Alpha:  [MaxClasses]float64{0.25, 0.5, 1, 1, 1, 1},
		Gamma:  2,
		Batch:  [MaxBatch]int{0, 0, 1, 2, Ignored}, Examples: 5,
	}
}

// Names of the URL's parameters of the multi-class view. The first is "off" or
// the number of classes.
const (
	ClassesKey    = "classes"
	TruthKey      = "truth"  // counted from 1
	LogitsKey     = "logits" // separated by commas
	AlphasKey     = "alphas" // separated by commas
	ClassGamma    = "class_gamma"
	SmoothingKey  = "smoothing"
	BarsKey       = "bars"
	BackgroundKey = "background"
	BatchKey      = "batch" // classes counted from 1, and i for one to ignore, separated by commas
)

var classesKeys = []string{ClassesKey, TruthKey, LogitsKey, AlphasKey, ClassGamma, SmoothingKey,
	BarsKey, BackgroundKey, BatchKey}

func (c *Classes) keys() []string {
	return classesKeys
}

// The values of BarsKey.
const (
	LogitBars       = "logits"
	ProbabilityBars = "probabilities"
)

func (c *Classes) set(key, value string) (known bool, err error) {
	switch key {
	case ClassesKey:
		if c.Shown = value != Off; c.Shown {
			if c.Count, err = integer(value, MinClasses, MaxClasses); err == nil {
				c.Truth = min(c.Truth, c.Count-1)
				for i := range c.Batch {
					c.Batch[i] = min(c.Batch[i], c.Count-1)
				}
			}
		}
	case TruthKey:
		c.Truth, err = integer(value, 1, c.Count)
		c.Truth--
	case LogitsKey:
		err = list(c.Logits[:c.Count], value, -MaxLogit, MaxLogit)
	case AlphasKey:
		err = list(c.Alpha[:c.Count], value, 0, 1)
	case ClassGamma:
		if c.Gamma, err = number(value); err == nil {
			err = c.Loss(0).Validate(c.Count)
		}
	case SmoothingKey:
		if c.Smoothing, err = number(value); err == nil {
			err = c.Loss(0).Validate(c.Count)
		}
	case BarsKey:
		if value != LogitBars && value != ProbabilityBars {
			err = notAmong(LogitBars, ProbabilityBars)
		}
		c.Probabilities = value == ProbabilityBars
	case BackgroundKey:
		c.Background, err = boolean(value)
	case BatchKey:
		err = c.setBatch(value)
	default:
		return false, nil
	}
	return true, err
}

// ignored is the text of Ignored in an address.
const ignored = "i"

func (c *Classes) setBatch(value string) error {
	fields := strings.Split(value, ",")
	if len(fields) > MaxBatch {
		return &losscore.RangeError{Field: BatchKey, Value: float64(len(fields)),
			Allowed: losscore.Between(1, MaxBatch)}
	}
	var batch [MaxBatch]int
	for i, field := range fields {
		if field = strings.TrimSpace(field); field == ignored {
			batch[i] = Ignored
			continue
		}
		class, err := strconv.Atoi(field)
		if err != nil {
			return ErrChoice
		}
		if class < 1 || class > c.Count {
			return &losscore.RangeError{Field: BatchKey, Value: float64(class),
				Allowed: losscore.Between(1, float64(c.Count))}
		}
		batch[i] = class - 1
	}
	c.Batch, c.Examples = batch, len(fields)
	return nil
}

func (c *Classes) batch() string {
	var b strings.Builder
	for i, class := range c.Batch[:c.Examples] {
		if i > 0 {
			b.WriteByte(',')
		}
		if class == Ignored {
			b.WriteString(ignored)
		} else {
			b.WriteString(strconv.Itoa(class + 1))
		}
	}
	return b.String()
}

func (c *Classes) value(key string) (value string, known bool) {
	switch key {
	case ClassesKey:
		if !c.Shown {
			return Off, true
		}
		return strconv.Itoa(c.Count), true
	case TruthKey:
		return strconv.Itoa(c.Truth + 1), true
	case LogitsKey:
		return join(c.Logits[:c.Count]), true
	case AlphasKey:
		return join(c.Alpha[:c.Count]), true
	case ClassGamma:
		return Format(c.Gamma), true
	case SmoothingKey:
		return Format(c.Smoothing), true
	case BarsKey:
		if c.Probabilities {
			return ProbabilityBars, true
		}
		return LogitBars, true
	case BackgroundKey:
		return Format(toNumber(c.Background)), true
	case BatchKey:
		return c.batch(), true
	}
	return "", false
}

// Loss returns the loss of the view with probabilities clipped at epsilon.
func (c Classes) Loss(epsilon float64) losscore.CategoricalFocal {
	return losscore.CategoricalFocal{Gamma: c.Gamma, Alpha: c.Alpha[:c.Count], Epsilon: epsilon,
		LabelSmoothing: c.Smoothing}
}

// WithLogit returns c with the logit of a class.
func (c Classes) WithLogit(class int, x float64) Classes {
	c.Logits[class] = min(max(x, -MaxLogit), MaxLogit)
	return c
}

// WithProbability returns c with the logit of a class such that its probability
// is p, or as near as MaxLogit lets it be. The probabilities of the other classes
// keep their proportions.
func (c Classes) WithProbability(class int, p float64) Classes {
	p = min(max(p, 0), 1)
	greatest := math.Inf(-1)
	for k, x := range c.Logits[:c.Count] {
		if k != class {
			greatest = max(greatest, x)
		}
	}
	sum := 0.
	for k, x := range c.Logits[:c.Count] {
		if k != class {
			sum += math.Exp(x - greatest)
		}
	}
	return c.WithLogit(class, greatest+math.Log(sum)+math.Log(p)-math.Log1p(-p))
}

func integer(text string, least, most int) (int, error) {
	n, err := strconv.Atoi(strings.TrimSpace(text))
	if err != nil || n < least || n > most {
		return 0, ErrChoice
	}
	return n, nil
}

// list reads numbers separated by commas into dst, all or none.
func list(dst []float64, text string, least, most float64) error {
	fields := strings.Split(text, ",")
	if len(fields) != len(dst) {
		return ErrNumber
	}
	var values [MaxClasses]float64
	for i, f := range fields {
		v, err := number(f)
		if err != nil {
			return err
		}
		if !(v >= least && v <= most) {
			return &losscore.RangeError{Field: "value", Value: v,
				Allowed: losscore.Between(least, most)}
		}
		values[i] = v
	}
	copy(dst, values[:])
	return nil
}

func join(v []float64) string {
	var b strings.Builder
	for i, x := range v {
		if i > 0 {
			b.WriteByte(',')
		}
		b.WriteString(Format(x))
	}
	return b.String()
}
