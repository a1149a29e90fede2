package intake

// Kind is what the rows of a file are.
type Kind string

// The kinds of rows.
const (
	Orders       Kind = "orders" // repair orders
	Appointments Kind = "appointments"
	People       Kind = "people" // technicians, advisors, inspectors
	Bays         Kind = "bays"
	Teams        Kind = "teams"
	LabourTimes  Kind = "labour_times"
)

// Kinds lists every kind once, in the order a new shop needs them.
var Kinds = []Kind{LabourTimes, Bays, People, Teams, Appointments, Orders}

// Column is one column a kind knows: the field's name and the headers it goes
// by. The first header is the usual Chinese one.
type Column struct {
	Field    string   `json:"field"`
	Required bool     `json:"required"`
	Headers  []string `json:"headers"`
}

// Columns lists the columns a kind knows, the required ones marked.
func (k Kind) Columns() []Column { return columns[k] }
