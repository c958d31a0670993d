//go:build js && wasm

// Command data is the program behind the panel of the user's own predictions. It runs
// in a worker of its own, so that reading a large file does not stop the page, and so
// that a file that cannot be read, or is not wanted any more, leaves the worker with the
// former one alone. It is told what to do by messages, and answers with messages; see
// web/js/predict.js.
package main

import (
	"errors"
	"io"
	"syscall/js"
	"time"

	"lossexplorer/internal/params"
	"lossexplorer/internal/predict"
	"lossexplorer/internal/predict/panel"
	"lossexplorer/internal/predict/predictfile"
	"lossexplorer/internal/text"
)

func main() {
	p := &program{}
	// A message may block the program, which a listener must not.
	messages := make(chan js.Value, 16)
	js.Global().Set("receive", js.FuncOf(func(_ js.Value, args []js.Value) any {
		messages <- args[0]
		return nil
	}))
	post(map[string]any{"ready": true})
	for m := range messages {
		if files := m.Get("files"); files.Truthy() {
			p.load(m)
		} else if m.Get("weights").Truthy() {
			p.weights(m.Get("query").String())
		} else if p.data != nil {
			query := m.Get("query").String()
			switch keep := m.Get("keep"); {
			case keep.IsUndefined():
			case keep.Bool():
				p.data.Keep(parse(query))
			default:
				p.data.Forget()
			}
			p.show(query)
		}
	}
}

type program struct {
	data    *panel.Data
	source  js.Value // the message that asked for it
	changes []panel.Change
}

func post(message map[string]any) { js.Global().Call("postMessage", message) }

// load reads the files of a message.
func (p *program) load(message js.Value) {
	m := text.For(message.Get("lang").String())
	f, c, err := open(message)
	var d *panel.Data
	if err == nil {
		d, err = panel.Load(m, message.Get("name").String(), f, c, progress())
	}
	if err != nil {
		fault := map[string]any{"fault": panel.Explain(m, err)}
		var problem *predict.Problem
		if f != nil && errors.As(err, &problem) && (problem.Code == predict.Unclear || problem.Code == predict.Outside) {
			var names []any
			for _, name := range f.Names() {
				names = append(names, name)
			}
			fault["columns"] = names
		}
		post(fault)
		return
	}
	p.data, p.source = d, message
	p.changes = d.Fixed(p.changes[:0])
	p.show(message.Get("query").String())
}

// progress returns a function that posts how much is done, now and then.
func progress() func(done float64) {
	var last time.Time
	return func(done float64) {
		if now := time.Now(); now.Sub(last) > 50*time.Millisecond {
			last = now
			post(map[string]any{"done": done})
		}
	}
}

// weights posts the table of all rows, in pieces.
func (p *program) weights(query string) {
	f, c, err := open(p.source)
	if err == nil {
		err = panel.Weights(f, c, parse(query), func(piece []byte) {
			bytes := js.Global().Get("Uint8Array").New(len(piece))
			js.CopyBytesToJS(bytes, piece)
			post(map[string]any{"piece": bytes})
		}, progress())
	}
	if err != nil { // the file was there before
		post(map[string]any{"fault": panel.Explain(text.For(p.source.Get("lang").String()), err)})
		return
	}
	post(map[string]any{"weights": true})
}

// open opens the files and finds the columns, which the message may say.
func open(message js.Value) (*predictfile.File, predict.Columns, error) {
	files := message.Get("files")
	var inputs []predictfile.Input
	for i := range files.Length() {
		file := files.Index(i)
		inputs = append(inputs, predictfile.Input{Name: file.Get("name").String(), Size: int64(file.Get("size").Float()), ReaderAt: blob{file}})
	}
	f, err := predictfile.Read(inputs...)
	if err != nil {
		return nil, predict.Columns{}, err
	}
	if columns := message.Get("columns"); columns.Truthy() {
		return f, predict.Columns{Truth: columns.Get("truth").Int(), Scores: []int{columns.Get("score").Int()}, Logits: columns.Get("logits").Bool()}, nil
	}
	c, err := predict.Guess(f.Names(), f.Head())
	return f, c, err
}

// parse returns the state of an address.
func parse(query string) params.State {
	q := js.Global().Get("URLSearchParams").New(query)
	s, _ := params.Parse(func(key string) (string, bool) {
		v := q.Call("get", key)
		if v.IsNull() {
			return "", false
		}
		return v.String(), true
	})
	return s
}

// show posts what follows the state, with what is there already.
func (p *program) show(query string) {
	p.changes = p.data.Show(p.changes, parse(query))
	changes := make([]any, 0, 3*len(p.changes))
	for _, c := range p.changes {
		changes = append(changes, c.ID, c.Attribute, c.Value)
	}
	p.changes = p.changes[:0]
	post(map[string]any{"changes": changes})
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
