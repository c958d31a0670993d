package predictfile

import (
	"bytes"
	"path/filepath"
	"strings"

	"lossexplorer/internal/predict"
)

// unread returns the problem of a file in a format that is not read, with the line of
// Python that converts it; nil for others. Pickles are programs, which must not be run.
func unread(start []byte, name string) error {
	is := func(magic string) bool { return bytes.HasPrefix(start, []byte(magic)) }
	ext := strings.ToLower(filepath.Ext(name))
	quoted := "'" + strings.ReplaceAll(name, "'", `\'`) + "'"
	format, python := "", ""
	switch {
	case is("\x80") && len(start) > 1 && start[1] <= 5, ext == ".pkl" || ext == ".pickle":
		format, python = "pickle",
			"import pandas as pd; pd.DataFrame(pd.read_pickle("+quoted+")).to_csv('predictions.csv', index=False)"
	case ext == ".pt" || ext == ".pth":
		format, python = "PyTorch",
			"import torch, numpy as np; np.savez('predictions.npz', **{k: v.numpy() for k, v in torch.load("+quoted+").items()})"
	case is("\x89HDF\r\n\x1a\n"):
		format, python = "HDF5",
			"import h5py, numpy as np; np.savez('predictions.npz', **{k: v[()] for k, v in h5py.File("+quoted+").items()})"
	case is("\xfd7zXZ\x00"):
		format, python = "xz", "import lzma, shutil; shutil.copyfileobj(lzma.open("+quoted+"), open('predictions.csv', 'wb'))"
	case is("BZh"):
		format, python = "bzip2",
			"import bz2, shutil; shutil.copyfileobj(bz2.open("+quoted+"), open('predictions.csv', 'wb'))"
	case is("\x28\xb5\x2f\xfd"):
		format, python = "Zstandard",
			"import pandas as pd; pd.read_csv("+quoted+", compression='zstd').to_csv('predictions.csv', index=False)"
	case is("FEA1"):
		format, python = "Feather version 1",
			"import pandas as pd; pd.read_feather("+quoted+").to_parquet('predictions.parquet')"
	case is("\xd0\xcf\x11\xe0"):
		format, python = "Excel 97",
			"import pandas as pd; pd.read_excel("+quoted+").to_csv('predictions.csv', index=False)"
	case is("SQLite format 3\x00"):
		format, python = "SQLite",
			"import pandas as pd, sqlite3; pd.read_sql('select * from predictions', sqlite3.connect("+quoted+")).to_csv('predictions.csv', index=False)"
	case is("ORC"):
		format, python = "ORC", "import pandas as pd; pd.read_orc("+quoted+").to_parquet('predictions.parquet')"
	default:
		return nil
	}
	return &predict.Problem{Code: predict.Format, Detail: format + ": " + python}
}
