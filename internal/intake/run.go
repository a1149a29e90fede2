package intake

import (
	"context"
	"fmt"

	"bayline/board"
)

// Result is the outcome of a run.
type Result struct {
	Done      int       `json:"done"`      // rows carried out
	Unchanged int       `json:"unchanged"` // rows that were so already
	Bad       int       `json:"bad"`       // rows with a problem
	Problems  []Problem `json:"problems"`  // every problem and warning, in the file's order
}

// Execute carries out one command under its idempotency key. A *board.Refusal
// is the row's fault; any other error ends the run.
type Execute func(ctx context.Context, c board.Command, key string) error

// Run carries out the good rows of a report. A row that the shop refuses by now
// becomes a bad one; the others go on. An error means that the shop could not
// be reached: the rows done so far stay, and running again continues.
func Run(ctx context.Context, report Report, execute Execute) (Result, error) {
	result := Result{Problems: []Problem{}}
	for _, row := range report.Rows {
		result.Problems = append(result.Problems, row.Problems...)
		switch {
		case row.Bad():
			result.Bad++
			continue
		case row.Unchanged:
			result.Unchanged++
			continue
		}
		refusal, err := carryOut(ctx, row, execute)
		if err != nil {
			return result, fmt.Errorf("import line %d: %w", row.Line, err)
		}
		if refusal == nil {
			result.Done++
			continue
		}
		result.Bad++
		result.Problems = append(result.Problems, Problem{Line: row.Line, Field: refusal.Field, Code: refusal.Code, Message: refusal.Message()})
	}
	return result, nil
}

func carryOut(ctx context.Context, row RowResult, execute Execute) (*board.Refusal, error) {
	for _, a := range row.Actions {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		err := execute(ctx, a.Command, a.Key)
		if refusal, ok := board.AsRefusal(err); ok {
			return refusal, nil
		}
		if err != nil {
			return nil, err
		}
	}
	return nil, nil
}
