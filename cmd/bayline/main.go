// Command bayline is the whole program: the live workshop server, the demo,
// and the tools around them. This package only wires the rooms together.
package main

import (
	"context"
	"os"
	"os/signal"
	"syscall"
	_ "time/tzdata" // shops have time zones, and the machine may know none

	"github.com/alecthomas/kong"
)

// version is set by the linker for releases.
var version = "development"

// cli is every command with its flags. Each flag has an environment variable
// of the same name: --database-url is BAYLINE_DATABASE_URL.
type cli struct {
	Serve     serveCmd   `cmd:"" help:"Run the server."`
	Demo      demoCmd    `cmd:"" help:"Run a simulated workshop, live in the browser."`
	Import    importCmd  `cmd:"" help:"Import repair orders, appointments, people, bays or labour times from a CSV or xlsx file."`
	Rebuild   rebuildCmd `cmd:"" help:"Make the facts for reports anew from the journal, for all shops or one."`
	Solve     movedCmd   `cmd:"" passthrough:"" help:"Plan a scheduling benchmark file: go run ./cmd/bench solve."`
	Benchmark movedCmd   `cmd:"" passthrough:"" help:"Compare with published values: go run ./cmd/bench benchmark."`
	Simulate  movedCmd   `cmd:"" passthrough:"" help:"Compare dispatch policies on simulated days: go run ./cmd/bench simulate."`
	Version   versionCmd `cmd:"" help:"Print the version."`
	Help      helpCmd    `cmd:"" help:"List every command with its flags and environment variables."`
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	var c cli
	k := kong.Parse(&c,
		kong.Name("bayline"), kong.Description("Live progress of a car dealership's workshop."),
		kong.DefaultEnvars("BAYLINE"), kong.Vars{"data": dataDir()}, kong.UsageOnError(),
		kong.BindTo(ctx, (*context.Context)(nil)),
	)
	k.FatalIfErrorf(k.Run())
}
