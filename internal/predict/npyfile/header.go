package npyfile

import (
	"archive/zip"
	"bytes"
	"compress/flate"
	"compress/gzip"
	"encoding/binary"
	"errors"
	"io"
	"math"
	"strconv"
	"strings"

	"lossexplorer/internal/predict"
)

// header holds an .npy file's description of its data.
type header struct {
	kind      byte // b, i, u, f, or U and S for strings
	size      int  // bytes of an element
	order     binary.ByteOrder
	rows      int
	columns   int
	byColumns bool // in Fortran's order
}

// readHeader reads up to the first element.
func readHeader(r io.Reader) (header, error) {
	var start [8]byte
	if _, err := io.ReadFull(r, start[:]); err != nil || string(start[:6]) != Magic {
		return header{}, fault(err, "it does not start as an .npy file")
	}
	var length [4]byte
	n := 2
	if start[6] > 1 {
		n = 4
	}
	if _, err := io.ReadFull(r, length[:n]); err != nil {
		return header{}, fault(err, "")
	}
	size := binary.LittleEndian.Uint32(length[:])
	if size > maxHeader {
		return header{}, fault(nil, "its header is too long")
	}
	text := make([]byte, size)
	if _, err := io.ReadFull(r, text); err != nil {
		return header{}, fault(err, "")
	}
	return parseHeader(string(text))
}

// parseHeader parses a dictionary such as
//
//	{'descr': '<f8', 'fortran_order': False, 'shape': (3, 2), }
func parseHeader(text string) (h header, err error) {
	descr, ok := value(text, "descr")
	if descr = strings.Trim(descr, `'"`); !ok || len(descr) < 3 {
		return h, fault(nil, "elements of type "+strconv.Quote(descr)+" are not numbers")
	}
	h.order = binary.LittleEndian
	if descr[0] == '>' {
		h.order = binary.BigEndian
	}
	h.kind = descr[1]
	h.size, err = strconv.Atoi(descr[2:])
	switch sizes := map[byte]string{'b': "1", 'i': "1248", 'u': "1248", 'f': "248"}[h.kind]; {
	case err == nil && (h.kind == 'U' || h.kind == 'S') && h.size > 0 && h.size <= maxString:
		if h.kind == 'U' {
			h.size *= 4 // of UTF-32
		}
	case h.kind == 'O':
		return h, fault(nil, "elements are Python objects, which would have to be run; in Python: np.save('labels.npy', np.array(labels.tolist()))")
	case err != nil, len(descr) != 3, !strings.Contains("<>|=", descr[:1]),
		!strings.Contains(sizes, descr[2:]):
		return h, fault(nil, "elements of type "+strconv.Quote(
			descr)+" are not supported; save as float64, float32 or integers")
	}
	order, _ := value(text, "fortran_order")
	h.byColumns = strings.HasPrefix(order, "True")
	_, shape, ok := strings.Cut(text, "'shape': (")
	shape, _, closed := strings.Cut(shape, ")")
	if !ok || !closed {
		return h, fault(nil, "its header has no shape")
	}
	if strings.TrimSpace(shape) == "" {
		return h, fault(nil, "it is a single number")
	}
	h.columns = 1
	for i, s := range strings.Split(strings.TrimSuffix(strings.TrimSpace(shape), ","), ",") {
		n, err := strconv.ParseUint(strings.TrimSpace(s), 10, 40)
		switch {
		case err != nil || i > 1 && n != 1 || i == 1 && n > maxColumns:
			return h, fault(nil, "its shape is ("+shape+"); one or two dimensions are supported")
		case i == 0:
			h.rows = int(n)
		case i == 1:
			h.columns = int(n)
		}
	}
	if h.columns == 0 {
		return h, fault(nil, "its shape is ("+shape+")")
	}
	return h, nil
}

// value returns the text after a key, up to a comma.
func value(text, key string) (string, bool) {
	_, after, ok := strings.Cut(text, "'"+key+"':")
	after, _, _ = strings.Cut(after, ",")
	return strings.TrimSpace(after), ok
}

func fault(err error, detail string) error {
	var corrupt flate.CorruptInputError
	switch {
	case errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF):
		return &predict.Problem{Code: predict.Truncated, Detail: detail}
	case errors.Is(err, zip.ErrChecksum), errors.Is(err, gzip.ErrChecksum),
		errors.As(err, &corrupt):
		return &predict.Problem{Code: predict.Unreadable,
			Detail: "the compressed data is damaged: its checksum fails"}
	}
	return &predict.Problem{Code: predict.Unreadable, Detail: detail, Err: err}
}

// at returns an element of data.
func (h *header) at(data []byte, i int) float64 {
	b := data[i*h.size:]
	switch {
	case h.kind == 'b':
		if b[0] != 0 {
			return 1
		}
		return 0
	case h.kind == 'f' && h.size == 8:
		return math.Float64frombits(h.order.Uint64(b))
	case h.kind == 'f' && h.size == 4:
		return float64(math.Float32frombits(h.order.Uint32(b)))
	case h.kind == 'f':
		return half(h.order.Uint16(b))
	}
	var u uint64
	switch h.size {
	case 1:
		u = uint64(b[0])
	case 2:
		u = uint64(h.order.Uint16(b))
	case 4:
		u = uint64(h.order.Uint32(b))
	default:
		u = h.order.Uint64(b)
	}
	if h.kind == 'u' {
		return float64(u)
	}
	unused := 64 - 8*h.size
	return float64(int64(u<<unused) >> unused)
}

// textual reports whether elements are strings.
func (h *header) textual() bool { return h.kind == 'U' || h.kind == 'S' }

// field returns an element of data as text.
func (h *header) field(data []byte, i int) string {
	if !h.textual() {
		return strconv.FormatFloat(h.at(data, i), 'g', -1, 64)
	}
	b := data[i*h.size : (i+1)*h.size]
	if h.kind == 'S' {
		return string(bytes.TrimRight(b, "\x00"))
	}
	var text []rune
	for k := 0; k < len(b); k += 4 {
		if r := rune(h.order.Uint32(b[k:])); r != 0 {
			text = append(text, r)
		}
	}
	return string(text)
}

// half is a number of IEEE 754's binary16.
func half(u uint16) float64 {
	sign, exponent, fraction := 1., int(u>>10&31), float64(u&1023)
	if u>>15 != 0 {
		sign = -1
	}
	switch exponent {
	case 0:
		return sign * math.Ldexp(fraction, -24)
	case 31:
		if fraction != 0 {
			return math.NaN()
		}
		return sign * math.Inf(1)
	}
	return sign * math.Ldexp(1024+fraction, exponent-25)
}
