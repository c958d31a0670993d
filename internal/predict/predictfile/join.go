package predictfile

import (
	"errors"
	"io"
	"slices"
	"strconv"

	"lossexplorer/internal/predict"
)

// join returns several files as one: rows one after the other if all have the same
// columns, and else columns side by side, which must be as many rows.
func join(readers []predict.Reader, names []string) (predict.Reader, error) {
	for _, r := range readers[1:] {
		if !slices.Equal(r.Names(), readers[0].Names()) {
			return beside(readers, names)
		}
	}
	return &chain{Reader: readers[0], rest: readers[1:], names: names}, nil
}

// chain reads files one after the other. Lines count from the start of each file.
type chain struct {
	predict.Reader
	rest    []predict.Reader
	names   []string
	columns predict.Columns
}

func (c *chain) Choose(columns predict.Columns) {
	c.columns = columns
	c.Reader.Choose(columns)
}

func (c *chain) Next() (predict.Part, error) {
	for {
		part, err := c.Reader.Next()
		if err != nil && !errors.Is(err, io.EOF) {
			return nil, named(err, c.names[len(c.names)-len(c.rest)-1])
		}
		if err == nil || len(c.rest) == 0 {
			return part, err
		}
		c.Reader, c.rest = c.rest[0], c.rest[1:]
		c.Reader.Choose(c.columns)
	}
}

// beside reads files row by row. A column that all have, as an id, must be equal in all
// of them.
func beside(readers []predict.Reader, names []string) (predict.Reader, error) {
	var columns []string
	type shared struct{ file, column, as int }
	var same []shared
	for f, r := range readers {
		for k, name := range r.Names() {
			if i := slices.Index(columns, name); i >= 0 {
				same = append(same, shared{f, k, i})
				continue
			}
			columns = append(columns, name)
		}
	}
	var rows []func() ([]string, error)
	for _, r := range readers {
		rows = append(rows, predict.Texts(r))
	}
	line := 0
	return predict.Records(columns, 1, func() ([]string, error) {
		line++
		fields := make([]string, 0, len(columns))
		var all [][]string
		ended := 0
		for _, next := range rows {
			row, err := next()
			if errors.Is(err, io.EOF) {
				ended++
			} else if err != nil {
				return nil, err
			}
			all = append(all, row)
		}
		if ended == len(rows) {
			return nil, io.EOF
		}
		if ended > 0 {
			return nil, &predict.Problem{Code: predict.Unreadable,
				Detail: "the files have different columns, so that they are read side by side, and different numbers of rows", Line: line}
		}
		for f, r := range readers {
			for k := range r.Names() {
				if slices.ContainsFunc(same,
					func(s shared) bool { return s.file == f && s.column == k }) {
					continue
				}
				value := ""
				if k < len(all[f]) {
					value = all[f][k]
				}
				fields = append(fields, value)
			}
		}
		for _, s := range same {
			if s.column < len(all[s.file]) && all[s.file][s.column] != fields[s.as] {
				return nil, &predict.Problem{Code: predict.Unreadable, Line: line,
					Detail: "row " + strconv.Itoa(line) + " of " + names[s.file] +
						" is not that of " + names[0] + ": " + strconv.Quote(columns[s.as]) +
						" differs; sort both alike"}
			}
		}
		return fields, nil
	})
}
