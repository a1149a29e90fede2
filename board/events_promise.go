package board

import "time"

// ForecastNoted records what the forecast said about a promise.
type ForecastNoted struct {
	ofVisit
	Said Said `json:"said"`
}

func (ForecastNoted) kind() string { return "forecast_noted" }
func (b ForecastNoted) apply(s *State, e Event) {
	s.change(e, b.Visit, func(v *Visit) {
		v.Said = append(v.Said[max(0, len(v.Said)-maxSaid+1):len(v.Said):len(v.Said)], b.Said)
	})
}

// PromiseWarned records that a promise became unlikely and its advisor is to
// know. Urgent: less than half an hour is left.
type PromiseWarned struct {
	ofVisit
	Promise time.Time `json:"promise"`
	Urgent  bool      `json:"urgent,omitempty"`
	Late    float64   `json:"late"`
	Ready   time.Time `json:"ready,omitzero"`
	Why     []Message `json:"why,omitempty"`
}

func (PromiseWarned) kind() string { return "promise_warned" }
func (b PromiseWarned) apply(s *State, e Event) {
	s.change(e, b.Visit, func(v *Visit) {
		v.Alarm = &Alarm{At: e.Happened(), Promise: b.Promise, Urgent: b.Urgent, Late: b.Late, Ready: b.Ready, Why: b.Why}
	})
}

// WarningAcknowledged records that somebody has taken notice of the warning.
type WarningAcknowledged struct {
	ofVisit
}

func (WarningAcknowledged) kind() string { return "warning_acknowledged" }
func (b WarningAcknowledged) apply(s *State, e Event) {
	s.change(e, b.Visit, func(v *Visit) {
		if v.Alarm != nil {
			alarm := *v.Alarm
			alarm.SeenAt, alarm.SeenBy = e.Happened(), e.Actor.Name
			v.Alarm = &alarm
		}
	})
}
