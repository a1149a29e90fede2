package checker

import (
	"context"
	"encoding/json"
	"fmt"
	"net"
	"strings"

	toxiproxy "github.com/Shopify/toxiproxy/v2"
	"github.com/rs/zerolog"
)

// links makes proxies between every pair of processes.
type links struct{ server *toxiproxy.ApiServer }

func newLinks() *links {
	zerolog.SetGlobalLevel(zerolog.Disabled) // a toxic logs to a logger of its own
	return &links{toxiproxy.NewServer(toxiproxy.NewMetricsContainer(nil), zerolog.Nop())}
}

// link is one line between two processes, which can be made bad.
type link struct {
	name    string
	address string
	proxy   *toxiproxy.Proxy
}

func (l *links) to(name, upstream string) (*link, error) {
	port, err := freePort()
	if err != nil {
		return nil, err
	}
	address := net.JoinHostPort("127.0.0.1", port)
	p := toxiproxy.NewProxy(l.server, name, address, upstream)
	if err := p.Start(); err != nil {
		return nil, fmt.Errorf("checker: proxy %s: %w", name, err)
	}
	return &link{name, address, p}, nil
}

// toxic is one way in which a line is bad, in both directions.
type toxic struct {
	kind       string
	attributes map[string]int
}

// The ways.
var (
	blackHole = toxic{"timeout", map[string]int{"timeout": 0}}
	resets    = toxic{"reset_peer", map[string]int{"timeout": 100}}
	laggard   = toxic{"latency", map[string]int{"latency": 100, "jitter": 50}}
	narrow    = toxic{"bandwidth", map[string]int{"rate": 16}} // kB/s
	sliced    = toxic{"slicer", map[string]int{"average_size": 64, "size_variation": 32, "delay": 500}}
)

func (l *link) spoil(t toxic) error {
	for _, direction := range []string{"upstream", "downstream"} {
		text, err := json.Marshal(map[string]any{"type": t.kind, "stream": direction, "attributes": t.attributes})
		if err != nil {
			return err
		}
		if _, err := l.proxy.Toxics.AddToxicJson(strings.NewReader(string(text))); err != nil {
			return fmt.Errorf("checker: spoil %s: %w", l.name, err)
		}
	}
	return nil
}

func (l *link) clean() { l.proxy.Toxics.ResetToxics(context.Background()) }

// cut ends all connections and takes no new ones.
func (l *link) cut() { l.proxy.Stop() }

// mend takes connections again.
func (l *link) mend() error {
	if err := l.proxy.Start(); err != nil {
		return fmt.Errorf("checker: mend %s: %w", l.name, err)
	}
	return nil
}
