package intake

import (
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"bayline/board"

	"golang.org/x/text/width"
)

// reader reads the cells of one row and notes what is wrong with them.
type reader struct {
	*planner
	row      Row
	problems []Problem
}

// text gives the cell of a field, "" when the file has no such column.
func (r *reader) text(field string) string {
	if i, ok := r.at[field]; ok && i < len(r.row.Cells) {
		return r.row.Cells[i]
	}
	return ""
}

// plain gives a cell that a spreadsheet may have taken for a number: a phone,
// an employee's number.
func (r *reader) plain(field string) string {
	text := r.text(field)
	if strings.ContainsAny(text, "eE.") && strings.IndexFunc(text, func(c rune) bool { return !strings.ContainsRune("0123456789.eE+", c) }) < 0 {
		if n, err := strconv.ParseFloat(text, 64); err == nil && n == math.Trunc(n) && math.Abs(n) < 1e15 {
			return strconv.FormatFloat(n, 'f', 0, 64)
		}
	}
	return text
}

// note records a problem with the cell of a field; its sentence is the word import.CODE.
func (r *reader) note(field, code string, pairs ...any) *Problem {
	p := Problem{Line: r.row.Line, Field: field, Column: r.column(field), Value: cut(r.text(field)), Code: code}
	p.Message = board.Say("import."+code, pairs...)
	r.problems = append(r.problems, p)
	return &r.problems[len(r.problems)-1]
}

// cut shortens a value for a message.
func cut(value string) string {
	if runes := []rune(value); len(runes) > 80 {
		return string(runes[:79]) + "…"
	}
	return value
}

// column gives the header a field has in this file, else its usual one.
func (p *planner) column(field string) string {
	if i, ok := p.at[field]; ok {
		return p.table.Header[i]
	}
	for _, c := range columns[p.kind] {
		if c.Field == field {
			return c.Headers[0]
		}
	}
	return ""
}

// needed gives the cell of a field that must not be empty.
func (r *reader) needed(field string) string {
	text := r.plain(field)
	if text == "" {
		r.note(field, "missing")
	}
	return text
}

// time reads a time that must be there.
func (r *reader) time(field string) time.Time {
	text := r.text(field)
	if text == "" {
		r.note(field, "missing")
		return time.Time{}
	}
	at, fault := when(text, r.now, r.scratch.Location(), r.table.epoch1904)
	switch fault {
	case whenUnreadable:
		r.note(field, "bad_time", "value", cut(text))
	case whenNoClock:
		r.note(field, "no_clock", "value", cut(text))
	}
	return at
}

// yes reads a yes or no; an empty cell is no.
func (r *reader) yes(field string) bool {
	answer, ok := yesNo[fold(r.text(field))]
	if !ok {
		r.note(field, "bad_answer")
	}
	return answer
}

// whole reads a whole number within bounds; an empty cell is otherwise.
func (r *reader) whole(field string, least, most, otherwise int) int {
	text := strings.TrimSuffix(width.Narrow.String(r.text(field)), "%")
	if text == "" {
		return otherwise
	}
	n, err := strconv.ParseFloat(text, 64)
	if err != nil || n != math.Trunc(n) || n < float64(least) || n > float64(most) {
		r.note(field, "bad_number", "least", least, "most", most)
		return otherwise
	}
	return int(n)
}

// word reads a code by its name in Chinese or English, or as it is; an empty
// cell is otherwise.
func word[T ~string](r *reader, field string, words map[string]T, codes []T, otherwise T) T {
	text := r.text(field)
	if text == "" {
		return otherwise
	}
	code, ok := words[fold(text)]
	if !ok {
		term, all := termOf(codes)
		r.unknown(field, text, term, all)
	}
	return code
}

