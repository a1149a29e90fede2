package postgres

import (
	"context"
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgxpool"

	"bayline/internal/journal/sqlstore"
)

// engine adapts a pgx pool to sqlstore.Engine.
type engine struct{ pool *pgxpool.Pool }

// Write implements sqlstore.Engine.
func (e *engine) Write(ctx context.Context, fn func(sqlstore.Session) error) error {
	return e.again(ctx, func() (retry bool, err error) {
		tx, err := e.pool.Begin(ctx)
		if err != nil {
			return true, err
		}
		if err := fn(session{tx}); err != nil {
			// A lost transaction is rolled back by the server; the error of saying so adds nothing.
			_ = tx.Rollback(ctx)
			return true, err
		}
		// Once the commit is sent, a lost connection leaves open whether it was made: not to be tried again here.
		return false, tx.Commit(ctx)
	})
}

// Batch implements sqlstore.Engine. A batch outside of a transaction is one on its own: it goes out at once and is
// committed before the answer comes. So nothing is tried again here that may have been sent: whether it was made is open.
func (e *engine) Batch(ctx context.Context, statements ...sqlstore.Statement) ([]int64, error) {
	changed, err := e.batch(ctx, statements)
	if err != nil && pgconn.SafeToRetry(err) && ctx.Err() == nil {
		e.pool.Reset()
		changed, err = e.batch(ctx, statements)
	}
	var server *pgconn.PgError
	switch {
	case err == nil:
		return changed, nil
	case errors.As(err, &server) && server.Code == uniqueViolation:
		return nil, sqlstore.ErrDuplicate
	case connectionLost(err):
		e.pool.Reset()
		return nil, fmt.Errorf("%w: %w", sqlstore.ErrUnsettled, classify(ctx, err))
	}
	return nil, classify(ctx, err)
}

func (e *engine) batch(ctx context.Context, statements []sqlstore.Statement) ([]int64, error) {
	var batch pgx.Batch
	for _, statement := range statements {
		batch.Queue(statement.SQL, statement.Args...)
	}
	results := e.pool.SendBatch(ctx, &batch)
	changed := make([]int64, len(statements))
	for i := range statements {
		tag, err := results.Exec()
		if err != nil {
			return nil, errors.Join(err, results.Close())
		}
		changed[i] = tag.RowsAffected()
	}
	return changed, results.Close()
}

// Read implements sqlstore.Engine.
func (e *engine) Read(ctx context.Context, fn func(sqlstore.Session) error) error {
	return e.again(ctx, func() (retry bool, err error) { return true, fn(session{e.pool}) })
}

// again tries a second time, on fresh connections, when the first attempt met a dead one and may be repeated. After a
// restart of the server all pooled connections are dead; without this each of them would cost a caller an error.
func (e *engine) again(ctx context.Context, attempt func() (retry bool, err error)) error {
	retry, err := attempt()
	if err != nil && retry && ctx.Err() == nil && connectionLost(err) {
		e.pool.Reset()
		_, err = attempt()
	}
	return classify(ctx, err)
}

// Ping implements sqlstore.Engine.
func (e *engine) Ping(ctx context.Context) error {
	return e.again(ctx, func() (retry bool, err error) { return true, e.pool.Ping(ctx) })
}

// Close implements sqlstore.Engine.
func (e *engine) Close() error {
	e.pool.Close()
	return nil
}

// handle is what a pool and a transaction have in common.
type handle interface {
	Query(ctx context.Context, sql string, args ...any) (pgx.Rows, error)
	Exec(ctx context.Context, sql string, args ...any) (pgconn.CommandTag, error)
	SendBatch(ctx context.Context, batch *pgx.Batch) pgx.BatchResults
}

// session adapts a handle to sqlstore.Session.
type session struct{ handle handle }

// Exec implements sqlstore.Session. Several statements go out as one batch.
func (s session) Exec(ctx context.Context, statements ...sqlstore.Statement) error {
	if len(statements) == 1 {
		_, err := s.handle.Exec(ctx, statements[0].SQL, statements[0].Args...)
		return err
	}
	var batch pgx.Batch
	for _, statement := range statements {
		batch.Queue(statement.SQL, statement.Args...)
	}
	results := s.handle.SendBatch(ctx, &batch)
	for range statements {
		if _, err := results.Exec(); err != nil {
			return errors.Join(err, results.Close())
		}
	}
	return results.Close()
}

// Query implements sqlstore.Session.
func (s session) Query(ctx context.Context, statement sqlstore.Statement, each func(sqlstore.Row) error) error {
	rows, err := s.handle.Query(ctx, statement.SQL, statement.Args...)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		if err := each(rows); err != nil {
			return err
		}
	}
	return rows.Err()
}
