package widget

import (
	"slices"

	"lossexplorer/internal/state"
)

// PageKeys returns the keys of the explorer's addresses that an element does not show: those
// of its places and panels. A name that is an attribute, too, as the precision lab's label, is
// not among them: it sets the element.
func PageKeys() (keys []string) {
	var names []string
	for _, a := range Attributes() {
		names = append(names, a.Name)
	}
	for _, key := range state.Default().Keys() {
		if !shown(key) && key != state.ClassKey && !slices.Contains(names, key) {
			keys = append(keys, key)
		}
	}
	return keys
}
