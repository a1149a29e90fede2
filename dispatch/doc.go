// Package dispatch plans a workshop: who works on what, where and when, why, and when each car will be ready.
//
// It is pure and deterministic: the same state, time and options give the same plan on every machine. It knows the
// workshop only as package board shows it. Each part is a standard method:
//
//	problem, resources, steps, running   the state as a resource-constrained scheduling problem in small integers
//	hours, blocks                        calendars, and the bookings of people, bays and cars
//	schedule, choose                     serial schedule generation: one step at its best place
//	readyqueue                           list scheduling by a priority rule (modified due date, ATC, EDD, FIFO)
//	rolloutschedule, model, expected     rollout of what begins now: 48 scenarios, common random numbers, racing
//	newplan, currentplan                 the schedule as a Plan
//	stability, changes, diff             stability against the adopted plan, and proposals that gain enough
//	durations, forecast, disturbances    Monte Carlo forecast of every ready time
//	conformal, calibrate                 split conformal correction of the forecast, and its calibration report
//	outlook, delay, cascade              health of every promise, and the delay chain behind it
//	check, suggest, trial                hard rules of a choice, and candidates ranked by simulation
//	explain, counterfactual, cost        why a choice was made, and what would change it
//	hypothetical, whatif, quote, slots   plans of a hypothetical state: what-if, promise quotes, appointments
//	internal/rules, internal/validate    the rule table, and an independent validator of every plan
//
// A schedule needs nothing but an order of steps: any order that keeps the precedences decodes into a schedule that
// keeps every hard rule. The priority rule is one way to find an order; the search of package search is another.
package dispatch
