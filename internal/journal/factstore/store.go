package factstore

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"bayline/internal/journal"
	"bayline/internal/journal/sqlstore"
	"bayline/internal/report"
)

// Store is a report.Store.
type Store struct{ engine sqlstore.Engine }

var _ report.Store = (*Store)(nil)

// New returns the facts in the database of a journal. They are closed with it.
func New(j *sqlstore.Store) *Store { return &Store{j.Engine()} }

const (
	readPosition = `SELECT seq, at FROM report_position WHERE shop = $1`

	// beginPosition and movePosition come first in a step; they change no row when the facts are not where it starts.
	// The rows that follow look whether they did.
	beginPosition = `INSERT INTO report_position (shop, seq, at) VALUES ($1, $2, $3) ON CONFLICT (shop) DO NOTHING`
	movePosition  = `UPDATE report_position SET seq = $2, at = $3 WHERE shop = $1 AND seq = $4 AND at = $5`

	forgetPosition   = `DELETE FROM report_position WHERE shop = $1`
	forgetVisits     = `DELETE FROM visit_fact WHERE shop = $1`
	forgetOperations = `DELETE FROM operation_fact WHERE shop = $1`

	listBehind = `SELECT head.shop, COALESCE(report_position.seq, 0), COALESCE(report_position.at, 0)
		FROM head LEFT JOIN report_position ON report_position.shop = head.shop
		WHERE head.seq > 0 AND (report_position.seq IS NULL OR report_position.seq <> head.seq
			OR report_position.at <> (SELECT at FROM record WHERE record.shop = head.shop AND record.seq = head.seq))`
)

// Position implements report.Store.
func (s *Store) Position(ctx context.Context, shop string) (at report.Position, err error) {
	position := sqlstore.Statement{SQL: readPosition, Args: []any{shop}}
	err = s.query(ctx, position, func() { at = report.Position{} }, func(row sqlstore.Row) error {
		var micros int64
		err := row.Scan(&at.Seq, &micros)
		at.At = time.UnixMicro(micros).UTC()
		return err
	})
	return at, err
}

// Behind implements report.Store.
func (s *Store) Behind(ctx context.Context) (map[string]report.Position, error) {
	var behind map[string]report.Position
	forget := func() { behind = map[string]report.Position{} }
	err := s.query(ctx, sqlstore.Statement{SQL: listBehind}, forget, func(row sqlstore.Row) error {
		var shop string
		var seq, micros int64
		if err := row.Scan(&shop, &seq, &micros); err != nil {
			return err
		}
		behind[shop] = report.Position{}
		if seq > 0 {
			behind[shop] = report.Position{Seq: seq, At: time.UnixMicro(micros).UTC()}
		}
		return nil
	})
	return behind, err
}

// Save implements report.Store.
func (s *Store) Save(ctx context.Context, change report.Change) (bool, error) {
	if err := check(change); err != nil {
		return false, err
	}
	to := change.To.At.UnixMicro()
	first := sqlstore.Statement{SQL: beginPosition, Args: []any{change.Shop, change.To.Seq, to}}
	if change.From.Seq > 0 {
		first = sqlstore.Statement{SQL: movePosition, Args: append(first.Args, change.From.Seq, change.From.At.UnixMicro())}
	}
	statements := make([]sqlstore.Statement, 0, 1+len(change.Visits)+len(change.Operations))
	statements = append(statements, first)
	for _, v := range change.Visits {
		args := append(visitArgs(change.Shop, v), change.To.Seq, to)
		statements = append(statements, sqlstore.Statement{SQL: saveVisit, Args: args})
	}
	for _, o := range change.Operations {
		args := append(operationArgs(change.Shop, o), change.To.Seq, to)
		statements = append(statements, sqlstore.Statement{SQL: saveOperation, Args: args})
	}
	changed, err := s.engine.Batch(ctx, statements...)
	if errors.Is(err, sqlstore.ErrDuplicate) {
		return false, nil
	}
	return err == nil && changed[0] > 0, err
}

// check refuses what every store would have to refuse.
func check(change report.Change) error {
	if change.Shop == "" || change.From.Seq < 0 || change.To.Seq <= change.From.Seq || change.To.At.IsZero() {
		return fmt.Errorf("%w: facts of shop %q from %d to %d", journal.ErrInvalid, change.Shop, change.From.Seq, change.To.Seq)
	}
	for _, v := range change.Visits {
		if v.Visit == "" {
			return fmt.Errorf("%w: visit fact without a visit", journal.ErrInvalid)
		}
	}
	for _, o := range change.Operations {
		if o.Visit == "" || o.Line == "" {
			return fmt.Errorf("%w: operation fact without a visit or line", journal.ErrInvalid)
		}
	}
	return nil
}

// Reset implements report.Store.
func (s *Store) Reset(ctx context.Context, shop string) error {
	_, err := s.engine.Batch(ctx, sqlstore.Statement{SQL: forgetPosition, Args: []any{shop}},
		sqlstore.Statement{SQL: forgetVisits, Args: []any{shop}}, sqlstore.Statement{SQL: forgetOperations, Args: []any{shop}})
	return err
}

// query runs one statement outside of a transaction. reset forgets the rows of an attempt that lost its connection.
func (s *Store) query(ctx context.Context, statement sqlstore.Statement, reset func(), each func(sqlstore.Row) error) error {
	return s.engine.Read(ctx, func(session sqlstore.Session) error {
		reset()
		return session.Query(ctx, statement, each)
	})
}

// text is what a database keeps of a string: PostgreSQL takes no zero bytes and only UTF-8.
func text(s string) string { return strings.ReplaceAll(strings.ToValidUTF8(s, "\uFFFD"), "\x00", "") }
