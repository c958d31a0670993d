package predictions

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"maps"
	"math"
	"os"
	"strconv"
	"strings"
	"testing"

	"lossexplorer/internal/catalog"
	"lossexplorer/internal/formula"
	"lossexplorer/internal/formula/syntax"
	"lossexplorer/internal/predict"
	"lossexplorer/internal/predict/predictfile"
	"lossexplorer/internal/state"
	"lossexplorer/internal/text"
	"lossexplorer/losscore"

	"golang.org/x/image/bmp"
)

func load(t testing.TB, data string) (*Data, error) {
	t.Helper()
	f, err := predictfile.Read(predictfile.Input{Name: "a.csv", Size: int64(len(data)),
		ReaderAt: strings.NewReader(data)})
	if err != nil {
		return nil, err
	}
	c, err := predict.Guess(f.Names(), f.Head())
	if err != nil {
		return nil, err
	}
	last := 0.
	d, err := Load(text.For("en"), "a.csv", f, c, 1, func(done float64) { last = done })
	if err == nil && last != 1 {
		t.Errorf("in the end %v was read", last)
	}
	return d, err
}

func sample(t testing.TB) *Data {
	data, err := os.ReadFile("../../predict/sample/satellite.csv")
	if err != nil {
		t.Fatal(err)
	}
	d, err := load(t, string(bytes.TrimSpace(data)))
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// values are the changes by element and attribute.
func values(t *testing.T, changes []Change) map[string]string {
	all := map[string]string{}
	for _, c := range changes {
		key := c.ID + " " + c.Attribute
		if _, twice := all[key]; twice {
			t.Errorf("%s is set twice", key)
		}
		all[key] = c.Value
	}
	return all
}

// weighted returns the default state with weighted classes, alpha 0.25.
func weighted() state.State {
	s, err := state.Default().With("balanced", "1")
	if err != nil {
		panic(err)
	}
	return s
}

func TestShow(t *testing.T) {
	d := sample(t)
	if got := values(t, d.Fixed(nil))["predict-read "]; !strings.Contains(got,
		"6435 rows of a.csv, 626 of them") {
		t.Errorf("%q", got)
	}
	s := weighted()
	first := values(t, d.Show(nil, s))
	for id, want := range map[string]string{
		"predict-share-0-0 ": "5809", "predict-share-1-0 ": "626", "predict-share-all-0 ": "6435",
		"predict-share-0-1 ": "90.3%",
	} {
		if first[id] != want {
			t.Errorf("%s is %q, want %q", id, first[id], want)
		}
	}
	if points := strings.Fields(first["predict-curve-1-5 points"]); len(points) < 50 ||
		points[0] != "0,1000" || points[len(points)-1] != "1000,0" {
		t.Errorf("the curve is %v", points)
	}
	if points := strings.Fields(first["predict-bars-0 points"]); len(points) != 102 {
		t.Errorf("the bars have %d points, want 102", len(points))
	}
	// With the alpha that is offered, both classes have the same gradient.
	s, err := s.With("alpha", first["predict-alpha value"])
	if err != nil {
		t.Fatal(err)
	}
	second := maps.Clone(first)
	maps.Copy(second, values(t, d.Show(nil, s)))
	if a, b := second["predict-share-0-3 "], second["predict-share-1-3 "]; a != "50.0%" ||
		b != "50.0%" {
		t.Errorf("the shares of the gradient are %s and %s", a, b)
	}
	if second["predict-alpha value"] != first["predict-alpha value"] {
		t.Errorf("the suggestion depends on alpha: %s, then %s", first["predict-alpha value"],
			second["predict-alpha value"])
	}
	if got := first["predict-easy-at cx"] + " " + first["predict-easy-at cy"]; got != "402.4 770.3" {
		t.Errorf("gamma 2 and alpha 0.25 are at %s", got)
	}
	if again := d.Show(nil, s); len(again) > 0 {
		t.Errorf("nothing has changed but %v", again)
	}
	// The panel does not depend on the states before the present one.
	moved := maps.Clone(second)
	for _, query := range []string{"gamma=0.5", "epsilon=off", "epsilon=0.02", "gamma=5"} {
		key, value, _ := strings.Cut(query, "=")
		if s, err = s.With(key, value); err != nil {
			t.Fatal(err)
		}
		maps.Copy(moved, values(t, d.Show(nil, s)))
	}
	if fresh := values(t, sample(t).Show(nil, s)); !maps.Equal(moved, fresh) {
		for id, v := range fresh {
			if moved[id] != v {
				t.Errorf("%s is %.60q, at once %.60q", id, moved[id], v)
			}
		}
	}
	// Every loss is shown, with or without gamma or alpha.
	for _, kind := range catalog.Kinds() {
		if s, err = weighted().With(state.LossKey, kind.ID); err != nil {
			t.Fatal(err)
		}
		for id, v := range values(t, d.Show(nil, s)) {
			if strings.Contains(v, "NaN") {
				t.Errorf("%s: %s is %q", kind.ID, id, v)
			}
		}
	}
	// Clipped at 0.1, the largest loss is -0.75 · 0.9² ln 0.1.
	if s, err = weighted().With("epsilon", "0.1"); err != nil {
		t.Fatal(err)
	}
	third := maps.Clone(second)
	maps.Copy(third, values(t, d.Show(nil, s)))
	if third["predict-top-0-3 "] != "1.3988" || third["predict-top-0-4 "] != "0" {
		t.Errorf("the largest loss is %s, gradient %s", third["predict-top-0-3 "],
			third["predict-top-0-4 "])
	}
}

// The sums of all rows follow those of bins, and are those of the rows: also for losses with
// corners, and for the largest losses of those that rise.
func TestExact(t *testing.T) {
	var data strings.Builder
	data.WriteString("y,p\n")
	var y, p []float64
	for i := range 140000 {
		y, p = append(y, float64(i%7%2)), append(p, float64((i*7919)%100003)/100003)
		fmt.Fprintf(&data, "%g,%.17g\n", y[i], p[i])
	}
	d, err := load(t, data.String())
	if err != nil {
		t.Fatal(err)
	}
	all := map[string]string{} // that the page has
	for _, source := range []string{"", "max(0, 1 - xt)", "where(pt > 0.3, 0.25, 1)", "pt^2",
		"abs(p - 0.123)"} {
		s := weighted()
		if source != "" {
			f, err := syntax.Parse(source)
			if err != nil {
				t.Fatal(err)
			}
			if s, err = s.With(state.LossKey, formula.ID+f.Encode()); err != nil {
				t.Fatal(err)
			}
		}
		maps.Copy(all, values(t, d.Show(nil, s)))
		e := d.Exact(s)
		steps := 1
		for !e.Step() {
			steps++
		}
		if steps < 3 {
			t.Errorf("%d steps", steps)
		}
		maps.Copy(all, values(t, e.Show(nil)))
		l := s.Loss()
		sum, most, line := 0., math.Inf(-1), 0
		for i := range y {
			loss, _ := l.AtProb(y[i], p[i])
			sum += loss
			if loss > most {
				most, line = loss, i+2
			}
		}
		if got := all["predict-total-0 "]; got != number(sum) {
			t.Errorf("%s: the sum is %s, want %s", source, got, number(sum))
		}
		if got := all["predict-top-0-0 "] + " " + all["predict-top-0-3 "]; got != strconv.Itoa(
			line)+" "+number(most) && number(most) != all["predict-top-1-3 "] {
			t.Errorf("%s: the largest loss is %s, want %d %s", source, got, line, number(most))
		}
		if all["predict-exact "] != text.PredictOf(text.For("en")).Exact {
			t.Errorf("it is said that %s", all["predict-exact "])
		}
		if again := values(t, d.Show(nil,
			s)); again["predict-exact "] != text.PredictOf(text.For("en")).Binned {
			t.Errorf("then it is said that %s", again["predict-exact "])
		}
	}
}

// Several classes have a row each, or the last one row for all others, and the elements for
// two classes only are hidden.
func TestSeveral(t *testing.T) {
	for _, classes := range []int{3, 15} {
		var data strings.Builder
		data.WriteString("y")
		for k := range classes {
			fmt.Fprintf(&data, ",p%d", k)
		}
		data.WriteByte('\n')
		want := 0.
		focal := losscore.Focal{Gamma: 2, Alpha: 0.25, Balanced: true, Epsilon: 1e-7}
		const rows = 300
		for i := range rows {
			class := i % classes
			pt := (float64(i%89) + 1) / 100
			fmt.Fprint(&data, class)
			for k := range classes {
				p := (1 - pt) / float64(classes-1)
				if k == class {
					p = pt
				}
				fmt.Fprintf(&data, ",%.17g", p)
			}
			data.WriteByte('\n')
			loss, _ := focal.AtProb(1, pt)
			want += loss
		}
		d, err := load(t, data.String())
		if err != nil {
			t.Fatal(err)
		}
		all := values(t, d.Fixed(nil))
		maps.Copy(all, values(t, d.Show(nil, weighted())))
		if got, err := strconv.ParseFloat(all["predict-total-0 "], 64); err != nil ||
			math.Abs(got-want) > 1e-4*want {
			t.Errorf("%d classes: the loss is %v, want %v", classes, got, want)
		}
		if got := all["predict-total-4 "]; got != "–" {
			t.Errorf("the loss by positive is %s", got)
		}
		shown, counted := 0, 0
		for k := range Classes {
			id := "predict-class-" + strconv.Itoa(k)
			n, _ := strconv.Atoi(all["predict-share-"+strconv.Itoa(k)+"-0 "])
			counted += n
			if all[id+" hidden"] == "false" {
				shown++
			} else if n > 0 {
				t.Errorf("class %d is hidden, with %d rows", k, n)
			}
		}
		if shown != min(classes, Classes) || counted != rows ||
			all["predict-share-all-0 "] != "300" {
			t.Errorf("%d classes: %d are shown with %d rows", classes, shown, counted)
		}
		if name := all["predict-class-11-name "]; (name == "others") != (classes > Classes) {
			t.Errorf("the last row is called %s", name)
		}
		for _, id := range []string{"predict-figure4", "predict-heat", "predict-thresholds",
			"predict-says"} {
			if all[id+" hidden"] != "true" {
				t.Errorf("%s is shown", id)
			}
		}
		if all["predict-pair hidden"] != "false" {
			t.Error("files cannot be compared")
		}
		if !strings.Contains(all["predict-balance "], "w_2 = ") ||
			all["predict-alpha value"] != "" || all["predict-bars-0 points"] != "" ||
			all["predict-bars-1 points"] == "" {
			t.Errorf("%d classes: %s", classes, all["predict-balance "])
		}
		if read := all["predict-read "]; !strings.Contains(read,
			"of "+strconv.Itoa(classes)+" classes") {
			t.Errorf("it is said that %s", read)
		}
		d.Keep(weighted())
		for id, v := range values(t, d.Show(nil, weighted())) {
			if strings.Contains(v, "NaN") {
				t.Errorf("%s is %s", id, v)
			}
		}
	}
	if all := values(t, sample(t).Fixed(nil)); all["predict-figure4 hidden"] != "false" ||
		all["predict-class-2 hidden"] != "true" || all["predict-class-1 hidden"] != "false" {
		t.Errorf("of two classes there is %v", all)
	}
}

func TestProblems(t *testing.T) {
	for data, code := range map[string]predict.Code{
		"y,p\n0,2\n1,-3\n": predict.Outside,
		"y,p\n":            predict.Empty,
		"y,p\n2,0.5\n3,1":  predict.Positive,
	} {
		_, err := load(t, data)
		for _, m := range text.All() {
			if got := Explain(m, err); err == nil ||
				!strings.HasPrefix(got, text.ReportOf(m).Problems[code]) {
				t.Errorf("%q: %q", data, got)
			}
		}
	}
	d, err := load(t, "y,p\n0,0.5\n0,0.25\n?,1\n")
	if err != nil {
		t.Fatal(err)
	}
	notes := values(t, d.Fixed(nil))["predict-notes "]
	if r := text.ReportOf(text.For("en")); !strings.Contains(notes,
		r.Problems[predict.NoPositives]) || !strings.Contains(notes, r.Problems[predict.SomeBad]) {
		t.Errorf("%q", notes)
	}
	if v := values(t, d.Show(nil, weighted())); v["predict-balance "] != "" ||
		v["predict-share-1-0 "] != "0" {
		t.Errorf("%q", v["predict-balance "])
	}
}

// A move of a slider over the sample; that over many rows is in package bins.
func BenchmarkShow(b *testing.B) {
	d := sample(b)
	s := weighted()
	var changes []Change
	i := 0
	for b.Loop() {
		i++
		moved, err := s.With("gamma", strconv.FormatFloat(float64(i%100)/20, 'g', -1, 64))
		if err != nil {
			b.Fatal(err)
		}
		changes = d.Show(changes[:0], moved)
	}
}

// A picture decodes to the colours that it was made of.
func TestBitmap(t *testing.T) {
	address := bitmap(5, 2, func(i, j int) rgb { return rgb{float64(i), float64(10 * j), 200} })
	data, err := base64.StdEncoding.DecodeString(strings.TrimPrefix(address,
		"data:image/bmp;base64,"))
	if err != nil {
		t.Fatal(err)
	}
	picture, err := bmp.Decode(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	for j := range 2 {
		for i := range 5 {
			if r, g, b, _ := picture.At(i, 1-j).RGBA(); r>>8 != uint32(i) || g>>8 != uint32(10*j) ||
				b>>8 != 200 {
				t.Errorf("at %d, %d: %d %d %d", i, j, r>>8, g>>8, b>>8)
			}
		}
	}
}

// A kept setting is compared with the present one, until it is forgotten.
func TestKeep(t *testing.T) {
	d := sample(t)
	s := weighted()
	first := values(t, d.Show(nil, s))
	if first["predict-compared hidden"] != "true" {
		t.Error("there is a comparison with nothing")
	}
	d.Keep(s)
	now := values(t, d.Show(nil, s))
	if now["predict-compared hidden"] != "false" ||
		now["predict-kept "] != "Focal loss, gamma = 2, balanced = 1, alpha = 0.25, epsilon = 1e-7" {
		t.Errorf("%q is %q", now["predict-kept "], now["predict-compared hidden"])
	}
	for i := range 5 {
		id := "predict-compared-" + strconv.Itoa(i)
		if now[id+"-0 "] == "" || now[id+"-0 "] != now[id+"-1 "] {
			t.Errorf("%s: %q and %q", id, now[id+"-0 "], now[id+"-1 "])
		}
	}
	if got := now["predict-compared-4-0 "]; got != first["predict-total-1 "] {
		t.Errorf("the mean is %s, want %s", got, first["predict-total-1 "])
	}
	// Another clip and another gamma change the present one only.
	for _, pair := range [][2]string{{"gamma", "0"}, {"epsilon", "0.01"}} {
		var err error
		if s, err = s.With(pair[0], pair[1]); err != nil {
			t.Fatal(err)
		}
	}
	for id, v := range values(t, d.Show(nil, s)) {
		if strings.HasPrefix(id, "predict-compared") && strings.HasSuffix(id, "-0 ") {
			t.Errorf("%s of the kept setting becomes %q", id, v)
		}
		now[id] = v
	}
	if now["predict-compared-0-0 "] == now["predict-compared-0-1 "] {
		t.Error("gamma makes no difference")
	}
	d.Forget()
	if got := values(t, d.Show(nil, s)); got["predict-compared hidden"] != "true" {
		t.Errorf("%v", got)
	}
}

// The table of weights has a line for each row that could be read, under the loss.
func TestWeights(t *testing.T) {
	const rows = "y,p\n1,0.5\nx,0.5\n0,0.9\n"
	f, err := predictfile.Read(predictfile.Input{Name: "a.csv", Size: int64(len(rows)),
		ReaderAt: strings.NewReader(rows)})
	if err != nil {
		t.Fatal(err)
	}
	var table []byte
	err = Weights(f, predict.Columns{Label: 0, Scores: []int{1}}, weighted(),
		func(b []byte) { table = append(table, b...) }, func(float64) {})
	want := "row,line,y,p_t,loss,gradient,weight\n" +
		"0,2,1,0.5,0.0433216988,0.0745716988,0.0625\n" +
		"2,4,0,0.1,1.39882044,0.826514089,0.6075\n"
	if err != nil || string(table) != want {
		t.Errorf("%v\n%s\nwant\n%s", err, table, want)
	}
}

// The bands have all rows, loss and gradient.
func TestBands(t *testing.T) {
	d, err := load(t, "y,p\n1,0.05\n0,0.95\n1,0.95\n0,0.01\n")
	if err != nil {
		t.Fatal(err)
	}
	s := weighted()
	got := values(t, d.Show(nil, s))
	for i := range 10 {
		want := map[int]string{0: "50.0%", 9: "50.0%"}[i]
		if want == "" {
			want = "0.0%"
		}
		if v := got["predict-band-"+strconv.Itoa(i)+"-0 "]; v != want {
			t.Errorf("band %d has %s of the rows, want %s", i, v, want)
		}
	}
	if v := got["predict-band-0-1 "]; v != ">99.9%" {
		t.Errorf("the hardest have %s of the loss", v)
	}
}

// Rows that could not be read are listed, in both languages.
func TestBad(t *testing.T) {
	rows := "y,p\n1,0.5\n2,0.5\n0,1.5\n0,x\nyes,0.2\n0\n0,0.25\n" + strings.Repeat("3,0.5\n",
		20) + strings.Repeat("0,0.3\n", 200)
	for lang, want := range map[string][]string{
		"en": {"line 3: the label ", "line 4: the probability 1.5 is outside 0 to 1",
			"line 5: the score ", "… and 5 more"},
		"zh": {"行号 3: 标签为 2，应为 0, 1", "行号 4: 概率 1.5 不在 0 到 1 之间",
			"行号 5: 得分 \"x\" 不是数字", "……另有 5 行"},
	} {
		f, err := predictfile.Read(predictfile.Input{Name: "a.csv", Size: int64(len(rows)),
			ReaderAt: strings.NewReader(rows)})
		if err != nil {
			t.Fatal(err)
		}
		d, err := Load(text.For(lang), "a.csv", f, predict.Columns{Label: 0, Scores: []int{1}}, 1,
			func(float64) {})
		if err != nil {
			t.Fatal(err)
		}
		said := values(t, d.Fixed(nil))["predict-bad "]
		for _, w := range want {
			if !strings.Contains(strings.ToLower(said), w) {
				t.Errorf("%s lacks %q:\n%s", lang, w, said)
			}
		}
	}
}
