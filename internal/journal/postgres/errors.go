package postgres

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"strings"

	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/puddle/v2"

	"bayline/internal/journal"
)

// uniqueViolation is the code of a unique key that is taken.
const uniqueViolation = "23505"

// classify marks errors of a server that cannot be reached or cannot write as journal.ErrUnavailable. An expired
// deadline counts as that too, a cancelled context does not: nobody waits for that answer.
func classify(ctx context.Context, err error) error {
	switch {
	case err == nil:
		return nil
	case errors.Is(ctx.Err(), context.Canceled):
		return fmt.Errorf("journal: %w: %w", context.Canceled, err)
	case errors.Is(ctx.Err(), context.DeadlineExceeded):
		return fmt.Errorf("%w: %w: %w", journal.ErrUnavailable, context.DeadlineExceeded, err)
	case connectionLost(err), serverUnable(err):
		return fmt.Errorf("%w: %w", journal.ErrUnavailable, err)
	}
	return err
}

// connectionLost tells errors after which a new connection may work.
func connectionLost(err error) bool {
	var server *pgconn.PgError
	if errors.As(err, &server) {
		// 08 connection exception; 57P01-57P05 the server ended the session; 25P03 it was idle in a transaction.
		return strings.HasPrefix(server.Code, "08") || strings.HasPrefix(server.Code, "57P") || server.Code == "25P03"
	}
	var connect *pgconn.ConnectError
	var network net.Error
	return errors.As(err, &connect) || errors.As(err, &network) || pgconn.SafeToRetry(err) ||
		errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, net.ErrClosed) ||
		errors.Is(err, puddle.ErrClosedPool)
}

// serverUnable tells errors of a server that answers but cannot do it now.
func serverUnable(err error) bool {
	var server *pgconn.PgError
	if !errors.As(err, &server) {
		return false
	}
	switch server.Code {
	case "25006", // read-only transaction: a standby
		"40001", "40P01", // serialization failure, deadlock
		"55P03": // lock not available
		return true
	}
	return strings.HasPrefix(server.Code, "53") || // out of disk, memory, connections
		strings.HasPrefix(server.Code, "58") // system error, such as an I/O error
}
