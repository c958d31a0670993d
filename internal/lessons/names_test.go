package lessons

import (
	"slices"
	"testing"

	"lossexplorer/internal/catalog"
	"lossexplorer/internal/state"
	"lossexplorer/internal/text"
)

// Whatever may be moved beside a lesson's controls has a name.
func TestControlsAreNamed(t *testing.T) {
	for _, m := range text.All() {
		names := Controls(m)
		for _, k := range catalog.Kinds() {
			s, err := state.Default().With(state.LossKey, k.ID)
			if err != nil {
				t.Fatal(err)
			}
			if s, err = s.With(state.ClassesKey, "4"); err != nil {
				t.Fatal(err)
			}
			for _, key := range s.Keys() {
				if !slices.Contains(free, key) && names[key] == "" {
					t.Errorf("%s: %s has no name", m.Lang, key)
				}
			}
		}
	}
}
