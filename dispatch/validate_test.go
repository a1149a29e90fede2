package dispatch

import (
	"maps"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"bayline/board"
	"bayline/dispatch/dispatchtest"
)

// The validator sees each kind of fault when one is put into a sound plan.
func TestValidatorSeesFaults(t *testing.T) {
	shop := dispatchtest.Busy(40, 3)
	d := &shop.Dice
	for i, v := range board.Sorted(shop.State.Visits) {
		switch i % 8 {
		case 1:
			shop.Do(board.SetPart{Visit: v.ID, ID: 1, State: board.PartShort, ETA: shop.Now.Add(4 * time.Hour)})
		case 2:
			shop.Do(board.Dispatch{Visit: v.ID, Line: 1, Bay: "B01", Technicians: []board.PersonID{"M01"}})
		case 3:
			shop.Do(board.SetPin{Visit: v.ID, Line: 1, Bay: "B03", Start: shop.Now.Add(2 * time.Hour)})
		case 4:
			shop.Do(board.ChangeOperation{Visit: v.ID, Line: 3, StandardMinutes: 30, Crew: 1, After: []int{1}})
		}
	}
	shop.Do(board.SetPresence{Person: "M03", Presence: board.PresenceTraining, Until: shop.Now.Add(3 * time.Hour)})
	shop.Do(board.SetMaintenance{Bay: "B11", Reason: "检修", Until: shop.Now.Add(3 * time.Hour)})
	sound := NewPlan(shop.State, shop.Now, Options{})
	require.Empty(t, Validate(shop.State, sound))

	pick := func(p *Plan, fits func(*Task) bool) *Task {
		var list []*Task
		for i := range p.Tasks {
			if fits(&p.Tasks[i]) {
				list = append(list, &p.Tasks[i])
			}
		}
		require.NotEmpty(t, list)
		return dispatchtest.Pick(d, list)
	}
	is := func(kind Kind) func(*Task) bool {
		return func(t *Task) bool { return t.Kind == kind && !t.Running }
	}
	running := func(t *Task) bool { return t.Running }
	op := func(task *Task) *board.Operation { return shop.State.Visits[task.Visit].Operation(task.Line) }
	shift := func(task *Task, by time.Duration) {
		task.Start, task.Finish = task.Start.Add(by), task.Finish.Add(by)
		for i := range task.Attended {
			task.Attended[i].Start, task.Attended[i].End = task.Attended[i].Start.Add(by), task.Attended[i].End.Add(by)
		}
	}
	faults := map[string]func(p *Plan){
		"a running job moved": func(p *Plan) {
			pick(p,
				func(t *Task) bool { return t.Running && t.Bay != "B16" }).Bay = "B16"
		},
		"a running job's people": func(p *Plan) { pick(p, running).Technicians = []board.PersonID{"M09"} },
		"a running job forgotten": func(p *Plan) {
			p.Tasks = slices.DeleteFunc(p.Tasks,
				func(t Task) bool { return t.Running })
		},
		"a job in the past": func(p *Plan) { shift(pick(p, is(KindWork)), -20*24*time.Hour) },
		"a job at night":    func(p *Plan) { shift(pick(p, is(KindWork)), 12*time.Hour) },
		"a job too short": func(p *Plan) {
			a := pick(p, is(KindWork)).Attended
			a[len(a)-1].End = a[len(a)-1].End.Add(-time.Minute)
		},
		"a finish too early":  func(p *Plan) { t := pick(p, is(KindWork)); t.Finish = t.Finish.Add(-time.Minute) },
		"a job planned twice": func(p *Plan) { p.Tasks = append(p.Tasks, p.Tasks[0]) },
		"a job left out": func(p *Plan) {
			t := pick(p, is(KindWork))
			*t = Task{Visit: t.Visit, Line: 77, Kind: KindWork, Start: t.Start, Finish: t.Finish}
		},
		"the wrong bay type": func(p *Plan) {
			pick(p, func(t *Task) bool {
				return is(KindWork)(t) && !t.Pinned && t.Bay < "B09" &&
					op(t).BayType != ""
			}).Bay = "B15"
		},
		"the wrong trade": func(p *Plan) {
			pick(p, func(t *Task) bool {
				return is(KindWork)(t) &&
					op(t).State != board.OperationDispatched
			}).Technicians = []board.PersonID{"W0"}
		},
		"too many people": func(p *Plan) {
			t := pick(p, is(KindWork))
			t.Technicians = append(slices.Clone(t.Technicians), "M02", "M04")
		},
		"an inspector who worked": func(p *Plan) {
			pick(p,
				is(KindInspection)).Technicians = []board.PersonID{"M01"}
		},
		"an inspection off the lane": func(p *Plan) { pick(p, is(KindInspection)).Bay = "B01" },
		"a wash in a lift bay":       func(p *Plan) { pick(p, is(KindWash)).Bay = "B01" },
		"an inspection before work":  func(p *Plan) { shift(pick(p, is(KindInspection)), -300*time.Minute) },
		"a wash before inspection":   func(p *Plan) { shift(pick(p, is(KindWash)), -200*time.Minute) },
		"a dispatch ignored": func(p *Plan) {
			pick(p, func(t *Task) bool {
				return is(KindWork)(t) &&
					op(t).State == board.OperationDispatched
			}).Bay = "B05"
		},
		"a pin ignored": func(p *Plan) { pick(p, func(t *Task) bool { return t.Pinned }).Bay = "B05" },
		"a pinned start ignored": func(p *Plan) {
			shift(pick(p, func(t *Task) bool { return t.Pinned }),
				-10*time.Hour)
		},
		"people doubled": func(p *Plan) {
			pick(p, func(t *Task) bool {
				return is(KindWork)(t) && t.Technicians[0] != "M01" &&
					!t.Pinned
			}).Technicians[0] = "M01"
		},
		"no outlook": func(p *Plan) { delete(p.Outlooks, p.Tasks[0].Visit) },
		"a wrong ready time": func(p *Plan) {
			o := p.Outlooks[p.Tasks[0].Visit]
			o.Ready = o.To.Add(time.Minute)
			p.Outlooks[p.Tasks[0].Visit] = o
		},
		"late for no reason": func(p *Plan) {
			for id, o := range p.Outlooks {
				o.Health, o.Reasons = HealthLate, nil
				p.Outlooks[id] = o
			}
		},
	}
	for _, name := range slices.Sorted(maps.Keys(faults)) {
		spoil := faults[name]
		t.Run(name, func(t *testing.T) {
			for range 5 {
				plan := *sound
				plan.Tasks, plan.Outlooks = slices.Clone(sound.Tasks), maps.Clone(sound.Outlooks)
				for i := range plan.Tasks {
					task := &plan.Tasks[i]
					task.Technicians, task.Attended = slices.Clone(task.Technicians), slices.Clone(task.Attended)
				}
				spoil(&plan)
				require.NotEmpty(t, Validate(shop.State, &plan))
			}
		})
	}
}
