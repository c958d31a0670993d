package browser

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"lossexplorer/internal/lessons"
	"lossexplorer/internal/state"
	"lossexplorer/internal/text"
)

// lesson is the selector of a part of a lesson.
func lesson(l *lessons.Lesson, part string) string { return "#lesson-" + string(l.ID) + " " + part }

// wantLesson checks that the page shows a lesson, and no other, in its first
// state, and that the address has it.
func (p *tab) wantLesson(l *lessons.Lesson) {
	p.Helper()
	p.wantCharts(l, l.Start())
	if s := p.state(); s != l.Start() {
		p.Errorf("%s: the address has %+v, want %+v", l.ID, s, l.Start())
	}
	for _, other := range lessons.All() {
		if p.visible(lesson(other, "h3")) != (other == l) {
			p.Errorf("%s: the lesson %s is shown or not", l.ID, other.ID)
		}
	}
	for _, part := range []string{".task", ".next"} {
		if p.visible(lesson(l, part)) {
			p.Errorf("%s: %s is shown before the reveal", l.ID, part)
		}
	}
	if told := p.text(lesson(l, ".told")); told != "" {
		p.Errorf("%s: told %q before the reveal", l.ID, told)
	}
	if !eval[bool](p, fmt.Sprintf("document.querySelector(%q).disabled", lesson(l, ".reveal"))) {
		p.Errorf("%s: the answer can be revealed without a prediction", l.ID)
	}
	if current := eval[string](p,
		`document.querySelector("#lessons [aria-current=step]").dataset.do`); current != string(l.ID) {
		p.Errorf("%s: the current step is %s", l.ID, current)
	}
}

// wantCharts checks that the charts show a state once they have the size that the lesson
// leaves them. The lesson on several classes has a table in their place.
func (p *tab) wantCharts(l *lessons.Lesson, s state.State) {
	p.Helper()
	if l.ID == state.ClassesLesson {
		return
	}
	p.settle()
	p.wantDrawn(s)
}

// settle waits until the charts have their new size.
func (p *tab) settle() {
	p.Helper()
	eval[bool](p, "new Promise((done) => setTimeout(() => requestAnimationFrame(() => done(true)), 300))")
}

// wantTold checks the response to an answer, and that the task has started.
func (p *tab) wantTold(l *lessons.Lesson, m *text.Messages, answer int) {
	p.Helper()
	a, frame := l.Say(m).Answers[answer], lessons.FrameIn(m)
	want := frame.Wrong + a.Why
	if a.Right {
		want = frame.Right + a.Why
	}
	if told := p.text(lesson(l, ".told")); told != want {
		p.Errorf("%s: told %q, want %q", l.ID, told, want)
	}
	p.wantCharts(l, l.Task())
	p.wantMeasure(l, m)
	p.wantMarks(l, a)
	if outcome := p.text(lesson(l, ".outcome")); outcome != "" || p.visible(lesson(l, ".next")) {
		p.Errorf("%s: the task is done before anything was moved: %q", l.ID, outcome)
	}
}

// wantMarks checks the ticks and crosses of the answers after the reveal, and that the
// control that the task is about is spotlighted.
func (p *tab) wantMarks(l *lessons.Lesson, a lessons.Answer) {
	p.Helper()
	marks := eval[[]string](p, fmt.Sprintf(`[...document.querySelectorAll(%q)].filter((e) => e.getClientRects().length).map((e) => getComputedStyle(e, "::before").content)`, lesson(l, "label")))
	want := 1 // the right one, with a tick
	if !a.Right {
		want = 2
	}
	if all := strings.Join(marks, ""); len(marks) != want || !strings.Contains(all, "✓") ||
		strings.Contains(all, "✗") == a.Right {
		p.Errorf("%s: the answers are marked %q", l.ID, marks)
	}
	if p.visible(lesson(l, ".retry")) == a.Right {
		p.Errorf("%s: there is a retry or not, the answer is right: %v", l.ID, a.Right)
	}
	if n := eval[int](p, fmt.Sprintf(`document.querySelectorAll("[data-spotlight]").length === 1 && document.querySelector(%q).closest("[data-spotlight]") ? 1 : 0`, l.Focus)); n != 1 {
		p.Errorf("%s: its control is not spotlighted", l.ID)
	}
}

