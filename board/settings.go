package board

import (
	"slices"
	"time"
)

// PlanMode says how far the planner may act on its own.
type PlanMode string

// The plan modes.
const (
	PlanSuggest PlanMode = "suggest" // only propose
	PlanApprove PlanMode = "approve" // propose, a person accepts
	PlanAuto    PlanMode = "auto"    // dispatch without asking
)

// PlanModes lists every plan mode once.
var PlanModes = []PlanMode{PlanSuggest, PlanApprove, PlanAuto}

// Languages lists the languages a shop may speak, the default one first.
var Languages = []string{"zh", "en"}

// Settings are one shop's own rules and numbers. Minutes are whole minutes,
// rates are per mille unless named percent.
type Settings struct {
	Name     string   `json:"name"`
	NameEN   string   `json:"name_en,omitempty"`
	Zone     string   `json:"zone" doc:"IANA time zone"`
	Language string   `json:"language" choice:"language"`
	Phone    string   `json:"phone,omitempty"`
	Calendar Calendar `json:"calendar"`

	ReceptionMinutes  int `json:"reception_minutes" doc:"usual length of the write-up"`
	InspectionMinutes int `json:"inspection_minutes" doc:"length of one inspection"`
	WashMinutes       int `json:"wash_minutes" doc:"length of the wash; 0: no wash unless ordered"`
	MoveMinutes       int `json:"move_minutes" doc:"time to move a car out of a bay"`
	RiskPercent       int `json:"risk_percent" doc:"probability of lateness from which a car is at risk"`

	Levels        map[Class][]Level `json:"levels" doc:"inspections each class needs, in order"`
	FinalSampling map[Class]int     `json:"final_sampling,omitempty" doc:"percent of a class with a final inspection; missing: all"`
	WIPLimits     map[Stage]int     `json:"wip_limits,omitempty" doc:"cars a column may hold before it is marked"`

	AppointmentGap     int `json:"appointment_gap" doc:"minutes between two appointments of an advisor"`
	AppointmentPerHour int `json:"appointment_per_hour" doc:"appointments of an advisor in one hour"`

	PromisePercent int `json:"promise_percent,omitempty" doc:"chance of being met with which a promise is quoted; 0: 96"`

	OnTimeTarget   int      `json:"on_time_target" doc:"per mille"`
	ComebackTarget int      `json:"comeback_target" doc:"per mille of deliveries"`
	PlanMode       PlanMode `json:"plan_mode" choice:"plan_mode"`
}

// DefaultSettings returns a new shop's settings: open 8:00-17:30 every day but
// Sunday, lunch 12:00-13:00, the field's usual targets.
func DefaultSettings(name string) Settings {
	day := []Window{{From: 8 * 60, To: 17*60 + 30}}
	return Settings{
		Name: name, Zone: "Asia/Shanghai", Language: "zh",
		Calendar: Calendar{
			Week:   [7][]Window{nil, day, day, day, day, day, day},
			Breaks: []Window{{From: 12 * 60, To: 13 * 60}},
		},
		ReceptionMinutes: 10, InspectionMinutes: 10, WashMinutes: 15, MoveMinutes: 5, RiskPercent: 25,
		Levels: map[Class][]Level{
			ClassFirstService: {LevelSelf, LevelFinal},
			ClassMaintenance:  {LevelSelf, LevelFinal},
			ClassGeneral:      {LevelSelf, LevelPeer, LevelFinal},
			ClassCollision:    {LevelSelf, LevelPeer, LevelFinal},
			ClassWarranty:     {LevelSelf, LevelPeer, LevelFinal},
		},
		FinalSampling:  map[Class]int{ClassFirstService: 50, ClassMaintenance: 50},
		AppointmentGap: 15, AppointmentPerHour: 3,
		OnTimeTarget: 960, ComebackTarget: 5, PlanMode: PlanApprove,
	}
}

// defaultPromisePercent is the chance a promise is quoted with unless the shop says
// otherwise, in percent: the field's target of the on-time rate.
const defaultPromisePercent = 96

// PromiseShare returns the chance of being met with which a new promise is
// quoted, in percent.
func (s Settings) PromiseShare() int {
	if s.PromisePercent == 0 {
		return defaultPromisePercent
	}
	return s.PromisePercent
}

