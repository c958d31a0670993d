package text

import "strconv"

// Count writes a whole number as the language of m does: with a narrow space at the
// thousands in English, from four digits on, and in Chinese tens of thousands by name.
func Count(m *Messages, n int) string {
	s := strconv.Itoa(n)
	if m == &chinese {
		if n >= 10_000 && n%10_000 == 0 {
			return strconv.Itoa(n/10_000) + " 万"
		}
		return s
	}
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "\u202f" + s[i:]
	}
	return s
}
