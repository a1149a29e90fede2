package api_test

import (
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"bayline/board"
	"bayline/dispatch"
)

// A quote and a what-if answer in both languages and change nothing; the
// commands of a what-if can be sent as they are.
func TestQuotesAndWhatIf(t *testing.T) {
	s := serve(t)
	working, _ := fill(s)
	before := s.seq()

	var q struct {
		Times   []dispatch.QuotedTime
		Share   int
		Met     *float64
		Reasons []struct{ Code, ZH, EN string }
		Harmed  []dispatch.Harm
	}
	work := map[string]any{"class": "maintenance", "operations": []map[string]any{{"code": "ME-001"}}}
	s.must(http.StatusOK, s.post("/api/v1/quotes?shop=haizhu", work)).into(t, &q)
	require.Equal(t, 96, q.Share)
	require.Len(t, q.Times, 3)
	require.Equal(t, []int{50, 80, 96}, []int{q.Times[0].Percent, q.Times[1].Percent, q.Times[2].Percent})
	require.Nil(t, q.Met)
	require.NotEmpty(t, q.Reasons)
	require.NotEmpty(t, q.Reasons[0].ZH)
	require.NotEqual(t, q.Reasons[0].ZH, q.Reasons[0].EN)
	work["promised_at"] = now.Add(5 * time.Minute)
	s.must(http.StatusOK, s.post("/api/v1/quotes?shop=haizhu", work)).into(t, &q)
	require.Zero(t, *q.Met, "nobody is that fast")

	var offered struct{ Slots []dispatch.Slot }
	s.must(http.StatusOK, s.get("/api/v1/slots?shop=haizhu&class=maintenance&codes=ME-001")).into(t, &offered)
	require.Len(t, offered.Slots, 2)
	require.True(t, offered.Slots[0].Ready.After(offered.Slots[0].At))

	var o struct {
		Cars     []dispatch.CarEffect
		Reasons  []struct{ ZH, EN string }
		Commands []struct {
			Name string
			Body map[string]any
		}
		Open []int
	}
	s.must(http.StatusOK, s.post("/api/v1/whatif?shop=haizhu", map[string]any{"changes": []map[string]any{{"kind": "person_out", "person": "T01"}, {"kind": "car"}}})).into(t, &o)
	require.Equal(t, []int{1}, o.Open)
	require.Len(t, o.Cars, 2)
	require.NotEmpty(t, o.Reasons)
	require.Equal(t, before, s.seq(), "a question changed the shop")

	require.Len(t, o.Commands, 2)
	for _, c := range o.Commands {
		s.must(http.StatusOK, s.post("/api/v1/commands/"+c.Name+"?shop=haizhu", c.Body))
	}
	state, err := s.floor.State(t.Context(), "haizhu")
	require.NoError(t, err)
	require.Equal(t, board.PresenceOff, state.People["T01"].Presence)
	require.Equal(t, board.StageStopped, state.Visits[working].Stage)
}
