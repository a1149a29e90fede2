package factstore

import (
	"context"
	"time"

	"bayline/internal/journal/sqlstore"
	"bayline/internal/report"
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

func visitArgs(shop string, v report.VisitFact) []any {
	return []any{
		shop, text(v.Visit), text(v.OrderNo), text(v.Plate), text(v.Advisor), text(v.Class), text(v.Stage), text(v.Flags),
		micros(v.BookedAt), micros(v.ArrivedAt), micros(v.SignedAt), micros(v.FirstPromise), micros(v.LastPromise),
		micros(v.StartedAt), micros(v.FinishedAt), micros(v.ReadyAt),
		micros(v.SettledAt), micros(v.DeliveredAt), micros(v.ClosedAt),
		maybe(v.LateFirst), maybe(v.LateLast), maybe(&v.CustomerCaused), maybe(&v.Comeback),
		v.ReworkCount, v.StandardMinutes, v.WorkedMinutes, v.StoppedMinutes,
	}
}

// VisitsSettled implements report.Store.
func (s *Store) VisitsSettled(ctx context.Context, shop string, from, to time.Time) ([]report.VisitFact, error) {
	var visits []report.VisitFact
	period := sqlstore.Statement{SQL: visitsSettled, Args: []any{shop, from.UnixMicro(), to.UnixMicro()}}
	err := s.query(ctx, period, func() { visits = nil }, func(row sqlstore.Row) error {
		visit, err := scanVisit(row)
		visits = append(visits, visit)
		return err
	})
	return visits, err
}

// VisitOfOrder implements report.Store.
func (s *Store) VisitOfOrder(ctx context.Context, shop, orderNo string) (visit report.VisitFact, found bool, err error) {
	newest := sqlstore.Statement{SQL: visitOfOrder, Args: []any{shop, orderNo}}
	err = s.query(ctx, newest, func() { found = false }, func(row sqlstore.Row) error {
		found = true
		visit, err = scanVisit(row)
		return err
	})
	return visit, found, err
}

func scanVisit(row sqlstore.Row) (v report.VisitFact, err error) {
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

func operationArgs(shop string, o report.OperationFact) []any {
	return []any{
		shop, text(o.Visit), text(o.Line), text(o.Code), text(o.Name), text(o.Trade), text(o.Class),
		o.StandardMinutes, o.WorkedMinutes, o.StoppedMinutes,
		text(o.Technicians), text(o.Bay), micros(o.StartedAt), micros(o.FinishedAt), maybe(&o.Rework),
	}
}

// OperationsFinished implements report.Store.
func (s *Store) OperationsFinished(ctx context.Context, shop string, from, to time.Time) ([]report.OperationFact, error) {
	var operations []report.OperationFact
	period := sqlstore.Statement{SQL: operationsFinished, Args: []any{shop, from.UnixMicro(), to.UnixMicro()}}
	err := s.query(ctx, period, func() { operations = nil }, func(row sqlstore.Row) error {
		operation, err := scanOperation(row)
		operations = append(operations, operation)
		return err
	})
	return operations, err
}

func scanOperation(row sqlstore.Row) (o report.OperationFact, err error) {
	var started, finished *int64
	var rework int64
	err = row.Scan(&o.Visit, &o.Line, &o.Code, &o.Name, &o.Trade, &o.Class,
		&o.StandardMinutes, &o.WorkedMinutes, &o.StoppedMinutes,
		&o.Technicians, &o.Bay, &started, &finished, &rework)
	o.StartedAt, o.FinishedAt, o.Rework = moment(started), moment(finished), rework != 0
	return o, err
}
