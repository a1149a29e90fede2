package board

// Details are the master data of a visit, as written on the repair order or
// the appointment.
type Details struct {
	OrderNo  string   `json:"order_no,omitempty" maxLength:"40"`
	Plate    string   `json:"plate" maxLength:"16"`
	Customer string   `json:"customer,omitempty" maxLength:"60"`
	Phone    string   `json:"phone,omitempty" maxLength:"30"`
	Model    string   `json:"model,omitempty" maxLength:"60"`
	VIN      string   `json:"vin,omitempty" maxLength:"17"`
	Advisor  PersonID `json:"advisor,omitempty"`
	Class    Class    `json:"class,omitempty" choice:"class"`
	Purpose  string   `json:"purpose,omitempty" maxLength:"500"`
	Wishes   string   `json:"wishes,omitempty" maxLength:"500"`
	Waiter   bool     `json:"waiter,omitempty"`
	Special  bool     `json:"special,omitempty"`
	Warranty bool     `json:"warranty,omitempty"`
	OptOut   bool     `json:"opt_out,omitempty" doc:"keep the car off the public screens"`
	NoWash   bool     `json:"no_wash,omitempty"`
}

func (d Details) onto(v *Visit) {
	v.OrderNo, v.Plate, v.Customer, v.Phone, v.Model, v.VIN = d.OrderNo, d.Plate, d.Customer, d.Phone, d.Model, d.VIN
	v.Advisor, v.Class, v.Purpose, v.Wishes = d.Advisor, d.Class, d.Purpose, d.Wishes
	v.Waiter, v.Special, v.Warranty, v.OptOut, v.NoWash = d.Waiter, d.Special, d.Warranty, d.OptOut, d.NoWash
}

// Details returns the visit's master data.
func (v *Visit) Details() Details {
	return Details{
		OrderNo: v.OrderNo, Plate: v.Plate, Customer: v.Customer, Phone: v.Phone, Model: v.Model, VIN: v.VIN,
		Advisor: v.Advisor, Class: v.Class, Purpose: v.Purpose, Wishes: v.Wishes,
		Waiter: v.Waiter, Special: v.Special, Warranty: v.Warranty, OptOut: v.OptOut, NoWash: v.NoWash,
	}
}

// over lays what an import says over what is known already: an empty field
// erases nothing.
func (d Details) over(known Details) Details {
	for _, f := range []struct{ known, said *string }{
		{&known.OrderNo, &d.OrderNo}, {&known.Customer, &d.Customer}, {&known.Phone, &d.Phone}, {&known.Model, &d.Model},
		{&known.VIN, &d.VIN}, {&known.Purpose, &d.Purpose}, {&known.Wishes, &d.Wishes},
	} {
		if *f.said != "" {
			*f.known = *f.said
		}
	}
	if d.Advisor != "" {
		known.Advisor = d.Advisor
	}
	known.Class = d.Class
	known.Waiter, known.Special, known.Warranty = known.Waiter || d.Waiter, known.Special || d.Special,
		known.Warranty || d.Warranty
	known.OptOut, known.NoWash = known.OptOut || d.OptOut, known.NoWash || d.NoWash
	return known
}

// checkDetails tidies and checks the master data of a visit.
func (d *decision) checkDetails(details *Details) error {
	details.Plate = NormalisePlate(details.Plate)
	if details.Plate == "" {
		return refuse("field_missing", "field", "plate")
	}
	if details.Class == "" {
		details.Class = ClassGeneral
	}
	if err := checkEnum("class", Classes, details.Class); err != nil {
		return err
	}
	if details.Advisor != "" {
		if _, err := d.person(details.Advisor, "advisor"); err != nil {
			return err
		}
	}
	return checkLength(
		text{"order_no", details.OrderNo, maxID}, text{"plate", details.Plate, 16},
		text{"customer", details.Customer, maxName}, text{"phone", details.Phone, 30},
		text{"model", details.Model, maxName}, text{"vin", details.VIN, 17}, text{"purpose", details.Purpose, maxText},
		text{"wishes", details.Wishes, maxText},
	)
}
