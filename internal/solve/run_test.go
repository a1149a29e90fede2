package solve

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func TestCommandPrintsThePlan(t *testing.T) {
	for _, c := range []struct {
		format, text, objective string
		value                   int64
	}{
		{"fjsp", flexible, "makespan", 7},
		{"fjsspw", workers, "makespan", 9},
		{"jsp", jobShop, "makespan", 8},
		{"jsp", jobShop, "twt", 0},
	} {
		path := filepath.Join(t.TempDir(), "shop.txt")
		require.NoError(t, os.WriteFile(path, []byte(c.text), 0o600))
		var out bytes.Buffer
		cmd := Cmd{File: path, Format: c.format, Objective: c.objective, DueFactor: 1.3, Iterations: 2000, Seed: 1, Threads: 2}
		require.NoError(t, cmd.run(&out))
		var a Answer
		require.NoError(t, json.Unmarshal(out.Bytes(), &a))
		require.Equal(t, c.value, a.Value, c.text)
		require.Equal(t, c.objective, a.Objective)
		for _, row := range a.Schedule {
			require.Equal(t, c.format == "fjsspw", row.Worker != nil)
		}
	}
}

func TestCommandNamesFileAndLine(t *testing.T) {
	path := filepath.Join(t.TempDir(), "bad.txt")
	require.NoError(t, os.WriteFile(path, []byte("1 1\n1 1 9 1\n"), 0o600))
	err := (&Cmd{File: path, Format: "fjsp", Objective: "makespan", Iterations: 1}).Run()
	require.ErrorContains(t, err, "bad.txt: line 2: a machine is 9")
}

func TestTimeIsObeyed(t *testing.T) {
	in, err := Parse("jsp", jobShop)
	require.NoError(t, err)
	in.Problem.Operations[0].Release = 1 // the bound is now out of reach of proof
	polls := 0
	a, err := Run(in, Request{Objective: "makespan", Time: time.Second, Seed: 1, Threads: 1, Elapsed: func() time.Duration {
		polls++
		return time.Duration(polls) * 400 * time.Millisecond
	}})
	require.NoError(t, err)
	require.LessOrEqual(t, polls, 4)
	require.EqualValues(t, 9, a.Value)
}
