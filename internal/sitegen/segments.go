package main

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"slices"
)

// Sections and values of https://webassembly.github.io/spec/core/binary/modules.html.
const (
	dataSection, dataCount = 11, 12

	activeSegment = 0 // in the first memory, at an address that follows
	i32Const, end = 0x41, 0x0b
)

// shortZeros is the number of zeros that a segment rather has than ends.
const shortZeros = 128

// A segment is bytes of a program's memory as it starts.
type segment struct {
	at   int
	data []byte
}

func (s segment) end() int { return s.at + len(s.data) }

var errModule = errors.New("this is no WebAssembly module as Go's linker writes it")

// joinSegments joins the data segments of a program. Go's linker ends a segment wherever a few
// bytes are zero, so that a program has tens of thousands; their addresses hardly compress, while
// zeros do. The memory is the same.
func joinSegments(module []byte) ([]byte, error) {
	const header = 8
	if len(module) < header {
		return nil, errModule
	}
	out := slices.Clone(module[:header])
	for rest := module[header:]; len(rest) > 0; {
		id := rest[0]
		size, n := binary.Uvarint(rest[1:])
		if n <= 0 || size > uint64(len(rest)-1-n) || id == dataCount {
			return nil, errModule
		}
		body := rest[1+n : 1+n+int(size)]
		rest = rest[1+n+int(size):]
		if id == dataSection {
			segments, err := readSegments(body)
			if err != nil {
				return nil, err
			}
			if segments, err = joined(segments); err != nil {
				return nil, err
			}
			body = appendSegments(nil, segments)
		}
		out = append(out, id)
		out = binary.AppendUvarint(out, uint64(len(body)))
		out = append(out, body...)
	}
	return out, nil
}

// readSegments returns the segments of a data section.
func readSegments(body []byte) ([]segment, error) {
	r := bytes.NewReader(body)
	count, err := binary.ReadUvarint(r)
	if err != nil {
		return nil, err
	}
	var segments []segment
	for range count {
		var s segment
		kind, err := r.ReadByte()
		opcode, err2 := r.ReadByte()
		if err = errors.Join(err, err2); err != nil {
			return nil, err
		}
		if kind != activeSegment || opcode != i32Const {
			return nil, errModule
		}
		if s.at, err = readSigned(r); err != nil {
			return nil, err
		}
		last, err := r.ReadByte()
		size, err2 := binary.ReadUvarint(r)
		if err = errors.Join(err, err2); err != nil {
			return nil, err
		}
		if last != end || s.at < 0 || size > uint64(r.Len()) {
			return nil, errModule
		}
		at := len(body) - r.Len()
		s.data = body[at : at+int(size)]
		if _, err := r.Seek(int64(size), 1); err != nil {
			return nil, err
		}
		segments = append(segments, s)
	}
	if r.Len() > 0 {
		return nil, errModule
	}
	return segments, nil
}

// joined returns segments with the same memory, of which none is near to the next.
func joined(segments []segment) (out []segment, err error) {
	slices.SortFunc(segments, func(a, b segment) int { return a.at - b.at })
	for _, s := range segments {
		if len(out) == 0 || s.at-out[len(out)-1].end() > shortZeros {
			out = append(out, segment{s.at, slices.Clone(s.data)})
			continue
		}
		last := &out[len(out)-1]
		gap := s.at - last.end()
		if gap < 0 {
			return nil, fmt.Errorf("%w: segments overlap at %d", errModule, s.at)
		}
		last.data = append(append(last.data, make([]byte, gap)...), s.data...)
	}
	return out, nil
}

func appendSegments(b []byte, segments []segment) []byte {
	b = binary.AppendUvarint(b, uint64(len(segments)))
	for _, s := range segments {
		b = append(b, activeSegment, i32Const)
		b = append(appendSigned(b, s.at), end)
		b = binary.AppendUvarint(b, uint64(len(s.data)))
		b = append(b, s.data...)
	}
	return b
}

// readSigned reads a number in signed LEB128, which is not the encoding of binary.Varint.
func readSigned(r *bytes.Reader) (v int, err error) {
	for shift := 0; shift < 35; shift += 7 {
		b, err := r.ReadByte()
		if err != nil {
			return 0, err
		}
		v |= int(b&0x7f) << shift
		if b&0x80 != 0 {
			continue
		}
		if b&0x40 != 0 {
			v |= -1 << (shift + 7)
		}
		return v, nil
	}
	return 0, errModule
}

// appendSigned appends a number of 0 or more.
func appendSigned(b []byte, v int) []byte {
	for v >= 0x40 {
		b = append(b, byte(v&0x7f)|0x80)
		v >>= 7
	}
	return append(b, byte(v))
}
