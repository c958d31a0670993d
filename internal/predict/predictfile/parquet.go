//go:build !js || parquet

package predictfile

import "lossexplorer/internal/predict/parquetfile"

var columnar = parquetfile.New
