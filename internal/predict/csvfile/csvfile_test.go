package csvfile

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"lossexplorer/internal/predict"
	"lossexplorer/internal/predict/lines"
)

// read reads all of a text with guessed columns.
func read(t testing.TB, text string, workers int) (predict.Columns, predict.Rows, error) {
	t.Helper()
	r, err := New(strings.NewReader(text))
	if err != nil {
		return predict.Columns{}, predict.Rows{}, err
	}
	c, err := predict.Guess(r.Names(), r.Head())
	if err != nil {
		return c, predict.Rows{}, err
	}
	parts := make([][]predict.Rows, workers)
	err = predict.Each(context.Background(), r, c, workers,
		func(_ context.Context, w int, rows *predict.Rows) error {
			parts[w] = append(parts[w],
				predict.Rows{Part: rows.Part, Line: slices.Clone(rows.Line),
					Class: slices.Clone(rows.Class), Score: slices.Clone(rows.Score),
					Bad: slices.Clone(rows.Bad), Out: rows.Out})
			return nil
		})
	var all predict.Rows
	all.Reset(c)
	sorted := slices.Concat(parts...)
	slices.SortFunc(sorted, func(a, b predict.Rows) int { return a.Part - b.Part })
	for _, p := range sorted {
		all.Line, all.Class, all.Score, all.Bad = append(all.Line, p.Line...),
			append(all.Class, p.Class...), append(all.Score, p.Score...), append(all.Bad, p.Bad...)
		all.Out += p.Out
	}
	return c, all, err
}

