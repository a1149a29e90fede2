package board

import "time"

// CarMoved records where the car stands now.
type CarMoved struct {
	ofVisit
	Bay     BayID  `json:"bay,omitempty"`
	Parking string `json:"parking,omitempty"`
}

func (CarMoved) kind() string { return "car_moved" }
func (b CarMoved) apply(s *State, e Event) {
	s.change(e, b.Visit, func(v *Visit) {
		v.Bay, v.Parking = b.Bay, b.Parking
		if v.Stop != nil {
			stop := *v.Stop
			stop.KeepsBay = b.Bay != ""
			v.Stop = &stop
		}
		for i := range v.Operations {
			if o := &v.Operations[i]; o.Stop != nil {
				stop := *o.Stop
				stop.KeepsBay = b.Bay != ""
				o.Stop = &stop
			}
		}
	})
}

// HelpSet raises or lowers a technician's call for help (求助).
type HelpSet struct {
	ofVisit
	Line int  `json:"line"`
	On   bool `json:"on"`
}

func (HelpSet) kind() string { return "help_set" }
func (b HelpSet) apply(s *State, e Event) {
	s.operation(e, b.Visit, b.Line, func(_ *Visit, o *Operation) {
		o.HelpSince = time.Time{}
		if b.On {
			o.HelpSince = e.Happened()
		}
	})
}

// OverrunReported is the technician's "I won't make it" (赶不上).
type OverrunReported struct {
	ofVisit
	Line    int    `json:"line"`
	Minutes int    `json:"minutes"`
	Reason  string `json:"reason,omitempty"`
}

func (OverrunReported) kind() string { return "late_warned" }
func (b OverrunReported) apply(s *State, e Event) {
	s.operation(e, b.Visit, b.Line, func(_ *Visit, o *Operation) {
		o.Warning = &Warning{At: e.Happened(), By: e.Actor.Name, Minutes: b.Minutes, Reason: b.Reason}
	})
}

// OverrunAcknowledged records that the advisor has read the warning.
type OverrunAcknowledged struct {
	ofVisit
	Line int `json:"line"`
}

func (OverrunAcknowledged) kind() string { return "warning_seen" }
func (b OverrunAcknowledged) apply(s *State, e Event) {
	s.operation(e, b.Visit, b.Line, func(_ *Visit, o *Operation) {
		if o.Warning != nil {
			w := *o.Warning
			w.SeenAt, w.SeenBy = e.Happened(), e.Actor.Name
			o.Warning = &w
		}
	})
}
