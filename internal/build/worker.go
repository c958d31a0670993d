package main

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"maps"
	"os"
	"path/filepath"
	"slices"
)

// versionMark stands in the pages for the version, which depends on them.
const versionMark = "@version@"

const workerSource = "web/js/worker/sw.js"

// versionOf returns a name for the pages with all that they refer to, since the
// names of assets in them change with the assets, and for the worker.
func versionOf(pages map[string][]byte) (string, error) {
	h := sha256.New()
	for _, name := range slices.Sorted(maps.Keys(pages)) {
		h.Write(pages[name])
	}
	worker, err := os.ReadFile(workerSource)
	h.Write(worker)
	return hex.EncodeToString(h.Sum(nil)[:6]), err
}

// writeWorker writes the service worker, which keeps the files of dist named
// for visits without a network and checks them by their hashes. Without files it
// removes itself from the browsers that have it.
func writeWorker(version string, names []string) error {
	type build struct {
		Version string            `json:"version"`
		Files   map[string]string `json:"files"` // the hash by the URL relative to the page
	}
	b := build{version, map[string]string{}}
	for _, name := range names {
		data, err := os.ReadFile(filepath.Join(dist, filepath.FromSlash(name)))
		if err != nil {
			return err
		}
		sum := sha256.Sum256(data)
		b.Files[name] = "sha256-" + base64.StdEncoding.EncodeToString(sum[:])
	}
	define, err := json.Marshal(b)
	if err != nil {
		return err
	}
	js, err := bundle(workerSource, map[string]string{"BUILD": string(define)})
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(dist, "sw.js"), js, 0o666)
}
