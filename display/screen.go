package display

import (
	"cmp"
	"errors"
	"fmt"
	"net/url"
	"reflect"
	"slices"
)

// Screen is one kind of screen. Its file registers it; routes, documents, the navigation and the start page are made
// from what stands here. Its page is static/pages/NAME or static/walls/NAME.
type Screen struct {
	Name   string
	Public bool                                  // strangers may read it; then its View is a PublicView
	Params []string                              // the query parameters it knows beside the shop
	Empty  View                                  // an empty view of its type, for documents; nil: no live view
	View   func(Scene, url.Values) (View, error) // computes what it shows; nil: no live view
	Place  int                                   // where it stands in the navigation, from 1
	Group  string                                // wall, desk, workshop: where people stand who look at it
	Role   string                                // whose page it is; empty on a wall
	Icon   string                                // its drawing, a name of static/vendor/icons.svg
}

// PublicView is a view that strangers may read: a type of its own with only the fields they may see.
type PublicView interface {
	View
	forStrangers()
}

// Audience is who looks at a screen.
type Audience int

// The audiences.
const (
	Staff Audience = iota
	Strangers
)

// ErrNoScreen is returned for a screen that does not exist.
var ErrNoScreen = errors.New("no such screen")

// ErrNotPublic is returned to strangers who ask for a screen that is not theirs; to them there is none.
var ErrNotPublic = fmt.Errorf("not a public screen: %w", ErrNoScreen)

// ParamError names a view parameter that makes no sense.
type ParamError struct{ Param, Value string }

func (e *ParamError) Error() string { return fmt.Sprintf("%s: no such value %q", e.Param, e.Value) }

var registry = map[string]Screen{}

// register adds a screen. A public one whose type is not made for strangers does not get in.
func register(s Screen) Screen {
	_, made := s.Empty.(PublicView)
	if _, twice := registry[s.Name]; twice || s.Public != made {
		panic("screen " + s.Name + ": registered twice, or public and its view is not")
	}
	registry[s.Name] = s
	return s
}

// All lists every screen in the order of the navigation.
func All() []Screen {
	all := make([]Screen, 0, len(registry))
	for _, s := range registry {
		all = append(all, s)
	}
	slices.SortFunc(all, func(a, b Screen) int { return cmp.Or(a.Place-b.Place, cmp.Compare(a.Name, b.Name)) })
	return all
}

// Find returns a screen with a live view that the audience may see. It returns ErrNoScreen or ErrNotPublic.
func Find(name string, who Audience) (Screen, error) {
	s, ok := registry[name]
	if !ok || s.View == nil {
		return Screen{}, ErrNoScreen
	}
	if who != Staff && !s.Public {
		return Screen{}, ErrNotPublic
	}
	return s, nil
}

// Live lists the screens that have a live view.
func Live() []Screen {
	return slices.DeleteFunc(All(), func(s Screen) bool { return s.View == nil })
}

// Canonical returns a query reduced to the parameters the screen knows, in a fixed order, so that equal views share
// one feed.
func (s Screen) Canonical(query url.Values) string {
	kept := url.Values{}
	for _, p := range s.Params {
		if v := query.Get(p); v != "" {
			kept.Set(p, v)
		}
	}
	return kept.Encode()
}

// Render computes one screen's view of a scene. It returns ErrNoScreen or a ParamError when the question makes no
// sense, and never another type than the screen registered: what strangers see is what was made for them.
func Render(name string, scene Scene, query url.Values) (View, error) {
	s, err := Find(name, Staff)
	if err != nil {
		return nil, err
	}
	view, err := s.View(scene, query)
	if err == nil && reflect.TypeOf(view) != reflect.TypeOf(s.Empty) {
		return nil, fmt.Errorf("screen %s shows a %T", name, view)
	}
	return view, err
}
