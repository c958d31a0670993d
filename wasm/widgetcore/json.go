//go:build js && wasm

package widgetcore

import "strconv"

// A writer writes JSON. One string crosses to JavaScript in the time of one of
// the hundred values in it; encoding/json would double the program.
type writer []byte

// open starts an object or a list.
func (w *writer) open(bracket byte) { *w = append(*w, bracket) }

// close ends an object or a list.
func (w *writer) close(bracket byte) {
	if n := len(*w) - 1; (*w)[n] == ',' {
		*w = (*w)[:n]
	}
	*w = append(*w, bracket, ',')
}

func (w *writer) key(name string) {
	w.string(name)
	(*w)[len(*w)-1] = ':'
}

func (w *writer) string(s string) {
	const hex = "0123456789abcdef"
	*w = append(*w, '"')
	for _, c := range []byte(s) {
		switch {
		case c == '"' || c == '\\':
			*w = append(*w, '\\', c)
		case c < ' ':
			*w = append(*w, '\\', 'u', '0', '0', hex[c>>4], hex[c&15])
		default:
			*w = append(*w, c)
		}
	}
	*w = append(*w, '"', ',')
}

func (w *writer) number(v float64) { *w = append(strconv.AppendFloat(*w, v, 'g', -1, 64), ',') }

func (w *writer) bool(v bool) { *w = append(strconv.AppendBool(*w, v), ',') }
