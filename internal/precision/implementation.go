package precision

import (
	"slices"

	"lossexplorer/losscore"
)

// A Setting is the loss to compute, and the format.
type Setting struct {
	Gamma    float64 // of focal loss; at least 0
	Balanced bool    // whether Alpha weights the classes
	Alpha    float64 // weight of the positive class; the negative class has 1-Alpha
	Epsilon  float64 // of implementations that use one

	Format   Format
	Autocast Autocast // PyTorch's autocast to Format: some operations run in float32

	// Torch1 is PyTorch up to 2.0 on a CPU. Its cross-entropy is 0 where 1 + e^-z or
	// 1 - p rounds to 1; later versions use logsigmoid and log1p instead. It rounds
	// numbers of the program, and what it keeps for the gradient, to the format of a tensor,
	// which CUDA does not.
	Torch1 bool
}

// Validate returns nil if gamma, alpha and epsilon are in their ranges, and
// otherwise a [*losscore.RangeError].
func (s *Setting) Validate() error {
	return losscore.Focal{Gamma: s.Gamma, Balanced: s.Balanced, Alpha: s.Alpha,
		Epsilon: s.Epsilon}.Validate()
}

// An Implementation is a focal loss as a library computes it.
type Implementation struct {
	ID     string // in addresses: "torchvision"
	Name   string // "torchvision", "p + ε in the logarithm"
	Code   string // the loss as one line, in mathematical notation
	Source string // repository, path and commit or version
	Style  Style

	Epsilon   bool   // whether Setting.Epsilon has an effect
	Upcasts   bool   // it computes logits in 16 bits in float32
	Float32   bool   // it does so with those in float64, too
	Autocasts bool   // autocast has an effect: it is PyTorch and does not upcast
	Alpha     string // how α is applied, if not as α_t

	build func(b *builder) Value
	exact func(s Setting) losscore.Loss // nil for the focal loss of the setting
}

// Implementations returns the implementations in the order in which to show
// them. The slice is the caller's.
func Implementations() []Implementation { return slices.Clone(implementations[:]) }

// ImplementationOf returns the implementation with the ID.
func ImplementationOf(id string) (Implementation, bool) {
	for _, m := range implementations {
		if m.ID == id {
			return m, true
		}
	}
	return Implementation{}, false
}

// Graph returns the operations of the implementation for label y, 0 or 1.
func (m *Implementation) Graph(y float64, s Setting) *Graph {
	autocast := NoAutocast
	if m.Autocasts {
		autocast = s.Autocast
	}
	g := NewGraph(m.Style, s.Format, autocast)
	g.rounds = s.Torch1
	b := &builder{Graph: g, Setting: s, label: y}
	b.z = g.Logit()
	if m.Upcasts && (m.Float32 || s.Format != Float64) {
		b.z = g.Cast(b.z, Float32)
	}
	b.y = g.add(node{op: opConst, format: g.nodes[b.z].format, k: [2]float64{y}})
	g.Backward(m.build(b))
	return g
}

// OutputFormat returns the format of the loss that the implementation returns.
// The gradient has the format of the logit.
func (m *Implementation) OutputFormat(s Setting) Format {
	g := m.Graph(1, s)
	return g.nodes[g.loss].format
}

// A builder holds the inputs of implementations, and the graph that they write.
type builder struct {
	*Graph
	Setting
	z, y  Value
	label float64
}

// not returns 1 - a.
func (b *builder) not(a Value) Value { return b.Sub(b.Number(1), a) }

// alphaT returns alpha·y + (1-alpha)·(1-y).
func (b *builder) alphaT() Value {
	return b.Add(b.Mul(b.Number(b.Alpha), b.y), b.Mul(b.Number(1-b.Alpha), b.not(b.y)))
}

// weighted returns the loss with the weight of its class, if classes have one.
func (b *builder) weighted(loss Value) Value {
	if !b.Balanced {
		return loss
	}
	return b.Mul(b.alphaT(), loss)
}

// trueClass returns p·y + (1-p)·(1-y).
func (b *builder) trueClass(p Value) Value {
	return b.Add(b.Mul(p, b.y), b.Mul(b.not(p), b.not(b.y)))
}

// torchBCE is torch.nn.functional.binary_cross_entropy_with_logits.
func (b *builder) torchBCE(z Value) Value { return b.BCELogits(z, b.y, b.Torch1) }
