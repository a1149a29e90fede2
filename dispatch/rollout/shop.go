// Package rollout lives the rest of a workshop's days very fast: whenever
// people and a bay are free, the most urgent work that can begin begins. It
// tells what a decision of now is likely to lead to. It knows nothing but small
// integers; times are minutes of working time from now on.
package rollout

// Never is a time that does not come.
const Never = 1 << 29

// Most is how many people, and how many bays, a Shop may have.
const Most = 64

// Shop is what there is to do and who is there. People and bays are bits of a
// set.
type Shop struct {
	People []int32 // minute from which each can be counted on
	Bays   []int32 // minute from which each is usable
	Jobs   []Job
	Works  []Work
}

// Job is one car: its works are Works[First:Last], each following those it
// names. A job with a work that cannot be done is not counted.
type Job struct {
	First, Last int32
	Due         int32 // minute of the promise; Never without one
	Weight      int32 // what its lateness costs
	Worked      uint64
	Skip        bool
}

// Work is one piece of work. It takes Size people of Able, one at least of
// Graded, those in front of Ranking preferred, and one of Bays, unless that is
// empty. Amount is man-minutes times 100 at the people's Speed, or, with none,
// Minutes pass on the clock. Passive minutes follow without people.
type Work struct {
	Job     int32
	Before  []int32
	Release int32
	Size    int
	Able    uint64
	Graded  uint64
	Ranking []int32
	Bays    uint64
	Amount  int32
	Minutes int32
	Passive int32
	Usual   int32 // minutes it is expected to take with all that follows
	First   bool  // goes before everything else
	Fresh   bool  // only for people who have not worked on the car
	Skip    bool  // cannot be done
}

// Start is a work that begins now, or is running.
type Start struct {
	Work   int32
	People uint64
	Bay    int32 // -1: none
	Runs   bool  // began before: its length is what is left
}

// Speed is the efficiency of people in percent.
type Speed []int32
