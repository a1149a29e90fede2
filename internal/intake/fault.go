package intake

import (
	"bayline/board"
	"bayline/internal/words"
)

// Fault says why a file as a whole cannot be taken in. Code is stable; Message says it to people.
type Fault struct {
	Code    string        `json:"code"`
	Message board.Message `json:"message"`
}

// Error returns the English sentence.
func (f *Fault) Error() string { return words.Embedded().Printer("en").Say(f.Message) }

// fault returns a Fault whose sentence is the word import.CODE.
func fault(code string, pairs ...any) *Fault {
	return &Fault{Code: code, Message: board.Say("import."+code, pairs...)}
}

// Problem is one thing wrong with one row. Line counts from 1 as an editor or
// a spreadsheet does; Column is the header as the file has it, Field the name
// this program knows it by. A Warning does not keep the row out.
type Problem struct {
	Line    int           `json:"line"`
	Column  string        `json:"column,omitempty"`
	Field   string        `json:"field,omitempty"`
	Value   string        `json:"value,omitempty"`
	Code    string        `json:"code"`
	Message board.Message `json:"message"`
	Warning bool          `json:"warning,omitempty"`
}