// Location returns the shop's time zone, UTC when the name is unknown.
func (s Settings) Location() *time.Location {
	zone, err := time.LoadLocation(s.Zone)
	if err != nil {
		return time.UTC
	}
	return zone
}

// levels returns the inspections a class needs, the self-check first.
func (s Settings) levels(class Class) []Level {
	wanted, ok := s.Levels[class]
	if !ok {
		wanted = []Level{LevelFinal}
	}
	levels := []Level{LevelSelf}
	for _, level := range Levels[1:] {
		if slices.Contains(wanted, level) {
			levels = append(levels, level)
		}
	}
	return levels
}

// validate refuses settings a shop cannot work with, naming the field.
func (s Settings) validate() error {
	if s.Name == "" {
		return refuse("field_missing", "field", "name")
	}
	if err := checkLength(text{"name", s.Name, maxName}, text{"name_en", s.NameEN, maxName},
		text{"phone", s.Phone, 30}); err != nil {
		return err
	}
	// "Local" would mean another zone on every machine.
	if _, err := time.LoadLocation(s.Zone); err != nil || s.Zone == "" || s.Zone == "Local" {
		return refuse("field_invalid", "field", "zone", "value", s.Zone)
	}
	for _, n := range []struct {
		field    string
		v, least int
		most     int
	}{
		{"reception_minutes", s.ReceptionMinutes, 0, 240}, {"inspection_minutes", s.InspectionMinutes, 1, 240},
		{"wash_minutes", s.WashMinutes, 0, 240},
		{"move_minutes", s.MoveMinutes, 0, 60}, {"risk_percent", s.RiskPercent, 1, 99},
		{"appointment_gap", s.AppointmentGap, 0, 240},
		{"appointment_per_hour", s.AppointmentPerHour, 1, 60}, {"on_time_target", s.OnTimeTarget, 0, 1000},
		{"comeback_target", s.ComebackTarget, 0, 1000},
	} {
		if n.v < n.least || n.v > n.most {
			return refuse("field_invalid", "field", n.field, "value", n.v)
		}
	}
	if s.PromisePercent != 0 && (s.PromisePercent < 50 || s.PromisePercent > 99) {
		return refuse("field_invalid", "field", "promise_percent", "value", s.PromisePercent)
	}
	if !known(Languages, s.Language) {
		return refuse("field_invalid", "field", "language", "value", s.Language)
	}
	if !known(PlanModes, s.PlanMode) {
		return refuse("field_invalid", "field", "plan_mode", "value", s.PlanMode)
	}
	if err := s.validateQuality(); err != nil {
		return err
	}
	return s.Calendar.validate()
}

// validateQuality checks what the settings say by class and stage.
func (s Settings) validateQuality() error {
	for class, levels := range s.Levels {
		if err := checkEnum("levels", Classes, class); err != nil {
			return err
		}
		if err := checkEnums("levels", Levels, levels); err != nil {
			return err
		}
	}
	for class, percent := range s.FinalSampling {
		if err := checkEnum("final_sampling", Classes, class); err != nil {
			return err
		}
		if percent < 0 || percent > 100 {
			return refuse("field_invalid", "field", "final_sampling", "value", percent)
		}
	}
	for stage, limit := range s.WIPLimits {
		if err := checkEnum("wip_limits", Stages, stage); err != nil {
			return err
		}
		if limit < 0 || limit > 1000 {
			return refuse("field_invalid", "field", "wip_limits", "value", limit)
		}
	}
	return nil
}

// windows refuses windows of a day that are impossible, overlap or are out of
// order.
func windows(field string, all []Window) error {
	for i, w := range all {
		if !w.Valid() || i > 0 && w.From < all[i-1].To {
			return refuse("field_invalid", "field", field, "value", w.String())
		}
	}
	return nil
}

// maxDays bounds the exceptional days of a calendar: ten years of them.
const maxDays = 3660

func (c Calendar) validate() error {
	for _, day := range c.Week {
		if err := windows("calendar.week", day); err != nil {
			return err
		}
	}
	if err := windows("calendar.breaks", c.Breaks); err != nil {
		return err
	}
	if err := checkCount("calendar.days", len(c.Days), maxDays); err != nil {
		return err
	}
	for date, kind := range c.Days {
		if _, err := time.Parse(time.DateOnly, date); err != nil || (kind != DayOff && kind != DayWork) {
			return refuse("field_invalid", "field", "calendar.days", "value", date)
		}
	}
	return nil
}
