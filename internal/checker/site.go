package checker

import (
	"context"
	"fmt"
	"time"

	"bayline/internal/journal"
)

// site is what is checked: instances of bayline on one journal.
type site struct {
	doors []string        // addresses of the instances, http://host:port, as screens and hands reach them
	truth journal.Journal // a line to the journal of the checker's own, which no fault touches

	committed func(ctx context.Context, p position) (time.Time, error) // tells when a record was committed; nil: the store does not tell
}

// Violation is a broken promise.
type Violation struct {
	Kind  Kind
	Fault string // the fault of the round
	Where string // a screen, a shop
	What  string
}

// Kind names the promise that was broken.
type Kind string

// The promises.
const (
	Isolation   Kind = "isolation"   // a screen was shown another shop or view
	Prefix      Kind = "prefix"      // a frame did not continue what the screen had
	Phantom     Kind = "phantom"     // a screen showed what no committed state shows
	Monotonic   Kind = "monotonic"   // a screen went back in time
	Equivalence Kind = "equivalence" // two ways to the same rev gave two pictures
	Convergence Kind = "convergence" // a screen did not come to show the journal in time
	Durable     Kind = "durable"     // an acknowledged command is not in the journal as acknowledged
	Once        Kind = "once"        // the journal holds what no command explains, or a command twice
	Truthful    Kind = "truthful"    // an answer, an age or a health check said something untrue
)

// Error implements error.
func (v Violation) Error() string {
	return fmt.Sprintf("%s during %q at %s: %s", v.Kind, v.Fault, v.Where, v.What)
}

// Now and then a machine is so busy that nothing can be on time; patience multiplies every bound.
func patient(d time.Duration, patience float64) time.Duration {
	return time.Duration(float64(d) * max(patience, 1))
}
