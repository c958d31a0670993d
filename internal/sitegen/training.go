package main

import (
	"strconv"

	"lossexplorer/internal/panel/imbalance"
	"lossexplorer/internal/panel/training"
	"lossexplorer/internal/state"
	"lossexplorer/internal/text"
	"lossexplorer/internal/train"
)

// trainPanel has the contents of the place that trains.
type trainPanel struct {
	T                     *text.Train
	Title, Waiting, Intro string
	Seeds, SeedsCaption   string
	Choices               []trainChoices
	Sliders               []slider
	Threshold             slider
	Alphas, Speeds        []string
	Planes                []model
	Grid                  int
	Charts                []trainChart
}

type trainChoices struct {
	ID, Label string
	All       []choice
}

// choice is one of a list.
type choice struct {
	ID, Name string
	Shown    bool
}

// model is one of a run, by its index in it.
type model struct {
	Index int
	Name  string
}

type trainChart struct{ ID, Caption, Top, Right, X, Y string }

func trainPlace(m *text.Messages) trainPanel {
	t := text.TrainOf(m)
	s := state.Default().At(state.PlaceTrain)
	count := func(n int) string { return text.Count(m, n) }
	steps := count(train.Steps)
	panel := trainPanel{
		T: t, Grid: training.Grid,
		Title: text.Fill(t.Verdict.Title, "steps", steps, "n",
			count(train.TestSize*training.Examples)),
		Waiting:      text.Fill(t.Verdict.Waiting, "steps", steps),
		Intro:        text.Fill(t.Intro, "n", count(train.TestSize*training.Examples)),
		Seeds:        text.Fill(t.Seeds.Button, "n", strconv.Itoa(train.Seeds)),
		SeedsCaption: text.Fill(t.Seeds.Caption, "n", strconv.Itoa(train.Seeds)),
		Alphas:       training.Alphas(), Speeds: []string{"1", "5", "20", "100"},
		Planes: []model{{train.WithCross, t.WithCross}, {train.WithLoss, t.WithLoss}},
		Charts: []trainChart{
			{"cross", t.Cross, state.Format(training.Top), steps, t.StepAxis, ""},
			{"ap", t.AP, "1", steps, t.StepAxis, ""},
			{"calibration", t.Calibration, "1", "1", t.Predicted, t.Observed},
		},
	}
	for _, c := range []struct {
		key, label string
		ids, names []string
	}{
		{state.TrainDataKey, t.Data, state.TrainData(), t.Shapes[:]},
		{state.TrainKey, t.Model, state.TrainModels(), t.Models[:]},
		{state.TrainOptimizerKey, t.Optimizer, state.Optimizers(), t.Optimizers[:]},
	} {
		choices := trainChoices{ID: c.key, Label: c.label}
		for i, id := range c.ids {
			choices.All = append(choices.All, choice{id, c.names[i], s.Value(c.key) == id})
		}
		panel.Choices = append(panel.Choices, choices)
	}
	for _, number := range []struct{ key, label string }{
		{state.TrainRatioKey, t.Ratio}, {state.TrainNoiseKey, t.Noise},
		{state.TrainRateKey, t.Rate}, {state.TrainSeedKey, t.Seed},
	} {
		panel.Sliders = append(panel.Sliders,
			trainSlider(s, number.key, number.label, s.Value(number.key)))
	}
	panel.Threshold = trainSlider(s, state.TrainThresholdKey, t.Threshold,
		training.SayThreshold(s.Train.Threshold))
	return panel
}

func trainSlider(s state.State, key, label, value string) slider {
	at := state.TrainSlider(key)
	v, err := strconv.ParseFloat(s.Value(key), 64)
	if err != nil {
		panic(err) // a slider of the training view is for no number
	}
	return slider{
		ID: key, Label: label, Value: value, Position: state.Format(state.TrainPosition(key, v)),
		Min: state.Format(at.Min), Max: state.Format(at.Max), Step: state.Format(at.Step),
	}
}

// sandboxPanel has the contents of the panel of the imbalance sandbox.
type sandboxPanel struct {
	T       *text.SandboxPage
	Sliders []slider
	Groups  []named
	Rows    []named
	Lines   []named
}

func sandbox(m *text.Messages) sandboxPanel {
	t := text.SandboxPageOf(m)
	panel := sandboxPanel{T: t, Groups: name(t.Groups[:]...), Rows: name(t.Rows[:]...)}
	s := state.Default()
	s.Sandbox.Shown = true
	labels := [...]string{t.Negatives, t.PosMean, t.PosSpread, t.NegMean, t.NegSpread}
	for i, key := range state.SandboxKeys() {
		at := state.SandboxSlider(key)
		value, err := strconv.ParseFloat(s.Value(key), 64)
		if err != nil {
			panic(err) // a parameter of the sandbox is no number
		}
		panel.Sliders = append(panel.Sliders, slider{
			ID: key, Label: labels[i], Value: imbalance.Number(s, key),
			Position: state.Format(state.SandboxPosition(key, value)),
			Min:      state.Format(at.Min), Max: state.Format(at.Max), Step: state.Format(at.Step),
		})
	}
	var lines []string
	for _, gamma := range imbalance.Gammas() {
		lines = append(lines, text.Fill(t.Gamma, "gamma", state.Format(gamma)))
	}
	lines[0] += " (" + m.CrossEntropy + ")"
	panel.Lines = name(append(lines, t.Current)...)
	return panel
}
