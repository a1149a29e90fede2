package board

import (
	"slices"
	"time"
	"unicode"
	"unicode/utf8"
)

// The longest texts the shop keeps, in characters.
const (
	maxID     = 40
	maxName   = 60
	maxReason = 200
	maxText   = 500
)

// maxLines bounds the operations, and the parts, of one visit.
const maxLines = 200

// text is one free text of a command with the field it came in.
type text struct {
	field, value string
	most         int
}

// checkLength refuses texts that are too long for a board, or that hold what nobody can read: broken UTF-8, control
// characters, and marks that turn the direction of what is written after them. Only a longer text than a name may have
// more than one line.
func checkLength(texts ...text) error {
	for _, t := range texts {
		if utf8.RuneCountInString(t.value) > t.most {
			return refuse("text_too_long", "field", t.field, "max", t.most)
		}
		for _, r := range t.value {
			breaks := r == '\n' || r == '\t'
			if r == utf8.RuneError || unicode.Is(unicode.Bidi_Control, r) || unicode.IsControl(r) &&
				(!breaks || t.most <= maxName) {
				return refuse("text_unreadable", "field", t.field)
			}
		}
	}
	return nil
}

// checkCount refuses a list that is longer than any real one.
func checkCount(field string, n, most int) error {
	if n > most {
		return refuse("too_many", "field", field, "max", most)
	}
	return nil
}

func checkEnum[T ~string](field string, all []T, value T) error {
	if !known(all, value) {
		if value == "" {
			return refuse("field_missing", "field", field)
		}
		return refuse("field_invalid", "field", field, "value", value)
	}
	return nil
}

// checkEnums refuses a list that holds a value outside all, or one of them twice.
func checkEnums[T ~string](field string, all, values []T) error {
	for i, v := range values {
		if err := checkEnum(field, all, v); err != nil {
			return err
		}
		if slices.Contains(values[:i], v) {
			return refuse("field_invalid", "field", field, "value", v)
		}
	}
	return nil
}

// within refuses a time outside from..to.
func (d *decision) within(field string, at, from, to time.Time) error {
	switch {
	case at.IsZero():
		return refuse("field_missing", "field", field)
	case at.Before(from):
		return refuse("time_impossible", "field", field, "value", d.local(at), "why", "too_long_ago")
	case at.After(to):
		return refuse("time_impossible", "field", field, "value", d.local(at), "why", "too_far_ahead")
	}
	return nil
}

// expected refuses an expected time nobody can mean; the zero time is "not
// known" and passes.
func (d *decision) expected(field string, at time.Time) error {
	if at.IsZero() {
		return nil
	}
	return d.within(field, at, d.at().Add(-longAgo), d.at().AddDate(2, 0, 0))
}

// ending refuses an end that lies before the change it ends; the zero time is
// "not known" and passes.
func (d *decision) ending(field string, at time.Time) error {
	if !at.IsZero() && at.Before(d.at()) {
		return refuse("time_impossible", "field", field, "value", d.local(at), "why", "ends_before_start")
	}
	return d.expected(field, at)
}

// notBefore refuses a change dated before the fact it follows.
func (d *decision) notBefore(fact time.Time) error {
	if d.at().Before(fact) {
		return refuse("time_impossible", "field", "on", "value", d.local(d.at()), "why", "before_last_change")
	}
	return nil
}

// checkReason refuses a missing or overlong reason.
func checkReason(field, value string) error {
	if value == "" {
		return refuse("note_required", "field", field)
	}
	return checkLength(text{field, value, maxReason})
}

// checkHow refuses an unknown way of reaching the customer; an empty one passes
// unless it is needed.
func checkHow(value How, needed bool) error {
	if value == "" && !needed {
		return nil
	}
	return checkEnum("how", Hows, value)
}
