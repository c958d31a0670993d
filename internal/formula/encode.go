package formula

import (
	"encoding/base64"
	"encoding/binary"
	"errors"
	"math"
	"math/bits"
	"unicode/utf8"
)

// letters stand for operations in the encoded form, which addresses have: they stay as they
// are. Those without one are not in the instructions of a formula.
var letters = [...]byte{
	OpConst: 'c', OpParam: 'a', OpTruth: 'y', OpProb: 'p', OpPt: 't', OpLogit: 'x', OpLogitT: 'z',
	OpEpsilon: 'e',
	OpNeg:     'n', OpLog: 'l', OpLog1p: 'k', OpExp: 'E', OpExpm1: 'm', OpSqrt: 'r', OpAbs: 'b',
	OpSigmoid: 's', OpSoftplus: 'f', OpTanh: 'h', OpNot: '!', OpStop: 'S',
	OpAdd: '+', OpSub: '-', OpMul: '*', OpDiv: '/', OpPow: '^', OpMin: 'i', OpMax: 'j', OpLess: '<',
	OpLessEqual: 'L', OpEqual: '=', OpAnd: '&', OpOr: '|',
	OpWhere: '?',
}

// The bounds of an encoded formula.
const (
	maxEncoded = 16384
	maxName    = 64 // bytes
)

// Encode returns f as letters, digits, - and _, for addresses.
//
// It has the parameters' names and first values, the instructions with the distances to
// their operands, and the names of instructions.
func (f *Formula) Encode() string {
	number := func(b []byte, n int) []byte { return binary.AppendUvarint(b, uint64(n)) }
	text := func(b []byte, s string) []byte { return append(number(b, len(s)), s...) }
	// The last bits of most numbers are 0.
	value := func(b []byte, v float64) []byte { return binary.AppendUvarint(b, bits.Reverse64(math.Float64bits(v))) }

	b := number(nil, len(f.Params))
	for _, p := range f.Params {
		b = value(text(b, p.Name), p.Default)
	}
	b = number(b, len(f.code))
	for i, in := range f.code {
		b = append(b, letters[in.op])
		switch in.op {
		case OpConst:
			b = value(b, in.v)
		case OpParam:
			b = number(b, int(in.v))
		}
		for k, operand := range [...]Node{in.a, in.b, in.c} {
			if k < in.op.arity() {
				b = number(b, i-int(operand))
			}
		}
	}
	for i := range f.code {
		if name, ok := f.names[Node(i)]; ok {
			b = text(number(b, i), name)
		}
	}
	return base64.RawURLEncoding.EncodeToString(b)
}

var errEncoding = errors.New("not a formula")

// Decode returns the formula whose encoded form is text.
func Decode(text string) (*Formula, error) {
	if len(text) > maxEncoded {
		return nil, errEncoding
	}
	b, err := base64.RawURLEncoding.DecodeString(text)
	if err != nil {
		return nil, errEncoding
	}
	d := decoder{rest: b}
	f := d.formula()
	if d.wrong {
		return nil, errEncoding
	}
	return f, nil
}

// A decoder reads the output of Encode, or any other bytes.
type decoder struct {
	rest  []byte
	wrong bool
}

func (d *decoder) formula() *Formula {
	f := &Formula{names: map[Node]string{}}
	for range d.number(MaxParams) {
		name, first := d.name(), d.value()
		if first-first != 0 || f.Param(name) >= 0 {
			d.wrong = true
		}
		f.Params = append(f.Params, NewParamAt(name, first))
	}
	n := d.number(2 * MaxSize)
	for i := 0; i < n && !d.wrong; i++ {
		in := instr{op: d.op()}
		switch in.op {
		case OpConst:
			in.v = d.value()
		case OpParam:
			in.v = float64(d.number(len(f.Params) - 1))
		}
		for k, operand := range [...]*Node{&in.a, &in.b, &in.c} {
			if k < in.op.arity() {
				*operand = Node(i - d.number(i))
				d.wrong = d.wrong || int(*operand) == i
			}
		}
		f.code = append(f.code, in)
	}
	for len(d.rest) > 0 && !d.wrong {
		i := Node(d.number(n - 1))
		f.names[i] = d.name()
		d.wrong = d.wrong || f.code[i].op.arity() == 0
	}
	d.wrong = d.wrong || n == 0
	return f
}

// number reads one that is at most a bound.
func (d *decoder) number(most int) int {
	v, n := binary.Uvarint(d.rest)
	if n <= 0 || most < 0 || v > uint64(most) {
		d.wrong = true
		return 0
	}
	d.rest = d.rest[n:]
	return int(v)
}

func (d *decoder) value() float64 {
	v, n := binary.Uvarint(d.rest)
	if n <= 0 {
		d.wrong = true
		return 0
	}
	d.rest = d.rest[n:]
	return math.Float64frombits(bits.Reverse64(v))
}

// name reads one that is good as a name in code.
func (d *decoder) name() string {
	n := d.number(min(maxName, len(d.rest)))
	if d.wrong || n > len(d.rest) {
		d.wrong = true
		return ""
	}
	name := string(d.rest[:n])
	d.rest = d.rest[n:]
	d.wrong = !isName(name)
	return name
}

// isName reports whether name is letters, digits and _, the first no digit, where all
// beyond ASCII are letters: tables of them would make programs longer, and no language
// has others of them as operators.
func isName(name string) bool {
	for i, r := range name {
		letter := r == '_' || r > 0xa0 && r != utf8.RuneError || 'a' <= r|0x20 && r|0x20 <= 'z'
		if !letter && !(i > 0 && '0' <= r && r <= '9') {
			return false
		}
	}
	return name != "" && name != "_"
}

func (d *decoder) op() Op {
	if len(d.rest) > 0 {
		for o, letter := range letters {
			if letter == d.rest[0] && letter != 0 {
				d.rest = d.rest[1:]
				return Op(o)
			}
		}
	}
	d.wrong = true
	return OpConst
}
