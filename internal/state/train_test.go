package state

import (
	"errors"
	"strconv"
	"testing"

	"lossexplorer/losscore"
)

func TestTrain(t *testing.T) {
	s, problems := parseQuery(t,
		"train=logistic&train_data=ring&train_ratio=50&train_noise=0.5&train_rate=0.1&train_seed=7&train_prior=0&train_optimizer=sgd&train_threshold=0.3")
	want := Default().At(PlaceTrain)
	want.Train = Train{true, "logistic", "ring", 50, 0.5, SGD, 0.1, 7, false, 0.3}
	if s != want || problems != nil {
		t.Errorf("%+v, %v, want %+v", s.Train, problems, want.Train)
	}
	if again, problems := parseQuery(t, s.Query()); again != s || problems != nil {
		t.Errorf("%s: %+v, %v", s.Query(), again.Train, problems)
	}
	elsewhere(t, s)
}

func TestTrainMalformed(t *testing.T) {
	for key, values := range map[string][]string{
		"train":       {"cnn", "", "ON"},
		"train_data":  {"", "line"},
		"train_ratio": {"0", "101", "NaN", "x"},
		"train_noise": {"-0.1", "2"},
		"train_rate":  {"0", "2", "Inf"},
		"train_seed":  {"-1", "1.5", "1000"},
		"train_prior": {"2", "on", ""},

		"train_optimizer": {"", "lion"},
		"train_threshold": {"0", "1", "x"},
	} {
		for _, value := range values {
			query := key + "=" + value
			if key != TrainKey {
				query += "&train=mlp"
			}
			_, problems := parseQuery(t, query)
			if len(problems) != 1 {
				t.Errorf("%s: %v", query, problems)
				continue
			}
			var outside *losscore.RangeError
			if err := problems[0].Err; !errors.Is(err, ErrNumber) && !errors.Is(err, ErrChoice) &&
				!errors.As(err, &outside) {
				t.Errorf("%s: %v", query, err)
			}
		}
	}
}

// Every position of a slider is a valid value that leads back to it.
func TestTrainSliders(t *testing.T) {
	for _, key := range []string{TrainRatioKey, TrainNoiseKey, TrainRateKey, TrainSeedKey} {
		at := TrainSlider(key)
		for position := at.Min; position <= at.Max; position += at.Step {
			value := Format(TrainAt(key, position))
			s, err := Default().With(key, value)
			if err != nil {
				t.Errorf("%s=%s: %v", key, value, err)
				continue
			}
			v, err := strconv.ParseFloat(s.Value(key), 64)
			if got := TrainPosition(key, v); err != nil || got-position > at.Step ||
				position-got > at.Step {
				t.Errorf("%s: position %g has %s, which is at %g", key, position, value, got)
			}
		}
	}
}
