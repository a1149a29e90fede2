package sqlstore

import (
	"bytes"
	"context"
	"errors"
	"fmt"

	"bayline/internal/journal"
)

// purgeEvery is the number of records of a shop between two purges of its expired idempotency keys.
const purgeEvery = 256

// errReplayed rolls the transaction back when the key was known: nothing is to be written, and that is no failure.
var errReplayed = errors.New("replayed")

// Append implements journal.Journal. The usual change takes one round trip; one that meets a head it was not decided on,
// a known key or a lost connection is settled by a second transaction, which holds the shop's row while it looks.
func (s *Store) Append(ctx context.Context, change journal.Append) (journal.Receipt, error) {
	if err := change.Validate(); err != nil {
		return journal.Receipt{}, err
	}
	receipt, err := s.append(ctx, change)
	switch {
	case errors.Is(err, errReplayed):
		return receipt, nil
	case err != nil:
		return journal.Receipt{}, fmt.Errorf("append to shop %q: %w", change.Shop, err)
	}
	return receipt, nil
}

func (s *Store) append(ctx context.Context, change journal.Append) (receipt journal.Receipt, err error) {
	changed, err := s.engine.Batch(ctx, guardedWrites(change)...)
	unsettled := errors.Is(err, ErrUnsettled) && ctx.Err() == nil
	switch {
	case err == nil && changed[0] > 0:
		last := change.Expected + int64(len(change.Records))
		return journal.Receipt{First: change.Expected + 1, Last: last, Reply: change.Reply}, nil
	case err != nil && !unsettled && !errors.Is(err, ErrDuplicate):
		return journal.Receipt{}, err
	}
	err = s.engine.Write(ctx, func(tx Session) error {
		receipt, err = s.settle(ctx, tx, change, unsettled)
		return err
	})
	return receipt, err
}

// guardedWrites are the statements of an append without a question before them: the first advances the head only from
// the position the change was decided on, and the others do nothing, or meet a taken key, unless the head is where it
// put it.
func guardedWrites(change journal.Append) []Statement {
	n := int64(len(change.Records))
	last := change.Expected + n
	statements := make([]Statement, 0, n+3)
	if change.Expected == 0 {
		statements = append(statements, Statement{beginHead, []any{change.Shop, n}})
	} else {
		var since int64
		if !change.Since.IsZero() {
			since = change.Since.UnixMicro()
		}
		statements = append(statements, Statement{moveHead, []any{change.Shop, n, change.Expected, since}})
	}
	if change.Key != "" {
		statements = append(statements, Statement{insertKeyAt, append(keyArgs(change), last)})
	}
	for i, record := range change.Records {
		statements = append(statements, Statement{insertRecordAt, append(recordArgs(change, i, record), last)})
	}
	return appendPurge(statements, change)
}

// settle stores a change with the row of the shop held, after it has looked at the head and the key. unsettled: the
// change may be in the log already.
func (s *Store) settle(
	ctx context.Context, tx Session, change journal.Append, unsettled bool,
) (journal.Receipt, error) {
	n := int64(len(change.Records))
	var head, since int64
	advance := Statement{advanceHead, []any{change.Shop, n, change.Expected}}
	err := tx.Query(ctx, advance, func(row Row) error { return row.Scan(&head, &since) })
	if err != nil {
		return journal.Receipt{}, err
	}
	// The row of the shop is ours from here to the end of the transaction, so a key that another writer is just
	// storing is either visible now or will never be.
	if change.Key != "" {
		earlier, digest, found, err := findReceipt(ctx, tx, change.Shop, change.Key)
		switch {
		case err != nil:
			return journal.Receipt{}, err
		case found && digest != change.Digest:
			return journal.Receipt{}, journal.ErrKeyReused
		case found:
			return earlier, errReplayed
		}
	}
	if head != change.Expected+n || (!change.Since.IsZero() && since != change.Since.UnixMicro()) {
		if unsettled {
			switch done, err := hasRecords(ctx, tx, change); {
			case err != nil:
				return journal.Receipt{}, err
			case done:
				return journal.Receipt{First: change.Expected + 1, Last: change.Expected + n}, errReplayed
			}
		}
		return journal.Receipt{}, &journal.ConflictError{Shop: change.Shop, Expected: change.Expected, Have: head - n}
	}
	if err := tx.Exec(ctx, writes(change)...); err != nil {
		return journal.Receipt{}, err
	}
	return journal.Receipt{First: change.Expected + 1, Last: head, Reply: change.Reply}, nil
}

// hasRecords tells whether the log goes on after the expected head with the records of a change, as it does when the
// change was made and the answer was lost.
func hasRecords(ctx context.Context, tx Session, change journal.Append) (bool, error) {
	same := 0
	next := Statement{readRecords, []any{change.Shop, change.Expected, int64(len(change.Records))}}
	err := tx.Query(ctx, next, func(row Row) error {
		stored, err := scanRecord(row)
		if err != nil {
			return err
		}
		record := change.Records[stored.Seq-change.Expected-1]
		if stored.At.UnixMicro() == record.At.UnixMicro() && stored.Actor == record.Actor &&
			stored.Kind == record.Kind && bytes.Equal(stored.Data, record.Data) {
			same++
		}
		return nil
	})
	return same == len(change.Records), err
}

// recordArgs are the arguments of the i-th record of a change.
func recordArgs(change journal.Append, i int, record journal.Record) []any {
	return []any{
		change.Shop, change.Expected + int64(i) + 1, record.At.UnixMicro(), record.Actor, record.Kind, string(record.Data),
	}
}

// writes are the statements that store a change whose head is settled.
func writes(change journal.Append) []Statement {
	statements := make([]Statement, 0, len(change.Records)+2)
	for i, record := range change.Records {
		statements = append(statements, Statement{insertRecord, recordArgs(change, i, record)})
	}
	if change.Key != "" {
		statements = append(statements, Statement{insertKey, keyArgs(change)})
	}
	return appendPurge(statements, change)
}

// keyArgs are the arguments of the idempotency key of a change.
func keyArgs(change journal.Append) []any {
	n := int64(len(change.Records))
	return []any{
		change.Shop, change.Key, change.Digest, change.Expected + 1, change.Expected + n, bytesOrNull(change.Reply),
		change.Records[n-1].At.UnixMicro(),
	}
}

// appendPurge adds the statement that forgets a shop's expired keys, once in a while.
func appendPurge(statements []Statement, change journal.Append) []Statement {
	n := int64(len(change.Records))
	if change.Expected/purgeEvery == (change.Expected+n)/purgeEvery {
		return statements
	}
	before := change.Records[n-1].At.Add(-journal.KeyRetention)
	return append(statements, Statement{forgetShopsKeys, []any{change.Shop, before.UnixMicro()}})
}

// Lookup implements journal.Journal.
func (s *Store) Lookup(ctx context.Context, shop, key string) (receipt journal.Receipt, digest string, found bool, err error) {
	err = s.engine.Read(ctx, func(session Session) error {
		receipt, digest, found, err = findReceipt(ctx, session, shop, key)
		return err
	})
	return receipt, digest, found, err
}

func findReceipt(ctx context.Context, session Session, shop, key string) (receipt journal.Receipt, digest string, found bool, err error) {
	err = session.Query(ctx, Statement{findKey, []any{shop, key}}, func(row Row) error {
		found, receipt.Replayed = true, true
		return row.Scan(&receipt.First, &receipt.Last, &digest, &receipt.Reply)
	})
	return receipt, digest, found, err
}