// several reads a list of codes.
func several[T ~string](r *reader, field string, words map[string]T, codes []T, otherwise []T) []T {
	parts := split(r.text(field))
	if len(parts) == 0 {
		return otherwise
	}
	var all []T
	for _, part := range parts {
		code, ok := words[fold(part)]
		if !ok {
			term, all := termOf(codes)
			r.unknown(field, part, term, all)
			return otherwise
		}
		if !slices.Contains(all, code) {
			all = append(all, code)
		}
	}
	return all
}

// unknown notes a word that stands for none of the codes, and lists them in
// the reader's own words.
func (r *reader) unknown(field, text, term string, codes []string) {
	known := make([]board.Message, len(codes))
	for i, code := range codes {
		known[i] = board.Say(term + "." + code)
	}
	r.note(field, "unknown_word", "value", cut(text), "known", known).Value = cut(text)
}

// termOf names the part of the catalogue of words that a kind of code is in,
// and gives the codes as text.
func termOf[T ~string](codes []T) (term string, all []string) {
	for _, code := range codes {
		all = append(all, string(code))
	}
	switch any(codes).(type) {
	case []board.Class:
		term = "class"
	case []board.Trade:
		term = "trade"
	case []board.Grade:
		term = "grade"
	case []board.Role:
		term = "role"
	case []board.BayType:
		term = "bay_type"
	}
	return term, all
}

// split parts a list by any of the marks people use.
func split(text string) []string {
	parts := strings.FieldsFunc(text, func(c rune) bool { return strings.ContainsRune(";；,，、|\n\r", c) })
	var all []string
	for _, p := range parts {
		if p = tidy(p); p != "" {
			all = append(all, p)
		}
	}
	return all
}

// plate reads a plate; an unknown form is kept with a warning.
func (r *reader) plate() string {
	text := r.needed("plate")
	plate := board.NormalisePlate(text)
	if text != "" && plate == "" {
		r.note("plate", "missing").Message = board.Say("import.plate_empty")
	} else if text != "" && !board.KnownPlate(plate) {
		r.note("plate", "unknown_plate").Warning = true
	}
	return plate
}

// person finds somebody by id or by name, first among those with the role.
func (r *reader) person(field, text string, role board.Role) board.PersonID {
	if text == "" {
		return ""
	}
	if p, ok := r.scratch.People[board.PersonID(text)]; ok {
		return p.ID
	}
	var found, others, known []string
	for _, p := range board.Sorted(r.scratch.People) {
		inRole := role == "" || p.Is(role)
		if inRole {
			known = append(known, p.Name)
		}
		if fold(p.Name) != fold(text) && fold(string(p.ID)) != fold(text) {
			continue
		}
		if inRole {
			found = append(found, string(p.ID))
		} else {
			others = append(others, string(p.ID))
		}
	}
	if len(found) == 0 {
		found = others
	}
	switch len(found) {
	case 0:
		if len(known) > 10 {
			known = append(known[:10], "…")
		}
		r.note(field, "unknown_person", "value", cut(text), "known", known).Value = cut(text)
		return ""
	case 1:
		return board.PersonID(found[0])
	}
	r.note(field, "same_name", "value", cut(text), "known", found).Value = cut(text)
	return ""
}

// operations reads the codes of an order; a name from the catalogue will do.
func (r *reader) operations(field string) []string {
	var codes []string
	for _, part := range split(r.needed(field)) {
		code, ok := r.code(part)
		if !ok {
			r.note(field, "unknown_code", "value", cut(part)).Value = cut(part)
			continue
		}
		codes = append(codes, code)
	}
	return codes
}

func (r *reader) code(part string) (string, bool) {
	if _, ok := r.scratch.Catalogue[part]; ok {
		return part, true
	}
	for _, code := range slices.Sorted(maps.Keys(r.scratch.Catalogue)) {
		if l := r.scratch.Catalogue[code]; fold(code) == fold(part) || fold(l.NameZH) == fold(part) || l.NameEN != "" && fold(l.NameEN) == fold(part) {
			return code, true
		}
	}
	return "", false
}
