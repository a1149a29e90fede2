package live_test

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http/httptest"

	"github.com/gofiber/fiber/v2"

	"bayline/display/live"
	"bayline/display/web"
)

// counter is a source with one view: how many cars are in the shop.
type counter struct{ cars int }

func (c *counter) Render(context.Context, live.ViewKey) (live.Picture, error) {
	return live.Picture{Data: map[string]json.RawMessage{"cars": json.RawMessage(fmt.Sprint(c.cars))}, Seq: 7}, nil
}

func (c *counter) Watch(string, func()) (cancel func()) { return func() {} }

// A hub renders a view for all its screens; a browser without websockets asks for the same frames by polling.
func Example() {
	hub := live.NewHub(&counter{cars: 3}, live.Options{Build: "1"})
	app := web.NewApp()
	live.Register(app, hub, live.Mount{Resolve: func(c *fiber.Ctx) (live.ViewKey, error) {
		return live.ViewKey{Shop: c.Query("shop"), Screen: c.Query("screen")}, nil
	}})
	answer, err := app.Test(httptest.NewRequest("GET", "/live/poll?shop=haizhu&screen=cars", nil), 5000)
	if err != nil {
		panic(err)
	}
	var frame struct {
		T    string
		Shop string
		Set  map[string]json.RawMessage
	}
	if err := json.NewDecoder(answer.Body).Decode(&frame); err != nil {
		panic(err)
	}
	fmt.Println(frame.T, frame.Shop, string(frame.Set["cars"]))
	if err := hub.Drain(context.Background()); err != nil {
		panic(err)
	}
	// Output: snap haizhu 3
}
