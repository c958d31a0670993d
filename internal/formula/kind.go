package formula

import (
	"math"
	"slices"
	"strings"
	"sync"

	"lossexplorer/internal/catalog"
	"lossexplorer/losscore"
)

// ID is the prefix of the IDs of kinds of losses that are formulas; the rest is
// [Formula.Encode].
const ID = "own."

// Prefix begins the names of the parameters of formulas, so that they differ from all
// others in an address. Gamma and alpha have no prefix: other losses use them too.
const Prefix = "own_"

// kinds caches the kinds by ID, so that KindOf returns the same pointer for an ID.
var kinds struct {
	sync.Mutex
	of map[string]entry
}

type entry struct {
	kind    *catalog.Kind
	formula *Formula
}

// maxKinds bounds how many are kept; then all are forgotten.
const maxKinds = 256

// KindOf returns the formula of an ID as a kind of loss, nil if it is none.
func KindOf(id string) *catalog.Kind { return find(id).kind }

// Of returns the formula that a kind is, nil if it is another.
func Of(k *catalog.Kind) *Formula { return find(k.ID).formula }

func find(id string) entry {
	encoded, ok := strings.CutPrefix(id, ID)
	if !ok {
		return entry{}
	}
	kinds.Lock()
	defer kinds.Unlock()
	if e, ok := kinds.of[id]; ok {
		return e
	}
	f, err := Decode(encoded)
	if err != nil {
		return entry{}
	}
	if kinds.of == nil || len(kinds.of) == maxKinds {
		kinds.of = map[string]entry{}
	}
	e := entry{f.kind(id), f}
	kinds.of[id] = e
	return e
}

// kind is f as a kind of loss.
func (f *Formula) kind(id string) *catalog.Kind {
	k := &catalog.Kind{
		ID: id, Name: catalog.Text{English: "Custom loss", Chinese: "自定义损失"},
		TeX: `f(y, p)`, Positive: `f(1, p)`, Negative: `f(0, p)`,
		New: func(v []float64) losscore.Loss {
			n := len(f.Params)
			return f.Bind(slices.Clone(v[:n]), v[n])
		},
	}
	focal := catalog.KindOf("focal")
	for _, p := range f.Params {
		param := catalog.Param{Name: Prefix + p.Name, Symbol: p.Name, Min: p.Min, Max: p.Max,
			Step: p.Step, Default: p.Default}
		if i := focal.Param(p.Name); i >= 0 && (p.Name == "gamma" || p.Name == "alpha") {
			param.Name, param.Symbol = p.Name, focal.Params[i].Symbol
		}
		k.Params = append(k.Params, param)
	}
	k.Params = append(k.Params, focal.Params[focal.Param("epsilon")])
	k.Rises = f.rises()
	return k
}

// rises reports whether the loss increases in p_t somewhere, at the parameters' first
// values.
func (f *Formula) rises() bool {
	const n = 64
	var pt, p, loss, dp [n]float64
	for i := range pt {
		pt[i] = (float64(i) + 0.5) / n
	}
	l := f.Bind(f.Defaults(), 0)
	for _, y := range [...]float64{1, 0} {
		for i, v := range pt {
			p[i] = math.Abs(1 - y - v)
		}
		l.Probs(loss[:], dp[:], y, p[:])
		for _, d := range dp {
			if d*(2*y-1) > 1e-9 {
				return true
			}
		}
	}
	return false
}
