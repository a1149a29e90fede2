package board_test

import (
	"reflect"
	"slices"
	"testing"
	"time"

	"bayline/board"

	"github.com/stretchr/testify/require"
)

// fieldMoves is the field's own table of moves.
var fieldMoves = map[board.Stage][]board.Stage{
	board.StageBooked:         {board.StageConfirmed, board.StageArrived, board.StageNoShow, board.StageCancelled},
	board.StageConfirmed:      {board.StageArrived, board.StageNoShow, board.StageCancelled},
	board.StageNoShow:         {board.StageArrived, board.StageCancelled},
	board.StageArrived:        {board.StageReception, board.StageLeft},
	board.StageReception:      {board.StageWaitDispatch, board.StageLeft},
	board.StageWaitDispatch:   {board.StageDispatched, board.StageStopped, board.StageCancelled},
	board.StageDispatched:     {board.StageInRepair, board.StageWaitDispatch, board.StageStopped},
	board.StageInRepair:       {board.StageStopped, board.StageWaitInspection, board.StageWaitDispatch},
	board.StageStopped:        {board.StageInRepair, board.StageWaitDispatch, board.StageLeft, board.StageCancelled},
	board.StageWaitInspection: {board.StageRework, board.StageWaitWash, board.StageReady},
	board.StageRework:         {board.StageWaitDispatch, board.StageInRepair},
	board.StageWaitWash:       {board.StageWashing},
	board.StageWashing:        {board.StageReady, board.StageRework},
	board.StageReady:          {board.StageSettled, board.StageRework, board.StageInRepair},
	board.StageSettled:        {board.StageDelivered, board.StageReady},
	board.StageDelivered:      {board.StageClosed},
}

// moreMoves are the ones this shop allows beyond it, each told at moves.
var moreMoves = map[board.Stage][]board.Stage{
	board.StageConfirmed:      {board.StageBooked},
	board.StageWaitDispatch:   {board.StageInRepair},
	board.StageInRepair:       {board.StageDispatched, board.StageWaitWash, board.StageReady},
	board.StageStopped:        {board.StageDispatched},
	board.StageRework:         {board.StageDispatched},
	board.StageWaitInspection: {board.StageWaitDispatch},
	board.StageWaitWash:       {board.StageReady, board.StageRework, board.StageWaitDispatch},
	board.StageReady:          {board.StageWaitDispatch, board.StageWaitWash},
}

// Every pair of stages is either in one of the two tables and allowed, or in
// none and forbidden.
func TestMoves(t *testing.T) {
	for _, from := range board.Stages {
		for _, to := range board.Stages {
			want := slices.Contains(fieldMoves[from], to) || slices.Contains(moreMoves[from], to)
			require.Equal(t, want, slices.Contains(board.Moves(from), to), "%s -> %s", from, to)
		}
	}
}

// Every kind of event survives being written down.
func TestEveryKindIsDecoded(t *testing.T) {
	require.True(t, slices.IsSorted(board.Kinds()))
	for _, kind := range board.Kinds() {
		body, err := board.FreshBody(kind)
		require.NoError(t, err)
		e := board.Event{Seq: 7, At: time.Date(2026, 3, 2, 0, 0, 0, 1000, time.UTC),
			On: time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC), Actor: board.Actor{Name: "王", Role: board.RoleLeader}, Body: body}
		require.Equal(t, kind, e.Kind())
		require.Equal(t, e, throughStore(t, e), kind)
	}
	_, err := board.Decode("from_the_future", 1, time.Now(), []byte("{}"))
	require.Error(t, err, "what a newer program wrote must not be guessed")
	_, err = board.Decode("booked", 1, time.Now(), []byte("{"))
	require.Error(t, err)
}

func TestCommandNamesAreUnique(t *testing.T) {
	seen := map[string]bool{}
	for _, c := range board.Commands() {
		require.Regexp(t, `^[a-z]+(_[a-z]+)*$`, c.Name)
		require.False(t, seen[c.Name], c.Name)
		seen[c.Name] = true
	}
}

// What a command's row says it may record is what exists, and some command records every kind of event.
func TestEveryEventHasItsCommand(t *testing.T) {
	recorded := map[string]bool{}
	for _, c := range board.Commands() {
		require.NotEmpty(t, c.Emits, c.Name)
		require.NotEmpty(t, c.Tag, c.Name)
		require.NotEmpty(t, c.Summary, c.Name)
		for _, kind := range c.Emits {
			recorded[kind] = true
		}
		read, err := c.Decode([]byte("{}"))
		require.NoError(t, err)
		require.Equal(t, c.Zero, read, c.Name)
		for _, role := range append([]board.Role{""}, board.Roles...) {
			require.True(t, c.May(role), "%s: anybody may, until the doors come", c.Name)
		}
	}
	for _, kind := range board.Kinds() {
		require.True(t, recorded[kind], "no command's row names the event %s", kind)
	}
}

// Every tag names a list, and every list is used.
func TestTagsNameTheirChoices(t *testing.T) {
	tagged := map[string]bool{}
	var walk func(reflect.Type)
	walk = func(of reflect.Type) {
		switch of.Kind() {
		case reflect.Pointer, reflect.Slice, reflect.Map:
			walk(of.Elem())
		case reflect.Struct:
			for i := range of.NumField() {
				f := of.Field(i)
				require.Empty(t, f.Tag.Get("enum"), "%s.%s repeats a list; name it with the tag choice", of, f.Name)
				if name, ok := f.Tag.Lookup("choice"); ok {
					_, known := board.ChoiceNamed(name)
					require.True(t, known, "%s.%s: no list is named %s", of, f.Name, name)
					tagged[name] = true
				}
				walk(f.Type)
			}
		}
	}
	for _, c := range board.Commands() {
		walk(reflect.TypeOf(c.Zero))
	}
	require.GreaterOrEqual(t, len(tagged), 10)
}

// Every command, empty, is refused cleanly or does nothing; none panics.
func TestEmptyCommands(t *testing.T) {
	s := opened(t)
	for _, c := range board.Commands() {
		events, _, err := board.Decide(s.State, c.Zero, board.Meta{Now: s.now, Actor: manager})
		if err != nil {
			checkRefusal(t, err)
		}
		if c.Name != (board.SetLabourTimes{}).Name() {
			require.Error(t, err, c.Name)
		}
		require.Empty(t, events, c.Name)
	}
}
