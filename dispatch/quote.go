package dispatch

import (
	"cmp"
	"slices"
	"time"

	"bayline/board"
)

// Quotation answers "when can it be done?" before anybody promises anything.
// Times are the earliest promises that will be met with each chance, ascending;
// they are empty when nobody can tell, and Reasons say why. Share is the chance
// a new promise of this shop is given with. Met is the chance of the time that
// was asked about, when one was. Harmed are other promises the car would
// endanger if it were promised for the time of Share, or for the time asked.
type Quotation struct {
	Times   []QuotedTime `json:"times"`
	Share   int          `json:"share"`
	Met     *float64     `json:"met,omitempty"`
	Reasons []Reason     `json:"reasons"`
	Harmed  []Harm       `json:"harmed"`
}

// QuotedTime is a time at which the car will be ready with a chance of so many
// in a hundred, on a whole five minutes within the shop's hours.
type QuotedTime struct {
	Percent int       `json:"percent"`
	At      time.Time `json:"at"`
}

// Harm is what becomes of another promise: the chance of missing it, without
// and with the change.
type Harm struct {
	Visit      board.VisitID `json:"visit"`
	Plate      string        `json:"plate"`
	PromisedAt time.Time     `json:"promised_at"`
	Before     float64       `json:"before"`
	After      float64       `json:"after"`
}

// shares are the chances every quotation gives a time for, in percent; the
// shop's own share is added.
var shares = []int{50, 80, 96}

// What harms a promise: a chance of missing it that grows by so much, to no
// less than the shop's own threshold of risk.
const harmful = 0.10

// settling is how often the promise that is quoted is planned with. A car with
// an early promise is planned before one with a late promise, so the time that
// can be promised depends on the promise itself. The search begins with a car
// as urgent as can be and ends at the earliest promise that keeps itself; from
// the other side it would find one so late that the car is left for the end.
const settling = 3

// Quote says when requested work can be promised, asked at now. asked is a
// time somebody has in mind, or zero. The state is left as it is. The error is
// a *board.Refusal whose field is a path in the request.
func Quote(s *board.State, now time.Time, w WorkRequest, asked time.Time, options Options) (Quotation, error) {
	q := Quotation{Times: []QuotedTime{}, Share: s.Settings.PromiseShare(), Reasons: []Reason{}, Harmed: []Harm{}}
	f := newWhatIf(s, now)
	f.addExpectedCars(ahead, w.Visit)
	base := f.plan(options)
	id, err := f.addRequest(w, "")
	if err != nil {
		return q, err
	}
	f.promise(id, now)
	with := f.plan(options)
	o, _ := with.look(id)
	if o.drawn == nil {
		q.Reasons = with.obstacles(id)
		return q, nil
	}
	for at, n := (time.Time{}), 0; n < settling; n++ {
		next := with.by(o, q.Share)
		if next.Equal(at) {
			break
		}
		at = next
		f.promise(id, at)
		again := f.plan(options)
		said, _ := again.look(id)
		if said.drawn == nil {
			break
		}
		with, o = again, said
	}
	q.Times = with.times(o, q.Share)
	q.Reasons = with.dependsOn(id)
	if !asked.IsZero() {
		f.promise(id, asked)
		with = f.plan(options)
		o, _ = with.look(id)
		met := 1 - o.Late
		q.Met = &met
	}
	q.Harmed = harm(base, with, id)
	return q, nil
}

// ahead is for how many days bookings are counted in.
const ahead = 14

// whole is what quoted times are rounded up to, in minutes.
const whole = 5

// by returns the time by which a car is ready with a chance of so many in a
// hundred, on the next whole five minutes of the shop's hours.
func (w *prospect) by(o Outlook, percent int) time.Time {
	at := o.Quantile(float64(percent) / 100)
	t := w.minute(at)
	if over := at.Minute() % whole; over > 0 {
		at = at.Add(time.Duration(whole-over) * time.Minute)
	}
	if i := w.hours.after(t - 1); i < len(w.hours) && w.hours[i].from <= t {
		at = earlier(at, w.clock(w.hours[i].to)) // not past the end of the shift
	}
	return at
}

func earlier(a, b time.Time) time.Time {
	if a.Before(b) {
		return a
	}
	return b
}

