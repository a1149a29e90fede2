package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"runtime"
	"slices"
	"strings"
	"syscall"
	"time"

	"github.com/alecthomas/kong"
)

// cli are the commands: everything unless told otherwise.
type cli struct {
	All    allCmd    `cmd:"" default:"withargs" help:"Measure and print the tables."`
	Server serverCmd `cmd:"" hidden:"" help:"A server under test; the measuring process starts it."`
}

type serverCmd struct {
	Name    string `arg:""`
	Address string `arg:""`
}

// Run implements the command.
func (c *serverCmd) Run(ctx context.Context) error { return runServer(ctx, c.Name, c.Address) }

type allCmd struct {
	Quick   bool          `help:"One short round: a few minutes, rougher figures."`
	Rounds  int           `help:"Rounds; medians are printed. Default 3, quick 1."`
	Window  time.Duration `help:"How long each run is measured. Default 10s, quick 5s."`
	Only    string        `help:"Only these of A to G, such as ABE."`
	Servers []string      `default:"bayline,centrifuge,gws,nats,gorilla,socket.io" help:"Only these servers in A to E."`
	Rate    float64       `default:"40" help:"Commands a second in G."`
	Profile string        `help:"Directory for CPU profiles of the servers written in Go, in A and B."`

	DatabaseURL string `name:"database-url" default:"postgres://postgres@127.0.0.1:5432/postgres?sslmode=disable" help:"PostgreSQL for G, as a role that may create a database."`
	RedisURL    string `name:"redis-url" default:"redis://127.0.0.1:6379" help:"Redis for G."`
}

// Run implements the command.
func (c *allCmd) Run(ctx context.Context) (err error) {
	rounds, window := 3, 10*time.Second
	if c.Quick {
		rounds, window = 1, 5*time.Second
	}
	c.Rounds, c.Window = cmp.Or(c.Rounds, rounds), cmp.Or(c.Window, window)
	if err := raiseLimit(); err != nil {
		return err
	}
	dir, err := os.MkdirTemp("", "bayline-load-")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	if slices.Contains(c.Servers, "socket.io") && c.wants("A", "B", "C", "D", "E") {
		if err := installSocketIO(ctx, dir); err != nil {
			return err
		}
	}
	machine()
	if rows := c.sideBySide(ctx, dir); len(rows) > 0 {
		fmt.Println()
		write(os.Stdout, rows)
	}
	if c.wants("F") {
		err = errors.Join(err, leftovers(ctx, os.Stdout, cycles))
	}
	if c.wants("G") {
		err = errors.Join(err, fullPath(ctx, os.Stdout, dir, c.DatabaseURL, c.RedisURL, c.Rate, 2*c.Window))
	}
	return errors.Join(err, ctx.Err())
}

// wants tells whether one of the scenarios is asked for.
func (c *allCmd) wants(letters ...string) bool {
	return c.Only == "" || slices.ContainsFunc(letters, func(l string) bool { return strings.Contains(strings.ToUpper(c.Only), l) })
}

// sideBySide plays A to E; in every round the servers take turns, each time another one first.
func (c *allCmd) sideBySide(ctx context.Context, dir string) []row {
	var rows []row
	for _, sc := range scenarios {
		if !c.wants(sc.name[:1]) {
			continue
		}
		mine := make([]row, len(c.Servers))
		for round := range c.Rounds {
			for turn := range c.Servers {
				i := (round + turn) % len(c.Servers)
				name := c.Servers[i]
				mine[i].scenario, mine[i].server = sc.name, name
				profile := ""
				if c.Profile != "" && name != "socket.io" {
					profile = fmt.Sprintf("%s/%s-%s.pprof", c.Profile, sc.name[:1], name)
				}
				s, err := measure(ctx, sc, name, dir, profile, c.Window)
				if err != nil {
					mine[i].failed = append(mine[i].failed, err)
				} else {
					mine[i].samples = append(mine[i].samples, s)
				}
				write(os.Stderr, []row{{sc.name, name, []sample{s}, nil}})
				if err != nil {
					fmt.Fprintln(os.Stderr, err)
				}
			}
		}
		rows = append(rows, mine...)
	}
	return rows
}

// machine prints what it was measured on.
func machine() {
	model := "unknown"
	if text, err := os.ReadFile("/proc/cpuinfo"); err == nil {
		if _, after, ok := strings.Cut(string(text), "model name\t: "); ok {
			model, _, _ = strings.Cut(after, "\n")
		}
	}
	load, _ := os.ReadFile("/proc/loadavg")
	node, _ := exec.Command("node", "--version").Output()
	fmt.Printf("%d cores (%s), %s, node %s, load before %s\n", runtime.NumCPU(), model, runtime.Version(), strings.TrimSpace(string(node)), strings.Join(strings.Fields(string(load))[:1], ""))
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	var c cli
	k := kong.Parse(&c, kong.Name("load"), kong.Description("bayline's live path beside others."), kong.BindTo(ctx, (*context.Context)(nil)))
	k.FatalIfErrorf(k.Run())
}
