package jsonlines

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"

	"lossexplorer/internal/predict"
)

func read(text string) (predict.Rows, error) {
	var rows predict.Rows
	r, err := New(strings.NewReader(text))
	if err != nil {
		return rows, err
	}
	c, err := predict.Guess(r.Names(), r.Head())
	if err != nil {
		return rows, err
	}
	r.Choose(c)
	rows.Reset(c)
	for {
		part, err := r.Next()
		if err != nil {
			return rows, nil
		}
		part(&rows)
	}
}

func TestRead(t *testing.T) {
	for _, test := range []struct{ name, text, want string }{
		{"objects", `{"id":"a","y":1,"p":0.25}` + "\n\n" + `{"p":5e-1,"y":false}` + "\r\n",
			"[1 3] [1 0] [0.25 0.5] []"},
		{"text in quotes", `{"y":"1","p":"0.25"}`, "[1] [1] [0.25] []"},
		{"an array", `{"y":2,"p":[0.5,0.25,0.25]}` + "\n" + `{"y":0,"p":[1,0]}`,
			`[1] [2] [0.5 0.25 0.25] [line 2: it has no "p2"]`},
		{"bad rows", `{"y":1,"p":0.25}` + "\n{\n" + `{"y":1}` + "\n" + `{"y":1,"p":null}` +
			"\n[1]\n", `[1] [1] [0.25] [line 2: it is not a JSON object line 3: it has no "p" line 4: the score is not a number line 5: it is not a JSON object]`},
	} {
		rows, err := read(test.text)
		if got := fmt.Sprint(rows.Line, rows.Class, rows.Score, rows.Bad); err != nil ||
			got != test.want {
			t.Errorf("%s: %v\n%s, want\n%s", test.name, err, got, test.want)
		}
	}
}

func TestProblems(t *testing.T) {
	for text, code := range map[string]predict.Code{
		"":                   predict.Empty,
		"\n \n":              predict.Empty,
		"a\nb\n":             predict.Unreadable,
		`{"a":1}`:            predict.Unclear,
		`{"y":1,"score":-3}`: predict.Outside,
		"{\x00}":             predict.Encoding,
	} {
		_, err := read(text)
		var p *predict.Problem
		if !errors.As(err, &p) || p.Code != code {
			t.Errorf("%q: %v, want code %d", text, err, code)
		}
	}
}

// What comes after a JSON value is never left out in silence.
func TestMoreThanOneDocument(t *testing.T) {
	array := `[{"y":1,"p":0.5},{"y":0,"p":0.25}]`
	split := `{"columns":["y","p"],"data":[[1,0.5],[0,0.25]]}`
	for _, test := range []struct {
		text string
		rows int // 0 if it is refused
	}{
		{array + "\n \n", 2},
		{split + "\n", 2},
		{array + "\n" + array, 0},
		{split + split, 0},
		{array + "xyz", 0},
		{"[" + strings.Repeat(`{"y":1,"p":0.5},`, 2*headRows) + `{"y":0,"p":0.25}]` + array, 0},
	} {
		r, err := NewDocument(strings.NewReader(test.text))
		var rows predict.Rows
		if err == nil {
			rows.Reset(predict.Columns{Label: 0, Scores: []int{1}})
			r.Choose(predict.Columns{Label: 0, Scores: []int{1}})
			for err == nil {
				var part predict.Part
				if part, err = r.Next(); err == nil {
					part(&rows)
				}
			}
		}
		if test.rows > 0 {
			if len(rows.Class) != test.rows || !errors.Is(err, io.EOF) {
				t.Errorf("%.50q: %d rows, %v", test.text, len(rows.Class), err)
			}
			continue
		}
		var p *predict.Problem
		if !errors.As(err, &p) || p.Code != predict.Unreadable {
			t.Errorf("%.50q is read: %v", test.text, err)
		}
	}
}

// Python's json writes NaN, which is no JSON.
func TestNaN(t *testing.T) {
	for text, want := range map[string]bool{
		`[{"y":1,"p":NaN}]`: true, `{"y":[1,0],"p":[0.5,NaN]}`: true,
		`[{"y":1,"p":Infinity}]`: true,
		`[{"y":1,"p":x}]`:        false,
	} {
		if _, err := NewDocument(strings.NewReader(text)); err == nil ||
			strings.Contains(err.Error(), "write null") != want {
			t.Errorf("%s: %v", text, err)
		}
	}
}

func FuzzRead(f *testing.F) {
	for _, seed := range []string{`{"y":1,"p":0.5}` + "\n" + `{"y":1,"p":[0.5,1]}`, "{\n}",
		`{"y":"","y":[],"p":{}}`} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		rows, err := read(text)
		var p *predict.Problem
		if err != nil && !errors.As(err, &p) {
			t.Fatalf("%T: %v", err, err)
		}
		if len(rows.Class) != len(rows.Line) || len(rows.Score) != len(rows.Line)*rows.Width() ||
			!slices.IsSorted(rows.Line) {
			t.Fatalf("%d lines, %d classes, %d scores", len(rows.Line), len(rows.Class),
				len(rows.Score))
		}
	})
}
