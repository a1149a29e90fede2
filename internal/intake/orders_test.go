package intake_test

import (
	"strings"
	"testing"

	"bayline/board"
	"bayline/internal/intake"

	"github.com/stretchr/testify/require"
)

// The same orders in the encodings people have: good rows go in, each bad one
// is named with line, column and reason, and a second time changes nothing.
func TestOrders(t *testing.T) {
	for _, file := range []string{"orders_bom.csv", "orders_gb18030.csv"} {
		t.Run(file, func(t *testing.T) {
			s := open(t)
			table := fixture(t, file)
			require.Equal(t, intake.Orders, table.Kind)
			require.Equal(t, 3, table.Line, "a title stands above the header")
			report := s.plan(table)
			require.Equal(t, []found{
				{7, "promised_at", "bad_time"},
				{8, "advisor", "unknown_person"}, {8, "class", "unknown_word"}, {8, "waiter", "bad_answer"}, {8, "operations", "unknown_code"},
				{9, "plate", "unknown_plate"},
				{10, "", "repeated"},
				{11, "promised_at", "order_differs"},
				{12, "plate", "plate_present"},
				{13, "order_no", "missing"}, {13, "arrived_at", "no_clock"}, {13, "promised_at", "missing"}, {13, "operations", "missing"},
			}, problems(report))
			good, unchanged, bad := report.Counts()
			require.Equal(t, []int{4, 1, 5}, []int{good, unchanged, bad})

			advisor := report.Problems()[1]
			require.Equal(t, "服务顾问", advisor.Column)
			require.Equal(t, "没这人", advisor.Value)
			require.Contains(t, in("zh", advisor), "刘顾问")
			require.Contains(t, in("en", advisor), "There is no")
			for _, p := range report.Problems() {
				require.NotEqual(t, in("zh", p), in("en", p))
				require.NotContains(t, in("zh", p)+in("en", p), "{")
			}

			result := s.run(report)
			require.Equal(t, []int{4, 1, 5}, []int{result.Done, result.Unchanged, result.Bad})
			first := s.order("WO-1001")
			require.Equal(t, board.StageWaitDispatch, first.Stage)
			require.Equal(t, "粤A12345", first.Plate)
			require.True(t, first.Waiter)
			require.Equal(t, board.PersonID("A1"), first.Advisor)
			require.Equal(t, board.ClassMaintenance, first.Class)
			require.True(t, first.ArrivedAt.Equal(local(t, "2026-03-02 08:05")))
			require.True(t, first.PromisedAt().Equal(local(t, "2026-03-02 10:30")))
			require.Len(t, first.Operations, 2)
			require.Equal(t, []string{"ME-040", "BO-001"}, s.order("WO-1003").Imported, "a name of the catalogue will do for its code")
			require.True(t, s.order("WO-1003").PromisedAt().Equal(local(t, "2026-03-03 18:00")), "the year of a date without one")

			runs := s.runs
			again := s.plan(table)
			good, unchanged, bad = again.Counts()
			require.Equal(t, []int{0, 5, 5}, []int{good, unchanged, bad})
			s.run(again)
			s.run(report) // a lost answer: the same rows are sent once more
			require.Equal(t, runs, s.runs, "importing again changes nothing")
		})
	}
}

func TestOrdersInEnglishWithSemicolons(t *testing.T) {
	s := open(t)
	report := s.plan(fixture(t, "orders_semicolon.csv"))
	require.Empty(t, report.Problems())
	require.Equal(t, 2, s.run(report).Done)
	require.True(t, s.order("WO-2002").PromisedAt().Equal(local(t, "2026-03-02 17:00")))
	require.Equal(t, []string{"ME-001", "WA-001"}, s.order("WO-2001").Imported)
}

// Work goes on after an import: the same file still changes nothing, and says
// so, although lines and promises are no longer what they were.
func TestOrdersThatPeopleWorkedOn(t *testing.T) {
	s := open(t)
	table := fixture(t, "orders_semicolon.csv")
	s.run(s.plan(table))
	id := s.order("WO-2001").ID
	do := func(c board.Command) { require.NoError(t, s.execute(t.Context(), c, c.Name())) }
	do(board.AddOperation{Visit: id, NewOperation: board.NewOperation{Code: "EL-001"}})
	do(board.RePromise{Visit: id, PromisedAt: now.Add(8 * 3600e9), Cause: board.CauseShop, Confirmed: true, How: board.HowPhone})
	do(board.Cancel{Visit: id, Reason: "客户有事"})
	report := s.plan(table)
	require.Empty(t, report.Problems())
	_, unchanged, _ := report.Counts()
	require.Equal(t, 2, unchanged)
}

func TestOrdersFinishedLongAgo(t *testing.T) {
	s := open(t)
	table := fixture(t, "orders_semicolon.csv")
	report, err := intake.Plan(t.Context(), table, s.state, now, intake.Options{Known: func(no string) bool { return no == "WO-2001" }})
	require.NoError(t, err)
	require.True(t, report.Rows[0].Unchanged)
	require.False(t, report.Rows[1].Unchanged)
}

// An appointment becomes the order's visit and keeps what it knew.
func TestOrderOfABookedCar(t *testing.T) {
	s := open(t)
	at := local(t, "2026-03-02 08:35")
	require.NoError(t, s.execute(t.Context(), board.Book{Details: board.Details{Plate: "粤A12345", Purpose: "首保", Wishes: "不要推销"}, At: at}, "b"))
	s.run(s.plan(fixture(t, "orders_bom.csv")))
	v := s.order("WO-1001")
	require.True(t, v.AppointmentAt.Equal(at))
	require.Equal(t, "不要推销", v.Wishes)
	require.Equal(t, "王先生", v.Customer)
}

// A row the shop refuses only now, at the run, does not stop the others.
func TestRunGoesOnAfterALateRefusal(t *testing.T) {
	s := open(t)
	report := s.plan(fixture(t, "orders_semicolon.csv"))
	require.NoError(t, s.execute(t.Context(), board.Arrive{Details: board.Details{Plate: "粤A12345"}}, "walk-in"))
	result := s.run(report)
	require.Equal(t, 1, result.Done)
	require.Equal(t, 1, result.Bad)
	require.Equal(t, "plate_present", result.Problems[0].Code)
	require.Equal(t, 2, result.Problems[0].Line)
}

func TestAppointments(t *testing.T) {
	s := open(t)
	table := fixture(t, "appointments_tab.csv")
	require.Equal(t, intake.Appointments, table.Kind)
	report := s.plan(table)
	require.Equal(t, []found{
		{3, "at", "slot_taken"},  // kept with a warning: it was promised elsewhere
		{4, "at", "shop_closed"}, // a Sunday, the same
		{5, "at", "shop_closed"},
	}, problems(report))
	result := s.run(report)
	require.Equal(t, 4, result.Done)
	runs := s.runs
	report = s.plan(table)
	_, unchanged, _ := report.Counts()
	require.Equal(t, 4, unchanged)
	s.run(report)
	require.Equal(t, runs, s.runs)

	changed := strings.NewReplacer("首保", "首保，带发票").Replace("预约时间,车牌,事由\n2026-03-02 09:00,粤A12345,首保\n")
	report = s.plan(read(t, "x.csv", []byte(changed)))
	require.Empty(t, report.Problems())
	s.run(report)
	for _, v := range s.state.Visits {
		if v.Plate == "粤A12345" {
			require.Equal(t, "王先生", v.Customer, "an empty column erases nothing")
		}
	}
}
