// Command table turns the output of Go benchmarks on its standard input into the
// Markdown of docs/benchmarks.md on its standard output.
package main

import (
	"fmt"
	"io"
	"log"
	"os"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/perf/benchfmt"
)

func main() {
	log.SetFlags(0)
	log.SetPrefix("table: ")
	if err := write(os.Stdout, os.Stdin); err != nil {
		log.Fatal(err)
	}
}

const head = `# Benchmarks

` + "`make bench`" + ` writes this file. Figures are medians where a benchmark ran several times. Machines differ: compare
within one run only. The last column is the first figure relative to that of the group's first row.
`

// A row is one benchmark: its figures by units, in their order of appearance.
type row struct {
	name   string
	units  []string
	values map[string][]float64
}

// write turns the benchmarks of r, an output of go test -bench, into Markdown.
func write(w io.Writer, r io.Reader) error {
	var groups []string // packages with their platforms, in order
	rows := map[string][]*row{}
	in := benchfmt.NewReader(r, "standard input")
	machine := ""
	for in.Scan() {
		result, ok := in.Result().(*benchfmt.Result)
		if !ok {
			continue // lines that are no results, as "PASS"
		}
		if cpu := result.GetConfig("cpu"); cpu != "" && machine == "" {
			machine = cpu + ", " + result.GetConfig("goos") + "/" + result.GetConfig("goarch")
		}
		group := result.GetConfig("pkg")
		if group == "" {
			group = "JavaScript"
		} else if result.GetConfig("goos") == "js" {
			group += " in WebAssembly"
		}
		if !slices.Contains(groups, group) {
			groups = append(groups, group)
		}
		name := strings.TrimSuffix(string(result.Name), "-"+processors(string(result.Name)))
		i := slices.IndexFunc(rows[group], func(r *row) bool { return r.name == name })
		if i < 0 {
			i = len(rows[group])
			rows[group] = append(rows[group], &row{name: name, values: map[string][]float64{}})
		}
		for _, v := range result.Values {
			unit, value := v.Unit, v.Value
			if v.OrigUnit != "" {
				unit, value = v.OrigUnit, v.OrigValue
			}
			if !slices.Contains(rows[group][i].units, unit) {
				rows[group][i].units = append(rows[group][i].units, unit)
			}
			rows[group][i].values[unit] = append(rows[group][i].values[unit], value)
		}
	}
	if err := in.Err(); err != nil {
		return err
	}
	if len(groups) == 0 {
		return fmt.Errorf("no benchmark on the standard input")
	}
	if _, err := fmt.Fprintf(w, "%s\nMachine: %s.\n", head, machine); err != nil {
		return err
	}
	for _, group := range groups {
		if err := table(w, group, rows[group]); err != nil {
			return err
		}
	}
	return nil
}

// processors returns the number that go test appends to a benchmark's name, or "".
func processors(name string) string {
	i := strings.LastIndexByte(name, '-')
	if _, err := strconv.Atoi(name[i+1:]); i < 0 || err != nil {
		return ""
	}
	return name[i+1:]
}

func table(w io.Writer, group string, rows []*row) error {
	fmt.Fprintf(w, "\n## %s\n\n| benchmark | figures | relative |\n|---|---|---|\n", group)
	first := map[string]*row{} // by the name before the first slash
	for _, r := range rows {
		parent, _, sub := strings.Cut(r.name, "/")
		var figures []string
		for _, unit := range r.units {
			figures = append(figures,
				strconv.FormatFloat(median(r.values[unit]), 'g', 4, 64)+" "+unit)
		}
		relative := ""
		if f := first[parent]; f == nil {
			first[parent] = r
		} else if unit := r.units[0]; sub && len(f.values[unit]) > 0 {
			if base := median(f.values[unit]); base != 0 {
				relative = strconv.FormatFloat(median(r.values[unit])/base, 'f', 2, 64)
			}
		}
		if _, err := fmt.Fprintf(w, "| %s | %s | %s |\n", r.name, strings.Join(figures, ", "),
			relative); err != nil {
			return err
		}
	}
	return nil
}

func median(v []float64) float64 {
	v = slices.Sorted(slices.Values(v))
	if n := len(v); n%2 == 0 {
		return (v[n/2-1] + v[n/2]) / 2
	}
	return v[len(v)/2]
}
