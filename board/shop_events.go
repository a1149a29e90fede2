package board

import "maps"

// ShopConfigured opens the shop or replaces its settings.
type ShopConfigured struct {
	Settings Settings `json:"settings"`
}

func (ShopConfigured) kind() string { return "shop_configured" }
func (b ShopConfigured) apply(s *State, _ Event) {
	s.Open, s.Settings, s.zone = true, b.Settings, b.Settings.Location()
}

// LabourTimesSet adds or replaces lines of the standard-time catalogue.
type LabourTimesSet struct {
	Times []LabourTime `json:"times"`
}

func (LabourTimesSet) kind() string { return "labour_times_set" }
func (b LabourTimesSet) apply(s *State, _ Event) {
	catalogue := maps.Clone(s.Catalogue)
	for i := range b.Times {
		catalogue[b.Times[i].Code] = &b.Times[i]
	}
	s.Catalogue = catalogue
}
