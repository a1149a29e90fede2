package main

import (
	"os"
	"testing"

	"github.com/stretchr/testify/require"

	"bayline/internal/checker"
)

// Three processes of the program on a PostgreSQL and a Redis of their own, a power failure, a bad network, and not one
// promise broken. The checker's own command plays every fault, for as long as one likes.
func TestNoPromiseIsBrokenInAShortRun(t *testing.T) {
	t.Setenv(asProgram, "1")
	run := checker.Cmd{Seed: 1, Shops: 2, Pace: 0.1, Beat: 0.3, Patience: 20, Faults: []string{"power failure", "bad network"}, Binary: os.Args[0]}
	require.NoError(t, run.Run(t.Context()))
}
