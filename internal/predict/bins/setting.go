package bins

import (
	"math"

	"lossexplorer/internal/catalog"
	"lossexplorer/losscore"
)

// A Setting is a loss with the values of its parameters.
type Setting struct {
	kind   *catalog.Kind
	values []float64
	open   losscore.Loss // without a clip
	whole  losscore.Loss
}

// NewSetting returns the loss k with values in the order of its Params. The error comes
// from the loss' Validate.
func NewSetting(k *catalog.Kind, values []float64) (Setting, error) {
	s := Setting{kind: k, values: append([]float64(nil), values...), whole: k.New(values)}
	if err := s.whole.Validate(); err != nil {
		return Setting{}, err
	}
	s.open = s.With("epsilon", 0).whole
	return s, nil
}

// CrossEntropy returns cross-entropy with the clip of epsilon, in [0,0.5).
func CrossEntropy(epsilon float64) Setting {
	k := catalog.KindOf("focal")
	values := make([]float64, len(k.Params))
	values[k.Param("epsilon")] = epsilon
	s, err := NewSetting(k, values)
	if err != nil {
		panic(err) // the focal loss with gamma 0 and without weights is valid
	}
	return s
}

// Kind returns the loss' Kind.
func (s Setting) Kind() *catalog.Kind { return s.kind }

// Value returns the value of a parameter, NaN if the loss has none of that name.
func (s Setting) Value(name string) float64 {
	if i := s.kind.Param(name); i >= 0 {
		return s.values[i]
	}
	return math.NaN()
}

// Epsilon returns the clip.
func (s Setting) Epsilon() float64 { return s.Value("epsilon") }

// With returns the loss with another value of a parameter, which must be valid and
// which a loss that does not have it ignores.
func (s Setting) With(name string, v float64) Setting {
	t := s
	t.values = append([]float64(nil), s.values...)
	if i := s.kind.Param(name); i >= 0 {
		t.values[i] = v
	}
	t.whole = s.kind.New(t.values)
	if name == "epsilon" && v == 0 {
		t.open = t.whole
	} else if i := s.kind.Param("epsilon"); i >= 0 {
		t.open = s.kind.New(append(append([]float64(nil), t.values[:i]...), 0))
	}
	return t
}

// clipped returns the loss of a row of class 0 or 1 that is clipped: at p_t = epsilon
// or, if above, at 1-epsilon.
func (s Setting) clipped(class int, above bool) float64 {
	p := 0.
	if above == (class == 1) {
		p = 1
	}
	loss, _ := s.whole.AtProb(float64(class), p)
	return loss
}

// atZ fills the losses and the derivatives by the logit of p_t, not clipped, of rows
// of class 0 or 1 with these z. It uses y and x, as long as z, as buffers.
func (s Setting) atZ(class int, loss, dz, y, x, z []float64) {
	sign := float64(2*class - 1)
	for i, v := range z {
		y[i], x[i] = float64(class), sign*v
	}
	if err := losscore.AtLogits(s.open, loss, dz, y, x); err != nil {
		panic(err) // a Setting is valid
	}
	if class == 0 {
		for i, d := range dz {
			dz[i] = -d
		}
	}
}

// Loss returns the loss.
func (s Setting) Loss() losscore.Loss { return s.whole }
