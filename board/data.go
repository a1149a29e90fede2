package board

import (
	_ "embed"
	"encoding/json"
	"fmt"
)

//go:embed data/plates.json
var platesFile []byte

//go:embed data/names.json
var namesFile []byte

// plateLetters are the characters of mainland plates: the first one, the last one of special vehicles, and those that
// mark new energy.
var plateLetters = parsed[struct{ Provinces, Suffixes, Energy string }](platesFile)

// lineNames are the beginnings of the names the program itself gives to lines of an order. They go into events, as the
// names of the shop's own lines do.
var lineNames = parsed[struct{ Rework Name }](namesFile)

// parsed reads an embedded file; a broken one stops the program.
func parsed[T any](file []byte) T {
	var value T
	if err := json.Unmarshal(file, &value); err != nil {
		panic(fmt.Sprintf("embedded data: %v", err))
	}
	return value
}
