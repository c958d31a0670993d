package predictfile

import (
	"io"

	"lossexplorer/internal/predict"
)

// columnar says that a file is no Parquet: in browsers it comes as its columns, unless
// they cannot be read (web/js/worker/parquet.js).
func columnar(io.ReaderAt, int64) (predict.Reader, error) {
	return nil, &predict.Problem{Code: predict.Unreadable, Detail: "it cannot be read as Parquet, or has no column of numbers"}
}
