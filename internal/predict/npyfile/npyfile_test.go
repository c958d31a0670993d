package npyfile

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"slices"
	"strings"
	"testing"

	"lossexplorer/internal/predict"
)

// npy returns an .npy file.
func npy(descr, order, shape string, elements any) []byte {
	h := fmt.Sprintf("{'descr': '%s', 'fortran_order': %s, 'shape': %s, }", descr, order, shape)
	h += strings.Repeat(" ", 63-(len(h)+10)%64) + "\n"
	var b bytes.Buffer
	b.WriteString(Magic + "\x01\x00")
	binary.Write(&b, binary.LittleEndian, uint16(len(h)))
	b.WriteString(h)
	if descr[0] == '>' {
		binary.Write(&b, binary.BigEndian, elements)
	} else {
		binary.Write(&b, binary.LittleEndian, elements)
	}
	return b.Bytes()
}

func read(arrays ...Array) (names []string, rows predict.Rows, err error) {
	r, err := New(arrays)
	if err != nil {
		return nil, rows, err
	}
	c, err := predict.Guess(r.Names(), r.Head())
	if err != nil {
		return r.Names(), rows, err
	}
	r.Choose(c)
	rows.Reset(c)
	for {
		part, err := r.Next()
		if err == io.EOF {
			return r.Names(), rows, nil
		}
		if err != nil {
			return r.Names(), rows, err
		}
		part(&rows)
	}
}

func TestRead(t *testing.T) {
	for _, test := range []struct {
		name   string
		arrays []Array
		want   string
	}{
		{"a pair", []Array{
			Bytes("y_true", npy("<i8", "False", "(3,)", []int64{1, 0, 2})),
			Bytes("p", npy("<f8", "False", "(3,)", []float64{0.25, 0.5, 0.75}))},
			"[y_true p] [1 2] [1 0] [0.25 0.5] [line 3: the label is 2; allowed: 0, 1]"},
		{"big endian, a column", []Array{
			Bytes("y", npy("|b1", "False", "(2, 1)", []bool{true, false})),
			Bytes("score", npy(">f4", "False", "(2,)", []float32{0.25, 0.5}))},
			"[y score] [1 2] [1 0] [0.25 0.5] []"},
		{"half", []Array{
			Bytes("y", npy("|u1", "False", "(3,)", []byte{0, 1, 1})),
			Bytes("p", npy("<f2", "True", "(3,)", []uint16{0x3400, 0x3c00, 0x7e00}))},
			"[y p] [1 2] [0 1] [0.25 1] [line 3: the score is not a number]"},
		{"one array", []Array{Bytes("predictions",
			npy("<f8", "False", "(2, 2)", []float64{1, 0.25, 0, 0.5}))},
			"[column 1 column 2] [1 2] [1 0] [0.25 0.5] []"},
		{"one array by columns",
			[]Array{Bytes("predictions", npy("<f8", "True", "(2, 2)", []float64{1, 0, 0.25, 0.5}))},
			"[column 1 column 2] [1 2] [1 0] [0.25 0.5] []"},
		{"three classes", []Array{
			Bytes("p", npy("<f4", "False", "(2, 3)", []float32{0.5, 0.25, 0.25, 0, 0, 1})),
			Bytes("y", npy("<i2", "False", "(2,)", []int16{0, 2}))},
			"[p0 p1 p2 y] [1 2] [0 2] [0.5 0.25 0.25 0 0 1] []"},
		{"logits of three classes by columns", []Array{
			Bytes("y", npy("<u4", "False", "(2,)", []uint32{0, 2})),
			Bytes("logits", npy("<f4", "True", "(2, 3)", []float32{1, 2, 3, 4, 5, 6}))},
			"[y logits0 logits1 logits2] [1 2] [0 2] [1 3 5 2 4 6] []"},
	} {
		names, rows, err := read(test.arrays...)
		if got := fmt.Sprint(names, rows.Line, rows.Class, rows.Score, rows.Bad); err != nil ||
			got != test.want {
			t.Errorf("%s: %v\n%s, want\n%s", test.name, err, got, test.want)
		}
	}
}

