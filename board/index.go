package board

import (
	"cmp"
	"maps"
	"slices"
	"sync"
)

// index is what is looked up in a state again and again: who stands in a bay, who works on what, the visits in order.
// One scan builds it when it is first asked for; Apply drops it, a Clone shares it until one of the two changes. It
// is read by many goroutines and never altered.
type index struct {
	once     sync.Once
	visits   []*Visit
	occupant map[BayID]*Visit
	reserved map[BayID]bool // an operation is dispatched to it
	work     map[PersonID][]OperationRef
	assigned map[PersonID]bool // holds a dispatched operation
	paused   map[PersonID]bool // holds a stopped operation
}

// indexed returns the index of the state.
func (s *State) indexed() *index {
	x := s.index
	if x == nil { // a state made by hand
		x = &index{}
	}
	x.once.Do(func() { x.build(s.Visits) })
	return x
}

func (x *index) build(visits map[VisitID]*Visit) {
	x.visits = slices.SortedFunc(maps.Values(visits), func(a, b *Visit) int { return cmp.Compare(a.ID, b.ID) })
	x.occupant, x.reserved = map[BayID]*Visit{}, map[BayID]bool{}
	x.work, x.assigned, x.paused = map[PersonID][]OperationRef{}, map[PersonID]bool{}, map[PersonID]bool{}
	for _, v := range x.visits {
		if v.Bay != "" {
			x.occupant[v.Bay] = v
		}
		for i := range v.Operations {
			x.operation(v, &v.Operations[i])
		}
	}
}

func (x *index) operation(v *Visit, o *Operation) {
	if o.State == OperationDispatched {
		x.reserved[o.Bay] = true
	}
	for i, p := range o.Technicians {
		switch {
		case o.Running() && !slices.Contains(o.Technicians[:i], p):
			x.work[p] = append(x.work[p], OperationRef{Visit: v.ID, Line: o.Line})
		case o.State == OperationDispatched:
			x.assigned[p] = true
		case o.State == OperationStopped:
			x.paused[p] = true
		}
	}
}

// Replace puts another version of a visit in its place, for states that are only imagined.
func (s *State) Replace(v *Visit) {
	s.Visits[v.ID] = v
	s.index = &index{}
}

// VisitsInOrder returns the visits by id. The list is shared: a caller that alters it clones it.
func (s *State) VisitsInOrder() []*Visit { return s.indexed().visits }

// Occupant returns the visit whose car stands in the bay, nil when it is empty.
func (s *State) Occupant(bay BayID) *Visit { return s.indexed().occupant[bay] }

// WorkOf returns the operations the person is clocked on to now, by visit and line.
func (s *State) WorkOf(person PersonID) []OperationRef { return slices.Clone(s.indexed().work[person]) }
