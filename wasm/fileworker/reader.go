//go:build js && wasm

// Package fileworker holds the code shared by the programs in workers that read the user's
// predictions. They receive requests as messages and answer with messages; see
// web/js/predict.js.
package fileworker

import (
	"io"
	"syscall/js"
	"time"

	"lossexplorer/internal/predict"
	"lossexplorer/internal/predict/predictfile"
	"lossexplorer/internal/state"
)

// Messages reports to the page that the program runs, and returns the messages sent to it.
func Messages() <-chan js.Value {
	// A message may block the program, which a listener must not.
	messages := make(chan js.Value, 16)
	js.Global().Set("receive", js.FuncOf(func(_ js.Value, args []js.Value) any {
		messages <- args[0]
		return nil
	}))
	Post(map[string]any{"ready": true})
	return messages
}

// Post sends an answer.
func Post(message map[string]any) { js.Global().Call("postMessage", message) }

// Pieces is a writer that posts each write as a piece.
type Pieces struct{}

func (Pieces) Write(b []byte) (int, error) {
	bytes := js.Global().Get("Uint8Array").New(len(b))
	js.CopyBytesToJS(bytes, b)
	Post(map[string]any{"piece": bytes})
	return len(b), nil
}

// Progress returns a function that posts how much is done, now and then.
func Progress() func(done float64) {
	var last time.Time
	return func(done float64) {
		if now := time.Now(); now.Sub(last) > 50*time.Millisecond {
			last = now
			Post(map[string]any{"done": done})
		}
	}
}

// Rejected returns the share of rejected rows that a message accepts.
func Rejected(message js.Value) float64 {
	if message.Get("allow").Truthy() {
		return 1
	}
	return predict.MaxRejected
}

// choice returns the choice of columns in a message.
func choice(of js.Value) (c predict.Choice) {
	if !of.Truthy() {
		return c
	}
	text := func(name string) string {
		if v := of.Get(name); v.Type() == js.TypeString {
			return v.String()
		}
		return ""
	}
	list := func(name string) (all []string) {
		if v := of.Get(name); v.Truthy() {
			for i := range v.Length() {
				all = append(all, v.Index(i).String())
			}
		}
		return all
	}
	threshold := ""
	if text("fractions") == "threshold" {
		threshold = text("from")
	}
	return predict.Choice{
		Soft: text("fractions") == "soft", Threshold: threshold,
		Label: list("label"), Scores: list("scores"), Kind: text("kind"),
		Positive: text("positive"),
		Classes:  list("classes"), Ignore: list("ignore"), Weight: text("weight"),
		Group: text("group"), Only: text("only"),
	}
}

// Open opens the files and finds the columns; the message may choose some of them.
func Open(message js.Value) (*predictfile.File, predict.Columns, []predict.Noted, error) {
	files := message.Get("files")
	var inputs []predictfile.Input
	for i := range files.Length() {
		file := files.Index(i)
		inputs = append(inputs, predictfile.Input{Name: file.Get("name").String(),
			Size: int64(file.Get("size").Float()), ReaderAt: blob{file}})
	}
	f, err := predictfile.Read(inputs...)
	if err != nil {
		return nil, predict.Columns{}, nil, err
	}
	c, notes, err := choice(message.Get("columns")).Columns(f.Names(), f.Head())
	return f, c, notes, err
}

// Parse returns the state of an address.
func Parse(query string) state.State {
	q := js.Global().Get("URLSearchParams").New(query)
	s, _ := state.Parse(func(key string) (string, bool) {
		v := q.Call("get", key)
		if v.IsNull() {
			return "", false
		}
		return v.String(), true
	})
	return s
}

// A blob is read synchronously, which only a worker may.
type blob struct{ js.Value }

func (b blob) ReadAt(dst []byte, offset int64) (int, error) {
	size := int64(b.Get("size").Float())
	if offset >= size {
		return 0, io.EOF
	}
	end := min(size, offset+int64(len(dst)))
	buffer, err := read(b.Call("slice", float64(offset), float64(end)))
	if err != nil {
		return 0, err
	}
	n := js.CopyBytesToGo(dst, js.Global().Get("Uint8Array").New(buffer))
	if n < len(dst) {
		return n, io.EOF
	}
	return n, nil
}

// read returns the exception of a file that changed or went away as an error.
func read(slice js.Value) (buffer js.Value, err error) {
	defer func() {
		switch fault := recover().(type) {
		case nil:
		case js.Error:
			err = fault
		default:
			panic(fault)
		}
	}()
	return js.Global().Get("FileReaderSync").New().Call("readAsArrayBuffer", slice), nil
}
