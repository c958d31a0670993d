package main

import (
	"bytes"
	"strings"
	"testing"

	"github.com/andybalholm/brotli"
)

// plainBytes is the limit on the size of a plain element, program and script as published.
const plainBytes = 520_000

func TestPlainSize(t *testing.T) {
	t.Chdir("../..")
	program, err := plainProgram.compile(plainProgram)
	if err != nil {
		t.Fatal(err)
	}
	script, err := widgetScript(map[string]any{"PROGRAM_PLAIN": "./assets/widget.0123456789ab.wasm",
		"PROGRAM_READER": "./assets/widget-reader.0123456789ab.wasm"})
	if err != nil {
		t.Fatal(err)
	}
	all := 0
	for name, data := range map[string][]byte{"program": program, "script": script} {
		var b bytes.Buffer
		w := brotli.NewWriterOptions(&b,
			brotli.WriterOptions{Quality: brotli.BestCompression, LGWin: 24})
		if _, err := w.Write(data); err != nil {
			t.Fatal(err)
		}
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
		t.Logf("the %s has %d bytes", name, b.Len())
		all += b.Len()
	}
	if all > plainBytes {
		t.Errorf("a plain element brings %d bytes, more than %d", all, plainBytes)
	}
}

// No field that elements need is left out of the losses: a switch' hint stays.
func TestWithoutUnshown(t *testing.T) {
	t.Chdir("../..")
	short, err := withoutUnshown(lossesFile)
	if err != nil {
		t.Fatal(err)
	}
	for text, want := range map[string]bool{
		`焦点损失（Focal Loss）`: true, `"使用类别权重 α"`: true, `losscore.Distillation{`: true,
		`arXiv`: false, `log_p`: false, `\tfrac`: false, `聚焦参数`: false, `Least at p = y`: false,
	} {
		if strings.Contains(string(short), text) != want {
			t.Errorf("%q: want it left %t", text, want)
		}
	}
}