func TestRead(t *testing.T) {
	for _, test := range []struct{ name, text, want string }{
		{"header", "id,y_true,prob\n7,1,0.25\n8,0,0.5\n", "[2 3] [1 0] [0.25 0.5] []"},
		{"no header", "1,0.25\n0,0.5", "[1 2] [1 0] [0.25 0.5] []"},
		{"tabs, CRLF, mark of order", "\xef\xbb\xbfp\ty\r\n0.25\t1\r\n0.5\t0\r\n",
			"[2 3] [1 0] [0.25 0.5] []"},
		{"semicolons", "y;p\n1;0.25\n0;.5\n", "[2 3] [1 0] [0.25 0.5] []"},
		{"words", "label,score\ntrue,0.25\nFalse,0.5\n", "[2 3] [1 0] [0.25 0.5] []"},
		{"1 and -1", "label,score\n1,0.25\n-1,0.5\n", "[2 3] [1 0] [0.25 0.5] []"},
		{"quotes", "y,text,p\n1,\"a\nb,\"\"c\",0.25\n0,d,0.5\n", "[2 4] [1 0] [0.25 0.5] []"},
		{"an open quote", "y,p,text\n1,0.25,a\n0,0.5,\"b\n1,0.75,c\n",
			`[2 4] [1 1] [0.25 0.75] [line 3: a quote that is not closed, or text after it]`},
		{"bad rows", "y,p\n1,0.25\n2,0.5\n1,x\n1\n0,nan\n0,1.5\n\n0,0.5\n",
			`[2 9] [1 0] [0.25 0.5] [line 3: the label is 2; allowed: 0, 1 line 4: the score "x" is not a number line 5: 1 of at least 2 columns line 6: the score is not a number line 7: the probability 1.5 is outside 0 to 1]`},
		{"logits", "y,logit\n1,-2.5\n0,30\n1,inf\n",
			"[2 3] [1 0] [-2.5 30] [line 4: the logit is infinite]"},
		{"comments", "# run 3\n# lr=0.1, wd=0\ny,p\n1,0.25\n0,0.5\n", "[4 5] [1 0] [0.25 0.5] []"},
		{"returns alone", "y,p\r1,0.25\r0,0.5\r", "[2 3] [1 0] [0.25 0.5] []"},
		{"a title", "Run 3 of May\n\ny,p\n1,0.25\n0,0.5\n", "[4 5] [1 0] [0.25 0.5] []"},
		{"a title of a sheet", "Run 3;;\r\nid;y;p\r\na;1;0,25\r\nb;0;0,5\r\n",
			"[3 4] [1 0] [0.25 0.5] []"},
		{"a title of one word", "Predictions\ny\tp\n1\t0.25\n0\t0.5\n",
			"[3 4] [1 0] [0.25 0.5] []"},
		{"savetxt", "# run 3\n# p,y\n0.25,1\n0.5,0\n", "[3 4] [1 0] [0.25 0.5] []"},
		{"Excel's separator", "sep=;\r\ny;p\r\n1;0,25\r\n0;0,5\r\n",
			"[3 4] [1 0] [0.25 0.5] []"},
		{"R's names of rows", "\"y\" \"p\"\n\"1\" 1 0.25\n\"2\" 0 0.5\n\"3\" 1 1\n",
			"[2 3 4] [1 0 1] [0.25 0.5 1] []"},
		{"a comma in a text", "text,y,p\na,1,0.25\nb,0,1,0.75\nc,0,0.5,\n",
			`[2 4] [1 0] [0.25 0.5] [line 3: 4 columns, where the first row has 3]`},
		{"decimal commas without quotes", "y,p\n1,0,25\n0,0,5\n1,0,75\n",
			`[] [] [] [line 2: 3 columns, where the first row has 2 line 3: 3 columns, where the first row has 2 line 4: 3 columns, where the first row has 2]`},
		{"two probabilities", "y,p0,p1\n1,0.75,0.25\n0,0.5,0.5\n", "[2 3] [1 0] [0.25 0.5] []"},
		{"three classes", "y,0,1,2\n2,0.5,0.25,0.25\n0,1,0,0\n1,1,1,0\n",
			"[2 3] [2 0] [0.5 0.25 0.25 1 0 0] [line 4: the probabilities sum to 2, not 1]"},
	} {
		for _, workers := range []int{1, 3} {
			_, rows, err := read(t, test.text, workers)
			if test.name == "bad rows" {
				var p *predict.Problem
				if !errors.As(err, &p) || p.Code != predict.Outside {
					t.Errorf("%s: %v", test.name, err)
				}
				rows = all(t, test.text, predict.Columns{Label: 0, Scores: []int{1}})
			} else if err != nil {
				t.Errorf("%s: %v", test.name, err)
				continue
			}
			if got := fmt.Sprint(rows.Line, rows.Class, rows.Score, rows.Bad); got != test.want {
				t.Errorf("%s:\n%s, want\n%s", test.name, got, test.want)
			}
		}
	}
}

