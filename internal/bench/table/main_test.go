package main

import (
	"strings"
	"testing"
)

func TestWrite(t *testing.T) {
	const in = `goos: linux
goarch: amd64
pkg: lossexplorer/losscore
cpu: Some CPU
BenchmarkBatch/go-2         	 100	 20 ns/op	 0 B/op
BenchmarkBatch/go-2         	 100	 10 ns/op	 0 B/op
BenchmarkBatch/numpy-2      	 100	 30 ns/op	 0 B/op
PASS
ok  	lossexplorer/losscore	1.0s
`
	var b strings.Builder
	if err := write(&b, strings.NewReader(in)); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		"Machine: Some CPU, linux/amd64.", "## lossexplorer/losscore",
		"| Batch/go | 15 ns/op, 0 B/op |  |", "| Batch/numpy | 30 ns/op, 0 B/op | 2.00 |",
	} {
		if !strings.Contains(b.String(), want) {
			t.Errorf("%q is not in\n%s", want, b.String())
		}
	}
	if err := write(&b, strings.NewReader("PASS\n")); err == nil {
		t.Error("no error without benchmarks")
	}
}
