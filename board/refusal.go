package board

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// Refusal is the answer to a command that a rule does not allow. Code is stable and meant for programs; Message says
// it to people. Field names the part of the command at fault, when one is. Args are typed: times are time.Time in the
// shop's zone, codes are codes, what needs words of its own is a Message.
type Refusal struct {
	Code  string         `json:"code"`
	Field string         `json:"field,omitempty"`
	Args  map[string]any `json:"args,omitempty"`
}

// Error returns the code and the arguments, for logs and programmers.
func (r *Refusal) Error() string {
	var b strings.Builder
	b.WriteString("refused: " + r.Code)
	for _, name := range slices.Sorted(maps.Keys(r.Args)) {
		fmt.Fprintf(&b, " %s=%v", name, r.Args[name])
	}
	return b.String()
}

// Message returns the refusal as something to be said to people, with the row of the list in which it arose.
func (r *Refusal) Message() Message {
	m := Message{Code: "refusal." + r.Code, Args: r.Args}
	if row, ok := r.Args["row"]; ok {
		return Say("refusal.row", "row", row, "refusal", m)
	}
	return m
}

// inRow names the row of a list, the first being 1, in which a refusal arose.
func inRow(err error, index int) error {
	if r, ok := AsRefusal(err); ok {
		r.Args["row"] = index + 1
	}
	return err
}

// AsRefusal finds the Refusal in an error chain.
func AsRefusal(err error) (*Refusal, bool) {
	var r *Refusal
	ok := errors.As(err, &r)
	return r, ok
}

// RefusalCodes lists every code this package can refuse with, in alphabetical order.
func RefusalCodes() []string { return slices.Clone(refusalCodes) }

var refusalCodes = []string{
	"additional_unknown", "appointment_exists", "bay_in_use", "bay_maintenance", "bay_occupied", "bay_unknown",
	"cycle", "field_invalid", "field_missing", "hour_full", "inspector_worked", "level_order", "line_started",
	"manager_required", "move_refused", "no_operations", "no_standard_hours", "not_checked", "not_working",
	"note_required", "operation_held", "operation_unknown", "order_differs", "order_no_taken", "order_unsigned",
	"part_unknown", "parts_transition", "person_in_use", "person_unknown", "plate_present", "promise_missing",
	"promise_needed", "promise_past", "self_check_missing", "shop_closed", "shop_exists", "shop_unknown",
	"signature_required", "slot_taken", "team_bays", "team_unknown", "technician_absent", "technician_busy",
	"technicians_missing", "text_too_long", "text_unreadable", "time_impossible", "too_many", "unknown_code",
	"visit_unknown", "wash_line", "wrong_stage", "wrong_state",
}

// refuse builds a Refusal from a code and name, value pairs. The name "field" sets Field.
func refuse(code string, pairs ...any) *Refusal {
	r := &Refusal{Code: code, Args: map[string]any{}}
	for i := 0; i+1 < len(pairs); i += 2 {
		name := pairs[i].(string)
		r.Args[name] = pairs[i+1]
		if name == "field" {
			r.Field = fmt.Sprint(pairs[i+1])
		}
	}
	return r
}
