package dispatch

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"bayline/board"
	"bayline/dispatch/dispatchtest"
)

// untouched runs a question twice: it must give the same answer, and leave the
// state as it was to the byte.
func untouched[T any](t require.TestingT, s *board.State, ask func() T) T {
	before, err := s.Snapshot()
	require.NoError(t, err)
	first, second := ask(), ask()
	after, err := s.Snapshot()
	require.NoError(t, err)
	require.Equal(t, string(before), string(after), "the question changed the shop")
	require.Equal(t, first, second, "the same question has another answer")
	return first
}

type quoted struct {
	q   Quotation
	err error
}

// A quote changes nothing, says the same twice, gives later times for surer
// promises, all within the shop's hours, and harms nobody it does not name.
func TestQuoteIsPure(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		shop := dispatchtest.Open(rapid.Uint64().Draw(t, "seed"))
		shop.Live(rapid.IntRange(0, 150).Draw(t, "commands"))
		w := WorkRequest{Class: rapid.SampledFrom(board.Classes).Draw(t, "class"),
			Waiter: rapid.Bool().Draw(t, "waiter")}
		for range rapid.IntRange(0, 3).Draw(t, "lines") {
			w.Operations = append(w.Operations,
				board.NewOperation{Code: rapid.SampledFrom(dispatchtest.Catalogue).Draw(t, "line").Code})
		}
		if visits := board.Sorted(shop.State.Visits); len(visits) > 0 && rapid.Bool().Draw(t, "known car") {
			w.Visit = rapid.SampledFrom(visits).Draw(t, "visit").ID
		}
		asked := shop.Now.Add(time.Duration(rapid.IntRange(0, 600).Draw(t, "asked")) * time.Minute)
		got := untouched(t, shop.State, func() quoted {
			q, err := Quote(shop.State, shop.Now, w, asked, Options{})
			return quoted{q, err}
		})
		if got.err != nil {
			_, ok := board.AsRefusal(got.err)
			require.True(t, ok, "%v", got.err)
			return
		}
		require.NotEmpty(t, got.q.Reasons)
		last := time.Time{}
		for _, one := range got.q.Times {
			require.False(t, one.At.Before(shop.Now))
			require.False(t, one.At.Before(last))
			last = one.At
		}
	})
}

func BenchmarkQuote60(b *testing.B) {
	shop := dispatchtest.Busy(60, 1)
	b.ReportAllocs()
	for b.Loop() {
		_, err := Quote(shop.State, shop.Now, WorkRequest{Operations: []board.NewOperation{{Code: "M1"}, {Code: "M5"}}},
			time.Time{}, Options{})
		require.NoError(b, err)
	}
}

// A quote speaks of the work asked about: more of it takes longer, a part
// without a date or a trade nobody has gives no time but says why, and what is
// wrong with the question is named by its field.
func TestQuoteOfAnEmptyShop(t *testing.T) {
	shop := dispatchtest.Busy(0, 1)
	ask := func(w WorkRequest) Quotation {
		q, err := Quote(shop.State, shop.Now, w, time.Time{}, Options{})
		require.NoError(t, err)
		return q
	}
	one := ask(WorkRequest{Class: board.ClassMaintenance, Operations: []board.NewOperation{{Code: "M1"}}})
	more := ask(WorkRequest{Class: board.ClassMaintenance,
		Operations: []board.NewOperation{{Code: "M1"}, {Code: "M2"}}})
	require.Equal(t, 96, one.Share)
	require.Len(t, one.Times, 3)
	for i := range one.Times {
		require.True(t, more.Times[i].At.After(one.Times[i].At))
		require.Zero(t, one.Times[i].At.Minute()%5)
	}
	require.Contains(t, codes(one.Reasons), "parts_unchecked")
	require.NotContains(t, codes(one.Reasons), "no_shift_left")

	overnight := ask(WorkRequest{Class: board.ClassCollision,
		Operations: []board.NewOperation{{Code: "B1"}, {Code: "P1"}, {Code: "M3"}}})
	require.Contains(t, codes(overnight.Reasons), "no_shift_left")
	for _, one := range overnight.Times {
		require.True(t, shop.State.Settings.Calendar.OpenAt(one.At.Add(-time.Second).In(shop.State.Location())),
			"%s is outside the hours", one.At)
	}

	shop.Do(board.RemovePerson{Person: "P0"})
	shop.Do(board.RemovePerson{Person: "P1"})
	nobody := ask(WorkRequest{Operations: []board.NewOperation{{Code: "P1"}}})
	require.Empty(t, nobody.Times)
	require.Equal(t, []string{"no_technician"}, codes(nobody.Reasons))

	_, err := Quote(shop.State, shop.Now, WorkRequest{Operations: []board.NewOperation{{Code: "M1"}, {Code: "X9"}}},
		time.Time{}, Options{})
	r, ok := board.AsRefusal(err)
	require.True(t, ok)
	require.Equal(t, "unknown_code", r.Code)
	require.Equal(t, "operations[1].code", r.Field)
}

