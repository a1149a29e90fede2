package board_test

import (
	"encoding/json"
	"testing"
	"time"

	"bayline/board"
	"bayline/board/boardtest"
	"bayline/internal/words"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// No sequence of commands reaches a forbidden state; a refused command changes
// nothing and says why in both languages; what was decided, written down and
// read back is the same.
func TestNoSequenceOfCommandsReachesAForbiddenState(t *testing.T) {
	seen := map[board.Stage]bool{}
	kinds := map[string]bool{}
	codes := map[string]bool{}
	rapid.Check(t, func(t *rapid.T) {
		now := boardtest.Monday
		state, _ := boardtest.Shop("haizhu", now)
		replayed := state.Clone()
		for step := range rapid.IntRange(20, 120).Draw(t, "steps") {
			closely := step%8 == 7 // writing the whole state down is dear
			now = now.Add(time.Duration(rapid.IntRange(0, 45).Draw(t, "pause")) * time.Minute)
			if rapid.IntRange(0, 60).Draw(t, "night") == 0 {
				now = now.Add(26 * time.Hour)
			}
			meta := board.Meta{Now: now, Actor: boardtest.Manager}
			if rapid.IntRange(0, 5).Draw(t, "late") == 0 {
				meta.On = now.Add(-time.Duration(rapid.IntRange(-5, 120).Draw(t, "ago")) * time.Minute)
			}
			command := boardtest.Draw(t, state, now)
			var before string
			if closely {
				before = snapshot(t, state)
			}
			events, next, err := board.Decide(state, command, meta)
			if closely {
				require.Equal(t, before, snapshot(t, state), "deciding must not touch the state")
			}
			if err != nil {
				checkRefusal(t, err)
				refusal, _ := board.AsRefusal(err)
				codes[refusal.Code] = true
				require.Empty(t, events)
				continue
			}
			require.NoError(t, boardtest.CheckStep(state, events, next), "%T %+v", command, command)
			require.NoError(t, boardtest.Check(next), "%T %+v", command, command)
			for _, v := range next.Visits {
				require.Equal(t, board.Derived(v, next.Settings), v.Stage, "%s after %T", v.ID, command)
				seen[v.Stage] = true
			}
			spec, _ := board.CommandNamed(command.Name())
			for _, e := range events {
				require.Contains(t, spec.Emits, e.Kind(), spec.Name)
				kinds[e.Kind()] = true
				require.True(t, replayed.Apply(throughStore(t, e)))
			}
			if closely {
				require.Equal(t, snapshot(t, next), snapshot(t, replayed), "the fold of what was written down, after %T", command)
			}
			if rapid.IntRange(0, 20).Draw(t, "restart") == 0 {
				replayed, err = board.Restore([]byte(snapshot(t, replayed)))
				require.NoError(t, err)
			}
			state = next
		}
		require.Equal(t, snapshot(t, state), snapshot(t, replayed), "the fold of what was written down")
	})
	for _, stage := range board.Stages {
		if !seen[stage] {
			t.Logf("never saw stage %s", stage)
		}
	}
	t.Logf("%d stages, %d of %d kinds, %d of %d refusals", len(seen), len(kinds), len(board.Kinds()), len(codes),
		len(board.RefusalCodes()))
	require.GreaterOrEqual(t, len(seen), len(board.Stages)-1, "the random shop must get about")
	require.GreaterOrEqual(t, len(kinds), len(board.Kinds())*9/10)
}

type tester interface {
	require.TestingT
	Helper()
}

func snapshot(t tester, s *board.State) string {
	t.Helper()
	data, err := s.Snapshot()
	require.NoError(t, err)
	return string(data)
}

// throughStore returns the event as a journal gives it back.
func throughStore(t tester, e board.Event) board.Event {
	t.Helper()
	data, err := board.Encode(e)
	require.NoError(t, err)
	back, err := board.Decode(e.Kind(), e.Seq, time.UnixMicro(e.At.UnixMicro()).UTC(), data)
	require.NoError(t, err)
	return back
}

// checkRefusal holds a refusal to its promise: a known code, and everything it says has words in every language.
func checkRefusal(t tester, err error) {
	t.Helper()
	refusal, ok := board.AsRefusal(err)
	require.True(t, ok, "%v is no refusal", err)
	require.Contains(t, board.RefusalCodes(), refusal.Code)
	c := words.Embedded()
	for _, lang := range c.Languages() {
		require.Empty(t, c.Gaps(lang, refusal.Message()), "%v", err)
	}
	// What an API hands on reads the same.
	data, err := json.Marshal(refusal.Message())
	require.NoError(t, err)
	var back board.Message
	require.NoError(t, json.Unmarshal(data, &back))
	require.Equal(t, c.Printer("zh").Say(refusal.Message()), c.Printer("zh").Say(back))
}

// A clone and its origin go their own ways.
func TestCloneIsIsolated(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		state, _ := boardtest.Shop("haizhu", boardtest.Monday)
		now := boardtest.Monday
		for range 20 {
			now = now.Add(10 * time.Minute)
			kept := state.Clone()
			before := snapshot(t, kept)
			events, _, err := board.Decide(state, boardtest.Draw(t, state, now), board.Meta{Now: now, Actor: boardtest.Manager})
			if err != nil {
				continue
			}
			for _, e := range events {
				require.True(t, state.Apply(e))
			}
			require.Equal(t, before, snapshot(t, kept))
		}
	})
}
