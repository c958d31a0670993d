// Package predictfile opens files of predictions, whatever their format, which it
// finds by how they start.
package predictfile

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"

	"lossexplorer/internal/predict"
	"lossexplorer/internal/predict/csvfile"
	"lossexplorer/internal/predict/jsonlines"
	"lossexplorer/internal/predict/lines"
	"lossexplorer/internal/predict/npyfile"
)

// A File is an open file of predictions.
type File struct {
	predict.Reader
	Format string // such as "CSV"
	Size   int64  // bytes on disk

	done   atomic.Int64
	inputs []Input
	files  []*os.File
}

// An Input is what a file is read from.
type Input struct {
	Name string
	Size int64
	io.ReaderAt
}

// Done returns how many bytes have been read, for showing progress. It may be called
// at any time.
func (f *File) Done() int64 { return f.done.Load() }

// Close closes the files that Open opened.
func (f *File) Close() error {
	var all []error
	for _, file := range f.files {
		all = append(all, file.Close())
	}
	return errors.Join(all...)
}

// Open opens one file: CSV and its like, JSON lines, .npy, .npz or Parquet, the
// first three also with gzip; or several .npy files, one for the truth and others
// for the scores. Faults of the content are [*predict.Problem]s.
func Open(names ...string) (*File, error) {
	var files []*os.File
	closeAll := func() {
		for _, file := range files {
			file.Close()
		}
	}
	var inputs []Input
	for _, name := range names {
		file, err := os.Open(name)
		if err != nil {
			closeAll()
			return nil, err
		}
		files = append(files, file)
		info, err := file.Stat()
		if err == nil && info.IsDir() {
			err = &fs.PathError{Op: "read", Path: name, Err: errors.New("it is a folder")}
		}
		if err != nil {
			closeAll()
			return nil, err
		}
		inputs = append(inputs, Input{filepath.Base(name), info.Size(), file})
	}
	f, err := Read(inputs...)
	if err != nil {
		closeAll()
		return nil, err
	}
	f.files = files
	return f, nil
}

// Read is Open for what is open already.
func Read(inputs ...Input) (*File, error) {
	f := &File{inputs: inputs}
	for _, in := range inputs {
		f.Size += in.Size
	}
	var err error
	switch len(inputs) {
	case 0:
		return nil, errors.New("no file")
	case 1:
		err = f.open(inputs[0])
	default:
		f.Format = "NumPy"
		err = f.arrays()
	}
	if err != nil {
		return nil, err
	}
	return f, nil
}

// counted counts what is read.
type counted struct {
	r    io.Reader
	done *atomic.Int64
}

func (c counted) Read(b []byte) (int, error) {
	n, err := c.r.Read(b)
	c.done.Add(int64(n))
	return n, err
}

type countedAt struct {
	r    io.ReaderAt
	done *atomic.Int64
}

func (c countedAt) ReadAt(b []byte, offset int64) (int, error) {
	n, err := c.r.ReadAt(b, offset)
	c.done.Add(int64(n))
	return n, err
}

// text returns a new stream of a file, not compressed.
func (f *File) text(in Input) (io.Reader, bool, error) {
	r := bufio.NewReaderSize(counted{io.NewSectionReader(in, 0, in.Size), &f.done}, 1<<18)
	if start, _ := r.Peek(2); !bytes.Equal(start, []byte{0x1f, 0x8b}) {
		return r, false, nil
	}
	z, err := gzip.NewReader(r)
	if err != nil {
		return nil, true, lines.Fault(noEOF(err), 0)
	}
	return z, true, nil
}

// noEOF tells an end inside of a header as any other that comes too early.
func noEOF(err error) error {
	if err == io.EOF {
		return io.ErrUnexpectedEOF
	}
	return err
}

func (f *File) open(in Input) error {
	stream, zipped, err := f.text(in)
	if err != nil {
		return err
	}
	text := bufio.NewReaderSize(stream, 1<<12)
	start, err := text.Peek(512)
	if len(start) == 0 {
		if err != nil && err != io.EOF {
			return lines.Fault(err, 0)
		}
		return &predict.Problem{Code: predict.Empty}
	}
	at := countedAt{in, &f.done}
	is := func(magic string) bool { return bytes.HasPrefix(start, []byte(magic)) }
	switch {
	case zipped && (is("PAR1") || is("PK\x03\x04")):
		return &predict.Problem{Code: predict.Unreadable, Detail: "Parquet and .npz files are compressed in themselves; take off the gzip"}
	case is("PAR1"):
		f.Format = "Parquet"
		f.Reader, err = columnar(at, f.Size)
	case is("PK\x03\x04"):
		f.Format = "NumPy"
		var arrays []npyfile.Array
		if arrays, err = npyfile.Zip(at, f.Size); err == nil {
			f.Reader, err = npyfile.New(arrays)
		}
	case is(npyfile.Magic):
		f.Format = "NumPy"
		err = f.arrays()
	case bytes.HasPrefix(bytes.TrimLeft(bytes.TrimPrefix(start, []byte("\xef\xbb\xbf")), " \t\r\n"), []byte("{")):
		f.Format = "JSON lines"
		f.Reader, err = jsonlines.New(text)
	default:
		f.Format = "CSV"
		f.Reader, err = csvfile.New(text)
	}
	return err
}

// arrays opens all files as .npy files.
func (f *File) arrays() (err error) {
	var arrays []npyfile.Array
	for _, in := range f.inputs {
		name := strings.TrimSuffix(in.Name, ".gz")
		arrays = append(arrays, npyfile.Array{Name: strings.TrimSuffix(name, ".npy"), Open: func() (io.ReadCloser, error) {
			r, _, err := f.text(in)
			return io.NopCloser(r), err
		}})
	}
	f.Reader, err = npyfile.New(arrays)
	return err
}
