// Command corpus reads the public losses of corpus.tsv in a folder, runs those that were read, and
// counts how many came out right:
//
//	go run ./internal/python/corpus [-v] [-every] [-table FILE] FOLDER
//
// It fetches nothing: FOLDER has the file PATH of OWNER/REPOSITORY as OWNER__REPOSITORY__PATH, with
// __ for each slash. With -every it reads all losses of its files. A loss is right if its value and
// gradient at 40 points equal the results of PyTorch's autograd; for frameworks that Python cannot
// import it uses stand-ins, see ../testdata/standins.py. That executes the files: read them first.
// The exit code is 1 if a loss is silently wrong.
package main

import (
	_ "embed"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"lossexplorer/internal/python"
)

//go:embed corpus.tsv
var list string

// An entry is a function of the list.
type entry struct {
	repository, name string
	paths            []string
	commit           string
	kind             string // binary, classes, batch or other
	known            bool   // one of the 21 well-known ones
	answers          map[string]python.Role

	code    string
	reading *python.Reading
	outcome outcome
	detail  string // the question, refusal or difference
	stood   []string
}

// An outcome is the result of reading a function.
type outcome string

const (
	right   outcome = "right"
	asked   outcome = "right after a question"
	refused outcome = "refused"
	wrong   outcome = "silently wrong"
	not     outcome = "read, not run"
	lacking outcome = "file is missing"
)

var outcomes = []outcome{right, asked, refused, wrong, not, lacking}

// entries parses the list.
func entries(list string) (all []*entry) {
	for line := range strings.SplitSeq(list, "\n") {
		f := strings.Split(line, "\t")
		if strings.HasPrefix(line, "#") || len(f) < 5 {
			continue
		}
		e := &entry{repository: f[0], paths: strings.Split(f[1], "+"), commit: f[2], name: f[3]}
		e.kind, e.known = strings.CutSuffix(f[4], "*")
		if len(f) > 5 {
			e.answers = map[string]python.Role{}
			for answer := range strings.SplitSeq(f[5], ",") {
				name, role, _ := strings.Cut(answer, "=")
				e.answers[name] = python.Role(role)
			}
		}
		all = append(all, e)
	}
	return all
}

// every returns the functions and classes of each file of a folder that nothing else in it uses.
func every(folder string) (all []*entry, err error) {
	files, err := filepath.Glob(filepath.Join(folder, "*.py"))
	if err != nil {
		return nil, err
	}
	for _, file := range files {
		b, err := os.ReadFile(file)
		if err != nil {
			return nil, err
		}
		for _, name := range python.Open(string(b), python.Options{}).Names() {
			all = append(all, &entry{paths: []string{filepath.Base(file)}, name: name,
				code: string(b)})
		}
	}
	return all, nil
}

// load reads the files of an entry, which are pasted together.
func (e *entry) load(folder string) error {
	if e.code != "" {
		return nil
	}
	for _, path := range e.paths {
		name := strings.ReplaceAll(e.repository+"/"+path, "/", "__")
		b, err := os.ReadFile(filepath.Join(folder, name))
		if err != nil {
			return err
		}
		e.code += string(b) + "\n"
	}
	return nil
}

// read reads an entry, first without answers.
func (e *entry) read() {
	reading, err := python.Read(e.code, python.Options{Name: e.name})
	refusal, ok := err.(*python.Error)
	e.outcome = right
	if ok {
		e.outcome, e.detail = refused, refusal.Error()
		if len(refusal.Choices) > 0 {
			e.outcome = asked
			reading, err = python.Read(e.code, python.Options{Name: e.name, Roles: e.answers})
			if err != nil {
				e.outcome, e.detail = refused, err.Error()
			}
		}
	}
	if err == nil {
		e.reading = reading
	}
}

func main() {
	verbose := flag.Bool("v", false, "print each function with its formula")
	whole := flag.Bool("every", false, "read each function of each file instead of the list")
	table := flag.String("table", "", "write the table of docs/python.md to this file")
	flag.Parse()
	if flag.NArg() != 1 {
		fmt.Fprintln(os.Stderr, "usage: corpus [-v] [-table FILE] FOLDER")
		os.Exit(2)
	}
	all := entries(list)
	if *whole {
		var err error
		if all, err = every(flag.Arg(0)); err != nil {
			fmt.Fprintln(os.Stderr, "corpus:", err)
			os.Exit(1)
		}
	}
	for _, e := range all {
		if err := e.load(flag.Arg(0)); err != nil {
			e.outcome, e.detail = lacking, err.Error()
			continue
		}
		e.read()
	}
	if err := compare(all); err != nil {
		fmt.Fprintln(os.Stderr, "corpus:", err)
		os.Exit(1)
	}
	for _, e := range all {
		if *verbose || e.outcome == wrong || e.outcome == not || e.outcome == lacking {
			fmt.Printf("%s: %s %s: %s\n", e.outcome, strings.Join(e.paths, "+"), e.name, e.detail)
			if e.reading != nil {
				fmt.Println("    " + strings.ReplaceAll(e.reading.Formula, "\n", "\n    "))
			}
		}
	}
	fmt.Print(summary(all))
	if *table != "" {
		if err := os.WriteFile(*table, []byte(summary(all)+"\n"+rows(all)), 0o644); err != nil {
			fmt.Fprintln(os.Stderr, "corpus:", err)
			os.Exit(1)
		}
	}
	if slices.ContainsFunc(all, func(e *entry) bool { return e.outcome == wrong }) {
		os.Exit(1)
	}
}
