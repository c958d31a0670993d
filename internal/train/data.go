package train

import (
	"math"
	"math/rand/v2"
)

// A Shape is an arrangement of the two classes in the plane.
type Shape string

// The shapes.
const (
	Blobs Shape = "blobs" // two round clouds, which a line divides
	Moons Shape = "moons" // two half circles that reach into one another
	Ring  Shape = "ring"  // the positives within a ring of negatives
)

// A Sample describes examples to draw. Equal samples have equal examples.
type Sample struct {
	Shape Shape
	N     int     // examples
	Ratio float64 // negatives per positive, at least 1; one example at least is positive
	Noise float64 // standard deviation of the noise, 0 to 1; the shapes are about 2 wide
	Seed  uint64
}

// Data are examples: X holds two coordinates of each, within about -2 to 2, and Y
// its label, 0 or 1.
type Data struct{ X, Y []float64 }

// Len returns the number of examples.
func (d *Data) Len() int { return len(d.Y) }

// Draw fills d with the examples of s in random order, reusing its slices. The
// number of positives follows from the ratio and is not random.
func (d *Data) Draw(s Sample) {
	r := rand.New(rand.NewPCG(s.Seed, 0))
	positives := Positives(s.N, s.Ratio)
	d.X, d.Y = resize(d.X, 2*s.N), resize(d.Y, s.N)
	for i := range s.N {
		d.Y[i] = 0
		if i < positives {
			d.Y[i] = 1
		}
	}
	r.Shuffle(s.N, func(i, j int) { d.Y[i], d.Y[j] = d.Y[j], d.Y[i] })
	for i, y := range d.Y {
		x0, x1 := s.Shape.place(y, r)
		d.X[2*i] = x0 + s.Noise*normal(r)
		d.X[2*i+1] = x1 + s.Noise*normal(r)
	}
}

// Positives returns the number of positives among n examples.
func Positives(n int, ratio float64) int {
	return max(1, int(math.Round(float64(n)/(1+ratio))))
}

// place returns a point of a class without noise.
func (s Shape) place(y float64, r *rand.Rand) (x0, x1 float64) {
	angle := r.Float64()
	switch s {
	case Moons:
		sin, cos := math.Sincos(math.Pi * angle)
		if y == 1 {
			return cos - 0.5, sin - 0.25
		}
		return 0.5 - cos, 0.25 - sin
	case Ring:
		sin, cos := math.Sincos(2 * math.Pi * angle)
		radius := 1.2
		if y == 1 {
			radius = 0.4 * math.Sqrt(r.Float64())
		}
		return radius * cos, radius * sin
	}
	if y == 1 {
		return 0.6, 0.6
	}
	return -0.6, -0.6
}

// normal returns a number with a nearly normal distribution of mean 0 and standard
// deviation 1: the sum of twelve uniform numbers. Unlike rand.NormFloat64 it does not
// use a logarithm, whose last bit differs between machines.
func normal(r *rand.Rand) float64 {
	sum := -6.
	for range 12 {
		sum += r.Float64()
	}
	return sum
}

func resize(s []float64, n int) []float64 {
	if cap(s) < n {
		return make([]float64, n)
	}
	return s[:n]
}
