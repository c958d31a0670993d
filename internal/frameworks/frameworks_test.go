package frameworks

import (
	"encoding/csv"
	"errors"
	"math"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"lossexplorer/internal/catalog"
	"lossexplorer/internal/precision"
	"lossexplorer/losscore"
)

// preset returns the preset with the ID.
func preset(t testing.TB, id string) Preset {
	t.Helper()
	all := Presets()
	i := slices.IndexFunc(all, func(p Preset) bool { return p.ID == id })
	if i < 0 {
		t.Fatalf("no preset %q", id)
	}
	return all[i]
}

// A record is a row of a table in testdata.
type record struct {
	t     testing.TB
	names []string
	cells []string
}

func (r record) text(name string) string { return r.cells[slices.Index(r.names, name)] }

func (r record) num(name string) float64 { return r.nums(name)[0] }

func (r record) nums(name string) []float64 {
	r.t.Helper()
	var v []float64
	for _, s := range strings.Fields(r.text(name)) {
		f, err := strconv.ParseFloat(s, 64)
		if err != nil {
			r.t.Fatal(err)
		}
		v = append(v, f)
	}
	return v
}

// readTable returns the rows of a file whose header has the command that wrote
// it.
func readTable(t testing.TB, file string, atLeast int) []record {
	t.Helper()
	f, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	r := csv.NewReader(f)
	r.Comment = '#'
	rows, err := r.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	if len(rows) <= atLeast {
		t.Fatalf("%s has %d rows", file, len(rows))
	}
	var records []record
	for _, cells := range rows[1:] {
		records = append(records, record{t, rows[0], cells})
	}
	return records
}

// near allows for the rounding of the frameworks: 1-p, computed near p = 1, is
// wrong by an ulp of 1.
func near(got, want float64) bool {
	return math.Abs(got-want) <= 1e-12*math.Abs(want)+1e-15
}

// slopeOf returns the derivative at x by five points, to about 1e-10.
func slopeOf(f func(x float64) float64, x, h float64) float64 {
	return (8*(f(x+h)-f(x-h)) - (f(x+2*h) - f(x-2*h))) / (12 * h)
}

func TestTorchvision(t *testing.T) {
	for _, r := range readTable(t, "testdata/torchvision.csv", 100) {
		p := preset(t, "torchvision-unweighted")
		if alpha := r.num("alpha"); alpha >= 0 {
			p = preset(t, "torchvision").With(Alpha, alpha)
		}
		p = p.With(Gamma, r.num("gamma"))
		y, x := r.num("y"), r.num("x")
		loss, dx := p.Loss().AtLogit(y, x)
		if !near(loss, r.num("loss")) || !near(dx, r.num("dx")) {
			t.Errorf("%v: %v, %v", r.cells, loss, dx)
		}
		prob := sigmoid(x)
		if loss, dp := p.Loss().AtProb(y, prob); !near(loss, r.num("loss")) ||
			math.Abs(dp*prob*(1-prob)-r.num("dx")) > 1e-9 {
			t.Errorf("%v: %v, %v by probability", r.cells, loss, dp)
		}
	}
}

func TestMONAI(t *testing.T) {
	for _, r := range readTable(t, "testdata/monai.csv", 100) {
		p := preset(t, "monai")
		if r.text("function") == "softmax" {
			p = preset(t, "monai-softmax")
		}
		p = p.With(Gamma, r.num("gamma"))
		if r.text("alpha") != "" {
			p = p.With(Balanced, 1).With(Alpha, r.num("alpha"))
		}
		if p.Classes {
			y, x := r.nums("y"), r.nums("x")
			got, _, err := p.EvalClasses([][]float64{y}, [][]float64{x}, true)
			// MONAI holds the weights in float32.
			if want := r.num("loss"); err != nil || math.Abs(got[0]-want) > 1e-7*want {
				t.Errorf("%v: %v, %v", r.cells, got, err)
			}
			continue
		}
		loss, dx := p.Loss().AtLogit(r.num("y"), r.num("x"))
		if !near(loss, r.num("loss")) || !near(dx, r.num("dx")) {
			t.Errorf("%v: %v, %v", r.cells, loss, dx)
		}
	}
}

