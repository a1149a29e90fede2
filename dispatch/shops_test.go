package dispatch

import (
	"flag"
	"os"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// shops tries a property on a hundred random shops, or on as many as
// BAYLINE_SHOPS asks for on a machine that has the time.
func shops(t *testing.T, property func(*rapid.T)) {
	t.Helper()
	if many := os.Getenv("BAYLINE_SHOPS"); many != "" {
		checks := flag.Lookup("rapid.checks").Value
		usual := checks.String()
		require.NoError(t, checks.Set(many), "BAYLINE_SHOPS is a number of shops")
		defer func() { require.NoError(t, checks.Set(usual)) }()
	}
	rapid.Check(t, property)
}
