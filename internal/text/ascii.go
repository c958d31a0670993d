package text

// Lower returns s with the letters A to Z as a to z: that of package strings brings the
// tables of Unicode, which are 4 KB of a compressed program.
func Lower(s string) string {
	b := []byte(s)
	for i, c := range b {
		if 'A' <= c && c <= 'Z' {
			b[i] = c + 'a' - 'A'
		}
	}
	return string(b)
}
