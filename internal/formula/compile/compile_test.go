package compile

import (
	"net/url"
	"strings"
	"testing"

	"lossexplorer/internal/plot"
	"lossexplorer/internal/state"
	"lossexplorer/internal/text"
)

func TestQuery(t *testing.T) {
	const source = "q = 0.7\n(1 - pt^q)/q"
	read := func(query string) (state.State, []state.Problem) {
		t.Helper()
		values, err := url.ParseQuery(query)
		if err != nil {
			t.Fatal(err)
		}
		get, problems := Query(text.For("en"),
			func(key string) (string, bool) { return values.Get(key), values.Has(key) })
		s, more := state.Parse(get)
		return s, append(problems, more...)
	}
	escaped := url.QueryEscape(source)
	first, problems := read("formula=" + escaped)
	if !first.Custom() || first.Number("own_q") != 0.7 || first.Formula.Text != source ||
		first.Formula.Shown || len(problems) > 0 {
		t.Errorf("it is read as %s, %v", first.Query(), problems)
	}
	for _, query := range []string{"loss=own&formula_text=" + escaped,
		"loss=own&formula=off&formula_text=" + escaped, "loss=focal&formula=" + escaped,
		"loss=" + first.Kind.ID} {
		if s, problems := read(query); s.Kind != first.Kind || len(problems) > 0 {
			t.Errorf("%s is read as %s, %v", query, s.Query(), problems)
		}
	}
	if s, _ := read("own_q=0.3&formula=" + escaped); s.Number("own_q") != 0.3 {
		t.Errorf("q is %v", s.Number("own_q"))
	}
	for _, query := range []string{"", "formula=on", "formula=off&formula_text=" + escaped,
		"gamma=1"} {
		if s, problems := read(query); s.Custom() || len(problems) > 0 {
			t.Errorf("%s is read as %s, %v", query, s.Query(), problems)
		}
	}
	s, problems := read("gamma=1&formula=" + url.QueryEscape("1 +"))
	if s.Custom() || s.Number("gamma") != 1 || len(problems) != 1 {
		t.Fatalf("an error is read as %s, %v", s.Query(), problems)
	}
	p := problems[0]
	if said := plot.SayError(text.For("en"), p.Key, p.Value, p.Err); !strings.HasPrefix(said,
		"Line 1, column 4: expected a number") {
		t.Errorf("it is said that %s", said)
	}
}
