package python

import (
	"fmt"
	"strconv"
)

// An Error reports why a source is not read. Code names the reason and Args its values, for
// translations; Error returns it in English.
type Error struct {
	Position
	Code string
	Args []string

	// Names lists the parameters in question and Choices the roles to choose from, where Code is
	// one of a question. Without Choices, Names are of functions and classes that can be read by
	// themselves.
	Names   []string
	Choices []Role
}

func (e *Error) Error() string {
	return fmt.Sprintf("%d:%d: %s", e.Line, e.Column, e.Message(English))
}

// Message returns the sentence in the words of a language, such as [English], by Code.
func (e *Error) Message(sentences map[string]string) string {
	format, ok := sentences[e.Code]
	if !ok {
		return e.Code
	}
	return fill(format, e.Args)
}

// fill puts values in the places {0}, {1} … of a sentence.
func fill(format string, args []string) string {
	var b []byte
	for i := 0; i < len(format); i++ {
		if format[i] == '{' && i+2 < len(format) && format[i+2] == '}' && format[i+1] >= '0' &&
			int(format[i+1]-'0') < len(args) {
			b = append(b, args[format[i+1]-'0']...)
			i += 2
			continue
		}
		b = append(b, format[i])
	}
	return string(b)
}

func number(v int) string { return strconv.Itoa(v) }
