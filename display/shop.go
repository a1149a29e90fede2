package display

import (
	"time"

	"bayline/board"
)

// Shop is what every screen says of its shop. AfterHours dims a wall at night.
type Shop struct {
	ID         board.ShopID `json:"shop"`
	Name       string       `json:"name"`
	NameEN     string       `json:"name_en,omitempty"`
	Zone       string       `json:"zone"`
	Language   string       `json:"language"`
	AfterHours bool         `json:"after_hours,omitempty"`
}

func shopOf(scene Scene) Shop {
	s := scene.State
	return Shop{
		ID: s.Shop, Name: s.Settings.Name, NameEN: s.Settings.NameEN, Zone: s.Settings.Zone, Language: s.Settings.Language,
		AfterHours: afterHours(s, scene.Now),
	}
}

// How long before the shop opens and after it closes people still look.
const (
	earlyBirds = 45 * time.Minute
	lastGuests = 90 * time.Minute
)

func afterHours(s *board.State, now time.Time) bool {
	shifts := s.Settings.Calendar.Shifts(now.In(s.Location()), nil)
	if len(shifts) == 0 {
		return true
	}
	return now.Before(shifts[0].Start.Add(-earlyBirds)) || now.After(shifts[len(shifts)-1].End.Add(lastGuests))
}
