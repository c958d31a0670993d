package plot

import (
	"math"
	"strings"
	"testing"

	"lossexplorer/internal/formula"
	"lossexplorer/internal/formula/syntax"
	"lossexplorer/internal/text"
)

// A loss that is not a number is never called equal to cross-entropy.
func TestUndefinedLoss(t *testing.T) {
	for _, source := range []string{"log(p - 2)", "0/(p - p)", "(p - 2)^0.5", "inf - inf + p",
		"log(p - 0.5)", "-log(p) + 0*log(p - 2)"} {
		f, err := syntax.Parse(source)
		if err != nil {
			t.Fatal(err)
		}
		s := with(t, "loss", formula.ID+f.Encode(), "class", "both")
		for pt := 0.05; pt < 1; pt += 0.09 {
			for _, r := range Readings(nil, s, pt) {
				for _, m := range text.All() {
					said := compare(m, r)
					if math.IsNaN(r.Loss) != (said == m.Summary.Undefined) {
						t.Errorf("%s at %v: the loss is %v, %q", source, pt, r.Loss, said)
					}
					if said := SayReading(m, r); math.IsNaN(r.Loss) &&
						strings.Contains(said, m.Equal) {
						t.Errorf("%s at %v: %q", source, pt, said)
					}
				}
			}
		}
	}
}
