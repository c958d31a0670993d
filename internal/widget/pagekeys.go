package widget

import "lossexplorer/internal/state"

// PageKeys returns the keys of the explorer's addresses that an element does not show: those
// of its places and panels. None of them is an attribute.
func PageKeys() (keys []string) {
	for _, key := range state.Default().Keys() {
		if !shown(key) && key != state.ClassKey {
			keys = append(keys, key)
		}
	}
	return keys
}
