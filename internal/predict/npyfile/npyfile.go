// Package npyfile reads predictions from arrays that NumPy saved: one .npy file with
// a column for the label and others for the scores, several with one each, or an
// .npz file of several. Arrays that are not rows of numbers or strings are left out. The
// format follows NumPy Enhancement Proposal 1, versions 1 to 3.
package npyfile

import (
	"archive/zip"
	"bytes"
	"cmp"
	"errors"
	"io"
	"slices"
	"strconv"
	"strings"

	"lossexplorer/internal/predict"
)

// An Array is a named .npy file that can be read several times at the same time.
type Array struct {
	Name string
	Open func() (io.ReadCloser, error)
}

// Zip returns the arrays of an .npz file, named without .npy.
func Zip(r io.ReaderAt, size int64) ([]Array, error) {
	archive, err := zip.NewReader(r, size)
	if err != nil {
		if errors.Is(err, zip.ErrFormat) {
			return nil, &predict.Problem{Code: predict.Truncated, Err: err}
		}
		return nil, &predict.Problem{Code: predict.Unreadable, Err: err}
	}
	var arrays []Array
	for _, f := range archive.File {
		if name, ok := strings.CutSuffix(f.Name, ".npy"); ok {
			arrays = append(arrays, Array{name, f.Open})
		}
	}
	return arrays, nil
}

// Magic is the start of an .npy file.
const Magic = "\x93NUMPY"

// maxColumns is the most columns of an array.
const maxColumns = 1 << 12

// partBytes limits a part with many columns.
const partBytes = 1 << 22

// maxString is the most characters of a string.
const maxString = 256

// maxHeader is far more than a header of numbers needs.
const maxHeader = 1 << 16

// reader reads all arrays side by side.
type reader struct {
	arrays []Array
	heads  []header
	names  []string
	from   []int // index of the first column of each array
	rows   int
	head   [][]string

	chosen  predict.Columns
	next    int // row
	streams []*stream
	failed  error
}

// A stream reads an array, or one column of it where they follow each other.
type stream struct {
	io.ReadCloser
	array, column int
	width         int // elements of a row
}

// headRows is the number of rows used to find the columns.
const headRows = 200

// usable returns the arrays that are rows of numbers or strings, as many rows each, with
// their headers: several, or one with several columns.
func usable(arrays []Array) ([]Array, []header, error) {
	type group struct {
		arrays []Array
		heads  []header
	}
	groups := map[int]*group{}
	var other error
	for _, a := range arrays {
		r, err := a.Open()
		if err != nil {
			return nil, nil, fault(err, "array "+strconv.Quote(a.Name))
		}
		h, err := readHeader(r)
		r.Close()
		if err != nil {
			var p *predict.Problem
			if errors.As(err, &p) && p.Code == predict.Unreadable {
				p.Detail = "array " + strconv.Quote(a.Name) + ": " + p.Detail
			}
			other = cmp.Or(other, err)
			continue
		}
		if groups[h.rows] == nil {
			groups[h.rows] = &group{}
		}
		groups[h.rows].arrays, groups[h.rows].heads = append(groups[h.rows].arrays, a),
			append(groups[h.rows].heads, h)
	}
	var found *group
	for _, g := range groups {
		if len(g.arrays) == 1 && g.heads[0].columns == 1 {
			continue
		}
		if found != nil {
			return nil, nil, differ(arrays)
		}
		found = g
	}
	switch {
	case found != nil:
		return found.arrays, found.heads, nil
	case other != nil:
		return nil, nil, other
	case len(groups) == 1:
		for _, g := range groups {
			return g.arrays, g.heads, nil
		}
	}
	return nil, nil, differ(arrays)
}

// differ is the fault of arrays that are not as many rows.
func differ(arrays []Array) error {
	s := ""
	for _, a := range arrays {
		r, err := a.Open()
		if err != nil {
			return fault(err, "array "+strconv.Quote(a.Name))
		}
		h, err := readHeader(r)
		r.Close()
		if err == nil {
			s += ", " + strconv.Quote(a.Name) + " has " + strconv.Itoa(h.rows) + " rows"
		}
	}
	return fault(nil, "array "+strings.TrimPrefix(s,
		", ")+"; label and score need as many, and only one such set in a file")
}

// New returns the reader of arrays; it leaves out those that are not rows of numbers or
// strings. A column of an array with several is named by the array and its
// index. Errors are [*predict.Problem]s.
func New(arrays []Array) (predict.Reader, error) {
	if len(arrays) == 0 {
		return nil, fault(nil, "it has no array")
	}
	arrays, heads, err := usable(arrays)
	if err != nil {
		return nil, err
	}
	f := &reader{arrays: arrays, heads: heads, rows: heads[0].rows}
	for i, a := range arrays {
		h := heads[i]
		f.from = append(f.from, len(f.names))
		for k := range h.columns {
			name := a.Name
			if h.columns > 1 {
				name += strconv.Itoa(k)
			}
			f.names = append(f.names, name)
		}
	}
	if f.rows == 0 {
		return nil, &predict.Problem{Code: predict.Empty}
	}
	all := make([]int, len(f.names))
	for i := range all {
		all[i] = i
	}
	if err := f.open(all); err != nil {
		return nil, err
	}
	defer f.close()
	data, err := f.read(min(headRows, f.rows))
	if err != nil {
		return nil, err
	}
	for i := range min(headRows, f.rows) {
		var row []string
		for c := range all {
			row = append(row, f.cell(data, i, c))
		}
		f.head = append(f.head, row)
	}
	if len(arrays) == 1 && len(f.names) == 2 {
		// Both columns have the array's name, which does not distinguish them.
		f.names = []string{"column 1", "column 2"}
	}
	return f, nil
}

