// Package displaytest builds workshops for the tests of screens: by the same
// commands people use, at one fixed moment of a busy afternoon.
package displaytest

import (
	"fmt"
	"strconv"
	"strings"
	"testing"
	"time"

	"bayline/board"
	"bayline/dispatch"
	"bayline/display"
)

// Now is the moment every scene shows: a Thursday, 14:32:07 in Shanghai.
var Now = time.Date(2026, 7, 16, 6, 32, 7, 0, time.UTC)

// Shop is a workshop being built. Every command must be allowed: a refusal
// ends the test.
type Shop struct {
	t     testing.TB
	State *board.State
}

// Empty gives a workshop with bays, people and catalogue, and no car.
func Empty(t testing.TB) *Shop {
	t.Helper()
	s := &Shop{t: t, State: board.NewState("haizhu")}
	s.open()
	return s
}

// Busy gives a workshop with about forty cars in every stage, and
// appointments around Now.
func Busy(t testing.TB) *Shop {
	t.Helper()
	s := Empty(t)
	for i, c := range cars {
		s.car(i+1, c)
	}
	for _, a := range appointments {
		s.appointment(a)
	}
	return s
}

// Full gives the busy workshop with so many more cars waiting that n are on
// the board.
func Full(t testing.TB, n int) *Shop {
	t.Helper()
	s := Busy(t)
	scripts := []string{
		"",
		"1000 work 1 B3 T14; 1005 done 1",
		"1000 work 1 B3 T14; 1005 done 1; 1010 pass; 1012 pass",
		"1000 work 1 B3 T14; 1005 done 1; 1010 pass; 1012 pass; 1020 wash; 1030 washed",
	}
	for i := 0; len(s.State.Visits) < n+len(appointments); i++ {
		promise := fmt.Sprintf("%02d%02d", 15+i%3, i%6*10)
		s.car(200+i, car{plate: fmt.Sprintf("粤A%05d", 10000+(i*7919)%90000), who: "周敏", class: "general", codes: "TY-01", arrive: "0940", promise: promise, advisor: "A3", script: scripts[i%len(scripts)]})
	}
	return s
}

// Scene gives the workshop with its plan, seen at now.
func (s *Shop) Scene(now time.Time) display.Scene {
	return display.Scene{State: s.State, Plan: dispatch.CurrentPlan(s.State, now), Now: now}
}

// Do performs a command at a time; it must be allowed.
func (s *Shop) Do(at time.Time, c board.Command) {
	s.t.Helper()
	_, next, err := board.Decide(s.State, c, board.Meta{Now: at, Actor: board.Actor{Name: "陈主管", Role: board.RoleManager}})
	if err != nil {
		s.t.Fatalf("%s at %s: %v\n%+v", c.Name(), at.In(s.State.Location()).Format("15:04"), err, c)
	}
	s.State = next
}

// Visit gives the visit of a plate that is not over.
func (s *Shop) Visit(plate string) *board.Visit {
	s.t.Helper()
	for _, v := range board.Sorted(s.State.Visits) {
		if v.Plate == plate && !v.Finished() {
			return v
		}
	}
	s.t.Fatalf("no visit of %s", plate)
	return nil
}

// At gives a time of the scene's day from "1432".
func At(clock string) time.Time {
	hm, err := strconv.Atoi(clock)
	if err != nil {
		panic(err)
	}
	day := Now.In(time.FixedZone("", 8*3600))
	return time.Date(day.Year(), day.Month(), day.Day(), hm/100, hm%100, 0, 0, day.Location())
}

