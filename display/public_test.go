package display

import (
	"encoding/json"
	"fmt"
	"net/url"
	"reflect"
	"slices"
	"sort"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"bayline/board"
	"bayline/dispatch"
)

// What a stranger may read, field by field. Whoever adds a field to a public
// screen has to come here and think.
func TestPublicScreensHaveTheseFieldsOnly(t *testing.T) {
	allowed := map[string][]string{
		"Shop":       {"shop", "name", "name_en", "zone", "language", "after_hours"},
		"Lounge":     {"Shop", "at", "rows"},
		"LoungeRow":  {"plate", "code", "step", "phase", "eta_from", "eta_to", "new_eta", "advisor", "ready"},
		"Welcome":    {"Shop", "at", "today_count", "rows"},
		"WelcomeRow": {"plate", "name", "at", "arrived_at", "advisor", "desk", "state"},
	}
	var public []string
	for _, s := range All() {
		if s.Public {
			public = append(public, s.Name)
		}
	}
	sort.Strings(public)
	require.Equal(t, []string{"lounge", "welcome"}, public)
	for _, v := range []any{Shop{}, Lounge{}, LoungeRow{}, Welcome{}, WelcomeRow{}} {
		kind := reflect.TypeOf(v)
		var fields []string
		for i := range kind.NumField() {
			f := kind.Field(i)
			switch name, _, _ := strings.Cut(f.Tag.Get("json"), ","); {
			case f.Anonymous:
				fields = append(fields, f.Name)
			case f.IsExported():
				require.NotEmpty(t, name, f.Name)
				fields = append(fields, name)
			}
		}
		require.Equal(t, allowed[kind.Name()], fields, kind.Name())
	}
}

// secret draws a text that no screen would write by itself.
func secret(t *rapid.T, name string) string {
	return rapid.StringMatching(`[龘靐齉爩鱻麤龗灪]{3,8}`).Draw(t, name)
}

// drawVisit draws a visit with every private thing filled in; private collects
// them.
func drawVisit(t *rapid.T, n int, now time.Time, private *[]string) *board.Visit {
	keep := func(s string) string { *private = append(*private, s); return s }
	at := func(name string) time.Time {
		return now.Add(time.Duration(rapid.IntRange(-90, 90).Draw(t, name)) * time.Minute)
	}
	plate := drawPlate(t)
	keep(plate)
	keep(board.ShowPlate(plate))
	given := secret(t, "given")
	v := &board.Visit{
		ID: board.VisitID(fmt.Sprintf("V%d", n)), OrderNo: keep("R" + secret(t, "order")), Code: fmt.Sprintf("A%03d", n), Plate: plate,
		Customer: rapid.SampledFrom([]string{"王", "欧阳", "李"}).Draw(t, "surname") + keep(given), Phone: keep(rapid.StringMatching(`1[3-9][0-9]{9}`).Draw(t, "phone")),
		Model: keep(secret(t, "model")), VIN: keep(rapid.StringMatching(`L[A-HJ-NPR-Z0-9]{16}`).Draw(t, "vin")), Advisor: "A1", Class: board.ClassGeneral,
		Purpose: keep(secret(t, "purpose")), Wishes: keep(secret(t, "wishes")), EndReason: keep(secret(t, "end")), Parking: keep(secret(t, "parking")), Overnight: keep(secret(t, "night")),
		OptOut: rapid.Bool().Draw(t, "opt out"), AppointmentAt: at("appointment"), Stage: rapid.SampledFrom(board.Stages).Draw(t, "stage"),
		Stop:        &board.Stop{Reason: board.StopParts, Note: keep(secret(t, "stop")), Owner: keep(secret(t, "owner"))},
		Operations:  []board.Operation{{Line: 1, Code: keep(secret(t, "code")), NameZH: keep(secret(t, "work")), NameEN: keep(secret(t, "work en")), Trade: board.TradeMechanical, State: board.OperationWaiting, Rework: rapid.Bool().Draw(t, "rework")}},
		Promises:    []board.Promise{{At: at("promise"), Note: keep(secret(t, "promise note")), Confirmed: true, ConfirmedBy: keep(secret(t, "confirmed"))}, {At: at("promise 2"), Confirmed: rapid.Bool().Draw(t, "confirmed 2")}},
		Additional:  []board.Additional{{ID: 1, What: keep(secret(t, "additional")), Amount: 98765432, State: board.AdditionalSent}},
		Parts:       []board.Part{{ID: 1, NameZH: keep(secret(t, "part")), NameEN: keep(secret(t, "part en")), State: board.PartShort}},
		Inspections: []board.Inspection{{Level: board.LevelFinal, Item: keep(secret(t, "item")), Cause: keep(secret(t, "cause"))}},
		Notes:       []board.Note{{Text: keep(secret(t, "note"))}}, Contacts: []board.Contact{{Note: keep(secret(t, "talk"))}},
	}
	if v.Stage != board.StageBooked && v.Stage != board.StageConfirmed && v.Stage != board.StageNoShow {
		v.ArrivedAt = now.Add(-time.Duration(rapid.IntRange(0, 20).Draw(t, "arrived")) * time.Minute)
	}
	*private = append(*private, "98765432", "987654.32")
	return v
}

