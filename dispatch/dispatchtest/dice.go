// Package dispatchtest builds random workshops and lets random days happen in
// them, through the same commands as people use. The tests of everything that
// plans share it.
package dispatchtest

// Dice is a small seeded generator: the same seed gives the same shop.
type Dice uint64

// Below gives a number from 0 to n-1; 0 for n < 1.
func (d *Dice) Below(n int) int {
	*d += 0x9e3779b97f4a7c15
	x := uint64(*d)
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	x ^= x >> 31
	if n < 1 {
		return 0
	}
	return int(x % uint64(n))
}

// Chance is true in percent of the throws.
func (d *Dice) Chance(percent int) bool { return d.Below(100) < percent }

// Pick gives one of the values, the zero value of none.
func Pick[T any](d *Dice, values []T) T {
	if len(values) == 0 {
		var zero T
		return zero
	}
	return values[d.Below(len(values))]
}
