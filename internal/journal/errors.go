package journal

import (
	"errors"
	"fmt"
)

var (
	// ErrConflict: the head is not the one the writer decided on. The error is a *ConflictError.
	ErrConflict = errors.New("journal: somebody else wrote first")
	// ErrKeyReused: the idempotency key belongs to another request.
	ErrKeyReused = errors.New("journal: idempotency key was used for another request")
	// ErrInvalid: the call itself is wrong (no shop, data that is not JSON ...) and would fail every time.
	ErrInvalid = errors.New("journal: invalid")
	// ErrUnavailable: the store cannot be reached or cannot write now; the same call may succeed later.
	ErrUnavailable = errors.New("journal: store unavailable")
	// ErrInUse: another process holds the data directory of an embedded journal.
	ErrInUse = errors.New("journal: data directory is in use")
)

// ConflictError is the ErrConflict of one shop: the writer decided on head Expected, the log is at Have.
type ConflictError struct {
	Shop     string
	Expected int64
	Have     int64
}

func (e *ConflictError) Error() string {
	return fmt.Sprintf("%v: shop %q is at %d, the change was decided at %d", ErrConflict, e.Shop, e.Have, e.Expected)
}

// Is makes errors.Is(err, ErrConflict) true.
func (e *ConflictError) Is(target error) bool { return target == ErrConflict }
