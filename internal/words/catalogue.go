// Package words is the one printer: it puts messages into the language of the reader.
//
// The words stand in one file a language, static/text/zh.json and its siblings: flat keys ("stop.parts"), sentences
// with places. The pages print the same files by the same grammar (static/text.js), and one list of cases holds
// both printers together. A place is
//
//	{name}          the value: a text or number as it is, a Name in the reader's language, a list joined by
//	                list.separator, a Message said
//	{name:when}     a time: 14:05, with the date on another day than today
//	{name:time}     a time of day: 14:05
//	{name:minutes}  a number of minutes: 50 min, 4 h 13 min
//	{name:PREFIX}   a code, said by the key PREFIX.code; without such a key as it is
//
// A code without a sentence is shown as it is, so that the gap is seen.
package words

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"
	"sync"

	"bayline/static"
)

// Default is the language of a reader who asks for none, or for one that nobody wrote.
const Default = "zh"

// Catalogue is the words of every language. It is read-only and safe for any number of readers.
type Catalogue struct {
	words map[string]map[string]string
}

// Read returns the catalogue of a directory with one JSON file a language, named after it: zh.json.
func Read(dir fs.FS) (*Catalogue, error) {
	names, err := fs.Glob(dir, "*.json")
	if err != nil {
		return nil, fmt.Errorf("words: %w", err)
	}
	c := &Catalogue{words: map[string]map[string]string{}}
	for _, name := range names {
		body, err := fs.ReadFile(dir, name)
		if err != nil {
			return nil, fmt.Errorf("words: %w", err)
		}
		var words map[string]string
		if err := json.Unmarshal(body, &words); err != nil {
			return nil, fmt.Errorf("words of %s: %w", name, err)
		}
		c.words[strings.TrimSuffix(path.Base(name), ".json")] = words
	}
	if c.words[Default] == nil {
		return nil, fmt.Errorf("words: no %s.json", Default)
	}
	return c, nil
}

// Languages lists the languages, the default first, the others in alphabetical order.
func (c *Catalogue) Languages() []string {
	all := []string{Default}
	for lang := range c.words {
		if lang != Default {
			all = append(all, lang)
		}
	}
	slices.Sort(all[1:])
	return all
}

// Has reports whether a key has a word in a language.
func (c *Catalogue) Has(lang, key string) bool {
	_, ok := c.words[lang][key]
	return ok
}

// Keys lists the keys of a language in alphabetical order.
func (c *Catalogue) Keys(lang string) []string {
	keys := make([]string, 0, len(c.words[lang]))
	for key := range c.words[lang] {
		keys = append(keys, key)
	}
	slices.Sort(keys)
	return keys
}

// word returns the sentence of a key in a language; a language that lacks it borrows from English, then from the
// default.
func (c *Catalogue) word(lang, key string) (string, bool) {
	for _, lang := range []string{lang, "en", Default} {
		if word, ok := c.words[lang][key]; ok {
			return word, true
		}
	}
	return "", false
}

// language returns lang when the catalogue has it ("en" for "en-GB" too), else the default.
func (c *Catalogue) language(lang string) string {
	if c.words[lang] != nil {
		return lang
	}
	if base, _, _ := strings.Cut(lang, "-"); c.words[base] != nil {
		return base
	}
	return Default
}

// Embedded returns the catalogue the program carries, read once.
var Embedded = sync.OnceValue(func() *Catalogue {
	c, err := Read(static.Text())
	if err != nil {
		panic(err) // the build is broken: a test reads every file
	}
	return c
})
