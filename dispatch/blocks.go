package dispatch

// block is a stretch for which a bay, a person or a car is taken. bay is the
// place, job the car, crew how many people are on it.
type block struct {
	from, to int
	bay, job int32
	crew     int32
	step     int32 // none when no step of the plan takes it
}

// none is the index of nothing: no bay needed, no step behind a block. anywhere
// is the bay of work that has none yet.
const (
	none     = -1
	anywhere = -2
)

// taken are the blocks of one bay, person or car, in order of their start.
type taken []block

// add puts a block where it belongs.
func (t *taken) add(b block) {
	list := append(*t, b)
	i := len(list) - 1
	for ; i > 0 && list[i-1].from > b.from; i-- {
		list[i] = list[i-1]
	}
	list[i] = b
	*t = list
}

// otherCar returns the end of the first block in from..to that belongs to
// another car, or from when there is none.
func (t taken) otherCar(job int32, from, to int) int {
	for i := range t {
		if t[i].from >= to {
			break
		}
		if t[i].to > from && t[i].job != job {
			return t[i].to
		}
	}
	return from
}

// otherBay returns the end of the first block in from..to in another bay, or
// from when there is none: a car is in one place.
func (t taken) otherBay(bay int32, from, to int) int {
	for i := range t {
		if t[i].from >= to {
			break
		}
		if t[i].to > from && (t[i].bay != bay || bay == none) {
			return t[i].to
		}
	}
	return from
}

// busy returns the end of the first block in from..to that keeps the person, or
// from when there is none. A member of a team may be in the crews of both the
// team's bays at once, as long as nobody is left alone there.
func (t taken) busy(w *worker, bay, crew int32, from, to int) int {
	for i := range t {
		if t[i].from >= to {
			break
		}
		if t[i].to > from && !w.shares(&t[i], bay, crew) {
			return t[i].to
		}
	}
	return from
}

// shares reports whether the person may do the block and other work in bay at
// the same time; anywhere: in some bay.
func (w *worker) shares(b *block, bay, crew int32) bool {
	return crew > 1 && b.crew > 1 && w.inTeam(b.bay) && (bay == anywhere || b.bay != bay && w.inTeam(bay))
}

// inTeam reports whether the bay is one of the person's team.
func (w *worker) inTeam(bay int32) bool {
	return bay != none && (w.bays[0] == bay || w.bays[1] == bay)
}