// The chance of a time somebody has in mind agrees with the quoted times, and
// a shop may quote with its own chance.
func TestQuoteOfATimeInMind(t *testing.T) {
	shop := dispatchtest.Busy(20, 3)
	settings := shop.State.Settings
	settings.PromisePercent = 90
	require.True(t, shop.Do(board.ConfigureShop{Settings: settings}))
	w := WorkRequest{Operations: []board.NewOperation{{Code: "M2"}}}
	q, err := Quote(shop.State, shop.Now, w, time.Time{}, Options{})
	require.NoError(t, err)
	require.Nil(t, q.Met)
	require.Equal(t, 90, q.Share)
	require.Len(t, q.Times, 4)
	for _, one := range q.Times {
		asked, err := Quote(shop.State, shop.Now, w, one.At, Options{})
		require.NoError(t, err)
		require.InDelta(t, float64(one.Percent)/100, *asked.Met, 0.12, "%d %%", one.Percent)
	}
}

// In a full shop an urgent car endangers promises that were safe, and the
// quote names them.
func TestQuoteNamesWhomItHarms(t *testing.T) {
	shop := dispatchtest.Busy(0, 1)
	for i := range 3 {
		shop.Do(board.ImportOrder{
			Details: board.Details{OrderNo: string(rune('A' + i)), Plate: "粤A1000" + string(rune('0'+i)),
				Class: board.ClassGeneral},
			ArrivedAt: shop.Now.Add(-time.Minute), PromisedAt: shop.Now.Add(8 * time.Hour), Operations: []string{"B1"},
		})
	}
	work := WorkRequest{Class: board.ClassGeneral, Operations: []board.NewOperation{{Code: "B1"}}}
	calm, err := Quote(shop.State, shop.Now, work, shop.Now.Add(20*24*time.Hour), Options{})
	require.NoError(t, err)
	urgent, err := Quote(shop.State, shop.Now, work, shop.Now.Add(5*time.Hour), Options{})
	require.NoError(t, err)
	require.Greater(t, len(urgent.Harmed), len(calm.Harmed))
	for _, h := range urgent.Harmed {
		require.Greater(t, h.After, h.Before)
		require.NotEmpty(t, h.Plate)
	}
}

func codes(reasons []Reason) []string {
	var list []string
	for _, r := range reasons {
		list = append(list, r.Code)
	}
	return list
}

// Before it has a promise a car is taken to stay as long as this shop usually
// promises; as long as it has promised little, one and a half times its work and
// an hour and a half.
func TestGenerosityOfAShop(t *testing.T) {
	s := day(t)
	require.InDelta(t, 1, generosity(s.State), 1e-9)
	var last board.VisitID
	for n := range fewestPromises {
		last = order(t, s, fmt.Sprintf("粤A1000%d", n), 4*time.Hour, "M1")
	}
	v := s.State.Visits[last]
	require.InDelta(t, float64(v.PromisedAt().Sub(v.SignedAt))/float64(plainStay(v)), generosity(s.State), 1e-9)
	require.Equal(t, v.PromisedAt().Sub(v.SignedAt), usualStay(v, generosity(s.State)).Round(time.Second))
}
