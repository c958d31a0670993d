package state

import "slices"

// Lesson is the guided step that is open, "" for none. Package lessons has its
// questions.
type Lesson string

// The lessons, in their order.
const (
	EasyLesson      Lesson = "easy"
	GammaLesson     Lesson = "gamma"
	AlphaLesson     Lesson = "alpha"
	BothLesson      Lesson = "alpha-gamma"
	EpsilonLesson   Lesson = "epsilon"
	ClassesLesson   Lesson = "classes"
	SmoothingLesson Lesson = "smoothing"
)

var lessons = []Lesson{EasyLesson, GammaLesson, AlphaLesson, BothLesson, EpsilonLesson,
	ClassesLesson, SmoothingLesson}

// Lessons returns all lessons in their order. The slice is the caller's.
func Lessons() []Lesson { return slices.Clone(lessons) }

// LessonKey is the name of the URL's parameter of the lesson: its word or "off".
const LessonKey = "lesson"

func (l *Lesson) keys() []string { return []string{LessonKey} }

func (l *Lesson) set(key, value string) (known bool, err error) {
	switch {
	case key != LessonKey:
		return false, nil
	case value == Off:
		*l = ""
	case !slices.Contains(lessons, Lesson(value)):
		return true, notAmong(lessons...)
	default:
		*l = Lesson(value)
	}
	return true, nil
}

func (l *Lesson) value(key string) (value string, known bool) {
	switch {
	case key != LessonKey:
		return "", false
	case *l == "":
		return Off, true
	}
	return string(*l), true
}
