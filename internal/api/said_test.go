package api

import (
	"encoding/json"
	"testing"
	"testing/fstest"
	"time"

	"github.com/stretchr/testify/require"

	"bayline/dispatch"
	"bayline/internal/floor"
	"bayline/internal/words"
)

// A broken rule carries its code, its message and its sentence in the language asked for, a third one too.
func TestBrokenRulesAreSaidInAnyLanguage(t *testing.T) {
	third, err := words.Read(fstest.MapFS{
		"zh.json": {Data: []byte(`{"problem.rules": "zh", "reason.trade": "zh"}`)},
		"tlh.json": {Data: []byte(`{"problem.rules": "Hoch: {rules}", "reason.trade": "{person} ghaHbe", "reason.bay_busy": "{until:time} Qap",
			"list.separator": " | "}`)},
	})
	require.NoError(t, err)
	p := problemOf(&floor.RuleBreak{
		Zone: time.FixedZone("", 8*3600), Now: time.Date(2026, 3, 2, 1, 0, 0, 0, time.UTC),
		Violations: []dispatch.Violation{
			{Reason: dispatch.Reason{Code: "trade", Args: map[string]any{"person": "Li"}}},
			{Reason: dispatch.Reason{Code: "bay_busy", Args: map[string]any{"until": time.Date(2026, 3, 2, 3, 30, 0, 0, time.UTC)}}, Impossible: true},
		},
	})
	said := p.said(third.Printer("tlh"))
	require.Equal(t, "Hoch: Li ghaHbe | 11:30 Qap", said.Detail)
	require.Equal(t, "Li ghaHbe", said.Violations[0].Detail)
	require.True(t, said.Violations[0].Overridable)
	require.Equal(t, "11:30 Qap", said.Violations[1].Detail)
	require.Equal(t, "reason.bay_busy", said.Violations[1].Message.Code)

	body, err := json.Marshal(p.in("en"))
	require.NoError(t, err)
	var read Problem
	require.NoError(t, json.Unmarshal(body, &read))
	require.Equal(t, "trade", read.Code)
	require.Equal(t, read.Violations[0].EN, read.Violations[0].Detail)
	require.Contains(t, read.Violations[0].Detail, "Li")
	require.NotEqual(t, read.Violations[0].Detail, p.in("zh").Violations[0].Detail)
	require.Equal(t, "Li", read.Violations[0].Message.Args["person"])
	again := words.Embedded().Printer("en").Say(read.Message)
	require.Contains(t, again, read.Violations[0].Detail, "who has only the message prints the same")
}
