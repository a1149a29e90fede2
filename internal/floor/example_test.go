package floor_test

import (
	"context"
	"fmt"
	"os"
	"time"

	"bayline/board"
	"bayline/internal/bus"
	"bayline/internal/floor"
	"bayline/internal/journal/factstore"
	"bayline/internal/journal/sqlite"
	"bayline/internal/report"
)

// A command goes through the floor: it is decided, written to the journal and applied; watchers are told. Facts for
// reports follow the journal, and whoever asks for them gets what it holds now.
func Example() {
	ctx := context.Background()
	dir, err := os.MkdirTemp("", "bayline-example")
	if err != nil {
		panic(err)
	}
	defer func() { _ = os.RemoveAll(dir) }()
	j, err := sqlite.Open(ctx, dir)
	if err != nil {
		panic(err)
	}
	defer func() { _ = j.Close() }()
	link, err := bus.Open(ctx, bus.Options{})
	if err != nil {
		panic(err)
	}
	defer func() { _ = link.Close() }()
	facts := report.NewFollower(report.Options{Journal: j, Store: factstore.New(j)})
	clock := func() time.Time { return time.Date(2026, 3, 2, 0, 0, 0, 0, time.UTC) }
	f := floor.Open(floor.Options{Journal: j, Bus: link, Now: clock, Committed: facts.Committed})
	defer f.Close()

	req := floor.Request{Actor: board.Actor{Name: "Chen", Role: board.RoleAdmin}}
	do := func(c board.Command) floor.Receipt {
		r, err := f.Execute(ctx, "haizhu", c, req)
		if err != nil {
			panic(err)
		}
		return r
	}
	do(board.OpenShop{Settings: board.DefaultSettings("Haizhu")})
	defer f.Watch("haizhu", func() { fmt.Println("the shop has changed") })()
	r := do(board.Arrive{Details: board.Details{Plate: "粤A12345", OrderNo: "R1"}})
	fmt.Println(r.Seq, r.Visit, r.Stage, r.Events)

	_, err = f.Execute(ctx, "haizhu", board.Deliver{Visit: "V9"}, req)
	refusal, _ := board.AsRefusal(err)
	fmt.Println("refused:", refusal.Code)

	visit, found, err := facts.VisitOfOrder(ctx, "haizhu", "R1")
	fmt.Println(visit.Plate, visit.Stage, found, err)
	// Output:
	// the shop has changed
	// 2 V2 arrived [arrived]
	// refused: visit_unknown
	// 粤A12345 arrived true <nil>
}
