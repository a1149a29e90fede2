package bus

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
)

// Event is what a subscriber gets: a Message or a Gap.
type Event interface{ isEvent() }

// Message says that the log of a shop has grown.
type Message struct {
	Shop    string
	Seq     int64  // the last position appended
	Payload []byte // what was appended, as publisher and receivers agree; empty says "read the journal"
}

// Gap says that messages may have been missed, of any shop: the link was broken for a while, a subscriber was too slow,
// or another instance could not publish. Read the journal.
type Gap struct{}

func (Message) isEvent() {}
func (Gap) isEvent()     {}

// header is the first line of what travels; the payload follows as it is.
type header struct {
	Shop string `json:"shop,omitempty"`
	Seq  int64  `json:"seq,omitempty"`
	Gap  bool   `json:"gap,omitempty"`
}

func encode(event Event) ([]byte, error) {
	var head header
	var payload []byte
	switch e := event.(type) {
	case Message:
		head, payload = header{Shop: e.Shop, Seq: e.Seq}, e.Payload
	case Gap:
		head.Gap = true
	}
	line, err := json.Marshal(head)
	if err != nil {
		return nil, fmt.Errorf("bus: message of shop %q: %w", head.Shop, err)
	}
	return append(append(line, '\n'), payload...), nil
}

func decode(data []byte) (Event, error) {
	line, payload, found := bytes.Cut(data, []byte("\n"))
	if !found {
		return nil, errors.New("bus: message without a header")
	}
	var head header
	if err := json.Unmarshal(line, &head); err != nil {
		return nil, fmt.Errorf("bus: header of a message: %w", err)
	}
	if head.Gap {
		return Gap{}, nil
	}
	if head.Shop == "" {
		return nil, errors.New("bus: message without a shop")
	}
	return Message{Shop: head.Shop, Seq: head.Seq, Payload: payload}, nil
}
