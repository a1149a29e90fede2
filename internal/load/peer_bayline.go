package main

import (
	"context"
	"encoding/json"
	"io"
	"log/slog"
	"net"
	"sync"
	"time"

	"github.com/gofiber/fiber/v2"

	"bayline/display/live"
	"bayline/display/web"
)

// baylinePeer is the hub and the application of the product, wired as the product wires them, over rooms instead of a
// workshop. Changes within 40 ms of each other are one frame, as always.
type baylinePeer struct {
	shelf *shelf

	mu       sync.Mutex
	watchers map[string]func()
}

func (p *baylinePeer) serve(address string) error {
	p.watchers = map[string]func(){}
	hub := live.NewHub(p, live.Options{Logger: slog.New(slog.NewTextHandler(io.Discard, nil)), Heartbeat: heartbeat, SilenceLimit: silence})
	app := web.NewApp()
	live.Register(app, hub, live.Mount{MaxPerAddress: maxScreens, MaxSockets: maxScreens, Resolve: func(c *fiber.Ctx) (live.ViewKey, error) {
		return live.ViewKey{Shop: c.Query("shop"), Screen: "board"}, nil
	}})
	ln, err := net.Listen("tcp4", address)
	if err != nil {
		return err
	}
	go func() { _ = app.Listener(ln) }()
	return nil
}

// Render implements live.Source.
func (p *baylinePeer) Render(_ context.Context, key live.ViewKey) (live.Picture, error) {
	text, seq := p.shelf.newest(key.Shop)
	return live.Picture{Data: map[string]json.RawMessage{"state": text}, Seq: seq, CommittedAt: time.Now()}, nil
}

// Watch implements live.Source. The hub watches a shop once.
func (p *baylinePeer) Watch(shop string, notify func()) func() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.watchers[shop] = notify
	return func() {
		p.mu.Lock()
		defer p.mu.Unlock()
		delete(p.watchers, shop)
	}
}

func (p *baylinePeer) tell(name string, _ []byte) {
	p.mu.Lock()
	notify := p.watchers[name]
	p.mu.Unlock()
	if notify != nil {
		notify()
	}
}
