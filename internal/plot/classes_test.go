package plot

import (
	"math"
	"testing"
)

func TestClassReadings(t *testing.T) {
	s := with(t, "classes", "3", "logits", "2,0.5,-1", "truth", "2", "alphas", "1,0.5,1",
		"class_gamma", "2", "smoothing", "0")
	readings, loss := ClassReadings(nil, s)
	sum := math.Exp(2) + math.Exp(0.5) + math.Exp(-1)
	p := math.Exp(0.5) / sum
	want := -0.5 * (1 - p) * (1 - p) * math.Log(p)
	if len(readings) != 3 || math.Abs(loss-want) > 1e-15 || readings[1].Loss != loss ||
		readings[0].Loss != 0 {
		t.Errorf("%+v, loss %v, want %v", readings, loss, want)
	}
	parts, gradient := 0., 0.
	s = with(t, "classes", "6", "smoothing", "0.3", "alphas", "0.1,0.2,0.3,0.4,0.5,0.6")
	readings, loss = ClassReadings(nil, s)
	for _, r := range readings {
		parts += r.Loss
		gradient += r.Gradient
	}
	if math.Abs(parts-loss) > 1e-15 || math.Abs(gradient) > 1e-15 {
		t.Errorf("the terms sum to %v, want %v; the gradient to %v, want 0", parts, loss, gradient)
	}
}

// One alpha for all classes scales the gradient and turns nothing; a weight for
// each class turns it.
func TestDirections(t *testing.T) {
	d := Directions(with(t, "classes", "3", "logits", "2,0.5,-1", "alphas", "0.25,0.5,1"))
	if math.Abs(d[OneAlpha].Cosine-1) > 1e-15 ||
		math.Abs(d[OneAlpha].Length-0.25*d[Unweighted].Length) > 1e-15 {
		t.Errorf("one alpha: %+v, unweighted %+v", d[OneAlpha], d[Unweighted])
	}
	for k, v := range d[Unweighted].To {
		if math.Abs(d[OneAlpha].To[k]-v) > 1e-15 {
			t.Errorf("one alpha turns class %d from %v to %v", k, v, d[OneAlpha].To[k])
		}
	}
	if d[PerClass].Cosine > 0.99 {
		t.Errorf("a weight for each class turns nothing: %+v", d[PerClass])
	}
	// Equal weights are one alpha.
	d = Directions(with(t, "classes", "3", "alphas", "0.5,0.5,0.5"))
	if d[PerClass] != d[OneAlpha] {
		t.Errorf("%+v, want %+v", d[PerClass], d[OneAlpha])
	}
	// Nothing is divided by a length of 0.
	d = Directions(with(t, "classes", "2", "alphas", "0,0"))
	if d[PerClass] != (Direction{}) {
		t.Errorf("without weight: %+v", d[PerClass])
	}
}
