package state

import (
	"math"
	"slices"
	"strconv"

	"lossexplorer/losscore"
)

// Train holds the settings of the training view. It is a comparable value.
type Train struct {
	Shown     bool
	Model     string  // one of TrainModels
	Data      string  // one of TrainData
	Ratio     float64 // negatives per positive, 1 to MaxTrainRatio
	Noise     float64 // 0 to 1
	Optimizer string  // one of Optimizers
	Rate      float64 // learning rate, MinTrainRate to MaxTrainRate
	Seed      float64 // a whole number from 0 to MaxTrainSeed
	Prior     bool    // the last bias starts at the logit of the prevalence
	// predicted probability from which an example counts as positive, MinThreshold to MaxThreshold
	Threshold float64
}

// The ends of the numbers of the training view.
const (
	MaxTrainRatio = 100
	MinTrainRate  = 1e-4
	MaxTrainRate  = 1
	MaxTrainSeed  = 999
	MinThreshold  = 0.01
	MaxThreshold  = 0.99
)

// Names of the URL's parameters of the training view. The first is "off", the
// model, or "on" for the last model used.
const (
	TrainKey          = "train"
	TrainOptimizerKey = "train_optimizer"
	TrainThresholdKey = "train_threshold"
	TrainDataKey      = "train_data"
	TrainRatioKey     = "train_ratio"
	TrainNoiseKey     = "train_noise"
	TrainRateKey      = "train_rate"
	TrainSeedKey      = "train_seed"
	TrainPriorKey     = "train_prior"
)

var trainKeys = []string{TrainKey, TrainDataKey, TrainRatioKey, TrainNoiseKey, TrainRateKey,
	TrainSeedKey, TrainPriorKey, TrainOptimizerKey, TrainThresholdKey}

// The models and the data that can be chosen.
var (
	trainModels = []string{"logistic", "mlp"}
	trainData   = []string{"blobs", "moons", "ring"}
	optimizers  = []string{Adam, SGD}
)

// The optimizers of the training view.
const (
	Adam = "adam"
	SGD  = "sgd"
)

// Optimizers returns the optimizers.
func Optimizers() []string { return slices.Clone(optimizers) }

// TrainModels returns the models: logistic regression, and a network with one
// hidden layer.
func TrainModels() []string { return slices.Clone(trainModels) }

// TrainData returns the shapes of the data, see internal/train.
func TrainData() []string { return slices.Clone(trainData) }

// TrainKeys returns the names of the parameters of the training view.
func TrainKeys() []string { return slices.Clone(trainKeys) }

func defaultTrain() Train {
	return Train{Model: "mlp", Data: "moons", Ratio: 20, Noise: 0.25, Optimizer: Adam, Rate: 0.01,
		Threshold: 0.5, Seed: 1, Prior: true}
}

func (t *Train) keys() []string {
	return trainKeys
}

func (t *Train) set(key, value string) (known bool, err error) {
	switch key {
	case TrainKey:
		if t.Shown = value != Off; !t.Shown || value == On {
			return true, nil
		}
		return true, choose(&t.Model, value, trainModels)
	case TrainDataKey:
		return true, choose(&t.Data, value, trainData)
	case TrainOptimizerKey:
		return true, choose(&t.Optimizer, value, optimizers)
	case TrainPriorKey:
		b, err := strconv.ParseBool(value)
		if err != nil {
			return true, ErrChoice
		}
		t.Prior = b
		return true, nil
	}
	field, low, high := t.field(key)
	if field == nil {
		return false, nil
	}
	v, err := number(value)
	if err != nil {
		return true, err
	}
	if !(v >= low && v <= high) || key == TrainSeedKey && v != math.Trunc(v) {
		return true, &losscore.RangeError{Field: key, Value: v,
			Allowed: losscore.Between(low, high)}
	}
	*field = v
	return true, nil
}

// choose sets chosen to value, which must be among all.
func choose(chosen *string, value string, all []string) error {
	if !slices.Contains(all, value) {
		return notAmong(all...)
	}
	*chosen = value
	return nil
}

func (t *Train) value(key string) (value string, known bool) {
	switch key {
	case TrainKey:
		if !t.Shown {
			return Off, true
		}
		return t.Model, true
	case TrainDataKey:
		return t.Data, true
	case TrainOptimizerKey:
		return t.Optimizer, true
	case TrainPriorKey:
		if t.Prior {
			return "1", true
		}
		return "0", true
	}
	field, _, _ := t.field(key)
	if field == nil {
		return "", false
	}
	return Format(*field), true
}

// field returns where the number of a key is and its ends, nil if there is none.
func (t *Train) field(key string) (field *float64, low, high float64) {
	switch key {
	case TrainRatioKey:
		return &t.Ratio, 1, MaxTrainRatio
	case TrainNoiseKey:
		return &t.Noise, 0, 1
	case TrainRateKey:
		return &t.Rate, MinTrainRate, MaxTrainRate
	case TrainSeedKey:
		return &t.Seed, 0, MaxTrainSeed
	case TrainThresholdKey:
		return &t.Threshold, MinThreshold, MaxThreshold
	}
	return nil, 0, 0
}

// TrainSlider returns the positions of the slider of a number of the training view.
// The sliders of the ratio and of the rate use exponents of ten.
func TrainSlider(key string) Slider {
	_, low, high := (&Train{}).field(key)
	switch key {
	case TrainRatioKey, TrainRateKey:
		return Slider{math.Log10(low), math.Log10(high), 0.05}
	case TrainSeedKey:
		return Slider{low, high, 1}
	}
	return Slider{low, high, 0.01}
}

// TrainAt returns the value of a number at a position of its slider.
func TrainAt(key string, position float64) float64 {
	switch key {
	case TrainRatioKey, TrainRateKey:
		_, low, high := (&Train{}).field(key)
		return min(max(power10(position), low), high)
	}
	return position
}

// TrainPosition returns the position of the slider that shows a value.
func TrainPosition(key string, value float64) float64 {
	switch key {
	case TrainRatioKey, TrainRateKey:
		return math.Log10(value)
	}
	return value
}
