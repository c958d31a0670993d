// Package predictfile opens files of predictions in any format, which it finds by how
// they start.
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
	"lossexplorer/internal/predict/lines"
	"lossexplorer/internal/predict/npyfile"
)

// A File is an open file of predictions.
type File struct {
	predict.Reader
	Format string // such as "CSV"
	Size   int64  // bytes on disk, -1 if that is not known

	done    atomic.Int64
	inputs  []Input
	files   []*os.File
	spooled []string // names of temporary files
}

// An Input is an open file: one that can be read anywhere, or else only once.
type Input struct {
	Name string
	Size int64 // -1 if it is not known, as of a pipe
	io.ReaderAt
	Stream io.Reader // instead of ReaderAt
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
	for _, name := range f.spooled {
		all = append(all, os.Remove(name))
	}
	return errors.Join(all...)
}

// Open opens files, or standard input for "-". A file may be CSV and its like, JSON
// lines, JSON, .npy, .npz, Parquet, Arrow or a workbook (.xlsx); text and .npy also with
// gzip, text also in a .zip. Several files are columns side by side if they are .npy, or
// have different names of columns; and else rows one after the other. Faults of the
// content are [*predict.Problem]s.
func Open(names ...string) (*File, error) {
	var files []*os.File
	closeAll := func() {
		for _, file := range files {
			file.Close()
		}
	}
	var inputs []Input
	for _, name := range names {
		if name == "-" {
			inputs = append(inputs, Input{Name: "standard input", Size: -1, Stream: os.Stdin})
			continue
		}
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
		in := Input{Name: filepath.Base(name), Size: info.Size(), ReaderAt: file}
		if !info.Mode().IsRegular() {
			in = Input{Name: name, Size: -1, Stream: file}
		}
		inputs = append(inputs, in)
	}
	f, err := Read(inputs...)
	if err != nil {
		closeAll()
		return nil, err
	}
	f.files = append(f.files, files...)
	return f, nil
}

// Read is Open for files that are open.
func Read(inputs ...Input) (*File, error) {
	f := &File{inputs: inputs}
	if len(inputs) == 0 {
		return nil, errors.New("no file")
	}
	for _, in := range inputs {
		if in.Size < 0 || f.Size < 0 {
			f.Size = -1
			continue
		}
		f.Size += in.Size
	}
	err := f.read()
	if err != nil {
		f.Close()
		return nil, err
	}
	return f, nil
}

func (f *File) read() (err error) {
	if len(f.inputs) == 1 {
		f.Reader, f.Format, err = f.open(f.inputs[0])
		return err
	}
	numpy := true
	for i := range f.inputs {
		start, err := f.start(&f.inputs[i])
		if err != nil {
			return err
		}
		numpy = numpy && bytes.HasPrefix(start, []byte(npyfile.Magic))
	}
	if numpy {
		f.Format = "NumPy"
		f.Reader, err = f.arrays(f.inputs)
		return err
	}
	var readers []predict.Reader
	var names []string
	for _, in := range f.inputs {
		r, format, err := f.open(in)
		if err != nil {
			return named(err, in.Name)
		}
		if len(readers) == 0 {
			f.Format = format
		} else if !strings.Contains(f.Format, format) {
			f.Format += ", " + format
		}
		readers, names = append(readers, r), append(names, in.Name)
	}
	f.Reader, err = join(readers, names)
	return err
}

// named returns a problem with the name of the file of several.
func named(err error, name string) error {
	var p *predict.Problem
	if !errors.As(err, &p) {
		return err
	}
	of := *p
	of.Detail = strings.TrimSuffix(name+": "+p.Detail, ": ")
	return &of
}

// start returns how a file starts, without gzip.
func (f *File) start(in *Input) ([]byte, error) {
	if in.Stream != nil {
		in.Stream = bufio.NewReaderSize(in.Stream, 1<<18)
	}
	stream, _, err := f.text(*in)
	if err != nil {
		return nil, err
	}
	if in.Stream != nil {
		in.Stream = stream
		start, _ := stream.(*bufio.Reader).Peek(len(npyfile.Magic))
		return start, nil
	}
	start := make([]byte, len(npyfile.Magic))
	n, err := io.ReadFull(stream, start)
	if err == io.EOF || err == io.ErrUnexpectedEOF {
		err = nil
	}
	f.done.Store(0)
	return start[:n], err
}

// counted counts the bytes that are read.
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
	from := in.Stream
	if from == nil {
		from = io.NewSectionReader(in, 0, in.Size)
	}
	r := bufio.NewReaderSize(counted{from, &f.done}, 1<<18)
	start, err := r.Peek(2)
	if err != nil && err != io.EOF {
		return nil, false, lines.Fault(err, 0)
	}
	if !bytes.Equal(start, []byte{0x1f, 0x8b}) {
		return r, false, nil
	}
	z, err := gzip.NewReader(r)
	if err != nil {
		return nil, true, lines.Fault(noEOF(err), 0)
	}
	return bufio.NewReaderSize(z, 1<<18), true, nil
}

// noEOF returns an end inside of a header as any other that comes too early.
func noEOF(err error) error {
	if err == io.EOF {
		return io.ErrUnexpectedEOF
	}
	return err
}

// startSize is the number of bytes used to find the format of a text: more than a line of JSON
// lines is long.
const startSize = 1 << 18

func (f *File) open(in Input) (predict.Reader, string, error) {
	stream, zipped, err := f.text(in)
	if err != nil {
		return nil, "", err
	}
	text := bufio.NewReaderSize(stream, startSize)
	start, err := text.Peek(512)
	if len(start) == 0 {
		if err != nil && err != io.EOF {
			return nil, "", lines.Fault(err, 0)
		}
		return nil, "", &predict.Problem{Code: predict.Empty}
	}
	if err := unread(start, in.Name); err != nil {
		return nil, "", err
	}
	is := func(magic string) bool { return bytes.HasPrefix(start, []byte(magic)) }
	if is("PAR1") || is("PK\x03\x04") || is("ARROW1") || is("\xff\xff\xff\xff") ||
		is(npyfile.Magic) && in.Stream != nil {
		if zipped && !is(npyfile.Magic) {
			return nil, "", &predict.Problem{Code: predict.Unreadable,
				Detail: "Parquet, Arrow, .zip, .xlsx and .npz files are compressed in themselves; take off the gzip"}
		}
		if in.Stream != nil { // these are not read in order
			if in, err = f.spool(in, text); err != nil {
				return nil, "", err
			}
		}
	}
	at := countedAt{in, &f.done}
	switch {
	case is("PAR1"):
		r, err := columnar(at, in.Size)
		return r, "Parquet", err
	case is("ARROW1"), is("\xff\xff\xff\xff"):
		r, err := arrowed(at, in.Size)
		return r, "Arrow", err
	case is("PK\x03\x04"):
		return f.archive(at, in)
	case is(npyfile.Magic):
		r, err := f.arrays([]Input{in})
		return r, "NumPy", err
	}
	return textual(text)
}
