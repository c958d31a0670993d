package frameworks

import (
	"errors"
	"maps"
	"math"
	"strconv"

	"lossexplorer/internal/catalog"
	"lossexplorer/internal/precision"
	"lossexplorer/losscore"
)

// Reduction is the method used to combine the losses of the predictions into one number.
type Reduction string

// The reductions that the frameworks use by default.
const (
	None Reduction = "none" // they do not
	Mean Reduction = "mean"
	Sum  Reduction = "sum"
)

// Use is the task that a framework's loss is used for. The table is grouped by it.
type Use string

// The uses, in the order of the table.
const (
	Detect   Use = "detection"
	Segment  Use = "segmentation"
	Classify Use = "classification"
	Tabular  Use = "tabular"
	Tutorial Use = "tutorial"
)

// Uses are all uses.
var Uses = [...]Use{Detect, Segment, Classify, Tabular, Tutorial}

// The names of the parameters, as in [catalog.Param].
const (
	Gamma          = "gamma"
	Alpha          = "alpha"
	Balanced       = "balanced"
	Epsilon        = "epsilon"
	LabelSmoothing = "label_smoothing"
)

// A Preset is a focal loss of a framework with the parameters of one call.
type Preset struct {
	ID        string // in addresses and attributes: "keras-binary"
	Framework string // "Keras"
	Function  string // its name there
	Use       Use    // its task
	Version   string // of the source that was read: a release, or a commit
	Date      string // of the version, as 2006-01-02; "" if it is not known
	Source    string // where that is, as repository and path
	Call      string // a line of code, as its users write it

	// Params are the parameters by their names. Those that the call leaves out have
	// the framework's default; Alpha has a value even if not Balanced.
	Params map[string]float64

	// Kind is the ID of the catalog.Kind that draws the preset, with the
	// values of Params; "" if none does.
	Kind string

	// Classes is set if a prediction has a probability for each of several
	// classes. Use EvalClasses for such a preset, and Loss and Eval for the others.
	Classes bool

	Reduction Reduction

	// Implementation is the ID of the loss in package precision that has its
	// operations; "" if none does. Others are those of it on other backends and devices.
	// Rounds holds other facts about rounding.
	Implementation string
	Others         []string
	Rounds         catalog.Text
	RoundsNote     catalog.Text                    // below the effects of rounding
	operations     func() precision.Implementation // of no focal loss; nil else
	Evidence       Evidence
	Ran            catalog.Text // the numbers or tests that were run, for Ran and Published

	// The cells of the preset's row in Table.
	Clip, Weights, Reduces, Smoothing, Input catalog.Text

	form
}

// A form is the variant of the loss that a framework uses; see [SoftFocal] for the fields.
type form struct {
	loss        func(SoftFocal) losscore.Loss // nil if it is the SoftFocal
	kind        bool                          // it is the loss of Kind, whatever the SoftFocal is
	hard        bool                          // every y but 1 counts as 0
	background  bool                          // α weights all classes but the first, which has 1-α
	everyClass  bool                          // the mean counts classes, not predictions
	logitFactor bool
}

// Errors of Eval and EvalClasses. A value out of range is a
// [*losscore.RangeError].
var (
	ErrClasses = errors.New("frameworks: one class where there are several, or the reverse")
	ErrLength  = errors.New("frameworks: not as many labels as predictions")
)

// With returns the preset with another value of one of its parameters.
func (p Preset) With(name string, value float64) Preset {
	if _, ok := p.Params[name]; !ok {
		panic("frameworks: " + p.ID + " has no parameter " + strconv.Quote(name))
	}
	p.Params = maps.Clone(p.Params)
	p.Params[name] = value
	return p
}

// Values returns the values of Params in the order of the Kind's parameters,
// for its New, and nil without a Kind.
func (p Preset) Values() []float64 {
	k := catalog.KindOf(p.Kind)
	if k == nil {
		return nil
	}
	v := make([]float64, len(k.Params))
	for i, param := range k.Params {
		v[i] = p.Params[param.Name]
	}
	return v
}

// Validate returns nil if the parameters are in their ranges and otherwise a
// [*losscore.RangeError].
func (p Preset) Validate() error {
	switch {
	case p.loss != nil:
		return p.loss(p.soft()).Validate()
	case p.kind:
		return p.Loss().Validate()
	}
	return p.soft().Validate()
}

// Loss returns the loss with the framework's numbers; its parameters are valid
// if Validate returns nil. The loss is nil if the preset is one of Classes.
//
// It is the loss of Kind, but for Keras past its clip: there 1-p_t uses the p before
// the clip, so that a loss of about 16 differs by Gamma·Epsilon of itself, the smallest
// losses become 0, and the gradient is not 0. See [SoftFocal.Epsilon].
func (p Preset) Loss() losscore.Loss {
	switch {
	case p.Classes:
		return nil
	case p.loss != nil:
		return p.loss(p.soft())
	case p.kind:
		return catalog.KindOf(p.Kind).New(p.Values())
	}
	return p.soft()
}

