package report

import (
	"bytes"
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"lossexplorer/internal/predict/sqlquery"
)

// predictions writes a file of n rows with sample weights and groups, some of them rounded
// to two digits so that many are where bins are divided, and some that cannot be read.
func predictions(t *testing.T, n int) string {
	t.Helper()
	r := rand.New(rand.NewPCG(5, 6))
	var b strings.Builder
	b.WriteString("y,p,w,region\n")
	for i := range n {
		y := 0
		if r.IntN(5) == 0 {
			y = 1
		}
		digits := 6
		if i%3 == 0 {
			digits = 2
		}
		p := 1 / (1 + math.Exp(2-4*float64(y)-1.5*r.NormFloat64()))
		fmt.Fprintf(&b, "%d,%s,%.3f,%s\n", y, strconv.FormatFloat(p, 'f', digits, 64),
			r.Float64()*3, []string{"north", "south"}[r.IntN(2)])
	}
	b.WriteString("1,1.5,1,north\n,0.5,1,north\n1,,1,south\n1,0.5,1,north\n0,0.5,1,south\n1,0,1,north\n0,1,1,south\n1,1,2,south\n1,1e-9,1,north\n")
	name := filepath.Join(t.TempDir(), "predictions.csv")
	if err := os.WriteFile(name, []byte(b.String()), 0o644); err != nil {
		t.Fatal(err)
	}
	return name
}

