// Package checker tries to catch bayline lying. It starts a house of real processes, three instances on one
// PostgreSQL and one Redis with a proxy on every line between them, lets several shops work, hangs up screens, breaks
// things one after the other, and afterwards holds what every screen was shown against the journal.
//
// The promise it tests: a committed change reaches every connected screen of its shop, within half a second of the last
// commit (three without Redis); and no screen ever shows something that was not committed, goes backwards, or shows
// another shop. Nothing an instance has acknowledged is lost or done twice.
//
// A round goes like this. Hands give random commands through all instances, each under an idempotency key, and try
// again elsewhere when they get no answer. A fault of the table is injected and healed. Then the hands rest, the screens
// must come to show what the journal says, and the round is verified: every frame a screen took is replayed and compared
// with the view computed anew from the journal's first records up to the position the frame names.
//
// It is a tool and a test, no part of the product: go run ./cmd/check --minutes 30.
package checker
