// Command corpus reads the losses of a folder of Python files, and counts those that are read,
// those that need an answer and those that are refused, by their reasons:
//
//	go run ./internal/python/corpus [-values] [-v] FOLDER
//
// With -values it runs the losses that were read, with Debian's python3-torch, and counts those
// whose value or gradient at 40 points differs, which is what must not be. That executes the files:
// read them first. It fetches nothing; corpus.tsv lists public files that were tried.
package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"

	"lossexplorer/internal/formula/syntax"
	"lossexplorer/internal/python"
)

type item struct {
	Code     string                 `json:"code"`
	Function string                 `json:"function"`
	Roles    map[string]python.Role `json:"roles"`
	Points   [][2]float64           `json:"points"`
	Classes  bool                   `json:"classes"`

	name    string
	reading *python.Reading
}

func main() {
	values := flag.Bool("values", false, "run what is read with /usr/bin/python3 and compare; this executes the files")
	verbose := flag.Bool("v", false, "print each loss")
	flag.Parse()
	if flag.NArg() != 1 {
		fmt.Fprintln(os.Stderr, "usage: corpus [-values] [-v] FOLDER")
		os.Exit(2)
	}
	files, err := filepath.Glob(filepath.Join(flag.Arg(0), "*.py"))
	if err != nil || len(files) == 0 {
		fmt.Fprintln(os.Stderr, "corpus: no files of Python in", flag.Arg(0))
		os.Exit(1)
	}
	count := map[string]int{}
	var read []item
	for _, file := range files {
		b, err := os.ReadFile(file)
		if err != nil {
			fmt.Fprintln(os.Stderr, "corpus:", err)
			os.Exit(1)
		}
		code := string(b)
		names := python.Names(code)
		if len(names) == 0 {
			_, err := python.Read(code, python.Options{})
			tell(count, *verbose, filepath.Base(file), "", err)
		}
		for _, name := range names {
			r, err := python.Read(code, python.Options{Name: name})
			tell(count, *verbose, filepath.Base(file), name, err)
			if err == nil {
				read = append(read, item{code, r.Name, r.Roles, points(), r.Classes, filepath.Base(file) + " " + name, r})
				if *verbose {
					fmt.Println("    " + strings.ReplaceAll(r.Formula, "\n", "\n    "))
				}
			}
		}
	}
	var keys []string
	for k := range count {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	for _, k := range keys {
		fmt.Printf("%5d %s\n", count[k], k)
	}
	if *values {
		if err := compare(read); err != nil {
			fmt.Fprintln(os.Stderr, "corpus:", err)
			os.Exit(1)
		}
	}
}

func points() (all [][2]float64) {
	for _, y := range []float64{1, 0} {
		for k := range 20 {
			all = append(all, [2]float64{y, -7.93 + 0.83*float64(k)})
		}
	}
	return all
}

// tell counts and prints how the reading of a loss ended.
func tell(count map[string]int, verbose bool, file, name string, err error) {
	how := "read"
	var e *python.Error
	if errors.As(err, &e) {
		how = "refused: " + e.Code
		if len(e.Choices) > 0 || e.Code == "several" {
			how = "asked: " + e.Code
		}
		if e.Code == "no-loss" {
			how = "no loss"
		}
	}
	count[how]++
	if verbose {
		fmt.Printf("%s %s: %s %v\n", file, name, how, err)
	}
}

// compare runs what was read and compares.
func compare(read []item) error {
	right, wrong, not := 0, 0, 0
	for _, i := range read {
		in, err := json.Marshal([]item{i})
		if err != nil {
			return err
		}
		c := exec.Command("/usr/bin/python3", "internal/python/testdata/torch_values.py")
		c.Stdin = bytes.NewReader(in)
		out, err := c.Output()
		var raw []json.RawMessage
		if err == nil {
			err = json.Unmarshal(out, &raw)
		}
		var want [][2]float64
		if err != nil || json.Unmarshal(raw[0], &want) != nil {
			not++
			fmt.Printf("not run: %s: %.150s %v\n", i.name, raw, err)
			continue
		}
		f, err := syntax.Parse(i.reading.Formula)
		if err != nil {
			not++
			fmt.Printf("no formula: %s: %v\n", i.name, err)
			continue
		}
		l := f.BindUnclipped(f.Defaults(), i.reading.Epsilon)
		same := true
		for k, at := range i.Points {
			v, d := l.AtLogit(at[0], at[1])
			if same && !(near(v, want[k][0]) && near(d, want[k][1])) {
				same = false
				fmt.Printf("WRONG: %s: %v, %v at %v, not %v\n    %s\n", i.name, v, d, at, want[k], strings.ReplaceAll(i.reading.Formula, "\n", "\n    "))
			}
		}
		if same {
			right++
		} else {
			wrong++
		}
	}
	fmt.Printf("%5d right\n%5d silently wrong\n%5d not run\n", right, wrong, not)
	return nil
}

func near(a, b float64) bool { return math.Abs(a-b) <= 1e-5*(1e-2+math.Abs(b)) }
