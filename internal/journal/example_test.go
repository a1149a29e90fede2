package journal_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"time"

	"bayline/internal/journal"
	"bayline/internal/journal/sqlite"
)

// A writer decides on the head it knows. Of two that know the same one, the second is told where the log is now; a
// command that is repeated with its key gets its first answer.
func Example() {
	ctx := context.Background()
	dir, err := os.MkdirTemp("", "bayline-example")
	if err != nil {
		panic(err)
	}
	defer func() { _ = os.RemoveAll(dir) }()
	j, err := sqlite.Open(ctx, dir)
	if err != nil {
		panic(err)
	}
	defer func() { _ = j.Close() }()

	arrived := journal.Record{At: time.Date(2026, 3, 2, 8, 0, 0, 0, time.UTC), Actor: "Li", Kind: "arrived", Data: []byte(`{"visit":"V1"}`)}
	first := journal.Append{Shop: "haizhu", Expected: 0, Records: []journal.Record{arrived}, Key: "tap-1", Digest: "d", Reply: []byte("V1")}
	receipt, err := j.Append(ctx, first)
	fmt.Println("appended at", receipt.First, err)

	_, err = j.Append(ctx, journal.Append{Shop: "haizhu", Expected: 0, Records: []journal.Record{arrived}})
	var conflict *journal.ConflictError
	fmt.Println("conflict:", errors.As(err, &conflict), "the log is at", conflict.Have)

	receipt, err = j.Append(ctx, first)
	fmt.Println("replayed:", receipt.Replayed, string(receipt.Reply), err)

	records, err := j.Read(ctx, "haizhu", 0, 100)
	fmt.Println(len(records), "record:", records[0].Seq, records[0].Kind, string(records[0].Data), err)
	// Output:
	// appended at 1 <nil>
	// conflict: true the log is at 1
	// replayed: true V1 <nil>
	// 1 record: 1 arrived {"visit":"V1"} <nil>
}
