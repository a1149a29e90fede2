package intake_test

import (
	"os"
	"path/filepath"
	"testing"

	"bayline/board"
	"bayline/internal/intake"
	"bayline/internal/intake/starter"

	"github.com/stretchr/testify/require"
)

func TestPeople(t *testing.T) {
	s := open(t)
	table := fixture(t, "people.csv")
	require.Equal(t, intake.People, table.Kind)
	report := s.plan(table)
	require.Equal(t, []found{
		{4, "trades", "no_trade"},
		{5, "", "team_bays"}, // a fourth in a team of three
		{8, "role", "unknown_word"},
		{9, "grade", "unknown_word"}, {9, "efficiency", "bad_number"},
		{10, "id", "missing"},
	}, problems(report))
	require.Equal(t, 5, s.run(report).Done)
	chen := s.state.People["T11"]
	require.Equal(t, 110, chen.Efficiency)
	require.Equal(t, []board.Trade{board.TradeMechanical, board.TradeElectrical}, chen.Trades)
	require.Equal(t, board.GradeSenior, chen.Grade)
	require.Equal(t, board.TeamID("三组"), chen.Team)
	require.Equal(t, 95, s.state.People["T12"].Efficiency)
	require.Len(t, s.state.Teams["三组"].Members, 3)
	require.True(t, s.state.People["A3"].Is(board.RoleAdvisor))
	require.True(t, s.state.People["Q2"].Is(board.RoleInspector))

	report = s.plan(table)
	good, unchanged, _ := report.Counts()
	require.Zero(t, good)
	require.Equal(t, 5, unchanged)
}

func TestBaysAndTeams(t *testing.T) {
	s := open(t)
	report := s.plan(read(t, "bays.csv", []byte("编号,名称,类型,顺序\nB7,7 工位,举升、快保,7\nB8,8 工位,烤漆房,8\nB9,9 工位,飞机库,9\nB1,1 工位,快保,1\n")))
	require.Equal(t, intake.Bays, report.Kind)
	require.Equal(t, []found{{4, "types", "unknown_word"}}, problems(report))
	require.Equal(t, 3, s.run(report).Done)
	require.Equal(t, []board.BayType{board.BayLift, board.BayQuick}, s.state.Bays["B7"].Types)
	require.Equal(t, []board.BayType{board.BayQuick}, s.state.Bays["B1"].Types, "a bay that was there is changed")

	report = s.plan(read(t, "teams.csv", []byte("班组编号,班组名称,班组长,成员,工位\nG3,三组,吴师傅,吴师傅;T6,B7;8 工位\nG4,四组,,没有人,\nG5,五组,,T1,B1;B3\n")))
	require.Equal(t, intake.Teams, report.Kind)
	require.Equal(t, []found{{3, "members", "unknown_person"}, {4, "", "team_bays"}}, problems(report))
	s.run(report)
	require.Equal(t, board.Team{ID: "G3", Name: "三组", Leader: "T7", Members: []board.PersonID{"T7", "T6"}, Bays: []board.BayID{"B7", "B8"}}, *s.state.Teams["G3"])
	require.Equal(t, board.TeamID("G3"), s.state.People["T6"].Team, "who changes over leaves the old team")
}

func TestLabourTimes(t *testing.T) {
	s := open(t)
	file := "编码,名称,英文名,工种,标准工时(小时),工位类型,人数,配件\nME-001,小保养,minor service,机修,0.5,快保,1,机油;机滤\nZZ-1,更换雨刮,wiper blades,mechanical,0.2h,普通工位,1,\nZZ-2,坏行,,机修,零,普通工位,1,\nZZ-3,坏行,,炼丹,1,,9,\n"
	table := read(t, "times.csv", []byte(file))
	require.Equal(t, intake.LabourTimes, table.Kind)
	report := s.plan(table)
	require.Equal(t, []found{{4, "standard_hours", "bad_number"}, {5, "trade", "unknown_word"}, {5, "crew", "bad_number"}}, problems(report))
	require.Equal(t, 2, s.run(report).Done)
	require.Equal(t, 12, s.state.Catalogue["ZZ-1"].StandardMinutes)
	require.Equal(t, []string{"机油", "机滤"}, s.state.Catalogue["ME-001"].PartsZH)

	minutes := s.plan(read(t, "times.csv", []byte("code,name_zh,trade,standard_minutes\nZZ-1,更换雨刮,机修,15\n")))
	s.run(minutes)
	require.Equal(t, 15, s.state.Catalogue["ZZ-1"].StandardMinutes)
	s.run(s.plan(table))
	require.Equal(t, 12, s.state.Catalogue["ZZ-1"].StandardMinutes, "master data may go back to what an older file says")
}

// The starter catalogue's own file, imported, is what the starter gives.
func TestStarterFileImportsAsItself(t *testing.T) {
	s := open(t)
	times, err := starter.Catalogue()
	require.NoError(t, err)
	require.NoError(t, s.execute(t.Context(), board.SetLabourTimes{Times: times}, "starter"))
	data, err := os.ReadFile(filepath.Join("starter", "labour_times.csv"))
	require.NoError(t, err)
	report := s.plan(read(t, "labour_times.csv", data))
	require.Empty(t, report.Problems())
	good, unchanged, _ := report.Counts()
	require.Equal(t, []int{0, 197}, []int{good, unchanged})
}