func (p Preset) soft() SoftFocal {
	return SoftFocal{
		Gamma:          p.Params[Gamma],
		Alpha:          p.Params[Alpha],
		Balanced:       p.Params[Balanced] != 0,
		Epsilon:        p.Params[Epsilon],
		LabelSmoothing: p.Params[LabelSmoothing],
		LogitFactor:    p.logitFactor,
	}
}

// Eval returns the loss of every prediction and the framework's reduction of them,
// NaN if that is None. The labels y are from 0 to 1; pred are probabilities
// or logits. They are converted for a framework that accepts only the other form.
func (p Preset) Eval(y, pred []float64, logits bool) (losses []float64, reduced float64, err error) {
	switch {
	case p.Classes:
		return nil, 0, ErrClasses
	case len(y) != len(pred):
		return nil, 0, ErrLength
	}
	if err := p.Validate(); err != nil {
		return nil, 0, err
	}
	loss := p.Loss()
	losses = make([]float64, len(y))
	for i, label := range y {
		if err := validate(label, pred[i], logits); err != nil {
			return nil, 0, err
		}
		if p.hard && label != 1 {
			label = 0
		}
		if logits {
			losses[i], _ = loss.AtLogit(label, pred[i])
		} else {
			losses[i], _ = loss.AtProb(label, pred[i])
		}
	}
	return losses, p.reduce(losses, 1), nil
}

// EvalClasses is Eval for a preset of Classes: y and pred have a row for each
// prediction and in it a number for each class, and losses has one value for each
// row. Probabilities are divided by their sum first, as in Keras; all 0 give NaN.
func (p Preset) EvalClasses(y, pred [][]float64, logits bool) (losses []float64, reduced float64, err error) {
	switch {
	case !p.Classes:
		return nil, 0, ErrClasses
	case len(y) != len(pred):
		return nil, 0, ErrLength
	}
	if err := p.Validate(); err != nil {
		return nil, 0, err
	}
	losses = make([]float64, len(y))
	for i, row := range pred {
		if len(y[i]) != len(row) || len(row) != len(pred[0]) {
			return nil, 0, ErrLength
		}
		for c, v := range row {
			if err := validate(y[i][c], v, logits); err != nil {
				return nil, 0, err
			}
		}
		losses[i] = p.row(y[i], distribution(row, logits))
	}
	counted := 1
	if p.everyClass && len(pred) > 0 {
		counted = len(pred[0])
	}
	return losses, p.reduce(losses, counted), nil
}

// row returns the sum of the classes' losses.
func (p Preset) row(y, prob []float64) float64 {
	f := p.soft()
	sum := 0.0
	for c, label := range y {
		weight := f.Alpha
		switch {
		case !f.Balanced:
			weight = 1
		case p.background && c == 0:
			weight = 1 - f.Alpha
		}
		// Only the term of label 1 counts: a label of 0 has no loss.
		loss, _ := losscore.Focal{Gamma: f.Gamma, Epsilon: f.Epsilon}.AtProb(1, prob[c])
		label = label*(1-f.LabelSmoothing) + f.LabelSmoothing/float64(len(y))
		sum += times(weight*label, loss)
	}
	return sum
}

// distribution returns probabilities that sum to 1.
func distribution(pred []float64, logits bool) []float64 {
	prob := make([]float64, len(pred))
	most := math.Inf(-1)
	for _, v := range pred {
		most = max(most, v)
	}
	sum := 0.0
	for c, v := range pred {
		if logits {
			v = math.Exp(v - most)
		}
		prob[c] = v
		sum += v
	}
	for c := range prob {
		prob[c] /= sum
	}
	return prob
}

// reduce reduces losses that each count several times in the mean.
func (p Preset) reduce(losses []float64, counted int) float64 {
	if p.Reduction == None {
		return math.NaN()
	}
	sum := 0.0
	for _, l := range losses {
		sum += l
	}
	if p.Reduction == Sum {
		return sum
	}
	return sum / float64(len(losses)*counted)
}

func validate(y, pred float64, logits bool) error {
	switch {
	case !(y >= 0 && y <= 1):
		return &losscore.RangeError{Field: "y", Value: y, Allowed: losscore.Between(0, 1)}
	case logits && !(math.Abs(pred) <= math.MaxFloat64):
		return &losscore.RangeError{Field: "x", Value: pred, Allowed: losscore.Finite()}
	case !logits:
		return losscore.ValidateProb(pred)
	}
	return nil
}
