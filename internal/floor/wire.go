package floor

import (
	"encoding/json"
	"fmt"
	"strconv"
	"time"

	"bayline/board"
	"bayline/internal/journal"
)

// parcel is what travels over the bus: records, and when the one before them was made, by which a receiver knows that
// they continue its own past and not that of a journal that was put back to a backup.
type parcel struct {
	Since   int64   `json:"since"` // Unix microseconds; 0: they are the first
	Records []wired `json:"records"`
}

// wired is a record on its way over the bus.
type wired struct {
	Seq  int64           `json:"seq"`
	At   int64           `json:"at"` // Unix microseconds
	Kind string          `json:"kind"`
	Data json.RawMessage `json:"data"`
}

// records returns the stored form of events.
func records(events []board.Event) ([]journal.Record, error) {
	out := make([]journal.Record, len(events))
	for i, e := range events {
		data, err := board.Encode(e)
		if err != nil {
			return nil, err
		}
		out[i] = journal.Record{Seq: e.Seq, At: e.At, Actor: e.Actor.Name, Kind: e.Kind(), Data: data}
	}
	return out, nil
}

// pack returns the payload that carries records over the bus, a parcel: their JSON is copied, not read again.
func pack(since time.Time, rs []journal.Record) []byte {
	size := 64
	for _, r := range rs {
		size += len(r.Data) + len(r.Kind) + 80
	}
	out := strconv.AppendInt(append(make([]byte, 0, size), `{"since":`...), micros(since), 10)
	out = append(out, `,"records":[`...)
	for i, r := range rs {
		if i > 0 {
			out = append(out, ',')
		}
		out = strconv.AppendInt(append(out, `{"seq":`...), r.Seq, 10)
		out = strconv.AppendInt(append(out, `,"at":`...), r.At.UnixMicro(), 10)
		out = strconv.AppendQuote(append(out, `,"kind":`...), r.Kind) // letters and underscores
		out = append(append(append(out, `,"data":`...), r.Data...), '}')
	}
	return append(out, "]}"...)
}

// unpack is the reverse of pack. An empty payload has no events: it only says
// that there are some.
func unpack(payload []byte) (since int64, events []board.Event, err error) {
	if len(payload) == 0 {
		return 0, nil, nil
	}
	var in parcel
	if err := json.Unmarshal(payload, &in); err != nil {
		return 0, nil, fmt.Errorf("bus payload: %w", err)
	}
	events = make([]board.Event, len(in.Records))
	for i, w := range in.Records {
		e, err := board.Decode(w.Kind, w.Seq, time.UnixMicro(w.At).UTC(), w.Data)
		if err != nil {
			return 0, nil, err
		}
		events[i] = e
	}
	return in.Since, events, nil
}

// micros returns Unix microseconds, 0 for no time.
func micros(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixMicro()
}

// decode reads stored records.
func decode(rs []journal.Record) ([]board.Event, error) {
	events := make([]board.Event, len(rs))
	for i, r := range rs {
		e, err := board.Decode(r.Kind, r.Seq, r.At, r.Data)
		if err != nil {
			return nil, err
		}
		events[i] = e
	}
	return events, nil
}
