package plot

import (
	"math"
	"strconv"
)

// Canvas is the width and the height of the SVG pictures of the panels, in their units.
const Canvas = 1000

// AppendPoint appends a point of an SVG polyline to dst. x and y go from 0, 0 at the
// lower left to 1, 1.
func AppendPoint(dst []byte, x, y float64) []byte {
	if len(dst) > 0 {
		dst = append(dst, ' ')
	}
	dst = strconv.AppendInt(dst, int64(math.Round(Canvas*x)), 10)
	dst = append(dst, ',')
	return strconv.AppendInt(dst, int64(math.Round(Canvas*(1-y))), 10)
}
