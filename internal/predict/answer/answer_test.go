package answer

import "testing"

// An alpha to start with has two digits of what it differs from 0 or 1 by.
func TestTwo(t *testing.T) {
	for alpha, want := range map[float64]string{
		0.290489: "0.29", 0.5: "0.50", 0.7: "0.70", 0.98765: "0.988", 0.999312: "0.99931",
		0.00123: "0.0012", 3.21e-7: "3.2e-07",
	} {
		if got := two(alpha); got != want {
			t.Errorf("%v is %s, want %s", alpha, got, want)
		}
	}
}
