package shortcut

import (
	"testing"
	"unicode/utf8"

	"lossexplorer/internal/state"
	"lossexplorer/internal/text"
)

// Each key and each action is there once.
func TestAll(t *testing.T) {
	keys, actions := map[string]bool{}, map[Action]bool{}
	for _, s := range All() {
		if keys[s.Key] || actions[s.Action] {
			t.Errorf("%q or its action is there twice", s.Key)
		}
		keys[s.Key], actions[s.Action] = true, true
		if utf8.RuneCountInString(s.Key) != 1 || s.Key[0] >= 'A' && s.Key[0] <= 'Z' {
			t.Errorf("%q is not one key without Shift", s.Key)
		}
		for _, m := range text.All() {
			if does := s.Action.Does(text.AccessOf(m).Does); does == "" {
				t.Errorf("%s: %q has no text", m.Lang, s.Key)
			}
		}
		if got, ok := Find(s.Key); !ok || got.Action != s.Action {
			t.Errorf("Find(%q) = %v, %v", s.Key, got.Action, ok)
		}
	}
	if len(actions) != int(Actions) {
		t.Errorf("%d of %d actions have a key", len(actions), Actions)
	}
	if s, ok := Find("G"); ok {
		t.Errorf("G is the shortcut %v", s)
	}
}

// The choices take turns: each comes, and then the first again.
func TestTurns(t *testing.T) {
	seen := map[state.Class]bool{}
	c := state.Positive
	for range 4 {
		seen[c] = true
		c = Next(c)
	}
	if len(seen) != 4 || c != state.Positive {
		t.Errorf("four turns show %v and end at %v", seen, c)
	}
	if Other(state.Pull) != state.Relative || Other(state.ByPt) != state.Pull ||
		Other(state.ByLogit) != state.ByPt {
		t.Error("the gradients do not take turns")
	}
}
