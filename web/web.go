// Package web carries the built page inside the program.
package web

import (
	"embed"
	"io/fs"
)

// The build writes the page to dist. The pattern starts with all: so that the
// .gitignore committed there lets the package compile before the first build.
//
//go:embed all:dist
var embedded embed.FS

// Dist returns the built page, rooted at the folder dist. Before the first
// build it holds no page.
func Dist() fs.FS {
	dist, err := fs.Sub(embedded, "dist")
	if err != nil {
		panic(err) // only an invalid path fails, and this one is constant
	}
	return dist
}
