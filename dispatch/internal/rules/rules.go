// Package rules is the rule table of a workshop: one row for everything that forbids or prices a choice of people, bay
// and time. The schedule, the rollout, the check of a person's choice, the suggestions and the explanations read the
// same rows, so that what the plan does is what a person is allowed to do. Only the validator (package validate) is
// written apart, as an independent twin.
//
// A hard rule (Table) is kept by every plan; Force says what a person who chooses otherwise may do. A soft rule (Costs)
// has a price in minutes: how much later another choice may finish and still be preferred.
package rules

import (
	"time"

	"bayline/board"
	"bayline/dispatch/internal/plan"
)

// Kind is what a piece of work is.
type Kind = plan.Kind

// The kinds of work.
const (
	KindWork       = plan.KindWork
	KindInspection = plan.KindInspection
	KindWash       = plan.KindWash
)

// Force says how firm a rule is against a person who chooses otherwise. The plan keeps all of them.
type Force uint8

const (
	// Overridable rules may be broken by somebody who says why.
	Overridable Force = iota
	// AtOnce rules cannot be broken by a start that is now; a later start may be ordered against them.
	AtOnce
	// Impossible rules cannot be broken in the workshop at all.
	Impossible
	// PlanOnly rules bind the plan alone: a person who starts the work decides them by starting.
	PlanOnly
)

// Scope is what a rule looks at.
type Scope uint8

const (
	Person  Scope = iota // one of the people, for the work
	Crew                 // the people together
	Bay                  // the bay, for the work
	Work                 // the work itself: what it has to wait for
	Overlap              // two works that want one person, bay or car at once
)

// Rule is one row of the table. It has one of three tests: Allows says whether a choice keeps the rule, OneOf that at
// least one of the people must have something, Until when the obstacle is over. A rule of the scope Overlap has none:
// the schedule keeps it by booking, the check by comparing with what is booked.
type Rule struct {
	Code    string // what a choice that breaks it is told, as reason.<code>
	Undated string // the same when nobody knows when the obstacle is over; empty: Code
	Hold    string // what a car is told whose work waits for it without a date; empty: Undated
	Scope   Scope
	Force   Force
	ForceOf func(*Case) Force // where it depends on the case
	OfCar   bool              // needs Task.Visit: a shop is not said to lack people for it

	Allows func(*Case) bool
	OneOf  func(*Case) bool
	Until  func(*Case) (at time.Time, known bool) // zero: no obstacle
	Args   func(*Case) []any                      // of the sentence
}

// Task is the work a choice is made for. Visit is nil where the shop is asked as a whole.
type Task struct {
	Visit    *board.Visit
	Line     int
	Kind     Kind
	Trade    board.Trade
	BayType  board.BayType
	MinGrade board.Grade
	Crew     int // people it takes; 0: nobody
}

// Case is a choice under test. Rules about a person look at Person, rules about a bay at Bay.
type Case struct {
	State  *board.State
	Now    time.Time
	Task   Task
	Person *board.Person
	People []*board.Person
	Bay    *board.Bay
	Start  time.Time // zero: as soon as it can be
	Over   time.Time // when the obstacle of an Until is over, for the sentence
}

// AtOnce reports whether the work would begin at once.
func (c *Case) AtOnce() bool { return !c.Start.IsZero() && !c.Start.After(c.Now) }

// Impossible reports whether a choice that breaks the rule cannot be ordered even by somebody who says why.
func (r *Rule) Impossible(c *Case) bool {
	force := r.Force
	if r.ForceOf != nil {
		force = r.ForceOf(c)
	}
	return force == Impossible || (force == AtOnce && c.AtOnce())
}

// Of lists the rules of a scope.
func Of(scope Scope) []*Rule { return byScope[scope] }

var byScope = func() (lists [Overlap + 1][]*Rule) {
	for i := range Table {
		r := &Table[i]
		lists[r.Scope] = append(lists[r.Scope], r)
	}
	return lists
}()

// Named returns the rule of a code; it panics for a code that has no row.
func Named(code string) *Rule {
	for i := range Table {
		if Table[i].Code == code {
			return &Table[i]
		}
	}
	panic("no rule " + code)
}

// Qualified reports whether a person may be on the work: every rule about one person. Those about the car's past are
// left out on demand.
func Qualified(c *Case, ofCar bool) bool {
	for _, r := range Of(Person) {
		if r.Allows != nil && (ofCar || !r.OfCar) && !r.Allows(c) {
			return false
		}
	}
	return true
}

// Leads reports whether a person has what at least one of the people on the work must have.
func Leads(c *Case) bool {
	for _, r := range Of(Crew) {
		if r.OneOf != nil && !r.OneOf(c) {
			return false
		}
	}
	return true
}

// Fits reports whether people may do the work together: every rule about one of them, and about the crew.
func Fits(c *Case, people []*board.Person) bool {
	one := *c
	leads := false
	for _, one.Person = range people {
		if !Qualified(&one, true) {
			return false
		}
		leads = leads || Leads(&one)
	}
	one.People = people
	for _, r := range Of(Crew) {
		if r.Allows != nil && !r.Allows(&one) {
			return false
		}
	}
	return leads
}

// Serves reports whether the work may be done in a bay at some time. What binds the plan alone may be left out.
func Serves(c *Case, plan bool) bool {
	for _, r := range Of(Bay) {
		if r.Allows != nil && (plan || r.Force != PlanOnly) && !r.Allows(c) {
			return false
		}
	}
	return true
}

// Wait returns when the last obstacle of a scope is over, by what is expected, and the rule that makes it so; nil when
// there is none. known is false when nobody can tell.
func Wait(scope Scope, c *Case) (at time.Time, why *Rule, known bool) {
	for _, r := range Of(scope) {
		if r.Until == nil {
			continue
		}
		until, ok := r.Until(c)
		if !ok {
			return time.Time{}, r, false
		}
		if until = Expected(until, c.Now); until.After(at) {
			at, why = until, r
		}
	}
	return at, why, true
}

// Expected returns the time of something that was told to happen and has not: an hour that has passed, or is about to,
// is taken to be ten minutes off. Zero stays zero.
func Expected(at, now time.Time) time.Time {
	if soon := now.Add(Overdue); !at.IsZero() && at.Before(soon) {
		return soon
	}
	return at
}

// Overdue is how far from now something is expected that should have happened already.
const Overdue = 10 * time.Minute

// latest returns the later of two times.
func latest(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}
