package floor_test

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"bayline/internal/bus"
	"bayline/internal/floor"
	"bayline/internal/journal"
)

// mute is a journal that takes everything and answers nothing: its line breaks between a commit and the word of it.
type mute struct {
	journal.Journal
	on bool
}

func (m *mute) Append(ctx context.Context, a journal.Append) (journal.Receipt, error) {
	done, err := m.Journal.Append(ctx, a)
	if m.on {
		return journal.Receipt{}, journal.ErrUnavailable
	}
	return done, err
}

// spoken is a bus whose messages need the context they are sent with.
type spoken struct{ *wires }

func (s spoken) Publish(ctx context.Context, m bus.Message) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	return s.wires.Publish(ctx, m)
}

// openAlone opens an instance that compares no positions while the test lasts.
func openAlone(t *testing.T, j journal.Journal, b floor.Bus) *floor.Floor {
	t.Helper()
	f := floor.Open(floor.Options{Journal: j, Bus: b, Compare: time.Hour})
	t.Cleanup(f.Close)
	return f
}

// What was committed without anybody hearing of it is looked up at once, and the other instances are told to read it:
// no screen waits for the next comparison.
func TestACommitNobodyHeardOfIsFound(t *testing.T) {
	lines, store := &wires{lose: always(false)}, openSQLite(t)
	j := &mute{Journal: store}
	one, two := openAlone(t, j, lines), openAlone(t, store, lines)
	openShop(t, one)
	before := snapshot(t, two)
	j.on = true
	_, err := one.Execute(t.Context(), shop, arrive("粤A12345"), supervisor)
	require.ErrorIs(t, err, journal.ErrUnavailable)
	require.Eventually(t, func() bool { return snapshot(t, two) != before && snapshot(t, one) == snapshot(t, two) }, 10*time.Second, 5*time.Millisecond)
	require.NotContains(t, before, "粤A12345")
	require.Contains(t, snapshot(t, two), "粤A12345")
}

// Neither does it when the one who died after the commit told nobody, and the command is given once more elsewhere.
func TestAnAnswerGivenAgainTellsWhatItIsAbout(t *testing.T) {
	lines, store := &wires{lose: always(false)}, openSQLite(t)
	dead := openAlone(t, store, &wires{lose: always(true)})
	one, two := openAlone(t, store, lines), openAlone(t, store, lines)
	openShop(t, one)
	snapshot(t, two)
	again := supervisor
	again.Key = "once"
	first, err := dead.Execute(t.Context(), shop, arrive("粤A12345"), again)
	require.NoError(t, err)
	answer, err := one.Execute(t.Context(), shop, arrive("粤A12345"), again)
	require.NoError(t, err)
	require.True(t, answer.Replayed)
	require.Equal(t, first.Seq, answer.Seq)
	for _, f := range []*floor.Floor{one, two} {
		require.Eventually(t, func() bool { return snapshot(t, f) == snapshot(t, dead) }, 10*time.Second, 5*time.Millisecond)
	}
}

// last is a journal during whose append whoever asked goes away.
type last struct {
	journal.Journal
	leave context.CancelFunc
}

func (l *last) Append(ctx context.Context, a journal.Append) (journal.Receipt, error) {
	done, err := l.Journal.Append(ctx, a)
	l.leave()
	return done, err
}

// The others are told of what was committed even when whoever asked for it has gone.
func TestWhoGoesAwayDoesNotSilenceACommit(t *testing.T) {
	lines, store := &wires{lose: always(false)}, openSQLite(t)
	ctx, cancel := context.WithCancel(t.Context())
	one, two := openAlone(t, &last{store, cancel}, spoken{lines}), openAlone(t, store, lines)
	openShop(t, two)
	snapshot(t, one)
	_, err := one.Execute(ctx, shop, arrive("粤A12345"), supervisor)
	require.NoError(t, err)
	require.Contains(t, snapshot(t, two), "粤A12345")
}
