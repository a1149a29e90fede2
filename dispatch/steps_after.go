package dispatch

import (
	"slices"

	"bayline/board"
)

func (p *problem) addInspections(v *board.Visit, index int32) {
	for _, level := range p.state.InspectionsLeft(v) {
		p.addFinal(v, index, step{
			Task:  inspectionOf(v),
			level: level, trade: slices.Index(board.Trades, board.TradeInspection),
			minutes: p.state.Settings.InspectionMinutes,
		})
	}
}

func (p *problem) addWash(v *board.Visit, index int32) {
	st := step{
		Task:  washOf(v),
		trade: slices.Index(board.Trades, board.TradeWash), minutes: v.WashMinutes(p.state.Settings),
	}
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
	p.compile(&st)
	st.bayless = len(st.bays) == 0
	if len(st.people) == 0 {
		st.size = 0
	}
	for k := len(p.steps) - 1; k >= 0 && p.steps[k].job == index; k-- {
		st.before = append(st.before, int32(k))
	}
	p.steps = append(p.steps, st)
}
