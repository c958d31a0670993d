package browser

import (
	"fmt"
	"testing"

	"github.com/chromedp/chromedp"

	"lossexplorer/internal/article"
	"lossexplorer/internal/text"
)

// The figure of the scroll article shows the state of the scene that is read, on
// a wide and on a narrow screen, where both are in the window together.
func TestArticle(t *testing.T) {
	t.Parallel()
	server := serve(t)
	for _, width := range []int{1280, 390} {
		p := open(t, server, "/article.html", chromedp.EmulateViewport(int64(width), 844))
		for _, s := range article.Scenes(text.For("en")) {
			p.do(fmt.Sprintf("document.getElementById(%q).scrollIntoView()", s.ID))
			p.await(fmt.Sprintf("document.getElementById(%q).hasAttribute('data-current')", s.ID))
			for _, a := range s.Attributes {
				if got := eval[string](p,
					fmt.Sprintf("document.querySelector('loss-explorer').getAttribute(%q) ?? 'none'", a.Name)); got != a.Value {
					t.Errorf("%d px, %s: %s is %s, want %s", width, s.ID, a.Name, got, a.Value)
				}
			}
			if !eval[bool](p, fmt.Sprintf(`(() => {
				const heading = document.querySelector("#%s h2").getBoundingClientRect();
				const figure = document.querySelector("loss-explorer").getBoundingClientRect();
				return heading.top >= 0 && heading.bottom <= innerHeight && figure.top >= 0 && figure.bottom <= innerHeight &&
					(heading.top >= figure.bottom || heading.right <= figure.left);
			})()`, s.ID)) {
				t.Errorf("%d px: heading and figure of %s are not in the window together",
					width, s.ID)
			}
		}
	}
}
