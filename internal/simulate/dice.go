package simulate

import "math"

// dice throws numbers that depend on the seed and a few numbers that name what
// they are for, and on nothing thrown before.
type dice uint64

// throw gives the dice of one thing.
func throw(seed uint64, names ...int) dice {
	d := dice(seed*0x9e3779b97f4a7c15 + 0x632be59bd9b4e019)
	for _, n := range names {
		d ^= dice(uint64(n) + 0x9e3779b97f4a7c15)
		d.next()
	}
	return d
}

func (d *dice) next() uint64 {
	*d += 0x9e3779b97f4a7c15
	x := uint64(*d)
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	*d ^= dice(x >> 17)
	return x ^ x>>31
}

// share gives a number from 0 to 1.
func (d *dice) share() float64 { return float64(d.next()>>11) / (1 << 53) }

// between gives a whole number from low to high.
func (d *dice) between(low, high int) int { return low + int(d.next()%uint64(high-low+1)) }

// chance is true in percent of the throws.
func (d *dice) chance(percent int) bool { return d.between(0, 99) < percent }

// ratio gives actual over standard time: lognormal around 1, and in 4 % of the
// cases 1.8 times that.
func (d *dice) ratio(sigma float64) float64 {
	z := math.Sqrt(-2*math.Log(1-d.share())) * math.Cos(2*math.Pi*d.share())
	r := math.Exp(sigma * z)
	if d.chance(4) {
		r *= 1.8
	}
	return r
}
