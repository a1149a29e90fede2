// Package search finds good schedules for a shop: which operation is done when, in which
// bay, by whom. It knows nothing of cars or people. A Problem lists resources, jobs
// and operations; a Schedule gives every operation a mode, a start and an end; Validate says,
// independently of how the schedule was found, whether it keeps every rule.
//
// There are two engines behind Solve.
//
//   - Plain shops (every resource takes one operation at a time, no calendars, no pins, jobs
//     are chains) are searched on the disjunctive graph: one chain of operations per resource,
//     heads and tails as longest paths. Makespan uses tabu search with
//     re-insertion of critical operations and recombination of an elite pool; due date
//     objectives use parallel tempering over critical arcs. These are the shops of the published benchmarks.
//   - Everything else is searched over one global order of operations that a serial list
//     decoder turns into a schedule. Any mixture of calendars, capacities, pins and
//     precedence is feasible there by construction, at the price of speed.
//
// The package is deterministic: it reads no clock and starts no goroutine, the budget is a
// number of iterations, and equal problem, seed and budget give the equal schedule. Callers
// that must obey wall-clock time pass a stop function, and give up that guarantee.
package search
