//go:build js && !parquet

package predictfile

import (
	"io"

	"lossexplorer/internal/predict"
)

// columnar says that WebAssembly does not have Parquet, which would be more than all
// the rest of a program.
func columnar(io.ReaderAt, int64) (predict.Reader, error) {
	return nil, &predict.Problem{Code: predict.Unreadable, Detail: "the browser does not read Parquet; the command report does"}
}
