package predictfile

import (
	"archive/zip"
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/ipc"
	"github.com/apache/arrow-go/v18/arrow/memory"
	"github.com/parquet-go/parquet-go"

	"lossexplorer/internal/predict"
)

func zipped(text string) string {
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	w.Write([]byte(text))
	w.Close()
	return b.String()
}

func write(t *testing.T, name, data string) string {
	name = filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(name, []byte(data), 0o600); err != nil {
		t.Fatal(err)
	}
	return name
}

func npy(descr, data string) string {
	h := "{'descr': '" + descr + "', 'fortran_order': False, 'shape': (2,), }\n"
	return "\x93NUMPY\x01\x00" + string(rune(len(h))) + "\x00" + h + data
}

var (
	npyY = npy("|u1", "\x01\x00")
	npyP = npy("<f2", "\x00\x34\x00\x38") // 0.25, 0.5
)

func parquetBytes() string {
	var b bytes.Buffer
	type row struct{ Y, P float64 }
	if err := parquet.Write(&b, []row{{1, 0.25}, {0, 0.5}}); err != nil {
		panic(err)
	}
	return b.String()
}

// archived returns a .zip of one file, as macOS makes it.
func archived(name, text string) string {
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for name, text := range map[string]string{name: text, "__MACOSX/._" + name: "x"} {
		f, err := w.Create(name)
		if err != nil {
			panic(err)
		}
		f.Write([]byte(text))
	}
	w.Close()
	return b.String()
}

// utf16 returns a text of ASCII in UTF-16, little-endian with its mark.
func utf16(text string) string {
	s := "\xff\xfe"
	for i := range len(text) {
		s += text[i:i+1] + "\x00"
	}
	return s
}

// arrowBytes returns an Arrow file, which is Feather, or a stream.
func arrowBytes(t *testing.T, stream bool) string {
	t.Helper()
	schema := arrow.NewSchema([]arrow.Field{{Name: "y", Type: arrow.PrimitiveTypes.Int64},
		{Name: "p", Type: arrow.PrimitiveTypes.Float32}}, nil)
	b := array.NewRecordBuilder(memory.DefaultAllocator, schema)
	b.Field(0).(*array.Int64Builder).AppendValues([]int64{1, 0}, nil)
	b.Field(1).(*array.Float32Builder).AppendValues([]float32{0.25, 0.5}, nil)
	var out bytes.Buffer
	var w interface {
		Write(arrow.RecordBatch) error
		Close() error
	} = ipc.NewWriter(&out, ipc.WithSchema(schema))
	if !stream {
		var err error
		if w, err = ipc.NewFileWriter(&out, ipc.WithSchema(schema)); err != nil {
			t.Fatal(err)
		}
	}
	if err := errors.Join(w.Write(b.NewRecordBatch()), w.Close()); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

func TestOpen(t *testing.T) {
	npz, err := os.ReadFile("../npyfile/testdata/numpy.npz")
	if err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		files  []string
		format string
		rows   int
	}{
		{[]string{write(t, "a.csv", "y,p\n1,0.25\n0,0.5\n")}, "CSV", 2},
		{[]string{write(t, "a.csv.gz", zipped("y\tp\n1\t0.25\n0\t0.5\n"))}, "CSV", 2},
		{[]string{write(t, "a", "\xef\xbb\xbf {\"y\":1,\"p\":0.25}\n{\"y\":0,\"p\":0.5}")},
			"JSON lines", 2},
		{[]string{write(t, "a", zipped("{\"y\":1,\"p\":0.25}\n{\"y\":0,\"p\":0.5}"))},
			"JSON lines", 2},
		{[]string{write(t, "y_true.npy", npyY), write(t, "p.npy.gz", zipped(npyP))}, "NumPy", 2},
		{[]string{write(t, "a.npz", string(npz))}, "NumPy", 20000},
		{[]string{write(t, "a.parquet", parquetBytes())}, "Parquet", 2},
		{[]string{"testdata/predictions.xlsx"}, "Excel, predictions", 4},
		{[]string{write(t, "a.zip", archived("a.csv", "y,p\n1,0.25\n0,0.5\n"))}, "CSV, zip", 2},
		{[]string{write(t, "a.csv", utf16("y;p\n1;0,25\n0;0,5\n"))}, "CSV, UTF-16", 2},
		{[]string{write(t, "a.feather", arrowBytes(t, false))}, "Arrow", 2},
		{[]string{write(t, "a.arrows", arrowBytes(t, true))}, "Arrow", 2},
		{[]string{write(t, "a.csv", "y,p\n1,0.25\n"), write(t, "b.csv", "y,p\n0,0.5\n")}, "CSV", 2},
	} {
		f, err := Open(test.files...)
		if err != nil {
			t.Errorf("%s: %v", test.files[0], err)
			continue
		}
		c, err := predict.Guess(f.Names(), f.Head())
		if err != nil {
			t.Fatal(err)
		}
		var tally predict.Tally
		err = predict.Each(context.Background(), f, c, 1,
			func(_ context.Context, _ int, r *predict.Rows) error {
				tally.Add(r)
				return nil
			})
		if err != nil || tally.Rows() != test.rows || f.Format != test.format ||
			tally.Count[1] == 0 {
			t.Errorf("%s: %s, %v, %v", test.files[0], f.Format, tally, err)
		}
		if done := f.Done(); done < f.Size/2 || f.Size == 0 {
			t.Errorf("%s: %d of %d bytes read", test.files[0], done, f.Size)
		}
		if err := f.Close(); err != nil {
			t.Error(err)
		}
	}
}

