package predictions

import (
	"fmt"
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	"lossexplorer/internal/predict"
	"lossexplorer/internal/predict/advise"
	"lossexplorer/internal/predict/predictfile"
	"lossexplorer/internal/text"
)

func advice(t *testing.T, data string) (map[string]string, error) {
	t.Helper()
	f, err := predictfile.Read(predictfile.Input{Name: "a.csv", Size: int64(len(data)),
		ReaderAt: strings.NewReader(data)})
	if err != nil {
		t.Fatal(err)
	}
	changes, err := Advise(nil, text.For("en"), "a.csv", f, predict.Choice{}, advise.AP,
		func(float64) {})
	return values(t, changes), err
}

// Columns of numbers beside the label are features; others, and rows without a number, are
// left out. Where the head is right, cross-entropy stays.
func TestAdvise(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	var b strings.Builder
	b.WriteString("id,feat_0,feat_1,name,label\n")
	for i := range 900 {
		x, y := random.NormFloat64(), 0
		if random.Float64() < 1/(1+math.Exp(1-2*x)) {
			y = 1
		}
		fmt.Fprintf(&b, "%d,%.4f,%.4f,n%d,%d\n", i, x, random.NormFloat64(), i, y)
	}
	b.WriteString("900,,1,n,1\n")
	all, err := advice(t, b.String())
	if err != nil {
		t.Fatal(err)
	}
	if read := all["predict-advice-read "]; read != "900 rows of a.csv, 2 features; the label is label. 1 rows without a label or a number are left out." {
		t.Errorf("it read %q", read)
	}
	if said := all["predict-advice-says "]; !strings.HasPrefix(said,
		"No setting beats cross-entropy here") {
		t.Errorf("it says %q", said)
	}
	if all["predict-advice-0-4 "] == "" || all["predict-advised hidden"] != "false" {
		t.Error("the table is empty")
	}
	_, err = advice(t, "feat_0,feat_1,label\n"+strings.Repeat("1,2,0\n3,4,1\n", 20))
	if said := Explain(text.For("en"), err); !strings.Contains(said, "fewer than 50 rows") {
		t.Errorf("of few rows it says %q", said)
	}
	_, err = advice(t, "name,label\na,0\nb,1\n")
	if said := Explain(text.For("en"), err); said != text.QualityOf(text.For("en")).AdviceFeatures {
		t.Errorf("without features it says %q", said)
	}
}
