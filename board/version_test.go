package board_test

import (
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"bayline/board"
	"bayline/internal/words"

	"github.com/stretchr/testify/require"
)

// What a newer program wrote is refused whole: another kind, another version, one more field at any depth.
func TestNewerEventsAreRefused(t *testing.T) {
	const actor = `"actor":{"name":"王"}`
	body := func(b string) string { return `{` + actor + `,"body":` + b + `}` }
	for name, c := range map[string]struct{ kind, data string }{
		"kind":           {"from_the_future", body(`{}`)},
		"version":        {"booked", `{"v":2,` + actor + `,"body":{"visit":"V1","plate":"粤A12345"}}`},
		"a body's field": {"booked", body(`{"visit":"V1","plate":"粤A12345","colour":"red"}`)},
		"a deeper field": {"promise_made", body(`{"visit":"V1","promise":{"at":"2026-03-02T08:00:00Z","mood":"good"}}`)},
		"an envelope's":  {"booked", `{"trace":"x",` + actor + `,"body":{"visit":"V1"}}`},
	} {
		_, err := board.Decode(c.kind, 1, time.Now(), []byte(c.data))
		require.ErrorIs(t, err, board.ErrNewer, name)
	}
	_, err := board.Decode("booked", 1, time.Now(), []byte(body(`{"visit":"V1","plate":"粤A12345"}`)))
	require.NoError(t, err)
	_, err = board.Decode("booked", 1, time.Now(), []byte(body(`{"visit":7}`)))
	require.Error(t, err)
	require.NotErrorIs(t, err, board.ErrNewer, "a broken record is not a newer one")
}

// A warning of version 1 held its reason as a sentence in each language; it is read and said as it was.
func TestOldWarningsAreSaid(t *testing.T) {
	data := `{"actor":{"name":"bayline"},"body":{"visit":"V1","late":0.4,"why_zh":"等待配件。","why_en":"Waits for parts."}}`
	e, err := board.Decode("promise_warned", 9, time.Now(), []byte(data))
	require.NoError(t, err)
	why := e.Body.(board.PromiseAlertRaised).Why
	require.Len(t, why, 1)
	require.Equal(t, "等待配件。", words.Embedded().Printer("zh").Say(why[0]))
	require.Equal(t, "Waits for parts.", words.Embedded().Printer("en").Say(why[0]))
	today, err := board.Encode(e)
	require.NoError(t, err)
	require.Contains(t, string(today), `"v":2`)
	require.NotContains(t, string(today), "why_zh")
}

// stateShape is what State looked like when SnapshotSchema got its number.
var stateShape = map[int]string{3: "893c2706caebc312107a1099eb207aa5eb995a78b3f311533811c6b547c00c29"}

// A snapshot is read by whoever knows its number, so the number changes with the shape of State.
func TestSnapshotSchemaFollowsTheShape(t *testing.T) {
	shape := shapeOf(reflect.TypeFor[board.State]())
	require.Equal(t, stateShape[board.SnapshotSchema], hashOf(shape),
		"State or something in it changed: raise board.SnapshotSchema and put this hash beside the new number in stateShape")
}

// shapeOf writes down what a value of a type stores: the names in JSON, not those in Go.
func shapeOf(of reflect.Type) string {
	switch of.Kind() {
	case reflect.Pointer, reflect.Slice, reflect.Array:
		return fmt.Sprint(of.Kind(), of.Kind() == reflect.Array && of.Len() > 0, " of ", shapeOf(of.Elem()))
	case reflect.Map:
		return "map by " + of.Key().Kind().String() + " of " + shapeOf(of.Elem())
	case reflect.Struct:
		if of == reflect.TypeFor[time.Time]() {
			return of.String()
		}
		var fields []string
		for i := range of.NumField() {
			if f := of.Field(i); f.IsExported() || f.Anonymous {
				name := f.Tag.Get("json")
				if name == "" && !f.Anonymous {
					name = f.Name
				}
				fields = append(fields, name+" "+shapeOf(f.Type))
			}
		}
		slices.Sort(fields)
		return "{" + strings.Join(fields, "; ") + "}"
	}
	return of.Kind().String()
}

// The stored form has no version while it is the first.
func TestVersionOneIsNotWritten(t *testing.T) {
	data, err := board.Encode(board.Event{Body: board.TeamRemoved{Team: "G1"}})
	require.NoError(t, err)
	require.False(t, json.Valid(data) && strings.Contains(string(data), `"v"`))
}
