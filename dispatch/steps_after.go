package dispatch

import (
	"slices"

	"bayline/board"
)

// openLevels lists the inspections the visit still has to pass, in order. The
// self-check is a signature and takes no time of its own.
func openLevels(s *board.State, v *board.Visit) []board.Level {
	needed, ok := s.Settings.Levels[v.Class]
	if !ok {
		needed = []board.Level{board.LevelFinal}
	}
	var levels []board.Level
	for _, level := range []board.Level{board.LevelPeer, board.LevelFinal} {
		passed := slices.ContainsFunc(v.Inspections, func(i board.Inspection) bool { return i.Level == level && i.Passed && !i.Void })
		if slices.Contains(needed, level) && !passed {
			levels = append(levels, level)
		}
	}
	bySample := v.SelfCheckedAt.IsZero() && v.ReworkRuns == 0 && !s.FinalSampled(v)
	if bySample && len(levels) == 1 && levels[0] == board.LevelFinal {
		return nil
	}
	return levels
}

func (p *problem) addInspections(v *board.Visit, index int32) {
	for _, level := range openLevels(p.state, v) {
		p.addFinal(v, index, step{
			kind: KindInspection, level: level, trade: slices.Index(board.Trades, board.TradeInspection),
			minutes: p.state.Settings.InspectionMinutes, bayType: board.BayQC,
		})
	}
}

func (p *problem) addWash(v *board.Visit, index int32) {
	st := step{kind: KindWash, trade: slices.Index(board.Trades, board.TradeWash), minutes: v.WashMinutes(p.state.Settings), bayType: board.BayWash}
	switch {
	case v.Stage == board.StageWashing:
		p.readWashing(v, &st)
	case !v.NeedsWash(p.state.Settings):
		return
	}
	p.addFinal(v, index, st)
}

// addFinal adds a step that follows everything before it on the car. A shop
// without such a bay, or without such people, does it without.
func (p *problem) addFinal(_ *board.Visit, index int32, st step) {
	st.job, st.bay, st.size, st.earliest = index, none, 1, p.start
	if st.now != nil {
		st.bay = st.now.bay
	}
	st.bayless = len(p.byBayType[st.bayType]) == 0
	if len(p.candidates(&st)) == 0 {
		st.size = 0
	}
	for k := len(p.steps) - 1; k >= 0 && p.steps[k].job == index; k-- {
		st.before = append(st.before, int32(k))
	}
	p.steps = append(p.steps, st)
}