// wantMeasure checks the measure shown for the state in the address.
func (p *tab) wantMeasure(l *lessons.Lesson, m *text.Messages) {
	p.Helper()
	if got, want := p.text(lesson(l, ".measure")),
		l.Check(p.state()).Fill(l.Say(m).Measure); got != want {
		p.Errorf("%s: the page measures %q, want %q", l.ID, got, want)
	}
}

// wantDone checks that the task is done, is ticked and has been stored.
func (p *tab) wantDone(l *lessons.Lesson, m *text.Messages) {
	p.Helper()
	p.wantMeasure(l, m)
	frame := lessons.FrameIn(m)
	if got := p.text(lesson(l, ".outcome")); !strings.Contains(got, frame.Done) ||
		strings.Contains(got, frame.Last) != (l.Next() == nil) {
		p.Errorf("%s, %s: the page says %q", l.ID, p.state().Query(), got)
	}
	if l.Next() != nil && !p.visible(lesson(l, ".next a")) {
		p.Errorf("%s: nothing leads to the next lesson", l.ID)
	}
	if !p.visible(`.steps [data-do="` + string(l.ID) + `"] .tick`) {
		p.Errorf("%s has no tick", l.ID)
	}
}

// By mouse, all lessons in their order: each wrong answer or the right one, then
// the task.
func TestLessonsByMouse(t *testing.T) {
	t.Parallel()
	m := text.For("en")
	p := open(t, serve(t), "/?gamma=3.5&class=0")
	p.ready()
	own := with(t, "gamma", "3.5", "class", "0")
	if p.visible("#lessons") {
		t.Error("the lessons are open uncalled for")
	}
	p.click("#lessons-open")
	solve := map[state.Lesson]func(){
		state.EasyLesson:  func() { p.drag("#focal-gamma-range", 0.2) },
		state.GammaLesson: func() { p.drag("#focal-gamma-range", 0.4) },
		state.AlphaLesson: func() { p.drag("#focal-alpha-range", 0.8) },
		state.BothLesson: func() {
			p.drag("#focal-gamma-range", 0.2)
			p.wantMeasure(lessons.Of(state.BothLesson), m)
			if p.visible(lesson(lessons.Of(state.BothLesson), ".next")) {
				t.Error("gamma alone does the task of both")
			}
			p.drag("#focal-alpha-range", 0.25)
		},
		state.EpsilonLesson:   func() { p.drag("#focal-epsilon-range", 0.3) },
		state.ClassesLesson:   func() { p.drag("#class-2 .alpha", 1) },
		state.SmoothingLesson: func() { p.drag("#smoothed-label_smoothing-range", 0.4/0.95) },
	}
	for i, l := range lessons.All() {
		p.wantLesson(l)
		answer := i % len(l.Say(m).Answers)
		p.click(lesson(l, fmt.Sprintf("label:nth-of-type(%d)", answer+1)))
		p.click(lesson(l, ".reveal"))
		p.wantTold(l, m, answer)
		if l.ID == state.EasyLesson { // a wrong answer can be given again
			p.click(lesson(l, ".retry"))
			p.wantLesson(l)
			p.click(lesson(l, "label:nth-of-type(3)"))
			p.click(lesson(l, ".reveal"))
			p.wantTold(l, m, 2)
		}
		solve[l.ID]()
		p.wantDone(l, m)
		if got, want := p.text("#lessons-progress"),
			fmt.Sprintf("Done: %d of 7", i+1); got != want {
			t.Errorf("the page says %q, want %q", got, want)
		}
		if l.Next() != nil {
			p.click(lesson(l, ".next a"))
			if heading := eval[string](p,
				"document.activeElement.textContent"); !strings.Contains(heading,
				l.Next().Say(m).Title) {
				t.Errorf("the focus is on %q, not on the next lesson's heading", heading)
			}
		}
	}

	// The last lesson ends with a summary of all.
	if last := lessons.All()[len(lessons.All())-1]; !p.visible(lesson(last, ".summary")) ||
		len(eval[[]string](p, fmt.Sprintf(`[...document.querySelectorAll(%q)].map((e) => e.textContent)`, lesson(last, ".summary li")))) != len(lessons.All()) {
		t.Error("the last lesson has no summary of all")
	}

	// Closing returns to the learner's own state.
	p.click(`[data-do="close"]`)
	p.settle()
	p.wantDrawn(own)
	if s := p.state(); s != own || p.visible("#lessons") {
		t.Errorf("the address has %+v, want %+v", s, own)
	}

	// Progress is remembered; "start again" forgets it.
	p.run(chromedp.Reload())
	p.ready()
	p.click("#lessons-open")
	p.wantLesson(lessons.All()[0]) // all are done
	if got := p.text("#lessons-progress"); got != "Done: 7 of 7" {
		t.Errorf("after a reload the page says %q", got)
	}
	p.click(`[data-do="again"]`)
	if got := p.text("#lessons-progress"); got != "Done: 0 of 7" || p.visible(".steps .tick") {
		t.Errorf("after starting again the page says %q", got)
	}
}