// query returns the output of the command sql.
func query(t *testing.T, args ...string) string {
	t.Helper()
	var out bytes.Buffer
	if err := RunSQL(context.Background(), args, nil, &out, &out); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

// compare reads the result of a query and the file itself, and compares their numbers.
func compare(t *testing.T, result []byte, name string, args ...string) {
	t.Helper()
	counted := filepath.Join(t.TempDir(), "result.csv")
	if err := os.WriteFile(counted, result, 0o600); err != nil {
		t.Fatal(err)
	}
	for _, setting := range []string{"", "gamma=5&alpha=0.9", "gamma=0&balanced=0"} {
		want, _, err := summaryOf(t, append([]string{"-in", name, "-a", setting}, args...)...)
		if err != nil {
			t.Fatal(err)
		}
		got, printed, err := summaryOf(t, "-in", counted, "-a", setting)
		if err != nil {
			t.Fatalf("%v\n%s", err, printed)
		}
		if got.Rows != want.Rows || got.Rejected != want.Rejected ||
			fmt.Sprint(got.Label.Counts) != fmt.Sprint(want.Label.Counts) {
			t.Errorf("%d rows, %d rejected, %v, want %d, %d, %v", got.Rows, got.Rejected,
				got.Label.Counts, want.Rows, want.Rejected, want.Label.Counts)
		}
		for _, f := range []struct {
			name      string
			got, want Figure
			within    float64
		}{
			{"loss", got.Loss.Mean, want.Loss.Mean, 1e-7},
			{"sum", got.Loss.Sum, want.Loss.Sum, 1e-7}, {"nll", got.NLL, want.NLL, 1e-7},
			{"brier", got.Brier, want.Brier, 1e-7}, {"ece", got.ECE, want.ECE, 1e-6},
			{"accuracy", got.Accuracy, want.Accuracy, 1e-12},
			{"alpha", got.Balance, want.Balance, 1e-6},
			{"auc", got.AUC, want.AUC, got.Within + 1e-9},
		} {
			if !(math.Abs(float64(f.got/f.want-1)) <= f.within) {
				t.Errorf("%s: %s is %v, want %v", setting, f.name, f.got, f.want)
			}
		}
		if got.Within > 1e-3 || got.Within == 0 {
			t.Errorf("AUC is known within %v", got.Within)
		}
	}
}

// engine runs a script of sqlquery/engines with a query on its standard input.
func engine(t *testing.T, query string, script ...string) ([]byte, error) {
	t.Helper()
	const folder = "../predict/sqlquery/engines"
	if _, err := os.Stat(filepath.Join(folder, "node_modules")); err != nil {
		t.Fatalf("this needs databases and parsers: npm ci --ignore-scripts --prefix internal/predict/sqlquery/engines (%v)", err)
	}
	c := exec.Command("node", script...)
	c.Dir, c.Stdin = folder, strings.NewReader(query)
	out, err := c.Output()
	if err != nil {
		err = fmt.Errorf("%w: %s", err, stderrOf(err))
	}
	return out, err
}

// The query counts the same in DuckDB as the file itself, with columns that are named as
// others within the query, and labels with any digits.
func TestDuckDB(t *testing.T) {
	name := predictions(t, 20000)
	shuffled := filepath.Join(t.TempDir(), "names.csv")
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	data = bytes.ReplaceAll(bytes.Replace(data, []byte("y,p,w,region"), []byte("s,w,p,y"), 1),
		[]byte("\n1,"), []byte("\n1.000,"))
	if err := os.WriteFile(shuffled, data, 0o600); err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct{ file, label, score, weight string }{
		{name, "y", "p", ""}, {name, "y", "p", "w"}, {shuffled, "s", "w", "p"},
	} {
		table := "read_csv('" + tt.file + "', all_varchar = true)"
		args := []string{"-table", table, "-label", tt.label, "-score", tt.score}
		read := []string{"-y", tt.label, "-p", tt.score, "-weight", "none"}
		if tt.weight != "" {
			args, read[5] = append(args, "-weight", tt.weight), tt.weight
		}
		result, err := engine(t, query(t, args...), "duckdb.mjs")
		if err != nil {
			t.Fatal(err)
		}
		compare(t, result, tt.file, read...)
	}
}

// The queries of dialects that cannot be run here are read by parsers of them, which refuse
// what is none.
func TestParsers(t *testing.T) {
	for _, dialect := range []string{"spark", "bigquery", "snowflake"} {
		args := []string{"-dialect", dialect, "-table", "predictions", "-label", "the label",
			"-score", "p"}
		for i, more := range [][]string{{"-weight", "w", "-group", "region"},
			{"-kind", "logit", "-epsilon", "0"}, {"-kind", "percent", "-positive", "yes"},
			{"-label-threshold", "0.5"}} {
			q := query(t, append(args, more...)...)
			if _, err := engine(t, q, "parse.mjs", dialect); err != nil {
				t.Errorf("%s %q: %v", dialect, more, err)
			}
			if i > 0 {
				continue
			}
			if _, err := engine(t, strings.Replace(q, "GROUP BY", "GROUP", 1), "parse.mjs",
				dialect); err == nil {
				t.Errorf("%s: the parser takes GROUP without BY", dialect)
			}
		}
	}
}

// Labels from 0 to 1 are classes by a threshold, as in the file; without one they are
// counted as not readable, and the result is refused.
func TestDuckDBSoft(t *testing.T) {
	data, _, _ := softRows(5000)
	name := filepath.Join(t.TempDir(), "soft.csv")
	if err := os.WriteFile(name, []byte(data), 0o600); err != nil {
		t.Fatal(err)
	}
	count := func(args ...string) []byte {
		t.Helper()
		table := "read_csv('" + name + "', all_varchar = true)"
		out, err := engine(t, query(t,
			append([]string{"-table", table, "-label", "label", "-score", "score"}, args...)...),
			"duckdb.mjs")
		if err != nil {
			t.Fatal(err)
		}
		return out
	}
	compare(t, count("-label-threshold", "0.5"), name, "-label-threshold", "0.5")
	counted := filepath.Join(t.TempDir(), "result.csv")
	if err := os.WriteFile(counted, count(), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, said, err := summaryOf(t, "-in", counted); err == nil ||
		!strings.Contains(said, "not readable by the query") {
		t.Errorf("soft labels that a query has counted: %v, %s", err, said)
	}
}

func stderrOf(err error) []byte {
	if e, ok := err.(*exec.ExitError); ok {
		return e.Stderr
	}
	return nil
}

// The query counts in PostgreSQL the same rows as the report on the file. The test starts its
// own server on a socket, as a user that is not root, which PostgreSQL refuses.
func TestPostgreSQL(t *testing.T) {
	found, err := filepath.Glob("/usr/lib/postgresql/*/bin/initdb")
	if err != nil || len(found) == 0 {
		t.Fatal("this needs PostgreSQL: apt-get install postgresql")
	}
	bin := filepath.Dir(found[len(found)-1])
	dir, err := os.MkdirTemp("/tmp", "pg") // a socket's path must be short
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	command := func(name string, args ...string) *exec.Cmd {
		if os.Getuid() == 0 {
			return exec.Command("runuser",
				append([]string{"-u", "postgres", "--", filepath.Join(bin, name)}, args...)...)
		}
		return exec.Command(filepath.Join(bin, name), args...)
	}
	if os.Getuid() == 0 {
		if out, err := exec.Command("chown", "postgres", dir).CombinedOutput(); err != nil {
			t.Fatalf("%v: %s", err, out)
		}
	}
	data := filepath.Join(dir, "data")
	for _, c := range []*exec.Cmd{
		command("initdb", "-D", data, "--no-sync", "-A", "trust"),
		command("pg_ctl", "-D", data, "-w", "-l", filepath.Join(dir, "log"), "-o",
			"-c listen_addresses='' -c fsync=off -k "+dir, "start"),
	} {
		c.Dir = dir
		if out, err := c.CombinedOutput(); err != nil {
			t.Fatalf("%v: %s", err, out)
		}
	}
	t.Cleanup(func() {
		stop := command("pg_ctl", "-D", data, "-m", "immediate", "stop")
		stop.Dir = dir
		if out, err := stop.CombinedOutput(); err != nil {
			t.Errorf("%v: %s", err, out)
		}
	})
	name := predictions(t, 20000)
	file, err := os.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	sql := func(stdin *os.File, text string) []byte {
		t.Helper()
		c := command("psql", "-h", dir, "-d", "postgres", "-q", "-v", "ON_ERROR_STOP=1", "--csv",
			"-c", text)
		c.Dir = dir
		if stdin != nil {
			c.Stdin = stdin
		}
		out, err := c.Output()
		if err != nil {
			t.Fatalf("%v: %s", err, stderrOf(err))
		}
		return out
	}
	sql(nil, "CREATE TABLE predictions (y text, p double precision, w double precision, region text)")
	sql(file, "COPY predictions FROM STDIN (FORMAT csv, HEADER)")
	result := sql(nil, query(t, "-dialect", "postgres", "-table", "predictions", "-label", "y",
		"-score", "p", "-weight", "w"))
	compare(t, result, name, "-y", "y", "-p", "p", "-weight", "w")
}

// Every dialect has a query, and a missing flag is an error.
func TestSQL(t *testing.T) {
	for _, d := range sqlquery.Dialects() {
		q := query(t, "-dialect", d, "-table", "t", "-label", "the label", "-score", "p", "-group",
			"region", "-positive", "it's")
		for _, want := range []string{"the label", "'it''s'", "bin_group", "GROUP BY y, g,"} {
			if !strings.Contains(q, want) {
				t.Errorf("%s: no %q in\n%s", d, want, q)
			}
		}
	}
	for _, args := range [][]string{{"-dialect", "oracle", "-table", "t", "-label", "y", "-score",
		"p"}, {"-table", "t", "-label", "y"},
		{"-table", "t", "-label", "y", "-score", "p", "-kind", "rank"}, {"more"},
		{"-table", "t", "-label", "y", "-score", "p", "-label-threshold", "2"},
		{"-table", "t", "-label", "y", "-score", "p", "-label-threshold", "0.5",
			"-positive", "1"}} {
		var out bytes.Buffer
		if err := RunSQL(context.Background(), args, nil, &out, &out); err == nil {
			t.Errorf("%q is no error", args)
		}
	}
}
