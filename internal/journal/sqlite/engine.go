package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"

	driver "modernc.org/sqlite"
	code "modernc.org/sqlite/lib"

	"bayline/internal/journal"
	"bayline/internal/journal/sqlstore"
)

// engine adapts database/sql to sqlstore.Engine.
type engine struct {
	writer, readers *sql.DB
	lock            *directoryLock
	closed          atomic.Bool

	compiling sync.Mutex
	compiled  map[string]*sql.Stmt // statements of batches by their text; Close of the writer closes them
}

// Write implements sqlstore.Engine.
func (e *engine) Write(ctx context.Context, fn func(sqlstore.Session) error) error {
	tx, err := e.writer.BeginTx(ctx, nil)
	if err != nil {
		return e.classify(ctx, err)
	}
	if err := fn(session{tx}); err != nil {
		// The error of the rollback adds nothing: the transaction is gone either way.
		_ = tx.Rollback()
		return e.classify(ctx, err)
	}
	return e.classify(ctx, tx.Commit())
}

// Batch implements sqlstore.Engine.
func (e *engine) Batch(ctx context.Context, statements ...sqlstore.Statement) ([]int64, error) {
	compiled := make([]*sql.Stmt, len(statements))
	for i, statement := range statements {
		var err error
		if compiled[i], err = e.compile(ctx, statement.SQL); err != nil {
			return nil, e.classify(ctx, err)
		}
	}
	tx, err := e.writer.BeginTx(ctx, nil)
	if err != nil {
		return nil, e.classify(ctx, err)
	}
	changed := make([]int64, len(statements))
	for i, statement := range statements {
		result, err := tx.StmtContext(ctx, compiled[i]).ExecContext(ctx, statement.Args...)
		if err == nil {
			changed[i], err = result.RowsAffected()
		}
		if err != nil {
			_ = tx.Rollback()
			if isDuplicate(err) {
				return nil, sqlstore.ErrDuplicate
			}
			return nil, e.classify(ctx, err)
		}
	}
	return changed, e.classify(ctx, tx.Commit())
}

// compile returns a statement of a Batch, compiled once for the life of the writer's connection: that is two thirds of
// the cost of a short one.
func (e *engine) compile(ctx context.Context, text string) (*sql.Stmt, error) {
	e.compiling.Lock()
	defer e.compiling.Unlock()
	if compiled, found := e.compiled[text]; found {
		return compiled, nil
	}
	compiled, err := e.writer.PrepareContext(ctx, text)
	if err == nil {
		e.compiled[text] = compiled
	}
	return compiled, err
}

func isDuplicate(err error) bool {
	var sqlite *driver.Error
	return errors.As(err, &sqlite) &&
		(sqlite.Code() == code.SQLITE_CONSTRAINT_PRIMARYKEY || sqlite.Code() == code.SQLITE_CONSTRAINT_UNIQUE)
}

// Read implements sqlstore.Engine.
func (e *engine) Read(ctx context.Context, fn func(sqlstore.Session) error) error {
	return e.classify(ctx, fn(session{e.readers}))
}

// Ping implements sqlstore.Engine. It reads a page, since opening the file alone proves little.
func (e *engine) Ping(ctx context.Context) error {
	var pages int64
	return e.classify(ctx, e.readers.QueryRowContext(ctx, "SELECT COUNT(*) FROM sqlite_master").Scan(&pages))
}

// Close implements sqlstore.Engine.
func (e *engine) Close() error {
	e.closed.Store(true)
	return errors.Join(e.readers.Close(), e.writer.Close(), e.lock.release())
}

// handle is what *sql.DB and *sql.Tx have in common.
type handle interface {
	ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error)
	PrepareContext(ctx context.Context, query string) (*sql.Stmt, error)
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
}

// session adapts a database handle to sqlstore.Session.
type session struct{ handle handle }

// Exec implements sqlstore.Session. A run of the same text is compiled once, which is two thirds of its cost.
func (s session) Exec(ctx context.Context, statements ...sqlstore.Statement) error {
	for len(statements) > 0 {
		run := 1
		for run < len(statements) && statements[run].SQL == statements[0].SQL {
			run++
		}
		if err := s.execRun(ctx, statements[:run]); err != nil {
			return err
		}
		statements = statements[run:]
	}
	return nil
}

func (s session) execRun(ctx context.Context, same []sqlstore.Statement) (err error) {
	if len(same) == 1 {
		_, err := s.handle.ExecContext(ctx, same[0].SQL, same[0].Args...)
		return err
	}
	prepared, err := s.handle.PrepareContext(ctx, same[0].SQL)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, prepared.Close()) }()
	for _, statement := range same {
		if _, err := prepared.ExecContext(ctx, statement.Args...); err != nil {
			return err
		}
	}
	return nil
}

// Query implements sqlstore.Session.
func (s session) Query(ctx context.Context, statement sqlstore.Statement, each func(sqlstore.Row) error) (err error) {
	rows, err := s.handle.QueryContext(ctx, statement.SQL, statement.Args...)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	for rows.Next() {
		if err := each(rows); err != nil {
			return err
		}
	}
	return rows.Err()
}

// classify marks errors of a store that cannot be reached or cannot write as journal.ErrUnavailable. An expired
// deadline counts as that too, a cancelled context does not: nobody waits for that answer.
func (e *engine) classify(ctx context.Context, err error) error {
	var sqlite *driver.Error
	switch {
	case err == nil:
		return nil
	case errors.Is(ctx.Err(), context.Canceled):
		return fmt.Errorf("journal: %w: %w", context.Canceled, err)
	case errors.Is(ctx.Err(), context.DeadlineExceeded):
		return fmt.Errorf("%w: %w: %w", journal.ErrUnavailable, context.DeadlineExceeded, err)
	case e.closed.Load():
		return fmt.Errorf("%w: %w", journal.ErrUnavailable, err)
	case errors.As(err, &sqlite):
		switch sqlite.Code() & 0xff { // the low byte is the primary result code
		case code.SQLITE_BUSY, code.SQLITE_LOCKED, code.SQLITE_IOERR, code.SQLITE_FULL, code.SQLITE_CANTOPEN,
			code.SQLITE_READONLY, code.SQLITE_NOMEM, code.SQLITE_PROTOCOL:
			return fmt.Errorf("%w: %w", journal.ErrUnavailable, err)
		}
	}
	return err
}
