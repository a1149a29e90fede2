package pagetest

import (
	"context"
	"fmt"

	"bayline/board"
	"bayline/dispatch"
	"bayline/display"
	"bayline/internal/floor"
	"bayline/internal/journal"
)

// Execute implements api.Floor: the rules decide, memory keeps.
func (s *Shop) Execute(_ context.Context, shop board.ShopID, c board.Command, req floor.Request) (floor.Receipt, error) {
	s.mu.Lock()
	receipt, err := s.decide(shop, c, req)
	s.mu.Unlock()
	if err == nil {
		s.tell()
	}
	return receipt, err
}

func (s *Shop) decide(shop board.ShopID, c board.Command, req floor.Request) (floor.Receipt, error) {
	if s.down {
		return floor.Receipt{}, fmt.Errorf("the test says so: %w", journal.ErrUnavailable)
	}
	if shop != s.state.Shop {
		return floor.Receipt{}, &board.Refusal{Code: "shop_unknown"}
	}
	if receipt, again := s.asked[req.Key]; again && req.Key != "" {
		receipt.Replayed = true
		return receipt, nil
	}
	events, next, err := board.Decide(s.state, c, board.Meta{Now: s.now(), On: req.On, Actor: req.Actor, Predicted: req.Predicted})
	if err != nil {
		return floor.Receipt{}, err
	}
	s.state = next
	receipt := floor.Receipt{Seq: next.Seq, Events: []string{}}
	for _, e := range events {
		receipt.Events = append(receipt.Events, e.Kind())
		receipt.Visit = e.VisitOf()
	}
	if v, ok := next.Visits[receipt.Visit]; ok {
		receipt.Stage = v.Stage
	}
	s.asked[req.Key] = receipt
	return receipt, nil
}

// State implements api.Floor.
func (s *Shop) State(_ context.Context, shop board.ShopID) (*board.State, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if shop != s.state.Shop {
		return board.NewState(shop), nil
	}
	return s.state, nil
}

// Shops implements api.Floor.
func (s *Shop) Shops(context.Context) ([]board.ShopID, error) {
	return []board.ShopID{s.state.Shop}, nil
}

// Scene implements api.Scenes: the state of now with a fresh plan.
func (s *Shop) Scene(ctx context.Context, shop board.ShopID) (display.Scene, error) {
	state, err := s.State(ctx, shop)
	if err != nil {
		return display.Scene{}, err
	}
	now := s.Now()
	plan := dispatch.CurrentPlan(state, now)
	return display.Scene{State: state, Plan: plan, Now: now, Proposal: func() *dispatch.Proposal { return dispatch.FindBetter(state, plan, plan.At) }}, nil
}

// Watch implements api.Watcher.
func (s *Shop) Watch(_ board.ShopID, notify func()) (cancel func()) {
	s.mu.Lock()
	defer s.mu.Unlock()
	id := s.next
	s.next++
	s.watchers[id] = notify
	return func() {
		s.mu.Lock()
		defer s.mu.Unlock()
		delete(s.watchers, id)
	}
}

func (s *Shop) tell() {
	s.mu.Lock()
	told := make([]func(), 0, len(s.watchers))
	for _, notify := range s.watchers {
		told = append(told, notify)
	}
	s.mu.Unlock()
	for _, notify := range told {
		notify()
	}
}
