package live

import (
	"context"
	"encoding/json"
	"maps"
	"sync"
)

// shelf is a source whose views are whatever a test puts there. All screens of a shop
// show the same entries.
type shelf struct {
	mu       sync.Mutex
	entries  map[string]map[string]json.RawMessage
	seq      map[string]int64
	watchers map[string]map[int]func()
	next     int
	renders  int
	err      error
	panics   bool // in Render
	stuck    bool // in Render
	blows    bool // in Watch
}

func newShelf() *shelf {
	return &shelf{entries: map[string]map[string]json.RawMessage{}, seq: map[string]int64{}, watchers: map[string]map[int]func(){}}
}

// put changes entries of the shop, all at once; nil deletes.
func (s *shelf) put(shop string, changes map[string]any) {
	s.mu.Lock()
	if s.entries[shop] == nil {
		s.entries[shop] = map[string]json.RawMessage{}
	}
	for key, value := range changes {
		if value == nil {
			delete(s.entries[shop], key)
			continue
		}
		text, err := json.Marshal(value)
		if err != nil {
			panic(err)
		}
		s.entries[shop][key] = text
	}
	s.seq[shop]++
	told := make([]func(), 0, len(s.watchers[shop]))
	for _, notify := range s.watchers[shop] {
		told = append(told, notify)
	}
	s.mu.Unlock()
	for _, notify := range told {
		notify()
	}
}

func (s *shelf) fail(err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.err = err
}

func (s *shelf) Render(ctx context.Context, key ViewKey) (Picture, error) {
	if s.stuck {
		<-ctx.Done()
		return Picture{}, ctx.Err()
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.renders++
	if s.panics {
		panic("secret of the house")
	}
	if s.err != nil {
		return Picture{}, s.err
	}
	return Picture{Data: maps.Clone(s.entries[key.Shop]), Seq: s.seq[key.Shop]}, nil
}

func (s *shelf) Watch(shop string, notify func()) func() {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.blows {
		panic("secret of the house")
	}
	if s.watchers[shop] == nil {
		s.watchers[shop] = map[int]func(){}
	}
	id := s.next
	s.next++
	s.watchers[shop][id] = notify
	return func() {
		s.mu.Lock()
		defer s.mu.Unlock()
		delete(s.watchers[shop], id)
	}
}

func (s *shelf) count() (renders, watchers int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, w := range s.watchers {
		watchers += len(w)
	}
	return s.renders, watchers
}
