package board

// Message is something to be said to people, before it is put into a language. Code is a key of the word catalogue,
// "reason.past_promise"; Args are the values of the places of its sentence. A code is stable: events keep it.
//
// A value is a text, a number, a time, a Name, another Message, or a list of these. The sentence decides how a
// value is written: the grammar is told in internal/words.
type Message struct {
	Code string         `json:"code"`
	Args map[string]any `json:"args,omitempty"`
}

// Say returns a Message of a code and name, value pairs.
func Say(code string, pairs ...any) Message {
	m := Message{Code: code}
	for i := 0; i+1 < len(pairs); i += 2 {
		if m.Args == nil {
			m.Args = map[string]any{}
		}
		m.Args[pairs[i].(string)] = pairs[i+1]
	}
	return m
}

// Quoted returns a sentence that stands as it is, in each language it was written in: one kept by an old event.
func Quoted(zh, en string) Message { return Say("said.text", "text", Named(zh, en)) }

// Name is what the shop calls a thing in each language it has a name in, {"zh": "更换机油", "en": "Oil change"}. It
// is data of the shop, not of the catalogue.
type Name map[string]string

// Named returns a Name in Chinese and English; an empty one is left out.
func Named(zh, en string) Name {
	n := Name{}
	if zh != "" {
		n["zh"] = zh
	}
	if en != "" {
		n["en"] = en
	}
	return n
}
