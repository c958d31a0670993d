package main

import (
	"bytes"
	"errors"
	"slices"
	"testing"
)

// moduleOf is a module with a section before the segments and one after them.
func moduleOf(body []byte) []byte {
	m := []byte("\x00asm\x01\x00\x00\x00" + "\x05\x03\x01\x00\x01" + "\x0b")
	m = append(m, byte(len(body)))
	return append(append(m, body...), "\x00\x02\x01n"...)
}

// Segments that are near are one, with zeros between, whatever their order; others stay apart.
func TestJoinSegments(t *testing.T) {
	far := shortZeros + 1
	segments := []segment{{70, []byte("b")}, {64, []byte("aa")}, {71 + far, []byte("c")}}
	got, err := joinSegments(moduleOf(appendSegments(nil, segments)))
	if err != nil {
		t.Fatal(err)
	}
	want := moduleOf(appendSegments(nil,
		[]segment{{64, []byte("aa\x00\x00\x00\x00b")}, {71 + far, []byte("c")}}))
	if !bytes.Equal(got, want) {
		t.Errorf("%q\nwant\n%q", got, want)
	}

	good := moduleOf(appendSegments(nil, segments))
	for name, bad := range map[string][]byte{
		"no module": good[:4],
		"cut":       good[:len(good)-1],
		"an overlap": moduleOf(appendSegments(nil,
			[]segment{{64, []byte("aa")}, {65, []byte("b")}})),
		"a passive segment": moduleOf([]byte{1, 1, 1, 'a'}),
		"a data count":      append(slices.Clone(good), dataCount, 1, 3),
		"more segments":     moduleOf([]byte{2, 0, i32Const, 1, end, 1, 'a'}),
		"an address below":  moduleOf([]byte{1, 0, i32Const, 0x7f, end, 1, 'a'}),
	} {
		if _, err := joinSegments(bad); err == nil {
			t.Errorf("%s: no error", name)
		} else if name != "more segments" && !errors.Is(err, errModule) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// A program as it is served has no segments left to join.
func TestJoinSegmentsOfProgram(t *testing.T) {
	t.Chdir("../..")
	module, err := plainProgram.compile(plainProgram)
	if err != nil {
		t.Fatal(err)
	}
	again, err := joinSegments(module)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(again, module) {
		t.Error("joined once more it is another")
	}
}
