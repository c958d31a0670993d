package precision

import "lossexplorer/losscore"

// CustomID is the ID of an implementation that [Custom] returns.
const CustomID = "own"

// Custom returns an implementation that the user wrote, by PyTorch's rules. build
// appends the loss for label y, 0 or 1, to a graph and returns it; exact returns the
// loss to compare with, the same one for the same setting.
func Custom(code string, build func(g *Graph, y float64, s Setting) Value, exact func(s Setting) losscore.Loss) Implementation {
	return Implementation{
		ID: CustomID, Code: code, Epsilon: true, Autocasts: true, exact: exact,
		build: func(b *builder) Value { return build(b.Graph, b.label, b.Setting) },
	}
}

// Constant returns the number that a value is, if it does not depend on the logit.
func (g *Graph) Constant(v Value) (number float64, ok bool) {
	n := g.nodes[v]
	return n.k[0], n.op == opConst
}

// Detach returns a, through which no gradient passes.
func (g *Graph) Detach(a Value) Value {
	return g.add(node{op: opDetach, format: g.nodes[a].format, a: a})
}

// LessEqual returns 1 where a <= b, and 0 elsewhere, NaN included.
func (g *Graph) LessEqual(a, b Value) Value { return g.Max(g.Less(a, b), g.Equal(a, b)) }

// BCELogits returns the cross-entropy of the logit z for the label y, a constant, as
// torch.nn.functional.binary_cross_entropy_with_logits computes it. torch1 selects the
// implementation used up to PyTorch 2.0.
func (g *Graph) BCELogits(z, y Value, torch1 bool) Value {
	z = g.cast(g.float(z), AutocastCPU)
	format := g.nodes[z].format
	y = g.Cast(y, format)
	// The operations are one for autograd: its gradient is sigmoid(z) - y.
	d := g.Detach(z)
	loss := g.Mul(g.Sub(g.Number(1), y), d)
	if torch1 {
		most := g.Clamp(g.Neg(d), 0, format.Largest())
		sum := g.Add(g.Exp(g.Neg(most)), g.Exp(g.Sub(g.Neg(d), most)))
		loss = g.Add(g.Add(loss, most), g.Log(sum))
	} else {
		loss = g.Sub(loss, g.apply(opLogSigmoid, d))
	}
	return g.add(node{op: opBCELogits, format: format, grad: true, a: loss, b: z,
		k: [2]float64{g.nodes[y].k[0]}})
}
