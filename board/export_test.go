package board

// Derived gives the stage the facts of a visit say, for tests outside.
func Derived(v *Visit, set Settings) Stage { return v.derive(set) }

// RefusalText gives both sentences of a code with their open places.
func RefusalText(code string) (zh, en string) { return refusalTexts[code].zh, refusalTexts[code].en }

// FreshBody gives an empty body of a kind, for tests outside.
func FreshBody(kind string) (Body, error) { return kinds[kind].decode([]byte("{}")) }

// Vocabulary gives the words known for an argument, Chinese by code.
func Vocabulary(name string) map[string]string {
	words := map[string]string{}
	for code, w := range vocabulary[name] {
		words[code] = w.zh
	}
	return words
}
