package board

import "time"

// ForecastNoted records what the forecast said about a promise.
type ForecastNoted struct {
	ofVisit
	Forecast ForecastRecord `json:"said"`
}

func (ForecastNoted) kind() string { return "forecast_noted" }
func (b ForecastNoted) apply(s *State, e Event) {
	s.change(e, b.Visit, func(v *Visit) {
		v.Forecasts = append(v.Forecasts[max(0, len(v.Forecasts)-maxForecasts+1):len(v.Forecasts):len(v.Forecasts)],
			b.Forecast)
	})
}

// PromiseAlertRaised records that a promise became unlikely and its advisor is to
// know. Urgent: less than half an hour is left.
type PromiseAlertRaised struct {
	ofVisit
	Promise time.Time `json:"promise"`
	Urgent  bool      `json:"urgent,omitempty"`
	Late    float64   `json:"late"`
	Ready   time.Time `json:"ready,omitzero"`
	Why     []Message `json:"why,omitempty"`
}

func (PromiseAlertRaised) kind() string { return "promise_warned" }
func (b PromiseAlertRaised) apply(s *State, e Event) {
	s.change(e, b.Visit, func(v *Visit) {
		v.Alert = &PromiseAlert{At: e.Happened(), Promise: b.Promise, Urgent: b.Urgent, Late: b.Late, Ready: b.Ready,
			Why: b.Why}
	})
}

// PromiseAlertAcknowledged records that somebody has taken notice of the warning.
type PromiseAlertAcknowledged struct {
	ofVisit
}

func (PromiseAlertAcknowledged) kind() string { return "warning_acknowledged" }
func (b PromiseAlertAcknowledged) apply(s *State, e Event) {
	s.change(e, b.Visit, func(v *Visit) {
		if v.Alert != nil {
			alert := *v.Alert
			alert.SeenAt, alert.SeenBy = e.Happened(), e.Actor.Name
			v.Alert = &alert
		}
	})
}
