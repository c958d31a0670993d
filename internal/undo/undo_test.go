package undo_test

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"lossexplorer/internal/undo"
)

// play makes the moves, one a character: a letter is done, a letter after > is
// visited, - undoes and + redoes. It returns the current state after each; a
// refused move has a dot.
func play(h *undo.History[string], moves string) (states string) {
	current := ""
	for i := 0; i < len(moves); i++ {
		var s string
		ok := true
		switch move := moves[i]; move {
		case '-':
			s, ok = h.Undo()
		case '+':
			s, ok = h.Redo()
		case '>':
			i++
			s = moves[i : i+1]
			h.Visit(s)
		default:
			s = string(move)
			h.Do(s)
		}
		if !ok {
			states += "."
			continue
		}
		current = s
		states += current
	}
	return states
}

func TestHistory(t *testing.T) {
	tests := []struct {
		name, moves, want string
		undo, redo        bool // whether they can be done at the end
	}{
		{"nothing", "-+", "..", false, false},
		{"first state", "a-+", "a..", false, false},
		{"there and back", "abc--+-", "abcbaba", false, true},
		{"to both ends", "ab--++", "aba.b.", true, false},
		{"a new state forgets the undone", "abc--d+-", "abcbad.a", false, true},
		{"the same state is no step", "aab-", "aaba", false, true},
		{"the current state forgets nothing", "abc-b+", "abcbbc", true, false},
		{"a state may come again", "aba--", "ababa", false, true},
		{"back is undo", "abc>b+", "abcbc", true, false},
		{"forward is redo", "abc-->b+", "abcbabc", true, false},
		{"a link is a new state", "abc->x-", "abcbxb", true, true},
		{"the first visit", ">a-", "a.", false, false},
		{"visiting the current state", "ab>b-", "abba", false, true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var h undo.History[string]
			if got := play(&h, tt.moves); got != tt.want {
				t.Errorf("%s: %s, want %s", tt.moves, got, tt.want)
			}
			if h.CanUndo() != tt.undo || h.CanRedo() != tt.redo {
				t.Errorf("%s: can undo %v, redo %v; want %v, %v", tt.moves, h.CanUndo(),
					h.CanRedo(), tt.undo, tt.redo)
			}
		})
	}
}

func TestLimit(t *testing.T) {
	var h undo.History[int]
	for i := range 3 * undo.Limit {
		h.Do(i)
	}
	steps, last := 0, 0
	for {
		s, ok := h.Undo()
		if !ok {
			break
		}
		steps, last = steps+1, s
	}
	if steps != undo.Limit-1 || last != 2*undo.Limit {
		t.Errorf("%d steps back to state %d, want %d to %d", steps, last, undo.Limit-1,
			2*undo.Limit)
	}
}

// As many redos as undos lead back to the same state.
func TestRoundTrip(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	var h undo.History[int]
	now := 0
	h.Do(now)
	for range 2000 {
		if random.IntN(4) > 0 {
			now = random.IntN(50)
			h.Do(now)
			continue
		}
		n := 0
		for range random.IntN(20) {
			if _, ok := h.Undo(); ok {
				n++
			}
		}
		back := now
		for range n {
			var ok bool
			if back, ok = h.Redo(); !ok {
				t.Fatal("an undone step cannot be redone")
			}
		}
		if back != now {
			t.Fatalf("%d steps back and forth lead to %d, not %d", n, back, now)
		}
	}
}

func ExampleHistory() {
	var gamma undo.History[float64]
	gamma.Do(2)
	gamma.Do(5)
	before, _ := gamma.Undo()
	fmt.Println(before)
	after, _ := gamma.Redo()
	fmt.Println(after, gamma.CanRedo())
	// Output:
	// 2
	// 5 false
}

// The steps of one gesture are one state to undo.
func TestReplace(t *testing.T) {
	var h undo.History[int]
	h.Do(1)
	h.Do(2)
	h.Replace(3)
	h.Replace(4)
	if s, ok := h.Undo(); s != 1 || !ok {
		t.Errorf("undone to %d, %v", s, ok)
	}
	h.Replace(5) // the first state stays
	if s, ok := h.Undo(); s != 1 || !ok {
		t.Errorf("undone to %d, %v", s, ok)
	}
}
