package sqlstore

import (
	"context"
	"time"

	"bayline/internal/journal"
)

// The order of columns here is the order of arguments in visitArgs and of fields in scanVisit.
func visitColumns() []string {
	return []string{
		"order_no", "plate", "advisor", "class", "stage", "flags",
		"booked_at", "arrived_at", "signed_at", "first_promise", "last_promise", "started_at", "finished_at",
		"ready_at", "settled_at", "delivered_at", "closed_at",
		"late_first", "late_last", "customer_caused", "comeback",
		"rework_count", "standard_minutes", "worked_minutes", "stopped_minutes",
	}
}

func visitArgs(shop string, v journal.VisitFact) []any {
	return []any{
		shop, v.Visit, v.OrderNo, v.Plate, v.Advisor, v.Class, v.Stage, v.Flags,
		micros(v.BookedAt), micros(v.ArrivedAt), micros(v.SignedAt), micros(v.FirstPromise), micros(v.LastPromise),
		micros(v.StartedAt), micros(v.FinishedAt), micros(v.ReadyAt), micros(v.SettledAt), micros(v.DeliveredAt), micros(v.ClosedAt),
		maybe(v.LateFirst), maybe(v.LateLast), maybe(&v.CustomerCaused), maybe(&v.Comeback),
		v.ReworkCount, v.StandardMinutes, v.WorkedMinutes, v.StoppedMinutes,
	}
}

// VisitsSettled implements journal.Journal.
func (s *Store) VisitsSettled(ctx context.Context, shop string, from, to time.Time) ([]journal.VisitFact, error) {
	var visits []journal.VisitFact
	period := Statement{s.sql.visitsSettled, []any{shop, from.UnixMicro(), to.UnixMicro()}}
	err := s.query(ctx, period, func() { visits = nil }, func(row Row) error {
		visit, err := scanVisit(row)
		visits = append(visits, visit)
		return err
	})
	return visits, err
}

// VisitOfOrder implements journal.Journal.
func (s *Store) VisitOfOrder(ctx context.Context, shop, orderNo string) (visit journal.VisitFact, found bool, err error) {
	err = s.query(ctx, Statement{s.sql.visitOfOrder, []any{shop, orderNo}}, func() { found = false }, func(row Row) error {
		found = true
		visit, err = scanVisit(row)
		return err
	})
	return visit, found, err
}

func scanVisit(row Row) (v journal.VisitFact, err error) {
	var times [11]*int64
	var lateFirst, lateLast *int64
	var customerCaused, comeback int64
	err = row.Scan(&v.Visit, &v.OrderNo, &v.Plate, &v.Advisor, &v.Class, &v.Stage, &v.Flags,
		&times[0], &times[1], &times[2], &times[3], &times[4], &times[5], &times[6], &times[7], &times[8], &times[9], &times[10],
		&lateFirst, &lateLast, &customerCaused, &comeback,
		&v.ReworkCount, &v.StandardMinutes, &v.WorkedMinutes, &v.StoppedMinutes)
	for i, field := range []*time.Time{
		&v.BookedAt, &v.ArrivedAt, &v.SignedAt, &v.FirstPromise, &v.LastPromise, &v.StartedAt, &v.FinishedAt,
		&v.ReadyAt, &v.SettledAt, &v.DeliveredAt, &v.ClosedAt,
	} {
		*field = moment(times[i])
	}
	v.LateFirst, v.LateLast = truth(lateFirst), truth(lateLast)
	v.CustomerCaused, v.Comeback = customerCaused != 0, comeback != 0
	return v, err
}

// The order of columns here is the order of arguments in operationArgs and of fields in scanOperation.
func operationColumns() []string {
	return []string{
		"code", "name", "trade", "class", "standard_minutes", "worked_minutes", "stopped_minutes",
		"technicians", "bay", "started_at", "finished_at", "rework",
	}
}

func operationArgs(shop string, o journal.OperationFact) []any {
	return []any{
		shop, o.Visit, o.Line, o.Code, o.Name, o.Trade, o.Class, o.StandardMinutes, o.WorkedMinutes, o.StoppedMinutes,
		o.Technicians, o.Bay, micros(o.StartedAt), micros(o.FinishedAt), maybe(&o.Rework),
	}
}

// OperationsFinished implements journal.Journal.
func (s *Store) OperationsFinished(ctx context.Context, shop string, from, to time.Time) ([]journal.OperationFact, error) {
	var operations []journal.OperationFact
	period := Statement{s.sql.operationsFinished, []any{shop, from.UnixMicro(), to.UnixMicro()}}
	err := s.query(ctx, period, func() { operations = nil }, func(row Row) error {
		operation, err := scanOperation(row)
		operations = append(operations, operation)
		return err
	})
	return operations, err
}

func scanOperation(row Row) (o journal.OperationFact, err error) {
	var started, finished *int64
	var rework int64
	err = row.Scan(&o.Visit, &o.Line, &o.Code, &o.Name, &o.Trade, &o.Class, &o.StandardMinutes, &o.WorkedMinutes, &o.StoppedMinutes,
		&o.Technicians, &o.Bay, &started, &finished, &rework)
	o.StartedAt, o.FinishedAt, o.Rework = moment(started), moment(finished), rework != 0
	return o, err
}
