//go:build !js

package predictfile

import (
	"lossexplorer/internal/predict/arrowfile"
	"lossexplorer/internal/predict/parquetfile"
)

var columnar, arrowed = parquetfile.New, arrowfile.New
