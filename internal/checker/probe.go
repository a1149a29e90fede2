package checker

import (
	"bytes"
	"context"
	"fmt"
	"math/rand/v2"
	"net/http"
	"time"

	"bayline/board"
)

// probeNoPostgres checks what bayline promises while the database is gone: screens keep their picture and say how old
// it is, writes are refused and say why, and readiness names the database.
func probeNoPostgres(ctx context.Context, r *rig, h *house) (found []Violation) {
	complain := func(where, format string, args ...any) {
		found = append(found, Violation{Kind: Truthful, Where: where, What: fmt.Sprintf(format, args...)})
	}
	for i, door := range r.site.doors {
		status, text, err := get(ctx, door+"/readyz")
		if err != nil || status != http.StatusServiceUnavailable || !bytes.Contains(text, []byte(`"journal":"the database`)) {
			complain(fmt.Sprint("instance ", i), "readiness without a database: %d %s %v", status, text, err)
		}
		asker := r.handAt(r.hands[0], door)
		d := &deed{shop: asker.shop, key: fmt.Sprintf("probe-%d-%d", i, time.Now().UnixNano()), command: board.AddNote{}.Name(), body: []byte(`{"visit":"V1","text":"?"}`)}
		if a := asker.ask(ctx, door, d); a.status != http.StatusServiceUnavailable || a.code != "journal_unavailable" {
			complain(fmt.Sprint("instance ", i), "a write without a database: %d %q %v", a.status, a.code, a.err)
		}
	}
	for _, s := range r.screens {
		state, _, connected := s.shows()
		switch {
		case !connected:
			complain(s.name, "was not left connected")
		case len(state.Entries) == 0:
			complain(s.name, "lost its picture")
		case state.Age < 10_000:
			complain(s.name, "says its picture is %d ms old", state.Age)
		}
	}
	return found
}

// handAt gives a hand like another that knows only one door.
func (r *rig) handAt(h *hand, door string) *hand {
	return &hand{
		shop: h.shop, doors: []string{door}, rng: rand.New(rand.NewPCG(r.rng.Uint64(), 3)), ledger: h.ledger, mirror: h.mirror, pace: h.pace, web: h.web, gate: h.gate,
		name: fmt.Sprintf("%s-lone-%d", h.name, time.Now().UnixNano()),
	}
}

// crashUnpublished commits through an instance that cannot reach Redis, and kills it: nobody is told.
func crashUnpublished(ctx context.Context, r *rig, h *house, i int) error {
	r.gate.rest() // nobody else's command may make the others look
	one := h.instances[i]
	one.bus.cut()
	for _, other := range r.hands {
		lone := r.handAt(other, one.door())
		for range 5 {
			lone.give(ctx, newcomer(r.rng))
		}
	}
	return one.kill()
}

// remember keeps where the journal of every shop stands, for goBack.
func (r *rig) remember(ctx context.Context) error {
	r.backup = map[board.ShopID]int64{}
	for shop, h := range r.histories {
		if err := h.read(ctx); err != nil {
			return err
		}
		r.backup[shop] = h.head()
	}
	return nil
}

// goBack tells the histories that the journal is again what it was at remember.
func (r *rig) goBack() error {
	for shop, h := range r.histories {
		if err := h.fork(r.backup[shop]); err != nil {
			return err
		}
		r.settled[shop] = min(r.settled[shop], r.backup[shop])
	}
	return nil
}
