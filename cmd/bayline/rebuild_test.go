package main

import (
	"bytes"
	"testing"

	"github.com/stretchr/testify/require"

	"bayline/board"
	"bayline/internal/bus"
	"bayline/internal/floor"
	"bayline/internal/journal/factstore"
	"bayline/internal/report"
	"bayline/internal/sim"
	"bayline/internal/testkit"
)

// Facts that were lost come back from the journal, with progress on a terminal and one line a shop elsewhere.
func TestRebuild(t *testing.T) {
	dir := testkit.Dir(t)
	j, err := openJournal(t.Context(), config{Data: dir})
	require.NoError(t, err)
	defer func() { require.NoError(t, j.Close()) }()
	link, err := bus.Open(t.Context(), bus.Options{})
	require.NoError(t, err)
	defer func() { require.NoError(t, link.Close()) }()
	f := floor.Open(floor.Options{Journal: j, Bus: link, Now: morning().Now})
	defer f.Close()
	require.NoError(t, furnishShop(t.Context(), f, "s", sim.Setup))
	_, err = f.Execute(t.Context(), "s", board.Arrive{Details: board.Details{OrderNo: "R1", Plate: "粤A12345"}}, asAdmin)
	require.NoError(t, err)
	facts := factstore.New(j)
	known := knownOrder(report.NewFollower(report.Options{Journal: j, Store: facts}))
	found, err := known(t.Context(), "s", "R1")
	require.NoError(t, err)
	require.True(t, found, "a reader need not wait for what follows")

	require.NoError(t, facts.Reset(t.Context(), "s"))
	var piped, shown bytes.Buffer
	require.NoError(t, rebuild(t.Context(), j, facts, "", &piped, false))
	require.Regexp(t, `^s: \d+ records\n$`, piped.String())
	_, found, err = facts.VisitOfOrder(t.Context(), "s", "R1")
	require.NoError(t, err)
	require.True(t, found)
	require.NoError(t, rebuild(t.Context(), j, facts, "s", &shown, true))
	require.Contains(t, shown.String(), "s (1 of 1): 100 %")
	require.Error(t, rebuild(t.Context(), j, facts, "nowhere", &piped, false))
}
