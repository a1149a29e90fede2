// Command bench measures the dispatcher: it plans files of the published scheduling benchmarks, prints the gaps to the
// best known values, and simulates days of a workshop under each dispatch policy. No workshop needs it to run.
package main

import (
	_ "time/tzdata" // simulated shops have time zones, and the machine may know none

	"github.com/alecthomas/kong"

	"bayline/internal/simulate"
	"bayline/internal/solve"
)

type cli struct {
	Solve     solve.Cmd      `cmd:"" help:"Plan a scheduling benchmark file and print the schedule as JSON."`
	Benchmark solve.TableCmd `cmd:"" help:"Solve a directory of published benchmark files and print the gaps to the best known values."`
	Simulate  simulate.Cmd   `cmd:"" help:"Run a dispatch policy on simulated workshop days, the same for every policy, and print the figures as JSON."`
}

func main() {
	k := kong.Parse(&cli{}, kong.Name("bench"), kong.Description("Benchmarks and simulation of bayline's dispatcher."),
		kong.DefaultEnvars("BAYLINE"), kong.UsageOnError())
	k.FatalIfErrorf(k.Run())
}
