package intake

import (
	"embed"
	"encoding/json"
	"regexp"

	"bayline/board"
)

// What people write is data: the headers of each column, the words for codes, and times.
//
//go:embed columns.json vocabulary.json when.json
var data embed.FS

// load reads an embedded file.
func load[T any](name string) (v T) {
	text, err := data.ReadFile(name)
	if err == nil {
		err = json.Unmarshal(text, &v)
	}
	if err != nil {
		panic(name + ": " + err.Error()) // the build is broken: every test sees it
	}
	return v
}

// columns lists what each kind's files may hold. Unknown columns are ignored.
var columns = load[map[Kind][]Column]("columns.json")

// vocabulary is the words people write for the codes of each closed list, and for yes and no.
var vocabulary = load[struct {
	Class   map[board.Class][]string   `json:"class"`
	Trade   map[board.Trade][]string   `json:"trade"`
	Grade   map[board.Grade][]string   `json:"grade"`
	BayType map[board.BayType][]string `json:"bay_type"`
	Role    map[board.Role][]string    `json:"role"`
	Yes     []string                   `json:"yes"`
	No      []string                   `json:"no"`
}]("vocabulary.json")

// writing is how people write times: the pattern of a date with or without a time of day, the word for each half of a
// day, and the signs of a number of hours.
var writing = load[struct {
	Pattern string            `json:"pattern"`
	Halves  map[string]string `json:"halves"`
	Hours   string            `json:"hours"`
}]("when.json")

var written = regexp.MustCompile(writing.Pattern)

// The codes by their words, folded; the codes themselves are known too.
var (
	classWords = byWord(board.Classes, vocabulary.Class)
	tradeWords = byWord(board.Trades, vocabulary.Trade)
	gradeWords = byWord(board.Grades, vocabulary.Grade)
	bayWords   = byWord(board.BayTypes, vocabulary.BayType)
	roleWords  = byWord(board.Roles, vocabulary.Role)
	yesNo      = byWord(nil, map[bool][]string{true: vocabulary.Yes, false: vocabulary.No})
)

func byWord[T comparable](codes []T, words map[T][]string) map[string]T {
	known := map[string]T{}
	for code, list := range words {
		for _, word := range list {
			known[fold(word)] = code
		}
	}
	for _, code := range codes {
		text, _ := json.Marshal(code)
		known[fold(string(text[1:len(text)-1]))] = code
	}
	return known
}
