package browser

import (
	"bytes"
	"encoding/csv"
	"encoding/xml"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"math"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/browser"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"lossexplorer/internal/plot"
	"lossexplorer/internal/render/export"
	"lossexplorer/internal/render/scene"
	"lossexplorer/internal/state"
	"lossexplorer/internal/text"
	"lossexplorer/losscore"
)

// wantState checks that charts, address and permalink have s.
func (p *tab) wantState(s state.State) {
	p.Helper()
	p.frame()
	p.wantDrawn(s)
	if got := p.state(); got != s {
		p.Errorf("the address has %s, want %s", got.Query(), s.Query())
	}
	if link, want := eval[string](p, `document.getElementById("permalink").search`),
		permalink(s, "en"); link != want {
		p.Errorf("the permalink has %s, want %s", link, want)
	}
}

// permalink returns the query of the link to s: the values that are not the default, and the
// language.
func permalink(s state.State, lang string) string {
	return "?" + strings.TrimPrefix(s.Query()+"&lang="+lang, "&")
}

// wantMoves checks which of undo and redo are on offer.
func (p *tab) wantMoves(undo, redo bool) {
	p.Helper()
	for id, want := range map[string]bool{"undo": undo, "redo": redo} {
		if enabled := !eval[bool](p,
			`document.getElementById("`+id+`").disabled`); enabled != want {
			p.Errorf("%s is enabled: %v, want %v", id, enabled, want)
		}
	}
}

func TestUndo(t *testing.T) {
	t.Parallel()
	p := open(t, serve(t), "/?balanced=1&gamma=1")
	p.ready()
	p.wantMoves(false, false)
	first := with(t, "balanced", "1", "gamma", "1")
	p.drag("#focal-gamma-range", 0.5)
	second := p.state()
	if second == first {
		t.Fatal("dragging changed nothing")
	}
	p.click(`input[name="class"][value="both"]`)
	third := p.state()
	p.wantMoves(true, false)

	p.click("#undo")
	p.wantState(second)
	p.wantMoves(true, true)
	p.click("#undo")
	p.wantState(first)
	p.wantMoves(false, true)
	if on := eval[string](p, "document.activeElement.id"); on != "redo" {
		t.Errorf("with nothing more to undo the focus is on %q", on)
	}
	p.press(kb.Enter)
	p.wantState(second)
	p.click("#redo")
	p.wantState(third)
	p.wantMoves(true, false)

	// By keyboard, on a slider too.
	p.focus("#focal-alpha-range")
	p.press("z", chromedp.KeyModifiers(kb.ModifierCtrl))
	p.wantState(second)
	p.press("y", chromedp.KeyModifiers(kb.ModifierCtrl))
	p.wantState(third)
	p.press("z", chromedp.KeyModifiers(kb.ModifierCtrl))
	p.press("z", chromedp.KeyModifiers(kb.ModifierCtrl))
	p.wantState(first)
	p.press("Z", chromedp.KeyModifiers(kb.ModifierCtrl|kb.ModifierShift))
	p.wantState(second)

	// A text field undoes its text itself.
	p.focus("#focal-alpha-number")
	p.press("z", chromedp.KeyModifiers(kb.ModifierCtrl))
	p.wantState(second)

	// After a new change nothing can be redone; reset is a change like others.
	p.click("#reset")
	p.wantState(state.Default())
	p.wantMoves(true, false)
	p.click("#undo")
	p.wantState(second)
}

// Back and Forward go through the states shown, with undo and redo in step.
func TestUndoAndBack(t *testing.T) {
	t.Parallel()
	p := open(t, serve(t), "/")
	p.ready()
	var states []state.State
	for _, gamma := range []string{"1", "3"} {
		p.fill("#focal-gamma-number", gamma)
		p.press(kb.Enter)
		states = append(states, p.state())
	}
	gammaIs := func(v string) {
		t.Helper()
		p.await(`document.getElementById("focal-gamma-number").value === "` + v + `"`)
	}
	p.do("history.back()")
	gammaIs("1")
	p.wantState(states[0])
	p.wantMoves(true, true)
	p.click("#redo")
	p.wantState(states[1])
	p.click("#undo")
	p.click("#undo")
	p.wantMoves(false, true)
	// No Back is in vain: each leads to the previous state shown.
	p.do("history.back()")
	gammaIs("1")
	p.do("history.back()")
	gammaIs("3")
	p.wantState(states[1])
}

