// Command check runs the checker for as long as it is told: three instances of bayline, every fault in turn, and every
// frame held against the journal.
package main

import (
	"context"
	"os"
	"os/signal"
	"syscall"
	_ "time/tzdata" // shops have time zones, and the machine may know none

	"github.com/alecthomas/kong"

	"bayline/internal/checker"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	var c checker.Cmd
	k := kong.Parse(&c, kong.Name("check"), kong.Description("Tries to catch bayline losing, leaking or making up what screens show."),
		kong.BindTo(ctx, (*context.Context)(nil)))
	k.FatalIfErrorf(c.Run(ctx))
}
