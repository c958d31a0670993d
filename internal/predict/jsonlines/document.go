package jsonlines

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"slices"
	"strconv"
	"strings"

	"lossexplorer/internal/predict"
	"lossexplorer/internal/predict/lines"
)

// NewDocument reads predictions from a single JSON value: an array of objects, or of
// arrays whose first may name the columns; or an object, which may have the
// members columns and data (pandas' orient="split", tables of Weights & Biases), or a
// list for each column, or an object for each column (pandas' to_json), or one member
// that is an array of objects. Arrays of objects are read one object after the other;
// others are held in memory. Errors are [*predict.Problem]s.
func NewDocument(r io.Reader) (predict.Reader, error) {
	text := json.NewDecoder(r)
	start, err := text.Token()
	if err != nil {
		return nil, invalid(err)
	}
	switch start {
	case json.Delim('['):
		return elements(text)
	case json.Delim('{'):
		return members(text)
	}
	return nil, &predict.Problem{Code: predict.Unreadable,
		Detail: "the JSON is neither an array nor an object"}
}

// invalid returns the problem of text that is not JSON.
func invalid(err error) error {
	var syntax *json.SyntaxError
	switch {
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		return &predict.Problem{Code: predict.Truncated}
	case errors.As(err, &syntax):
		detail := "JSON: " + syntax.Error() + ", at byte " + strconv.FormatInt(syntax.Offset, 10)
		if strings.HasPrefix(syntax.Error(), "invalid character 'N'") ||
			strings.HasPrefix(syntax.Error(), "invalid character 'I'") { // as Python's json writes
			detail += "; NaN and Infinity are no JSON: write null, as pandas' df.to_json does"
		}
		return &predict.Problem{Code: predict.Unreadable, Detail: detail}
	}
	return lines.Fault(err, 0)
}

// end returns io.EOF if nothing but space is left, else the problem of more values, which
// would be left out.
func end(text *json.Decoder) error {
	var more json.RawMessage
	switch err := text.Decode(&more); {
	case errors.Is(err, io.EOF):
		return io.EOF
	case err != nil:
		return invalid(err)
	}
	return &predict.Problem{Code: predict.Unreadable,
		Detail: "JSON: there is more after its first value, as in several files joined into one; " +
			"give them as several files, or as one array"}
}

// elements reads the elements of an array whose start has been read.
func elements(text *json.Decoder) (predict.Reader, error) {
	ended := false
	next := func() (json.RawMessage, error) {
		if ended {
			return nil, io.EOF
		}
		if !text.More() {
			ended = true
			if _, err := text.Token(); err != nil {
				return nil, invalid(err)
			}
			return nil, end(text)
		}
		var element json.RawMessage
		if err := text.Decode(&element); err != nil {
			return nil, invalid(err)
		}
		return element, nil
	}
	return values(next)
}

// values reads rows that are objects or arrays.
func values(next func() (json.RawMessage, error)) (predict.Reader, error) {
	var head []json.RawMessage
	for len(head) < headRows {
		element, err := next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, err
		}
		head = append(head, element)
	}
	if len(head) == 0 {
		return nil, &predict.Problem{Code: predict.Empty}
	}
	after := func() (json.RawMessage, error) {
		if len(head) > 0 {
			element := head[0]
			head = head[1:]
			return element, nil
		}
		return next()
	}
	if bytes.HasPrefix(head[0], []byte("[")) {
		return arrays(head, after)
	}
	var columns []column
	known := map[column]bool{}
	for _, element := range head {
		var object map[string]json.RawMessage
		if json.Unmarshal(element, &object) != nil {
			continue
		}
		for _, name := range order(element) {
			for _, c := range columnsOf(name, object[name]) {
				if !known[c] {
					known[c] = true
					columns = append(columns, c)
				}
			}
		}
	}
	if len(columns) == 0 {
		return nil, &predict.Problem{Code: predict.Unreadable,
			Detail: "the JSON array has no objects"}
	}
	return predict.Records(namesOf(columns), 1, func() ([]string, error) {
		element, err := after()
		if err != nil {
			return nil, err
		}
		fields := make([]string, len(columns))
		var object map[string]json.RawMessage
		if json.Unmarshal(element, &object) != nil {
			return fields, nil
		}
		for i, c := range columns {
			fields[i], _ = c.of(object)
		}
		return fields, nil
	})
}

// arrays reads rows that are arrays.
func arrays(head []json.RawMessage, next func() (json.RawMessage, error)) (predict.Reader, error) {
	var names []string
	line := 1
	if json.Unmarshal(head[0], &names) == nil && !numeric(names) {
		if _, err := next(); err != nil {
			return nil, err
		}
		line = 2
		return table(names, line, next)
	}
	var first []json.RawMessage
	if err := json.Unmarshal(head[0], &first); err != nil {
		return nil, invalid(err)
	}
	names = nil
	for i := range first {
		names = append(names, "column "+strconv.Itoa(i+1))
	}
	return table(names, line, next)
}

// numeric reports whether all are numbers.
func numeric(all []string) bool {
	return !slices.ContainsFunc(all, func(s string) bool { return !json.Valid([]byte(s)) })
}

