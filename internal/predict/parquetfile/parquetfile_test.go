package parquetfile

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"slices"
	"testing"

	"github.com/parquet-go/parquet-go"

	"lossexplorer/internal/predict"
)

type row struct {
	ID    string   `parquet:"id"`
	Truth int8     `parquet:"y_true"`
	Score *float32 `parquet:"score,optional"`
}

// file returns a Parquet file of rows in groups of so many.
func fileOf[T any](t testing.TB, rows []T, group int, options ...parquet.WriterOption) []byte {
	t.Helper()
	var b bytes.Buffer
	w := parquet.NewGenericWriter[T](&b, options...)
	for part := range slices.Chunk(rows, group) {
		if _, err := w.Write(part); err != nil {
			t.Fatal(err)
		}
		if err := w.Flush(); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func read(data []byte) (rows predict.Rows, err error) {
	r, err := New(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return rows, err
	}
	c, err := predict.Guess(r.Names(), r.Head())
	if err != nil {
		return rows, err
	}
	r.Choose(c)
	rows.Reset(c)
	for {
		part, err := r.Next()
		if err == io.EOF {
			return rows, nil
		}
		if err != nil {
			return rows, err
		}
		part(&rows)
	}
}

func TestRead(t *testing.T) {
	quarter, half, over := float32(0.25), float32(0.5), float32(1.5)
	rows := []row{{"a", 1, &quarter}, {"b", 0, &half}, {"c", 1, nil}, {"d", 0, &over}}
	for _, codec := range []parquet.WriterOption{parquet.Compression(&parquet.Uncompressed),
		parquet.Compression(&parquet.Snappy), parquet.Compression(&parquet.Zstd),
		parquet.Compression(&parquet.Gzip)} {
		got, err := read(fileOf(t, rows[:3], 2, codec))
		const want = "[1 2] [1 0] [0.25 0.5] [line 3: the score is not a number]"
		if s := fmt.Sprint(got.Line, got.Class, got.Score, got.Bad); err != nil || s != want {
			t.Errorf("%v\n%s, want\n%s", err, s, want)
		}
	}
	var p *predict.Problem
	if _, err := read(fileOf(t, rows, 4)); !errors.As(err, &p) || p.Code != predict.Outside {
		t.Errorf("outside: %v", err)
	}
	if _, err := read(fileOf(t, rows[:0], 4)); !errors.As(err, &p) || p.Code != predict.Empty {
		t.Errorf("empty: %v", err)
	}
	if got, err := read(fileOf(t, []struct{ A, B string }{{"1", "0.5"}}, 4)); err != nil ||
		fmt.Sprint(got.Class, got.Score) != "[1] [0.5]" {
		t.Errorf("text: %v, %v", got, err)
	}
	data := fileOf(t, rows[:3], 4)
	if _, err := read(data[:len(data)-9]); !errors.As(err, &p) || p.Warning() {
		t.Errorf("cut off: %v", err)
	}
}

// Rows over many pages, parts and groups keep their order.
func TestMany(t *testing.T) {
	type pair struct {
		Y bool    `parquet:"y"`
		P float64 `parquet:"p"`
	}
	const n = 100000
	rows := make([]pair, n)
	for i := range rows {
		rows[i] = pair{i%3 == 0, float64(i) / n}
	}
	for _, group := range []int{n, 30000, 777} {
		got, err := read(fileOf(t, rows, group, parquet.PageBufferSize(5000)))
		if err != nil || len(got.Line) != n {
			t.Fatalf("%d rows, %v", len(got.Line), err)
		}
		for i, p := range got.Score {
			if p != rows[i].P || (got.Class[i] == 1) != rows[i].Y || got.Line[i] != i+1 {
				t.Fatalf("groups of %d: row %d is %d, %v in line %d", group, i, got.Class[i], p,
					got.Line[i])
			}
		}
	}
}

func FuzzRead(f *testing.F) {
	type pair struct {
		Y int64   `parquet:"y"`
		P float64 `parquet:"p"`
	}
	f.Add(fileOf(f, []pair{{1, 0.5}, {0, 0.25}}, 1))
	f.Add(fileOf(f, []pair{{1, 0.5}, {0, 0.25}}, 2, parquet.Compression(&parquet.Snappy)))
	f.Fuzz(func(t *testing.T, data []byte) {
		rows, err := read(data)
		var p *predict.Problem
		if err != nil && !errors.As(err, &p) {
			t.Fatalf("%T: %v", err, err)
		}
		if len(rows.Class) != len(rows.Line) || len(rows.Score) != len(rows.Line)*rows.Width() {
			t.Fatalf("%d lines, %d classes, %d scores", len(rows.Line), len(rows.Class),
				len(rows.Score))
		}
	})
}
