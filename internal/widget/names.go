package widget

import (
	"strings"

	"lossexplorer/internal/state"
)

// globals are the attributes that every element may have, which are no matter of the
// widget.
const globals = " accesskey autocapitalize autofocus contenteditable dir draggable enterkeyhint exportparts hidden id inert " +
	"inputmode is itemid itemprop itemref itemscope itemtype lang nonce part popover role slot spellcheck style tabindex title " +
	"translate class xmlns key ref "

// HostNames returns the names of globals.
func HostNames() []string { return strings.Fields(globals) }

// ignored reports whether an attribute is one of the host page or its framework.
func ignored(name string) bool {
	for _, prefix := range [...]string{"data-", "aria-", "on"} {
		if strings.HasPrefix(name, prefix) {
			return true
		}
	}
	return strings.Contains(globals, " "+name+" ")
}

// foreign reports whether a name that is none of the element's is of the kind that
// frameworks put on elements (v-if, x-data, hx-get, ng-version, astro-cid-1, _ngcontent-2,
// @click, [gamma], wire:model) or campaigns into addresses (utm_source, fbclid).
func foreign(name string) bool {
	for _, prefix := range [...]string{"v-", "x-", "hx-", "ng-", "ng2-", "astro-", "svelte-",
		"client-", "jsx-", "js-", "up-", "uk-", "bs-", "s-", "utm-", "utm_", "fbclid", "gclid",
		"msclkid"} {
		if strings.HasPrefix(name, prefix) {
			return true
		}
	}
	return name == "" || name[0] == '_' || strings.ContainsAny(name, ":.@[(*#$")
}

// nearest returns the attribute that was probably meant by a name, "" if there is none.
func nearest(name string) string {
	best, least := "", 1+len(name)/4
	try := func(known string) {
		if d := Distance(name, known); d <= least && d < len(known) {
			if d < least || best == "" {
				best, least = known, d
			}
		}
	}
	for _, p := range Params() {
		try(Dashed(p.Name))
	}
	try(state.LossKey)
	try(state.FormulaKey)
	for _, a := range views {
		try(a.Name)
	}
	return best
}

// Distance returns the number of letters to change, put in, leave out or exchange with the
// next to turn a into b.
func Distance(a, b string) int {
	before, last, row := make([]int, len(b)+1), make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range row {
		last[j] = j
	}
	for i := range len(a) {
		row[0] = i + 1
		for j := range len(b) {
			change := last[j]
			if a[i] != b[j] {
				change++
			}
			row[j+1] = min(change, last[j+1]+1, row[j]+1)
			if i > 0 && j > 0 && a[i] == b[j-1] && a[i-1] == b[j] {
				row[j+1] = min(row[j+1], before[j-1]+1)
			}
		}
		before, last, row = last, row, before
	}
	return last[len(b)]
}