func TestKeras(t *testing.T) {
	for _, r := range readTable(t, "testdata/keras.csv", 300) {
		p := preset(t, "keras-binary").With(Balanced, r.num("balanced"))
		if r.text("function") == "categorical" {
			p = preset(t, "keras-categorical")
		}
		p = p.With(Gamma, r.num("gamma")).With(Alpha, r.num("alpha")).With(LabelSmoothing,
			r.num("label_smoothing"))
		y, pred, logits := r.nums("y"), r.nums("pred"), r.text("logits") == "1"
		var losses []float64
		var err error
		if p.Classes {
			losses, _, err = p.EvalClasses([][]float64{y}, [][]float64{pred}, logits)
		} else {
			losses, _, err = p.Eval(y, pred, logits)
		}
		// Keras has 1-1e-7 clip 1-p, which makes that 1e-7 wrong by 1e-16/1e-7.
		if want := r.num("loss"); err != nil || math.Abs(losses[0]-want) > 1e-9*want+1e-15 {
			t.Errorf("%v: %v, %v", r.cells, losses, err)
		}
	}
}

// The numbers are those of keras/src/losses/losses_test.py and of the
// docstring in losses.py, for the calls that take no sample weight.
func TestKerasPublished(t *testing.T) {
	classes := [][]float64{{1, 0, 0}, {0, 1, 0}, {0, 0, 1}}
	for _, tt := range []struct {
		test   string
		preset Preset
		y      [][]float64
		pred   [][]float64
		logits bool
		want   float64
		tol    float64 // of the last digit
	}{
		{"BinaryFocalCrossentropyTest.test_unweighted", preset(t, "keras-binary"),
			[][]float64{{1, 0, 1, 0}}, [][]float64{{0.9, 0.8, 0.7, 0.2}}, false, 0.268, 5e-4},
		{"BinaryFocalCrossentropyTest.test_unweighted, logits",
			preset(t, "keras-binary").With(Gamma, 3),
			[][]float64{{1, 1, 0, 0, 1, 0}}, [][]float64{{1.5, -2.7, 2.9, -3.8, 1.2, -4.5}}, true,
			0.799, 5e-4},
		{"BinaryFocalCrossentropyTest.test_no_reduction, first", preset(t, "keras-binary"),
			[][]float64{{1, 0}}, [][]float64{{0.9, 0.8}}, false, 0.515547, 1e-6},
		{"BinaryFocalCrossentropyTest.test_no_reduction, second", preset(t, "keras-binary"),
			[][]float64{{1, 0}}, [][]float64{{0.7, 0.2}}, false, 0.020513, 1e-6},
		{"BinaryFocalCrossentropy, example 1", preset(t, "keras-binary"),
			[][]float64{{0, 1, 0, 0}}, [][]float64{{-18.6, 0.51, 2.94, -12.8}}, true, 0.691, 5e-4},
		{"BinaryFocalCrossentropy, example 1 balanced", preset(t, "keras-binary-balanced"),
			[][]float64{{0, 1, 0, 0}}, [][]float64{{-18.6, 0.51, 2.94, -12.8}}, true, 0.51, 5e-3},
		{"BinaryFocalCrossentropy, example 2 balanced",
			preset(t, "keras-binary-balanced").With(Gamma, 3),
			[][]float64{{0, 1, 0, 0}}, [][]float64{{-18.6, 0.51, 2.94, -12.8}}, true, 0.482, 5e-4},
		{"CategoricalFocalCrossentropyTest.test_unweighted", preset(t, "keras-categorical"),
			classes, [][]float64{{0.9, 0.05, 0.05}, {0.5, 0.89, 0.6}, {0.05, 0.01, 0.94}}, false,
			0.02059, 6e-6},
		{"CategoricalFocalCrossentropyTest.test_unweighted, logits", preset(t, "keras-categorical"),
			classes, [][]float64{{8, 1, 1}, {0, 9, 1}, {2, 3, 5}}, true, 0.000345, 5e-7},
		{"CategoricalFocalCrossentropyTest.test_label_smoothing",
			preset(t, "keras-categorical").With(LabelSmoothing, 0.1),
			[][]float64{{1, 0, 0}}, [][]float64{{4.9, -0.5, 2.05}}, true, 0.06685, 5e-6},
	} {
		var got float64
		var err error
		if tt.preset.Classes {
			_, got, err = tt.preset.EvalClasses(tt.y, tt.pred, tt.logits)
		} else {
			_, got, err = tt.preset.Eval(tt.y[0], tt.pred[0], tt.logits)
		}
		if err != nil || math.Abs(got-tt.want) > tt.tol {
			t.Errorf("%s: %v, %v, want %v", tt.test, got, err, tt.want)
		}
	}
}

