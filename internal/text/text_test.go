package text

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"maps"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// sets are the functions that return the texts of a part of the page.
var sets = map[string]func(*Messages) any{
	"BoostingOf":  func(m *Messages) any { return *BoostingOf(m) },
	"BatchOf":     func(m *Messages) any { return *BatchOf(m) },
	"CurvatureOf": func(m *Messages) any { return *CurvatureOf(m) },
	"SoftOf":      func(m *Messages) any { return *SoftOf(m) },
	"SoftDataOf":  func(m *Messages) any { return *SoftDataOf(m) },
	"ScormOf":     func(m *Messages) any { return *ScormOf(m) },
	"ArticleOf":   func(m *Messages) any { return *ArticleOf(m) },
	"ClassroomOf": func(m *Messages) any { return *ClassroomOf(m) },
	"HideOf":      func(m *Messages) any { return *HideOf(m) },
	"AccessOf":    func(m *Messages) any { return *AccessOf(m) },
	"FormulaOf": func(m *Messages) any {
		t := *FormulaOf(m)
		// the English is that of packages syntax, python and lint
		t.Problems, t.Python, t.Lint = nil, nil, nil
		return t
	},
	"KeepOf":        func(m *Messages) any { return *KeepOf(m) },
	"CardOf":        func(m *Messages) any { return *CardOf(m) },
	"MarksOf":       func(m *Messages) any { return *MarksOf(m) },
	"PredictOf":     func(m *Messages) any { return *PredictOf(m) },
	"QualityOf":     func(m *Messages) any { return *QualityOf(m) },
	"PrecisionOf":   func(m *Messages) any { return *PrecisionOf(m) },
	"ProbeOf":       func(m *Messages) any { return *ProbeOf(m) },
	"ReferenceOf":   func(m *Messages) any { return *ReferenceOf(m) },
	"ReportOf":      func(m *Messages) any { return *ReportOf(m) },
	"ShellOf":       func(m *Messages) any { return *ShellOf(m) },
	"SandboxPageOf": func(m *Messages) any { return *SandboxPageOf(m) },
	"TrainOf":       func(m *Messages) any { return *TrainOf(m) },
	"WeightsOf":     func(m *Messages) any { return *WeightsOf(m) },
}

// Every function of this package from messages to texts is in sets, so that a
// new one cannot be forgotten.
func TestSetsAreComplete(t *testing.T) {
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	found := 0
	for _, file := range files {
		f, err := parser.ParseFile(token.NewFileSet(), file, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range f.Decls {
			fn, ok := d.(*ast.FuncDecl)
			if !ok || fn.Recv != nil || !fn.Name.IsExported() || fn.Type.Results == nil ||
				len(fn.Type.Params.List) != 1 {
				continue
			}
			param, ok := fn.Type.Params.List[0].Type.(*ast.StarExpr)
			if _, result := fn.Type.Results.List[0].Type.(*ast.StarExpr); !ok || !result ||
				fmt.Sprint(param.X) != "Messages" {
				continue
			}
			found++
			if sets[fn.Name.Name] == nil {
				t.Errorf("%s: %s is not in sets", file, fn.Name)
			}
		}
	}
	if found != len(sets) {
		t.Errorf("found %d functions, sets has %d", found, len(sets))
	}
}

// Every text exists in every language, and both name the same placeholders.
func TestLanguagesAreComplete(t *testing.T) {
	placeholder := regexp.MustCompile(`\{[a-zA-Z]+\}`)
	all := func(m *Messages) []named {
		texts := textsOf(reflect.ValueOf(*m), "", nil)
		for _, name := range slices.Sorted(maps.Keys(sets)) {
			texts = textsOf(reflect.ValueOf(sets[name](m)), name, texts)
		}
		return texts
	}
	reference := all(For("en"))
	for _, m := range All() {
		texts := all(m)
		if len(texts) != len(reference) {
			t.Errorf("%s has %d texts, English has %d", m.Lang, len(texts), len(reference))
			continue
		}
		for i, text := range texts {
			if text.value == "" {
				t.Errorf("%s lacks %s", m.Lang, text.name)
			}
			got := unique(placeholder.FindAllString(text.value, -1))
			want := unique(placeholder.FindAllString(reference[i].value, -1))
			if strings.HasSuffix(text.name, ".Part") && text.name == reference[i].name &&
				len(got) == 1 && len(want) == 1 {
				continue // 2× less is 0.5 times in Chinese
			}
			if text.name != reference[i].name || !slices.Equal(got, want) {
				t.Errorf("%s %s has placeholders %v, English %s has %v", m.Lang, text.name, got,
					reference[i].name, want)
			}
		}
	}
}

// A text that lacks is found wherever it is in a set.
func TestTextsOf(t *testing.T) {
	v := struct {
		A [1]string
		B []struct{ C string }
		D map[string]string
	}{[1]string{"a"}, []struct{ C string }{{"c"}}, map[string]string{"y": "2", "x": ""}}
	want := []named{{"v.A[0]", "a"}, {"v.B[0].C", "c"}, {"v.D[x]", ""}, {"v.D[y]", "2"}}
	if got := textsOf(reflect.ValueOf(v), "v", nil); !slices.Equal(got, want) {
		t.Errorf("textsOf = %v, want %v", got, want)
	}
}

type named struct{ name, value string }

// textsOf appends the strings in v, which is made of structs, arrays, slices and
// maps by strings, to dst.
func textsOf(v reflect.Value, name string, dst []named) []named {
	switch v.Kind() {
	case reflect.String:
		return append(dst, named{name, v.String()})
	case reflect.Struct:
		for i := range v.NumField() {
			dst = textsOf(v.Field(i), name+"."+v.Type().Field(i).Name, dst)
		}
		return dst
	case reflect.Map:
		keys := v.MapKeys()
		slices.SortFunc(keys, func(a, b reflect.Value) int { return strings.Compare(a.String(), b.String()) })
		for _, key := range keys {
			dst = textsOf(v.MapIndex(key), name+"["+key.String()+"]", dst)
		}
		return dst
	case reflect.Array, reflect.Slice:
		for i := range v.Len() {
			dst = textsOf(v.Index(i), name+"["+strconv.Itoa(i)+"]", dst)
		}
		return dst
	}
	panic("text: no texts in a " + v.Kind().String() + ", " + name)
}

func unique(s []string) []string {
	slices.Sort(s)
	return slices.Compact(s)
}

func TestFor(t *testing.T) {
	for tag, want := range map[string]string{
		"": "en", "en": "en", "de-CH": "en", "zh": "zh-Hans", "zh-CN": "zh-Hans",
		"ZH-Hant": "zh-Hans",
	} {
		if got := For(tag).Lang; got != want {
			t.Errorf("For(%q).Lang = %q, want %q", tag, got, want)
		}
	}
}

func TestFill(t *testing.T) {
	if got, want := Fill("{a} and {b}, {a}", "a", "1", "b", "2"), "1 and 2, 1"; got != want {
		t.Errorf("Fill = %q, want %q", got, want)
	}
}
