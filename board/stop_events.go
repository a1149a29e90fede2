package board

// WorkStopped stops one operation with a reason.
type WorkStopped struct {
	ofVisit
	Line int  `json:"line"`
	Stop Stop `json:"stop"`
}

func (WorkStopped) kind() string { return "work_stopped" }
func (b WorkStopped) apply(s *State, e Event) {
	s.operation(e, b.Visit, b.Line, func(v *Visit, o *Operation) {
		stop := b.Stop
		stop.Since = e.Happened()
		o.halt(stop.Since)
		o.State, o.Stop = OperationStopped, &stop
		v.letGo(stop.KeepsBay)
	})
}

// VehicleStopped stops the whole vehicle: work in progress halts with it.
type VehicleStopped struct {
	ofVisit
	Stop Stop `json:"stop"`
}

func (VehicleStopped) kind() string { return "vehicle_stopped" }
func (b VehicleStopped) apply(s *State, e Event) {
	s.change(e, b.Visit, func(v *Visit) {
		stop := b.Stop
		stop.Since = e.Happened()
		for i := range v.Operations {
			o := &v.Operations[i]
			if o.Running() {
				o.halt(stop.Since)
				o.State, o.Stop = OperationStopped, &stop
			}
		}
		v.Stop = &stop
		v.letGo(stop.KeepsBay)
	})
}

// StopEnded lifts a stop without starting work: line 0 lifts the stop of the
// whole vehicle and of every line.
type StopEnded struct {
	ofVisit
	Line int `json:"line"`
}

func (StopEnded) kind() string { return "stop_ended" }
func (b StopEnded) apply(s *State, e Event) {
	s.change(e, b.Visit, func(v *Visit) {
		if b.Line == 0 {
			v.Stop = nil
		}
		for i := range v.Operations {
			o := &v.Operations[i]
			if o.State == OperationStopped && (b.Line == 0 || b.Line == o.Line) {
				o.State, o.Stop = OperationWaiting, nil
			}
		}
	})
}

// letGo frees the bay when the car need not keep it and nobody works on it.
func (v *Visit) letGo(keep bool) {
	if keep {
		return
	}
	for i := range v.Operations {
		if v.Operations[i].Running() {
			return
		}
	}
	v.Bay = ""
}
