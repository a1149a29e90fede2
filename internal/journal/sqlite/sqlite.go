// Package sqlite is the embedded journal: one SQLite file in a data directory, for one process on one machine.
//
// A commit is flushed to disk before Append returns (WAL with synchronous=FULL). SQLite has one writer at a time, so
// writes go through a single connection in the order they ask for it; reads have their own connections and never wait
// for a write. Only one process may have the directory open, because the shops it keeps in memory would otherwise drift
// apart from the file; the second one is refused with journal.ErrInUse.
package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"

	"github.com/pressly/goose/v3"
	_ "modernc.org/sqlite" // the driver "sqlite"

	"bayline/internal/journal/sqlstore"
)

// File is the name of the database within the data directory.
const File = "bayline.db"

// maxReaders bounds the read connections; each costs about 2 MB of page cache when busy.
const maxReaders = 4

// Open opens the journal in a data directory, which is made if it is missing, and brings its schema up to date.
// It fails with journal.ErrInUse while another process has the directory open.
func Open(ctx context.Context, directory string) (*sqlstore.Store, error) {
	directory, err := filepath.Abs(directory)
	if err != nil {
		return nil, fmt.Errorf("journal: data directory: %w", err)
	}
	if err := os.MkdirAll(directory, 0o700); err != nil {
		return nil, fmt.Errorf("journal: data directory: %w", err)
	}
	lock, err := lockDirectory(directory)
	if err != nil {
		return nil, err
	}
	file := filepath.Join(directory, File)
	if err := onlyMine(file); err != nil {
		return nil, errors.Join(err, lock.release())
	}
	engine, err := openEngine(ctx, file)
	if err != nil {
		return nil, errors.Join(err, lock.release())
	}
	engine.lock = lock
	return sqlstore.New(engine), nil
}

// onlyMine makes the database file, or what is there of it, readable by its owner alone: it holds names and telephone
// numbers. SQLite gives the files beside it the same mode.
func onlyMine(file string) error {
	f, err := os.OpenFile(file, os.O_RDWR|os.O_CREATE, 0o600)
	if err == nil {
		err = f.Close()
	}
	for _, each := range []string{file, file + "-wal", file + "-shm"} {
		if err == nil {
			err = os.Chmod(each, 0o600)
		}
		if errors.Is(err, os.ErrNotExist) {
			err = nil
		}
	}
	if err != nil {
		return fmt.Errorf("journal: %w", err)
	}
	return nil
}

func openEngine(ctx context.Context, file string) (*engine, error) {
	// Immediate transactions take the write lock at their start; a deferred one may fail halfway.
	writer, err := openPool(file, "_txlock=immediate", "_pragma=journal_mode(WAL)", "_pragma=synchronous(FULL)",
		"_pragma=foreign_keys(1)", "_pragma=busy_timeout(5000)", "_pragma=journal_size_limit(67108864)")
	if err != nil {
		return nil, err
	}
	writer.SetMaxOpenConns(1)
	if err := sqlstore.Migrate(ctx, goose.DialectSQLite3, writer); err != nil {
		return nil, errors.Join(fmt.Errorf("%s: %w", file, err), writer.Close())
	}
	readers, err := openPool(file, "_pragma=query_only(1)", "_pragma=busy_timeout(5000)")
	if err != nil {
		return nil, errors.Join(err, writer.Close())
	}
	readers.SetMaxOpenConns(maxReaders)
	readers.SetMaxIdleConns(maxReaders)
	return &engine{writer: writer, readers: readers, compiled: map[string]*sql.Stmt{}}, nil
}

func openPool(file string, options ...string) (*sql.DB, error) {
	// A file URI escapes what a directory name may contain ('?', '#', '%', blanks); on Windows it needs a
	// slash before the drive letter.
	path := filepath.ToSlash(file)
	if !strings.HasPrefix(path, "/") {
		path = "/" + path
	}
	location := url.URL{Scheme: "file", Path: path, RawQuery: strings.Join(options, "&")}
	db, err := sql.Open("sqlite", location.String())
	if err != nil {
		return nil, fmt.Errorf("journal: open %s: %w", file, err)
	}
	return db, nil
}
