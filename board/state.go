package board

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"sort"
	"time"
)

// A visit leaves State when nobody needs it any more; the journal alone remembers it then. keepFinished is for what
// is finished, counted from its last change: the follow-up call is due within three days. keepMissed is for an
// appointment whose car did not come and that nobody resolved, counted from the appointment or its last change,
// whichever is later: for a week it can still be found, moved, marked as a no-show or received.
const (
	keepFinished = 4 * 24 * time.Hour
	keepMissed   = 7 * 24 * time.Hour
)

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
	Record     []Finished `json:"record,omitempty" doc:"forecasts and outcomes of the last cars, the newest last"`

	zone  *time.Location // of Settings.Zone; looking it up by name is slow
	index *index
}

// NewState returns the state of a shop before its first event.
func NewState(shop ShopID) *State {
	return &State{
		Shop: shop, Visits: map[VisitID]*Visit{}, People: map[PersonID]*Person{}, Bays: map[BayID]*Bay{},
		Teams: map[TeamID]*Team{}, Catalogue: map[string]*LabourTime{}, index: &index{},
	}
}

// Clone returns a copy that later events on either side do not touch. The
// catalogue is shared: its event replaces the whole map.
func (s *State) Clone() *State {
	c := *s
	c.Visits, c.People, c.Bays, c.Teams = maps.Clone(s.Visits), maps.Clone(s.People), maps.Clone(s.Bays),
		maps.Clone(s.Teams)
	return &c
}

// Location returns the shop's time zone.
func (s *State) Location() *time.Location {
	if s.zone == nil {
		return s.Settings.Location()
	}
	return s.zone
}

// SnapshotSchema changes whenever an older snapshot must not be read any more.
const SnapshotSchema = 3

// Snapshot returns the state as JSON; Restore reads it back.
func (s *State) Snapshot() ([]byte, error) { return json.Marshal(s) }

// Restore reads a snapshot of this SnapshotSchema.
func Restore(data []byte) (*State, error) {
	s := NewState("")
	if err := json.Unmarshal(data, s); err != nil {
		return nil, fmt.Errorf("restore snapshot: %w", err)
	}
	s.zone, s.index = s.Settings.Location(), &index{}
	return s, nil
}

// Sorted returns the values of a map ordered by key: every walk over the state
// that shows must not depend on map order.
func Sorted[K ~string, V any](m map[K]V) []V {
	keys := slices.Sorted(maps.Keys(m))
	values := make([]V, len(keys))
	for i, k := range keys {
		values[i] = m[k]
	}
	return values
}

// visitThat returns the visit for which is holds, the one with the lowest id when
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

// BaysInOrder returns the bays as they stand on the board.
func (s *State) BaysInOrder() []*Bay {
	bays := Sorted(s.Bays)
	sort.SliceStable(bays, func(i, j int) bool { return bays[i].Order < bays[j].Order })
	return bays
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
	if s.indexed().reserved[bay.ID] {
		return BayReserved
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
	x := s.indexed()
	switch {
	case len(x.work[p.ID]) > 0:
		return TechnicianWorking
	case p.Presence != PresencePresent && p.Presence != "":
		return TechnicianState(p.Presence)
	case x.assigned[p.ID]:
		return TechnicianAssigned
	case x.paused[p.ID]:
		return TechnicianPaused
	}
	return TechnicianFree
}
