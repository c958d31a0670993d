package widget

import (
	"testing"

	"lossexplorer/internal/state"
)

// The plain program refuses what it leaves out, however it is written, and nothing else.
func TestCheckPlain(t *testing.T) {
	type set = map[string]string
	type test struct {
		attributes set
		want       error
	}
	tests := []test{
		{set{}, nil},
		{set{"class": "soft my-4", "gamma": "3"}, nil},
		{set{"label": "1.0"}, nil},
		{set{"label": "0.3"}, NotPlain(Label)},
		{set{"label": "1e-9"}, NotPlain(Label)},
		{set{"label": "soft"}, NotPlain(Label)},
		{set{"view": "curvature"}, NotPlain(View)},
		{set{"view": "loss gradient curvature"}, NotPlain(View)},
		{set{"curvature": "1"}, NotPlain(View)},
		{set{"formula": "-log(pt)"}, NotPlain(state.FormulaKey)},
		{set{"formula": "("}, NotPlain(state.FormulaKey)}, // its fault is for the reader to name
		{set{"loss": "own"}, NotPlain(state.LossKey)},
		{set{"loss": "ownAgA"}, NotPlain(state.LossKey)},
		{set{"compare": "focal:0,1,0.25,1e-7"}, nil},
		{set{"compare": "focal:0,1,0.25,1e-7~ownAgA:"}, NotPlain(Compare)},
		{set{"pins": "ownAgA:"}, NotPlain(Compare)}, // the key in addresses
		{set{"compare-names": "my own"}, nil},
	}
	for _, a := range Attributes() {
		for _, choice := range a.Choices {
			if choice != "soft" && choice != "curvature" {
				tests = append(tests, test{set{a.Name: choice}, nil})
			}
		}
	}
	for _, tt := range tests {
		get := Query(func(name string) (string, bool) {
			value, ok := tt.attributes[name]
			return value, ok
		})
		s, _ := state.Parse(get)
		if err := CheckPlain(get, s); err != tt.want {
			t.Errorf("%v: %v, want %v", tt.attributes, err, tt.want)
		}
	}
}
