// Package journal is the durable memory of bayline: for every shop one log of records, numbered 1, 2, 3 ...
// without a gap, to which anything that happened in the workshop is appended before anybody is told about it.
//
// The journal does not know what a record means. It keeps opaque JSON in order, so that the state of a shop can
// always be folded again from its records. The answer to the command is stored in the same transaction, so that a
// repeated command gets the same answer; everything else, such as the facts of package report, is made from the records.
//
// Two stores implement Journal: journal/sqlite (the embedded default) and journal/postgres (several instances).
// They share one SQL text in journal/sqlstore and must pass one conformance suite, journal/journaltest.
package journal

import (
	"context"
	"time"
)

// KeyRetention is how long an idempotency key is remembered at least, measured by the times of the records.
const KeyRetention = 7 * 24 * time.Hour

// Record is one thing that happened in a shop.
type Record struct {
	Seq   int64     // position in the shop's log, from 1, filled in by Append
	At    time.Time // when it happened; kept in UTC to the microsecond
	Actor string    // who did it
	Kind  string    // what happened, in the words of package board
	Data  []byte    // one JSON value in UTF-8
}

// Append is one atomic change of a shop: all of it becomes durable or none of it.
type Append struct {
	Shop     string
	Expected int64     // the head the writer decided on; the records become Expected+1, Expected+2 ...
	Since    time.Time // when the record at Expected was made, as the writer knows it; zero: unchecked
	Records  []Record

	Key    string // idempotency key of the command, may be empty
	Digest string // digest of the request, to tell a repeated command from a reused key
	Reply  []byte // the answer to give when the command is repeated; may be empty
}

// Head is the end of a shop's log.
type Head struct {
	Seq int64
	At  time.Time // of the record at Seq: with it two logs of the same length can be told apart
}

// Receipt says where the records of an Append lie.
type Receipt struct {
	First, Last int64
	Replayed    bool   // nothing was appended now: the key was known, these are the positions of the first time
	Reply       []byte // the answer stored with the key
}

// Snapshot is the folded state of a shop after record Seq, so that start-up need not fold from the first record.
// It is a cache: losing all snapshots loses time, not facts.
type Snapshot struct {
	Shop   string
	Seq    int64
	Schema int    // version of the encoding of Data; a reader asks for the one it understands
	Data   []byte // any bytes; compressed in the store
}

// Past is what a shop's state is folded from.
type Past struct {
	Snapshot Snapshot // zero: there is none
	Records  []Record // in order, from the one the snapshot was made after, or from the first
}

// Journal keeps the logs of all shops. It is safe for concurrent use, also by several processes where the store
// allows more than one. Every method honours the deadline of its context; give one, since a database behind a
// dead link may otherwise never answer. All errors can be told apart with errors.Is: ErrConflict, ErrKeyReused,
// ErrInvalid, ErrUnavailable, and the error of the context.
type Journal interface {
	// Append makes one change durable: when it returns a Receipt, the change is on disk. ErrConflict (a
	// *ConflictError that tells the present head) means that somebody else wrote first: catch up, decide
	// again. It also comes when the record at Expected is not the one made at Since: the store was put back to a
	// backup and has a log of another past. A known Key with the same Digest appends nothing and returns the earlier Receipt; with another
	// Digest it is refused with ErrKeyReused.
	//
	// After ErrUnavailable or an expired context the change may have been made or not; appending it again
	// with the same Expected settles it: with a Key the answer is the Receipt of the first time, without one it is
	// ErrConflict when the change was made.
	Append(ctx context.Context, change Append) (Receipt, error)

	// Read returns at most limit records of a shop with Seq > after, in order. An unknown shop has none.
	Read(ctx context.Context, shop string, after int64, limit int) ([]Record, error)

	// Lookup finds what was stored for an idempotency key, so that a repeated command need not be decided
	// again. The digest is the one of the first request.
	Lookup(ctx context.Context, shop, key string) (receipt Receipt, digest string, found bool, err error)

	// Heads returns the end of the logs of the given shops, of all when shops is nil, in one query. A shop
	// without records is not in the map.
	Heads(ctx context.Context, shops []string) (map[string]Head, error)

	// Shops returns the names of all shops that have a log, in order.
	Shops(ctx context.Context) ([]string, error)

	// SaveSnapshot stores a snapshot and drops all but the newest two of its shop and schema.
	SaveSnapshot(ctx context.Context, snapshot Snapshot) error

	// Past returns the newest readable snapshot of a shop in the given schema, and at most limit (>= 1) records from the
	// one it was made after, in one query. A snapshot that was damaged on disk is passed over in favour of the one
	// before it; one from beyond the end of the log, as after the return to a backup, is not looked at.
	Past(ctx context.Context, shop string, schema, limit int) (Past, error)

	// Purge forgets idempotency keys of commands older than before. Append does so by itself now and then,
	// with KeyRetention; Purge is for those who want it sooner or for a shop that has fallen silent.
	Purge(ctx context.Context, before time.Time) error

	// Ping returns nil when the store answers.
	Ping(ctx context.Context) error

	// Close releases the store. Nothing may be in flight.
	Close() error
}
