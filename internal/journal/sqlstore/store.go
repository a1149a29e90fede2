package sqlstore

import (
	"context"
	"math/bits"
	"time"

	"bayline/internal/journal"
)

// maxNamedHeads is the number of shops up to which Heads names them in its query; for more it is cheaper to fetch
// all heads, and drivers limit the number of arguments.
const maxNamedHeads = 256

// Store is a journal.Journal on an Engine.
type Store struct{ engine Engine }

var _ journal.Journal = (*Store)(nil)

// New returns the journal on a database whose schema is up to date. Closing the Store closes the engine.
func New(engine Engine) *Store {
	return &Store{engine: engine}
}

// Engine returns the database, for what is kept beside the journal.
func (s *Store) Engine() Engine { return s.engine }

// Read implements journal.Journal.
func (s *Store) Read(ctx context.Context, shop string, after int64, limit int) ([]journal.Record, error) {
	var records []journal.Record
	err := s.query(ctx, Statement{readRecords, []any{shop, after, int64(max(limit, 0))}}, func() { records = nil }, func(row Row) error {
		record, err := scanRecord(row)
		records = append(records, record)
		return err
	})
	return records, err
}

// scanRecord reads a record, and what else the row has.
func scanRecord(row Row, more ...any) (record journal.Record, err error) {
	var at int64
	err = row.Scan(append([]any{&record.Seq, &at, &record.Actor, &record.Kind, &record.Data}, more...)...)
	record.At = time.UnixMicro(at).UTC()
	return record, err
}

// Heads implements journal.Journal.
func (s *Store) Heads(ctx context.Context, shops []string) (map[string]journal.Head, error) {
	if shops != nil && len(shops) == 0 {
		return map[string]journal.Head{}, nil
	}
	var heads map[string]journal.Head
	err := s.query(ctx, headsStatement(shops), func() { heads = map[string]journal.Head{} }, func(row Row) error {
		var shop string
		var seq, at int64
		if err := row.Scan(&shop, &seq, &at); err != nil {
			return err
		}
		heads[shop] = journal.Head{Seq: seq, At: time.UnixMicro(at).UTC()}
		return nil
	})
	if err != nil || len(shops) <= maxNamedHeads {
		return heads, err
	}
	asked := make(map[string]journal.Head, len(shops))
	for _, shop := range shops {
		if head, found := heads[shop]; found {
			asked[shop] = head
		}
	}
	return asked, nil
}

func headsStatement(shops []string) Statement {
	if len(shops) == 0 || len(shops) > maxNamedHeads {
		return Statement{SQL: allHeads}
	}
	// Round up to a power of two by repeating the last shop.
	args := make([]any, 1<<bits.Len(uint(len(shops)-1)))
	for i := range args {
		args[i] = shops[min(i, len(shops)-1)]
	}
	return Statement{headsOf(len(args)), args}
}

// Shops implements journal.Journal.
func (s *Store) Shops(ctx context.Context) ([]string, error) {
	var shops []string
	err := s.query(ctx, Statement{SQL: listShops}, func() { shops = nil }, func(row Row) error {
		var shop string
		if err := row.Scan(&shop); err != nil {
			return err
		}
		shops = append(shops, shop)
		return nil
	})
	return shops, err
}

// Purge implements journal.Journal.
func (s *Store) Purge(ctx context.Context, before time.Time) error {
	return s.engine.Write(ctx, func(tx Session) error {
		return tx.Exec(ctx, Statement{forgetKeys, []any{before.UnixMicro()}})
	})
}

// Ping implements journal.Journal.
func (s *Store) Ping(ctx context.Context) error { return s.engine.Ping(ctx) }

// Close implements journal.Journal.
func (s *Store) Close() error { return s.engine.Close() }

// query runs one statement outside of a transaction. reset forgets the rows of an attempt that lost its connection.
func (s *Store) query(ctx context.Context, statement Statement, reset func(), each func(Row) error) error {
	return s.engine.Read(ctx, func(session Session) error {
		reset()
		return session.Query(ctx, statement, each)
	})
}
