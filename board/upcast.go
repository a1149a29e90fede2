package board

import "encoding/json"

// saidToMessages makes version 2 of a promise warning: version 1 held its reasons as a sentence in each language.
func saidToMessages(raw json.RawMessage) (json.RawMessage, error) {
	var body map[string]json.RawMessage
	if err := json.Unmarshal(raw, &body); err != nil {
		return nil, err
	}
	var zh, en string
	for field, into := range map[string]*string{"why_zh": &zh, "why_en": &en} {
		if stored, ok := body[field]; ok {
			if err := json.Unmarshal(stored, into); err != nil {
				return nil, err
			}
			delete(body, field)
		}
	}
	if zh != "" || en != "" {
		why, err := json.Marshal([]Message{Quoted(zh, en)})
		if err != nil {
			return nil, err
		}
		body["why"] = why
	}
	return json.Marshal(body)
}