// times returns the time of every share.
func (w *prospect) times(o Outlook, own int) []QuotedTime {
	var list []QuotedTime
	for _, percent := range slices.Compact(slices.Sorted(slices.Values(append(slices.Clone(shares), own)))) {
		list = append(list, QuotedTime{percent, w.by(o, percent)})
	}
	return list
}

// obstacles says why nobody can tell when the car will be ready.
func (w *prospect) obstacles(id board.VisitID) []Reason {
	i := w.job(id)
	if i == none || w.jobs[i].first == w.jobs[i].last {
		return []Reason{*reason("visit_closed")}
	}
	list := []Reason{}
	for k := w.jobs[i].first; k < w.jobs[i].last; k++ {
		if hold := w.steps[k].hold; hold != nil {
			list = append(list, *hold)
		}
	}
	if len(list) == 0 {
		list = append(list, *w.unplanned(w.schedule, &w.jobs[i]))
	}
	return list
}

// crowded is the load of a trade, in percent of what its people can still do
// today, from which it is named as what a car depends on.
const crowded = 85

// dependsOn says what the ready time of a car depends on: what it waits for,
// its parts, the calendar, the load of its trades.
func (w *prospect) dependsOn(id board.VisitID) []Reason {
	i := w.job(id)
	j := &w.jobs[i]
	list := []Reason{}
	add := func(r *Reason) {
		if r != nil && !slices.ContainsFunc(list, r.Equal) {
			list = append(list, *r)
		}
	}
	last := w.lastStep(w.schedule, j)
	w.follow(w.schedule, w.forecast, i, last, add)
	add(w.unchecked(j))
	ready := w.clock(w.schedule.placed[last].finish)
	if today := w.now.In(w.zone).Format(time.DateOnly); ready.Format(time.DateOnly) > today {
		add(reason("no_shift_left", "until", ready))
	}
	for _, load := range w.tradeLoad() {
		if percent := 100 * load.Work / max(load.Capacity, 1); percent >= crowded && w.needs(j, load.Trade) {
			add(reason("trade_crowded", "trade", string(load.Trade), "percent", min(percent, 999)))
		}
	}
	if len(list) == 0 {
		add(reason("nothing_in_the_way"))
	}
	add(reason("work_left", "minutes",
		w.gauge.worked(w.schedule.placed[last].finish)-w.gauge.worked(w.schedule.placed[w.firstStep(j)].start)))
	return list
}

// firstStep returns the step of a car that starts first.
func (w *prospect) firstStep(j *job) int32 {
	first := int32(j.first)
	for k := j.first; k < j.last; k++ {
		if w.schedule.placed[k].start < w.schedule.placed[first].start {
			first = int32(k)
		}
	}
	return first
}

// needs reports whether a car has work of a trade.
func (w *prospect) needs(j *job, trade board.Trade) bool {
	for k := j.first; k < j.last; k++ {
		if st := &w.steps[k]; st.Kind == KindWork && board.Trades[st.trade] == trade {
			return true
		}
	}
	return false
}

// unchecked tells of parts nobody has looked for yet: the quote takes them to
// be there.
func (w *prospect) unchecked(j *job) *Reason {
	count := 0
	var first board.Name
	for _, part := range j.visit.Parts {
		if part.State == board.PartUnchecked {
			if count++; count == 1 {
				first = board.Named(part.NameZH, part.NameEN)
			}
		}
	}
	if count == 0 {
		return nil
	}
	return reason("parts_unchecked", "part", first, "count", count)
}

// harm lists the promises of other cars that are endangered in a prospect and
// were not before, the worst first.
func harm(before, after *prospect, except board.VisitID) []Harm {
	list := []Harm{}
	for i := range after.jobs {
		v := after.jobs[i].visit
		now, ok := after.look(v.ID)
		if v.ID == except || !ok || v.PromisedAt().IsZero() || after.isHypothetical(v.ID) {
			continue
		}
		was, _ := before.look(v.ID)
		if now.Late-was.Late >= harmful && 100*now.Late >= float64(after.state.Settings.RiskPercent) {
			list = append(list, Harm{v.ID, board.ShowPlate(v.Plate), v.PromisedAt(), was.Late, now.Late})
		}
	}
	slices.SortStableFunc(list, func(a, b Harm) int { return cmp.Compare(b.After-b.Before, a.After-a.Before) })
	return list
}
