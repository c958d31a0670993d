package state

import (
	"math"
	"strings"
	"testing"

	"lossexplorer/internal/formula"
	"lossexplorer/internal/formula/syntax"
)

// customID is the ID of a formula.
func customID(t *testing.T, source string) string {
	t.Helper()
	f, err := syntax.Parse(source)
	if err != nil {
		t.Fatal(err)
	}
	return formula.ID + f.Encode()
}

func TestCustomLoss(t *testing.T) {
	s := with(t, Default(), LossKey, CustomLoss)
	if s.Kind.ID != customID(t, FirstFormula) || !s.Custom() || s.LossName() != CustomLoss ||
		Default().Custom() {
		t.Errorf("the first formula is %s, want %s", s.Kind.ID, customID(t, FirstFormula))
	}
	if FirstFormula != syntax.Gallery[1].Formula || MaxFormula != syntax.MaxLength {
		t.Error("package syntax has others")
	}
	focal, dp := with(t, Default(), "balanced", "1").Loss().AtProb(1, 0.3)
	if own, d := s.Loss().AtProb(1, 0.3); math.Abs(own-focal) > 1e-15 || math.Abs(d-dp) > 1e-15 {
		t.Errorf("it is %v, %v, and the focal loss %v, %v", own, d, focal, dp)
	}

	// The loss has its values in the address, which has the formula's text too.
	s = with(t, s, LossKey, customID(t, "q = 0.7\n(1 - pt^q)/q + 0*gamma"))
	s = with(t, with(t, s, "own_q", "0.3"), FormulaTextKey, "text")
	query := s.Query()
	for _, part := range []string{"loss=own.", "own_q=0.3", "formula_text=text"} {
		if !strings.Contains(query, part) {
			t.Errorf("the address %s lacks %s", query, part)
		}
	}
	again, problems := parseQuery(t, query)
	if again != s || len(problems) > 0 {
		t.Errorf("%s is read as %s, %v", query, again.Query(), problems)
	}

	// An edited formula keeps the values of its remaining parameters, unless its text sets others.
	edited := with(t, s, LossKey, customID(t, "q = 0.7\ngamma*(1 - pt^q)"))
	if v := edited.Number("own_q"); v != 0.3 {
		t.Errorf("q is %v after an edit", v)
	}
	if v := with(t, edited, LossKey,
		customID(t, "q = 0.5\ngamma*(1 - pt^q)")).Number("own_q"); v != 0.5 {
		t.Errorf("q is %v after an edit of its value", v)
	}

	// The values go to the panel and come from there.
	other := with(t, s, LossKey, "poly1")
	if other.Formula.Count != 2 || other.Formula.Values[0] != 0.3 {
		t.Errorf("the panel has %+v", other.Formula)
	}
	if back := with(t, with(t, other, FormulaValuesKey, "0.6,3"), LossKey,
		s.Kind.ID); back.Number("own_q") != 0.6 || back.Number("gamma") != 3 {
		t.Errorf("the loss has %v", back.Values)
	}

	// A pin is as any other.
	pinned, ok := s.Pin()
	if !ok {
		t.Fatal("it cannot be pinned")
	}
	if _, twice := pinned.Pin(); twice {
		t.Error("it can be pinned twice")
	}
	if again, _ := parseQuery(t, pinned.Query()); again != pinned {
		t.Errorf("%s is read as %s", pinned.Query(), again.Query())
	}
	if swept := s.Sweep("own_q"); swept.Pins[4].Values[0] <= swept.Pins[0].Values[0] {
		t.Errorf("swept are %+v", swept.Pins)
	}

	if _, problems := parseQuery(t, "loss=own.x"); len(problems) != 1 {
		t.Errorf("own.x has the problems %v", problems)
	}
	if !s.Knows("own_q") || Default().Knows("own_q") || !Default().Knows("gamma") ||
		with(t, Default(), LossKey, "cross-entropy").Knows("gamma") || !s.Knows(FormulaTextKey) ||
		!s.Knows(LossKey) {
		t.Error("the keys that are known are others")
	}
	if _, err := s.With("own_q", "NaN"); err == nil {
		t.Error("q may be NaN")
	}
}
