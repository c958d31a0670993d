package state

import (
	"net/url"
	"strings"
	"testing"
)

func TestFormula(t *testing.T) {
	const text = "q = 0.7\n(1 - pt^q)/q # + & ü"
	s, problems := parseQuery(t,
		"formula=on&formula_text="+url.QueryEscape(text)+"&formula_values=0.5,-2e-3")
	want := Default().At(PlaceLoss)
	want.Formula = Formula{Shown: true, Text: text, Count: 2,
		Values: [MaxFormulaValues]float64{0.5, -2e-3}}
	if s != want || problems != nil {
		t.Errorf("%+v, %v, want %+v", s.Formula, problems, want.Formula)
	}
	if again, problems := parseQuery(t, s.Query()); again != s || problems != nil {
		t.Errorf("%s: %+v, %v", s.Query(), again.Formula, problems)
	}
	elsewhere(t, s)
	// Another text has other parameters, and is not of the same code.
	s = with(t, s, FormulaWrittenKey, "p + 0")
	if again, problems := parseQuery(t, s.Query()); again != s || problems != nil ||
		s.Formula.Operations() != "p + 0" {
		t.Errorf("%s: %+v, %v", s.Query(), again.Formula, problems)
	}
	if s := with(t, s, FormulaTextKey, text); s.Formula.Written == "" {
		t.Errorf("%+v", s.Formula)
	}
	if s := with(t, s, FormulaTextKey, "-log(pt)"); s.Formula.Count != 0 ||
		s.Formula.Operations() != "-log(pt)" {
		t.Errorf("%+v", s.Formula)
	}
}

func TestFormulaMalformed(t *testing.T) {
	for key, values := range map[string][]string{
		FormulaTextKey:    {strings.Repeat("x", MaxFormula+1), "a\x00b", "\xff"},
		FormulaWrittenKey: {strings.Repeat("x", MaxFormula+1), "a\x00b"},
		FormulaValuesKey:  {"x", "1,2,3,4,5,6,7,8,9", "NaN", "1,,2", "1e301"},
	} {
		for _, value := range values {
			query := key + "=" + url.QueryEscape(value)
			query += "&formula=on"
			if s, problems := parseQuery(t, query); len(problems) != 1 ||
				s.Formula.Text != Default().Formula.Text || s.Formula.Count != 0 {
				t.Errorf("%.40s: %v, %+v", query, problems, s.Formula)
			}
		}
	}
}

// The text of a formula may stand at the key of its panel, as in addresses of pictures.
func TestFormulaAtItsKey(t *testing.T) {
	s, problems := parseQuery(t, "formula="+url.QueryEscape("(1-pt)^2"))
	if len(problems) > 0 || !s.Custom() || s.Formula.Text != "(1-pt)^2" || s.Formula.Shown ||
		s.Place != PlaceExplore {
		t.Errorf("%v, %+v", problems, s)
	}
	if s, problems = parseQuery(t, "place=loss&formula=pt"); len(problems) > 0 ||
		s.Formula.Text != "pt" || s.Place != PlaceLoss {
		t.Errorf("%v, %+v", problems, s)
	}
	if _, problems = parseQuery(t,
		"formula="+strings.Repeat("x", MaxFormula+1)); len(problems) != 1 ||
		problems[0].Key != FormulaTextKey {
		t.Errorf("%v", problems)
	}
}
