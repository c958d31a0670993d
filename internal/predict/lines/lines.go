// Package lines divides text into parts that end at the end of a row, for readers
// that decode them at the same time.
package lines

import (
	"archive/zip"
	"bytes"
	"compress/flate"
	"compress/gzip"
	"errors"
	"io"

	"lossexplorer/internal/predict"
)

// Size is the largest number of bytes of a part, and so of a row.
const Size = 1 << 20

// A Splitter divides a text. Make one with New.
type Splitter struct {
	r      io.Reader
	quote  byte // the separator of fields that may be in quotes, 0 for none
	rest   []byte
	line   int // of the first of rest
	failed error
}

// New returns a Splitter of r. With a separator of fields, such as a comma, line
// ends in fields in quotes end no row (RFC 4180).
func New(r io.Reader, separator byte) *Splitter {
	return &Splitter{r: r, quote: separator, line: 1}
}

// A Part is whole rows, the last of the text perhaps without a line end.
type Part struct {
	Text []byte
	Line int // of its first, from 1
}

// Next returns the next part, which is the caller's, or io.EOF. Other errors are
// [*predict.Problem]s.
//
// A quote that is not closed within a part is treated as a fault of its line: the
// part ends there, or after it.
func (s *Splitter) Next() (Part, error) {
	if s.failed != nil {
		return Part{}, s.failed
	}
	text := make([]byte, Size)
	n := copy(text, s.rest)
	// io.ReadFull has the same error for a text that ends and a compressed one cut off.
	var err error
	for n < len(text) && err == nil {
		var got int
		got, err = s.r.Read(text[n:])
		n += got
	}
	text = text[:n]
	atEnd := err == io.EOF
	if err != nil && !atEnd {
		s.failed = Fault(err, s.line+bytes.Count(text, []byte{'\n'}))
		return Part{}, s.failed
	}
	if at := bytes.IndexByte(text, 0); at >= 0 {
		s.failed = &predict.Problem{Code: predict.Encoding,
			Detail: "it has bytes of 0, as UTF-16 and binary files have",
			Line:   s.line + bytes.Count(text[:at], []byte{'\n'})}
		return Part{}, s.failed
	}
	if atEnd {
		s.failed = io.EOF
		if n == 0 {
			return Part{}, io.EOF
		}
		return Part{text, s.line}, nil
	}
	end := s.end(text)
	if end == 0 {
		s.failed = &predict.Problem{Code: predict.Unreadable,
			Detail: "a line has more than a million bytes", Line: s.line}
		return Part{}, s.failed
	}
	s.rest = append(s.rest[:0], text[end:]...)
	part := Part{text[:end:end], s.line}
	s.line += bytes.Count(part.Text, []byte{'\n'})
	return part, nil
}

// end returns where the last whole row of a full part ends, 0 if nowhere.
func (s *Splitter) end(text []byte) int {
	if s.quote == 0 || bytes.IndexByte(text, '"') < 0 {
		return bytes.LastIndexByte(text, '\n') + 1
	}
	end := 0
	open, fresh := false, true // in quotes; at the start of a field
	for i, b := range text {
		switch {
		case b == '"' && (open || fresh):
			open = !open // a doubled quote closes and opens, but is not fresh
			fresh = !open && i+1 < len(text) && text[i+1] == '"'
		case open:
		case b == '\n':
			end, fresh = i+1, true
		default:
			fresh = b == s.quote
		}
	}
	if end == 0 {
		return bytes.IndexByte(text, '\n') + 1
	}
	return end
}

// Fault returns a reading error as a [*predict.Problem].
func Fault(err error, line int) error {
	if errors.Is(err, io.ErrUnexpectedEOF) {
		return &predict.Problem{Code: predict.Truncated, Line: line}
	}
	var corrupt flate.CorruptInputError
	if errors.Is(err, zip.ErrChecksum) || errors.Is(err, gzip.ErrChecksum) ||
		errors.Is(err, gzip.ErrHeader) || errors.As(err, &corrupt) {
		return &predict.Problem{Code: predict.Unreadable,
			Detail: "the compressed data is damaged: its checksum fails", Line: line}
	}
	return &predict.Problem{Code: predict.Unreadable, Err: err, Line: line}
}
