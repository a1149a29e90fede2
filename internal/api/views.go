package api

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"reflect"
	"strconv"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"bayline/board"
	"bayline/display"
	"bayline/display/live"
)

type viewInput struct {
	OfShop
	query  url.Values
	header func(string) string
}

// Resolve keeps the screen's own parameters, which differ from screen to
// screen.
func (in *viewInput) Resolve(ctx huma.Context) []error {
	u := ctx.URL()
	in.query, in.header = u.Query(), ctx.Header
	return nil
}

type rawOutput struct {
	ContentType string `header:"Content-Type"`
	Body        []byte
}

// registerViews gives every screen its own address, so that its parameters and
// what it shows are documented.
func (s *Server) registerViews() {
	for _, screen := range display.Live() {
		op := operation{
			id: "view_" + screen.Name, method: http.MethodGet, path: "/api/v1/views/" + screen.Name, tag: "views",
			summary: "What the " + screen.Name + " screen shows now", responses: s.documentView(screen),
			parameters: viewParameters(screen),
		}
		handle(s, op, func(ctx context.Context, in *viewInput) (*rawOutput, error) {
			return s.view(ctx, screen.Name, in)
		})
	}
	handle(s, operation{id: "view", method: http.MethodGet, path: "/api/v1/views/{screen}", hidden: true}, func(context.Context, *struct{}) (*rawOutput, error) {
		return nil, display.ErrNoScreen
	})
}

func (s *Server) view(ctx context.Context, name string, in *viewInput) (*rawOutput, error) {
	if _, err := display.Find(name, s.audience(in.header)); err != nil {
		return nil, err
	}
	scene, err := s.scene(ctx, in.Shop)
	if err != nil {
		return nil, err
	}
	view, err := display.Render(name, scene, in.query)
	if err != nil {
		return nil, err
	}
	body, err := withRev(view, scene.State.Seq)
	if err != nil {
		return nil, err
	}
	return &rawOutput{ContentType: "application/json", Body: body}, nil
}

// audience tells who asks.
func (s *Server) audience(header func(string) string) display.Audience {
	if s.Stranger != nil && s.Stranger(header) {
		return display.Strangers
	}
	return display.Staff
}

func viewParameters(screen display.Screen) []*huma.Param {
	var all []*huma.Param
	for _, p := range screen.Params {
		all = append(all, &huma.Param{
			Name: p, In: "query", Description: "id of one " + p, Schema: &huma.Schema{Type: huma.TypeString},
		})
	}
	return all
}

// documentView describes the answer of a view, with the rev that withRev adds.
func (s *Server) documentView(screen display.Screen) map[string]*huma.Response {
	schemas := s.api.OpenAPI().Components.Schemas
	ref := schemas.Schema(reflect.TypeOf(screen.Empty), true, screen.Name)
	whole := schemas.SchemaFromRef(ref.Ref)
	whole.Properties["rev"] = &huma.Schema{Type: huma.TypeInteger, Format: "int64", Description: "position in the shop's log that is shown"}
	whole.Required = append(whole.Required, "rev")
	return map[string]*huma.Response{"200": {Description: "OK", Content: map[string]*huma.MediaType{"application/json": {Schema: ref}}}}
}

// scene gives the scene of an open shop.
func (s *Server) scene(ctx context.Context, shop string) (display.Scene, error) {
	id, err := shopOf(shop)
	if err != nil {
		return display.Scene{}, err
	}
	scene, err := s.Scenes.Scene(ctx, id)
	if err != nil {
		return scene, err
	}
	if !scene.State.Open {
		return scene, &board.Refusal{Code: "shop_unknown"}
	}
	return scene, nil
}

// withRev writes a view with the position of the shop's log it shows.
func withRev(view display.View, seq int64) ([]byte, error) {
	data, err := json.Marshal(view)
	if err != nil {
		return nil, fmt.Errorf("encode view: %w", err)
	}
	head := []byte(`{"rev":` + strconv.FormatInt(seq, 10))
	if len(data) > 2 {
		head = append(head, ',')
	}
	return append(head, data[1:]...), nil
}

// Watcher tells when a shop's scene may have changed.
type Watcher interface {
	Scenes
	Watch(shop board.ShopID, notify func()) (cancel func())
}

// LiveSource renders views of scenes for the live hub. Committed tells the real
// time of a shop's newest change.
type LiveSource struct {
	Scenes    Watcher
	Committed func(board.ShopID) time.Time
}

// Render implements live.Source.
func (l *LiveSource) Render(ctx context.Context, key live.ViewKey) (live.Picture, error) {
	scene, err := l.Scenes.Scene(ctx, board.ShopID(key.Shop))
	if err != nil {
		return live.Picture{}, err
	}
	query, err := url.ParseQuery(key.Params)
	if err != nil {
		return live.Picture{}, fmt.Errorf("view parameters: %w", err)
	}
	view, err := display.Render(key.Screen, scene, query)
	if err != nil {
		return live.Picture{}, err
	}
	entries, err := display.Entries(view)
	if err != nil {
		return live.Picture{}, err
	}
	return live.Picture{Data: entries, DataAt: scene.Now, Seq: scene.State.Seq, CommittedAt: l.Committed(board.ShopID(key.Shop))}, nil
}

// Watch implements live.Source.
func (l *LiveSource) Watch(shop string, notify func()) (cancel func()) {
	return l.Scenes.Watch(board.ShopID(shop), notify)
}
