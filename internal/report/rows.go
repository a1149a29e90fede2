package report

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"bayline/board"
)

// rows collects the facts that records change. The row of a visit is made of the state right after the last record about
// it, so that it does not depend on where one batch ends and the next begins.
func (p *projection) rows(events []board.Event) (visits []VisitFact, operations []OperationFact, err error) {
	last := map[board.VisitID]int64{}
	for _, e := range events {
		if id := e.VisitOf(); id != "" && e.Seq > p.at.Seq {
			last[id] = e.Seq
		}
	}
	for _, e := range events {
		if !p.state.Apply(e) {
			return nil, nil, fmt.Errorf("journal of %s: event %d does not follow %d", p.shop, e.Seq, p.state.Seq)
		}
		v, found := p.state.Visits[e.VisitOf()]
		if !found || last[v.ID] != e.Seq {
			continue
		}
		fact, lines := visitFact(p.state, v)
		visits, operations = append(visits, fact), append(operations, lines...)
	}
	return visits, operations, nil
}

// visitFact returns the rows of a visit and of its operations.
func visitFact(s *board.State, v *board.Visit) (VisitFact, []OperationFact) {
	f := VisitFact{
		Visit: string(v.ID), OrderNo: v.OrderNo, Plate: v.Plate,
		Advisor: string(v.Advisor), Class: string(v.Class), Stage: string(v.Stage),
		Flags:    words(v.Flags()),
		BookedAt: v.BookedAt, ArrivedAt: v.ArrivedAt, SignedAt: v.SignedAt,
		ReadyAt: v.ReadyAt, SettledAt: v.SettledAt, DeliveredAt: v.DeliveredAt, ClosedAt: v.ClosedAt,
		Comeback: v.Comeback, ReworkCount: int64(v.ReworkRuns),
	}
	if first, ok := v.FirstPromise(); ok {
		f.FirstPromise = first.At
		f.LateFirst = late(v.SettledAt, first.At)
	}
	if last, ok := v.Promise(); ok {
		f.LastPromise = last.At
		f.LateLast = late(v.SettledAt, last.At)
	}
	for _, p := range v.Promises {
		f.CustomerCaused = f.CustomerCaused || (p.Cause == board.CauseCustomer && p.Signed)
	}
	zone := s.Location()
	var lines []OperationFact
	for i := range v.Operations {
		o := &v.Operations[i]
		line := operationFact(s, v, o, zone)
		lines = append(lines, line)
		if o.State == board.OperationCancelled {
			continue
		}
		f.StandardMinutes += line.StandardMinutes
		f.WorkedMinutes += line.WorkedMinutes * int64(max(len(o.Technicians), 1))
		f.StoppedMinutes += line.StoppedMinutes
		if !o.StartedAt.IsZero() && (f.StartedAt.IsZero() || o.StartedAt.Before(f.StartedAt)) {
			f.StartedAt = o.StartedAt
		}
		if o.FinishedAt.After(f.FinishedAt) {
			f.FinishedAt = o.FinishedAt
		}
	}
	return f, lines
}

func operationFact(s *board.State, v *board.Visit, o *board.Operation, zone *time.Location) OperationFact {
	var stopped time.Duration
	for i := 1; i < len(o.Spans); i++ {
		stopped += s.Settings.Calendar.Worked(o.Spans[i-1].End, o.Spans[i].Start, zone)
	}
	var who []board.PersonID
	for _, w := range o.Spans {
		for _, t := range w.Technicians {
			if !slices.Contains(who, t) {
				who = append(who, t)
			}
		}
	}
	standard := o.StandardMinutes
	if o.Rework {
		standard = 0 // rework is not sold
	}
	return OperationFact{
		Visit: string(v.ID), Line: strconv.Itoa(o.Line), Code: o.Code, Name: o.NameZH,
		Trade: string(o.Trade), Class: string(v.Class),
		StandardMinutes: int64(standard),
		WorkedMinutes:   int64(o.Worked(s.At, s.Settings.Calendar, zone) / time.Minute),
		StoppedMinutes:  int64(stopped / time.Minute),
		Technicians:     words(who), Bay: string(o.Bay), StartedAt: o.StartedAt, FinishedAt: o.FinishedAt, Rework: o.Rework,
	}
}

func late(settled, promise time.Time) *bool {
	if settled.IsZero() {
		return nil
	}
	is := settled.After(promise)
	return &is
}

func words[T ~string](list []T) string {
	out := make([]string, len(list))
	for i, w := range list {
		out[i] = string(w)
	}
	return strings.Join(out, " ")
}
