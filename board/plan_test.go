package board_test

import (
	"fmt"
	"testing"
	"time"

	"bayline/board"
	"bayline/internal/words"

	"github.com/stretchr/testify/require"
)

// An adopted plan is a wish on every line, which ends when the work begins, is
// given out or falls away; it moves no visit.
func TestAnAdoptedPlanIsAWishUntilTheWorkBegins(t *testing.T) {
	s := opened(t)
	v := s.order("R1", "粤A11111", board.ClassGeneral, "ME-001", "ME-005", "BO-001")
	before := *s.Visits[v]
	line := func(n int, bay board.BayID, who ...board.PersonID) board.PlanLine {
		return board.PlanLine{Visit: v, Line: n, Bay: bay, Technicians: who, Start: s.now.Add(time.Hour)}
	}
	plan := board.AdoptPlan{Lines: []board.PlanLine{line(1, "B1", "T1"), line(2, "B2", "T2"), line(3, "B5", "T4")}}
	s.do(plan)
	planned := func(n int) *board.Planned { return s.Visits[v].Operation(n).Planned }
	require.Equal(t, []board.PersonID{"T2"}, planned(2).Technicians)
	require.Equal(t, manager.Name, planned(2).By)
	require.Equal(t, before.ChangedAt, s.Visits[v].ChangedAt)
	require.Nil(t, before.Operation(1).Planned, "the state before stays as it was")

	seq := s.Seq
	s.do(plan)
	require.Equal(t, seq, s.Seq, "the same plan again records nothing")
	plan.Lines[0].Bay = "B2"
	s.do(plan)
	require.Equal(t, seq+1, s.Seq)

	s.do(board.Dispatch{Visit: v, Line: 1, Bay: "B1", Technicians: []board.PersonID{"T3"}})
	require.Nil(t, planned(1))
	require.Equal(t, 1, s.refuse("wrong_state", plan).Args["row"])
	s.do(board.StartWork{Visit: v, Line: 2, Bay: "B2", Technicians: []board.PersonID{"T2"}})
	require.Nil(t, planned(2))
	s.do(board.RemovePerson{Person: "T4"})
	require.Nil(t, planned(3))
}

func TestAPlanIsRefusedByRow(t *testing.T) {
	s := opened(t)
	v := s.order("R1", "粤A11111", board.ClassGeneral, "ME-001", "WA-001")
	good := board.PlanLine{Visit: v, Line: 1, Bay: "B1", Technicians: []board.PersonID{"T1"}}
	for code, spoil := range map[string]func(*board.PlanLine){
		"visit_unknown":       func(l *board.PlanLine) { l.Visit = "V999" },
		"operation_unknown":   func(l *board.PlanLine) { l.Line = 9 },
		"wash_line":           func(l *board.PlanLine) { l.Line = 2 },
		"bay_unknown":         func(l *board.PlanLine) { l.Bay = "B99" },
		"person_unknown":      func(l *board.PlanLine) { l.Technicians = []board.PersonID{"T99"} },
		"technicians_missing": func(l *board.PlanLine) { l.Technicians = nil },
		"time_impossible":     func(l *board.PlanLine) { l.Start = s.now.AddDate(30, 0, 0) },
		"field_invalid":       func(*board.PlanLine) {},
	} {
		bad := good
		spoil(&bad)
		refusal := s.refuse(code, board.AdoptPlan{Lines: []board.PlanLine{good, bad}})
		require.Equal(t, 2, refusal.Args["row"], code)
		require.Equal(t, "refusal.row", refusal.Message().Code)
		require.Contains(t, words.Embedded().Printer("zh").Say(refusal.Message()), "第 2 行：")
		require.NotEmpty(t, refusal.Field, code)
	}
	require.Equal(t, "lines", s.refuse("field_missing", board.AdoptPlan{}).Field)
}

func TestDeclinedPlansAreRemembered(t *testing.T) {
	s := opened(t)
	v := s.order("R1", "粤A11111", board.ClassGeneral, "ME-001")
	lines := []board.PlanLine{{Visit: v, Line: 1, Bay: "B1", Technicians: []board.PersonID{"T1"}}}
	s.refuse("field_missing", board.RejectPlan{Lines: lines})
	require.Equal(t, 1, s.refuse("operation_unknown",
		board.RejectPlan{Fingerprint: "x", Lines: []board.PlanLine{{Visit: v, Line: 7}}}).Args["row"])
	for i := range 40 {
		s.do(board.RejectPlan{Fingerprint: fmt.Sprint("plan ", i), Lines: lines, Reason: "客户在等"})
	}
	require.False(t, s.RejectedPlan("plan 0"))
	require.True(t, s.RejectedPlan("plan 39"))
	require.Less(t, len(s.Rejected), 40)
	seq := s.Seq
	s.do(board.RejectPlan{Fingerprint: "plan 39", Lines: lines})
	require.Equal(t, seq, s.Seq)
}
