package live

import (
	"net/url"
	"slices"
	"strings"
	"sync"

	"github.com/gofiber/fiber/v2"
)

// admission counts who is inside. The count is taken when the socket really opens and
// given back when it ends: a handshake that dies half-way must not leave a mark.
type admission struct {
	mu         sync.Mutex
	perAddress map[string]int
	inside     int
	maxEach    int
	maxAll     int
}

func newAdmission(maxEach, maxAll int) *admission {
	return &admission{perAddress: map[string]int{}, maxEach: maxEach, maxAll: maxAll}
}

// wouldRefuse answers without counting, so that most refusals happen before the upgrade.
func (d *admission) wouldRefuse(address string) Reason {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.refusal(address)
}

func (d *admission) refusal(address string) Reason {
	switch {
	case d.inside >= d.maxAll:
		return RefusedFull
	case d.perAddress[address] >= d.maxEach:
		return RefusedAddress
	}
	return None
}

func (d *admission) enter(address string) Reason {
	d.mu.Lock()
	defer d.mu.Unlock()
	why := d.refusal(address)
	if why == None {
		d.inside++
		d.perAddress[address]++
	}
	return why
}

func (d *admission) exit(address string) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.inside--
	if d.perAddress[address]--; d.perAddress[address] == 0 {
		delete(d.perAddress, address)
	}
}

// originAllowed compares the page's origin with the host it speaks to. Browsers always
// send Origin with a websocket, so there it is required; a plain GET from the same
// page has none.
func (e *endpoint) originAllowed(c *fiber.Ctx, required bool) bool {
	origin := c.Get(fiber.HeaderOrigin)
	if origin == "" {
		return !required
	}
	if slices.Contains(e.mount.Origins, origin) {
		return true
	}
	u, err := url.Parse(origin)
	if err != nil || (u.Scheme != "http" && u.Scheme != "https") {
		return false
	}
	return strings.EqualFold(u.Host, string(c.Context().Host()))
}
