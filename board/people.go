package board

import (
	"slices"
	"time"
)

// Person is one member of the staff. Trades, Grade, Efficiency, Team and Shift
// matter for technicians; Desk for advisors.
type Person struct {
	ID         PersonID `json:"id"`
	Name       string   `json:"name"`
	Roles      []Role   `json:"roles"`
	Trades     []Trade  `json:"trades,omitempty"`
	Grade      Grade    `json:"grade,omitempty"`
	Efficiency int      `json:"efficiency" doc:"percent of standard speed; 100 is book time"`
	Team       TeamID   `json:"team,omitempty" doc:"follows from the members of the teams; set_team changes it"`
	Desk       string   `json:"desk,omitempty"`
	Shift      []Window `json:"shift,omitempty" doc:"own working hours; empty: the shop's"`

	Presence      Presence  `json:"presence"`
	PresenceSince time.Time `json:"presence_since,omitzero"`
	PresenceUntil time.Time `json:"presence_until,omitzero" doc:"expected end of a break, rescue or training"`
}

// Is reports whether the person has the role.
func (p *Person) Is(role Role) bool { return slices.Contains(p.Roles, role) }

// Can reports whether the person has the trade.
func (p *Person) Can(trade Trade) bool { return slices.Contains(p.Trades, trade) }

// Here reports whether the person can be given work: present, or expected by
// the shift.
func (p *Person) Here() bool { return p.Presence == PresencePresent || p.Presence == PresenceExpected }

// Team is a group of at most three technicians who work two adjacent bays at
// once.
type Team struct {
	ID      TeamID     `json:"id"`
	Name    string     `json:"name"`
	Leader  PersonID   `json:"leader,omitempty"`
	Members []PersonID `json:"members"`
	Bays    []BayID    `json:"bays"`
}

// Bay is one place for a car.
type Bay struct {
	ID    BayID     `json:"id"`
	Name  string    `json:"name"`
	Types []BayType `json:"types" doc:"what the bay offers; a lift bay usually also serves quick and flat work"`
	Order int       `json:"order" doc:"place on the board; neighbours differ by one"`

	Maintenance      string    `json:"maintenance,omitempty" doc:"why the bay is out of use; empty: in use"`
	MaintenanceUntil time.Time `json:"maintenance_until,omitzero"`
}

// Serves reports whether the bay offers what the work needs. Work without a
// bay type fits everywhere.
func (b *Bay) Serves(need BayType) bool { return need == "" || slices.Contains(b.Types, need) }

// maxParts bounds the parts one line of the catalogue brings along.
const maxParts = 40

// LabourTime is one line of the shop's standard-time catalogue (标准工时).
// StandardMinutes are man-minutes as sold; Source tells where the figure comes
// from and Estimate that nobody printed it.
type LabourTime struct {
	Code            string   `json:"code"`
	NameZH          string   `json:"name_zh"`
	NameEN          string   `json:"name_en"`
	Trade           Trade    `json:"trade"`
	Powertrain      string   `json:"powertrain,omitempty"`
	StandardMinutes int      `json:"standard_minutes"`
	PassiveMinutes  int      `json:"passive_minutes,omitempty" doc:"clock time that holds the bay but no person: drying, programming"`
	Crew            int      `json:"crew"`
	MinGrade        Grade    `json:"min_grade,omitempty"`
	BayType         BayType  `json:"bay_type,omitempty"`
	PartsZH         []string `json:"parts_zh,omitempty"`
	PartsEN         []string `json:"parts_en,omitempty"`
	Source          string   `json:"source,omitempty"`
	Estimate        bool     `json:"estimate,omitempty"`
}

func (l LabourTime) validate() error {
	if err := checkCount("parts", max(len(l.PartsZH), len(l.PartsEN)), maxParts); err != nil {
		return err
	}
	texts := []text{
		{"code", l.Code, maxID}, {"name_zh", l.NameZH, maxOperation}, {"name_en", l.NameEN, maxOperation},
		{"powertrain", l.Powertrain, maxID}, {"source", l.Source, maxText},
	}
	for _, part := range slices.Concat(l.PartsZH, l.PartsEN) {
		texts = append(texts, text{"parts", part, maxName})
	}
	if err := checkLength(texts...); err != nil {
		return err
	}
	switch {
	case l.Code == "":
		return refuse("field_missing", "field", "code")
	case l.NameZH == "" && l.NameEN == "":
		return refuse("field_missing", "field", "name_zh")
	case !known(Trades, l.Trade):
		return refuse("field_invalid", "field", "trade", "value", l.Trade)
	case l.StandardMinutes < 1 || l.StandardMinutes > 400*60:
		return refuse("field_invalid", "field", "standard_minutes", "value", l.StandardMinutes)
	case l.PassiveMinutes < 0 || l.PassiveMinutes > 48*60:
		return refuse("field_invalid", "field", "passive_minutes", "value", l.PassiveMinutes)
	case l.Crew < 1 || l.Crew > 3:
		return refuse("field_invalid", "field", "crew", "value", l.Crew)
	case l.MinGrade != "" && !known(Grades, l.MinGrade):
		return refuse("field_invalid", "field", "min_grade", "value", l.MinGrade)
	case l.BayType != "" && !known(BayTypes, l.BayType):
		return refuse("field_invalid", "field", "bay_type", "value", l.BayType)
	}
	return nil
}
