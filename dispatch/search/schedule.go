package search

// Schedule returns every operation of a problem its place.
type Schedule []Placement

// Placement is one operation's mode (an index into its Modes), start and end.
type Placement struct {
	Mode       int
	Start, End int64
}

// Ends returns the end of every job: that of its last operation, 0 for a job without operations.
func (s Schedule) Ends(p *Problem) []int64 {
	ends := make([]int64, len(p.Jobs))
	for i := range s {
		j := p.Operations[i].Job
		ends[j] = max(ends[j], s[i].End)
	}
	return ends
}

// Value is the schedule's objective.
func (s Schedule) Value(p *Problem) int64 { return p.value(s.Ends(p)) }

func (p *Problem) value(ends []int64) int64 {
	var v int64
	for j, end := range ends {
		job := p.Jobs[j]
		switch p.Objective {
		case Makespan:
			v = max(v, end)
		case WeightedTardiness:
			v += job.Weight * max(0, end-job.Due)
		case WeightedLate:
			if end > job.Due {
				v += job.Weight
			}
		case WeightedFlow:
			v += job.Weight * end
		}
	}
	return v
}
