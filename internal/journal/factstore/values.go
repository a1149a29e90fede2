package factstore

import "time"

// micros is a time as the database keeps it: microseconds since 1970 in UTC, NULL for the zero time.
func micros(t time.Time) *int64 {
	if t.IsZero() {
		return nil
	}
	value := t.UnixMicro()
	return &value
}

func moment(micros *int64) time.Time {
	if micros == nil {
		return time.Time{}
	}
	return time.UnixMicro(*micros).UTC()
}

// maybe is a truth value as the database keeps it: 0, 1 or NULL.
func maybe(b *bool) *int64 {
	var value int64
	switch {
	case b == nil:
		return nil
	case *b:
		value = 1
	}
	return &value
}

func truth(value *int64) *bool {
	if value == nil {
		return nil
	}
	b := *value != 0
	return &b
}
