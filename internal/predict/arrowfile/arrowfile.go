// Package arrowfile reads predictions from the record batches of Apache Arrow: from its
// files and streams, which are Feather's version 2 too, and, for package parquetfile, from
// any [Source]. Lists are a column for each element, members of structures are named with
// dots.
package arrowfile

import (
	"bytes"
	"errors"
	"io"
	"math"
	"strconv"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/ipc"

	"lossexplorer/internal/predict"
)

// Magic is the start of a file; a stream starts with StreamMagic.
const (
	Magic       = "ARROW1"
	StreamMagic = "\xff\xff\xff\xff"
)

// A Source opens the record batches of a file, of rows up to so many.
type Source interface {
	Schema() *arrow.Schema

	// Open returns the batches from the first on, with all fields or with at least the
	// given ones.
	Open(fields []int, rows int) (func() (arrow.RecordBatch, error), error)
}

// New opens a file or a stream of size bytes. Errors are [*predict.Problem]s.
func New(r io.ReaderAt, size int64) (_ predict.Reader, err error) {
	defer Recovered(&err)
	f := &ipcFile{r: r, size: size}
	if f.schema, _, err = f.open(); err != nil {
		return nil, Fault(err)
	}
	return NewReader(f)
}

// ipcFile is Arrow's own format.
type ipcFile struct {
	r      io.ReaderAt
	size   int64
	schema *arrow.Schema
}

func (f *ipcFile) Schema() *arrow.Schema { return f.schema }

func (f *ipcFile) Open([]int, int) (func() (arrow.RecordBatch, error), error) {
	_, next, err := f.open()
	return next, err
}

func (f *ipcFile) open() (*arrow.Schema, func() (arrow.RecordBatch, error), error) {
	section := io.NewSectionReader(f.r, 0, f.size)
	start := make([]byte, len(Magic))
	if _, err := f.r.ReadAt(start, 0); err != nil {
		return nil, nil, err
	}
	if !bytes.Equal(start, []byte(Magic)) {
		stream, err := ipc.NewReader(section)
		if err != nil {
			return nil, nil, err
		}
		return stream.Schema(), stream.Read, nil
	}
	file, err := ipc.NewFileReader(section)
	if err != nil {
		return nil, nil, err
	}
	next := 0
	return file.Schema(), func() (arrow.RecordBatch, error) {
		if next == file.NumRecords() {
			return nil, io.EOF
		}
		next++
		return file.RecordBatchAt(next - 1)
	}, nil
}

// A column is a field of the schema, a member of its structure by path, or an element of
// its lists unless index is -1.
type column struct {
	path  []int
	index int
}

const headRows = 200

type reader struct {
	source  Source
	columns []column
	names   []string
	head    [][]string

	chosen predict.Columns
	next   func() (arrow.RecordBatch, error)
	batch  arrow.RecordBatch // whose rows from at on come next
	at     int
	row    int
	failed error
}

// NewReader returns a reader of the batches of a source. Errors are [*predict.Problem]s.
func NewReader(s Source) (_ predict.Reader, err error) {
	defer Recovered(&err)
	next, err := s.Open(nil, headRows)
	if err != nil {
		return nil, Fault(err)
	}
	r := &reader{source: s}
	for len(r.head) < headRows {
		batch, err := next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, Fault(err)
		}
		if batch.NumRows() == 0 {
			continue
		}
		if r.columns == nil {
			for i, f := range s.Schema().Fields() {
				r.name(f.Name, []int{i}, batch.Column(i))
			}
		}
		for i := range min(headRows-len(r.head), int(batch.NumRows())) {
			r.head = append(r.head, r.fields(batch, i, nil))
		}
	}
	if len(r.head) == 0 {
		return nil, &predict.Problem{Code: predict.Empty}
	}
	return r, nil
}

// name adds the columns of a field, whose first row shows how long its lists are.
func (r *reader) name(name string, path []int, values arrow.Array) {
	switch values := values.(type) {
	case array.ListLike:
		if values.IsNull(0) {
			return
		}
		from, to := values.ValueOffsets(0)
		for k := range int(to - from) {
			r.names, r.columns = append(r.names, name+strconv.Itoa(k)),
				append(r.columns, column{path, k})
		}
	case *array.Struct:
		fields := values.DataType().(*arrow.StructType).Fields()
		for i, f := range fields {
			r.name(name+"."+f.Name, append(path[:len(path):len(path)], i), values.Field(i))
		}
	default:
		r.names, r.columns = append(r.names, name), append(r.columns, column{path, -1})
	}
}

func (r *reader) Names() []string          { return r.names }
func (r *reader) Head() [][]string         { return r.head }
func (r *reader) Choose(c predict.Columns) { r.chosen = c }

