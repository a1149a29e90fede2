package board

// PartSet adds a part line or moves it to another state.
type PartSet struct {
	ofVisit
	Part Part `json:"part"`
}

func (PartSet) kind() string { return "part_set" }
func (b PartSet) apply(s *State, e Event) {
	s.change(e, b.Visit, func(v *Visit) {
		p := b.Part
		p.Since = e.Happened()
		for i := range v.Parts {
			old := &v.Parts[i]
			if old.ID != p.ID {
				continue
			}
			if old.State == p.State {
				p.Since = old.Since
			}
			*old = p
			return
		}
		v.Parts = append(v.Parts, p)
	})
}
