package board

import (
	"errors"
	"fmt"
	"slices"
	"strings"
)

// Refusal is the answer to a command that a rule does not allow. Code is
// stable and meant for programs; the sentence is meant for people and exists
// in Chinese and English. Field names the part of the command at fault, when
// one is.
type Refusal struct {
	Code  string         `json:"code"`
	Field string         `json:"field,omitempty"`
	Args  map[string]any `json:"args,omitempty"`
}

// Error gives the English sentence.
func (r *Refusal) Error() string { return r.In("en") }

// In gives the sentence in "zh" or, for any other language, in English.
func (r *Refusal) In(lang string) string {
	text, ok := refusalTexts[r.Code]
	if !ok {
		return r.Code
	}
	sentence := text.en
	if lang == "zh" {
		sentence = text.zh
	}
	var b strings.Builder
	b.WriteString(r.row(lang))
	for {
		before, rest, found := strings.Cut(sentence, "{")
		b.WriteString(before)
		if !found {
			return b.String()
		}
		name, after, _ := strings.Cut(rest, "}")
		b.WriteString(say(name, fmt.Sprint(r.Args[name]), lang))
		sentence = after
	}
}

// inRow names the row of a list, the first being 1, in which a refusal arose.
func inRow(err error, index int) error {
	if r, ok := AsRefusal(err); ok {
		r.Args["row"] = index + 1
	}
	return err
}

// row says the row of a refusal that has one.
func (r *Refusal) row(lang string) string {
	row, ok := r.Args["row"]
	switch {
	case !ok:
		return ""
	case lang == "zh":
		return fmt.Sprintf("第 %v 行：", row)
	}
	return fmt.Sprintf("Row %v: ", row)
}

// AsRefusal finds the Refusal in an error chain.
func AsRefusal(err error) (*Refusal, bool) {
	var r *Refusal
	ok := errors.As(err, &r)
	return r, ok
}

// RefusalCodes lists every code this package can refuse with, in alphabetical
// order.
func RefusalCodes() []string {
	codes := make([]string, 0, len(refusalTexts))
	for code := range refusalTexts {
		codes = append(codes, code)
	}
	slices.Sort(codes)
	return codes
}

// refuse builds a Refusal from a code and name, value pairs. The name "field"
// sets Field.
func refuse(code string, pairs ...any) *Refusal {
	r := &Refusal{Code: code, Args: map[string]any{}}
	for i := 0; i+1 < len(pairs); i += 2 {
		name := pairs[i].(string)
		r.Args[name] = pairs[i+1]
		if name == "field" {
			r.Field = fmt.Sprint(pairs[i+1])
		}
	}
	return r
}
