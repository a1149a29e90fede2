// Package dispatch decides who works on what, where and when, tells why, and
// says what will happen: the plan, the rules a choice must keep, the
// suggestions, and the outlook of every promise.
//
// It is pure and deterministic: the same state, time and options give the same
// plan on every machine. It knows the workshop only as package board shows it.
//
// The way of a plan, in the order of the files:
//
//	problem, resources, steps, running   the state as small integers
//	hours, blocks                        calendars and what is taken when
//	schedule, choose                     one step put at its best place
//	priority                             which step is next: the order
//	rehearse, model                      what begins now, tried out in many futures
//	make                                 the schedule as a Plan
//	wish, changes                        what was adopted is kept, and what would change
//	forecast, outlook, chain             how sure each promise is, and why not
//	rules, suggest                       what a person may choose, and should
//	validate                             an independent judge of every plan
//
// An order of steps is all a schedule needs: decode turns any order that keeps
// the precedences into a schedule that keeps every rule. The priority rule is
// one way to find an order; a search over orders is another.
package dispatch
