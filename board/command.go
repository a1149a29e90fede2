package board

import (
	"encoding/json"
	"fmt"
	"slices"
)

// CommandSpec is one row of the command table: what the program knows about a command besides its rules. Routes,
// the API document, rights, the drawing of random commands in tests and the words of the pages are made from it.
type CommandSpec struct {
	Name     string   // stable, in URLs and logs: "start_work"
	Zero     Command  // an empty value
	Tag      string   // the group it is documented under
	Summary  string   // one line for the API document
	Emits    []string // kinds of the events it may record, in alphabetical order
	Roles    []Role   // who may; empty: anybody
	Internal bool     // asked for by the program alone: no route

	decode func(data []byte) (Command, error)
}

// Decode reads the command from JSON.
func (c CommandSpec) Decode(data []byte) (Command, error) { return c.decode(data) }

// May reports whether somebody in a role may ask for the command.
func (c CommandSpec) May(role Role) bool { return len(c.Roles) == 0 || slices.Contains(c.Roles, role) }

// Commands returns the command table, in the order of the document.
func Commands() []CommandSpec { return slices.Clone(commandTable) }

// CommandNamed returns the row of a command.
func CommandNamed(name string) (CommandSpec, bool) {
	i := slices.IndexFunc(commandTable, func(c CommandSpec) bool { return c.Name == name })
	if i < 0 {
		return CommandSpec{}, false
	}
	return commandTable[i], true
}

// command builds a row from the command's type and one value of each event it may record.
func command[C Command](tag, summary string, emits ...Body) CommandSpec {
	var zero C
	spec := CommandSpec{Name: zero.Name(), Zero: zero, Tag: tag, Summary: summary}
	for _, body := range emits {
		spec.Emits = append(spec.Emits, body.kind())
	}
	slices.Sort(spec.Emits)
	spec.decode = func(data []byte) (Command, error) {
		var c C
		if err := json.Unmarshal(data, &c); err != nil {
			return nil, fmt.Errorf("command %s: %w", spec.Name, err)
		}
		return c, nil
	}
	return spec
}

// internal marks a row of a command that only the program asks for.
func internal(c CommandSpec) CommandSpec {
	c.Internal = true
	return c
}
