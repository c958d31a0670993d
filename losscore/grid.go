package losscore

// An expansion holds s = 1-p_t, p_t and l = -ln(p_t) at a logit of p_t, and the
// coefficients of their Taylor series: at a logit greater by r they are s+ds(r),
// p_t-ds(r) and l+dl(r).
type expansion struct {
	s, pt, l pair
	ds, dl   coefficients
}

// The coefficients of r, r² and so on; the constant term is kept as a pair.
type coefficients [8]float64

// series returns the sum of c[n] r^(n+1), the even and odd powers apart, for
// shorter chains of operations.
func (c *coefficients) series(r float64) float64 {
	q := r * r
	return (((c[7]*q+c[5])*q+c[3])*q+c[1])*q + (((c[6]*q+c[4])*q+c[2])*q+c[0])*r
}

// Expansions are about multiples of 1/gridSteps, so that |r| is at most 1/32:
// the truncation errors of the series are below 2^-60 of s, p_t and l, and rounding
// errors are below 2^-56.
const (
	gridSteps = 16                    // a unit of the logit
	gridEnd   = 32                    // logits are from -gridEnd to gridEnd
	gridReach = gridEnd*gridSteps - 1 // greatest multiple that is used
	gridSize  = 2 * gridEnd * gridSteps

	// gridShift, added to a small number, rounds it to an integer k and leaves
	// k + gridSize/2 in the low bits.
	gridShift = 3<<51 + gridSize/2
)

// newGrid returns the expansions, that about k/gridSteps at k + gridSize/2.
func newGrid() *[gridSize]expansion {
	g := new([gridSize]expansion)
	for i := range g {
		e := &g[i]
		e.pt, e.s, e.l = logistic(pair{float64(i-gridSize/2) / gridSteps, 0})
		// ds/dz is -s(1-s) and dl/dz is -s.
		s, pt := e.s.round(), e.pt.round()
		e.ds[0], e.dl[0] = -s*pt, -s
		for n := 1; n < len(e.ds); n++ {
			v := (s - pt) * e.ds[n-1]
			for j := range n - 1 {
				v += e.ds[j] * e.ds[n-2-j]
			}
			e.ds[n] = v / float64(n+1)
			e.dl[n] = -e.ds[n-1] / float64(n+1)
		}
	}
	return g
}
