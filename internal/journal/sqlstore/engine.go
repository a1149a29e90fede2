// Package sqlstore is the journal in SQL, written once for PostgreSQL and SQLite. It holds every statement and the
// schema; the packages journal/postgres and journal/sqlite only open the database and adapt its driver to Engine.
//
// One text serves both because it keeps to what both understand: $1 placeholders, ON CONFLICT, RETURNING, BIGINT
// times. No now(), no casts, no operators on JSON.
package sqlstore

import (
	"context"
	"errors"
)

var (
	// ErrDuplicate is the error of a Batch that met a unique key which is taken.
	ErrDuplicate = errors.New("duplicate key")
	// ErrUnsettled is the error of a Batch whose outcome is unknown; it comes with journal.ErrUnavailable.
	ErrUnsettled = errors.New("outcome unknown")
)

// Engine is a database. Its errors carry journal.ErrUnavailable where the database could not be reached or could
// not write.
type Engine interface {
	// Write runs fn in one write transaction and commits it; when it returns nil, the change is on disk. An
	// error of fn rolls back and is returned. fn may be called a second time after a lost connection, when it is
	// certain that nothing was committed.
	Write(ctx context.Context, fn func(Session) error) error
	// Batch runs statements in order in one write transaction, in one round trip where the driver can, and returns how
	// many rows each of them changed; when it returns without an error, the change is on disk. ErrDuplicate: a unique
	// key is taken, nothing was changed. ErrUnsettled: the connection was lost, and the change was made or not.
	Batch(ctx context.Context, statements ...Statement) (changed []int64, err error)
	// Read runs fn, which only queries. fn may be called a second time after a lost connection.
	Read(ctx context.Context, fn func(Session) error) error
	Ping(ctx context.Context) error
	Close() error
}

// Session runs statements.
type Session interface {
	// Exec runs statements in order, in one round trip where the driver can.
	Exec(ctx context.Context, statements ...Statement) error
	// Query calls each for every row of the result.
	Query(ctx context.Context, statement Statement, each func(Row) error) error
}

// Row is the row a query stands on.
type Row interface {
	Scan(into ...any) error
}

// Statement is SQL text and its arguments: int64, *int64 (nil is NULL), string or []byte.
type Statement struct {
	SQL  string
	Args []any
}
