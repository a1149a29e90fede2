// Package simulate compares dispatch policies by discrete-event simulation: it lives days of a full workshop with the
// real board and the real planner and counts which promises were kept. All randomness (arrivals, actual durations,
// found work, absences) is drawn before the day begins, from the seed, the day, the car and the operation: every policy
// meets the same days (common random numbers). The dispatcher sees only the board, so it learns of an overrun by the
// clock passing.
package simulate
