package predictfile

import (
	"archive/zip"
	"bufio"
	"bytes"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/text/encoding/unicode"

	"lossexplorer/internal/predict"
	"lossexplorer/internal/predict/csvfile"
	"lossexplorer/internal/predict/jsonlines"
	"lossexplorer/internal/predict/lines"
	"lossexplorer/internal/predict/npyfile"
	"lossexplorer/internal/predict/xlsxfile"
)

// textual opens CSV or JSON.
func textual(text *bufio.Reader) (predict.Reader, string, error) {
	decoded, encoding := utf8Of(text)
	start, err := decoded.Peek(startSize)
	whole := err == io.EOF
	first := bytes.TrimLeft(bytes.TrimPrefix(start, []byte("\xef\xbb\xbf")), " \t\r\n")
	if bytes.HasPrefix(first, []byte("{")) || bytes.HasPrefix(first, []byte("[")) {
		if bytes.HasPrefix(start, []byte("\xef\xbb\xbf")) {
			decoded.Discard(3)
		}
		if jsonlines.IsDocument(first, whole) {
			r, err := jsonlines.NewDocument(decoded)
			return r, "JSON" + encoding, err
		}
		r, err := jsonlines.New(decoded)
		return r, "JSON lines" + encoding, err
	}
	r, err := csvfile.New(decoded)
	return r, "CSV" + encoding, err
}

// utf8Of returns a text in UTF-8. UTF-16 is recognised by its mark or, without one, by every
// other of the first bytes being 0, as of ASCII characters.
func utf8Of(text *bufio.Reader) (*bufio.Reader, string) {
	start, _ := text.Peek(16)
	order := unicode.LittleEndian
	marked := true
	switch {
	case bytes.HasPrefix(start, []byte{0xff, 0xfe}):
	case bytes.HasPrefix(start, []byte{0xfe, 0xff}):
		order = unicode.BigEndian
	case len(start) >= 4 && start[1] == 0 && start[3] == 0 && start[0] != 0 && start[2] != 0:
		marked = false
	case len(start) >= 4 && start[0] == 0 && start[2] == 0 && start[1] != 0 && start[3] != 0:
		order, marked = unicode.BigEndian, false
	default:
		return text, ""
	}
	policy := unicode.IgnoreBOM
	if marked {
		policy = unicode.UseBOM
	}
	return bufio.NewReaderSize(unicode.UTF16(order, policy).NewDecoder().Reader(text), startSize),
		", UTF-16"
}

// archive opens the contents of a .zip: NumPy's arrays, a workbook, or a single file of text.
func (f *File) archive(at io.ReaderAt, in Input) (predict.Reader, string, error) {
	archive, err := zip.NewReader(at, in.Size)
	if err != nil {
		if errors.Is(err, zip.ErrFormat) {
			return nil, "", &predict.Problem{Code: predict.Truncated, Err: err}
		}
		return nil, "", &predict.Problem{Code: predict.Unreadable, Err: err}
	}
	var files []*zip.File
	for _, file := range archive.File {
		switch {
		case file.Name == "xl/workbook.xml":
			r, sheet, err := xlsxfile.New(archive)
			if sheet != "" {
				return r, "Excel, " + sheet, err
			}
			return r, "Excel", err
		case strings.HasSuffix(file.Name, ".npy"):
			arrays, err := npyfile.Zip(at, in.Size)
			if err != nil {
				return nil, "", err
			}
			r, err := npyfile.New(arrays)
			return r, "NumPy", err
		case strings.HasSuffix(file.Name, "/"), strings.HasPrefix(file.Name, "__MACOSX/"),
			strings.HasPrefix(filepath.Base(file.Name), "."):
		default:
			files = append(files, file)
		}
	}
	if len(files) != 1 {
		var names []string
		for _, file := range files {
			names = append(names, file.Name)
		}
		return nil, "", &predict.Problem{Code: predict.Unreadable,
			Detail: "the .zip has " + strconv.Itoa(len(files)) + " files (" +
				strings.Join(names[:min(len(names), 8)], ", ") +
				"); it must have one of text, or arrays of NumPy"}
	}
	stream, err := files[0].Open()
	if err != nil {
		return nil, "", lines.Fault(err, 0)
	}
	text := bufio.NewReaderSize(stream, startSize)
	start, err := text.Peek(512)
	if err != nil && err != io.EOF {
		return nil, "", lines.Fault(err, 0)
	}
	if err := unread(start, files[0].Name); err != nil {
		return nil, "", err
	}
	if bytes.HasPrefix(start, []byte("PAR1")) || bytes.HasPrefix(start, []byte("PK")) ||
		bytes.HasPrefix(start, []byte("ARROW1")) {
		return nil, "", &predict.Problem{Code: predict.Unreadable,
			Detail: "the .zip has " + files[0].Name + ", which is compressed in itself; unzip it"}
	}
	r, format, err := textual(text)
	return r, format + ", zip", err
}

// spool copies a stream to a temporary file, which Close removes.
func (f *File) spool(in Input, text io.Reader) (Input, error) {
	file, err := os.CreateTemp("", "lossexplorer")
	if err != nil {
		return in, err
	}
	f.files, f.spooled = append(f.files, file), append(f.spooled, file.Name())
	size, err := io.Copy(file, text)
	if err != nil {
		return in, err
	}
	return Input{Name: in.Name, Size: size, ReaderAt: file}, nil
}

// arrays opens files as .npy files.
func (f *File) arrays(inputs []Input) (predict.Reader, error) {
	var arrays []npyfile.Array
	for _, in := range inputs {
		if in.Stream != nil {
			return nil, &predict.Problem{Code: predict.Unreadable,
				Detail: in.Name + ": of several .npy files none can be a pipe"}
		}
		name := strings.TrimSuffix(in.Name, ".gz")
		arrays = append(arrays, npyfile.Array{Name: strings.TrimSuffix(name, ".npy"),
			Open: func() (io.ReadCloser, error) {
				r, _, err := f.text(in)
				return io.NopCloser(r), err
			}})
	}
	return npyfile.New(arrays)
}
