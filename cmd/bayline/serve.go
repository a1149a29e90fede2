package main

import (
	"context"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strings"

	"github.com/alecthomas/kong"
)

// storage are the flags that say where things are kept.
type storage struct {
	Data        string `placeholder:"DIR" default:"${data}" help:"Directory of the embedded journal."`
	DatabaseURL string `name:"database-url" placeholder:"URL" help:"PostgreSQL journal instead of the embedded one (postgres://...)."`
	RedisURL    string `name:"redis-url" placeholder:"URL" help:"Redis between several instances (redis://...); without it one instance serves alone."`
	RedisPrefix string `name:"redis-prefix" default:"bayline:" help:"Prefix of every Redis channel."`

	// What stands on a command line can be read by everybody on the machine, passwords too.
	DatabaseURLFile string `name:"database-url-file" placeholder:"FILE" help:"File that holds the database URL, so that its password is on no command line."`
	RedisURLFile    string `name:"redis-url-file" placeholder:"FILE" help:"File that holds the Redis URL."`
}

// read fills in the URLs that stand in files.
func (s *storage) read() error {
	for _, each := range []struct {
		flag, file string
		url        *string
	}{{"database-url", s.DatabaseURLFile, &s.DatabaseURL}, {"redis-url", s.RedisURLFile, &s.RedisURL}} {
		switch {
		case each.file == "":
			continue
		case *each.url != "":
			return fmt.Errorf("--%s and --%s-file exclude each other", each.flag, each.flag)
		}
		text, err := os.ReadFile(each.file)
		if err != nil {
			return fmt.Errorf("--%s-file: %w", each.flag, err)
		}
		if *each.url = strings.TrimSpace(string(text)); *each.url == "" {
			return fmt.Errorf("--%s-file: %s is empty", each.flag, each.file)
		}
	}
	return nil
}

// listening are the flags of everything that opens a port.
type listening struct {
	Addr     string   `default:"127.0.0.1:8080" help:"Address to listen on."`
	Insecure bool     `help:"Allow an address other machines can reach, although there are no users and passwords yet."`
	Origins  []string `name:"origin" placeholder:"ORIGIN" help:"Further origins whose pages may call, scheme://host[:port]."`
	Hosts    []string `name:"host" placeholder:"NAME" help:"Further names this server answers to, as behind a proxy; on this machine's own address it takes only localhost."`
	Sockets  int      `name:"sockets-per-address" default:"512" help:"Live screens one network address may have open. Behind a proxy all screens have the proxy's address: then as many as there are screens."`
}

type serveCmd struct {
	listening
	storage
}

// Run implements the serve command.
func (c *serveCmd) Run(ctx context.Context) error {
	if err := c.read(); err != nil {
		return err
	}
	log := slog.New(slog.NewTextHandler(os.Stderr, nil))
	p, err := open(ctx, config{
		Addr: c.Addr, Insecure: c.Insecure, Data: c.Data, DatabaseURL: c.DatabaseURL, RedisURL: c.RedisURL,
		RedisPrefix: c.RedisPrefix, Origins: c.Origins, Hosts: c.Hosts, Sockets: c.Sockets, Log: log,
	})
	if err != nil {
		return err
	}
	defer p.close()
	fmt.Printf("bayline is at %s\n", p.URL())
	if c.DatabaseURL == "" {
		fmt.Printf("its journal is in %s\n", c.Data)
	}
	return p.wait(ctx)
}

// dataDir gives where the journal lies unless told otherwise.
func dataDir() string {
	if base, err := os.UserConfigDir(); err == nil {
		return filepath.Join(base, "bayline")
	}
	return "bayline-data"
}

type versionCmd struct{}

// Run implements the version command.
func (versionCmd) Run() error {
	fmt.Println("bayline", version)
	return nil
}

type helpCmd struct{}

// Run implements the help command: every command with its flags, on one page.
func (helpCmd) Run(k *kong.Kong) error {
	fmt.Println("bayline: live progress of a car dealership's workshop.")
	for _, node := range k.Model.Children {
		fmt.Printf("\nbayline %s\n    %s\n", node.Name, node.Help)
		for _, arg := range node.Positional {
			fmt.Printf("    %-28s %s\n", "<"+arg.Name+">", arg.Help)
		}
		for _, flag := range node.Flags {
			if flag.Name == "help" {
				continue
			}
			value := ""
			if !flag.IsBool() {
				value = " " + flag.FormatPlaceHolder()
			}
			fmt.Printf("    --%-26s %s", flag.Name+value, flag.Help)
			if len(flag.Envs) > 0 {
				fmt.Printf(" [%s]", flag.Envs[0])
			}
			fmt.Println()
		}
	}
	return nil
}