// The ratios of cross-entropy to loss are those that SigmoidFocalLossTest in
// optax/losses/_classification_test.py expects.
func TestOptaxPublished(t *testing.T) {
	p := preset(t, "optax")
	for _, tt := range []struct {
		test   string
		preset Preset
		probs  []float64
		ratios []float64
	}{
		{"test_large_logit_fl_less_than_ce", p.With(Balanced, 1).With(Alpha, 0.5),
			[]float64{0.9, 0.98, 0.3, 0.99}, []float64{200, 5000, 2 / 0.49, 20000}},
		{"test_small_logit_fl_less_than_ce", p,
			[]float64{0.1, 0.02, 0.09, 0.15},
			[]float64{1 / 0.81, 1 / 0.9604, 1 / 0.8281, 1 / 0.7225}},
	} {
		var logits []float64
		for _, v := range tt.probs {
			logits = append(logits, math.Log(v/(1-v)))
		}
		losses, reduced, err := tt.preset.Eval([]float64{1, 1, 1, 1}, logits, true)
		if err != nil || !math.IsNaN(reduced) {
			t.Fatal(tt.test, reduced, err)
		}
		for i, loss := range losses {
			if got := -math.Log(tt.probs[i]) / loss; math.Abs(got/tt.ratios[i]-1) > 1e-12 {
				t.Errorf("%s: %v at %v, want %v", tt.test, got, tt.probs[i], tt.ratios[i])
			}
		}
	}

	// test_focal_gamma_zero_matches_binary_cross_entropy, test_alpha_one,
	// test_ignore_positive and test_ignore_negative.
	ce := losscore.Focal{}
	one, zero := p.With(Balanced, 1).With(Alpha, 1), p.With(Balanced, 1).With(Alpha, 0)
	for _, x := range []float64{2, 0.1, -2, 0.3, -0.1, 1.2} {
		for y := range 2 {
			y := float64(y)
			want, _ := ce.AtLogit(y, x)
			if got, _ := p.With(Gamma, 0).Loss().AtLogit(y, x); !near(got, want) {
				t.Errorf("gamma 0 at %v, %v: %v, want %v", y, x, got, want)
			}
			if got, _ := one.With(Gamma, 0).Loss().AtLogit(y, x); !near(got, want*y) {
				t.Errorf("alpha 1 at %v, %v: %v, want %v", y, x, got, want*y)
			}
			if got, _ := zero.Loss().AtLogit(y, x); (got == 0) != (y == 1) {
				t.Errorf("alpha 0 at %v, %v: %v", y, x, got)
			}
			if got, _ := one.Loss().AtLogit(y, x); (got == 0) != (y == 0) {
				t.Errorf("alpha 1 at %v, %v: %v", y, x, got)
			}
		}
	}
}

