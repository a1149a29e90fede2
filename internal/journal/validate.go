package journal

import (
	"encoding/json"
	"fmt"
	"strings"
	"unicode/utf8"
)

// Validate checks everything about a change that does not depend on the store, so that every store refuses the
// same changes. PostgreSQL would reject text with a zero byte or broken UTF-8 which SQLite stores happily.
// The error is an ErrInvalid that names the field.
func (a Append) Validate() error {
	if err := checkShop(a.Shop); err != nil {
		return err
	}
	switch {
	case a.Expected < 0:
		return fmt.Errorf("%w: expected head %d is negative", ErrInvalid, a.Expected)
	case len(a.Records) == 0:
		return fmt.Errorf("%w: nothing to append", ErrInvalid)
	}
	if err := checkText("key", a.Key, a.Digest); err != nil {
		return err
	}
	for i, record := range a.Records {
		if err := record.validate(); err != nil {
			return fmt.Errorf("record %d of %d: %w", i+1, len(a.Records), err)
		}
	}
	return nil
}

func (r Record) validate() error {
	switch {
	case r.At.IsZero():
		return fmt.Errorf("%w: time is missing", ErrInvalid)
	case r.Kind == "":
		return fmt.Errorf("%w: kind is missing", ErrInvalid)
	case !utf8.Valid(r.Data) || !json.Valid(r.Data):
		return fmt.Errorf("%w: data of %q is not JSON in UTF-8", ErrInvalid, r.Kind)
	}
	return checkText("record", r.Actor, r.Kind)
}

// Validate checks a snapshot; the error is an ErrInvalid.
func (s Snapshot) Validate() error {
	if s.Seq < 1 {
		return fmt.Errorf("%w: snapshot of shop %q at %d, before the first record", ErrInvalid, s.Shop, s.Seq)
	}
	return checkShop(s.Shop)
}

func checkShop(shop string) error {
	if shop == "" {
		return fmt.Errorf("%w: shop is missing", ErrInvalid)
	}
	return checkText("shop", shop)
}

func checkText(field string, values ...string) error {
	for _, value := range values {
		if !utf8.ValidString(value) || strings.ContainsRune(value, 0) {
			return fmt.Errorf("%w: %s %q is not text in UTF-8", ErrInvalid, field, value)
		}
	}
	return nil
}
