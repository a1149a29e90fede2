package dispatch

import (
	"maps"
	"reflect"

	"bayline/board"
)

// Reason says why, as a stable code and typed arguments: times, minutes as
// numbers, names, codes. Its sentence is reason.<code> of the word catalogue.
type Reason struct {
	Code string         `json:"code"`
	Args map[string]any `json:"args,omitempty"`
}

// Message returns the reason as something to be said.
func (r Reason) Message() board.Message { return board.Message{Code: "reason." + r.Code, Args: r.Args} }

// Messages returns reasons as something to be said.
func Messages(list []Reason) []board.Message {
	all := make([]board.Message, len(list))
	for i, r := range list {
		all[i] = r.Message()
	}
	return all
}

// Equal reports whether two reasons say the same.
func (r Reason) Equal(o Reason) bool {
	return r.Code == o.Code && maps.EqualFunc(r.Args, o.Args, func(a, b any) bool { return reflect.DeepEqual(a, b) })
}

// reason builds a Reason from a code and name, value pairs.
func reason(code string, pairs ...any) *Reason {
	m := board.Say(code, pairs...)
	return &Reason{m.Code, m.Args}
}