func TestShare(t *testing.T) {
	t.Parallel()
	for _, lang := range []string{"en", "zh"} {
		p := open(t, serve(t), "/?balanced=1&gamma=3&lang="+lang)
		p.ready()
		m := text.KeepOf(text.For(lang))
		want := p.origin + "/?" + with(t, "balanced", "1", "gamma", "3").Query() + "&lang=" + lang
		if got := eval[string](p, `document.getElementById("permalink").href`); got != want {
			t.Errorf("the permalink is %s, want %s", got, want)
		}
		said := func(sentence string) {
			t.Helper()
			p.await(`document.getElementById("kept").textContent === ` + strconv.Quote(sentence))
		}
		p.do(`navigator.share = undefined; navigator.clipboard.writeText = async (text) => { globalThis.written = text; }`)
		p.click("#share")
		said(m.Copied)
		if got := eval[string](p, "globalThis.written"); got != want {
			t.Errorf("copied is %s, want %s", got, want)
		}
		p.drag("#focal-alpha-range", 0.5)
		said("")

		p.do(`navigator.clipboard.writeText = async () => { throw new Error("no"); }`)
		p.click("#share")
		said(m.Refused)
		want = p.origin + "/?" + p.state().Query() + "&lang=" + lang
		if got := eval[string](p, "getSelection().toString()"); got != want || !p.visible("#link") {
			t.Errorf("selected is %q, want %s", got, want)
		}

		p.do(`navigator.share = async (what) => { globalThis.shared = what.url; }`)
		p.click("#share")
		p.await("globalThis.shared")
		if got := eval[string](p, "globalThis.shared"); got != want || p.visible("#link") {
			t.Errorf("shared is %s, want %s, and the link to copy is away", got, want)
		}
		p.do(`navigator.share = async () => { throw new DOMException("", "AbortError"); }`)
		p.click("#share")
		p.frame()
		said("")
	}
}

// downloads has the tab save files to a folder.
func (p *tab) downloads() (folder string) {
	folder = p.TempDir()
	p.run(command(browser.SetDownloadBehavior, browser.SetDownloadBehaviorParams{
		Behavior: browser.SetDownloadBehaviorBehaviorAllow, DownloadPath: folder,
		BrowserContextID: chromedp.FromContext(p.ctx).BrowserContextID,
	}))
	return folder
}

// saved presses a button of the menu and returns the file that it saves.
func (p *tab) saved(folder, what, name string) []byte {
	p.Helper()
	p.focus(`[data-save="` + what + `"]`)
	p.press(kb.Enter)
	path := filepath.Join(folder, name)
	for deadline := time.Now().Add(patience); ; time.Sleep(20 * time.Millisecond) {
		if data, err := os.ReadFile(path); err == nil && len(data) > 0 {
			// Chromium renames the file once it is whole.
			if said := p.text("#kept"); !strings.Contains(said, name) {
				p.Errorf("the page says %q after saving %s", said, name)
			}
			return data
		}
		if time.Now().After(deadline) {
			entries, _ := os.ReadDir(folder)
			p.Fatalf("%s is not saved; there are %v", name, entries)
		}
	}
}

