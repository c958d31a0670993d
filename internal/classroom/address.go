package classroom

import (
	"net/url"
	"slices"
	"strconv"
	"strings"

	"lossexplorer/internal/hide"
	"lossexplorer/internal/text"
)

// Options are what the address of the page asks for.
type Options struct {
	Lesson  string   `json:"lesson"`  // where the file is, "" for none
	Present bool     `json:"present"` // large type, answers hidden, next by key
	Step    int      `json:"step"`    // from 0
	Hide    hide.Set `json:"hide"`
}

// The names of the options in addresses.
const (
	lessonKey  = "lesson"
	presentKey = "present"
	stepKey    = "step" // from 1
	langKey    = "lang"
)

// ParseAddress reads the query of an address, and returns sentences on what cannot be read.
func ParseAddress(m *text.Messages, query string) (o Options, problems []string) {
	t := text.ClassroomOf(m)
	values, err := url.ParseQuery(strings.TrimPrefix(query, "?"))
	if err != nil {
		problems = append(problems, text.Fill(t.BadAddress, "name", query))
	}
	for key, all := range values {
		value := all[len(all)-1]
		switch key {
		case lessonKey:
			o.Lesson = value
		case presentKey:
			o.Present = value != "0" && value != "false"
		case stepKey:
			n, err := strconv.Atoi(value)
			if err != nil || n < 1 {
				problems = append(problems, text.Fill(t.BadAddress, "name", key+"="+value))
				continue
			}
			o.Step = n - 1
		case hide.Key:
			hidden, errs := hide.Parse(hide.Classroom, all...)
			o.Hide = hidden
			for _, err := range errs {
				problems = append(problems, err.Say(m))
			}
		case langKey:
		default:
			if !strings.HasPrefix(key, "utm_") {
				problems = append(problems, text.Fill(t.BadAddress, "name", key))
			}
		}
	}
	slices.Sort(problems) // maps have no order
	return o, problems
}
