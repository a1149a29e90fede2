package journaltest

import (
	"fmt"
	"sync/atomic"
	"testing"

	"bayline/internal/journal"
)

// Benchmark measures durable appends of one record.
func Benchmark(b *testing.B, store Store) {
	j := fresh(b, store)
	var shops atomic.Int64 // every writer has its own shop
	b.Run("one writer", func(b *testing.B) {
		appendOne := writer(b, j, shops.Add(1))
		b.ReportAllocs()
		for b.Loop() {
			if err := appendOne(); err != nil {
				b.Fatal(err)
			}
		}
		b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "appends/s")
	})
	b.Run("eight writers per core", func(b *testing.B) {
		b.SetParallelism(8)
		b.ReportAllocs()
		b.RunParallel(func(pb *testing.PB) {
			appendOne := writer(b, j, shops.Add(1))
			for pb.Next() {
				if err := appendOne(); err != nil {
					b.Error(err)
					return
				}
			}
		})
		b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "appends/s")
	})
}

func writer(b *testing.B, j journal.Journal, shop int64) func() error {
	ctx := limited(b)
	change := journal.Append{Shop: fmt.Sprint(shop), Records: records(1, "bench")}
	return func() error {
		receipt, err := j.Append(ctx, change)
		change.Expected = receipt.Last
		return err
	}
}