// The numbers are those of TEST_CASES and test_foreground in
// tests/losses/test_focal_loss.py of MONAI: three channels of 2x2, each with
// the logits 1, 1, 0.5, 0; the classes are 0, 1, 2, 0.
func TestMONAIPublished(t *testing.T) {
	x := []float64{1, 1, 0.5, 0}
	class := []int{0, 1, 2, 0}
	var y, pred []float64
	for c := range 3 {
		for i, v := range x {
			pred = append(pred, v)
			y = append(y, label(class[i] == c))
		}
	}
	p := preset(t, "monai")
	losses, mean, err := p.Eval(y, pred, true)
	if err != nil || math.Abs(mean-0.34959) > 5e-6 {
		t.Errorf("mean %v, %v", mean, err)
	}
	for i, want := range []float64{
		0.02266, 0.70187, 0.37741, 0.17329,
		0.70187, 0.02266, 0.37741, 0.17329,
		0.70187, 0.70187, 0.06757, 0.17329,
	} {
		if math.Abs(losses[i]-want) > 6e-6 {
			t.Errorf("loss %d is %v, want %v", i, losses[i], want)
		}
	}
	if _, mean, err := p.Eval(y[4:], pred[4:], true); err != nil || math.Abs(mean-0.36498) > 5e-6 {
		t.Errorf("mean %v, %v without the background", mean, err)
	}
	if _, mean, err := p.With(Balanced, 1).With(Alpha, 0.8).Eval(y, pred, true); err != nil ||
		math.Abs(mean-0.08423) > 5e-6 {
		t.Errorf("mean %v, %v with alpha 0.8", mean, err)
	}

	rows, labels := make([][]float64, len(x)), make([][]float64, len(x))
	for i, v := range x {
		rows[i] = []float64{v, v, v}
		labels[i] = []float64{label(class[i] == 0), label(class[i] == 1), label(class[i] == 2)}
	}
	p = preset(t, "monai-softmax")
	if _, mean, err := p.EvalClasses(labels, rows, true); err != nil ||
		math.Abs(mean-0.16276) > 5e-6 {
		t.Errorf("mean %v, %v with a softmax", mean, err)
	}
	p = p.With(Balanced, 1).With(Alpha, 0.8)
	if _, mean, err := p.EvalClasses(labels, rows, true); err != nil ||
		math.Abs(mean-0.08138) > 5e-6 {
		t.Errorf("mean %v, %v with a softmax and alpha 0.8", mean, err)
	}
}

func label(isOne bool) float64 {
	if isOne {
		return 1
	}
	return 0
}

// By the formula, in Python: -a*(1-pt)**2*log(pt) with p clipped.
func TestTutorial(t *testing.T) {
	losses, mean, err := preset(t, "tutorial").Eval(
		[]float64{1, 0, 1, 1, 0, 0.9}, []float64{0.9, 0.2, 0.05, 0, 1, 0.2}, false)
	if err != nil {
		t.Fatal(err)
	}
	sum := 0.0
	for i, want := range []float64{
		0.00026340128914456557, 0.006694306539426288, 0.6759120942206192,
		4.029523106834838, 3 * 4.029523106834838,
		0.006694306539426288, // tf.where takes a label of 0.9 for 0
	} {
		if !near(losses[i], want) {
			t.Errorf("loss %d is %v, want %v", i, losses[i], want)
		}
		sum += want
	}
	if !near(mean, sum/6) {
		t.Errorf("mean %v, want %v", mean, sum/6)
	}
}

func TestErrors(t *testing.T) {
	binary, classes := preset(t, "keras-binary"), preset(t, "keras-categorical")
	outside := new(losscore.RangeError)
	row := func(v ...float64) [][]float64 { return [][]float64{v} }
	eval := func(p Preset, y, pred []float64, logits bool) error {
		_, _, err := p.Eval(y, pred, logits)
		return err
	}
	evalClasses := func(p Preset, y, pred [][]float64) error {
		_, _, err := p.EvalClasses(y, pred, false)
		return err
	}
	for name, tt := range map[string]struct{ got, want error }{
		"binary":  {evalClasses(binary, row(1, 0), row(0.5, 0.5)), ErrClasses},
		"classes": {eval(classes, []float64{1}, []float64{0.5}, false), ErrClasses},
		"length":  {eval(binary, []float64{1}, nil, false), ErrLength},
		"rows":    {evalClasses(classes, row(1, 0), nil), ErrLength},
		"row":     {evalClasses(classes, row(1, 0), row(1)), ErrLength},
		"ragged": {evalClasses(classes, [][]float64{{1, 0}, {1}}, [][]float64{{1, 0}, {1}}),
			ErrLength},
		"label":       {eval(binary, []float64{1.5}, []float64{0.5}, false), outside},
		"class label": {evalClasses(classes, row(-1, 0), row(0.5, 0.5)), outside},
		"probability": {eval(binary, []float64{1}, []float64{1.5}, false), outside},
		"logit":       {eval(binary, []float64{1}, []float64{math.Inf(1)}, true), outside},
		"gamma":       {eval(binary.With(Gamma, -1), nil, nil, false), outside},
		"class gamma": {evalClasses(classes.With(Gamma, -1), nil, nil), outside},
		"alpha":       {eval(preset(t, "torchvision").With(Alpha, -1), nil, nil, false), outside},
		"smoothing":   {eval(binary.With(LabelSmoothing, 1), nil, nil, false), outside},
		"tutorial":    {eval(preset(t, "tutorial").With(Epsilon, 0.5), nil, nil, false), outside},
		"tutorial wide": {eval(preset(t, "tutorial-broken").With(Alpha, 1), nil, nil, false),
			outside},
	} {
		if tt.want == outside {
			if !errors.As(tt.got, new(*losscore.RangeError)) {
				t.Errorf("%s: %v, want a RangeError", name, tt.got)
			}
		} else if tt.got != tt.want {
			t.Errorf("%s: %v, want %v", name, tt.got, tt.want)
		}
	}
}

