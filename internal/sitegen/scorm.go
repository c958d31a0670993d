package main

import (
	"errors"
	"os"
	"path/filepath"

	"lossexplorer/internal/scorm"
	"lossexplorer/internal/text"
)

// buildModules writes the built page as SCORM modules, one for each version and
// language, such as loss-explorer-scorm-1.2-en.zip.
func buildModules(folder string) error {
	script, err := bundle("web/js/scorm.js", nil)
	if err != nil {
		return err
	}
	for name, v := range map[string]scorm.Version{"1.2": scorm.V12, "2004": scorm.V2004} {
		for _, m := range text.All() {
			f, err := os.Create(filepath.Join(folder,
				"loss-explorer-scorm-"+name+"-"+m.Code+".zip"))
			if err != nil {
				return err
			}
			if err := errors.Join(scorm.Write(f, os.DirFS(dist), script, v, m),
				f.Close()); err != nil {
				return err
			}
		}
	}
	return nil
}
