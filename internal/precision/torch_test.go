package precision

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write testdata/torch.txt from what PyTorch computes")

const recorded = "testdata/torch.txt"

// A column holds PyTorch's results for one setting.
type column struct {
	ID       string
	Format   string
	Autocast string
	Label    float64
	Setting  torchSetting
	Loss     []string
	Gradient []string
}

// A torchSetting has the arguments of a loss; an Alpha of -1 is none.
type torchSetting struct {
	Gamma   float64 `json:"gamma"`
	Alpha   float64 `json:"alpha"`
	Epsilon float64 `json:"epsilon"`
}

// runTorch runs testdata/reference.py.
func runTorch(t *testing.T) (version string, columns []column) {
	t.Helper()
	in, err := json.Marshal(map[string]any{"logits": Axis(Step), "settings": []torchSetting{
		{0, -1, 1e-7}, {0.5, -1, 1e-7}, {1, -1, 1e-7}, {2, -1, 1e-7}, {3.7, -1, 1e-7},
		{0.3, 0.25, 1e-3}, {1.5, 0.9, 1e-2}, {10, 0.25, 1e-8},
	}})
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command("/usr/bin/python3", "testdata/reference.py")
	cmd.Stdin = bytes.NewReader(in)
	var problems bytes.Buffer
	cmd.Stderr = &problems
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("%v\n%s\nThis needs PyTorch; on Debian: apt-get install python3-torch python3-torchvision", err, &problems)
	}
	var results struct {
		Torch   string
		Results []column
	}
	if err := json.Unmarshal(out, &results); err != nil {
		t.Fatal(err)
	}
	return results.Torch, results.Results
}

func floats(t *testing.T, s []string) []float64 {
	t.Helper()
	v := make([]float64, len(s))
	for i := range s {
		var err error
		if v[i], err = strconv.ParseFloat(s[i], 64); err != nil {
			t.Fatal(err)
		}
	}
	return v
}

// key names a column in testdata/torch.txt.
func (c *column) key() string {
	return fmt.Sprint(c.ID, " ", c.Format, " autocast=", c.Autocast, " y=", c.Label, " gamma=",
		c.Setting.Gamma, " alpha=", c.Setting.Alpha, " epsilon=", c.Setting.Epsilon)
}

// classes returns a letter for each number: its class.
func classes(bands []Band, x []float64) string {
	var b strings.Builder
	for i := range x {
		for len(bands) > 1 && x[i] > bands[0].To {
			bands = bands[1:]
		}
		b.WriteByte("-.~0IN"[bands[0].Class])
	}
	return b.String()
}

// runs writes equal letters as a count and the letter.
func runs(s string) string {
	var b strings.Builder
	for s != "" {
		n := len(s) - len(strings.TrimLeft(s, s[:1]))
		fmt.Fprintf(&b, " %d%c", n, s[0])
		s = s[n:]
	}
	return b.String()[1:]
}

func unroll(t *testing.T, s string) string {
	t.Helper()
	var b strings.Builder
	for _, f := range strings.Fields(s) {
		n, err := strconv.Atoi(f[:len(f)-1])
		if err != nil {
			t.Fatal(err)
		}
		b.WriteString(strings.Repeat(f[len(f)-1:], n))
	}
	return b.String()
}

// Loss and gradient are right, off, 0, infinite and NaN where PyTorch's are, to
// one step of the logit.
func TestTorch(t *testing.T) {
	version, columns := runTorch(t)
	var file strings.Builder
	fmt.Fprintf(&file, "# go test -run TestTorch -update: PyTorch %s on the logits -110 to 110 in steps of 0.25.\n", version)
	fmt.Fprintln(&file, "# Right -, underflow ., off ~, zero 0, infinite I, NaN N; loss, then gradient.")
	for _, c := range columns {
		r := emulate(t, c.key())
		loss, gradient := floats(t, c.Loss), floats(t, c.Gradient)
		if len(loss) != len(r.Logits) {
			t.Fatalf("%s: %d logits, emulated %d", c.key(), len(loss), len(r.Logits))
		}
		f, _ := FormatOf(c.Format)
		fmt.Fprintf(&file, "%s\n\t%s\n\t%s\n", c.key(),
			runs(classes(AppendBands(nil, r.LossFormat, r.Logits, loss, r.ExactLoss), r.Logits)),
			runs(classes(AppendBands(nil, f, r.Logits, gradient, r.ExactDx), r.Logits)))
	}
	if *update {
		if err := os.WriteFile(recorded, []byte(file.String()), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	agree(t, file.String())
}

// The same for recorded results of PyTorch.
func TestTorchRecorded(t *testing.T) {
	file, err := os.ReadFile(recorded)
	if err != nil {
		t.Fatal(err)
	}
	agree(t, string(file))
}

// emulate runs the setting that the key of a column names.
func emulate(t *testing.T, key string) *Result {
	t.Helper()
	var id, format, cast string
	var y, gamma, alpha, epsilon float64
	if _, err := fmt.Sscanf(key, "%s %s autocast=%s y=%g gamma=%g alpha=%g epsilon=%g", &id,
		&format, &cast, &y, &gamma, &alpha, &epsilon); err != nil {
		t.Fatalf("%q: %v", key, err)
	}
	m, ok := ImplementationOf(id)
	f, known := FormatOf(format)
	if !ok || !known {
		t.Fatalf("no %s in %s", id, format)
	}
	autocast := map[string]Autocast{"on": AutocastCUDA, "cpu": AutocastCPU}[cast]
	return NewLab(Axis(Step)).Run(&m, y,
		Setting{Gamma: gamma, Balanced: alpha >= 0, Alpha: alpha, Epsilon: epsilon, Format: f,
			Autocast: autocast, Torch1: true})
}

// agree compares the bands of a file with those emulated.
func agree(t *testing.T, file string) {
	t.Helper()
	var lines []string
	for line := range strings.Lines(file) {
		if !strings.HasPrefix(line, "#") {
			lines = append(lines, strings.TrimSpace(line))
		}
	}
	if len(lines) == 0 || len(lines)%3 != 0 {
		t.Fatalf("%d lines", len(lines))
	}
	for ; len(lines) > 0; lines = lines[3:] {
		r := emulate(t, lines[0])
		for i, bands := range [2][]Band{r.LossBands(), r.GradientBands()} {
			what := [2]string{"loss", "gradient"}[i]
			got, want := classes(bands, r.Logits), unroll(t, lines[1+i])
			if len(got) != len(want) {
				t.Fatalf("%s: %d logits, recorded %d", lines[0], len(got), len(want))
			}
			for j := range got {
				if near := got[max(0, j-1):min(len(got), j+2)]; want[j] != '.' &&
					!strings.Contains(near, want[j:j+1]) {
					t.Errorf("%s: %s at %v is %q around %q, PyTorch has %q", lines[0], what,
						r.Logits[j], near, got[j], want[j])
					break
				}
			}
		}
	}
}
