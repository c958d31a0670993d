package site

import (
	"iter"
	"strconv"
	"strings"
)

// A weight is a quality value of RFC 9110, section 12.4.2, in thousandths:
// whole numbers compare exactly.
type weight int

const maxWeight weight = 1000

// weighted yields the elements of a header such as Accept-Encoding, in lower
// case and in order, each with its weight. It passes over malformed elements.
func weighted(lines []string) iter.Seq2[string, weight] {
	return func(yield func(string, weight) bool) {
		for _, line := range lines {
			for element := range strings.SplitSeq(line, ",") {
				name, params, _ := strings.Cut(element, ";")
				name = strings.ToLower(strings.TrimSpace(name))
				q, ok := weightOf(params)
				if name == "" || !ok {
					continue
				}
				if !yield(name, q) {
					return
				}
			}
		}
	}
}

// weightOf returns the value of the parameter q, or the full weight when there
// is none, and whether it is well formed.
func weightOf(params string) (weight, bool) {
	for param := range strings.SplitSeq(params, ";") {
		key, value, _ := strings.Cut(param, "=")
		if strings.EqualFold(strings.TrimSpace(key), "q") {
			return parseWeight(strings.TrimSpace(value))
		}
	}
	return maxWeight, true
}

// parseWeight reads a number from 0 to 1 with at most three decimals.
func parseWeight(s string) (weight, bool) {
	whole, decimals, _ := strings.Cut(s, ".")
	if len(whole) != 1 || len(decimals) > 3 {
		return 0, false
	}
	n, err := strconv.ParseUint((whole + decimals + "000")[:4], 10, 16)
	if err != nil || weight(n) > maxWeight {
		return 0, false
	}
	return weight(n), true
}

// The content codings the site can send.
const (
	brotli   = "br"
	gzip     = "gzip"
	identity = "identity"
)

// chooseCoding returns the coding of offered that the lines of Accept-Encoding
// weigh most, the earliest of equals; ok is false when they refuse them all.
// Without the header it returns identity, the one form that every client reads.
func chooseCoding(lines, offered []string) (coding string, ok bool) {
	if len(lines) == 0 {
		return identity, true
	}
	listed := make(map[string]weight)
	for name, q := range weighted(lines) {
		if name == "x-gzip" { // an alias, RFC 9110, section 8.4.1.3
			name = gzip
		}
		listed[name] = q
	}
	var best weight
	for _, c := range offered {
		q, found := listed[c]
		if !found {
			q, found = listed["*"]
		}
		if !found && c == identity {
			q = 1 // acceptable unless refused, but behind every coding asked for
		}
		if q > best {
			coding, best = c, q
		}
	}
	return coding, best > 0
}

// The languages of the page, as primary subtags.
const (
	english = "en"
	chinese = "zh"
)

// chooseLanguage returns the language of the page: the one named by the query
// parameter lang, else the one that the lines of Accept-Language weigh most,
// the first listed of equals, else English.
func chooseLanguage(lang string, lines []string) string {
	if l, ok := language(strings.ToLower(lang)); ok {
		return l
	}
	chosen, best := english, weight(0)
	for tag, q := range weighted(lines) {
		if l, ok := language(tag); ok && q > best {
			chosen, best = l, q
		}
	}
	return chosen
}

// language returns the language of the page that a lower-case tag such as
// zh-hans-cn asks for. Links also write tags with an underscore.
func language(tag string) (string, bool) {
	primary := tag
	if i := strings.IndexAny(tag, "-_"); i >= 0 {
		primary = tag[:i]
	}
	return primary, primary == english || primary == chinese
}
