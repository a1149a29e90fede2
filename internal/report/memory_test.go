package report_test

import (
	"context"
	"errors"
	"maps"
	"slices"
	"strings"
	"sync"
	"time"

	"bayline/internal/journal"
	"bayline/internal/report"
)

// memory is a report.Store whose every row can be looked at, and which can be told to die in the middle of a step.
type memory struct {
	journal journal.Journal
	die     func() (before, after bool)

	mu    sync.Mutex
	shops map[string]*shopFacts
}

type shopFacts struct {
	At         report.Position
	Visits     map[string]report.VisitFact
	Operations map[string]report.OperationFact
}

var errDied = errors.New("died")

func (m *memory) shop(name string) *shopFacts {
	if m.shops == nil {
		m.shops = map[string]*shopFacts{}
	}
	if m.shops[name] == nil {
		m.shops[name] = &shopFacts{Visits: map[string]report.VisitFact{}, Operations: map[string]report.OperationFact{}}
	}
	return m.shops[name]
}

// facts returns a copy of what is stored of a shop.
func (m *memory) facts(name string) shopFacts {
	m.mu.Lock()
	defer m.mu.Unlock()
	s := m.shop(name)
	return shopFacts{At: s.At, Visits: maps.Clone(s.Visits), Operations: maps.Clone(s.Operations)}
}

func (m *memory) Position(_ context.Context, shop string) (report.Position, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.shop(shop).At, nil
}

func (m *memory) Save(_ context.Context, c report.Change) (bool, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	before, after := false, false
	if m.die != nil {
		before, after = m.die()
	}
	if before {
		return false, errDied
	}
	s := m.shop(c.Shop)
	if s.At.Seq != c.From.Seq || !s.At.At.Equal(c.From.At) {
		return false, nil
	}
	s.At = c.To
	for _, v := range c.Visits {
		s.Visits[v.Visit] = v
	}
	for _, o := range c.Operations {
		s.Operations[o.Visit+"/"+o.Line] = o
	}
	if after {
		return false, errDied
	}
	return true, nil
}

func (m *memory) Reset(_ context.Context, shop string) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	delete(m.shops, shop)
	return nil
}

func (m *memory) Behind(ctx context.Context) (map[string]report.Position, error) {
	heads, err := m.journal.Heads(ctx, nil)
	if err != nil {
		return nil, err
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	behind := map[string]report.Position{}
	for shop, head := range heads {
		at := report.Position{}
		if s := m.shops[shop]; s != nil {
			at = s.At
		}
		if at.Seq != head.Seq || !at.At.Equal(head.At) {
			behind[shop] = at
		}
	}
	return behind, nil
}

func (m *memory) VisitsSettled(_ context.Context, shop string, from, to time.Time) ([]report.VisitFact, error) {
	var settled []report.VisitFact
	for _, v := range m.facts(shop).Visits {
		if !v.SettledAt.Before(from) && v.SettledAt.Before(to) {
			settled = append(settled, v)
		}
	}
	slices.SortFunc(settled, func(a, b report.VisitFact) int {
		return cmpOr(a.SettledAt.Compare(b.SettledAt), strings.Compare(a.Visit, b.Visit))
	})
	return settled, nil
}

func (m *memory) OperationsFinished(_ context.Context, shop string, from, to time.Time) ([]report.OperationFact, error) {
	var finished []report.OperationFact
	for _, o := range m.facts(shop).Operations {
		if !o.FinishedAt.Before(from) && o.FinishedAt.Before(to) {
			finished = append(finished, o)
		}
	}
	slices.SortFunc(finished, func(a, b report.OperationFact) int {
		return cmpOr(a.FinishedAt.Compare(b.FinishedAt), strings.Compare(a.Visit+a.Line, b.Visit+b.Line))
	})
	return finished, nil
}

func (m *memory) VisitOfOrder(_ context.Context, shop, orderNo string) (found report.VisitFact, ok bool, err error) {
	for _, v := range m.facts(shop).Visits {
		if v.OrderNo == orderNo && (!ok || v.ArrivedAt.After(found.ArrivedAt)) {
			found, ok = v, true
		}
	}
	return found, ok, nil
}

func cmpOr(a, b int) int {
	if a != 0 {
		return a
	}
	return b
}
