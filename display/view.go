package display

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"time"

	"bayline/board"
	"bayline/dispatch"
)

// Scene is all a view may look at: one shop's state and plan, and the time.
type Scene struct {
	State *board.State
	Plan  *dispatch.Plan
	Now   time.Time

	Proposal func() *dispatch.Proposal // a plan that would be better, nil when there is none; looked for when asked
}

// View is what one screen shows. As JSON it is what the API answers; Parts
// gives the same content as keyed values for the live feed ("counters",
// "cards/V17", "order/cards"), each small and absolute, so that a change
// touches few keys.
type View interface {
	Parts() map[string]any
}

// ErrNoScreen is returned for a screen that does not exist.
var ErrNoScreen = errors.New("no such screen")

// ParamError names a view parameter that makes no sense.
type ParamError struct{ Param, Value string }

func (e *ParamError) Error() string { return fmt.Sprintf("%s: no such value %q", e.Param, e.Value) }

// screen is one kind of view: which query parameters it knows, and how it is
// computed. A public screen may be shown to strangers.
type screen struct {
	params []string
	public bool
	view   func(Scene, url.Values) (View, error)
}

// screens maps the name of every screen to how it is made; each screen's file
// holds its entry.
var screens = map[string]screen{
	"board":   {view: viewBoard},
	"lounge":  {public: true, view: viewLounge},
	"welcome": {public: true, view: viewWelcome},

	"advisor":      {params: []string{"advisor"}, view: viewAdvisor},
	"appointments": {view: viewAppointments},
	"dispatch":     {view: viewDispatch},
	"inspection":   {view: viewInspection},
	"parts":        {view: viewParts},
	"tech":         {params: []string{"technician"}, view: viewTech},
}

// Screens lists the names of all screens.
func Screens() []string {
	names := make([]string, 0, len(screens))
	for name := range screens {
		names = append(names, name)
	}
	return names
}

// Canonical gives the query of a view reduced to the parameters the screen
// knows, in a fixed order, so that equal views share one feed. It returns
// ErrNoScreen for an unknown screen.
func Canonical(name string, query url.Values) (string, error) {
	s, ok := screens[name]
	if !ok {
		return "", ErrNoScreen
	}
	kept := url.Values{}
	for _, p := range s.params {
		if v := query.Get(p); v != "" {
			kept.Set(p, v)
		}
	}
	return kept.Encode(), nil
}

// Render computes one screen's view of a scene. It returns ErrNoScreen or a
// ParamError when the question makes no sense.
func Render(name string, scene Scene, query url.Values) (View, error) {
	s, ok := screens[name]
	if !ok {
		return nil, ErrNoScreen
	}
	return s.view(scene, query)
}

// Entries gives a view's parts as encoded JSON, ready for the live feed.
func Entries(v View) (map[string]json.RawMessage, error) {
	parts := v.Parts()
	entries := make(map[string]json.RawMessage, len(parts))
	for key, value := range parts {
		data, err := json.Marshal(value)
		if err != nil {
			return nil, fmt.Errorf("encode %s: %w", key, err)
		}
		entries[key] = data
	}
	return entries, nil
}
