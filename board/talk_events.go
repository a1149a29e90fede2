package board

// CustomerTold records a talk with the customer; Pickup that it was about the
// finished car.
type CustomerTold struct {
	ofVisit
	How    How    `json:"how"`
	Note   string `json:"note,omitempty"`
	Pickup bool   `json:"pickup,omitempty"`
}

func (CustomerTold) kind() string { return "customer_told" }
func (b CustomerTold) apply(s *State, e Event) {
	s.change(e, b.Visit, func(v *Visit) {
		v.Contacts = append(v.Contacts, Contact{At: e.Happened(), By: e.Actor.Name, How: b.How, Note: b.Note})
		if b.Pickup {
			v.NotifiedAt = e.Happened()
		}
	})
}

// NoteAdded adds a line to the thread between front desk and workshop.
type NoteAdded struct {
	ofVisit
	Phase string `json:"phase"`
	Text  string `json:"text"`
}

func (NoteAdded) kind() string { return "note_added" }
func (b NoteAdded) apply(s *State, e Event) {
	s.change(e, b.Visit, func(v *Visit) {
		v.Notes = append(v.Notes, Note{At: e.Happened(), By: e.Actor.Name, Phase: b.Phase, Text: b.Text})
	})
}