// No private value of any state is in what a public screen sends, over the API
// or over the feed; and an owner who opted out is not there at all.
func TestPublicScreensCarryNothingPrivate(t *testing.T) {
	now := time.Date(2026, 7, 16, 6, 32, 7, 0, time.UTC)
	rapid.Check(t, func(t *rapid.T) {
		s := board.NewState("haizhu")
		s.Settings = board.DefaultSettings("海珠店")
		var private []string
		advisor := secret(t, "advisor")
		private = append(private, advisor)
		s.People["A1"] = &board.Person{ID: "A1", Name: "林" + advisor, Roles: []board.Role{board.RoleAdvisor}, Desk: "2"}
		plan := &dispatch.Plan{Outlooks: map[board.VisitID]dispatch.Outlook{}}
		for n := range rapid.IntRange(1, 8).Draw(t, "visits") {
			v := drawVisit(t, n+1, now, &private)
			s.Visits[v.ID] = v
			if rapid.Bool().Draw(t, "planned") {
				ready := now.Add(time.Duration(rapid.IntRange(-60, 600).Draw(t, "ready")) * time.Minute)
				plan.Outlooks[v.ID] = dispatch.Outlook{Ready: ready, From: ready.Add(-7 * time.Minute), To: ready.Add(9 * time.Minute), Late: 0.123456, Health: dispatch.HealthLate, Reasons: []dispatch.Reason{{Code: "overrun", Args: map[string]any{"who": advisor}}}}
			}
		}
		for _, name := range []string{"lounge", "welcome"} {
			view, err := Render(name, Scene{State: s, Plan: plan, Now: now}, url.Values{})
			require.NoError(t, err)
			sent, err := json.Marshal(view)
			require.NoError(t, err)
			entries, err := Entries(view)
			require.NoError(t, err)
			for key, value := range entries {
				sent = append(append(append(sent, key...), ' '), value...)
			}
			for _, word := range private {
				require.NotContains(t, string(sent), word, name)
			}
			for _, word := range []string{`"late"`, "stopped", "parts", "overrun", "0.12"} {
				require.NotContains(t, string(sent), word, name)
			}
		}
		requireOptOutsHidden(t, s, plan, now)
	})
}

func requireOptOutsHidden(t *rapid.T, s *board.State, plan *dispatch.Plan, now time.Time) {
	view, err := Render("lounge", Scene{State: s, Plan: plan, Now: now}, url.Values{})
	require.NoError(t, err)
	for _, row := range view.(Lounge).Rows {
		i := slices.IndexFunc(board.Sorted(s.Visits), func(v *board.Visit) bool { return v.Code == row.Code })
		require.False(t, board.Sorted(s.Visits)[i].OptOut)
	}
}

func TestTwoEqualMasksShowTheCodeOnly(t *testing.T) {
	now := time.Date(2026, 7, 16, 6, 32, 7, 0, time.UTC)
	s := board.NewState("haizhu")
	s.Settings = board.DefaultSettings("海珠店")
	for i, plate := range []string{"粤A1A145", "粤A1B245", "粤A1B246"} {
		id := board.VisitID(fmt.Sprint("V", i))
		s.Visits[id] = &board.Visit{ID: id, Plate: plate, Code: fmt.Sprintf("A%03d", i), Stage: board.StageInRepair, ArrivedAt: now}
	}
	view, err := Render("lounge", Scene{State: s, Now: now}, url.Values{})
	require.NoError(t, err)
	rows := view.(Lounge).Rows
	require.Equal(t, []string{"", "", "粤A·1**46"}, []string{rows[0].Plate, rows[1].Plate, rows[2].Plate})
}
