package simulate

import (
	"encoding/json"
	"fmt"
	"os"
)

// Cmd is the command `bench simulate`: it prints how a policy did on simulated days as JSON, as a
// command of kong.
type Cmd struct {
	Days    int     `default:"30" help:"Days to simulate."`
	Cars    int     `default:"60" help:"Cars that are booked for each day."`
	Promise float64 `default:"1.2" help:"Promised time against the work at book time and the usual wait."`
	Sigma   float64 `default:"0.3" help:"Spread of actual against standard times."`
	Seed    uint64  `default:"1" help:"Of all that is random."`
	Quote   int     `default:"0" enum:"0,50,80,96" help:"Promise each car what is quoted at its signature with this chance in percent; 0: as --promise says."`
	Policy  string  `default:"bayline" enum:"bayline,unanswered,fifo,edd,mdd,atc,clairvoyant" help:"Who dispatches: ${enum}."`
	Tries   int     `default:"4000" help:"Orders of work the clairvoyant tries for each day."`
	Check   bool    `help:"Hold every plan that is followed against the validator; the first broken rule ends the run."`
	Table   bool    `help:"Print all policies side by side instead." xor:"print"`
	Cells   bool    `help:"Print bayline beside MDD in shops of every load and spread instead; --cars, --sigma and --policy do not count." xor:"print"`
}

// Validate names the first flag that makes no days.
func (c *Cmd) Validate() error {
	switch {
	case c.Days < 1:
		return fmt.Errorf("--days is %d: at least one day is needed", c.Days)
	case c.Cars < 1:
		return fmt.Errorf("--cars is %d: at least one car a day is needed", c.Cars)
	case !(c.Promise > 0):
		return fmt.Errorf("--promise is %g: it must be above 0", c.Promise)
	case !(c.Sigma >= 0):
		return fmt.Errorf("--sigma is %g: it must not be below 0", c.Sigma)
	}
	return nil
}

// Run implements the command.
func (c *Cmd) Run() error {
	s := Setting{Days: c.Days, Cars: c.Cars, Promise: c.Promise, Sigma: c.Sigma, Seed: c.Seed, Quote: c.Quote, Tries: c.Tries, Check: c.Check}
	switch {
	case c.Table:
		return Table(os.Stdout, s)
	case c.Cells:
		return Cells(os.Stdout, s)
	}
	r, err := Run(s, c.Policy)
	if err != nil {
		return err
	}
	e := json.NewEncoder(os.Stdout)
	e.SetIndent("", "  ")
	if err := e.Encode(r); err != nil {
		return fmt.Errorf("print the result: %w", err)
	}
	return nil
}
