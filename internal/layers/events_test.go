package layers

import (
	"maps"
	"os"
	"regexp"
	"strings"
	"testing"
)

// Programs and scripts have the same events, by names that differ in the case of their
// first letter alone.
func TestEvents(t *testing.T) {
	read := func(file, pattern string) map[string]string {
		t.Helper()
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		all := map[string]string{}
		for _, m := range regexp.MustCompile(pattern).FindAllStringSubmatch(string(data), -1) {
			all[strings.ToLower(m[1][:1])+m[1][1:]] = m[2]
		}
		if len(all) < 5 {
			t.Fatalf("%s has %d events", file, len(all))
		}
		return all
	}
	programs := read("../../wasm/document/event.go", `(?m)^\t(\w+) +Event = "(\w+)"`)
	scripts := read("../../web/js/events.js", `(?m)^  (\w+): "(\w+)",`)
	if !maps.Equal(programs, scripts) {
		t.Errorf("the programs have %v, the scripts %v", programs, scripts)
	}
}