// The file is from NumPy:
//
//	import numpy as np
//	r = np.random.default_rng(1)
//	np.savez_compressed('numpy.npz', y=r.integers(0, 2, 20000, dtype=np.int32), p=r.random(20000, dtype=np.float32).astype('f2').astype('f4'))
//
// and so are the sums, y.sum() and p.sum(dtype='f8').
func TestNumPy(t *testing.T) {
	data, err := os.ReadFile("testdata/numpy.npz")
	if err != nil {
		t.Fatal(err)
	}
	arrays, err := Zip(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	_, rows, err := read(arrays...)
	if err != nil {
		t.Fatal(err)
	}
	y, p := 0, 0.
	for i, class := range rows.Class {
		y += int(class)
		p += rows.Score[i]
	}
	if len(rows.Class) != 20000 || y != wantY || math.Abs(p-wantP) > 1e-9 {
		t.Errorf("%d rows, sums %d and %v, want %d and %v", len(rows.Class), y, p, wantY, wantP)
	}
	_, err = Zip(bytes.NewReader(data[:1000]), 1000)
	var problem *predict.Problem
	if !errors.As(err, &problem) || problem.Code != predict.Truncated {
		t.Errorf("a cut file: %v", err)
	}
}

func TestProblems(t *testing.T) {
	y := Bytes("y", npy("<i8", "False", "(2,)", []int64{1, 0}))
	for _, test := range []struct {
		name   string
		arrays []Array
		code   predict.Code
	}{
		{"none", nil, predict.Unreadable},
		{"other lengths", []Array{y, Bytes("p", npy("<f8", "False", "(3,)", []float64{0, 1, 1}))},
			predict.Unreadable},
		{"cut off", []Array{y, Bytes("p", npy("<f8", "False", "(2,)", []float64{0}))},
			predict.Truncated},
		{"cut in the header", []Array{Bytes("y", []byte(Magic+"\x01\x00\xf0\x00{"))},
			predict.Truncated},
		{"not one", []Array{Bytes("y", []byte("y,p\n1,0.5\n"))}, predict.Unreadable},
		{"objects", []Array{Bytes("y", npy("|O", "False", "(2,)", []int64{1}))},
			predict.Unreadable},
		{"text that ends early", []Array{y, Bytes("t", npy("<U8", "False", "(2,)", []int64{1}))},
			predict.Truncated},
		{"three dimensions", []Array{Bytes("y", npy("<f8", "False", "(2, 1, 3)", []float64{1}))},
			predict.Unreadable},
		{"no rows", []Array{Bytes("y", npy("<f8", "False", "(0,)", []float64{}))}, predict.Empty},
		{"outside", []Array{y, Bytes("p", npy("<f8", "False", "(2,)", []float64{2, 0}))},
			predict.Outside},
	} {
		_, _, err := read(test.arrays...)
		var p *predict.Problem
		if !errors.As(err, &p) || p.Code != test.code {
			t.Errorf("%s: %v, want code %d", test.name, err, test.code)
		}
	}
}

func FuzzRead(f *testing.F) {
	f.Add(npy("<f8", "False", "(2, 2)", []float64{1, 0.25, 0, 0.5}), false)
	f.Add(npy(">i2", "True", "(2, 3)", []int16{1, 0, 0, 2, 1, 1}), false)
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	w, _ := z.Create("y.npy")
	w.Write(npy("<f8", "False", "(2, 2)", []float64{1, 0.25, 0, 0.5}))
	z.Close()
	f.Add(b.Bytes(), true)
	f.Fuzz(func(t *testing.T, data []byte, zipped bool) {
		arrays := []Array{Bytes("y", data)}
		if zipped {
			var err error
			if arrays, err = Zip(bytes.NewReader(data), int64(len(data))); err != nil {
				return
			}
		}
		_, rows, err := read(arrays...)
		var p *predict.Problem
		if err != nil && !errors.As(err, &p) {
			t.Fatalf("%T: %v", err, err)
		}
		if len(rows.Class) != len(rows.Line) || len(rows.Score) != len(rows.Line)*rows.Width() ||
			!slices.IsSorted(rows.Line) {
			t.Fatalf("%d lines, %d classes, %d scores", len(rows.Line), len(rows.Class),
				len(rows.Score))
		}
	})
}

const (
	wantY = 10036
	wantP = 9896.59833008051
)
