// Package xlsxfile reads predictions from the first sheet of a workbook in Office Open
// XML, as Excel writes it.
package xlsxfile

import (
	"archive/zip"
	"io"
	"strconv"

	"github.com/thedatashed/xlsxreader"

	"lossexplorer/internal/predict"
)

// New opens a workbook and returns the name of the sheet, if there are several. Its first
// row, or that below a title, names the columns if it reads so, see [predict.Header]. Errors
// are [*predict.Problem]s.
func New(archive *zip.Reader) (r predict.Reader, sheet string, err error) {
	book, err := xlsxreader.NewReaderZip(archive)
	if err != nil {
		return nil, "", &predict.Problem{Code: predict.Unreadable, Err: err}
	}
	if len(book.Sheets) == 0 {
		return nil, "", &predict.Problem{Code: predict.Empty}
	}
	if len(book.Sheets) > 1 {
		sheet = book.Sheets[0]
	}
	r, err = read(book)
	return r, sheet, err
}

func read(book *xlsxreader.XlsxFile) (predict.Reader, error) {
	rows := book.ReadRows(book.Sheets[0])
	width := 0
	next := func() ([]string, error) {
		for row := range rows {
			if row.Error != nil {
				return nil, &predict.Problem{Code: predict.Unreadable, Err: row.Error,
					Line: row.Index}
			}
			var fields []string
			for _, cell := range row.Cells {
				for len(fields) <= cell.ColumnIndex() {
					fields = append(fields, "")
				}
				fields[cell.ColumnIndex()] = cell.Value
			}
			if len(fields) > 0 {
				width = max(width, len(fields))
				return fields, nil
			}
		}
		return nil, io.EOF
	}
	var head [][]string
	for len(head) < 200 {
		fields, err := next()
		if err == io.EOF {
			break
		}
		if err != nil {
			return nil, err
		}
		head = append(head, fields)
	}
	if len(head) == 0 {
		return nil, &predict.Problem{Code: predict.Empty}
	}
	line := 1
	if n := titles(head); n > 0 {
		head, line = head[n:], 1+n
	}
	var names []string
	if predict.Header(head) {
		names, head, line = head[0], head[1:], line+1
	}
	for i := len(names); i < width; i++ {
		names = append(names, "column "+strconv.Itoa(i+1))
	}
	return predict.Records(names, line, func() ([]string, error) {
		if len(head) > 0 {
			fields := head[0]
			head = head[1:]
			return fields, nil
		}
		return next()
	})
}

// titles returns how many rows of one field come before one of names, as a title has.
func titles(head [][]string) int {
	for n, row := range head {
		some := 0
		for _, field := range row {
			if field != "" {
				some++
			}
		}
		if some > 1 {
			if n > 0 && predict.Header(head[n:]) {
				return n
			}
			return 0
		}
	}
	return 0
}
