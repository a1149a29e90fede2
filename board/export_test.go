package board

import "encoding/json"

// Derived returns the stage the facts of a visit say, for tests outside.
func Derived(v *Visit, set Settings) Stage { return v.derive(set) }

// FreshBody returns an empty body of a kind, for tests outside.
func FreshBody(kind string) (Body, error) { return kinds[kind].decode([]byte("{}")) }

// Upcast reports whether a stored event is of an earlier version than today's.
func Upcast(kind string, data []byte) bool {
	var env envelope
	return json.Unmarshal(data, &env) == nil && max(env.V, 1) < kinds[kind].version()
}