// With the keyboard alone, from the list of the lessons to a task.
func TestLessonsByKeyboard(t *testing.T) {
	t.Parallel()
	m := text.For("zh")
	p := open(t, serve(t), "/?lang=zh&lesson=gamma&gamma=1")
	p.ready()
	p.settle()
	p.wantDrawn(func() state.State { // the address may say more than the lesson
		s, err := lessons.Of(state.GammaLesson).Start().With("gamma", "1")
		if err != nil {
			t.Fatal(err)
		}
		return s
	}())
	l := lessons.All()[0]
	p.focus(`.steps [data-do="easy"]`)
	p.press(kb.Enter)
	p.wantLesson(l)
	p.press(kb.Tab) // to the answers
	p.press(" ")
	p.press(kb.ArrowDown)
	p.press(kb.Enter) // reveals
	p.wantTold(l, m, 1)
	if said := p.text(lesson(l, ".stray")); said != "" {
		t.Errorf("said %q before anything was moved", said)
	}

	// The wrong control is named, and undoes nothing.
	p.focus("#focal-epsilon-range")
	p.press(kb.End)
	if said := p.text(lesson(l, ".stray")); !strings.Contains(said, "Epsilon ε") ||
		!strings.Contains(said, "Gamma γ") {
		t.Errorf("after epsilon was moved the page says %q", said)
	}
	p.focus("#reset")
	p.press(kb.Enter)
	p.wantDrawn(l.Task())
	if said := p.text(lesson(l, ".stray")); said != "" {
		t.Errorf("after the reset the page says %q", said)
	}

	p.focus(lesson(l, `[data-do="focus"]`))
	p.press(kb.Enter)
	if id := eval[string](p, "document.activeElement.id"); id != "focal-gamma-range" {
		t.Errorf("the focus is on %q, not on the lesson's control", id)
	}
	p.press(kb.End)
	p.wantDone(l, m)
	p.focus(lesson(l, ".next a"))
	p.press(kb.Enter)
	p.wantLesson(l.Next())
	if q := p.search(); q.Get("lang") != "zh" {
		t.Errorf("the address lost the language: %v", q)
	}
}

// A lesson is a link, a step of the history, and its task's state is in the
// address.
func TestLessonLinks(t *testing.T) {
	t.Parallel()
	p := open(t, serve(t), "/?lesson=epsilon")
	p.ready()
	l := lessons.Of(state.EpsilonLesson)
	p.wantDrawn(l.Start())
	if !p.visible(lesson(l, "h3")) {
		t.Error("the lesson of the link is not open")
	}
	p.click(`.steps [data-do="alpha"]`)
	alpha := lessons.Of(state.AlphaLesson)
	p.wantLesson(alpha)
	p.do("history.back()")
	p.await(`document.querySelector("#lesson-epsilon").getClientRects().length > 0`)
	p.frame()
	p.wantDrawn(l.Start())

	// Each step's link opens it in a page of its own.
	for _, l := range lessons.All() {
		href := eval[string](p, fmt.Sprintf("document.querySelector(%q).search",
			`.steps [data-do="`+string(l.ID)+`"]`))
		q := "/" + href
		p.run(chromedp.Navigate(p.origin + q))
		p.ready()
		p.wantLesson(l)
	}

	p.run(chromedp.Navigate(p.origin + "/?lesson=delta"))
	p.ready()
	if p.visible("#lessons") || !strings.Contains(p.text("#notice"), "lesson=delta") {
		t.Errorf("an unknown lesson is open, or the notice is %q", p.text("#notice"))
	}

	// Opened from a state of one's own, "back" returns to it.
	p.run(chromedp.Navigate(p.origin + "/?gamma=3"))
	p.ready()
	p.click("#lessons-open")
	p.do("history.back()")
	p.await(`document.querySelector("#lessons").getClientRects().length === 0`)
	p.frame()
	p.wantDrawn(with(t, "gamma", "3"))
}

