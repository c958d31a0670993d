package losscore

import (
	"math"
	"testing"
)

// sigmoids sums a loss over rows of logits with labels.
func sigmoids(l Loss, labels, x [][]float64) (sum float64) {
	for i := range x {
		for k := range x[i] {
			loss, _ := l.AtLogit(labels[i][k], x[i][k])
			sum += loss
		}
	}
	return sum
}

// Project-MONAI/MONAI tests/losses/test_focal_loss.py: a picture of four pixels and three
// classes, of which the first is the background.
func TestPublishedMONAI(t *testing.T) {
	labels := []int{0, 1, 2, 0}
	x := []float64{1, 1, 1, 1, 1, 1, 0.5, 0.5, 0.5, 0, 0, 0}
	pixels := []float64{1, 1, 1, 1, 0.5, 0.5, 0, 0} // without the background
	foreground := []int{2, 0, 1, 2}
	for _, tt := range []struct {
		name    string
		c       Classes
		labels  []int
		x       []float64
		classes int
		scale   float64 // MONAI's mean is over the logits, with softmax too
		want    float64
	}{
		{"sigmoid", Classes{Gamma: 2, Sigmoid: true}, labels, x, 3, 1, 0.34959},
		{"without background", Classes{Gamma: 2, Sigmoid: true, Background: true}, foreground,
			pixels, 2, 1, 0.36498},
		{"alpha", Classes{Gamma: 2, Sigmoid: true, PositiveAlpha: 0.8}, labels, x, 3, 1, 0.08423},
		{"softmax", Classes{Gamma: 2}, labels, x, 3, 3, 0.16276},
		{"softmax, alpha", Classes{Gamma: 2, Alpha: BackgroundAlpha(0.8, 3)}, labels, x, 3, 3,
			0.08138},
	} {
		loss, _, err := tt.c.AtLogits(nil, tt.labels, tt.x, tt.classes)
		if err != nil || math.Abs(loss/tt.scale-tt.want) > 6e-6 {
			t.Errorf("%s: %v, want %v; %v", tt.name, loss/tt.scale, tt.want, err)
		}
	}
	// One by one, and with class weights.
	for _, tt := range []struct{ y, x, weight, want float64 }{
		{1, 1, 1, 0.02266}, {0, 1, 1, 0.70187}, {0, 0.5, 1, 0.37741}, {1, 0.5, 1, 0.06757},
		{0, 0, 1, 0.17329},
		{1, 1, 0.5, 0.01133}, {0, 1, 0.1, 0.07019}, {1, 0.5, 0.2, 0.01352},
	} {
		if loss, _ := (MONAIFocal{Gamma: 2}).AtLogit(tt.y,
			tt.x); math.Abs(tt.weight*loss-tt.want) > 6e-6 {
			t.Errorf("y = %v at %v: %v, want %v", tt.y, tt.x, tt.weight*loss, tt.want)
		}
	}
}

// The example of paddle.nn.functional.sigmoid_focal_loss: the sum over two positives.
func TestPublishedPaddle(t *testing.T) {
	labels := [][]float64{{1, 0, 0}, {0, 1, 0}}
	x := [][]float64{{0.97, 0.91, 0.03}, {0.55, 0.43, 0.71}}
	l := Focal{Gamma: 2, Alpha: 0.25, Balanced: true}
	if got := sigmoids(l, labels, x) / 2; math.Abs(got-0.65782464) > 5e-8 {
		t.Errorf("%.9g, want 0.65782464", got)
	}
}

// open-mmlab/mmpretrain tests/test_models/test_losses.py: means over the examples.
func TestPublishedMMPretrain(t *testing.T) {
	x := [][]float64{{5, -5, 0}, {5, -5, 0}}
	several, one := [][]float64{{1, 0, 1}, {0, 1, 0}}, [][]float64{{1, 0, 0}, {0, 1, 0}}
	focal := Focal{Gamma: 2, Alpha: 0.25, Balanced: true}
	for _, tt := range []struct {
		name   string
		got    float64
		want   float64
		within float64
	}{
		{"focal loss", sigmoids(focal, several, x), 6 * 0.8522, 6e-4},
		{"focal loss of one class each", sigmoids(focal, one, x), 6 * 0.86664125, 6e-6},
		{"asymmetric loss", sigmoids(Asymmetric{GammaPos: 1, GammaNeg: 4, Margin: 0.05}, several,
			x), 2 * 3.80845, 6e-5},
		{"asymmetric loss without margin",
			sigmoids(Asymmetric{GammaPos: 1, GammaNeg: 4}, several, x), 2 * 5.1186, 6e-4},
	} {
		if math.Abs(tt.got-tt.want) > tt.within {
			t.Errorf("%s: %.8g, want %.8g", tt.name, tt.got, tt.want)
		}
	}
}

