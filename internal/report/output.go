package report

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"
)

// An output is a file that is written under a temporary name and renamed when it is complete:
// until then, and if that fails, an older file stays.
type output struct {
	name string // "" for none
	temp *os.File
	into string    // where the temporary file goes, "" if it is no regular file
	to   io.Writer // standard output
}

// newOutput returns an output for the file of an option, "-" for standard output. The
// error is one of a file that cannot be written or is one of the inputs.
func newOutput(option, name string, inputs []string, stdout io.Writer) (*output, error) {
	o := &output{name: name}
	if name == "" {
		return o, nil
	}
	if name == "-" {
		o.to = stdout
		return o, nil
	}
	for _, in := range inputs {
		if same(in, name) {
			return nil, fmt.Errorf("%s %s is one of the files that are read; choose another",
				option, name)
		}
	}
	into := name
	if at, err := filepath.EvalSymlinks(name); err == nil {
		into = at
	}
	mode := os.FileMode(0o666)
	if info, err := os.Stat(into); err == nil {
		switch {
		case info.IsDir():
			return nil, fmt.Errorf("%s %s is a folder", option, name)
		case !info.Mode().IsRegular(): // a device or a pipe
			o.temp, err = os.OpenFile(into, os.O_WRONLY, 0)
			return o, err
		}
		// A file that may not be written is not replaced either.
		file, err := os.OpenFile(into, os.O_WRONLY, 0)
		if err != nil {
			return nil, err
		}
		file.Close()
		mode = info.Mode().Perm()
	}
	for n := 0; ; n++ {
		temp, err := os.OpenFile(into+".part"+strconv.Itoa(os.Getpid()+n),
			os.O_WRONLY|os.O_CREATE|os.O_EXCL, mode)
		if errors.Is(err, os.ErrExist) && n < 100 {
			continue
		}
		if err != nil {
			return nil, err
		}
		o.temp, o.into = temp, into
		return o, nil
	}
}

// same reports whether two names are of one file.
func same(a, b string) bool {
	x, errX := os.Stat(a)
	y, errY := os.Stat(b)
	if errX == nil && errY == nil {
		return os.SameFile(x, y)
	}
	a, errX = filepath.Abs(a)
	b, errY = filepath.Abs(b)
	return errX == nil && errY == nil && a == b
}

// Write writes to the output.
func (o *output) Write(b []byte) (int, error) {
	if o.to != nil {
		return o.to.Write(b)
	}
	return o.temp.Write(b)
}

// writer returns o, nil if there is none.
func (o *output) writer() io.Writer {
	if o.name == "" {
		return nil
	}
	return o
}

// finish puts the file in its place.
func (o *output) finish() error {
	if o.temp == nil {
		return nil
	}
	temp := o.temp
	o.temp = nil
	if o.into == "" {
		return temp.Close()
	}
	// Data that is not on the disk yet could be lost with the old file gone.
	err := errors.Join(temp.Sync(), temp.Close())
	if err == nil {
		err = os.Rename(temp.Name(), o.into)
	}
	if err != nil {
		os.Remove(temp.Name())
	}
	return err
}

// discard removes the written file, unless it is finished.
func (o *output) discard() {
	if o.temp == nil {
		return
	}
	o.temp.Close()
	if o.into != "" {
		os.Remove(o.temp.Name())
	}
	o.temp = nil
}
