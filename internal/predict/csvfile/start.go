package csvfile

import (
	"bytes"
	"io"
	"strings"

	"lossexplorer/internal/predict"
)

// returns reads text whose lines end with a carriage return alone, as Excel's "CSV
// (Macintosh)", with line feeds in their place.
type returns struct{ io.Reader }

func (r returns) Read(b []byte) (int, error) {
	n, err := r.Reader.Read(b)
	for i, c := range b[:n] {
		if c == '\r' {
			b[i] = '\n'
		}
	}
	return n, err
}

// preamble returns the start of a text with empty lines for those that come before the rows,
// and the separator: lines from # on, but for the last of them if it has as many fields as
// the next line, as of NumPy's savetxt; lines of a title; and the line sep=; for Excel.
func preamble(start []byte) ([]byte, rune) {
	if rest, ok := bytes.CutPrefix(start, []byte("sep=")); ok && len(rest) > 1 &&
		(rest[1] == '\r' || rest[1] == '\n') {
		return rest[1:], rune(rest[0])
	}
	at := 0
	var last []byte // the line before at, without its end
	for at < len(start) && start[at] == '#' {
		end := bytes.IndexByte(start[at:], '\n')
		if end < 0 {
			return start, separatorOf(start)
		}
		last = start[at : at+end]
		at += end + 1
	}
	if at == 0 {
		if at = titles(start); at == 0 {
			return start, separatorOf(start)
		}
		last = nil
	}
	separator := separatorOf(start[at:])
	next, _, _ := bytes.Cut(start[at:], []byte{'\n'})
	if n := bytes.Count(next, []byte(string(separator))); n > 0 && isNumber(next, separator) &&
		bytes.Count(bytes.TrimLeft(last, "# "), []byte(string(separator))) == n {
		from := at - len(last) - 1
		header := bytes.TrimLeft(start[from:], "# ")
		return append(bytes.Repeat([]byte{'\n'}, bytes.Count(start[:from], []byte{'\n'})),
			header...), separator
	}
	return append(bytes.Repeat([]byte{'\n'}, bytes.Count(start[:at], []byte{'\n'})),
		start[at:]...), separator
}

// titles returns how long the lines of a title are: those with one field, before a line of
// names with several, as many as the line below has, which has numbers. It is 0 if there are
// none.
func titles(start []byte) int {
	const most = 10
	at, titled := 0, false
	for range most {
		line, rest, more := bytes.Cut(start[at:], []byte{'\n'})
		if !more {
			return 0
		}
		separator := separatorOf(line)
		fields := bytes.Count(line, []byte(string(separator)))
		padding := string(separator) + "\r "
		if separator == ' ' || !bytes.ContainsAny(bytes.TrimRight(line, padding), "\t;,|") {
			titled = titled || len(bytes.TrimRight(line, padding)) > 0
			at += len(line) + 1
			continue
		}
		below, _, _ := bytes.Cut(rest, []byte{'\n'})
		if titled && !isNumber(line, separator) && isNumber(below, separator) &&
			bytes.Count(below, []byte(string(separator))) == fields {
			return at
		}
		return 0
	}
	return 0
}

// isNumber reports whether some field of a line is a number.
func isNumber(line []byte, separator rune) bool {
	for _, field := range strings.Split(string(line), string(separator)) {
		if predict.IsNumber(field) {
			return true
		}
	}
	return false
}

// rowNames reports whether the rows have one field more than the header, with names of the
// rows, all different, before the others, as R writes them.
func rowNames(names int, rows [][]string) bool {
	const least = 3 // labels of two classes, or digits before a decimal comma, are not different
	seen := map[string]bool{}
	for _, row := range rows {
		if len(row) != names+1 || seen[row[0]] || blank(row[names:]) {
			return false
		}
		seen[row[0]] = true
	}
	return len(rows) >= least
}

// blank reports whether no field has text.
func blank(fields []string) bool {
	for _, field := range fields {
		if strings.TrimSpace(field) != "" {
			return false
		}
	}
	return true
}
