package predictfile

import (
	"io"

	"lossexplorer/internal/predict"
)

// In browsers Parquet and Arrow come as their columns, from libraries in JavaScript,
// unless they cannot be read (web/js/worker).
func columnar(io.ReaderAt, int64) (predict.Reader, error) {
	return nil, &predict.Problem{Code: predict.Unreadable,
		Detail: "it cannot be read as Parquet, or has no column of numbers"}
}

func arrowed(io.ReaderAt, int64) (predict.Reader, error) {
	return nil, &predict.Problem{Code: predict.Format,
		Detail: "Arrow, in the browser: import pandas as pd; pd.read_feather('predictions.arrow').to_parquet('predictions.parquet')"}
}
