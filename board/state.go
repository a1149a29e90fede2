package board

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"sort"
	"time"
)

// keepFinished is how long a finished visit stays in State. The follow-up call
// is due within three days; after that the journal alone remembers it.
const keepFinished = 4 * 24 * time.Hour

// State is one shop as it is after Seq events. Values behind the maps are
// never changed in place: an event replaces what it touches. A Clone is
// therefore cheap and stays as it was.
type State struct {
	Shop      ShopID                 `json:"shop"`
	Seq       int64                  `json:"seq"`
	At        time.Time              `json:"at" doc:"when the newest event was recorded"`
	Open      bool                   `json:"open"`
	Settings  Settings               `json:"settings"`
	Visits    map[VisitID]*Visit     `json:"visits"`
	People    map[PersonID]*Person   `json:"people"`
	Bays      map[BayID]*Bay         `json:"bays"`
	Teams     map[TeamID]*Team       `json:"teams"`
	Catalogue map[string]*LabourTime `json:"catalogue"`
	LastCode  int                    `json:"last_code" doc:"last pickup code given"`
	Adopted   *Adoption              `json:"adopted,omitempty" doc:"the last change of the plan that was taken over"`
	Rejected  []Rejection            `json:"rejected,omitempty" doc:"proposed plans that were declined, the newest last"`
	SweptOn   string                 `json:"swept_on" doc:"local date of the last sweep of finished visits"`

	Experience Experience `json:"experience"`
	Record     []Finished `json:"record,omitempty" doc:"forecasts and what came true, of the last cars handed over, the newest last"`

	zone *time.Location // of Settings.Zone; looking it up by name is slow
}

// NewState gives the state of a shop before its first event.
func NewState(shop ShopID) *State {
	return &State{
		Shop: shop, Visits: map[VisitID]*Visit{}, People: map[PersonID]*Person{}, Bays: map[BayID]*Bay{},
		Teams: map[TeamID]*Team{}, Catalogue: map[string]*LabourTime{},
	}
}

// Clone gives a copy that later events on either side do not touch. The
// catalogue is shared: its event replaces the whole map.
func (s *State) Clone() *State {
	c := *s
	c.Visits, c.People, c.Bays, c.Teams = maps.Clone(s.Visits), maps.Clone(s.People), maps.Clone(s.Bays), maps.Clone(s.Teams)
	return &c
}

// Location gives the shop's time zone.
func (s *State) Location() *time.Location {
	if s.zone == nil {
		return s.Settings.Location()
	}
	return s.zone
}

// SnapshotSchema changes whenever an older snapshot must not be read any more.
const SnapshotSchema = 3

// Snapshot gives the state as JSON; Restore reads it back.
func (s *State) Snapshot() ([]byte, error) { return json.Marshal(s) }

// Restore reads a snapshot of this SnapshotSchema.
func Restore(data []byte) (*State, error) {
	s := NewState("")
	if err := json.Unmarshal(data, s); err != nil {
		return nil, fmt.Errorf("restore snapshot: %w", err)
	}
	s.zone = s.Settings.Location()
	return s, nil
}

// Sorted gives the values of a map ordered by key: every walk over the state
// that shows must not depend on map order.
func Sorted[K ~string, V any](m map[K]V) []V {
	keys := slices.Sorted(maps.Keys(m))
	values := make([]V, len(keys))
	for i, k := range keys {
		values[i] = m[k]
	}
	return values
}

// visitThat gives the visit for which is holds, the one with the lowest id when
// there are several, nil when there is none. It does not sort: a file of a
// thousand orders asks this for each of them.
func (s *State) visitThat(is func(*Visit) bool) *Visit {
	var found *Visit
	for _, v := range s.Visits {
		if (found == nil || v.ID < found.ID) && is(v) {
			found = v
		}
	}
	return found
}

// BaysInOrder gives the bays as they stand on the board.
func (s *State) BaysInOrder() []*Bay {
	bays := Sorted(s.Bays)
	sort.SliceStable(bays, func(i, j int) bool { return bays[i].Order < bays[j].Order })
	return bays
}

// Occupant gives the visit whose car stands in the bay, nil when it is empty.
func (s *State) Occupant(bay BayID) *Visit {
	for _, v := range s.Visits {
		if v.Bay == bay && bay != "" {
			return v
		}
	}
	return nil
}

// WorkOf gives the operations the person is clocked on to now, by visit and
// line.
func (s *State) WorkOf(person PersonID) []OperationRef {
	var refs []OperationRef
	for _, v := range s.Visits {
		for i := range v.Operations {
			if o := &v.Operations[i]; o.Running() && slices.Contains(o.Technicians, person) {
				refs = append(refs, OperationRef{Visit: v.ID, Line: o.Line})
			}
		}
	}
	slices.SortFunc(refs, func(a, b OperationRef) int {
		if a.Visit != b.Visit {
			if a.Visit < b.Visit {
				return -1
			}
			return 1
		}
		return a.Line - b.Line
	})
	return refs
}

// BayState is what a bay is doing.
type BayState string

// The states of a bay.
const (
	BayFree        BayState = "free"
	BayReserved    BayState = "reserved"
	BayActive      BayState = "active"
	BayBlocked     BayState = "blocked"
	BayMaintenance BayState = "maintenance"
)

// BayState derives what the bay is doing: under maintenance, blocked by a
// stopped car nobody works on, active with any other car, reserved for a
// dispatched operation, or free.
func (s *State) BayState(bay *Bay) BayState {
	if bay.Maintenance != "" {
		return BayMaintenance
	}
	if v := s.Occupant(bay.ID); v != nil {
		for i := range v.Operations {
			if v.Operations[i].Running() {
				return BayActive
			}
		}
		if v.Standstill() != nil {
			return BayBlocked
		}
		return BayActive
	}
	for _, v := range s.Visits {
		for i := range v.Operations {
			if o := &v.Operations[i]; o.State == OperationDispatched && o.Bay == bay.ID {
				return BayReserved
			}
		}
	}
	return BayFree
}

// TechnicianState is what a technician is doing.
type TechnicianState string

// The states of a technician; the presences off, expected, break, rescue and
// training carry over as they are.
const (
	TechnicianFree     TechnicianState = "free"
	TechnicianAssigned TechnicianState = "assigned"
	TechnicianWorking  TechnicianState = "working"
	TechnicianPaused   TechnicianState = "paused"
)

// TechnicianState derives what the person is doing: working when clocked on,
// assigned with a dispatched operation, paused when theirs is stopped, else
// free; away as Presence says.
func (s *State) TechnicianState(p *Person) TechnicianState {
	if len(s.WorkOf(p.ID)) > 0 {
		return TechnicianWorking
	}
	if p.Presence != PresencePresent && p.Presence != "" {
		return TechnicianState(p.Presence)
	}
	state := TechnicianFree
	for _, v := range s.Visits {
		for i := range v.Operations {
			o := &v.Operations[i]
			if !slices.Contains(o.Technicians, p.ID) {
				continue
			}
			switch o.State {
			case OperationDispatched:
				return TechnicianAssigned
			case OperationStopped:
				state = TechnicianPaused
			}
		}
	}
	return state
}
