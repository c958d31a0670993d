// Package undo holds the history of a page's states, for undo and redo.
package undo

// Limit is the most states that a History holds; the earliest go first.
const Limit = 200

// A History is a line of states with one of them current. The zero value holds
// none.
type History[T comparable] struct {
	states []T
	at     int // the index of the current state
}

// Do makes s the current state, as the last one: states that were undone are
// forgotten. Nothing changes if s is current already.
func (h *History[T]) Do(s T) {
	if len(h.states) > 0 {
		if h.states[h.at] == s {
			return
		}
		h.states = h.states[:h.at+1]
	}
	if len(h.states) == Limit {
		copy(h.states, h.states[1:])
		h.states = h.states[:Limit-1]
	}
	h.states = append(h.states, s)
	h.at = len(h.states) - 1
}

// Replace makes s the current state in place of the last, for the next step of one gesture.
// It is Do where the current state is not the last or the first.
func (h *History[T]) Replace(s T) {
	if h.at == 0 || h.CanRedo() {
		h.Do(s)
		return
	}
	h.states[h.at] = s
}

// Visit is Do for a state that the browser's Back or Forward, or a link, has
// led to: where s is the state before or after the current one, it is undone or
// redone.
func (h *History[T]) Visit(s T) {
	switch {
	case h.CanUndo() && h.states[h.at-1] == s:
		h.at--
	case h.CanRedo() && h.states[h.at+1] == s:
		h.at++
	default:
		h.Do(s)
	}
}

// CanUndo reports whether there is a state before the current one.
func (h *History[T]) CanUndo() bool { return h.at > 0 }

// CanRedo reports whether there is a state after the current one.
func (h *History[T]) CanRedo() bool { return h.at+1 < len(h.states) }

// Undo makes the state before the current one current and returns it; ok is
// false if there is none.
func (h *History[T]) Undo() (s T, ok bool) {
	if !h.CanUndo() {
		return s, false
	}
	h.at--
	return h.states[h.at], true
}

// Redo takes back the last Undo and returns the state that is current then; ok
// is false if there is none.
func (h *History[T]) Redo() (s T, ok bool) {
	if !h.CanRedo() {
		return s, false
	}
	h.at++
	return h.states[h.at], true
}
