package static

import (
	"encoding/json"
	"fmt"
	"sync"
)

// Languages lists the languages the catalogue is written in, the default first.
func Languages() []string { return []string{"zh", "en"} }

// catalogue parses the embedded words once; they cannot change afterwards.
var catalogue = sync.OnceValue(func() map[string]map[string]string {
	all := map[string]map[string]string{}
	for _, lang := range Languages() {
		body, err := embedded.ReadFile("text/" + lang + ".json")
		if err == nil {
			words := map[string]string{}
			err = json.Unmarshal(body, &words)
			all[lang] = words
		}
		if err != nil {
			panic(fmt.Sprintf("the embedded words of %q cannot be read: %v", lang, err))
		}
	}
	return all
})

// Text gives the word for key ("stop.parts") in lang, zh when lang is not one of Languages. A key that
// nobody wrote comes back as it is, so that it is seen. The pages use the same catalogue.
func Text(lang, key string) string {
	words, ok := catalogue()[lang]
	if !ok {
		words = catalogue()[Languages()[0]]
	}
	if word, ok := words[key]; ok {
		return word
	}
	return key
}
