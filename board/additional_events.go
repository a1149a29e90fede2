package board

// AdditionalFoundEvent records work found after the order was signed (增项).
type AdditionalFoundEvent struct {
	ofVisit
	ID    int      `json:"id"`
	What  string   `json:"what"`
	Codes []string `json:"codes"`
}

func (AdditionalFoundEvent) kind() string { return "additional_found" }
func (b AdditionalFoundEvent) apply(s *State, e Event) {
	s.change(e, b.Visit, func(v *Visit) {
		v.Additional = append(v.Additional, Additional{
			ID: b.ID, What: b.What, Codes: b.Codes, State: AdditionalFound, FoundAt: e.Happened(), FoundBy: e.Actor.Name,
		})
	})
}

// AdditionalMoved records the next step of additional work.
type AdditionalMoved struct {
	ofVisit
	ID     int             `json:"id"`
	State  AdditionalState `json:"state"`
	Amount int64           `json:"amount,omitempty"`
	How    How             `json:"how,omitempty"`
	Note   string          `json:"note,omitempty"`
}

func (AdditionalMoved) kind() string { return "additional_moved" }
func (b AdditionalMoved) apply(s *State, e Event) {
	s.change(e, b.Visit, func(v *Visit) {
		for i := range v.Additional {
			a := &v.Additional[i]
			if a.ID != b.ID {
				continue
			}
			a.State, a.Note = b.State, b.Note
			switch b.State {
			case AdditionalQuoted:
				a.QuotedAt, a.Amount = e.Happened(), b.Amount
			case AdditionalSent:
				a.SentAt, a.How = e.Happened(), b.How
			case AdditionalExpired:
				a.AnsweredAt = e.Happened() // how it was sent stays
			default:
				a.AnsweredAt, a.How = e.Happened(), b.How
			}
		}
	})
}
