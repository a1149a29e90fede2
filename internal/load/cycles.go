package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"sync"
	"time"
)

// Of F: how many connections come and go, how many at a time, and how many before the first look.
const (
	cycles      = 10_000
	cyclesAbove = 32
	cyclesFirst = 2000
)

// lingerTime is longer than bayline keeps a view nobody watches, and idle workers.
const lingerTime = 25 * time.Second

// leftovers is F: what bayline holds before and after many connections.
func leftovers(ctx context.Context, w io.Writer, count int) (err error) {
	c, err := startPeer(ctx, "bayline", "")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, c.stop()) }()
	if _, err := c.tell("rooms %d %d", 50, 600); err != nil {
		return err
	}
	var looks [2]struct {
		left
		descriptors int
		rss         int64
	}
	for i, n := range []int{cyclesFirst, count} {
		if err := cycle(ctx, c, n); err != nil {
			return err
		}
		if err := pause(ctx, lingerTime); err != nil {
			return err
		}
		look := &looks[i]
		if look.left, err = c.left(); err != nil {
			return err
		}
		if look.descriptors, err = c.descriptors(); err != nil {
			return err
		}
		if look.rss, err = c.rss(); err != nil {
			return err
		}
	}
	before, after := looks[0], looks[1]
	fmt.Fprintf(w, "\nF: what bayline holds after %d connections, and after %d more (bar: +-5 %%)\n\n| | before | after | change |\n|---|---|---|---|\n", cyclesFirst, count)
	for _, line := range []struct {
		what          string
		before, after int64
	}{
		{"goroutines", int64(before.Goroutines), int64(after.Goroutines)}, {"descriptors", int64(before.descriptors), int64(after.descriptors)},
		{"heap, KB", before.Heap / 1024, after.Heap / 1024}, {"resident, KB", before.rss / 1024, after.rss / 1024},
	} {
		fmt.Fprintf(w, "| %s | %d | %d | %+.1f %% |\n", line.what, line.before, line.after, 100*float64(line.after-line.before)/float64(line.before))
	}
	return nil
}

// cycle connects, waits for the view, and leaves, so many times.
func cycle(ctx context.Context, c *child, count int) error {
	errs := make([]error, cyclesAbove)
	var all sync.WaitGroup
	for worker := range errs {
		all.Go(func() {
			for i := worker; i < count && errs[worker] == nil; i += cyclesAbove {
				s := &screen{number: i, address: c.address, room: roomName(i % 50), speak: dialects()[c.name]}
				if errs[worker] = s.connect(); errs[worker] == nil {
					errs[worker] = s.arrived(ctx)
				}
				s.cut()
			}
		})
	}
	all.Wait()
	return errors.Join(errs...)
}