func (f *reader) Names() []string          { return f.names }
func (f *reader) Head() [][]string         { return f.head }
func (f *reader) Choose(c predict.Columns) { f.chosen = c }

// where returns the array and the column in it of a column.
func (f *reader) where(c int) (array, column int) {
	for array+1 < len(f.from) && f.from[array+1] <= c {
		array++
	}
	return array, c - f.from[array]
}

// open opens a stream for the columns.
func (f *reader) open(columns []int) error {
	for _, c := range columns {
		array, column := f.where(c)
		h := f.heads[array]
		s := &stream{array: array, column: column, width: 1}
		if !h.byColumns {
			s.column, s.width = 0, h.columns
		}
		if f.stream(array, column) >= 0 {
			continue
		}
		var err error
		if s.ReadCloser, err = f.arrays[array].Open(); err != nil {
			return fault(err, "")
		}
		f.streams = append(f.streams, s)
		if _, err := readHeader(s); err != nil {
			return err
		}
		if _, err := io.CopyN(io.Discard, s,
			int64(s.column)*int64(h.rows)*int64(h.size)); err != nil {
			return fault(err, "")
		}
	}
	return nil
}

// stream returns the index of the stream with a column, -1 if there is none.
func (f *reader) stream(array, column int) int {
	return slices.IndexFunc(f.streams, func(s *stream) bool {
		return s.array == array && column >= s.column && column < s.column+s.width
	})
}

// end reads the rest of the streams, at whose end the checksum is compared, and
// returns io.EOF.
func (f *reader) end() error {
	for _, s := range f.streams {
		if _, err := io.Copy(io.Discard, s); err != nil {
			return fault(err, "array "+strconv.Quote(f.arrays[s.array].Name))
		}
	}
	return io.EOF
}

func (f *reader) close() {
	for _, s := range f.streams {
		s.Close()
	}
	f.streams = nil
}

// read reads the next n rows of all streams.
func (f *reader) read(n int) ([][]byte, error) {
	data := make([][]byte, len(f.streams))
	for i, s := range f.streams {
		data[i] = make([]byte, n*s.width*f.heads[s.array].size)
		if _, err := io.ReadFull(s, data[i]); err != nil {
			return nil, fault(err,
				"array "+strconv.Quote(f.arrays[s.array].Name)+" has fewer elements than its shape")
		}
	}
	return data, nil
}

// cell returns an element of data read as text.
func (f *reader) cell(data [][]byte, row, c int) string {
	array, column := f.where(c)
	i := f.stream(array, column)
	s := f.streams[i]
	return f.heads[array].field(data[i], row*s.width+column-s.column)
}

func (f *reader) Next() (predict.Part, error) {
	if f.failed != nil {
		return nil, f.failed
	}
	if f.next == f.rows {
		f.failed = f.end()
		f.close()
		return nil, f.failed
	}
	if f.next == 0 {
		if f.failed = f.open(f.chosen.Used()); f.failed != nil {
			return nil, f.failed
		}
	}
	first, n := f.next+1, min(predict.PartRows, f.rows-f.next)
	for _, s := range f.streams {
		n = min(n, max(1, partBytes/(s.width*f.heads[s.array].size)))
	}
	data, err := f.read(n)
	if err != nil {
		f.failed = err
		f.close()
		return nil, err
	}
	f.next += n
	// The streams may be closed before the part is decoded.
	type place struct {
		data         []byte
		head         *header
		width, index int
	}
	var places []place
	used, textual := f.chosen.Used(), f.chosen.Textual()
	for _, c := range used {
		array, column := f.where(c)
		i := f.stream(array, column)
		s := f.streams[i]
		places = append(places, place{data[i], &f.heads[array], s.width, column - s.column})
		textual = textual || f.heads[array].textual()
	}
	if textual {
		width := len(f.names)
		return func(dst *predict.Rows) {
			fields := make([]string, width)
			for i := range n {
				for k, p := range places {
					fields[used[k]] = p.head.field(p.data, i*p.width+p.index)
				}
				dst.AddText(first+i, fields)
			}
		}, nil
	}
	return func(dst *predict.Rows) {
		v := make([]float64, len(places))
		for i := range n {
			for k, p := range places {
				v[k] = p.head.at(p.data, i*p.width+p.index)
			}
			dst.AddNumbers(first+i, v)
		}
	}, nil
}

// Bytes returns an array whose file is in memory.
func Bytes(name string, data []byte) Array {
	return Array{name, func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(data)), nil }}
}
