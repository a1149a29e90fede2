package sqlstore

import (
	"context"
	"errors"
	"fmt"

	"bayline/internal/journal"
)

// purgeEvery is the number of records of a shop between two purges of its expired idempotency keys.
const purgeEvery = 256

// errReplayed rolls the transaction back when the key was known: nothing is to be written, and that is no failure.
var errReplayed = errors.New("replayed")

// Append implements journal.Journal.
func (s *Store) Append(ctx context.Context, change journal.Append) (journal.Receipt, error) {
	if err := change.Validate(); err != nil {
		return journal.Receipt{}, err
	}
	var receipt journal.Receipt
	err := s.engine.Write(ctx, func(tx Session) error {
		var err error
		receipt, err = s.append(ctx, tx, change)
		return err
	})
	switch {
	case errors.Is(err, errReplayed):
		return receipt, nil
	case err != nil:
		return journal.Receipt{}, fmt.Errorf("append to shop %q: %w", change.Shop, err)
	}
	return receipt, nil
}

func (s *Store) append(ctx context.Context, tx Session, change journal.Append) (journal.Receipt, error) {
	n := int64(len(change.Records))
	var head, since int64
	err := tx.Query(ctx, Statement{advanceHead, []any{change.Shop, n, change.Expected}}, func(row Row) error { return row.Scan(&head, &since) })
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
		return journal.Receipt{}, &journal.ConflictError{Shop: change.Shop, Expected: change.Expected, Have: head - n}
	}
	if err := tx.Exec(ctx, s.writes(change)...); err != nil {
		return journal.Receipt{}, err
	}
	return journal.Receipt{First: change.Expected + 1, Last: head, Reply: change.Reply}, nil
}

// writes are the statements that store a change whose head is settled.
func (s *Store) writes(change journal.Append) []Statement {
	statements := make([]Statement, 0, len(change.Records)+len(change.Visits)+len(change.Operations)+2)
	for i, record := range change.Records {
		statements = append(statements, Statement{insertRecord, []any{
			change.Shop, change.Expected + int64(i) + 1, record.At.UnixMicro(), record.Actor, record.Kind, string(record.Data),
		}})
	}
	for _, visit := range change.Visits {
		statements = append(statements, Statement{s.sql.saveVisit, visitArgs(change.Shop, visit)})
	}
	for _, operation := range change.Operations {
		statements = append(statements, Statement{s.sql.saveOperation, operationArgs(change.Shop, operation)})
	}
	if len(change.Records) == 0 {
		return statements
	}
	last := change.Expected + int64(len(change.Records))
	now := change.Records[len(change.Records)-1].At
	if change.Key != "" {
		statements = append(statements, Statement{insertKey, []any{
			change.Shop, change.Key, change.Digest, change.Expected + 1, last, bytesOrNull(change.Reply), now.UnixMicro(),
		}})
	}
	if change.Expected/purgeEvery != last/purgeEvery {
		statements = append(statements, Statement{forgetShopsKeys, []any{change.Shop, now.Add(-journal.KeyRetention).UnixMicro()}})
	}
	return statements
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