// all reads the given columns.
func all(t testing.TB, text string, c predict.Columns) predict.Rows {
	r, err := New(strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	r.Choose(c)
	var rows predict.Rows
	rows.Reset(c)
	for {
		part, err := r.Next()
		if err != nil {
			return rows
		}
		part(&rows)
	}
}

func TestProblems(t *testing.T) {
	for _, test := range []struct {
		text string
		code predict.Code
	}{
		{"", predict.Empty},
		{"\n\n", predict.Empty},
		{"\xff\xfey\x00,\x00p\x00", predict.Encoding},
		{"y,p\n1,0.5\n0,\x000.5\n", predict.Encoding},
		{"y,p,\xe4\xf6\xfc name\n1,0.5,a\n0,0.25,b\n", predict.Encoding},
		{"a,b,c\n1,2,3\n", predict.Unclear},
		{"y,p\n1,0.5\n0,1.25\n", predict.Outside},
		{strings.Repeat("1,0.5", lines.Size), predict.Unreadable},
	} {
		_, _, err := read(t, test.text, 1)
		var p *predict.Problem
		if !errors.As(err, &p) || p.Code != test.code || p.Warning() {
			t.Errorf("%.20q: %v, want code %d", test.text, err, test.code)
		}
	}
}

// Parts end between rows, also in texts with quotes: lines and values of a large
// file are those of its text.
func TestParts(t *testing.T) {
	for _, text := range []string{"", "\"a\n\"\"b\"", "a \"b"} {
		var b strings.Builder
		b.WriteString("y,p,text\n")
		line := 2
		var want []int
		for i := range 200000 {
			fmt.Fprintf(&b, "%d,0.%d,%s\n", i%2, i, text)
			if !strings.Contains(text, "a \"") {
				want = append(want, line)
			}
			line += 1 + strings.Count(text, "\n")
		}
		rows := all(t, b.String(), predict.Columns{Label: 0, Scores: []int{1}})
		if !slices.Equal(rows.Line, want) || len(rows.Line)+len(rows.Bad) != 200000 {
			t.Errorf("text %q: %d rows and %d bad ones of 200000, or other lines", text,
				len(rows.Line), len(rows.Bad))
		}
	}
}

// Whatever the text, rows have as many elements as they shall, in range, and lines
// in order; the same rows come from parts of any number of workers.
func FuzzRead(f *testing.F) {
	for _, seed := range []string{"y,p\n1,0.5\n", "\"a\n,1\n\"b\"c,2\n0.5,1\n",
		"y\tlogit\n1\t1e9\n", "\xef\xbb\xbf1,0.5\r\n\"\n\n\"\"\",0"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		r, err := New(strings.NewReader(text))
		if err != nil {
			var p *predict.Problem
			if !errors.As(err, &p) {
				t.Fatalf("%T: %v", err, err)
			}
			return
		}
		if len(r.Names()) < 2 {
			return
		}
		c, err := predict.Guess(r.Names(), r.Head())
		if err != nil {
			c = predict.Columns{Label: 0, Scores: []int{1}}
		}
		rows := all(t, text, c)
		if len(rows.Class) != len(rows.Line) || len(rows.Score) != len(rows.Line)*rows.Width() {
			t.Fatalf("%d lines, %d classes, %d scores", len(rows.Line), len(rows.Class),
				len(rows.Score))
		}
		if !slices.IsSorted(rows.Line) {
			t.Fatalf("lines %v", rows.Line)
		}
		lines := strings.Count(text, "\n") + 1
		for _, b := range rows.Bad {
			if b.Line < 1 || b.Line > lines || b.Why() == "" {
				t.Fatalf("%+v of %d lines", b, lines)
			}
		}
		for _, s := range rows.Score {
			if s != s || !c.Logits() && (s < 0 || s > 1) {
				t.Fatalf("score %v", s)
			}
		}
	})
}

// Without quotes, a text is divided as package csv does it.
func FuzzPlain(f *testing.F) {
	for _, seed := range []string{"1,0.5\n0,1", "a,b\r\n\r\n,\n\r,\r\r\n", ",,\n \n"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		text = strings.ReplaceAll(text, "\"", "")
		var got, want []string
		add := func(dst *[]string) func(int, []string, int, string) bool {
			return func(line int, fields []string, end int, fault string) bool {
				*dst = append(*dst, fmt.Sprintf("%d %q %d %s", line, fields, end, fault))
				return true
			}
		}
		part := lines.Part{Text: []byte(text), Line: 7}
		scanPlain(part, ',', add(&got))
		scanQuoted(part, ',', add(&want))
		if !slices.Equal(got, want) {
			t.Fatalf("%q:\n%q, package csv\n%q", text, got, want)
		}
	})
}

// Lines that end with a carriage return alone are lines beyond the start, too.
func TestReturns(t *testing.T) {
	const n = 20000
	_, rows, err := read(t, "y,p\r"+strings.Repeat("1,0.25\r0,0.5\r", n), 2)
	if err != nil || len(rows.Class) != 2*n || len(rows.Bad) > 0 {
		t.Errorf("%d rows, %v, %v", len(rows.Class), rows.Bad, err)
	}
}
