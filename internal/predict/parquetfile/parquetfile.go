// Package parquetfile reads predictions from Apache Parquet. Columns of numbers and
// of booleans can be read; those in structures are named with dots, lists are left
// out.
package parquetfile

import (
	"errors"
	"io"
	"math"
	"strconv"
	"strings"

	"github.com/parquet-go/parquet-go"

	"lossexplorer/internal/predict"
)

// headRows is how many rows are looked at for the columns.
const headRows = 200

type reader struct {
	file  *parquet.File
	names []string
	index []int // of the columns of names in the file
	head  [][]string

	chosen predict.Columns
	group  int // the next row group
	pages  []pages
	row    int // the next row of the file
	failed error
}

// pages are those of one column of a row group.
type pages struct {
	parquet.Pages
	values parquet.ValueReader // of the current page, nil before the first
	page   parquet.Page
}

// New opens a file of size bytes. Errors are [*predict.Problem]s.
func New(r io.ReaderAt, size int64) (_ predict.Reader, err error) {
	defer recovered(&err)
	file, err := parquet.OpenFile(r, size, parquet.SkipBloomFilters(true))
	if err != nil {
		return nil, fault(err)
	}
	f := &reader{file: file}
	for _, path := range file.Schema().Columns() {
		leaf, ok := file.Schema().Lookup(path...)
		if !ok || leaf.MaxRepetitionLevel > 0 {
			continue
		}
		switch leaf.Node.Type().Kind() {
		case parquet.Boolean, parquet.Int32, parquet.Int64, parquet.Float, parquet.Double:
			f.names = append(f.names, strings.Join(path, "."))
			f.index = append(f.index, leaf.ColumnIndex)
		}
	}
	if file.NumRows() == 0 {
		return nil, &predict.Problem{Code: predict.Empty}
	}
	columns := make([][]float64, len(f.names))
	for i := range f.names {
		if f.group = 0; !f.open([]int{i}) {
			return nil, &predict.Problem{Code: predict.Empty}
		}
		n := min(headRows, int(file.RowGroups()[f.group-1].NumRows()))
		columns[i], err = f.pages[0].read(make([]float64, 0, n), n)
		f.close()
		if err != nil {
			return nil, fault(err)
		}
	}
	f.group = 0
	for i := range headRows {
		row := make([]string, len(columns))
		for k, c := range columns {
			if i == len(c) {
				return f, nil
			}
			row[k] = strconv.FormatFloat(c[i], 'g', -1, 64)
		}
		f.head = append(f.head, row)
	}
	return f, nil
}

func (f *reader) Names() []string          { return f.names }
func (f *reader) Head() [][]string         { return f.head }
func (f *reader) Choose(c predict.Columns) { f.chosen = c }

// open opens the columns of the next row group that is not empty.
func (f *reader) open(columns []int) bool {
	groups := f.file.RowGroups()
	for f.group < len(groups) && groups[f.group].NumRows() == 0 {
		f.group++
	}
	if f.group == len(groups) {
		return false
	}
	chunks := groups[f.group].ColumnChunks()
	for _, c := range columns {
		f.pages = append(f.pages, pages{Pages: chunks[f.index[c]].Pages()})
	}
	f.group++
	return true
}

func (f *reader) close() {
	for i := range f.pages {
		f.pages[i].done()
		f.pages[i].Close()
	}
	f.pages = f.pages[:0]
}

func (f *reader) Next() (_ predict.Part, err error) {
	defer recovered(&err)
	if f.failed != nil {
		return nil, f.failed
	}
	for {
		if len(f.pages) == 0 && !f.open(append([]int{f.chosen.Truth}, f.chosen.Scores...)) {
			f.failed = io.EOF
			return nil, io.EOF
		}
		n := max(1, predict.PartRows/len(f.pages))
		columns := make([][]float64, len(f.pages))
		for i := range f.pages {
			columns[i], err = f.pages[i].read(make([]float64, 0, n), n)
			if err == nil && len(columns[i]) != len(columns[0]) {
				err = errors.New("columns have different numbers of rows")
			}
			if err != nil {
				f.close()
				f.failed = fault(err)
				return nil, f.failed
			}
		}
		if len(columns[0]) == 0 {
			f.close()
			continue
		}
		first := f.row + 1
		f.row += len(columns[0])
		return func(dst *predict.Rows) {
			v := make([]float64, len(columns))
			for i := range columns[0] {
				for k, c := range columns {
					v[k] = c[i]
				}
				dst.Add(first+i, v[0], v[1:])
			}
		}, nil
	}
}

func (p *pages) done() {
	if p.page != nil {
		parquet.Release(p.page)
		p.page, p.values = nil, nil
	}
}

// read appends up to n numbers to dst, fewer only at the end of the column. A null is
// NaN.
func (p *pages) read(dst []float64, n int) ([]float64, error) {
	var values [256]parquet.Value
	for len(dst) < n {
		if p.values == nil {
			page, err := p.ReadPage()
			if err == io.EOF {
				return dst, nil
			}
			if err != nil {
				return dst, err
			}
			p.page, p.values = page, page.Values()
		}
		got, err := p.values.ReadValues(values[:min(len(values), n-len(dst))])
		for _, v := range values[:got] {
			dst = append(dst, numberOf(v))
		}
		switch {
		case err == io.EOF, err == nil && got == 0:
			p.done()
		case err != nil:
			return dst, err
		}
	}
	return dst, nil
}

func numberOf(v parquet.Value) float64 {
	switch {
	case v.IsNull():
		return math.NaN()
	case v.Kind() == parquet.Boolean && v.Boolean():
		return 1
	case v.Kind() == parquet.Boolean:
		return 0
	case v.Kind() == parquet.Int32:
		return float64(v.Int32())
	case v.Kind() == parquet.Int64:
		return float64(v.Int64())
	case v.Kind() == parquet.Float:
		return float64(v.Float())
	}
	return v.Double()
}

// recovered turns a panic about a damaged file, of which the library has some, into
// an error.
func recovered(err *error) {
	if p := recover(); p != nil {
		*err = &predict.Problem{Code: predict.Unreadable, Detail: "the Parquet file is damaged"}
	}
}

func fault(err error) error {
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return &predict.Problem{Code: predict.Truncated}
	}
	return &predict.Problem{Code: predict.Unreadable, Err: err}
}
