package intake_test

import (
	"context"
	"os"
	"path/filepath"
	"testing"
	"time"

	"bayline/board"
	"bayline/board/boardtest"
	"bayline/internal/intake"
	"bayline/internal/words"

	"github.com/stretchr/testify/require"
)

// now is 08:30 of Monday, 2 March 2026, in Shanghai.
var now = boardtest.Monday

// shop is a live shop for a test: it executes commands as the real one does,
// with its idempotency keys.
type shop struct {
	t     *testing.T
	state *board.State
	keys  map[string]bool
	runs  int
}

func open(t *testing.T) *shop {
	t.Helper()
	s, _ := boardtest.Shop("haizhu", now)
	sh := &shop{t: t, state: s, keys: map[string]bool{}}
	for id, name := range map[board.PersonID]string{"A1": "刘顾问", "A2": "陈顾问"} {
		require.NoError(t, sh.execute(t.Context(), board.SetPerson{Person: board.Person{ID: id, Name: name, Roles: []board.Role{board.RoleAdvisor}}}, string(id)))
	}
	return sh
}

func (s *shop) execute(_ context.Context, c board.Command, key string) error {
	if s.keys[key] {
		return nil
	}
	_, next, err := board.Decide(s.state, c, board.Meta{Now: now, Actor: board.Actor{Name: "导入员"}})
	if err != nil {
		return err
	}
	s.state, s.keys[key] = next, true
	s.runs++
	return nil
}

func (s *shop) plan(table intake.Table) intake.Report {
	s.t.Helper()
	before, err := s.state.Snapshot()
	require.NoError(s.t, err)
	report, err := intake.Plan(s.t.Context(), table, s.state, now, intake.Options{})
	require.NoError(s.t, err)
	after, err := s.state.Snapshot()
	require.NoError(s.t, err)
	require.Equal(s.t, string(before), string(after), "a dry run changes nothing")
	return report
}

func (s *shop) run(report intake.Report) intake.Result {
	s.t.Helper()
	result, err := intake.Run(s.t.Context(), report, s.execute)
	require.NoError(s.t, err)
	require.NoError(s.t, boardtest.Check(s.state))
	return result
}

func (s *shop) order(no string) *board.Visit {
	s.t.Helper()
	for _, v := range s.state.Visits {
		if v.OrderNo == no {
			return v
		}
	}
	s.t.Fatalf("no order %s", no)
	return nil
}

func fixture(t *testing.T, name string) intake.Table {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("testdata", name))
	require.NoError(t, err)
	return read(t, name, data)
}

func read(t *testing.T, name string, data []byte) intake.Table {
	t.Helper()
	table, err := intake.Read(t.Context(), name, data)
	require.NoError(t, err)
	return table
}

// in says a problem in a language.
func in(lang string, p intake.Problem) string { return words.Embedded().Printer(lang).Say(p.Message) }

// found gives the problems of a report as line, field and code.
type found struct {
	line        int
	field, code string
}

func problems(report intake.Report) []found {
	var all []found
	for _, p := range report.Problems() {
		all = append(all, found{p.Line, p.Field, p.Code})
	}
	return all
}

func local(t *testing.T, text string) time.Time {
	t.Helper()
	zone, err := time.LoadLocation("Asia/Shanghai")
	require.NoError(t, err)
	at, err := time.ParseInLocation("2006-01-02 15:04", text, zone)
	require.NoError(t, err)
	return at
}
