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
	"lossexplorer/internal/predict/parquetfile"
)

// A File is an open file of predictions.
type File struct {
	predict.Reader
	Format string // such as "CSV"
	Size   int64  // bytes on disk

	done  atomic.Int64
	files []*os.File
}

// Done returns how many bytes have been read, for showing progress. It may be called
// at any time.
func (f *File) Done() int64 { return f.done.Load() }

// Close closes the file.
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
func Open(names ...string) (_ *File, err error) {
	f := &File{}
	defer func() {
		if err != nil {
			f.Close()
		}
	}()
	for _, name := range names {
		file, err := os.Open(name)
		if err != nil {
			return nil, err
		}
		f.files = append(f.files, file)
		info, err := file.Stat()
		if err != nil {
			return nil, err
		}
		if info.IsDir() {
			return nil, &fs.PathError{Op: "read", Path: name, Err: errors.New("it is a folder")}
		}
		f.Size += info.Size()
	}
	switch {
	case len(f.files) == 0:
		return nil, errors.New("no file")
	case len(f.files) > 1:
		f.Format = "NumPy"
		err = f.arrays()
	default:
		err = f.open(f.files[0])
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
func (f *File) text(file *os.File) (io.Reader, bool, error) {
	r := bufio.NewReaderSize(counted{io.NewSectionReader(file, 0, 1<<62), &f.done}, 1<<18)
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

func (f *File) open(file *os.File) error {
	stream, zipped, err := f.text(file)
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
	at := countedAt{file, &f.done}
	is := func(magic string) bool { return bytes.HasPrefix(start, []byte(magic)) }
	switch {
	case zipped && (is("PAR1") || is("PK\x03\x04")):
		return &predict.Problem{Code: predict.Unreadable, Detail: "Parquet and .npz files are compressed in themselves; take off the gzip"}
	case is("PAR1"):
		f.Format = "Parquet"
		f.Reader, err = parquetfile.New(at, f.Size)
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
	for _, file := range f.files {
		name := strings.TrimSuffix(filepath.Base(file.Name()), ".gz")
		arrays = append(arrays, npyfile.Array{Name: strings.TrimSuffix(name, ".npy"), Open: func() (io.ReadCloser, error) {
			r, _, err := f.text(file)
			return io.NopCloser(r), err
		}})
	}
	f.Reader, err = npyfile.New(arrays)
	return err
}
