package sqlstore

import (
	"bytes"
	"compress/gzip"
	"context"
	"fmt"
	"io"
	"math"

	"bayline/internal/journal"
)

// SaveSnapshot implements journal.Journal. Data is stored as gzip, whose checksum also tells a damaged snapshot.
func (s *Store) SaveSnapshot(ctx context.Context, snapshot journal.Snapshot) error {
	if err := snapshot.Validate(); err != nil {
		return err
	}
	packed, err := pack(snapshot.Data)
	if err != nil {
		return fmt.Errorf("snapshot of shop %q: %w", snapshot.Shop, err)
	}
	schema := int64(snapshot.Schema)
	return s.engine.Write(ctx, func(tx Session) error {
		return tx.Exec(ctx,
			Statement{saveSnapshot, []any{snapshot.Shop, schema, snapshot.Seq, packed}},
			Statement{dropOldSnapshots, []any{snapshot.Shop, schema}})
	})
}

// Past implements journal.Journal.
func (s *Store) Past(ctx context.Context, shop string, schema, limit int) (journal.Past, error) {
	for before := int64(math.MaxInt64); ; {
		past, packed, err := s.past(ctx, shop, schema, limit, before)
		if err != nil || packed == nil {
			return past, err
		}
		seq := past.Records[0].Seq
		if data, err := unpack(packed); err == nil {
			past.Snapshot = journal.Snapshot{Shop: shop, Seq: seq, Schema: schema, Data: data}
			return past, nil
		}
		before = seq // damaged: the one before it will do
	}
}

// past reads the records from a shop's newest snapshot before a position on, and that snapshot; nil: there is none.
func (s *Store) past(ctx context.Context, shop string, schema, limit int, before int64) (past journal.Past, packed []byte, err error) {
	statement := Statement{readPast, []any{shop, int64(schema), int64(max(limit, 1)), before}}
	err = s.query(ctx, statement, func() { past, packed = journal.Past{}, nil }, func(row Row) error {
		var snapshot []byte
		record, err := scanRecord(row, &snapshot)
		if snapshot != nil {
			packed = snapshot
		}
		past.Records = append(past.Records, record)
		return err
	})
	return past, packed, err
}

func pack(data []byte) ([]byte, error) {
	var packed bytes.Buffer
	writer, err := gzip.NewWriterLevel(&packed, gzip.BestSpeed)
	if err != nil {
		return nil, err
	}
	if _, err := writer.Write(data); err != nil {
		return nil, err
	}
	if err := writer.Close(); err != nil {
		return nil, err
	}
	return packed.Bytes(), nil
}

func unpack(packed []byte) ([]byte, error) {
	reader, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		return nil, err
	}
	return io.ReadAll(reader)
}
