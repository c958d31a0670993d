package report

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// The groups that are compared are the first of the file and have all their rows, whatever
// the number of cores; all are counted.
func TestGroups(t *testing.T) {
	const rows, groups = 100000, 250
	var b strings.Builder
	b.WriteString("y_true,y_prob,region\n")
	for i := range rows {
		fmt.Fprintf(&b, "%d,0.%03d,g%03d\n", i%2, 1+i%997, (i/3)%groups)
	}
	name := filepath.Join(t.TempDir(), "groups.csv")
	if err := os.WriteFile(name, []byte(b.String()), 0o600); err != nil {
		t.Fatal(err)
	}
	var one []JSONGroup
	for _, workers := range []string{"1", "4"} {
		j, printed, err := summaryOf(t, "-in", name, "-group", "region", "-workers", workers)
		if err != nil {
			t.Fatal(err)
		}
		if len(j.Groups) != MaxGroups || j.Grouped != groups ||
			!strings.Contains(printed, "the first 100 of 250 groups are compared") {
			t.Errorf("%d groups of %d\n%s", len(j.Groups), j.Grouped, printed)
		}
		for i, g := range j.Groups {
			if want := fmt.Sprintf("g%03d", i); g.Name != want || g.Rows < rows/groups-3 ||
				g.Rows > rows/groups+3 {
				t.Errorf("group %d is %s with %d rows", i, g.Name, g.Rows)
			}
		}
		counts := func(all []JSONGroup) (n []int) {
			for _, g := range all {
				n = append(n, g.Rows, g.Positive)
			}
			return n
		}
		if one == nil {
			one = j.Groups
		} else if !slices.Equal(counts(one), counts(j.Groups)) {
			t.Errorf("with %s workers there are %v, with one %v", workers, counts(j.Groups),
				counts(one))
		}
	}
}
