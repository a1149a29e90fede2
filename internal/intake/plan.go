package intake

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"bayline/board"
	"bayline/internal/words"
)

// Options say how a table is to be read.
type Options struct {
	// Kind overrides what the header looks like; "" recognises it.
	Kind Kind
	// Known reports whether an order of that number was here before and has
	// been finished so long that the state forgot it. It may be nil.
	Known func(orderNo string) bool
}

// Report is the outcome of a dry run.
type Report struct {
	File  string      `json:"file"`
	Sheet string      `json:"sheet,omitempty"`
	Kind  Kind        `json:"kind"`
	Rows  []RowResult `json:"rows"`
}

// RowResult is what one row comes to: commands to carry out, nothing because
// all of it is so already, or problems. A row with a problem that is more than
// a warning has no commands.
type RowResult struct {
	Line      int       `json:"line"`
	Actions   []Action  `json:"-"`
	Unchanged bool      `json:"unchanged"`
	Problems  []Problem `json:"problems,omitempty"`
}

// Action is one command with its idempotency key, which follows from what the
// row says.
type Action struct {
	Command board.Command
	Key     string
}

// Bad reports whether the row cannot be carried out.
func (r RowResult) Bad() bool {
	for _, p := range r.Problems {
		if !p.Warning {
			return true
		}
	}
	return false
}

// Problems lists every problem and warning of the report in the file's order.
func (r Report) Problems() []Problem {
	var all []Problem
	for _, row := range r.Rows {
		all = append(all, row.Problems...)
	}
	return all
}

// Counts gives how many rows would change something, are so already, or are
// bad.
func (r Report) Counts() (good, unchanged, bad int) {
	for _, row := range r.Rows {
		switch {
		case row.Bad():
			bad++
		case row.Unchanged:
			unchanged++
		default:
			good++
		}
	}
	return good, unchanged, bad
}

// Plan decides every row against a copy of the state, one after another, so
// that rows that contradict each other are found too. Nothing is changed. An
// error is a *Fault: the table as a whole cannot be used; or that of a context
// that ended.
func Plan(ctx context.Context, table Table, state *board.State, now time.Time, opts Options) (Report, error) {
	kind := opts.Kind
	if kind == "" {
		kind = table.Kind
	}
	if kind == "" {
		kind, _ = nearest(table.Header) // to say which columns it lacks
	}
	if _, ok := columns[kind]; !ok {
		return Report{}, fault("unknown_kind", "kind", string(kind))
	}
	if !state.Open {
		return Report{}, &Fault{Code: "shop_unknown", Message: board.Say("refusal.shop_unknown")}
	}
	at := layout(kind, table.Header)
	if lacking := missing(kind, at); len(lacking) > 0 {
		var names []board.Name
		for _, c := range lacking {
			names = append(names, board.Named(c.Headers[0], c.Field))
		}
		return Report{}, fault("column_missing", "line", table.Line, "columns", names)
	}
	p := &planner{table: table, kind: kind, at: at, scratch: state, now: now, known: opts.Known, seq: state.Seq}
	report := Report{File: table.File, Sheet: table.Sheet, Kind: kind, Rows: make([]RowResult, 0, len(table.Rows))}
	seen := map[string]int{}
	for _, row := range table.Rows {
		if err := ctx.Err(); err != nil {
			return Report{}, err
		}
		report.Rows = append(report.Rows, p.plan(row, seen))
	}
	return report, nil
}

// planner plans the rows of one table, each on the state the ones before it
// lead to.
type planner struct {
	table   Table
	kind    Kind
	at      map[string]int
	scratch *board.State
	now     time.Time
	known   func(string) bool
	seq     int64
}

// actor is who asks in the dry run; the run itself carries the real one.
var actor = board.Actor{Name: "import"}

