package main

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"github.com/google/licensecheck"
)

// noticesFile is the file of third-party licences.
const noticesFile = "THIRD_PARTY_NOTICES.txt"

// component is a third-party module or package that ships with the program.
type component struct {
	Name, Version string
	Licence       string // as SPDX names it
	InPage        bool   // sent to browsers, not in the server only
	texts         []string
}

// components are the Go modules in the programs for browsers and in the server,
// and the npm packages in the bundles and fonts. One without a licence that is
// known is an error.
func components() ([]component, error) {
	dirs := map[string]*component{} // by folder
	for _, program := range []struct {
		pkg string
		env []string
	}{{"./wasm/...", []string{"GOOS=js", "GOARCH=wasm"}}, {".", nil}} {
		if err := addModules(dirs, program.pkg, program.env); err != nil {
			return nil, err
		}
	}
	// The server's pictures have a part of the font, see buildFonts.
	packages := []string{"web/node_modules/noto-sans-sc"}
	for dir := range bundled {
		packages = append(packages, dir)
	}
	for _, dir := range packages {
		c, err := packageIn(dir)
		if err != nil {
			return nil, err
		}
		c.InPage = bundled[dir]
		dirs[dir] = c
	}
	var all []component
	for dir, c := range dirs {
		if err := c.read(dir); err != nil {
			return nil, fmt.Errorf("the licence of %s: %w", c.Name, err)
		}
		all = append(all, *c)
	}
	slices.SortFunc(all, func(a, b component) int { return cmp.Compare(strings.ToLower(a.Name), strings.ToLower(b.Name)) })
	return all, nil
}

// addModules adds the modules that are linked into a program, and Go itself.
func addModules(dirs map[string]*component, pkg string, env []string) error {
	cmd := exec.Command("go", "list", "-deps", "-f",
		"{{with .Module}}{{if not .Main}}{{.Path}}\t{{.Version}}\t{{.Dir}}{{end}}{{end}}", pkg)
	cmd.Env = append(os.Environ(), env...)
	cmd.Stderr = os.Stderr
	out, err := cmd.Output()
	if err != nil {
		return fmt.Errorf("listing what %s consists of: %w", pkg, err)
	}
	out = append(out, "Go\t\t"...)
	for line := range strings.Lines(string(out)) {
		f := strings.Split(strings.TrimSuffix(line, "\n"), "\t")
		if len(f) != 3 {
			continue // a package of this module
		}
		name, version, dir := f[0], f[1], f[2]
		if name == "Go" {
			if dir, err = goroot(); err != nil {
				return err
			}
			if out, err = exec.Command("go", "env", "GOVERSION").Output(); err != nil {
				return err
			}
			version = strings.TrimPrefix(strings.TrimSpace(string(out)), "go")
		}
		if dirs[dir] == nil {
			dirs[dir] = &component{Name: name, Version: version, InPage: env != nil}
		}
	}
	return nil
}

// addPackages adds the packages that a bundle uses, by its metafile.
func addPackages(dirs map[string]bool, metafile string) error {
	var meta struct {
		Outputs map[string]struct {
			Inputs map[string]struct{ BytesInOutput int }
		}
	}
	if err := json.Unmarshal([]byte(metafile), &meta); err != nil {
		return err
	}
	for _, out := range meta.Outputs {
		for name, in := range out.Inputs {
			if dir := folder.FindString(name); dir != "" && in.BytesInOutput > 0 {
				dirs[dir] = true
			}
		}
	}
	return nil
}

var folder = regexp.MustCompile(`^web/node_modules/(@[^/]+/)?[^/]+`)

func packageIn(dir string) (*component, error) {
	data, err := os.ReadFile(filepath.Join(dir, "package.json"))
	if err != nil {
		return nil, err
	}
	var c component
	return &c, json.Unmarshal(data, &c) // it has name and version
}

var (
	licenceName = regexp.MustCompile(`(?i)^(licen[cs]es?|copying|copyright|notice|patents)([-_.][^.]*)?(\.(txt|md))?$`)
	// grant matches the names of licences, not of additions to one.
	grant = regexp.MustCompile(`(?i)^(licen[cs]e|copying)`)
	// chosen are the licences used where a package leaves a choice.
	chosen = map[string]string{"github.com/golang/freetype": "FTL"}
)

// read finds the licence in a folder, with the notices beside it.
func (c *component) read(dir string) error {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return err
	}
	var names []string
	for _, e := range entries {
		if !licenceName.MatchString(e.Name()) {
			continue
		}
		files := []string{filepath.Join(dir, e.Name())}
		if e.IsDir() { // of licences of parts
			if files, err = filepath.Glob(filepath.Join(dir, e.Name(), "*")); err != nil {
				return err
			}
		}
		for _, file := range files {
			text, err := os.ReadFile(file)
			if err != nil {
				return err
			}
			c.texts = append(c.texts,
				strings.TrimSpace(strings.ReplaceAll(string(text), "\r\n", "\n")))
			if e.IsDir() || !grant.MatchString(e.Name()) {
				continue
			}
			for _, m := range licensecheck.Scan(text).Match {
				if !m.IsURL && !slices.Contains(names, m.ID) {
					names = append(names, m.ID)
				}
			}
		}
	}
	c.Licence = cmp.Or(chosen[c.Name], strings.Join(names, " AND "))
	if c.Licence == "" {
		return fmt.Errorf("none that is known in %s: %w", dir, fs.ErrNotExist)
	}
	return nil
}

// notices is the text of noticesFile.
func notices(all []component) []byte {
	var b bytes.Buffer
	fmt.Fprint(&b, "The loss explorer contains what others wrote. \"Server\" is what the program has that\nserves it, and the page has not.\n\n")
	for _, c := range all {
		where := ""
		if !c.InPage {
			where = ", server"
		}
		fmt.Fprintf(&b, "  %s %s (%s%s)\n", c.Name, c.Version, c.Licence, where)
	}
	for _, c := range all {
		fmt.Fprintf(&b, "\n%s\n%s %s\n\n%s\n", strings.Repeat("=", 80), c.Name, c.Version,
			strings.Join(c.texts, "\n\n"))
	}
	return b.Bytes()
}
