//go:build !js

package predictfile

import "lossexplorer/internal/predict/parquetfile"

var columnar = parquetfile.New
