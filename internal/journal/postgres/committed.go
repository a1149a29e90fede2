package postgres

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
)

// CommittedAt tells when a record was committed, which may be long after its own time: an append waits for the others
// of its shop. Only a server with track_commit_timestamp knows. It fails when the record is not there.
func CommittedAt(ctx context.Context, url, shop string, seq int64) (at time.Time, err error) {
	line, err := pgx.Connect(ctx, url)
	if err != nil {
		return at, classify(ctx, err)
	}
	defer func() { err = errors.Join(err, line.Close(ctx)) }()
	if err := line.QueryRow(ctx, `SELECT pg_xact_commit_timestamp(xmin) FROM record WHERE shop = $1 AND seq = $2`, shop, seq).Scan(&at); err != nil {
		return at, fmt.Errorf("journal: commit of %s %d: %w", shop, seq, err)
	}
	return at, nil
}
