package display

import "slices"

// shapes gives an empty view of every screen.
var shapes = map[string]View{
	"advisor": &AdvisorView{}, "appointments": &AppointmentsView{}, "board": Board{}, "dispatch": &DispatchView{}, "inspection": &InspectionView{},
	"lounge": Lounge{}, "parts": &PartsView{}, "tech": &TechView{}, "welcome": Welcome{},
}

// Shape gives an empty view of a screen and the query parameters the screen
// knows beside the shop, for whoever documents it. It returns ErrNoScreen for an
// unknown screen.
func Shape(name string) (View, []string, error) {
	view, ok := shapes[name]
	if !ok {
		return nil, nil, ErrNoScreen
	}
	return view, slices.Clone(screens[name].params), nil
}
