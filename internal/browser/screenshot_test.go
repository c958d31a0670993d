package browser

import (
	"context"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/chromedp/chromedp"
)

var screenshots = flag.String("screenshots", "", "the `directory` that TestScreenshots writes pictures to")

// picture writes a picture of the page where -screenshots says, if it does.
func (p *tab) picture(name string, take chromedp.Action[[]byte]) {
	if *screenshots == "" {
		return
	}
	p.run(chromedp.Func(func(ctx context.Context, target *chromedp.Target) error {
		png, err := take(ctx, target)
		if err != nil {
			return err
		}
		return os.WriteFile(filepath.Join(*screenshots, name+".png"), png, 0o666)
	}))
}

// TestScreenshots takes a picture of the page in every language and theme,
// from a phone to a desktop, once on the smallest and the largest screen, and on
// paper, for people to look at; README shows one of them. The test itself
// requires that nothing is wider than the window and that the theme reaches the
// charts.
func TestScreenshots(t *testing.T) {
	t.Parallel()
	server := serve(t)
	for _, lang := range []string{"en", "zh"} {
		for _, theme := range []string{"light", "dark"} {
			sizes := []struct{ width, height int64 }{{360, 740}, {390, 844}, {1280, 720}, {1920, 1080}}
			if lang == "en" && theme == "light" {
				sizes = append(sizes, struct{ width, height int64 }{320, 640}, struct{ width, height int64 }{3840, 2160})
			}
			for _, size := range sizes {
				name := fmt.Sprintf("%s-%s-%d", lang, theme, size.width)
				t.Run(name, func(t *testing.T) {
					t.Parallel()
					p := open(t, server, "/?class=both&lang="+lang,
						chromedp.EmulateViewport(size.width, size.height),
						preferring(theme))
					p.ready()
					if over := eval[float64](p, "document.documentElement.scrollWidth - innerWidth"); over > 0 {
						t.Errorf("the page is %g px too wide", over)
					}
					p.wantTheme(theme)
					p.picture(name, chromedp.CaptureScreenshot())
					p.unfold()
					if over := eval[float64](p, "document.documentElement.scrollWidth - innerWidth"); over > 0 {
						t.Errorf("with its panels open the page is %g px too wide", over)
					}
					p.picture(name+"-panels", chromedp.FullScreenshot(100))
				})
			}
		}
	}
}
