package plot

import (
	"lossexplorer/internal/catalog"
	"math"
	"testing"
)

// The numbers of the table are those of the readings and of the curves.
func TestRows(t *testing.T) {
	for _, k := range catalog.Kinds() {
		for _, class := range []string{"1", "0", "both"} {
			for _, gradient := range []string{"pt", "logit"} {
				s := with(t, "loss", k.ID, "class", class, "gradient", gradient)
				rows := Rows(nil, s, TablePts())
				var readings []Reading
				for _, pt := range TablePts() {
					readings = Readings(readings, s, pt)
				}
				if len(rows) != len(readings) || len(rows) == 0 {
					t.Fatalf("%s, class %s: %d rows, %d readings", k.ID, class, len(rows),
						len(readings))
				}
				for _, r := range rows {
					found := false
					for _, want := range readings {
						if want.Y == r.Y && want.Pt == r.Pt {
							found = want.Loss == r.Loss && want.Gradient == r.Gradient &&
								want.Below == r.Cross/r.Loss
						}
					}
					if !found {
						t.Errorf("%s: row %+v is not what is read there", k.ID, r)
					}
					// Cross-entropy is -ln p_t, and the sign of its slope
					// along the logit is that of the wrong direction.
					slope := -1 / r.Pt
					if gradient == "logit" {
						slope = (1 - 2*r.Y) * (1 - r.Pt)
					}
					if math.Abs(r.Cross+math.Log(r.Pt)) > 1e-14 ||
						math.Abs(r.CrossGradient-slope) > 1e-13*math.Abs(slope) {
						t.Errorf("%s: row %+v has another cross-entropy than %v and %v", k.ID, r,
							-math.Log(r.Pt), slope)
					}
				}
				// Rows appends.
				if again := Rows(rows[:1], s, TablePts()); len(again) != len(rows)+1 ||
					again[0] != rows[0] {
					t.Error("Rows does not append")
				}
			}
		}
	}
}
