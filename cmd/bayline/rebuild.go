package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"slices"

	"github.com/mattn/go-isatty"

	"bayline/board"
	"bayline/internal/journal"
	"bayline/internal/journal/factstore"
	"bayline/internal/report"
)

// rebuildCmd makes the facts that reports are made from anew.
type rebuildCmd struct {
	storage
	Shop string `help:"One shop only; default: all."`
}

// Run implements the rebuild command. On PostgreSQL it may run beside the server.
func (c *rebuildCmd) Run(ctx context.Context) error {
	j, err := openJournal(ctx, config{Data: c.Data, DatabaseURL: c.DatabaseURL})
	if errors.Is(err, journal.ErrInUse) {
		return fmt.Errorf("%w; stop the server first", err)
	}
	if err != nil {
		return err
	}
	defer func() { _ = j.Close() }()
	return rebuild(ctx, j, factstore.New(j), c.Shop, os.Stdout, isatty.IsTerminal(os.Stdout.Fd()))
}

// rebuild makes the facts of one shop or of all anew. On a terminal it shows how far it has come.
func rebuild(
	ctx context.Context, j journal.Journal, store report.Store, shop string, out io.Writer, terminal bool,
) error {
	heads, err := j.Heads(ctx, nil)
	if err != nil {
		return fmt.Errorf("list shops: %w", err)
	}
	shops := slices.Sorted(maps.Keys(heads))
	if shop != "" {
		if _, found := heads[shop]; !found {
			return &board.Refusal{Code: "shop_unknown"}
		}
		shops = []string{shop}
	}
	follower := report.NewFollower(report.Options{Journal: j, Store: store})
	for i, name := range shops {
		progress := func(done int64) {
			if terminal {
				percent := min(100, done*100/max(1, heads[name].Seq))
				_, _ = fmt.Fprintf(out, "\r%s (%d of %d): %3d %%", name, i+1, len(shops), percent)
			}
		}
		if err := follower.Rebuild(ctx, board.ShopID(name), progress); err != nil {
			return fmt.Errorf("rebuild %s: %w", name, err)
		}
		if terminal {
			_, _ = fmt.Fprint(out, "\r\x1b[K")
		}
		_, _ = fmt.Fprintf(out, "%s: %d records\n", name, heads[name].Seq)
	}
	return nil
}