// The table has the numbers that the charts draw, bit by bit where they are within the axes,
// and equals losscore's results here but for the last bits.
func TestExportCSV(t *testing.T) {
	t.Parallel()
	const query = "?class=both&gradient=logit&wrong=1&gamma=1.5&balanced=1&epsilon=1e-3"
	p := open(t, serve(t), "/"+query)
	p.ready()
	folder := p.downloads()
	p.click("#export")
	file := p.saved(folder, "csv", "focal-gamma1.5-alpha0.25-epsilon0.001.csv")
	records, err := csv.NewReader(bytes.NewReader(file)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var columns [][]float64
	for _, record := range records[1:] {
		for i, field := range record {
			v, err := strconv.ParseFloat(field, 64)
			if err != nil {
				t.Fatal(err)
			}
			if i == len(columns) {
				columns = append(columns, nil)
			}
			columns[i] = append(columns[i], v)
		}
	}
	s := with(t, "class", "both", "gradient", "logit", "wrong", "1", "gamma", "1.5", "balanced",
		"1", "epsilon", "1e-3")
	if got := p.state(); got != s {
		t.Errorf("the address has %s, want %s", got.Query(), s.Query())
	}
	if want := strings.TrimSpace(strings.SplitN(string(export.CSV(nil, s)), "\n",
		2)[0]); strings.Join(records[0], ",") != want {
		t.Errorf("the first row is %q, want %q", records[0], want)
	}
	i := 1
	plot.Shown(s, func(name string, l losscore.Loss, y float64) {
		want := losscore.Curve{Pt: columns[0]}
		if err := want.Evaluate(l, y); err != nil {
			t.Fatal(err)
		}
		for k, pt := range columns[0] {
			loss, slope := columns[i][k], columns[i+1][k]
			if math.Abs(loss-want.Loss[k]) > 1e-13*want.Loss[k] ||
				math.Abs(slope-want.DLogit[k]) > 1e-13*math.Abs(want.DLogit[k]) {
				t.Fatalf("%s at %g: %g, %g, want %g, %g", name, pt, loss, slope, want.Loss[k],
					want.DLogit[k])
			}
		}
		i += 2
	})
}

// picture is an SVG file as far as the tests read it.
type picture struct {
	Width  float64 `xml:"width,attr"`
	Height float64 `xml:"height,attr"`
	Lang   string  `xml:"lang,attr"`
	Frame  rect    `xml:"clipPath>rect"`
	Groups []struct {
		Clip  string      `xml:"clip-path,attr"`
		Paths []drawnPath `xml:"path"`
		Marks []mark      `xml:"g"`
	} `xml:"g"`
	Curves []drawnPath `xml:"-"` // those of the clipped group
	Marks  []mark      `xml:"-"`
	Texts  []string    `xml:"-"`
}

// mark is a place on an axis with its number.
type mark struct {
	Transform string `xml:"transform,attr"`
	Text      string `xml:"text"`
}

type rect struct {
	X      float64 `xml:"x,attr"`
	Y      float64 `xml:"y,attr"`
	Width  float64 `xml:"width,attr"`
	Height float64 `xml:"height,attr"`
}

type drawnPath struct {
	D      string `xml:"d,attr"`
	Stroke string `xml:"stroke,attr"`
}

func readSVG(t *testing.T, data []byte) (s picture) {
	t.Helper()
	if err := xml.Unmarshal(data, &s); err != nil {
		t.Fatalf("%v in %.300s", err, data)
	}
	for _, g := range s.Groups {
		if g.Clip != "" {
			s.Curves = g.Paths
		}
		s.Marks = append(s.Marks, g.Marks...)
	}
	d := xml.NewDecoder(bytes.NewReader(data))
	inText := false
	for {
		token, err := d.Token()
		if err != nil {
			return s
		}
		switch e := token.(type) {
		case xml.StartElement:
			inText = e.Name.Local == "text"
		case xml.CharData:
			if inText {
				s.Texts = append(s.Texts, string(e))
			}
		case xml.EndElement:
			inText = false
		}
	}
}

var svgNumber = regexp.MustCompile(`-?[0-9]+(\.[0-9]+)?`)

// likeSVG reports where two documents differ by more than the rounding of their numbers.
func likeSVG(got, want string) string {
	if g, w := svgNumber.ReplaceAllString(got, "#"), svgNumber.ReplaceAllString(want, "#"); g != w {
		for i := range min(len(g), len(w)) {
			if g[i] != w[i] {
				return fmt.Sprintf("%q, want %q", g[max(i-40, 0):min(i+80, len(g))],
					w[max(i-40, 0):min(i+80, len(w))])
			}
		}
		return fmt.Sprintf("%d letters, want %d", len(g), len(w))
	}
	wants := svgNumber.FindAllString(want, -1)
	for i, g := range svgNumber.FindAllString(got, -1) {
		v, err := strconv.ParseFloat(g, 64)
		w, err2 := strconv.ParseFloat(wants[i], 64)
		if err != nil || err2 != nil || math.Abs(v-w) > 0.011 {
			return fmt.Sprintf("number %d is %s, want %s", i, g, wants[i])
		}
	}
	return ""
}

// The pictures are those that package scene draws of the state.
func TestExportPictures(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ lang, theme, query, name string }{
		{"en", "light", "alpha=0.25&balanced=1", "focal-gamma2-alpha0.25"},
		{"zh", "dark", "alpha=0.25&class=both&gradient=logit&wrong=1", "focal-gamma2-alpha0.25"},
		{"zh", "light", "class=0&loss=smoothed&epsilon=off",
			"smoothed-label_smoothing0.1-epsilonoff"},
		{"en", "dark", "alpha=0.25&pins=focal:5,1,0.25,1e-7~weighted:7,1e-3:hidden~weighted:2,1e-7&pin_names=steep~~", "focal-gamma2-alpha0.25"},
	} {
		t.Run(tt.lang+" "+tt.query, func(t *testing.T) {
			p := open(t, serve(t), "/?lang="+tt.lang+"&"+tt.query, preferring(tt.theme))
			p.ready()
			folder := p.downloads()
			p.focus("#export")
			p.press(kb.Enter)
			s := p.state()
			m := text.For(tt.lang)
			for id, c := range scenes(t, s, m) {
				d := scene.Document{Chart: c, Caption: export.Caption(m, s),
					Dark: tt.theme == "dark", Scale: 1, Title: p.text("#" + id + "-caption"),
					Font: eval[string](p,
						`getComputedStyle(document.getElementById("chart-loss")).fontFamily.replaceAll('"', "'")`)}
				name := tt.name + strings.TrimPrefix(id, "chart")
				svg := p.saved(folder, id+".svg", name+".svg")
				keepPicture(t, tt.lang+"-"+tt.theme+"-"+name+".svg", svg)
				if unlike := likeSVG(string(svg), string(d.SVG())); unlike != "" {
					t.Errorf("%s.svg: %s", name, unlike)
				}

				data := p.saved(folder, id+".png", name+".png")
				keepPicture(t, tt.lang+"-"+tt.theme+"-"+name+".png", data)
				img, err := png.Decode(bytes.NewReader(data))
				if err != nil {
					t.Fatal(err)
				}
				if width := img.Bounds().Size().X; width != 1440 {
					t.Errorf("%s.png is %d wide", name, width)
				}
				paper := scene.Colour(scene.Paper, d.Dark)
				if corner := color.RGBAModel.Convert(img.At(2, 2)); corner != paper {
					t.Errorf("%s.png is %v at the corner, want %v", name, corner, paper)
				}
				if share := inked(img, paper); share < 0.01 || share > 0.95 {
					t.Errorf("%.1f%% of %s.png is drawn", 100*share, name)
				}
				role := scene.Loss
				if s.Class == state.Both {
					role = scene.Pos
				}
				if !hasColour(img, scene.Colour(role, d.Dark)) {
					t.Errorf("%s.png has no pixel of the curve's colour", name)
				}
			}
		})
	}
}

// keepPicture writes a picture to the folder of -screenshots, if it is set.
func keepPicture(t *testing.T, name string, data []byte) {
	if *screenshots == "" {
		return
	}
	if err := os.WriteFile(filepath.Join(*screenshots, name), data, 0o666); err != nil {
		t.Error(err)
	}
}

// inked is the share of pixels that are not of the paper's colour.
func inked(img image.Image, paper color.Color) float64 {
	b := img.Bounds()
	n := 0
	for y := b.Min.Y; y < b.Max.Y; y++ {
		for x := b.Min.X; x < b.Max.X; x++ {
			if color.RGBAModel.Convert(img.At(x, y)) != paper {
				n++
			}
		}
	}
	return float64(n) / float64(b.Dx()*b.Dy())
}

func hasColour(img image.Image, want color.RGBA) bool {
	b := img.Bounds()
	for y := b.Min.Y; y < b.Max.Y; y++ {
		for x := b.Min.X; x < b.Max.X; x++ {
			if color.RGBAModel.Convert(img.At(x, y)) == want {
				return true
			}
		}
	}
	return false
}
