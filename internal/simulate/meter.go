package simulate

import (
	"cmp"
	"slices"
	"time"

	"bayline/board"
	"bayline/dispatch"
)

// Meter counts what the planner does.
type Meter struct {
	took    []time.Duration
	changed int // operations whose people a new plan changed
	kept    int // and did not change
}

func newMeter() *Meter { return &Meter{} }

// job names one operation of the plan.
type job struct {
	visit board.VisitID
	line  int
}

// replanned compares a plan with the one before.
func (m *Meter) replanned(took time.Duration, before, plan *dispatch.Plan) {
	m.took = append(m.took, took)
	if before == nil {
		return
	}
	people := map[job][]board.PersonID{}
	for i := range before.Tasks {
		if t := &before.Tasks[i]; t.Kind == dispatch.KindWork && !t.Running {
			people[job{t.Visit, t.Line}] = t.Technicians
		}
	}
	for i := range plan.Tasks {
		t := &plan.Tasks[i]
		was, ok := people[job{t.Visit, t.Line}]
		switch {
		case !ok || t.Kind != dispatch.KindWork || t.Running:
		case same(was, t.Technicians):
			m.kept++
		default:
			m.changed++
		}
	}
}

func same(a, b []board.PersonID) bool {
	return len(a) == len(b) && !slices.ContainsFunc(a, func(id board.PersonID) bool { return !slices.Contains(b, id) })
}

// Result is how a policy did. Shares are 0 to 1, times are minutes of working
// time per car, a flag is the plan calling a car at risk or late.
type Result struct {
	Policy            string  `json:"policy"`
	Days              int     `json:"days"`
	Cars              int     `json:"cars"`
	OnTime            float64 `json:"on_time"`
	WeightedTardiness float64 `json:"weighted_tardiness"`
	Flow              float64 `json:"flow"`
	Replans           int     `json:"replans"`
	ChangesPerEvent   float64 `json:"changes_per_event"`
	ReplanP50         float64 `json:"replan_p50_ms"`
	ReplanP99         float64 `json:"replan_p99_ms"`
	P80Coverage       float64 `json:"p80_coverage"`
	Brier             float64 `json:"brier"`
	Flagged30         float64 `json:"flagged_30min"`
	Flagged2h         float64 `json:"flagged_2h"`
	FalseAlarms       float64 `json:"false_alarms_30min"`

	Quoted80Met  float64 `json:"quoted80_met,omitempty"` // share of cars ready by what was quoted
	Quoted96Met  float64 `json:"quoted96_met,omitempty"`
	Quoted80Stay float64 `json:"quoted80_stay,omitempty"` // how long the stay was quoted
	Quoted96Stay float64 `json:"quoted96_stay,omitempty"`
	QuoteP50     float64 `json:"quote_p50_ms,omitempty"`
	QuoteP99     float64 `json:"quote_p99_ms,omitempty"`

	daily []float64 // on-time share of each day
	tardy []float64 // weighted tardiness a car of each day
}

// summary computes the result of lived days.
func summary(policy string, days []*day) Result {
	r := Result{Policy: policy, Days: len(days)}
	var took []time.Duration
	var s scores
	var quotes quoteScores
	changed, kept := 0, 0
	for _, d := range days {
		took = append(took, d.meter.took...)
		changed, kept = changed+d.meter.changed, kept+d.meter.kept
		before := s
		for _, l := range d.cars {
			s.add(l)
			quotes.add(l)
		}
		r.daily = append(r.daily, share(s.onTime-before.onTime, s.cars-before.cars))
		r.tardy = append(r.tardy, share(s.tardy-before.tardy, s.cars-before.cars))
	}
	r.Cars, r.Replans = s.cars, len(took)
	r.OnTime = share(s.onTime, s.cars)
	r.WeightedTardiness, r.Flow = share(s.tardy, s.cars), share(s.flow, s.cars)
	r.ChangesPerEvent = share(changed, changed+kept)
	slices.Sort(took)
	if n := len(took); n > 0 {
		r.ReplanP50, r.ReplanP99 = millis(took[n/2]), millis(took[n*99/100])
	}
	r.P80Coverage, r.Flagged30, r.Flagged2h = share(s.within, s.views), share(s.seen30, s.late30), share(s.seen2h, s.late2h)
	r.FalseAlarms = share(s.alarms, s.fine)
	if s.views > 0 {
		r.Brier = s.brier / float64(s.views)
	}
	quotes.tell(&r)
	return r
}

func millis(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }

func share(part, of int) float64 {
	if of == 0 {
		return 0
	}
	return float64(part) / float64(of)
}

// scores are sums over cars; views are counted at most every half hour.
type scores struct {
	cars, onTime, tardy, flow      int
	views, within                  int
	brier                          float64
	late30, seen30, late2h, seen2h int
	fine, alarms                   int
}

func (s *scores) add(l *life) {
	s.cars++
	late := l.ready > l.promise
	if !late {
		s.onTime++
	}
	s.tardy += l.weight() * max(0, worked(l.ready)-worked(l.promise))
	s.flow += worked(l.ready) - worked(l.signed)
	next := 0
	for _, v := range l.views {
		if v.at < next {
			continue
		}
		next = v.at + 30
		s.views++
		if l.ready <= v.to {
			s.within++
		}
		miss := v.late
		if late {
			miss = 1 - v.late
		}
		s.brier += miss * miss
	}
	flagged30, known30 := l.flaggedAt(l.promise - 30)
	flagged2h, known2h := l.flaggedAt(l.promise - 120)
	switch {
	case late && known30:
		s.late30++
		s.seen30 += count(flagged30)
	case known30:
		s.fine++
		s.alarms += count(flagged30)
	}
	if late && known2h {
		s.late2h++
		s.seen2h += count(flagged2h)
	}
}

func count(b bool) int {
	if b {
		return 1
	}
	return 0
}

// weight is what the planner takes the car to weigh.
func (l *life) weight() int {
	switch {
	case l.promise != l.car.promise:
		return 3
	case l.waits:
		return 2
	}
	return 1
}

// flaggedAt reports whether the last plan up to a minute flagged the car; known
// is false when the car was not here yet.
func (l *life) flaggedAt(minute int) (flagged, known bool) {
	i, _ := slices.BinarySearchFunc(l.views, minute+1, func(v view, m int) int { return cmp.Compare(v.at, m) })
	if i == 0 {
		return false, false
	}
	return l.views[i-1].flagged, true
}
