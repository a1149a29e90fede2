package board

import (
	"slices"
	"time"
)

// NoteForecast writes down what the forecast says about the promise in force.
// Every instance may ask for it: what was said first at a horizon stays.
type NoteForecast struct {
	Visit VisitID `json:"visit"`
	ForecastRecord
}

// Name implements Command.
func (NoteForecast) Name() string { return "note_forecast" }
func (c NoteForecast) decide(d *decision) error {
	v, err := d.promised(c.Visit, c.Promise)
	if v == nil || err != nil {
		return err
	}
	if err := checkEnum("horizon", Horizons, c.Horizon); err != nil {
		return err
	}
	if !slices.IsSorted([]int{c.P10, c.P50, c.P80, c.P90}) {
		return refuse("field_invalid", "field", "p90", "value", c.P90)
	}
	if err := probability(c.Late); err != nil {
		return err
	}
	if _, said := v.ForecastAt(c.Horizon); said {
		return nil
	}
	return d.emit(ForecastNoted{ofVisit{v.ID}, c.ForecastRecord})
}

// promised returns the visit when the promise is the one in force and the car
// not ready yet, else nil: what was thought a moment ago is no longer asked.
func (d *decision) promised(id VisitID, promise time.Time) (*Visit, error) {
	v, err := d.visit(id)
	if err != nil {
		return nil, err
	}
	if promise.IsZero() {
		return nil, refuse("field_missing", "field", "promise")
	}
	if !v.InShop() || !v.ReadyAt.IsZero() || !v.PromisedAt().Equal(promise) {
		return nil, nil
	}
	return v, nil
}

func probability(p float64) error {
	if !(p >= 0 && p <= 1) {
		return refuse("field_invalid", "field", "late", "value", p)
	}
	return nil
}

// RaisePromiseAlert tells the advisor that the promise in force became unlikely:
// once for each promise, and once more when it is urgent.
type RaisePromiseAlert struct {
	Visit   VisitID   `json:"visit"`
	Promise time.Time `json:"promise"`
	Urgent  bool      `json:"urgent,omitempty" doc:"less than half an hour is left"`
	Late    float64   `json:"late" doc:"probability of missing the promise"`
	Ready   time.Time `json:"ready,omitzero"`
	Why     []Message `json:"why,omitempty"`
}

// Name implements Command.
func (RaisePromiseAlert) Name() string { return "warn_promise" }
func (c RaisePromiseAlert) decide(d *decision) error {
	v, err := d.promised(c.Visit, c.Promise)
	if v == nil || err != nil {
		return err
	}
	if err := probability(c.Late); err != nil {
		return err
	}
	if err := checkCount("why", len(c.Why), maxWhy); err != nil {
		return err
	}
	if a := v.CurrentAlert(); a != nil && (a.Urgent || !c.Urgent) {
		return nil
	}
	return d.emit(PromiseAlertRaised{ofVisit{v.ID}, c.Promise, c.Urgent, c.Late, c.Ready, slices.Clone(c.Why)})
}

// maxWhy is how many reasons a warning keeps.
const maxWhy = 12

// AcknowledgePromiseAlert records who has taken notice of the warning and when.
type AcknowledgePromiseAlert struct {
	Visit VisitID `json:"visit"`
}

// Name implements Command.
func (AcknowledgePromiseAlert) Name() string { return "acknowledge_warning" }
func (c AcknowledgePromiseAlert) decide(d *decision) error {
	v, err := d.visit(c.Visit)
	if err != nil {
		return err
	}
	if v.Alert == nil || !v.Alert.SeenAt.IsZero() {
		return nil
	}
	return d.emit(PromiseAlertAcknowledged{ofVisit{v.ID}})
}
