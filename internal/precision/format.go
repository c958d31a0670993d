package precision

import "math"

// A Format is a floating-point format of IEEE 754, or bfloat16.
type Format uint8

// The formats, from the most to the least precise.
const (
	Float64 Format = iota
	Float32
	BFloat16
	Float16
)

// Formats are all formats.
var Formats = [...]Format{Float64, Float32, BFloat16, Float16}

// String returns the name that PyTorch, JAX and TensorFlow use.
func (f Format) String() string {
	return [...]string{"float64", "float32", "bfloat16", "float16"}[f]
}

// FormatOf returns the format of that name.
func FormatOf(name string) (f Format, ok bool) {
	for _, f := range Formats {
		if f.String() == name {
			return f, true
		}
	}
	return Float64, false
}

// Round returns the number of the format that is nearest to x, of two the one
// whose last bit is 0. Subnormal numbers are kept; numbers that are too large
// become infinite. Numbers of the 16-bit formats are rounded to float32 first.
func (f Format) Round(x float64) float64 {
	switch f {
	case Float32:
		return float64(float32(x))
	case BFloat16:
		return roundBFloat16(x)
	case Float16:
		return roundFloat16(x)
	}
	return x
}

// Smallest returns the smallest positive number, which is subnormal.
func (f Format) Smallest() float64 {
	return [...]float64{0x1p-1074, 0x1p-149, 0x1p-133, 0x1p-24}[f]
}

// Largest returns the largest finite number.
func (f Format) Largest() float64 {
	return [...]float64{math.MaxFloat64, math.MaxFloat32, 0x1.fep127, 65504}[f]
}

// BelowOne returns the distance from 1 to the next smaller number. The
// difference 1-x rounds to 1 for x up to half of it.
func (f Format) BelowOne() float64 {
	return [...]float64{0x1p-53, 0x1p-24, 0x1p-8, 0x1p-11}[f]
}

func roundBFloat16(x float64) float64 {
	if x != x {
		return x
	}
	b := math.Float32bits(float32(x))
	b += 0x7fff + b>>16&1
	return float64(math.Float32frombits(b &^ 0xffff))
}

func roundFloat16(x float64) float64 {
	s := float32(x)
	a := math.Float32bits(s) &^ (1 << 31)
	switch {
	case a < 0x38800000: // below 2^-14, where the distance of numbers is 2^-24
		const shift = 0x1.8p28 // its last bit is 2^-24
		if s == 0 {
			return float64(s)
		}
		return math.Copysign(math.Abs(float64(s))+shift-shift, float64(s))
	case a >= 0x7f800000:
		return float64(s)
	}
	b := math.Float32bits(s)
	b += 0xfff + b>>13&1
	s = math.Float32frombits(b &^ 0x1fff)
	if s >= 65536 || s <= -65536 {
		return math.Inf(int(s))
	}
	return float64(s)
}

// roundAll rounds every number of v.
func (f Format) roundAll(v []float64) {
	switch f {
	case Float32:
		for i, x := range v {
			v[i] = float64(float32(x))
		}
	case BFloat16:
		for i, x := range v {
			v[i] = roundBFloat16(x)
		}
	case Float16:
		for i, x := range v {
			s := float32(x)
			b := math.Float32bits(s)
			if a := b &^ (1 << 31); a-0x38800000 < 0x477fe000-0x38800000 { // 2^-14 to 65504
				b += 0xfff + b>>13&1
				v[i] = float64(math.Float32frombits(b &^ 0x1fff))
				continue
			}
			v[i] = roundFloat16(x)
		}
	}
}

// work returns the format in which operations on numbers of f are computed.
func (f Format) work() Format {
	if f > Float32 {
		return Float32
	}
	return f
}

// wider returns the format of an operation on numbers of f and g.
func (f Format) wider(g Format) Format {
	if f != g && f > Float32 && g > Float32 {
		return Float32 // neither 16-bit format has all numbers of the other
	}
	return min(f, g)
}