// Where the browser stores nothing, the lessons work without memory.
func TestLessonsWithoutStorage(t *testing.T) {
	t.Parallel()
	for name, script := range map[string]string{
		"forbidden": `Object.defineProperty(globalThis, "localStorage", { get() { throw new DOMException("no", "SecurityError"); } })`,
		"absent":    `Object.defineProperty(globalThis, "localStorage", { value: null })`,
		"full":      `Storage.prototype.setItem = () => { throw new DOMException("no", "QuotaExceededError"); }`,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			m := text.For("en")
			p := open(t, serve(t), "/?lesson=gamma", command(page.AddScriptToEvaluateOnNewDocument,
				page.AddScriptToEvaluateOnNewDocumentParams{Source: script}))
			p.ready()
			l := lessons.Of(state.GammaLesson)
			p.click(lesson(l, "label:nth-of-type(4)"))
			p.click(lesson(l, ".reveal"))
			p.wantTold(l, m, 3)
			p.fill("#focal-gamma-number", "4")
			p.press(kb.Enter)
			p.wantDone(l, m)
			p.click(`[data-do="again"]`)
			p.wantLesson(lessons.All()[0])
		})
	}
}

// With a lesson open the charts stay in view, and nothing is too wide.
func TestLessonLayout(t *testing.T) {
	t.Parallel()
	server := serve(t)
	for _, lang := range []string{"en", "zh"} {
		for _, size := range []struct {
			width, height int64
			beside        bool
		}{{320, 640, false}, {390, 844, false}, {1000, 800, false}, {1280, 720, true},
			{1920, 1080, true}} {
			t.Run(fmt.Sprintf("%s-%d", lang, size.width), func(t *testing.T) {
				t.Parallel()
				p := open(t, server, "/?lang="+lang+"&lesson=gamma",
					chromedp.EmulateViewport(size.width, size.height))
				p.ready()
				for _, l := range lessons.All() {
					p.do(fmt.Sprintf("document.querySelector(%q).click()",
						`.steps [data-do="`+string(l.ID)+`"]`))
					p.do(fmt.Sprintf("document.querySelector(%q).click()", lesson(l, "input")))
					p.do(fmt.Sprintf("document.querySelector(%q).click()", lesson(l, ".reveal")))
					p.frame()
					if over := eval[float64](p,
						"document.documentElement.scrollWidth - innerWidth"); over > 0 {
						t.Errorf("%s: the page is %g px too wide", l.ID, over)
					}
					if over := eval[float64](p,
						"(e => e.scrollWidth - e.clientWidth)(document.getElementById('lessons'))"); over > 0 {
						t.Errorf("%s: the lesson is %g px too wide", l.ID, over)
					}
					p.do("scrollTo(0, 0)")
					p.picture(fmt.Sprintf("lesson-%s-%d-%s", lang, size.width, l.ID),
						chromedp.CaptureScreenshot())
					if !size.beside {
						continue
					}
					if bottom := eval[float64](p,
						`Math.max(...[...document.querySelectorAll(".charts .plot")].map((e) => e.getBoundingClientRect().bottom))`); bottom > float64(size.height) {
						t.Errorf("%s: the charts end at %g px, below the window", l.ID, bottom)
					}
				}
			})
		}
	}
}

