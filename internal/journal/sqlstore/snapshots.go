package sqlstore

import (
	"bytes"
	"compress/gzip"
	"context"
	"fmt"
	"io"

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
			Statement{s.sql.saveSnapshot, []any{snapshot.Shop, schema, snapshot.Seq, packed}},
			Statement{dropOldSnapshots, []any{snapshot.Shop, schema}})
	})
}

// LatestSnapshot implements journal.Journal.
func (s *Store) LatestSnapshot(ctx context.Context, shop string, schema int) (journal.Snapshot, bool, error) {
	snapshot, found := journal.Snapshot{Shop: shop, Schema: schema}, false
	err := s.query(ctx, Statement{newestSnapshots, []any{shop, int64(schema)}}, func() { found = false }, func(row Row) error {
		if found {
			return nil
		}
		var seq int64
		var packed []byte
		if err := row.Scan(&seq, &packed); err != nil {
			return err
		}
		data, err := unpack(packed)
		if err != nil {
			return nil // damaged: the one before it will do
		}
		snapshot.Seq, snapshot.Data, found = seq, data, true
		return nil
	})
	if err != nil || !found {
		return journal.Snapshot{}, false, err
	}
	return snapshot, true, nil
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
