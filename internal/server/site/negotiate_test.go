package site

import (
	"strings"
	"testing"
)

func TestChooseCoding(t *testing.T) {
	all := []string{brotli, gzip, identity}
	plain := []string{identity}
	tests := []struct {
		name    string
		lines   []string
		offered []string
		want    string // empty for none
	}{
		{"no header", nil, all, identity},
		{"empty header", []string{""}, all, identity},
		{"browser", []string{"gzip, deflate, br, zstd"}, all, brotli},
		{"gzip only", []string{"gzip"}, all, gzip},
		{"alias", []string{"x-gzip"}, all, gzip},
		{"upper case", []string{"GZIP;Q=1"}, all, gzip},
		{"two lines", []string{"deflate", "gzip"}, all, gzip},
		{"unknown coding", []string{"zstd"}, all, identity},
		{"weights decide", []string{"br;q=0.5, gzip;q=0.8"}, all, gzip},
		{"equal weights", []string{"gzip;q=0.8, br;q=0.8"}, all, brotli},
		{"least weight beats unlisted identity", []string{"br;q=0.001"}, all, brotli},
		{"identity preferred", []string{"identity, gzip;q=0.5"}, all, identity},
		{"identity less", []string{"identity;q=0.5, gzip"}, all, gzip},
		{"refused coding", []string{"br;q=0, gzip"}, all, gzip},
		{"all codings refused", []string{"br;q=0, gzip;q=0"}, all, identity},
		{"wildcard", []string{"*"}, all, brotli},
		{"wildcard for the rest", []string{"br;q=0.5, *"}, all, gzip},
		{"wildcard refuses the rest", []string{"gzip, *;q=0"}, all, gzip},
		{"wildcard with identity", []string{"identity, *;q=0"}, all, identity},
		{"everything refused", []string{"*;q=0"}, all, ""},
		{"identity refused", []string{"identity;q=0"}, all, ""},
		{"identity refused, wildcard", []string{"identity;q=0, *"}, all, brotli},
		{"malformed weight", []string{"br;q=high, gzip"}, all, gzip},
		{"weight above one", []string{"br;q=1.001, gzip;q=0.1"}, all, gzip},
		{"negative weight", []string{"br;q=-1, gzip"}, all, gzip},
		{"four decimals", []string{"br;q=0.0001, gzip"}, all, gzip},
		{"other parameter", []string{"br;level=9;q=0.2, gzip;q=0.1"}, all, brotli},
		{"stray separators", []string{" ,; ,gzip ; q = 0.5 ,,"}, all, gzip},
		{"not compressed", []string{"br, gzip"}, plain, identity},
		{"not compressed, identity refused", []string{"br, identity;q=0"}, plain, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, ok := chooseCoding(tt.lines, tt.offered)
			if got != tt.want || ok != (tt.want != "") {
				t.Errorf("chooseCoding(%q, %q) = %q, %v; want %q", tt.lines, tt.offered, got, ok,
					tt.want)
			}
		})
	}
}

func TestChooseLanguage(t *testing.T) {
	tests := []struct {
		name  string
		lang  string
		lines []string
		want  string
	}{
		{"nothing", "", nil, english},
		{"Chinese browser", "", []string{"zh-CN,zh;q=0.9,en;q=0.8"}, chinese},
		{"English browser", "", []string{"en-GB,en;q=0.9,zh;q=0.8"}, english},
		{"weights decide", "", []string{"en;q=0.3, zh-Hant-TW;q=0.7"}, chinese},
		{"first of equals", "", []string{"zh, en"}, chinese},
		{"others ignored", "", []string{"fr, de;q=0.9, *;q=0.8, zh;q=0.1"}, chinese},
		{"neither", "", []string{"fr, *"}, english},
		{"Chinese refused", "", []string{"zh;q=0"}, english},
		{"other language with that prefix", "", []string{"zhx"}, english},
		{"two lines", "", []string{"fr", "ZH"}, chinese},
		{"parameter Chinese", "zh", []string{"en"}, chinese},
		{"parameter with region", "zh-CN", nil, chinese},
		{"parameter with underscore", "ZH_hans", nil, chinese},
		{"parameter English", "en", []string{"zh"}, english},
		{"parameter unknown", "fr", []string{"zh"}, chinese},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := chooseLanguage(tt.lang, tt.lines); got != tt.want {
				t.Errorf("chooseLanguage(%q, %q) = %q, want %q", tt.lang, tt.lines, got, tt.want)
			}
		})
	}
}

func FuzzChooseCoding(f *testing.F) {
	for _, seed := range []string{"", "gzip, deflate, br, zstd", "*;q=0",
		"identity;q=0.5, *;q=0.001", "br;q=1.,;=,q=;"} {
		f.Add(seed)
	}
	offered := []string{brotli, gzip, identity}
	f.Fuzz(func(t *testing.T, header string) {
		for name, q := range weighted([]string{header}) {
			if name == "" || q < 0 || q > maxWeight {
				t.Errorf("weighted(%q) yields %q with weight %d", header, name, q)
			}
		}
		got, ok := chooseCoding([]string{header}, offered)
		// A list split over two lines means the same as on one.
		if before, after, found := strings.Cut(header, ","); found {
			if split, splitOK := chooseCoding([]string{before, after}, offered); split != got ||
				splitOK != ok {
				t.Errorf("chooseCoding(%q) = %q, but %q when split", header, got, split)
			}
		}
		if !ok {
			if got != "" {
				t.Errorf("chooseCoding(%q) = %q, refused", header, got)
			}
			return
		}
		// Refusing the choice must lead to another one.
		refused := header + ", " + got + ";q=0"
		if again, ok := chooseCoding([]string{refused}, offered); ok && again == got {
			t.Errorf("chooseCoding(%q) = %q, which is refused", refused, again)
		}
		// Alone on offer, it must be chosen still.
		if alone, _ := chooseCoding([]string{header}, []string{got}); alone != got {
			t.Errorf("chooseCoding(%q) = %q, but not when offered alone", header, got)
		}
	})
}

func FuzzChooseLanguage(f *testing.F) {
	f.Add("", "zh-CN,zh;q=0.9,en;q=0.8")
	f.Add("zh_CN", "en")
	f.Add("-", "en;q=,zh;q=0.0001;")
	f.Fuzz(func(t *testing.T, lang, header string) {
		got := chooseLanguage(lang, []string{header})
		if got != english && got != chinese {
			t.Errorf("chooseLanguage(%q, %q) = %q", lang, header, got)
		}
		if again := chooseLanguage(got, []string{header}); again != got {
			t.Errorf("chooseLanguage(%q, %q) = %q", got, header, again)
		}
	})
}
