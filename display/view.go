package display

import (
	"encoding/json"
	"fmt"

	"bayline/dispatch"
)

// Scene is all a view may look at: one shop's state and plan, and the time.
type Scene = dispatch.Scene

// View is what one screen shows. As JSON it is what the API answers; Parts returns the same content as keyed values
// for the live feed ("counters", "cards/V17", "order/cards"), each small and absolute, so that a change touches few
// keys.
type View interface {
	Parts() map[string]any
}

// Entries returns a view's parts as encoded JSON, ready for the live feed.
func Entries(v View) (map[string]json.RawMessage, error) {
	parts := v.Parts()
	entries := make(map[string]json.RawMessage, len(parts))
	for key, value := range parts {
		data, err := json.Marshal(value)
		if err != nil {
			return nil, fmt.Errorf("encode %s: %w", key, err)
		}
		entries[key] = data
	}
	return entries, nil
}
