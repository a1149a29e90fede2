package report

import (
	"context"
	"time"
)

// Position is the last record of a shop that its facts were made from. At tells two logs of the same length apart.
type Position struct {
	Seq int64
	At  time.Time // when the record at Seq was made; zero at Seq 0
}

// Change is one step of a projection: the rows to replace and the positions before and after.
type Change struct {
	Shop       string
	From, To   Position
	Visits     []VisitFact
	Operations []OperationFact
}

// Store keeps facts and positions. It is safe for concurrent use, also by several processes. Its errors are those of
// package journal: ErrUnavailable, ErrInvalid, and the error of the context.
type Store interface {
	// Position returns how far the facts of a shop have come; zero: there are none.
	Position(ctx context.Context, shop string) (Position, error)

	// Save makes a step durable, all of it or none. false: the facts are not at From, somebody else has moved them.
	Save(ctx context.Context, change Change) (bool, error)

	// Reset forgets the facts and the position of a shop.
	Reset(ctx context.Context, shop string) error

	// Behind returns the shops whose facts do not stand at the end of their log, with their positions.
	Behind(ctx context.Context) (map[string]Position, error)

	// VisitsSettled returns the visits of a shop settled in [from, to), in order of settlement.
	VisitsSettled(ctx context.Context, shop string, from, to time.Time) ([]VisitFact, error)

	// OperationsFinished returns the operations of a shop finished in [from, to), in order of finishing.
	OperationsFinished(ctx context.Context, shop string, from, to time.Time) ([]OperationFact, error)

	// VisitOfOrder finds the visit with a repair order number, also one that was finished long ago; the newest when
	// the shop has used a number twice.
	VisitOfOrder(ctx context.Context, shop, orderNo string) (visit VisitFact, found bool, err error)
}
