package predictions

import (
	"encoding/base64"
	"encoding/binary"
	"math"
)

// rgb is a colour.
type rgb [3]float64

var (
	white = rgb{247, 247, 247}
	blue  = rgb{0, 114, 178}
	red   = rgb{181, 71, 8}
)

// mix is a colour between two, a share of the second.
func mix(a, b rgb, share float64) rgb {
	if share != share {
		return white
	}
	share = max(0, min(1, share))
	for i := range a {
		a[i] += share * (b[i] - a[i])
	}
	return a
}

// diverge is blue at -1, white at 0 and red at 1.
func diverge(v float64) rgb {
	if v < 0 {
		return mix(white, blue, -v)
	}
	return mix(white, red, v)
}

// bitmap returns the address of a picture (BMP, 24 bits) whose lowest row is j = 0.
func bitmap(width, height int, at func(i, j int) rgb) string {
	const header = 54
	stride := (3*width + 3) / 4 * 4
	b := make([]byte, header, header+stride*height)
	copy(b, "BM")
	for offset, v := range map[int]int{2: header + stride*height, 10: header, 14: 40, 18: width,
		22: height} {
		binary.LittleEndian.PutUint32(b[offset:], uint32(v))
	}
	binary.LittleEndian.PutUint16(b[26:], 1)
	binary.LittleEndian.PutUint16(b[28:], 24)
	for j := range height {
		for i := range width {
			c := at(i, j)
			b = append(b, byte(math.Round(c[2])), byte(math.Round(c[1])), byte(math.Round(c[0])))
		}
		b = append(b, make([]byte, stride-3*width)...)
	}
	return "data:image/bmp;base64," + base64.StdEncoding.EncodeToString(b)
}
