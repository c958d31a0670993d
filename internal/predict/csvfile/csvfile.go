// Package csvfile reads predictions from text with separated values: commas, tabs,
// semicolons, bars or spaces (RFC 4180, with or without a header), and with decimal
// points or, as in much of Europe, commas.
package csvfile

import (
	"bytes"
	"encoding/csv"
	"errors"
	"io"
	"strconv"
	"strings"
	"unicode/utf8"

	"lossexplorer/internal/predict"
	"lossexplorer/internal/predict/lines"
)

// headRows is the number of rows used to find the header and the columns.
const headRows = 200

type reader struct {
	split     *lines.Splitter
	first     lines.Part // the part that Next returns first, without the header
	more      error
	separator rune
	commas    bool // decimal
	names     []string
	head      [][]string
	columns   predict.Columns
}

// New reads the first part of r and finds separator and header: the first row is
// one if it has a field that is no number where the rows below have numbers, or if it
// numbers the columns from 0 or 1, as pandas does, above numbers written otherwise.
// Lines of comments before it, and Excel's sep=, are no rows.
// Errors are [*predict.Problem]s.
func New(r io.Reader) (predict.Reader, error) {
	// The separator must be known before the text is divided, so it is found in
	// the first bytes.
	start := make([]byte, 64<<10)
	n, err := io.ReadFull(r, start)
	if err != nil && !errors.Is(err, io.EOF) && err != io.ErrUnexpectedEOF {
		return nil, lines.Fault(err, 0)
	}
	start = start[:n]
	// A compressed file that ends too early has the error of a short read too:
	// reading on has it again.
	start = bytes.TrimPrefix(start, []byte("\xef\xbb\xbf"))
	if bytes.IndexByte(start, '\n') < 0 && bytes.IndexByte(start, '\r') >= 0 {
		start = bytes.ReplaceAll(start, []byte{'\r'}, []byte{'\n'})
		r = returns{r}
	}
	start, separator := preamble(start)
	f := &reader{separator: separator}
	f.split = lines.New(io.MultiReader(bytes.NewReader(start), r), byte(f.separator))
	f.first, f.more = f.split.Next()
	if errors.Is(f.more, io.EOF) {
		return nil, &predict.Problem{Code: predict.Empty}
	}
	if f.more != nil {
		return nil, f.more
	}
	if at := invalid(f.first.Text); at >= 0 {
		return nil, &predict.Problem{Code: predict.Encoding,
			Line: 1 + bytes.Count(f.first.Text[:at], []byte{'\n'})}
	}
	var ends []int // where each row of head ends
	scan(f.first, f.separator, func(_ int, fields []string, end int, _ string) bool {
		if fields != nil {
			f.head = append(f.head, append([]string(nil), fields...))
			ends = append(ends, end)
		}
		return len(f.head) < headRows
	})
	if len(f.head) == 0 {
		return nil, &predict.Problem{Code: predict.Empty}
	}
	headed := predict.Header(f.head)
	if headed {
		f.names = f.head[0]
		for i := range f.names {
			f.names[i] = strings.TrimSpace(f.names[i])
		}
		f.head = f.head[1:]
		f.first.Line += bytes.Count(f.first.Text[:ends[0]], []byte{'\n'})
		f.first.Text = f.first.Text[ends[0]:]
	} else {
		for i := range f.head[0] {
			f.names = append(f.names, "column "+strconv.Itoa(i+1))
		}
	}
	if headed && rowNames(len(f.names), f.head) {
		f.names = append([]string{""}, f.names...)
	}
	if f.commas = decimalCommas(f.head); f.commas {
		for _, row := range f.head {
			for i := range row {
				row[i] = point(row[i])
			}
		}
	}
	return f, nil
}

// decimalCommas reports whether fields are numbers with decimal commas: some, and none
// with a point.
func decimalCommas(rows [][]string) bool {
	some := false
	for _, row := range rows {
		for _, field := range row {
			switch {
			case predict.IsNumber(field):
				if strings.Contains(field, ".") {
					return false
				}
			case strings.Count(field, ",") == 1 &&
				predict.IsNumber(strings.TrimSuffix(strings.TrimSpace(point(field)), "%")):
				some = true
			}
		}
	}
	return some
}

// point returns a field with a decimal point instead of a comma.
func point(field string) string { return strings.Replace(field, ",", ".", 1) }

func (f *reader) Names() []string          { return f.names }
func (f *reader) Head() [][]string         { return f.head }
func (f *reader) Choose(c predict.Columns) { f.columns = c }

