package floor_test

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"bayline/board"
	"bayline/internal/bus"
	"bayline/internal/journal"
)

// newer are events as a later program may write them.
var newer = map[string]journal.Record{
	"kind":    {Kind: "car_washed_twice", Data: []byte(`{"actor":{"name":"x"},"body":{"visit":"V2"}}`)},
	"version": {Kind: "visit_ended", Data: []byte(`{"v":9,"actor":{"name":"x"},"body":{"visit":"V2"}}`)},
	"field":   {Kind: "note_added", Data: []byte(`{"actor":{"name":"x"},"body":{"visit":"V2","phase":"work","text":"a","tone":1}}`)},
}

// During an upgrade an older instance meets events it does not know. It stays where it is and says that it cannot
// serve the shop, rather than fold the rest or decide on what it has.
func TestAnOlderInstanceFoldsNoOtherState(t *testing.T) {
	for name, record := range newer {
		for _, way := range []string{"bus", "journal"} {
			t.Run(name+" by the "+way, func(t *testing.T) { meetNewer(t, record, way == "bus") })
		}
	}
}

func meetNewer(t *testing.T, record journal.Record, told bool) {
	lines := &wires{lose: always(false)}
	j := openSQLite(t)
	writer, older := openFloor(t, j, lines), openFloor(t, j, lines)
	openShop(t, writer)
	execute(t, writer, arrive("粤A12345"))
	before := snapshot(t, older)
	t.Cleanup(older.Watch(shop, func() {}))

	s, err := writer.State(t.Context(), shop)
	require.NoError(t, err)
	record.At, record.Actor = s.At.Add(time.Second), "x"
	_, err = j.Append(t.Context(), journal.Append{Shop: string(shop), Expected: s.Seq, Since: s.At, Records: []journal.Record{record}})
	require.NoError(t, err)
	if told {
		require.NoError(t, lines.Publish(t.Context(), messageOf(t, s, record)))
	}

	for _, c := range []board.Command{
		arrive("粤A54321"), // would be recorded
		board.Arrive{},    // would be refused
		board.ConfigureShop{Settings: s.Settings},
	} {
		_, err := older.Execute(t.Context(), shop, c, supervisor)
		require.ErrorIs(t, err, journal.ErrUnavailable, "%T", c)
		require.ErrorIs(t, err, board.ErrNewer, "%T", c)
	}
	require.Equal(t, before, snapshot(t, older), "it stays at its position")
	heads, err := j.Heads(t.Context(), []string{string(shop)})
	require.NoError(t, err)
	require.Equal(t, s.Seq+1, heads[string(shop)].Seq, "and writes nothing")

	late := openFloor(t, j, lines)
	_, err = late.State(t.Context(), shop)
	require.ErrorIs(t, err, board.ErrNewer, "one that begins now has no state at all")
}

// messageOf is what the newer instance sends over the bus.
func messageOf(t *testing.T, s *board.State, r journal.Record) bus.Message {
	t.Helper()
	payload, err := json.Marshal(map[string]any{"since": s.At.UnixMicro(), "records": []map[string]any{
		{"seq": s.Seq + 1, "at": r.At.UnixMicro(), "kind": r.Kind, "data": json.RawMessage(r.Data)},
	}})
	require.NoError(t, err)
	return bus.Message{Shop: string(shop), Seq: s.Seq + 1, Payload: payload}
}
