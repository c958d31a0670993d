package main

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"unicode"

	"lossexplorer/internal/text"
)

// punctuation are the marks of Chinese, and the wide forms of others.
var punctuation = &unicode.RangeTable{R16: []unicode.Range16{{Lo: 0x3000, Hi: 0x303f, Stride: 1},
	{Lo: 0xff00, Hi: 0xffef, Stride: 1}}}

// buildFonts writes dist/.fonts: the part of Noto Sans SC that the server needs to write
// Chinese into PNG files. Its name keeps it off the site.
func buildFonts() error {
	// All that a message or the name of a loss may have.
	said := fmt.Sprint(*text.For("zh"), *text.FormulaOf(text.For("zh")),
		*text.MarksOf(text.For("zh")))
	for _, k := range kindsOfPage() {
		said += fmt.Sprint(*k)
		for _, p := range k.Params {
			said += fmt.Sprint(p)
		}
	}
	runes := []rune(strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Han, r) || unicode.Is(punctuation, r) {
			return r
		}
		return -1 // in the other fonts
	}, said))
	slices.Sort(runes)
	fonts := filepath.Join(dist, ".fonts")
	if err := os.MkdirAll(fonts, 0o777); err != nil {
		return err
	}
	in, err := json.Marshal(map[string]string{"text": string(slices.Compact(runes)),
		"fonts": filepath.Join("..", fonts)})
	if err != nil {
		return err
	}
	// The package has the font in about a hundred files, and a style sheet that
	// lists the characters of each.
	const script = `import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import subset from "subset-font";
const { text, fonts } = JSON.parse(readFileSync(0, "utf8"));
const sheet = createRequire(join(process.cwd(), "x")).resolve("noto-sans-sc/noto_sans_sc_regular/css.css");
let n = 0;
for (const [, file, ranges] of readFileSync(sheet, "utf8").matchAll(/url\((.+?)\)[^]*?unicode-range: (.+?);/g)) {
  const has = ranges.split(",").map((r) => r.trim().slice(2).split("-").map((h) => parseInt(h, 16)));
  const wanted = [...text].filter((c) => has.some(([lo, hi = lo]) => c.codePointAt(0) >= lo && c.codePointAt(0) <= hi)).join("");
  if (wanted) writeFileSync(join(fonts, n++ + ".ttf"), await subset(readFileSync(join(dirname(sheet), file)), wanted, { targetFormat: "truetype" }));
}`
	cmd := exec.Command("node", "--input-type=module", "--eval", script)
	cmd.Dir = "web" // where node_modules is
	cmd.Stdin = strings.NewReader(string(in))
	cmd.Stderr = os.Stderr
	if err := cmd.Run(); err != nil {
		return fmt.Errorf("subsetting the font with node: %w", err)
	}
	return nil
}
