package display

// The reports have no live view: their page asks the API for finished days.
var _ = register(Screen{Name: "reports", Place: 4, Group: "desk", Role: "manager", Icon: "chart-column"})
