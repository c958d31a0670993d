package python

import (
	"fmt"
	"lossexplorer/internal/formula/syntax"
	"os"
	"path/filepath"
	"testing"
)

func TestZZ(t *testing.T) {
	fs, _ := filepath.Glob(os.Getenv("ZZ"))
	for _, f := range fs {
		b, _ := os.ReadFile(f)
		r, err := Read(string(b), Options{})
		fmt.Println("=====", filepath.Base(f))
		if err != nil {
			fmt.Println("REFUSED", err, r.Marks)
			continue
		}
		fmt.Println(r.Formula)
		fmt.Println(r.Roles, r.Params, r.Epsilon, r.Notes, r.Marks)
		if _, err := syntax.Parse(r.Formula); err != nil {
			fmt.Println("!!!", err)
		}
	}
}
