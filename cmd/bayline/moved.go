package main

import (
	"fmt"
	"regexp"
	"strings"

	"github.com/alecthomas/kong"
)

// movedCmd stands for a command that cmd/bench carries now: half the program, which no workshop needs.
type movedCmd struct {
	Args []string `arg:"" optional:"" help:"The same as before."`
}

// Run says where the command is, with the same arguments.
func (c *movedCmd) Run(k *kong.Context) error {
	words := []string{"go run ./cmd/bench", k.Selected().Name}
	for _, arg := range c.Args {
		words = append(words, quoted(arg))
	}
	return movedError{fmt.Sprintf("the server does not carry %s: run `%s` in the source", words[1], strings.Join(words, " "))}
}

// movedError ends the program with status 2, as a wrong use of it does.
type movedError struct{ sentence string }

// Error implements error.
func (e movedError) Error() string { return e.sentence }

// ExitCode implements kong.ExitCoder.
func (movedError) ExitCode() int { return 2 }

var plainWord = regexp.MustCompile(`^[\w@%+=:,./-]+$`)

// quoted writes a word so that a shell reads it as one.
func quoted(word string) string {
	if plainWord.MatchString(word) {
		return word
	}
	return "'" + strings.ReplaceAll(word, "'", `'\''`) + "'"
}