// The table of ultralytics/yolov5 pull request 1482: the focal loss, of mixed labels, and
// the quality focal loss, both with γ 1.5 and the weight y α + (1-y)(1-α) with α 0.25.
func TestPublishedYOLO(t *testing.T) {
	for _, tt := range []struct{ y, x, focal, quality float64 }{
		{0.6225, 0.5, 0.0937, 7.5373e-8}, {0, -1, 0.0328, 3.2768e-02}, {0, -2, 0.0039, 3.9179e-03},
		{0.9, 1.25, 0.0166, 4.8601e-03}, {0, 0, 0.1838, 1.8380e-01}, {0, -1.25, 0.0199, 1.9857e-02},
		{1, 1.5, 0.0039, 3.9233e-03}, {0, 2, 1.3186, 1.3186}, {0, -1.4, 0.0145, 1.4545e-02},
	} {
		focal, _ := (Focal{Gamma: 1.5, Alpha: 0.25, Balanced: true}).AtLogit(tt.y, tt.x)
		quality, _ := (QualityFocal{Beta: 1.5}).AtLogit(tt.y, tt.x)
		quality *= 0.25*tt.y + 0.75*(1-tt.y)
		if math.Abs(focal-tt.focal) > 6e-5 {
			t.Errorf("y = %v at %v: focal %v, want %v", tt.y, tt.x, focal, tt.focal)
		}
		// Next to its minimum the loss depends on more digits of y than are published.
		if math.Abs(quality-tt.quality) > max(6e-5*tt.quality, 2e-7) {
			t.Errorf("y = %v at %v: quality %v, want %v", tt.y, tt.x, quality, tt.quality)
		}
	}
}

// tensorflow/addons focal_loss_test.py: by which power of ten cross-entropy exceeds the
// focal loss with γ 2 and α 0.25.
func TestPublishedAddons(t *testing.T) {
	for p, want := range map[float64]float64{0.97: 1000, 0.91: 100, 0.73: 10} {
		for y, at := range []float64{1 - p, p} {
			focal, _ := (Focal{Gamma: 2}).AtProb(float64(y), at)
			cross, _ := (Focal{}).AtProb(float64(y), at)
			if got := math.Pow(10, math.Round(math.Log10(cross/focal))); got != want {
				t.Errorf("y = %d at p_t = %v: %v, want %v", y, p, got, want)
			}
		}
	}
}

// Imbalance-XGBoost, imxgboost/focal_loss.py: gradients and Hessians by the raw score with
// γ 2, from its formulas without their 1e-9.
func TestPublishedImbalanceXGBoost(t *testing.T) {
	for _, tt := range [][4]float64{
		{1, -3, -1.12674988063, -0.0200888666908}, {1, -1, -0.768234723199, 0.45246467327},
		{1, 0, -0.29828679514, 0.39914339757}, {1, 0.5, -0.137936997351, 0.24045044178},
		{1, 2, -0.00487094019539, 0.0126775623184}, {0, -3, 0.000314871846488, 0.000894839288954},
		{0, -1, 0.0525811299776, 0.110632604782}, {0, 0, 0.29828679514, 0.39914339757},
		{0, 0.5, 0.526151821875, 0.493061693315}, {0, 2, 1.07671373045, 0.154562767956},
	} {
		_, dx, dxx := (Focal{Gamma: 2}).AtLogit2(tt[0], tt[1])
		if math.Abs(dx-tt[2]) > 1e-11 || math.Abs(dxx-tt[3]) > 1e-11 {
			t.Errorf("y = %v at %v: %.12g and %.12g, want %v and %v", tt[0], tt[1], dx, dxx,
				tt[2], tt[3])
		}
	}
}
