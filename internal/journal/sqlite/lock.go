package sqlite

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"bayline/internal/journal"
)

// lockFile is the name of the lock within the data directory. The file stays; the lock on it goes with the process,
// however that ends.
const lockFile = "bayline.lock"

// errHeld is what tryLock answers when another process has the lock.
var errHeld = errors.New("lock is held")

// directoryLock keeps other processes out of a data directory.
type directoryLock struct{ file *os.File }

// lockDirectory takes the lock and writes the own process id into it, for the message another process will give.
func lockDirectory(directory string) (*directoryLock, error) {
	path := filepath.Join(directory, lockFile)
	file, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, fmt.Errorf("journal: data directory: %w", err)
	}
	if err := tryLock(file); err != nil {
		defer file.Close()
		if errors.Is(err, errHeld) {
			return nil, fmt.Errorf("%w: %s is held by %s; stop that process, or start this one with another --data directory",
				journal.ErrInUse, directory, holder(file))
		}
		return nil, fmt.Errorf("journal: lock %s: %w", path, err)
	}
	lock := &directoryLock{file}
	if err := lock.write(strconv.Itoa(os.Getpid()) + "\n"); err != nil {
		return nil, errors.Join(fmt.Errorf("journal: lock %s: %w", path, err), lock.release())
	}
	return lock, nil
}

func (l *directoryLock) write(text string) error {
	if err := l.file.Truncate(0); err != nil {
		return err
	}
	_, err := l.file.WriteAt([]byte(text), 0)
	return err
}

// release unlocks the directory. Closing the file drops the lock.
func (l *directoryLock) release() error {
	if err := l.file.Close(); err != nil {
		return fmt.Errorf("journal: release data directory: %w", err)
	}
	return nil
}

// holder names the process that wrote its id into the lock file.
func holder(file *os.File) string {
	text, err := io.ReadAll(io.LimitReader(file, 32))
	pid := strings.TrimSpace(string(text))
	if err != nil || pid == "" {
		return "another process"
	}
	return "process " + pid
}
