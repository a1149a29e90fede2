package checker

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"syscall"
	"time"

	"bayline/board"
	"bayline/board/boardtest"
	"bayline/internal/journal/sqlite"
)

// diskSize is the size of the embedded store's disk.
const diskSize = 24 << 20

// embedded is one bayline on the embedded store, on a disk of its own that can be filled.
type embedded struct {
	process
	holder process // keeps the disk mounted while no bayline runs
	disk   string  // the disk as seen from here
	door   string
}

// diskFull lets a shop work on the embedded store, fills its disk, frees it and kills it: writes must be refused as
// unavailable and nothing else, the screen must keep its picture, work must go on without a restart, and what was
// acknowledged must be there after the kill.
func diskFull(ctx context.Context, r *rig, h *house, _ int) (err error) {
	e, err := openEmbedded(ctx, h)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, e.close()) }()
	complain := func(kind Kind, format string, args ...any) {
		r.ledger.report([]Violation{{Kind: kind, Where: "embedded store", What: fmt.Sprintf(format, args...)}})
	}
	shop := board.ShopID("single")
	gate := newGate()
	gate.work()
	one := &hand{
		shop: shop, doors: []string{e.door}, rng: rand.New(rand.NewPCG(r.seed, 2)), ledger: newLedger(), web: r.web, gate: gate,
		name: fmt.Sprintf("single-%x", r.rng.Uint64()),
	}
	model, _ := boardtest.Shop(shop, boardtest.Monday)
	one.give(ctx, board.OpenShop{Settings: model.Settings})
	if acked, _, _ := one.ledger.tally(); acked != 1 {
		return fmt.Errorf("checker: the embedded shop could not be opened: %v", one.ledger.codes)
	}
	living, end := context.WithCancel(ctx)
	wall := newScreen("single/board", picked{shop: string(shop), view: "board"}, one.doors, 0, r.seed)
	gone := make(chan struct{})
	go func() { defer close(gone); wall.follow(living) }()
	defer func() { end(); <-gone }()

	arrivals := func(n int) (failed int) {
		for range n {
			if a := one.once(ctx, newcomer(one.rng)); !a.final() {
				failed++
			}
		}
		return failed
	}
	if failed := arrivals(30); failed > 0 {
		complain(Truthful, "%d of 30 commands had no answer while there was room", failed)
	}
	if err := e.fill(); err != nil {
		return err
	}
	refused := 0
	for tries := 0; refused < 5 && tries < 5000; tries++ {
		refused += arrivals(1)
	}
	if refused == 0 {
		complain(Truthful, "5000 commands were accepted on a full disk")
	}
	if shown, _, connected := wall.shows(); !connected || len(shown.Entries) == 0 {
		complain(Truthful, "the screen lost its line or its picture on a full disk")
	}
	if err := os.Remove(e.filler()); err != nil {
		return err
	}
	for deadline := time.Now().Add(5 * time.Second); arrivals(1) > 0; {
		if time.Now().After(deadline) {
			complain(Truthful, "5 s after there was room again, writes are still refused")
			break
		}
	}
	arrivals(20)
	if err := e.kill(); err != nil {
		return err
	}
	return e.settle(ctx, r, one, shop)
}

// settle opens what is left on the disk and looks every command up in it.
func (e *embedded) settle(ctx context.Context, r *rig, one *hand, shop board.ShopID) error {
	// A copy, since SQLite follows the link into the other namespace back to our own disk.
	left := filepath.Join(e.dir, "left")
	if err := os.CopyFS(left, os.DirFS(e.disk)); err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(left) }()
	truth, err := sqlite.Open(ctx, left)
	if err != nil {
		return err
	}
	alone := &rig{site: site{truth: truth}, ledger: one.ledger, histories: map[board.ShopID]*history{shop: newHistory(shop, truth)}, settled: map[board.ShopID]int64{}}
	found, err := alone.settleLedger(ctx)
	r.ledger.report(found)
	return errors.Join(err, truth.Close())
}

func newcomer(rng *rand.Rand) board.Command {
	return board.Arrive{Details: board.Details{Plate: fmt.Sprintf("沪E·%05d", rng.IntN(100_000)), Customer: "李女士", Class: board.ClassGeneral}}
}

// once gives a command without trying again.
func (h *hand) once(ctx context.Context, c board.Command) answer {
	d, err := h.deed(c)
	if err != nil {
		return answer{err: err}
	}
	h.ledger.begin(d)
	defer h.ledger.end(d)
	a := h.ask(ctx, h.doors[0], d)
	h.ledger.note(d, a)
	return a
}

func openEmbedded(ctx context.Context, h *house) (_ *embedded, err error) {
	mount, err := os.MkdirTemp(h.dir, "disk-")
	if err != nil {
		return nil, err
	}
	port, err := freePort()
	if err != nil {
		return nil, err
	}
	e := &embedded{door: "http://127.0.0.1:" + port}
	defer func() {
		if err != nil {
			err = errors.Join(err, e.close())
		}
	}()
	e.holder.name, e.holder.dir = "disk", h.dir
	e.holder.args = []string{"unshare", "--mount", "--map-root-user", "sh", "-c",
		`mount -t tmpfs -o size=` + strconv.Itoa(diskSize) + ` tmpfs "$0" && : > "$0/mounted" && exec sleep 1000000`, mount}
	if err = e.holder.start(); err != nil {
		return nil, err
	}
	holder := strconv.Itoa(e.holder.pid())
	e.disk = filepath.Join("/proc", holder, "root", mount)
	if err = e.holder.answers(ctx, func(context.Context) error {
		_, err := os.Stat(filepath.Join(e.disk, "mounted"))
		return err
	}); err != nil {
		return nil, fmt.Errorf("checker: a disk needs unshare and user namespaces: %w", err)
	}
	e.name, e.dir = "bayline-embedded", h.dir
	e.args = []string{"nsenter", "--user", "--mount", "--preserve-credentials", "--target", holder, h.program, "serve", "--addr", "127.0.0.1:" + port, "--data", mount}
	if err = e.start(); err != nil {
		return nil, err
	}
	return e, e.answers(ctx, ok(e.door+"/readyz"))
}

func (e *embedded) filler() string { return filepath.Join(e.disk, "filler") }

// fill leaves no room on the disk.
func (e *embedded) fill() error {
	f, err := os.Create(e.filler())
	if err != nil {
		return err
	}
	block := make([]byte, 4096)
	for err == nil {
		_, err = f.Write(block)
	}
	if !errors.Is(err, syscall.ENOSPC) && !errors.Is(err, io.ErrShortWrite) {
		return errors.Join(err, f.Close())
	}
	return f.Close()
}

func (e *embedded) close() error {
	http.DefaultClient.CloseIdleConnections()
	return errors.Join(e.kill(), e.holder.kill())
}
