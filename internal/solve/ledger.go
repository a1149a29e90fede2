package solve

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
)

// trial is one search of one instance. Its key is what must be equal for its result to be used again.
type trial struct {
	trialKey
	Value      int64   `json:"value"`
	Bound      int64   `json:"bound"`
	Iterations int64   `json:"iterations"`
	Seconds    float64 `json:"seconds"` // processor time
	Machine    string  `json:"machine"`
}

type trialKey struct {
	File   string  `json:"file"`
	Factor float64 `json:"factor"`
	Seed   uint64  `json:"seed"`
	Budget string  `json:"budget"`
}

// ledger keeps trials in a file of JSON lines, so that a table that was stopped goes on where it was. Without a
// path it keeps nothing.
type ledger struct {
	path string
	done map[trialKey]trial
}

func openLedger(path string) (*ledger, error) {
	l := &ledger{path: path, done: map[trialKey]trial{}}
	if path == "" {
		return l, nil
	}
	f, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return l, nil
	}
	if err != nil {
		return nil, fmt.Errorf("read the results: %w", err)
	}
	defer f.Close()
	lines := bufio.NewScanner(f)
	for n := 1; lines.Scan(); n++ {
		var t trial
		if err := json.Unmarshal(lines.Bytes(), &t); err != nil {
			return nil, fmt.Errorf("%s: line %d: %w", path, n, err)
		}
		l.done[t.trialKey] = t
	}
	return l, lines.Err()
}

// add appends a trial to the file.
func (l *ledger) add(t trial) error {
	l.done[t.trialKey] = t
	if l.path == "" {
		return nil
	}
	line, err := json.Marshal(t)
	if err != nil {
		return err
	}
	f, err := os.OpenFile(l.path, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o644)
	if err != nil {
		return fmt.Errorf("keep the results: %w", err)
	}
	_, err = f.Write(append(line, '\n'))
	return errors.Join(err, f.Close())
}
