package main

import (
	"net"
	"net/http"
	"sync"
	"time"

	"github.com/gorilla/websocket"
)

// gorillaPeer is the hub everybody writes first, with rooms: a reader and a writer goroutine for every screen, a
// channel between hub and writer, a screen with a full channel is dropped. Messages are prepared once, which the
// library offers for exactly this.
type gorillaPeer struct {
	shelf    *shelf
	upgrader websocket.Upgrader

	mu    sync.Mutex
	rooms map[string]map[*gorillaScreen]struct{}
}

type gorillaScreen struct {
	conn *websocket.Conn
	send chan *websocket.PreparedMessage
}

const gorillaQueue = 256

func newGorillaPeer(s *shelf) *gorillaPeer {
	return &gorillaPeer{
		shelf: s, rooms: map[string]map[*gorillaScreen]struct{}{},
		upgrader: websocket.Upgrader{ReadBufferSize: 1024, WriteBufferSize: 1024, WriteBufferPool: &sync.Pool{}},
	}
}

func (p *gorillaPeer) serve(address string) error {
	ln, err := net.Listen("tcp4", address)
	if err != nil {
		return err
	}
	go func() { _ = http.Serve(ln, p) }()
	return nil
}

// ServeHTTP implements http.Handler.
func (p *gorillaPeer) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	conn, err := p.upgrader.Upgrade(w, r, nil)
	if err != nil {
		return
	}
	name := r.URL.Query().Get("room")
	s := &gorillaScreen{conn: conn, send: make(chan *websocket.PreparedMessage, gorillaQueue)}
	p.mu.Lock()
	if p.rooms[name] == nil {
		p.rooms[name] = map[*gorillaScreen]struct{}{}
	}
	p.rooms[name][s] = struct{}{}
	text, _ := p.shelf.newest(name)
	if first, err := websocket.NewPreparedMessage(websocket.TextMessage, text); err == nil {
		s.send <- first
	}
	p.mu.Unlock()
	go s.write()
	go func() {
		s.read()
		p.mu.Lock()
		p.drop(name, s)
		p.mu.Unlock()
	}()
}

// drop needs p.mu.
func (p *gorillaPeer) drop(name string, s *gorillaScreen) {
	if _, in := p.rooms[name][s]; in {
		delete(p.rooms[name], s)
		close(s.send)
	}
}

func (p *gorillaPeer) tell(name string, text []byte) {
	message, err := websocket.NewPreparedMessage(websocket.TextMessage, text)
	if err != nil {
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	for s := range p.rooms[name] {
		select {
		case s.send <- message:
		default:
			p.drop(name, s)
		}
	}
}

func (s *gorillaScreen) read() {
	s.conn.SetReadLimit(4096)
	heard := func(string) error { return s.conn.SetReadDeadline(time.Now().Add(silence)) }
	s.conn.SetPongHandler(heard)
	for err := heard(""); err == nil; {
		_, _, err = s.conn.ReadMessage()
	}
}

func (s *gorillaScreen) write() {
	ticker := time.NewTicker(heartbeat)
	defer ticker.Stop()
	defer func() { _ = s.conn.Close() }()
	for {
		select {
		case message, open := <-s.send:
			_ = s.conn.SetWriteDeadline(time.Now().Add(5 * time.Second))
			if !open || s.conn.WritePreparedMessage(message) != nil {
				return
			}
		case <-ticker.C:
			if s.conn.WriteControl(websocket.PingMessage, nil, time.Now().Add(5*time.Second)) != nil {
				return
			}
		}
	}
}