func TestWith(t *testing.T) {
	p := preset(t, "keras-binary")
	if q := p.With(Gamma, 5); q.Params[Gamma] != 5 || p.Params[Gamma] != 2 {
		t.Errorf("gamma %v, and %v before", q.Params[Gamma], p.Params[Gamma])
	}
	defer func() {
		if recover() == nil {
			t.Error("no panic for an unknown parameter")
		}
	}()
	p.With("delta", 1)
}

// The loss that the explorer draws is the preset's, up to Keras' clip.
func TestKind(t *testing.T) {
	drawn := 0
	for _, p := range Presets() {
		values := p.Values()
		if p.Kind == "" {
			if values != nil {
				t.Errorf("%s has values without a kind", p.ID)
			}
			continue
		}
		drawn++
		k := catalog.KindOf(p.Kind)
		if k == nil {
			t.Errorf("%s has the unknown kind %q", p.ID, p.Kind)
			continue
		}
		for _, param := range k.Params {
			if _, ok := p.Params[param.Name]; !ok {
				t.Errorf("%s lacks %s", p.ID, param.Name)
			}
		}
		want := k.New(values)
		for _, y := range []float64{0, 1} {
			for _, v := range []float64{1e-6, 0.01, 0.3, 0.5, 0.9, 1 - 1e-6} {
				got, dp := p.Loss().AtProb(y, v)
				loss, slope := want.AtProb(y, v)
				if !near(got, loss) || !near(dp, slope) {
					t.Errorf("%s at %v, %v: %v, %v, drawn %v, %v", p.ID, y, v, got, dp, loss, slope)
				}
			}
		}
	}
	if drawn != 21 {
		t.Errorf("%d presets can be drawn", drawn)
	}
}

// Keras clips in the logarithm only, losscore in 1-p_t too.
func TestKerasPastClip(t *testing.T) {
	p := preset(t, "keras-binary")
	drawn := catalog.KindOf(p.Kind).New(p.Values())
	loss, dp := p.Loss().AtProb(1, 0)
	if want := -math.Log(1e-7); !near(loss, want) || !near(dp, -2*want) {
		t.Errorf("at 0: %v, %v, want %v, %v", loss, dp, want, -2*want)
	}
	other, flat := drawn.AtProb(1, 0)
	if !near(other, loss*(1-1e-7)*(1-1e-7)) || flat != 0 {
		t.Errorf("drawn at 0: %v, %v", other, flat)
	}
	if loss, dp := p.Loss().AtProb(1, 1); loss != 0 || dp != 0 {
		t.Errorf("at 1: %v, %v", loss, dp)
	}
}

// Every text is in both languages.
func TestTable(t *testing.T) {
	head, rows := Table()
	if len(rows) != len(Presets()) {
		t.Errorf("%d rows", len(rows))
	}
	for _, row := range append(rows, head) {
		if len(row) != len(head) {
			t.Errorf("%v has %d cells", row[0], len(row))
		}
		for _, cell := range row {
			if cell.English == "" || cell.Chinese == "" {
				t.Errorf("%v lacks a language: %v", row[0], cell)
			}
		}
		for _, cell := range row[1:] {
			if isChinese(cell.English) || !isChinese(cell.Chinese) {
				t.Errorf("%v: not in its language: %v", row[0], cell)
			}
		}
	}
}

func isChinese(s string) bool {
	return strings.ContainsFunc(s, func(r rune) bool { return r >= 0x4e00 && r < 0xa000 })
}