func TestProblems(t *testing.T) {
	long := strings.Repeat("1,0.25\n0,0.5\n", 500000)
	whole := zipped(long)
	for _, test := range []struct {
		name, data string
		code       predict.Code
	}{
		{"empty", "", predict.Empty},
		{"empty in gzip", zipped(""), predict.Empty},
		{"cut in the header", whole[:5], predict.Truncated},
		{"cut at the start", whole[:30], predict.Truncated},
		{"cut", whole[:len(whole)/2], predict.Truncated},
		{"cut in the checksum", whole[:len(whole)-3], predict.Truncated},
		{"damaged", whole[:len(whole)/2] + "xxxx" + whole[len(whole)/2+4:], predict.Unreadable},
		{"wrong checksum", whole[:len(whole)-8] + "xxxx" + whole[len(whole)-4:],
			predict.Unreadable},
		{"UTF-16 without rows", "\xff\xfe", predict.Empty},
		{"an image", "\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", predict.Encoding},
		{"Parquet cut off", "PAR1 and no more", predict.Unreadable},
		{"Parquet in gzip", zipped(parquetBytes()), predict.Unreadable},
	} {
		var problem *predict.Problem
		f, err := Open(write(t, "a", test.data))
		if err == nil {
			err = predict.Each(context.Background(), f, predict.Columns{Label: 0, Scores: []int{1}},
				2, func(_ context.Context, _ int, _ *predict.Rows) error { return nil })
			f.Close()
		}
		if !errors.As(err, &problem) || problem.Code != test.code {
			t.Errorf("%s: %v, want code %d", test.name, err, test.code)
		}
	}
	if _, err := Open("/nowhere/a.csv"); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a missing file: %v", err)
	}
	if _, err := Open(t.TempDir()); err == nil || !strings.Contains(err.Error(), "folder") {
		t.Errorf("a folder: %v", err)
	}
}

// A title above the names of the columns is no row of a workbook.
func TestTitle(t *testing.T) {
	book, err := zip.OpenReader("testdata/predictions.xlsx")
	if err != nil {
		t.Fatal(err)
	}
	defer book.Close()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for _, file := range book.File {
		r, err := file.Open()
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		r.Close()
		if file.Name == "xl/worksheets/sheet1.xml" {
			// Rows further down, and one of a title above.
			for row := 5; row > 0; row-- {
				from, to := strconv.Itoa(row), strconv.Itoa(row+1)
				for _, was := range []string{`<row r="`, `r="A`, `r="B`, `r="C`} {
					text = bytes.ReplaceAll(text, []byte(was+from+`"`), []byte(was+to+`"`))
				}
			}
			text = bytes.Replace(text, []byte("<sheetData>"), []byte(`<sheetData><row r="1">`+
				`<c r="A1" t="inlineStr"><is><t>Run 3</t></is></c></row>`), 1)
		}
		into, err := w.Create(file.Name)
		if err != nil {
			t.Fatal(err)
		}
		into.Write(text)
	}
	w.Close()
	f, err := Open(write(t, "a.xlsx", b.String()))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if got := strings.Join(f.Names(), " "); got != "name y_true y_prob" || len(f.Head()) != 4 {
		t.Errorf("%s, %q", got, f.Head())
	}
	f.Choose(predict.Columns{Label: 1, Scores: []int{2}})
	part, err := f.Next()
	if err != nil {
		t.Fatal(err)
	}
	var rows predict.Rows
	rows.Reset(predict.Columns{Label: 1, Scores: []int{2}})
	part(&rows)
	if len(rows.Line) == 0 || rows.Line[0] != 3 {
		t.Errorf("the rows are in the lines %v, below a title and the names", rows.Line)
	}
}