// car brings in one car and lets it live through its script.
func (s *Shop) car(n int, c car) {
	s.t.Helper()
	s.Do(At(c.arrive).Add(time.Minute), board.ImportOrder{
		Details: board.Details{
			OrderNo: fmt.Sprintf("R2607%04d", n), Plate: c.plate, Customer: c.who, Phone: fmt.Sprintf("138%08d", 10203040+n*7), Model: "凯美瑞",
			VIN: fmt.Sprintf("LVGBH42K%09d", n*317), Advisor: board.PersonID(c.advisor), Class: board.Class(c.class), Purpose: "刹车异响，检查底盘", Waiter: c.waiter, Special: c.special, OptOut: c.optOut,
		},
		ArrivedAt: At(c.arrive), PromisedAt: promised(c.promise), Operations: strings.Split(c.codes, ";"),
	})
	visit := s.Visit(c.plate).ID
	for _, line := range strings.Split(c.script, ";") {
		if words := strings.Fields(line); len(words) > 1 {
			s.step(visit, At(words[0]), words[1], append(words[2:], "", "", ""))
		}
	}
}

// promised reads "1620", or "+1 1000" for the next day.
func promised(text string) time.Time {
	if rest, tomorrow := strings.CutPrefix(text, "+1 "); tomorrow {
		return At(rest).AddDate(0, 0, 1)
	}
	return At(text)
}

// step performs one line of a script: "1005 work 2 B3 T4+T5".
func (s *Shop) step(visit board.VisitID, at time.Time, verb string, args []string) {
	s.t.Helper()
	line, _ := strconv.Atoi(args[0])
	var crew []board.PersonID
	for _, id := range strings.Split(args[2], "+") {
		if id != "" {
			crew = append(crew, board.PersonID(id))
		}
	}
	bay := board.BayID(args[1])
	switch verb {
	case "give":
		s.Do(at, board.Dispatch{Visit: visit, Line: line, Bay: bay, Technicians: crew})
	case "work":
		s.Do(at, board.StartWork{Visit: visit, Line: line, Bay: bay, Technicians: crew})
	case "done":
		s.Do(at, board.FinishWork{Visit: visit, Line: line, SelfCheck: true})
	case "stop": // line, reason, until or "out" (the car leaves the bay)
		c := board.StopWork{Visit: visit, Line: line, Reason: board.StopReason(args[1]), KeepBay: args[2] == ""}
		if args[2] != "" && args[2] != "out" {
			c.Until = At(args[2])
		}
		s.Do(at, c)
	case "pass":
		s.Do(at, board.Inspect{Visit: visit, Passed: true})
	case "fail":
		s.Do(at, board.Inspect{Visit: visit, Item: "底盘螺栓", Cause: "扭矩不足"})
	case "wash":
		s.Do(at, board.StartWash{Visit: visit, Bay: board.BayID(args[0])})
	case "washed":
		s.Do(at, board.FinishWash{Visit: visit})
	case "told":
		s.Do(at, board.TellCustomer{Visit: visit, How: board.HowPhone})
	case "settle":
		s.Do(at, board.Settle{Visit: visit, Checked: true})
	case "deliver":
		s.Do(at, board.Deliver{Visit: visit})
	case "repromise":
		s.Do(at, board.RePromise{Visit: visit, PromisedAt: promised(args[0]), Cause: board.CauseShop, Confirmed: true, How: board.HowPhone})
	case "help":
		s.Do(at, board.SetHelp{Visit: visit, Line: line, On: true})
	case "part": // line, name, expected
		s.Do(at, board.SetPart{Visit: visit, Line: line, Part: args[1], State: board.PartShort})
		parts := s.State.Visits[visit].Parts
		s.Do(at, board.SetPart{Visit: visit, ID: parts[len(parts)-1].ID, Line: line, State: board.PartOrdered, ETA: At(args[2])})
	default:
		s.t.Fatalf("no such step: %s", verb)
	}
}

func (s *Shop) appointment(a appointment) {
	s.t.Helper()
	s.Do(Now.AddDate(0, 0, -1), board.Book{
		Details:  board.Details{Plate: a.plate, Customer: a.who, Phone: "13900001111", Advisor: board.PersonID(a.advisor), Class: board.ClassMaintenance, Purpose: "4 万公里保养", OptOut: a.optOut},
		At:       At(a.at),
		Override: "测试",
	})
	if a.arrived > 0 {
		s.Do(Now.Add(-a.arrived), board.Arrive{Visit: s.Visit(a.plate).ID})
	}
}