func (p *planner) plan(row Row, seen map[string]int) RowResult {
	r := &reader{planner: p, row: row}
	result := RowResult{Line: row.Line}
	said := strings.Join(row.Cells, "\x1f")
	if first, twice := seen[said]; twice {
		r.note("", "repeated", "line", first).Warning = true
		result.Unchanged, result.Problems = true, r.problems
		return result
	}
	seen[said] = row.Line
	if r.formulas(); len(r.problems) > 0 {
		result.Problems = r.problems
		return result
	}
	commands := r.commands()
	if result.Problems = r.problems; result.Bad() {
		return result
	}
	trial := p.scratch
	for _, c := range commands {
		events, next, err := r.decide(trial, &c)
		if err != nil {
			r.refused(err)
			result.Actions, result.Problems = nil, r.problems
			return result
		}
		if len(events) > 0 {
			result.Actions = append(result.Actions, Action{Command: c, Key: p.key(c)})
			trial = next
		}
	}
	p.scratch = trial
	result.Unchanged, result.Problems = len(result.Actions) == 0, r.problems
	return result
}

// formulas refuses cells whose formula was stored without its value: nothing that comes from outside is calculated here.
func (r *reader) formulas() {
	for _, c := range columns[r.kind] {
		i, ok := r.at[c.Field]
		if formula := r.row.formulas[i]; ok && formula != "" {
			r.note(c.Field, "formula_without_value", "cell", cellName(i, r.row.Line)).Value = formula
		}
	}
}

// commands reads the row as what the table holds.
func (r *reader) commands() []board.Command {
	switch r.kind {
	case Orders:
		return r.order()
	case Appointments:
		return r.appointment()
	case People:
		return r.employee()
	case Bays:
		return r.bay()
	case Teams:
		return r.teamRow()
	}
	return r.labourTime()
}

// decide asks the rules. An appointment that was made elsewhere is a fact: the
// spacing of this shop's own book gives a warning, and the row is kept.
func (r *reader) decide(s *board.State, c *board.Command) ([]board.Event, *board.State, error) {
	meta := board.Meta{Now: r.now, Actor: actor}
	events, next, err := board.Decide(s, *c, meta)
	refusal, refused := board.AsRefusal(err)
	book, isBook := (*c).(board.Book)
	if !refused || !isBook || (refusal.Code != "slot_taken" && refusal.Code != "hour_full" && refusal.Code != "shop_closed") {
		return events, next, err
	}
	r.rule("at", refusal).Warning = true
	book.Override = words.Embedded().Printer(r.scratch.Settings.Language).Text("import.booked_elsewhere")
	*c = book
	return board.Decide(s, *c, meta)
}

// refused notes why the rules refuse the row.
func (r *reader) refused(err error) {
	refusal, ok := board.AsRefusal(err)
	if !ok {
		r.note("", "failed", "error", err.Error())
		return
	}
	r.rule(r.fieldFor(refusal.Field), refusal)
}

// rule notes a refusal of the shop's rules under a field of this file.
func (r *reader) rule(field string, refusal *board.Refusal) *Problem {
	p := r.note(field, refusal.Code)
	p.Message = refusal.Message()
	return p
}

// fieldFor gives this file's field for one of a command.
func (r *reader) fieldFor(field string) string {
	switch {
	case r.column(field) != "":
		return field
	case field == "roles":
		return "role"
	case field == "standard_minutes":
		return "standard_hours"
	}
	return ""
}

// key gives the idempotency key of a command: what it says. Master data may
// rightly go back to what a file said before, so their key holds the state
// they were planned on too.
func (p *planner) key(c board.Command) string {
	data, err := json.Marshal(c)
	if err != nil {
		data = fmt.Appendf(nil, "%+v", c)
	}
	text := c.Name() + "\n" + string(data)
	if p.kind != Orders && p.kind != Appointments || c.Name() == (board.ChangeDetails{}).Name() {
		text += fmt.Sprintf("\n%d", p.seq)
	}
	sum := sha256.Sum256([]byte(text))
	return "import-" + hex.EncodeToString(sum[:16])
}
