package words_test

import (
	"slices"
	"strings"
	"testing"

	"bayline/board"
	"bayline/internal/words"
)

// Every code of the board's closed lists and every command has its word in every language. What is missing is
// listed with the file it belongs in.
func TestEveryCodeHasItsWord(t *testing.T) {
	var keys []string
	for _, choice := range board.Choices() {
		for _, code := range choice.Codes {
			if choice.Words != "" {
				keys = append(keys, choice.Words+"."+code)
			}
		}
	}
	for _, code := range board.RefusalCodes() {
		keys = append(keys, "refusal."+code)
	}
	for _, command := range board.Commands() {
		keys = append(keys, "command."+command.Name)
	}
	c := words.Embedded()
	for _, lang := range c.Languages() {
		for _, key := range keys {
			if !c.Has(lang, key) {
				t.Errorf("static/text/%s.json: %q is missing", lang, key)
			}
		}
	}
}

// No word stands for a code or a command that does not exist: the pages list the reasons of a stop by their words.
func TestEveryWordHasItsCode(t *testing.T) {
	c := words.Embedded()
	for _, key := range c.Keys(words.Default) {
		family, code, _ := strings.Cut(key, ".")
		switch family {
		case "stop", "trade", "grade", "class", "bay_type", "role", "how", "cause", "stage":
			choice, _ := board.ChoiceNamed(family)
			if !slices.Contains(choice.Codes, code) {
				t.Errorf("%q is the word of no code", key)
			}
		case "refusal":
			if !slices.Contains(append(board.RefusalCodes(), "row"), code) {
				t.Errorf("%q is the sentence of no refusal", key)
			}
		case "command":
			if _, ok := board.CommandNamed(code); !ok {
				t.Errorf("%q is the word of no command", key)
			}
		}
	}
}
