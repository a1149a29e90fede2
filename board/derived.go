package board

import "slices"

// InShop reports whether the car is in the shop.
func (v *Visit) InShop() bool {
	return !v.ArrivedAt.IsZero() && v.DeliveredAt.IsZero() && v.Ended == ""
}

// Finished reports whether nothing more can happen to the visit but a
// follow-up.
func (v *Visit) Finished() bool {
	return !v.DeliveredAt.IsZero() || v.Ended != "" || v.Stage == StageNoShow
}

// Flags lists the visit's flags.
func (v *Visit) Flags() []Flag {
	var flags []Flag
	add := func(on bool, f Flag) {
		if on {
			flags = append(flags, f)
		}
	}
	add(v.Waiter, FlagWaiter)
	add(!v.AppointmentAt.IsZero(), FlagAppointment)
	add(v.Comeback, FlagComeback)
	add(v.Special, FlagSpecial)
	add(v.Class == ClassCollision, FlagCollision)
	add(v.Warranty || v.Class == ClassWarranty, FlagWarranty)
	add(slices.ContainsFunc(v.Additional, Additional.Pending), FlagAdditional)
	add(v.Overnight != "", FlagOvernight)
	add(slices.ContainsFunc(v.Operations, func(o Operation) bool { return !o.HelpSince.IsZero() }), FlagHelp)
	return flags
}

// Worker reports whether the person has clocked work on the visit.
func (v *Visit) Worker(p PersonID) bool {
	for i := range v.Operations {
		for _, w := range v.Operations[i].Spans {
			if slices.Contains(w.Technicians, p) {
				return true
			}
		}
	}
	return false
}

// LastContact returns the newest talk with the customer.
func (v *Visit) LastContact() (Contact, bool) {
	if len(v.Contacts) == 0 {
		return Contact{}, false
	}
	return v.Contacts[len(v.Contacts)-1], true
}
