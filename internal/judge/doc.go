// Package judge tells how good a way to dispatch is: it lives simulated days of
// a full workshop with the real board and the real planner and counts which
// promises were kept. Everything that chance decides (which cars come and when,
// how long each piece of work takes, what is found on the way, who is away) is
// drawn before the day begins, from the seed, the day, the car and the piece of
// work: every policy meets the same days. The dispatcher sees only the board,
// so it learns of an overrun by the clock passing.
package judge
