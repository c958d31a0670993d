//go:build js && wasm

package document

import "syscall/js"

// Stored returns the browser's value of the key, "" if that is nothing or
// keeping is forbidden.
func Stored(key string) (value string) {
	defer forbidden()
	if v := storage().Call("getItem", key); !v.IsNull() {
		value = v.String()
	}
	return value
}

// Store has the browser keep the value, if it may.
func Store(key, value string) {
	defer forbidden()
	storage().Call("setItem", key, value)
}

// storage looks the object up with a call, since only an exception of a call becomes a
// panic: where storage is forbidden, even reading the property throws.
func storage() js.Value {
	global := js.Global()
	return global.Get("Reflect").Call("get", global, "localStorage")
}

// forbidden recovers from the exception of a browser that does not store.
func forbidden() {
	switch r := recover().(type) {
	case nil, js.Error, *js.ValueError: // the last where there is no storage
	default:
		panic(r)
	}
}
