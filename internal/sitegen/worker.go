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

// writeWorker writes the service worker, which keeps files of dist for visits
// without a network and checks them by their hashes: those that a version has to
// have, and those that are kept when they are first used. Without files it
// removes itself from the browsers that have it.
func writeWorker(version string, names, later []string) error {
	type build struct {
		Version string            `json:"version"`
		Files   map[string]string `json:"files"` // the hash by the URL relative to the page
		Later   map[string]string `json:"later"`
	}
	b := build{version, map[string]string{}, map[string]string{}}
	for list, hashes := range map[*[]string]map[string]string{&names: b.Files, &later: b.Later} {
		for _, name := range *list {
			data, err := os.ReadFile(filepath.Join(dist, filepath.FromSlash(name)))
			if err != nil {
				return err
			}
			sum := sha256.Sum256(data)
			hashes[name] = "sha256-" + base64.StdEncoding.EncodeToString(sum[:])
		}
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
