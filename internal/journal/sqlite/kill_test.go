package sqlite_test

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"bayline/internal/journal"
	"bayline/internal/journal/sqlite"
	"bayline/internal/testkit"
)

// childDirectory makes the test program append to the journal of a directory instead of running tests.
const childDirectory = "BAYLINE_TEST_APPEND_TO"

// appendForever prints the position of every acknowledged record until it is killed.
func appendForever(directory string) {
	ctx := context.Background()
	j, err := sqlite.Open(ctx, directory)
	for head := int64(0); err == nil; {
		var receipt journal.Receipt
		receipt, err = j.Append(ctx, journal.Append{
			Shop: "s", Expected: head,
			Records: []journal.Record{{At: time.UnixMicro(head + 1), Kind: "k", Data: []byte("1")}, {At: time.UnixMicro(head + 1), Kind: "k", Data: []byte("2")}},
		})
		head = receipt.Last
		if err == nil {
			_, err = fmt.Println(head)
		}
	}
	fmt.Fprintln(os.Stderr, err)
	os.Exit(1)
}

// A process that is killed while it writes leaves everything it acknowledged and nothing by halves; until then the
// directory is closed to others, and after that it is free.
func TestKilledWriter(t *testing.T) {
	directory := testkit.Dir(t)
	child := exec.Command(os.Args[0])
	child.Env = append(os.Environ(), childDirectory+"="+directory)
	child.Stderr = os.Stderr
	output, err := child.StdoutPipe()
	require.NoError(t, err)
	require.NoError(t, child.Start())

	var acknowledged int64
	lines := bufio.NewScanner(output)
	for acknowledged < 100 && lines.Scan() {
		acknowledged, err = strconv.ParseInt(lines.Text(), 10, 64)
		require.NoError(t, err)
	}
	_, openErr := sqlite.Open(context.Background(), directory)
	require.NoError(t, child.Process.Kill())
	for lines.Scan() { // what it acknowledged up to its last moment; the last line may be cut
		if head, err := strconv.ParseInt(lines.Text(), 10, 64); err == nil {
			acknowledged = max(acknowledged, head)
		}
	}
	var exit *exec.ExitError
	require.True(t, errors.As(child.Wait(), &exit))

	require.ErrorIs(t, openErr, journal.ErrInUse)
	require.ErrorContains(t, openErr, fmt.Sprintf("process %d", child.Process.Pid))
	require.ErrorContains(t, openErr, "stop that process")

	j, err := sqlite.Open(context.Background(), directory)
	require.NoError(t, err)
	defer func() { require.NoError(t, j.Close()) }()
	read, err := j.Read(context.Background(), "s", 0, 1_000_000)
	require.NoError(t, err)
	require.GreaterOrEqual(t, int64(len(read)), acknowledged)
	require.Zero(t, len(read)%2, "appends of two records are whole")
}
