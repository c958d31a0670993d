package shortcut

import (
	"testing"
	"unicode/utf8"

	"lossexplorer/internal/params"
	"lossexplorer/internal/text"
	"lossexplorer/losscore"
)

// Each key and each action is there once, and says what it does.
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
		if got, ok := Find(s.Key); !ok || got.Action != s.Action {
			t.Errorf("Find(%q) = %v, %v", s.Key, got.Action, ok)
		}
	}
	for _, m := range text.All() {
		said := map[string]bool{}
		for _, s := range All() {
			if what := s.Say(m); what == "" || said[what] {
				t.Errorf("%s: %q says %q", m.Lang, s.Key, what)
			} else {
				said[what] = true
			}
		}
	}
	if s, ok := Find("G"); ok {
		t.Errorf("G is the shortcut %v", s)
	}
}

func TestParameter(t *testing.T) {
	for _, tt := range []struct{ kind, word, current, want string }{
		{"focal", "gamma", "", "gamma"},
		{"focal", "gamma", "gamma", "gamma"},
		{"focal", "epsilon", "alpha", "epsilon"},
		{"asymmetric", "gamma", "", "gamma_pos"},
		{"asymmetric", "gamma", "gamma_pos", "gamma_neg"},
		{"asymmetric", "gamma", "gamma_neg", "gamma_pos"},
		{"asymmetric", "gamma", "epsilon", "gamma_pos"},
		{"asymmetric", "alpha", "", ""},
	} {
		if got := Parameter(losscore.KindOf(tt.kind), tt.word, tt.current); got != tt.want {
			t.Errorf("%s: %s from %q goes to %q, want %q", tt.kind, tt.word, tt.current, got, tt.want)
		}
	}
}

// The choices take turns: each comes, and then the first again.
func TestTurns(t *testing.T) {
	seen := map[params.Class]bool{}
	c := params.Positive
	for range 3 {
		seen[c] = true
		c = Next(c)
	}
	if len(seen) != 3 || c != params.Positive {
		t.Errorf("three turns show %v and end at %v", seen, c)
	}
	if Other(params.ByPt) != params.ByLogit || Other(params.ByLogit) != params.ByPt {
		t.Error("the gradients do not take turns")
	}
}
