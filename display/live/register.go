package live

import (
	"runtime/debug"
	"strconv"
	"strings"
	"sync"

	fastws "github.com/fasthttp/websocket"
	"github.com/gofiber/contrib/websocket"
	"github.com/gofiber/fiber/v2"
)

// Mount says how the hub is reached over HTTP.
type Mount struct {
	// Resolve reads the view from the request and says whether the caller may see it. Its
	// error becomes the HTTP answer. Required.
	Resolve func(c *fiber.Ctx) (ViewKey, error)

	// Origins are allowed besides the host the request was sent to, as scheme://host[:port].
	Origins []string

	// Address is whom a socket is counted under. Default: the peer's IP.
	Address func(c *fiber.Ctx) string

	MaxPerAddress int // open sockets of one address; default 512. All screens behind one proxy have one address
	MaxSockets    int // open sockets in all; default 20,000
}

// endpoint is a hub mounted into an application.
type endpoint struct {
	hub       *Hub
	mount     Mount
	admission *admission
}

// Register mounts GET /live (websocket) and GET /live/poll. The application must come
// from web.NewApp: on any other one /live answers 500, because a closed socket would
// stay open there.
func Register(router fiber.Router, hub *Hub, mount Mount) {
	if mount.Address == nil {
		mount.Address = (*fiber.Ctx).IP
	}
	if mount.MaxPerAddress <= 0 {
		mount.MaxPerAddress = 512
	}
	if mount.MaxSockets <= 0 {
		mount.MaxSockets = 20_000
	}
	e := &endpoint{hub: hub, mount: mount, admission: newAdmission(mount.MaxPerAddress, mount.MaxSockets)}
	upgrade := websocket.New(e.serve, websocket.Config{
		ReadBufferSize:  readBuffer,
		WriteBufferPool: &sync.Pool{},
		Subprotocols:    []string{Protocol},
		RecoverHandler:  func(*websocket.Conn) { e.recover() },
	})
	router.Get("/live", e.admit, upgrade)
	router.Get("/live/poll", e.poll)
}

// visitor is what serve needs of the request, which is gone by then.
type visitor struct {
	key     ViewKey
	address string
	has     holding
}

// Protocol is the name of what the sockets speak. A client that offers it is told that it is spoken; one that offers
// nothing is served the same.
const Protocol = "bayline.v1"

const visitorLocal = "bayline.live"

// admit decides before the upgrade, where a refusal is a plain HTTP answer and costs
// nothing.
func (e *endpoint) admit(c *fiber.Ctx) error {
	if !c.App().Server().KeepHijackedConns {
		e.hub.opts.Logger.Error("live mounted on an application without KeepHijackedConns")
		return fiber.ErrInternalServerError
	}
	if !websocket.IsWebSocketUpgrade(c) {
		return fiber.ErrUpgradeRequired
	}
	if !e.originAllowed(c, true) {
		e.hub.metrics.ended[RefusedOrigin].Add(1)
		return fiber.ErrForbidden
	}
	if e.hub.isDraining() {
		return e.full(c, RefusedFull, fiber.StatusServiceUnavailable)
	}
	v := visitor{address: strings.Clone(e.mount.Address(c)), has: readHolding(c)}
	if why := e.admission.wouldRefuse(v.address); why == RefusedAddress {
		return e.full(c, why, fiber.StatusTooManyRequests)
	} else if why != None {
		return e.full(c, why, fiber.StatusServiceUnavailable)
	}
	key, err := e.mount.Resolve(c)
	if err != nil {
		return err
	}
	v.key = key.clone()
	c.Locals(visitorLocal, v)
	return c.Next()
}

func (e *endpoint) full(c *fiber.Ctx, why Reason, status int) error {
	e.hub.metrics.ended[why].Add(1)
	c.Set(fiber.HeaderRetryAfter, "5")
	return fiber.NewError(status)
}

// readHolding reads what a returning screen already shows; nonsense counts as nothing.
func readHolding(c *fiber.Ctx) holding {
	has := holding{epoch: strings.Clone(c.Query("epoch"))}
	has.rev, _ = strconv.ParseUint(c.Query("rev"), 10, 64)
	has.seq, _ = strconv.ParseInt(c.Query("seq"), 10, 64)
	return has
}

// serve is the socket's handler, and returns at once: while it runs, fiber's request and
// the wrapper around the connection stay in memory, 6 KB that an idle screen does not
// need. Both go back to their pools with it, so nothing of them may be kept: the visitor is
// a copy and the inner connection is nobody else's.
func (e *endpoint) serve(wrapper *websocket.Conn) {
	v, _ := wrapper.Locals(visitorLocal).(visitor)
	s := newSocket(wrapper.Conn)
	if !e.hub.begin() {
		e.turnAway(s, RefusedFull)
		s.close()
		return
	}
	go e.attend(s, v)
}

// attend lives as long as the socket. Whatever happens, the socket is closed in the end;
// the hub waits for attend when it drains, and attend for the writer.
func (e *endpoint) attend(s *socket, v visitor) {
	defer e.hub.open.Done()
	defer e.recover()
	defer s.close()
	if why := e.admission.enter(v.address); why != None {
		e.turnAway(s, why)
		return
	}
	defer e.admission.exit(v.address)
	f, err := e.hub.acquire(e.hub.life, v.key)
	if err != nil {
		e.turnAway(s, Unrendered)
		return
	}
	defer e.hub.release(f)
	c, err := e.hub.join(f, s, v.has)
	if err != nil {
		e.turnAway(s, RefusedFull)
		return
	}
	defer e.hub.leave(c)
	why, code := c.readLoop(s)
	if code != 0 {
		c.end(why)
		s.refuse(code)
	}
}

// turnAway asks a screen that got in to try again a little later.
func (e *endpoint) turnAway(s *socket, why Reason) {
	e.hub.metrics.ended[why].Add(1)
	bye := closeNotice{soonestReturn * 5, fastws.CloseTryAgainLater}
	if s.send(newFrame(encodeBye(bye.retry)), e.hub.deadline()) == nil {
		s.refuse(bye.code)
	}
}

// recover keeps a panic to ourselves. The stack's own handler would send its text to the
// screen; it is replaced as well, although serve gives it nothing to do.
func (e *endpoint) recover() {
	if r := recover(); r != nil {
		e.hub.metrics.ended[Panicked].Add(1)
		e.hub.opts.Logger.Error("live socket panicked", "panic", r, "stack", string(debug.Stack()))
	}
}