// table reads rows that are arrays of as many elements as there are names. Elements that
// are arrays themselves are a column for each, as their first rows show.
func table(names []string, line int, next func() (json.RawMessage, error)) (predict.Reader, error) {
	var columns []column
	var head [][]json.RawMessage
	known := map[column]bool{}
	row := func() ([]json.RawMessage, error) {
		element, err := next()
		if err != nil {
			return nil, err
		}
		var fields []json.RawMessage
		if json.Unmarshal(element, &fields) != nil {
			return nil, nil
		}
		return fields, nil
	}
	for len(head) < headRows {
		fields, err := row()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, err
		}
		head = append(head, fields)
	}
	for i, name := range names {
		for _, fields := range head {
			if i >= len(fields) {
				continue
			}
			for _, c := range columnsOf(name, fields[i]) {
				if !known[c] {
					known[c] = true
					columns = append(columns, c)
				}
			}
		}
	}
	at := map[string]int{}
	for i, name := range names {
		at[name] = i
	}
	return predict.Records(namesOf(columns), line, func() ([]string, error) {
		var fields []json.RawMessage
		if len(head) > 0 {
			fields, head = head[0], head[1:]
		} else {
			var err error
			if fields, err = row(); err != nil {
				return nil, err
			}
		}
		cells := make([]string, len(columns))
		for i, c := range columns {
			if k := at[c.member]; k < len(fields) {
				cells[i], _ = c.of(map[string]json.RawMessage{c.member: fields[k]})
			}
		}
		return cells, nil
	})
}

func namesOf(columns []column) (names []string) {
	for _, c := range columns {
		names = append(names, c.name())
	}
	return names
}

// members reads the members of an object whose start has been read.
func members(text *json.Decoder) (predict.Reader, error) {
	var order []string
	object := map[string]json.RawMessage{}
	for text.More() {
		name, err := text.Token()
		if err != nil {
			return nil, invalid(err)
		}
		var value json.RawMessage
		if err := text.Decode(&value); err != nil {
			return nil, invalid(err)
		}
		order = append(order, name.(string))
		object[name.(string)] = value
	}
	if _, err := text.Token(); err != nil {
		return nil, invalid(err)
	}
	if err := end(text); !errors.Is(err, io.EOF) {
		return nil, err
	}
	list := func(name string) []json.RawMessage {
		var all []json.RawMessage
		if json.Unmarshal(object[name], &all) != nil {
			return nil
		}
		return all
	}
	if names, data := list("columns"), list("data"); names != nil && data != nil {
		var texts []string
		for _, name := range names {
			texts = append(texts, textOf(name))
		}
		return table(texts, 1, each1(data))
	}
	if lists := listsOf(order, list); lists != nil {
		return byColumns(lists)
	}
	// A member that is an array of rows.
	for _, name := range order {
		if rows := list(name); len(rows) > 0 && bytes.HasPrefix(rows[0], []byte("{")) {
			return values(each1(rows))
		}
	}
	return nested(order, object)
}

// each1 returns an iterator.
func each1(all []json.RawMessage) func() (json.RawMessage, error) {
	return func() (json.RawMessage, error) {
		if len(all) == 0 {
			return nil, io.EOF
		}
		first := all[0]
		all = all[1:]
		return first, nil
	}
}

// A named list is a column.
type namedList struct {
	name   string
	values []json.RawMessage
}

// listsOf returns the members that are lists of the length that most have, two at least.
func listsOf(order []string, list func(string) []json.RawMessage) []namedList {
	byLength := map[int][]namedList{}
	best := 0
	for _, name := range order {
		all := list(name)
		if len(all) == 0 || bytes.HasPrefix(all[0], []byte("{")) {
			continue
		}
		byLength[len(all)] = append(byLength[len(all)], namedList{name, all})
		if n := len(byLength[len(all)]); n > len(byLength[best]) ||
			n == len(byLength[best]) && len(all) > best {
			best = len(all)
		}
	}
	if len(byLength[best]) < 2 {
		return nil
	}
	return byLength[best]
}

func byColumns(lists []namedList) (predict.Reader, error) {
	var names []string
	for _, l := range lists {
		names = append(names, l.name)
	}
	i := 0
	return table(names, 1, func() (json.RawMessage, error) {
		if i == len(lists[0].values) {
			return nil, io.EOF
		}
		row := []byte("[")
		for k, l := range lists {
			if k > 0 {
				row = append(row, ',')
			}
			row = append(row, l.values[i]...)
		}
		i++
		return append(row, ']'), nil
	})
}

// nested reads an object of objects: by column and then by row, as pandas writes, or by
// row and then by column.
func nested(names []string, object map[string]json.RawMessage) (predict.Reader, error) {
	unclear := &predict.Problem{Code: predict.Unreadable,
		Detail: `the JSON object is no table; pandas writes one: df.to_json("predictions.json", orient="records")`}
	if len(names) == 0 {
		return nil, &predict.Problem{Code: predict.Empty}
	}
	rows := true
	for _, name := range names {
		if _, err := strconv.Atoi(name); err != nil {
			rows = false
		}
		if !bytes.HasPrefix(object[name], []byte("{")) {
			return nil, unclear
		}
	}
	if rows {
		var all []json.RawMessage
		for _, name := range names {
			all = append(all, object[name])
		}
		return values(each1(all))
	}
	keys := order(object[names[0]])
	if len(keys) == 0 {
		return nil, &predict.Problem{Code: predict.Empty}
	}
	var lists []namedList
	for _, name := range names {
		var column map[string]json.RawMessage
		if json.Unmarshal(object[name], &column) != nil {
			return nil, unclear
		}
		list := namedList{name: name}
		for _, key := range keys {
			value, ok := column[key]
			if !ok {
				value = json.RawMessage("null")
			}
			list.values = append(list.values, value)
		}
		lists = append(lists, list)
	}
	return byColumns(lists)
}
