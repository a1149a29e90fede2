package main

import (
	"net"
	"net/http"
	"sync"
	"time"

	"github.com/lxzan/gws"
)

// gwsPeer is a hub with rooms on gws: its broadcaster encodes a message once and puts it into the queue that the
// library keeps for every screen.
type gwsPeer struct {
	gws.BuiltinEventHandler
	shelf    *shelf
	upgrader *gws.Upgrader

	mu    sync.Mutex
	rooms map[string]map[*gws.Conn]struct{}
}

func newGWSPeer(s *shelf) *gwsPeer {
	p := &gwsPeer{shelf: s, rooms: map[string]map[*gws.Conn]struct{}{}}
	p.upgrader = gws.NewUpgrader(p, &gws.ServerOption{
		ReadMaxPayloadSize: 4096, ReadBufferSize: 1024, WriteBufferSize: 1024,
		Authorize: func(r *http.Request, session gws.SessionStorage) bool {
			session.Store("room", r.URL.Query().Get("room"))
			return true
		},
	})
	return p
}

func (p *gwsPeer) serve(address string) error {
	ln, err := net.Listen("tcp4", address)
	if err != nil {
		return err
	}
	go func() { _ = http.Serve(ln, p) }()
	go p.beat()
	return nil
}

// ServeHTTP implements http.Handler. The loop runs on a goroutine of its own, so that what net/http holds for the
// request is freed.
func (p *gwsPeer) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if conn, err := p.upgrader.Upgrade(w, r); err == nil {
		go conn.ReadLoop()
	}
}

// OnOpen implements gws.Event.
func (p *gwsPeer) OnOpen(conn *gws.Conn) {
	name := roomOf(conn)
	_ = conn.SetReadDeadline(time.Now().Add(silence))
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.rooms[name] == nil {
		p.rooms[name] = map[*gws.Conn]struct{}{}
	}
	p.rooms[name][conn] = struct{}{}
	text, _ := p.shelf.newest(name)
	conn.WriteAsync(gws.OpcodeText, text, nil)
}

// OnClose implements gws.Event.
func (p *gwsPeer) OnClose(conn *gws.Conn, _ error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	delete(p.rooms[roomOf(conn)], conn)
}

// OnPong implements gws.Event.
func (p *gwsPeer) OnPong(conn *gws.Conn, _ []byte) {
	_ = conn.SetReadDeadline(time.Now().Add(silence))
}

func roomOf(conn *gws.Conn) string {
	name, _ := conn.Session().Load("room")
	text, _ := name.(string)
	return text
}

func (p *gwsPeer) tell(name string, text []byte) {
	message := gws.NewBroadcaster(gws.OpcodeText, text)
	defer func() { _ = message.Close() }()
	p.mu.Lock()
	defer p.mu.Unlock()
	for conn := range p.rooms[name] {
		_ = message.Broadcast(conn)
	}
}

// beat pings every screen each heartbeat, one after the other.
func (p *gwsPeer) beat() {
	for range time.Tick(heartbeat) {
		p.mu.Lock()
		var all []*gws.Conn
		for _, room := range p.rooms {
			for conn := range room {
				all = append(all, conn)
			}
		}
		p.mu.Unlock()
		for _, conn := range all {
			conn.Async(func() { _ = conn.WritePing(nil) })
		}
	}
}
