package board

// Derived gives the stage the facts of a visit say, for tests outside.
func Derived(v *Visit, set Settings) Stage { return v.derive(set) }

// FreshBody gives an empty body of a kind, for tests outside.
func FreshBody(kind string) (Body, error) { return kinds[kind].decode([]byte("{}")) }
