package checker

import (
	"sync"
	"time"

	"bayline/board"
	"bayline/internal/floor"
)

// ledger is what the hands were told: every command with its key, and the answers to it.
type ledger struct {
	mu       sync.Mutex
	open     []*deed // not settled with the journal yet
	codes    map[string]int
	acked    int
	refused  int
	unknown  int
	silent   int // tries without an answer
	repeated int // acknowledged commands given again
	last     time.Time
	told     map[position]time.Time // when a record of this round was acknowledged
	found    []Violation
}

// position is one record of one shop.
type position struct {
	shop board.ShopID
	seq  int64
}

// deed is one command and what became of it.
type deed struct {
	shop    board.ShopID
	key     string
	command string
	body    []byte

	begun, ended bool
	doubt        bool // some try had no answer, so it may have been carried out
	receipt      *floor.Receipt
	refusal      string
}

func newLedger() *ledger {
	return &ledger{codes: map[string]int{}, told: map[position]time.Time{}}
}

func (l *ledger) begin(d *deed) {
	l.mu.Lock()
	defer l.mu.Unlock()
	d.begun = true
	l.open = append(l.open, d)
}

func (l *ledger) end(d *deed) {
	l.mu.Lock()
	defer l.mu.Unlock()
	d.ended = true
	switch {
	case d.receipt != nil:
		l.acked++
	case d.refusal != "" && !d.doubt:
		l.refused++
	default:
		l.unknown++
	}
}

// note writes an answer down.
func (l *ledger) note(d *deed, a answer) {
	l.mu.Lock()
	defer l.mu.Unlock()
	switch {
	case a.receipt != nil:
		d.receipt = a.receipt
		if len(a.receipt.Events) > 0 {
			l.last = time.Now()
		}
		if !a.receipt.Replayed {
			for i := range a.receipt.Events {
				l.told[position{d.shop, a.receipt.Seq - int64(i)}] = time.Now()
			}
		}
	case a.status >= 400 && a.status < 500:
		d.refusal = a.code
		l.codes[a.code]++
	default:
		d.doubt = true
		l.silent++
		if a.code != "" {
			l.codes[a.code]++
		}
		if a.status >= 500 && a.code != "journal_unavailable" && a.code != "timeout" && a.code != "unavailable" {
			l.found = append(l.found, Violation{Kind: Truthful, Where: string(d.shop), What: "answer " + a.code + " to " + d.command + " " + string(d.body)})
		}
	}
}

// again checks the answer to an acknowledged command that was given once more.
func (l *ledger) again(d *deed, a answer) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.repeated++
	switch {
	case a.receipt != nil && (!a.receipt.Replayed || a.receipt.Seq != d.receipt.Seq):
		l.found = append(l.found, Violation{Kind: Once, Where: string(d.shop), What: "repeating " + d.key + " (" + d.command + ") was not answered with the first receipt"})
	case a.receipt == nil && a.final():
		l.found = append(l.found, Violation{Kind: Durable, Where: string(d.shop), What: "repeating the acknowledged " + d.key + " (" + d.command + ") was refused: " + a.code})
	}
}

// tally gives how many commands were acknowledged, refused, and left without an answer.
func (l *ledger) tally() (acked, refused, unknown int) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.acked, l.refused, l.unknown
}

// lastCommit tells when the newest acknowledgement came.
func (l *ledger) lastCommit() time.Time {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.last
}

// acknowledged hands over when the records of the round were acknowledged.
func (l *ledger) acknowledged() map[position]time.Time {
	l.mu.Lock()
	defer l.mu.Unlock()
	told := l.told
	l.told = map[position]time.Time{}
	return told
}

// unsettled gives the deeds not yet settled with the journal.
func (l *ledger) unsettled() []*deed {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.open
}

// keep replaces the deeds not yet settled.
func (l *ledger) keep(open []*deed) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.open = open
}

// report adds violations to those seen while commands were given.
func (l *ledger) report(found []Violation) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.found = append(l.found, found...)
}

// complaints hands over the violations seen while commands were given.
func (l *ledger) complaints() []Violation {
	l.mu.Lock()
	defer l.mu.Unlock()
	found := l.found
	l.found = nil
	return found
}
