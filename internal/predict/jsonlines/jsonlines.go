// Package jsonlines reads predictions from JSON lines: an object a line, whose
// members are the columns; and from a single JSON document, see [NewDocument]. A member
// that is an array is a column for each element, named by the member and its index:
// "p0", "p1".
package jsonlines

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"strconv"

	"lossexplorer/internal/predict"
	"lossexplorer/internal/predict/lines"
)

const headRows = 200

type reader struct {
	split   *lines.Splitter
	first   lines.Part
	columns []column
	names   []string
	head    [][]string
	chosen  predict.Columns
}

// A column is a member, or an element of it if index is not -1.
type column struct {
	member string
	index  int
}

// New reads the first part of r and finds the columns, in the order of the first
// object and then of those that have more. Errors are [*predict.Problem]s.
func New(r io.Reader) (predict.Reader, error) {
	f := &reader{split: lines.New(r, 0)}
	var err error
	f.first, err = f.split.Next()
	if errors.Is(err, io.EOF) {
		return nil, &predict.Problem{Code: predict.Empty}
	}
	if err != nil {
		return nil, err
	}
	f.first.Text = bytes.TrimPrefix(f.first.Text, []byte("\xef\xbb\xbf"))
	var objects []map[string]json.RawMessage
	known := map[column]bool{}
	rows := 0
	each(f.first, func(_ int, text []byte) bool {
		rows++
		var object map[string]json.RawMessage
		if json.Unmarshal(text, &object) != nil {
			return rows < headRows
		}
		objects = append(objects, object)
		for _, name := range order(text) {
			for _, c := range columnsOf(name, object[name]) {
				if !known[c] {
					known[c] = true
					f.columns = append(f.columns, c)
				}
			}
		}
		return rows < headRows
	})
	if rows == 0 {
		return nil, &predict.Problem{Code: predict.Empty}
	}
	if len(objects) == 0 {
		return nil, &predict.Problem{Code: predict.Unreadable,
			Detail: "no line of the first is a JSON object", Line: 1}
	}
	f.names = namesOf(f.columns)
	for _, object := range objects {
		row := make([]string, len(f.columns))
		for i, c := range f.columns {
			row[i], _ = c.of(object)
		}
		f.head = append(f.head, row)
	}
	return f, nil
}

// order returns the names of the members of an object in their order.
func order(text []byte) []string {
	var names []string
	d := json.NewDecoder(bytes.NewReader(text))
	if _, err := d.Token(); err != nil {
		return nil
	}
	for d.More() {
		name, err := d.Token()
		if err != nil {
			return names
		}
		names = append(names, name.(string))
		var skipped json.RawMessage
		if d.Decode(&skipped) != nil {
			return names
		}
	}
	return names
}

func columnsOf(member string, value json.RawMessage) []column {
	var elements []json.RawMessage
	if len(value) == 0 || value[0] != '[' || json.Unmarshal(value, &elements) != nil {
		return []column{{member, -1}}
	}
	var all []column
	for i := range elements {
		all = append(all, column{member, i})
	}
	return all
}

// name returns the name of a column. An index after a digit has a bar before it.
func (c column) name() string {
	if c.index < 0 {
		return c.member
	}
	if n := len(c.member); n > 0 && c.member[n-1] >= '0' && c.member[n-1] <= '9' {
		return c.member + "_" + strconv.Itoa(c.index)
	}
	return c.member + strconv.Itoa(c.index)
}

// of returns the field of a column as text.
func (c column) of(object map[string]json.RawMessage) (text string, ok bool) {
	value, ok := object[c.member]
	if ok && c.index >= 0 {
		var elements []json.RawMessage
		if json.Unmarshal(value, &elements) != nil || c.index >= len(elements) {
			return "", false
		}
		value = elements[c.index]
	}
	return textOf(value), ok
}

// textOf returns a value as text: a string without its quotes, null as none.
func textOf(value json.RawMessage) string {
	var s string
	if len(value) > 0 && value[0] == '"' && json.Unmarshal(value, &s) == nil {
		return s
	}
	if string(value) == "null" {
		return ""
	}
	return string(value)
}

// IsDocument reports whether a text that starts with start, all of it if whole, is a
// single JSON document and not JSON lines.
func IsDocument(start []byte, whole bool) bool {
	start = bytes.TrimSpace(start)
	if !bytes.HasPrefix(start, []byte("{")) {
		return bytes.HasPrefix(start, []byte("["))
	}
	line, rest, more := bytes.Cut(start, []byte{'\n'})
	if !more && !whole {
		return true // a line longer than one of JSON lines may be
	}
	var object map[string]json.RawMessage
	if json.Unmarshal(line, &object) != nil {
		return whole && json.Valid(start) || !more ||
			!bytes.HasPrefix(bytes.TrimSpace(rest), []byte("{"))
	}
	if len(bytes.TrimSpace(rest)) > 0 {
		return false
	}
	// A single line: a table rather than a row if its members are lists or objects.
	n := 0
	for _, value := range object {
		if value[0] == '[' || value[0] == '{' {
			n++
		}
	}
	return n > 0 && (n == len(object) || object["data"] != nil)
}

func (f *reader) Names() []string          { return f.names }
func (f *reader) Head() [][]string         { return f.head }
func (f *reader) Choose(c predict.Columns) { f.chosen = c }

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
	return func(dst *predict.Rows) { f.decode(dst, part) }, nil
}

func (f *reader) decode(dst *predict.Rows, part lines.Part) {
	fields, used, required := make([]string, len(f.columns)), f.chosen.Used(),
		len(f.chosen.Required())
	each(part, func(line int, text []byte) bool {
		var object map[string]json.RawMessage
		if err := json.Unmarshal(text, &object); err != nil {
			dst.Reject(line, predict.NoObject, "")
			return true
		}
		for k, i := range used {
			if k >= required {
				fields[i], _ = f.columns[i].of(object)
			} else if !f.field(dst, line, i, object, fields) {
				return true
			}
		}
		dst.AddText(line, fields)
		return true
	})
}

func (f *reader) field(dst *predict.Rows, line, i int, object map[string]json.RawMessage,
	fields []string) bool {
	var ok bool
	if fields[i], ok = f.columns[i].of(object); !ok {
		dst.Reject(line, predict.NoMember, strconv.Quote(f.names[i]))
	}
	return ok
}

// each calls row with the lines that are not blank until it returns false.
func each(part lines.Part, row func(line int, text []byte) bool) {
	line := part.Line
	for text := range bytes.SplitSeq(part.Text, []byte{'\n'}) {
		if text = bytes.TrimSpace(text); len(text) > 0 && !row(line, text) {
			return
		}
		line++
	}
}
