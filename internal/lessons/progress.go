package lessons

import (
	"strings"

	"lossexplorer/internal/state"
)

// Progress lists the lessons that are done, each ID followed by a comma. The
// zero value is none. A word that is no lesson, as of another version, is kept
// and has no effect.
type Progress string

// Has reports whether a lesson is done.
//
//go:noinline
func (p Progress) Has(id state.Lesson) bool {
	return strings.Contains(","+string(p), ","+string(id)+",")
}

// With returns p with a lesson done.
func (p Progress) With(id state.Lesson) Progress {
	if p.Has(id) {
		return p
	}
	return p + Progress(id) + ","
}

// Len returns how many lessons are done.
func (p Progress) Len() (n int) {
	for _, l := range lessons {
		if p.Has(l.ID) {
			n++
		}
	}
	return n
}

// First returns the first lesson that is not done, or the first if all are.
func (p Progress) First() *Lesson {
	for _, l := range lessons {
		if !p.Has(l.ID) {
			return l
		}
	}
	return lessons[0]
}
