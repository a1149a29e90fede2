// Package livetest is a screen for tests: it speaks bayline.v1 over a real websocket,
// keeps the merged state and waits for what a test expects to see.
package livetest

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
)

// ErrGap means that a frame did not fit the state: a screen must ask for a resync.
var ErrGap = errors.New("livetest: patch does not continue from this state")

// State is what a screen shows: the entries, and where they stand.
type State struct {
	Epoch, Build string
	Shop, View   string
	Rev          uint64
	Seq          int64
	At, Now      int64 // shop time, milliseconds since 1970
	Age          int64 // real milliseconds
	Rate         float64
	Entries      map[string]json.RawMessage
	Snaps        int // snapshots applied so far
	Patches      int
	Beats        int
	Retry        int64 // of the bye, milliseconds; 0 before
}

// Frame is any frame of the server.
type Frame struct {
	T       string                     `json:"t"`
	Shop    string                     `json:"shop"`
	View    string                     `json:"view"`
	Params  string                     `json:"params"`
	Epoch   string                     `json:"epoch"`
	Build   string                     `json:"build"`
	Rev     uint64                     `json:"rev"`
	From    uint64                     `json:"from"`
	To      uint64                     `json:"to"`
	Seq     int64                      `json:"seq"`
	At      int64                      `json:"at"`
	Now     int64                      `json:"now"`
	Age     int64                      `json:"age"`
	Rate    float64                    `json:"rate"`
	RetryMS int64                      `json:"retry_ms"`
	Set     map[string]json.RawMessage `json:"set"`
	Del     []string                   `json:"del"`
}

// Apply merges one frame. A frame that does not fit leaves the state as it is and
// returns ErrGap.
func (s *State) Apply(text []byte) error {
	var f Frame
	if err := json.Unmarshal(text, &f); err != nil {
		return fmt.Errorf("livetest: frame %.80q: %w", text, err)
	}
	switch f.T {
	case "snap":
		s.Epoch, s.Build, s.Shop, s.View = f.Epoch, f.Build, f.Shop, f.View
		s.Rev, s.Seq, s.At, s.Now, s.Age, s.Rate = f.Rev, f.Seq, f.At, f.Now, f.Age, f.Rate
		s.Entries = f.Set
		s.Snaps++
	case "patch":
		if f.Epoch != s.Epoch || f.From != s.Rev || f.To <= f.From {
			return fmt.Errorf("%w: %s %d..%d onto %s %d", ErrGap, f.Epoch, f.From, f.To, s.Epoch, s.Rev)
		}
		s.Rev, s.Seq, s.At = f.To, f.Seq, f.At
		s.Entries = maps.Clone(s.Entries)
		maps.Copy(s.Entries, f.Set)
		for _, key := range f.Del {
			delete(s.Entries, key)
		}
		s.Patches++
	case "hb":
		if f.Epoch != s.Epoch || f.Rev != s.Rev {
			return fmt.Errorf("%w: heartbeat of %s %d at %s %d", ErrGap, f.Epoch, f.Rev, s.Epoch, s.Rev)
		}
		s.Seq, s.At, s.Now, s.Age, s.Rate = f.Seq, f.At, f.Now, f.Age, f.Rate
		s.Beats++
	case "bye":
		s.Retry = f.RetryMS
	default:
		return fmt.Errorf("livetest: unknown frame %.80q", text)
	}
	return nil
}

// Text returns an entry as text, "" if there is none.
func (s State) Text(key string) string { return string(s.Entries[key]) }
