package board

// OpenShop creates a shop with its settings.
type OpenShop struct {
	Settings Settings `json:"settings"`
}

// Name implements Command.
func (OpenShop) Name() string { return "open_shop" }
func (c OpenShop) decide(d *decision) error {
	if d.Open {
		return refuse("shop_exists")
	}
	if !d.Shop.Valid() {
		return refuse("field_invalid", "field", "id", "value", string(d.Shop))
	}
	if err := c.Settings.validate(); err != nil {
		return err
	}
	return d.emit(ShopConfigured(c))
}

// ConfigureShop replaces the shop's settings.
type ConfigureShop struct {
	Settings Settings `json:"settings"`
}

// Name implements Command.
func (ConfigureShop) Name() string { return "configure_shop" }
func (c ConfigureShop) decide(d *decision) error {
	if err := c.Settings.validate(); err != nil {
		return err
	}
	return d.emit(ShopConfigured(c))
}

// SetLabourTimes adds or replaces lines of the standard-time catalogue. Lines
// that are already the same are left alone.
type SetLabourTimes struct {
	Times []LabourTime `json:"times" maxItems:"2000"`
}

// Name implements Command.
func (SetLabourTimes) Name() string { return "set_labour_times" }
func (c SetLabourTimes) decide(d *decision) error {
	if err := checkCount("times", len(c.Times), 2000); err != nil {
		return err
	}
	var changed []LabourTime
	for _, l := range c.Times {
		if l.Crew == 0 {
			l.Crew = 1
		}
		if err := l.validate(); err != nil {
			return err
		}
		if old, ok := d.Catalogue[l.Code]; !ok || !same(*old, l) {
			changed = append(changed, l)
		}
	}
	if len(changed) == 0 {
		return nil
	}
	return d.emit(LabourTimesSet{Times: changed})
}
