package predict

import (
	"errors"
	"io"
	"slices"
)

// headRows is the number of rows used to find the columns.
const headRows = 200

// Records returns a reader of rows of text that come one after the other: next returns
// the fields of a row, which the reader keeps, or io.EOF after the last. Line is where the
// first is in the file. Other errors of next should be [*Problem]s.
func Records(names []string, line int, next func() ([]string, error)) (Reader, error) {
	r := &records{names: names, line: line, next: next}
	for len(r.head) < headRows {
		fields, err := next()
		if errors.Is(err, io.EOF) {
			r.failed = io.EOF
			break
		}
		if err != nil {
			return nil, err
		}
		r.head = append(r.head, fields)
	}
	if len(r.head) == 0 {
		return nil, &Problem{Code: Empty}
	}
	r.waiting = r.head
	return r, nil
}

type records struct {
	names   []string
	head    [][]string
	waiting [][]string // rows of head that Next has not returned
	line    int        // of the next row
	next    func() ([]string, error)
	failed  error
}

func (r *records) Names() []string  { return r.names }
func (r *records) Head() [][]string { return r.head }
func (r *records) Choose(Columns)   {}

func (r *records) Next() (Part, error) {
	rows := slices.Clone(r.waiting)
	r.waiting = nil
	for len(rows) < PartRows && r.failed == nil {
		fields, err := r.next()
		if err != nil {
			r.failed = err
			break
		}
		rows = append(rows, fields)
	}
	if len(rows) == 0 {
		return nil, r.failed
	}
	line := r.line
	r.line += len(rows)
	return func(dst *Rows) {
		for i, fields := range rows {
			dst.AddText(line+i, fields)
		}
	}, nil
}

// Texts returns an iterator over the rows of a file as text, for [Records] of several
// files side by side.
func Texts(r Reader) func() ([]string, error) {
	width := len(r.Names())
	all := Columns{}
	for i := range width {
		all.Scores = append(all.Scores, i)
	}
	if width > 0 {
		all.ID = Some(0) // so that numbers come as text
	}
	r.Choose(all)
	rows := Rows{capture: true}
	var waiting [][]string
	return func() ([]string, error) {
		for len(waiting) == 0 {
			part, err := r.Next()
			if err != nil {
				return nil, err
			}
			rows.Reset(all)
			part(&rows)
			if len(rows.Bad) > 0 {
				b := rows.Bad[0]
				return nil, &Problem{Code: Unreadable, Detail: b.Why(), Line: b.Line}
			}
			waiting = rows.text
		}
		fields := waiting[0]
		waiting = waiting[1:]
		return fields, nil
	}
}
