// Package parquetfile reads predictions from Apache Parquet, as record batches of Arrow;
// see package arrowfile.
package parquetfile

import (
	"context"
	"io"
	"slices"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/memory"
	"github.com/apache/arrow-go/v18/parquet/file"
	"github.com/apache/arrow-go/v18/parquet/pqarrow"

	"lossexplorer/internal/predict"
	"lossexplorer/internal/predict/arrowfile"
)

// New opens a file of size bytes. Errors are [*predict.Problem]s.
func New(r io.ReaderAt, size int64) (_ predict.Reader, err error) {
	defer arrowfile.Recovered(&err)
	f, err := file.NewParquetReader(io.NewSectionReader(r, 0, size))
	if err != nil {
		return nil, arrowfile.Fault(err)
	}
	if f.NumRows() == 0 {
		return nil, &predict.Problem{Code: predict.Empty}
	}
	s := &source{file: f}
	table, err := pqarrow.NewFileReader(f, pqarrow.ArrowReadProperties{}, memory.DefaultAllocator)
	if err != nil {
		return nil, arrowfile.Fault(err)
	}
	if s.schema, err = table.Schema(); err != nil {
		return nil, arrowfile.Fault(err)
	}
	s.manifest = table.Manifest
	return arrowfile.NewReader(s)
}

type source struct {
	file     *file.Reader
	schema   *arrow.Schema
	manifest *pqarrow.SchemaManifest
}

func (s *source) Schema() *arrow.Schema { return s.schema }

// Open implements [arrowfile.Source]. Fields that are not read are empty.
func (s *source) Open(fields []int, rows int) (func() (arrow.RecordBatch, error), error) {
	table, err := pqarrow.NewFileReader(s.file, pqarrow.ArrowReadProperties{BatchSize: int64(rows)},
		memory.DefaultAllocator)
	if err != nil {
		return nil, err
	}
	var leaves []int
	for i := range s.manifest.Fields {
		if fields == nil || slices.Contains(fields, i) {
			leaves = append(leaves, leavesOf(&s.manifest.Fields[i])...)
		}
	}
	records, err := table.GetRecordReader(context.Background(), leaves, nil)
	if err != nil {
		return nil, err
	}
	place := make([]int, len(s.schema.Fields())) // of each field in a batch, -1 for none
	for i, f := range s.schema.Fields() {
		place[i] = -1
		for _, k := range records.Schema().FieldIndices(f.Name) {
			place[i] = k
		}
	}
	return func() (arrow.RecordBatch, error) {
		batch, err := records.Read()
		if err != nil {
			return nil, err
		}
		return placed{batch, place}, nil
	}, nil
}

// leavesOf returns the indices of a field's columns.
func leavesOf(f *pqarrow.SchemaField) (leaves []int) {
	if f.IsLeaf() {
		return []int{f.ColIndex}
	}
	for i := range f.Children {
		leaves = append(leaves, leavesOf(&f.Children[i])...)
	}
	return leaves
}

// placed is a batch with the columns at the fields of the file.
type placed struct {
	arrow.RecordBatch
	place []int
}

func (p placed) Column(i int) arrow.Array {
	if p.place[i] < 0 {
		return nil
	}
	return p.RecordBatch.Column(p.place[i])
}

func (p placed) NewSlice(i, j int64) arrow.RecordBatch {
	return placed{p.RecordBatch.NewSlice(i, j), p.place}
}