func TestPresets(t *testing.T) {
	ids := map[string]bool{}
	calls := map[string]bool{}
	for _, p := range Presets() {
		if ids[p.ID] || calls[p.Call] {
			t.Errorf("%s: another preset has its ID or call", p.ID)
		}
		ids[p.ID], calls[p.Call] = true, true
		for _, s := range []string{p.ID, p.Framework, p.Function, p.Version, p.Source, p.Call,
			string(p.Reduction)} {
			if s == "" {
				t.Errorf("%s lacks a text", p.ID)
			}
		}
		if !slices.Contains(Uses[:], p.Use) {
			t.Errorf("%s has the use %q", p.ID, p.Use)
		}
		if _, err := time.Parse(time.DateOnly, p.Date); p.Date != "" && err != nil {
			t.Errorf("%s: %v", p.ID, err)
		}
		if (p.Evidence == Ran || p.Evidence == Published) != (p.Ran.English != "") {
			t.Errorf("%s: what was run is %q", p.ID, p.Ran.English)
		}
		if _, ok := precision.ImplementationOf(p.Implementation); ok != (p.Implementation != "") {
			t.Errorf("%s: no implementation %s", p.ID, p.Implementation)
		}
		if !strings.HasPrefix(p.Call, p.Function+"(") {
			t.Errorf("%s: %s does not call %s", p.ID, p.Call, p.Function)
		}
		if (p.Loss() == nil) != p.Classes {
			t.Errorf("%s: loss %v", p.ID, p.Loss())
		}
		if err := p.Validate(); err != nil {
			t.Errorf("%s: %v", p.ID, err)
		}
	}
}

// The defaults are those of the signatures in the sources.
func TestDefaults(t *testing.T) {
	const none = -1 // no weights, no label smoothing to set
	for id, want := range map[string]struct {
		gamma, alpha, epsilon, smoothing float64
		reduction                        Reduction
	}{
		"keras-binary":           {2, none, 1e-7, 0, Mean},
		"keras-binary-balanced":  {2, 0.25, 1e-7, 0, Mean},
		"keras-binary-smoothed":  {2, none, 1e-7, 0.1, Mean},
		"keras-categorical":      {2, 0.25, 1e-7, 0, Mean},
		"torchvision":            {2, 0.25, 0, none, None},
		"torchvision-unweighted": {2, none, 0, none, None},
		"optax":                  {2, none, 0, none, None},
		"monai":                  {2, none, 0, none, Mean},
		"monai-softmax":          {2, none, 0, none, Mean},
		"fvcore":                 {2, none, 0, none, None},
		"mmdet":                  {2, 0.25, 0, none, Mean},
		"paddle":                 {2, 0.25, 0, none, Sum},
		"mmcv":                   {2, 0.25, 0, none, Mean},
		"kornia":                 {2, 0.25, 0, none, None},
		"smp":                    {2, none, 0, none, Mean},
		"mmseg":                  {2, 0.5, 0, none, Mean},
		"detr":                   {2, 0.25, 0, none, None},
		"yolov5":                 {1.5, 0.25, 0, none, Mean},
		"ultralytics":            {1.5, 0.25, 0, none, None},
		"tensorflow-addons":      {2, 0.25, 1e-7, none, None},
		"artemmavrin":            {2, none, 1e-7, none, Mean},
		"catboost":               {2, 0.25, 0, none, None},
		"tutorial":               {2, 0.25, 1e-7, none, Mean},
		"tutorial-broken":        {2, 0.25, 1e-7, none, Mean},
	} {
		p := preset(t, id)
		got := want
		got.gamma, got.alpha, got.epsilon, got.reduction = p.Params[Gamma], none, p.Params[Epsilon],
			p.Reduction
		if p.Params[Balanced] == 1 {
			got.alpha = p.Params[Alpha]
		}
		got.smoothing = none
		if s, ok := p.Params[LabelSmoothing]; ok {
			got.smoothing = s
		}
		if got != want {
			t.Errorf("%s: %+v, want %+v", id, got, want)
		}
	}
}

func TestLargeLogits(t *testing.T) {
	losses, _, err := preset(t, "monai-softmax").EvalClasses([][]float64{{1, 0}, {1, 0}},
		[][]float64{{1000, 990}, {-1000, -1000}}, true)
	want := []float64{math.Pow(sigmoid(-10), 2) * math.Log1p(math.Exp(-10)), 0.25 * math.Ln2}
	if err != nil || !near(losses[0], want[0]) || !near(losses[1], want[1]) {
		t.Errorf("%v, %v, want %v", losses, err, want)
	}
}
