package browser

import (
	"bytes"
	"context"
	"flag"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

var (
	screenshots = flag.String("screenshots", "",
		"the `directory` that TestScreenshots writes pictures to")
	update = flag.Bool("update", false, "write the golden pictures anew, to be looked at")
)

// picture writes a picture of the page to the folder of -screenshots, if it is set.
func (p *tab) picture(name string, take chromedp.Action[[]byte]) {
	if *screenshots == "" {
		return
	}
	p.write(filepath.Join(*screenshots, name+".png"), p.take(take))
}

func (p *tab) take(take chromedp.Action[[]byte]) []byte {
	p.Helper()
	ctx, cancel := context.WithTimeout(p.ctx, patience)
	defer cancel()
	data, err := chromedp.Run(ctx, take)
	if err != nil {
		p.Fatal(err)
	}
	return data
}

func (p *tab) write(name string, data []byte) {
	p.Helper()
	if err := os.WriteFile(name, data, 0o666); err != nil {
		p.Fatal(err)
	}
}

// TestScreenshots takes a picture of the page in every language and theme,
// from a phone to a desktop, once on the smallest and the largest screen, and on
// paper, for people to look at; README shows one of them. The test itself
// requires that nothing is wider than the window, that the theme reaches the
// charts and that the page looks as in the golden pictures.
func TestScreenshots(t *testing.T) {
	t.Parallel()
	server := serve(t)
	for _, lang := range []string{"en", "zh"} {
		for _, theme := range []string{"light", "dark"} {
			sizes := []struct{ width, height int64 }{{360, 740}, {390, 844}, {1280, 720},
				{1920, 1080}}
			if lang == "en" && theme == "light" {
				sizes = append(sizes, struct{ width, height int64 }{320, 640},
					struct{ width, height int64 }{3840, 2160})
			}
			for _, size := range sizes {
				name := fmt.Sprintf("%s-%s-%d", lang, theme, size.width)
				t.Run(name, func(t *testing.T) {
					t.Parallel()
					p := open(t, server, "/?class=both&lang="+lang,
						chromedp.EmulateViewport(size.width, size.height),
						preferring(theme))
					p.ready()
					if over := eval[float64](p,
						"document.documentElement.scrollWidth - innerWidth"); over > 0 {
						t.Errorf("the page is %g px too wide", over)
					}
					p.wantTheme(theme)
					p.picture(name, chromedp.CaptureScreenshot())
					p.wantGolden(name)
					p.unfold()
					if over := eval[float64](p,
						"document.documentElement.scrollWidth - innerWidth"); over > 0 {
						t.Errorf("with its panels open the page is %g px too wide", over)
					}
					p.picture(name+"-panels", chromedp.FullScreenshot(100))
				})
			}
		}
	}
}

// The golden pictures are reduced, so that they are small and a pixel that is
// smoothed otherwise matters little.
const (
	golden    = "testdata/golden"
	reduction = 6
	tolerance = 0.001 // the share of the pixels that may differ
)

// wantGolden compares the page with its golden picture, where the picture was
// taken with the same browser and fonts.
func (p *tab) wantGolden(name string) {
	p.Helper()
	got := p.reduced()
	file, with := filepath.Join(golden, name+".png"), filepath.Join(golden, "taken-with.txt")
	if *update {
		var b bytes.Buffer
		if err := (&png.Encoder{CompressionLevel: png.BestCompression}).Encode(&b,
			got); err != nil {
			p.Fatal(err)
		}
		p.write(file, b.Bytes())
		p.write(with, []byte(p.rendering()+"\n"))
		return
	}
	taken, err := os.ReadFile(with)
	if err != nil {
		p.Fatal(err)
	}
	if here := p.rendering(); strings.TrimSpace(string(taken)) != here {
		p.Logf("not compared with the golden picture: that was taken with %s, here is %s",
			bytes.TrimSpace(taken), here)
		return
	}
	data, err := os.ReadFile(file)
	if err != nil {
		p.Fatal(err)
	}
	want, err := png.Decode(bytes.NewReader(data))
	if err != nil {
		p.Fatal(err)
	}
	if share := difference(got, want); share > tolerance {
		p.Errorf("%.2f%% of %s differ; if that is right, take the pictures anew with make screenshot and look at them", 100*share, file)
	}
}

// rendering returns a key that differs for browsers and fonts that draw the page differently.
func (p *tab) rendering() string {
	p.Helper()
	return eval[string](p, `(() => {
		const c = document.createElement("canvas").getContext("2d");
		const width = (font, text) => { c.font = "40px " + font; return c.measureText(text).width.toFixed(2); };
		const font = getComputedStyle(document.body).fontFamily;
		return [navigator.userAgent.match(/Chrome\/\d+/)[0], width(font, "Loss explorer, γ = 2"), width(font, "损失函数探索器"), width("math", "(1 − pₜ)")].join(" ");
	})()`)
}

// reduced is a picture of the window in which a pixel is the mean of a square.
func (p *tab) reduced() *image.NRGBA {
	p.Helper()
	full, err := png.Decode(bytes.NewReader(p.take(chromedp.CaptureScreenshot())))
	if err != nil {
		p.Fatal(err)
	}
	const n = reduction
	b := full.Bounds()
	small := image.NewNRGBA(image.Rect(0, 0, b.Dx()/n, b.Dy()/n))
	for y := range b.Dy() / n {
		for x := range b.Dx() / n {
			var sum [3]uint32
			for i := range n * n {
				r, g, b, _ := full.At(b.Min.X+n*x+i%n, b.Min.Y+n*y+i/n).RGBA()
				sum[0], sum[1], sum[2] = sum[0]+r>>8, sum[1]+g>>8, sum[2]+b>>8
			}
			small.SetNRGBA(x, y,
				color.NRGBA{uint8(sum[0] / (n * n)), uint8(sum[1] / (n * n)),
					uint8(sum[2] / (n * n)), 0xff})
		}
	}
	return small
}

// difference is the share of the pixels that look different.
func difference(a, b image.Image) float64 {
	if a.Bounds() != b.Bounds() {
		return 1
	}
	const visible = 12 << 8
	size := a.Bounds().Size()
	count := 0
	for y := range size.Y {
		for x := range size.X {
			r, g, b1, _ := a.At(x, y).RGBA()
			s, h, b2, _ := b.At(x, y).RGBA()
			if max(int(r)-int(s), int(s)-int(r), int(g)-int(h), int(h)-int(g), int(b1)-int(b2),
				int(b2)-int(b1)) > visible {
				count++
			}
		}
	}
	return float64(count) / float64(size.X*size.Y)
}

// A sentence that is missing, or a control two pixels lower, is found.
func TestGoldenFinds(t *testing.T) {
	p := open(t, serve(t), "/", chromedp.EmulateViewport(1280, 720))
	p.ready()
	before := p.reduced()
	if share := difference(before, p.reduced()); share > tolerance/10 {
		t.Errorf("the page differs from itself by %g", share)
	}
	for _, change := range []string{
		`document.querySelector("#live").style.visibility = "hidden"`,
		`document.querySelector(".parameters").style.transform = "translateY(2px)"`,
	} {
		p.do(change)
		p.frame()
		after := p.reduced()
		if share := difference(before, after); share <= tolerance {
			t.Errorf("%s: differs by %g only", change, share)
		}
		before = after
	}
}
