package state

import "testing"

func TestAxes(t *testing.T) {
	s := with(t, Default(), ScaleKey, string(LinearScale))
	for _, tt := range []struct {
		key, value string
		want       Axes
		ok         bool
	}{
		{"x", "logit", Axes{X: XLogit, Quantity: Plain, Scale: LinearScale}, true},
		{"x_range", "-3,4.5", Axes{X: XLogit, Quantity: Plain, Scale: LinearScale,
			XRange: Range{-3, 4.5}}, true},
		{"loss_range", "1,2", Axes{X: XLogit, Quantity: Plain, Scale: LinearScale,
			XRange: Range{-3, 4.5}, LossRange: Range{1, 2}}, true},
		{"x_range", "4,-3", Axes{}, false},
		{"x_range", "4,4", Axes{}, false},
		{"x_range", "1", Axes{}, false},
		{"x_range", "NaN,1", Axes{}, false},
		{"x_range", "0,1e7", Axes{}, false},
		{"scale", "logarithmic", Axes{}, false},
		{"scale", "log", Axes{X: XLogit, Quantity: Plain, Scale: LogScale,
			XRange: Range{-3, 4.5}}, true},
		{"gradient_range", "-2,0",
			Axes{X: XLogit, Quantity: Plain, Scale: LogScale, XRange: Range{-3, 4.5},
				GradientRange: Range{-2, 0}}, true},
		{"scale", "log", Axes{X: XLogit, Quantity: Plain, Scale: LogScale, XRange: Range{-3, 4.5},
			GradientRange: Range{-2, 0}}, true},
		{"quantity", "ratio", Axes{X: XLogit, Quantity: Ratio, Scale: LogScale,
			XRange: Range{-3, 4.5}}, true},
		{"quantity", "sum", Axes{}, false},
		{"x", "p", Axes{X: XProb, Quantity: Ratio, Scale: LogScale}, true},
		{"x", "q", Axes{}, false},
	} {
		next, err := s.With(tt.key, tt.value)
		if (err == nil) != tt.ok {
			t.Errorf("%s=%s: %v", tt.key, tt.value, err)
		}
		if !tt.ok {
			if next != s {
				t.Errorf("%s=%s changed the state", tt.key, tt.value)
			}
			continue
		}
		if s = next; s.Axes != tt.want {
			t.Errorf("%s=%s: %+v, want %+v", tt.key, tt.value, s.Axes, tt.want)
		}
		if again, problems := parseQuery(t, s.Query()); again != s || problems != nil {
			t.Errorf("%s became %s: %v", s.Query(), again.Query(), problems)
		}
	}
	if zoomed := (Axes{XRange: Range{0, 1}}); !zoomed.Zoomed() || zoomed.Whole().Zoomed() {
		t.Error("a range of an axis is no zoom, or cannot be left")
	}
}
