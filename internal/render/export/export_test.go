package export_test

import (
	"bytes"
	"encoding/csv"
	"math"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"testing"

	"lossexplorer/internal/plot"
	"lossexplorer/internal/render/export"
	"lossexplorer/internal/state"
	"lossexplorer/internal/text"
	"lossexplorer/losscore"
)

// parse returns the state of a query, which must be without fault. What it does not name
// is weighted classes, on linear axes, with the gradient with respect to p_t.
func parse(t testing.TB, query string) state.State {
	t.Helper()
	q, err := url.ParseQuery(query)
	if err != nil {
		t.Fatal(err)
	}
	for key, value := range map[string]string{"balanced": "1",
		state.ScaleKey: string(state.LinearScale), state.GradientKey: string(state.ByPt)} {
		if !q.Has(key) {
			q.Set(key, value)
		}
	}
	s, problems := state.Parse(func(key string) (string, bool) { return q.Get(key), q.Has(key) })
	if problems != nil {
		t.Fatalf("%s: %v", query, problems)
	}
	return s
}

// table reads a CSV file of numbers.
func table(t testing.TB, file []byte) (head []string, rows [][]float64) {
	t.Helper()
	records, err := csv.NewReader(bytes.NewReader(file)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	for _, record := range records[1:] {
		var row []float64
		for _, field := range record {
			v, err := strconv.ParseFloat(field, 64)
			if err != nil {
				t.Fatal(err)
			}
			row = append(row, v)
		}
		rows = append(rows, row)
	}
	return records[0], rows
}

var queries = []string{
	"",
	"class=both&gradient=logit",
	"class=both&wrong=1&gamma=1.5&alpha=0.9&epsilon=1e-3",
	"class=0&balanced=0&epsilon=off",
	"loss=asymmetric&class=both&margin=0.2",
	"loss=poly1&poly=-1&class=0&gradient=logit",
	"loss=smoothed&label_smoothing=0.3&epsilon=off&class=both",
	"loss=weighted&pos_weight=7",
	"loss=focal-star&beta=-2&class=both",
	"class=both&quantity=ratio&scale=log&x=logit&pins=focal:5,0,0.25,0~weighted:7,1e-3:hidden~poly1:2,0,1e-7",
}

// The table has the very float64s of losscore.
func TestCSV(t *testing.T) {
	same := func(a, b float64) bool { return math.Float64bits(a) == math.Float64bits(b) }
	for _, query := range queries {
		s := parse(t, query)
		file, ok := bytes.CutPrefix(export.CSV([]byte("before"), s), []byte("before"))
		if !ok {
			t.Fatal("CSV does not append")
		}
		if n := bytes.Count(file, []byte("\n")); n != bytes.Count(file, []byte("\r\n")) ||
			!bytes.HasSuffix(file, []byte("\r\n")) {
			t.Errorf("%s: the lines do not all end with CRLF", query)
		}
		head, rows := table(t, file)
		pt := make([]float64, len(rows))
		for k, row := range rows {
			pt[k] = row[0]
			if k > 0 && !(row[0] > rows[k-1][0]) {
				t.Fatalf("%s: p_t %g after %g", query, row[0], rows[k-1][0])
			}
		}
		column := 1
		plot.Shown(s, func(name string, l losscore.Loss, y float64) {
			want := losscore.Curve{Pt: pt}
			if err := want.Evaluate(l, y); err != nil {
				t.Fatal(err)
			}
			if column == 1 { // the rows are the points that are drawn
				if err := want.Sample(l, y, plot.Points); err != nil {
					t.Fatal(err)
				}
				if !slices.Equal(want.Pt, pt) {
					t.Errorf("%s: the rows are not the points of %s", query, name)
				}
			}
			slope := want.DPt
			if s.Gradient == state.ByLogit {
				slope = want.DLogit
			}
			if len(head) < column+2 || !strings.HasPrefix(head[column], name+" ") ||
				!strings.HasPrefix(head[column+1], name+" ") {
				t.Fatalf("%s: columns %q, want two of %s from %d on", query, head, name, column)
			}
			for k, row := range rows {
				if !same(row[column], want.Loss[k]) || !same(row[column+1], slope[k]) {
					t.Fatalf("%s: %s at %g: %g, %g, want %g, %g", query, name, row[0], row[column],
						row[column+1], want.Loss[k], slope[k])
				}
			}
			column += 2
		})
		if len(head) != column {
			t.Errorf("%s: %d columns, want %d", query, len(head), column)
		}
	}
}

func TestCSVHead(t *testing.T) {
	for query, want := range map[string]string{
		"": "p_t,focal gamma=2 alpha=0.25 epsilon=1e-7 y=1 loss [nat],focal gamma=2 alpha=0.25 epsilon=1e-7 y=1 dL/dp_t [nat]," +
			"cross-entropy epsilon=1e-7 y=1 loss [nat],cross-entropy epsilon=1e-7 y=1 dL/dp_t [nat]\r\n",
		"wrong=1&class=0&epsilon=off&gradient=logit": "p_t,focal gamma=2 alpha=0.25 epsilon=off y=0 loss [nat],focal gamma=2 alpha=0.25 epsilon=off y=0 dL/dx [nat]," +
			"broken gamma=2 alpha=0.25 y=0 loss [nat],broken gamma=2 alpha=0.25 y=0 dL/dx [nat]," +
			"cross-entropy epsilon=off y=0 loss [nat],cross-entropy epsilon=off y=0 dL/dx [nat]\r\n",
		"loss=weighted&class=0": "p_t,weighted pos_weight=3 epsilon=1e-7 y=0 loss [nat],weighted pos_weight=3 epsilon=1e-7 y=0 dL/dp_t [nat]," +
			"cross-entropy epsilon=1e-7 y=0 loss [nat],cross-entropy epsilon=1e-7 y=0 dL/dp_t [nat]\r\n",
		"class=0&pins=weighted:7,1e-3~poly1:2,0,1e-7:hidden": "p_t,focal gamma=2 alpha=0.25 epsilon=1e-7 y=0 loss [nat],focal gamma=2 alpha=0.25 epsilon=1e-7 y=0 dL/dp_t [nat]," +
			"weighted pos_weight=7 epsilon=0.001 y=0 loss [nat],weighted pos_weight=7 epsilon=0.001 y=0 dL/dp_t [nat]," +
			"cross-entropy epsilon=1e-7 y=0 loss [nat],cross-entropy epsilon=1e-7 y=0 dL/dp_t [nat]\r\n",
	} {
		file := export.CSV(nil, parse(t, query))
		if !strings.HasPrefix(string(file), want) {
			t.Errorf("%s: %.400s…, want %s", query, file, want)
		}
	}
}

// Values beyond the axes are in the table as they are.
func TestCSVIsNotClipped(t *testing.T) {
	_, rows := table(t, export.CSV(nil, parse(t, "epsilon=off")))
	first := rows[0] // p_t = 1e-6
	if loss, slope := first[3], first[4]; math.Abs(loss-math.Log(1e6)) > 1e-14 ||
		math.Abs(slope+1e6) > 1e-9 {
		t.Errorf("cross-entropy at %g: %g and %g, want %g and -1e6", first[0], loss, slope,
			math.Log(1e6))
	}
}

func TestFileName(t *testing.T) {
	for query, want := range map[string]string{
		"":                                   "focal-gamma2-alpha0.25",
		"gamma=0.5&balanced=0":               "focal-gamma0.5",
		"epsilon=off":                        "focal-gamma2-alpha0.25-epsilonoff",
		"epsilon=1e-3":                       "focal-gamma2-alpha0.25-epsilon0.001",
		"loss=asymmetric":                    "asymmetric-gamma_pos1-gamma_neg4-margin0.05",
		"loss=focal-star&beta=-2&gamma=1e-9": "focal-star-gamma1e-9-beta-2",
	} {
		if got := export.FileName(parse(t, query)); got != want {
			t.Errorf("%s: %s, want %s", query, got, want)
		}
	}
}

func TestCaption(t *testing.T) {
	for _, tt := range []struct{ lang, query, want string }{
		{"en", "", "Focal loss · γ = 2 · α = 0.25 · ε = 1e-7"},
		{"en", "loss=smoothed&label_smoothing=0.125",
			"Cross-entropy with label smoothing · s = 0.125 · ε = 1e-7"},
		{"zh", "balanced=0&epsilon=off", "焦点损失（Focal Loss） · γ = 2 · ε = 关"},
	} {
		if got := export.Caption(text.For(tt.lang), parse(t, tt.query)); got != tt.want {
			t.Errorf("%s: %s, want %s", tt.query, got, tt.want)
		}
	}
}

// Whatever the address says, the table has numbers only.
func FuzzExport(f *testing.F) {
	for _, query := range queries {
		f.Add(query)
	}
	f.Fuzz(func(t *testing.T, query string) {
		q, _ := url.ParseQuery(query)
		s, _ := state.Parse(func(key string) (string, bool) { return q.Get(key), q.Has(key) })
		_, rows := table(t, export.CSV(nil, s))
		for _, row := range rows {
			for i, v := range row {
				if v != v {
					t.Errorf("column %d is not a number at p_t %g", i, row[0])
				}
			}
		}
		if name := export.FileName(s); strings.Trim(name,
			"abcdefghijklmnopqrstuvwxyz0123456789_.-") != "" {
			t.Errorf("the file's name is %q", name)
		}
	})
}

func BenchmarkCSV(b *testing.B) {
	s := parse(b, "class=both&wrong=1")
	var file []byte
	for b.Loop() {
		file = export.CSV(file[:0], s)
	}
	b.SetBytes(int64(len(file)))
}