func (f *reader) Next() (predict.Part, error) {
	part := f.first
	if part.Text != nil {
		f.first.Text = nil
	} else {
		var err error
		if part, err = f.split.Next(); err != nil {
			return nil, err
		}
	}
	return func(dst *predict.Rows) {
		var points []string
		scan(part, f.separator, func(line int, fields []string, _ int, fault string) bool {
			if fields == nil {
				dst.Reject(line, predict.BadQuote, fault)
			} else if len(fields) > len(f.names) && !blank(fields[len(f.names):]) {
				dst.TooMany(line, len(fields), len(f.names))
			} else {
				if f.commas {
					points = points[:0]
					for _, field := range fields {
						points = append(points, point(field))
					}
					fields = points
				}
				dst.AddText(line, fields)
			}
			return true
		})
	}, nil
}

// scan calls row with every row of a part, where it ends, and until it returns
// false; fields are nil and there is a fault for one that cannot be divided. Of
// such a row one line is left out: the lines after an open quote are not lost with it.
func scan(part lines.Part, separator rune, row func(line int, fields []string, end int, fault string) bool) {
	if bytes.IndexByte(part.Text, '"') < 0 {
		scanPlain(part, byte(separator), row)
		return
	}
	scanQuoted(part, separator, row)
}

// scanPlain is scan for a text without quotes, which needs no package csv and is
// three times as fast.
func scanPlain(part lines.Part, separator byte, row func(line int, fields []string, end int, fault string) bool) {
	text := string(part.Text) // the fields are parts of it
	var fields []string
	line := part.Line
	for from := 0; from < len(text); line++ {
		end := len(text)
		if i := strings.IndexByte(text[from:], '\n'); i >= 0 {
			end = from + i + 1
		}
		record := strings.TrimSuffix(strings.TrimSuffix(text[from:end], "\n"), "\r")
		from = end
		if record == "" {
			continue
		}
		fields = fields[:0]
		for {
			i := strings.IndexByte(record, separator)
			if i < 0 {
				break
			}
			fields = append(fields, record[:i])
			record = record[i+1:]
		}
		fields = append(fields, record)
		if !row(line, fields, end, "") {
			return
		}
	}
}

func scanQuoted(part lines.Part, separator rune,
	row func(line int, fields []string, end int, fault string) bool) {
	text, line, offset := part.Text, part.Line, 0
	for len(text) > 0 {
		r := csv.NewReader(bytes.NewReader(text))
		r.Comma = separator
		r.ReuseRecord = true
		r.FieldsPerRecord = -1
		again := false
		for !again {
			start := int(r.InputOffset())
			fields, err := r.Read()
			if err == io.EOF {
				return
			}
			var fault *csv.ParseError
			if errors.As(err, &fault) {
				// Empty lines before the row were skipped by the reader.
				at := fault.StartLine
				if !row(line+at-1, nil, 0, faultOf(fault)) {
					return
				}
				if fault.Line == at {
					continue // the reader goes on with the next line
				}
				for skip := at - 1 - bytes.Count(text[:start], []byte{'\n'}); skip >= 0; skip-- {
					start += bytes.IndexByte(text[start:], '\n') + 1
				}
				text, line, offset, again = text[start:], line+at, offset+start, true
				continue
			}
			at, _ := r.FieldPos(0)
			if !row(line+at-1, fields, offset+int(r.InputOffset()), "") {
				return
			}
		}
	}
}

func faultOf(err *csv.ParseError) string {
	switch {
	case errors.Is(err.Err, csv.ErrBareQuote):
		return "a quote in a field that is not in quotes"
	case errors.Is(err.Err, csv.ErrQuote):
		return "a quote that is not closed, or text after it"
	}
	return err.Err.Error()
}

// invalid returns where text is not UTF-8, -1 if nowhere; the end may be cut.
func invalid(text []byte) int {
	for i := 0; i < len(text); {
		if text[i] < utf8.RuneSelf {
			i++
			continue
		}
		r, size := utf8.DecodeRune(text[i:])
		if r == utf8.RuneError && size <= 1 && len(text)-i >= utf8.UTFMax {
			return i
		}
		i += max(1, size)
	}
	return -1
}

// separatorOf returns the first of the separators that the first line has.
func separatorOf(start []byte) rune {
	line, _, _ := bytes.Cut(bytes.TrimLeft(start, "\r\n"), []byte{'\n'})
	for _, separator := range []byte{'\t', ';', ',', '|', ' '} {
		if bytes.IndexByte(bytes.TrimSpace(line), separator) >= 0 {
			return rune(separator)
		}
	}
	return ','
}