// axe-core finds nothing wrong with a lesson in its task, and all that can be
// pressed is large enough.
func TestLessonAccess(t *testing.T) {
	t.Parallel()
	server := serve(t)
	for _, m := range text.All() {
		for _, theme := range []string{"light", "dark"} {
			for _, width := range []int64{320, 1280} {
				name := fmt.Sprintf("%s-%s-%d", m.Code, theme, width)
				t.Run(name, func(t *testing.T) {
					t.Parallel()
					p := open(t, server, "/?lesson=alpha-gamma&lang="+m.Code,
						chromedp.EmulateViewport(width, 800), preferring(theme))
					p.ready()
					l := lessons.Of(state.BothLesson)
					check := func() {
						t.Helper()
						for _, violation := range p.axe() {
							t.Error(violation)
						}
						small := eval[[]string](p, `[...document.querySelectorAll("#lessons :is(a, button, label)")].flatMap((e) => {
							const { width, height } = e.getBoundingClientRect();
							return !e.getClientRects().length || width >= 24 && height >= 24 ? [] : [e.textContent + ": " + width + " by " + height];
						})`)
						for _, s := range small {
							t.Errorf("too small: %s", s)
						}
					}
					check()
					p.click(lesson(l, "label"))
					p.click(lesson(l, ".reveal"))
					p.fill("#focal-epsilon-number", "0.01")
					check()
					if said := p.text(lesson(l, ".stray")); !strings.Contains(said, "Epsilon ε") {
						t.Errorf("after epsilon was moved the page says %q", said)
					}
					p.picture("lesson-stray-"+name, chromedp.CaptureScreenshot())
					p.fill("#focal-epsilon-number", "1e-7")
					p.fill("#focal-gamma-number", "2")
					p.fill("#focal-alpha-number", "0.25")
					p.press(kb.Enter) // into the address
					p.wantDone(l, m)
					check()
					p.picture("lesson-done-"+name, chromedp.CaptureScreenshot())
				})
			}
		}
	}
}

// The squares of the first lesson follow gamma, and the summary of the last leads to the
// training.
func TestLessonPictures(t *testing.T) {
	t.Parallel()
	p := open(t, serve(t), "/?lesson=easy")
	p.ready()
	sides := func() []float64 {
		return eval[[]float64](p,
			`["#squares-1 .object", "#squares-box-1 .box", "#squares-0 .object", "#squares-box-0 .box"].map((s) => Number(document.querySelector(s).getAttribute("width")))`)
	}
	want := func(gamma string) {
		t.Helper()
		s := with(t, "gamma", gamma, "balanced", "0")
		object, box := lessons.Squares(s.Loss())
		object0, box0 := lessons.Squares(with(t, "gamma", "0", "balanced", "0").Loss())
		for i, w := range []float64{object, box, object0, box0} {
			if got := sides()[i]; math.Abs(got-w) > 0.006 {
				t.Errorf("gamma %s: side %d is %g, want %g", gamma, i, got, w)
			}
		}
	}
	want("0")
	p.click(`[data-set="focal"][data-value="2"]`)
	want("2")

	p.run(chromedp.Navigate(p.origin + "/?lesson=smoothing"))
	p.ready()
	l := lessons.Of(state.SmoothingLesson)
	p.click(lesson(l, "label:nth-of-type(3)"))
	p.click(lesson(l, ".reveal"))
	p.fill("#smoothed-label_smoothing-number", "0.4")
	p.press(kb.Enter)
	p.click(lesson(l, `[data-do="train"]`))
	if s := p.state(); s.Place != state.PlaceTrain || s.Kind != state.Default().Kind ||
		s.Lesson != "" || !p.visible("#train-play") {
		t.Errorf("the summary leads to %s", s.Query())
	}
}

// On a phone the lessons are a table of contents, and an open one has its question on the screen
// together with the chart and the control.
func TestLessonsOnPhone(t *testing.T) {
	t.Parallel()
	server := serve(t)
	for _, lang := range []string{"en", "zh"} {
		p := open(t, server, "/?place=lessons&lang="+lang, chromedp.EmulateViewport(390, 844))
		p.ready()
		last := lessons.All()[len(lessons.All())-1]
		if seen := p.seen(`.steps [data-do="` + string(last.ID) + `"]`); seen < 24 {
			t.Errorf("%s: %g px of the last title are seen", lang, seen)
		}
		if seen := p.seen(`.places [data-place="lessons"]`); seen < 24 {
			t.Errorf("%s: %g px of the link to the lessons are seen", lang, seen)
		}
		if p.seen("#chart-loss") > 0 || p.seen(".controls") > 0 {
			t.Errorf("%s: there is something to move without a lesson", lang)
		}
		p.click(`.steps [data-do="gamma"]`)
		l := lessons.Of(state.GammaLesson)
		p.wantLesson(l)
		p.do("scrollTo(0, 0)")
		p.frame()
		for _, selector := range []string{"#chart-loss", "#focal-gamma-range", lesson(l, "legend"),
			lesson(l, "label:nth-of-type(4)")} {
			if seen := p.seen(selector); seen < 16 {
				t.Errorf("%s: %g px of %s are seen", lang, seen, selector)
			}
		}
	}
}
