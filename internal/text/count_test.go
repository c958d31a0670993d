package text

import "testing"

func TestCount(t *testing.T) {
	for n, want := range map[int][2]string{
		0: {"0", "0"}, 999: {"999", "999"}, 2000: {"2\u202f000", "2000"},
		1232:    {"1\u202f232", "1232"},
		100_000: {"100\u202f000", "10 万"}, 1_234_567: {"1\u202f234\u202f567", "1234567"},
	} {
		for i, m := range All() {
			if got := Count(m, n); got != want[i] {
				t.Errorf("%s: %d is %q, want %q", m.Code, n, got, want[i])
			}
		}
	}
}
