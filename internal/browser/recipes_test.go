//go:build recipes

package browser

import (
	"os"
	"path/filepath"
	"testing"
)

const recipes = root + "/web/recipes"

// The recipes that need much: 65 s to install and 810 MB. "make recipes" runs this.
func TestRecipes(t *testing.T) {
	packed := filepath.Join(t.TempDir(), "package")
	runIn(t, root, "go", "run", "./internal/sitegen", "-npm", packed)
	for _, s := range []packaged{
		{"next", []string{"node_modules/.bin/next", "build"}, "out", "button"},
		{"docusaurus", []string{"node_modules/.bin/docusaurus", "build"}, "build",
			"button[class*=toggleButton]"},
		{"starlight", []string{"node_modules/.bin/astro", "build"}, "dist",
			"starlight-theme-select select"},
	} {
		t.Run(s.name, func(t *testing.T) {
			if _, err := os.Stat(filepath.Join(recipes, s.name, "node_modules")); err != nil {
				t.Fatalf("%v; run make recipes, which installs it", err)
			}
			for _, name := range []string{"NEXT_TELEMETRY_DISABLED", "ASTRO_TELEMETRY_DISABLED",
				"DOCUSAURUS_NO_PERSISTENT_CACHE"} {
				t.Setenv(name, "true")
			}
			dir := filepath.Join(t.TempDir(), s.name)
			// Turbopack refuses links out of the project.
			runIn(t, recipes, "cp", "-r", s.name, dir)
			runIn(t, dir, "cp", "-r", packed, "node_modules/loss-explorer")
			s.open(t, dir)
		})
	}
}
