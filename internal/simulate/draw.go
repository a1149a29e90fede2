package simulate

import "slices"

// car is one customer of a day, with everything that will happen to it.
type car struct {
	index   int
	kind    *kind
	codes   []string
	booked  int // minute of the appointment
	arrives int // minute
	waits   bool
	gone    bool // did not show up
	found   string
	parts   int     // minutes the part for what is found takes, 0: here
	fails   bool    // the last inspection, once
	seed    uint64  // of the lengths of its work
	sigma   float64 // their spread
	promise int     // minute, as promised at the start
	quote   int     // chance in percent with which the promise is quoted at the signature instead, or 0
}

// ratio gives actual over standard time of a piece of work.
func (c *car) ratio(line int) float64 {
	d := throw(c.seed, c.index, 1000+line)
	return d.ratio(c.sigma)
}

// upset is what disturbs a day.
type upset struct {
	at, minutes int
	person, bay int // index, or -1
	car         int // whose next operation is dragged to the person, or -1
}

// Setting says which days are lived.
type Setting struct {
	Days    int
	Cars    int
	Promise float64
	Sigma   float64
	Seed    uint64
	Calm    bool // no absence, closed bay or drag
	Quote   int  // promise what is quoted with this chance in percent; 0: as Promise says
	Tries   int  // orders the clairvoyant tries for each day
	Check   bool // hold every plan that is followed against the validator; a broken rule ends the run
}

// reception is how many minutes pass from the arrival to the signature.
const reception = 10

// allowance is what a promise of factor 1 leaves for waiting, in minutes.
const allowance = 50

// draw gives the cars of a day in the order they come.
func (s Setting) draw(n int) []*car {
	seed := s.Seed*1_000_003 + uint64(n)
	cars := make([]*car, s.Cars)
	for i := range cars {
		d := throw(seed, i)
		c := &car{index: i, seed: seed, sigma: s.Sigma, quote: s.Quote}
		pick, k := d.between(0, 99), 0
		for pick >= kinds[k].share {
			pick -= kinds[k].share
			k++
		}
		c.kind = &kinds[k]
		c.codes = c.kind.codes[d.between(0, len(c.kind.codes)-1)]
		switch when := d.between(0, 99); {
		case when < 45:
			c.arrives = d.between(opens, 10*60)
		case when < 80:
			c.arrives = d.between(10*60, 14*60+30)
		default:
			c.arrives = d.between(14*60+30, 16*60+30)
		}
		c.booked = c.arrives
		c.arrives = max(opens, c.arrives+d.between(-12, 12))
		c.waits, c.gone, c.fails = d.chance(30), d.chance(6), d.chance(5)
		if d.chance(12) {
			c.found = hidden[d.between(0, len(hidden)-1)]
			if d.chance(33) {
				c.parts = d.between(30, 150)
			}
		}
		c.promise = clock(worked(c.arrives) + reception + int(s.Promise*float64(c.standard()+allowance)))
		cars[i] = c
	}
	slices.SortStableFunc(cars, func(a, b *car) int { return a.arrives - b.arrives })
	return cars
}

// standard gives the minutes the car takes at book time with nobody in the
// way.
func (c *car) standard() int {
	total := 8 + 12
	for _, code := range c.codes {
		l := standard(code)
		total += l.StandardMinutes / l.Crew
	}
	return total
}

// disturb gives what upsets a day: now and then somebody is ill or called out
// to a car on the road, a bay is out of use, and a person drags a job.
func (s Setting) disturb(n int) []upset {
	if s.Calm {
		return nil
	}
	d := throw(s.Seed*1_000_003+uint64(n), 1<<20)
	var list []upset
	if d.chance(25) {
		list = append(list, upset{at: opens, minutes: 600, person: d.between(0, 9), bay: -1, car: -1})
	}
	if d.chance(25) {
		list = append(list, upset{at: d.between(540, 900), minutes: d.between(45, 120), person: d.between(0, 9), bay: -1, car: -1})
	}
	if d.chance(20) {
		list = append(list, upset{at: d.between(540, 900), minutes: d.between(60, 180), person: -1, bay: d.between(0, 8), car: -1})
	}
	for range 2 {
		list = append(list, upset{at: d.between(540, 900), person: d.between(0, 9), bay: -1, car: d.between(0, max(s.Cars-1, 0))})
	}
	return list
}
