package report

import (
	"context"
	"fmt"

	"bayline/board"
	"bayline/internal/journal"
)

// Journal is what a projection needs of the journal.
type Journal interface {
	Read(ctx context.Context, shop string, after int64, limit int) ([]journal.Record, error)
	Heads(ctx context.Context, shops []string) (map[string]journal.Head, error)
	Past(ctx context.Context, shop string, schema, limit int) (journal.Past, error)
}

// projection brings the facts of one shop from where they are to the end of its log.
type projection struct {
	shop    string
	journal Journal
	store   Store
	batch   int // how many records are read, folded and stored at once

	at    Position     // where the facts are
	state *board.State // the fold of the records up to at or before it
}

// run stores everything that is in the log and not yet in the facts. base is the state at the position of the facts if
// one is at hand; otherwise the journal has one. progress may be nil.
func (p *projection) run(ctx context.Context, base *board.State, progress func(done int64)) error {
	rs, err := p.lacking(ctx)
	if err != nil || len(rs) == 0 {
		return err
	}
	if err := p.begin(ctx, base); err != nil {
		return err
	}
	if p.state.Seq != p.at.Seq {
		if rs, err = p.read(ctx, p.state.Seq, p.batch); err != nil {
			return err
		}
	}
	for len(rs) > 0 {
		if err := p.step(ctx, rs); err != nil {
			return err
		}
		if progress != nil {
			progress(p.at.Seq)
		}
		if len(rs) < p.batch {
			break
		}
		if rs, err = p.read(ctx, p.state.Seq, p.batch); err != nil {
			return err
		}
	}
	return nil
}

// lacking finds where the facts are and returns the first records they lack. Facts of records that the log does not have,
// because the journal was put back to a backup, are forgotten.
func (p *projection) lacking(ctx context.Context) (rs []journal.Record, err error) {
	if p.at, err = p.store.Position(ctx, p.shop); err != nil {
		return nil, err
	}
	if p.at.Seq > 0 {
		if rs, err = p.read(ctx, p.at.Seq-1, p.batch+1); err != nil {
			return nil, err
		}
		if len(rs) > 0 && rs[0].At.Equal(p.at.At) {
			return rs[1:], nil
		}
		if err := p.store.Reset(ctx, p.shop); err != nil {
			return nil, err
		}
		p.at = Position{}
	}
	if rs, err = p.read(ctx, 0, p.batch); err != nil || len(rs) == 0 {
		return nil, err
	}
	return rs, p.store.Reset(ctx, p.shop) // rows without a position are those of an older program
}

func (p *projection) read(ctx context.Context, after int64, limit int) ([]journal.Record, error) {
	rs, err := p.journal.Read(ctx, p.shop, after, limit)
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", p.shop, err)
	}
	return rs, nil
}

// begin chooses the state to fold on: the one at hand when it is the facts' own, the newest snapshot that is not later,
// or an empty one.
func (p *projection) begin(ctx context.Context, base *board.State) error {
	if base != nil && p.at.Seq > 0 && base.Seq == p.at.Seq && base.At.Equal(p.at.At) {
		p.state = base.Clone()
		return nil
	}
	p.state = board.NewState(board.ShopID(p.shop))
	if p.at.Seq == 0 {
		return nil
	}
	past, err := p.journal.Past(ctx, p.shop, board.SnapshotSchema, 1)
	if err != nil {
		return fmt.Errorf("past of %s: %w", p.shop, err)
	}
	if past.Snapshot.Seq == 0 || past.Snapshot.Seq > p.at.Seq {
		return nil
	}
	restored, err := board.Restore(past.Snapshot.Data)
	if err == nil && past.Records[0].At.Equal(restored.At) {
		p.state = restored
	}
	return nil
}

// step folds records and stores the facts they change.
func (p *projection) step(ctx context.Context, rs []journal.Record) error {
	events := make([]board.Event, len(rs))
	for i, r := range rs {
		var err error
		if events[i], err = board.Decode(r.Kind, r.Seq, r.At, r.Data); err != nil {
			return err
		}
	}
	visits, operations, err := p.rows(events)
	if err != nil || p.state.Seq <= p.at.Seq {
		return err
	}
	to := Position{Seq: p.state.Seq, At: p.state.At}
	moved, err := p.store.Save(ctx, Change{Shop: p.shop, From: p.at, To: to, Visits: visits, Operations: operations})
	if err != nil {
		return fmt.Errorf("facts of %s: %w", p.shop, err)
	}
	if !moved {
		return errMoved
	}
	p.at = to
	return nil
}
