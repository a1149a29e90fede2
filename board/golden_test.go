package board_test

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"bayline/board"
	"bayline/board/boardtest"

	"github.com/stretchr/testify/require"
)

// record is one line of a golden journal.
type record struct {
	Seq  int64           `json:"seq"`
	At   time.Time       `json:"at"`
	Kind string          `json:"kind"`
	Data json.RawMessage `json:"data"`
}

// A drawn week holds every kind of event. BAYLINE_GOLDEN=NAME writes it to testdata: once for each version of the
// events that was released, never again.
func TestWeekHasEveryKind(t *testing.T) {
	events, state := boardtest.Week(1, 2500)
	seen := map[string]int{}
	for _, e := range events {
		seen[e.Kind()]++
	}
	for _, kind := range board.Kinds() {
		if seen[kind] == 0 {
			t.Errorf("the week has no %s", kind)
		}
	}
	name := os.Getenv("BAYLINE_GOLDEN")
	if name == "" || t.Failed() {
		return
	}
	var lines bytes.Buffer
	for _, e := range events {
		data, err := board.Encode(e)
		require.NoError(t, err)
		line, err := json.Marshal(record{e.Seq, e.At, e.Kind(), data})
		require.NoError(t, err)
		lines.Write(append(line, '\n'))
	}
	file := filepath.Join("testdata", name+".jsonl")
	require.NoFileExists(t, file, "a golden journal is written once")
	require.NoError(t, os.MkdirAll("testdata", 0o755))
	require.NoError(t, os.WriteFile(file, lines.Bytes(), 0o644))
	require.NoError(t, os.WriteFile(hashFile(file), []byte(hash(t, state)), 0o644))
}

// Journals of every version are read for ever: they fold to the state they folded to, and what did not change since
// is written as it was. When the shape of State changes, the test prints the new hash: look at why, then put it into
// the file.
func TestGoldenJournals(t *testing.T) {
	files, err := filepath.Glob("testdata/*.jsonl")
	require.NoError(t, err)
	require.NotEmpty(t, files)
	for _, file := range files {
		state, text := board.NewState("golden"), readFile(t, file)
		for scan := bufio.NewScanner(bytes.NewReader(text)); scan.Scan(); {
			var r record
			require.NoError(t, json.Unmarshal(scan.Bytes(), &r))
			e, err := board.Decode(r.Kind, r.Seq, r.At, r.Data)
			require.NoError(t, err, file)
			require.True(t, state.Apply(e), "%s: %d", file, r.Seq)
			data, err := board.Encode(e)
			require.NoError(t, err)
			if !board.Upcast(r.Kind, r.Data) {
				require.Equal(t, string(r.Data), string(data), "%s: %d is written otherwise than it was", file, r.Seq)
			}
			again, err := board.Decode(r.Kind, r.Seq, r.At, data)
			require.NoError(t, err)
			rewritten, err := board.Encode(again)
			require.NoError(t, err)
			require.Equal(t, string(data), string(rewritten), "%s: %d", file, r.Seq)
		}
		require.Equal(t, strings.TrimSpace(string(readFile(t, hashFile(file)))), hash(t, state), file)
	}
}

func readFile(t *testing.T, name string) []byte {
	t.Helper()
	text, err := os.ReadFile(name)
	require.NoError(t, err)
	return text
}

func hashFile(journal string) string { return strings.TrimSuffix(journal, ".jsonl") + ".sha256" }

func hash(t *testing.T, s *board.State) string {
	t.Helper()
	return hashOf(snapshot(t, s))
}

func hashOf(text string) string {
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:])
}