func (r *reader) Next() (_ predict.Part, err error) {
	defer func() {
		if err != nil {
			r.failed = err
		}
	}()
	defer Recovered(&err)
	if r.failed != nil {
		return nil, r.failed
	}
	if r.next == nil {
		var fields []int
		for _, i := range r.chosen.Used() {
			fields = append(fields, r.columns[i].path[0])
		}
		if r.next, err = r.source.Open(fields, predict.PartRows); err != nil {
			return nil, Fault(err)
		}
	}
	for r.batch == nil || r.at == int(r.batch.NumRows()) {
		if r.batch != nil {
			r.batch.Release()
			r.batch = nil
		}
		batch, err := r.next()
		if errors.Is(err, io.EOF) {
			return nil, io.EOF
		}
		if err != nil {
			return nil, Fault(err)
		}
		batch.Retain()
		r.batch, r.at = batch, 0
	}
	n := min(predict.PartRows, int(r.batch.NumRows())-r.at)
	part := r.batch.NewSlice(int64(r.at), int64(r.at+n))
	first := r.row + 1
	r.at, r.row = r.at+n, r.row+n
	return func(dst *predict.Rows) {
		defer part.Release()
		r.decode(dst, part, first)
	}, nil
}

// decode adds the rows of a batch, as numbers if all of the columns are.
func (r *reader) decode(dst *predict.Rows, batch arrow.RecordBatch, first int) {
	used := r.chosen.Used()
	numbers := make([][]float64, len(used))
	textual := r.chosen.Textual()
	for k, i := range used {
		if !textual {
			numbers[k], textual = numbersOf(batch, r.columns[i])
		}
	}
	if textual {
		for i := range int(batch.NumRows()) {
			dst.AddText(first+i, r.fields(batch, i, used))
		}
		return
	}
	v := make([]float64, len(used))
	for i := range int(batch.NumRows()) {
		for k := range numbers {
			v[k] = numbers[k][i]
		}
		dst.AddNumbers(first+i, v)
	}
}

// fields returns a row as text, of the used columns only unless they are nil.
func (r *reader) fields(batch arrow.RecordBatch, row int, used []int) []string {
	fields := make([]string, len(r.columns))
	set := func(k int) {
		c := r.columns[k]
		values := fieldOf(batch, c)
		if values == nil || values.IsNull(row) {
			return
		}
		at := row
		if list, ok := values.(array.ListLike); ok {
			from, to := list.ValueOffsets(row)
			if int64(c.index) >= to-from {
				return
			}
			values, at = list.ListValues(), int(from)+c.index
		}
		switch values := values.(type) {
		case *array.Dictionary:
			fields[k] = values.Dictionary().ValueStr(values.GetValueIndex(at))
		default:
			if !values.IsNull(at) {
				fields[k] = values.ValueStr(at)
			}
		}
	}
	if used == nil {
		for k := range fields {
			set(k)
		}
	}
	for _, k := range used {
		set(k)
	}
	return fields
}

// fieldOf returns the array of a column, nil if the batch has been left without it.
func fieldOf(batch arrow.RecordBatch, c column) arrow.Array {
	values := batch.Column(c.path[0])
	for _, i := range c.path[1:] {
		values = values.(*array.Struct).Field(i)
	}
	return values
}

// numbersOf returns the numbers of a column, NaN for those that are null; textual is
// true if they are none.
func numbersOf(batch arrow.RecordBatch, c column) (v []float64, textual bool) {
	values := fieldOf(batch, c)
	if c.index >= 0 || values == nil {
		return nil, true
	}
	v = make([]float64, values.Len())
	switch a := values.(type) {
	case *array.Float64:
		copy(v, a.Float64Values())
	case *array.Float32:
		for i, x := range a.Float32Values() {
			v[i] = float64(x)
		}
	case *array.Float16:
		for i, x := range a.Values() {
			v[i] = float64(x.Float32())
		}
	case *array.Int64:
		for i, x := range a.Int64Values() {
			v[i] = float64(x)
		}
	case *array.Int32:
		for i, x := range a.Int32Values() {
			v[i] = float64(x)
		}
	case *array.Int16:
		for i, x := range a.Int16Values() {
			v[i] = float64(x)
		}
	case *array.Int8:
		for i, x := range a.Int8Values() {
			v[i] = float64(x)
		}
	case *array.Uint8:
		for i, x := range a.Uint8Values() {
			v[i] = float64(x)
		}
	case *array.Boolean:
		for i := range v {
			if a.Value(i) {
				v[i] = 1
			}
		}
	default:
		return nil, true
	}
	if values.NullN() > 0 {
		for i := range v {
			if values.IsNull(i) {
				v[i] = math.NaN()
			}
		}
	}
	return v, false
}

// Recovered turns a panic about a damaged file into an error.
func Recovered(err *error) {
	if p := recover(); p != nil {
		*err = &predict.Problem{Code: predict.Unreadable, Detail: "it is damaged"}
	}
}

// Fault returns an error of the library as a problem.
func Fault(err error) error {
	var p *predict.Problem
	switch {
	case errors.As(err, &p):
		return err
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		return &predict.Problem{Code: predict.Truncated}
	}
	return &predict.Problem{Code: predict.Unreadable, Err: err}
}
