package main

import (
	"context"
	"net"
	"net/http"
	"sync"
	"time"

	"github.com/centrifugal/centrifuge"
)

// centrifugePeer is a centrifuge node with its own hub, broker and JSON protocol. A room is a channel whose newest
// state is kept as a history of one, which a screen that subscribes is given: its cache recovery mode.
type centrifugePeer struct {
	shelf *shelf
	node  *centrifuge.Node

	mu sync.Mutex // from reading a state to publishing it, so that an older one never follows a newer
}

// pongTime is how long an answer to a ping may take; the library wants it shorter than the time between two pings.
const pongTime = heartbeat - time.Second

func (p *centrifugePeer) serve(address string) error {
	var err error
	if p.node, err = centrifuge.New(centrifuge.Config{}); err != nil {
		return err
	}
	p.node.OnConnecting(func(context.Context, centrifuge.ConnectEvent) (centrifuge.ConnectReply, error) {
		return centrifuge.ConnectReply{
			Credentials:    &centrifuge.Credentials{},
			PingPongConfig: &centrifuge.PingPongConfig{PingInterval: heartbeat, PongTimeout: pongTime},
		}, nil
	})
	p.node.OnConnect(func(client *centrifuge.Client) {
		client.OnSubscribe(func(_ centrifuge.SubscribeEvent, answer centrifuge.SubscribeCallback) {
			answer(centrifuge.SubscribeReply{Options: centrifuge.SubscribeOptions{
				EnableRecovery: true, RecoveryMode: centrifuge.RecoveryModeCache, AutoCacheRecover: true,
			}}, nil)
		})
	})
	p.node.OnCacheEmpty(func(e centrifuge.CacheEmptyEvent) (centrifuge.CacheEmptyReply, error) {
		err := p.publish(e.Channel)
		return centrifuge.CacheEmptyReply{Populated: err == nil}, err
	})
	if err := p.node.Run(); err != nil {
		return err
	}
	ln, err := net.Listen("tcp4", address)
	if err != nil {
		return err
	}
	handler := centrifuge.NewWebsocketHandler(p.node, centrifuge.WebsocketConfig{
		ReadBufferSize: 1024, UseWriteBufferPool: true, WriteTimeout: 5 * time.Second, MessageSizeLimit: 4096,
	})
	go func() { _ = http.Serve(ln, handler) }()
	return nil
}

// publish sends the newest state of a room and keeps it for those who come later.
func (p *centrifugePeer) publish(name string) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	text, _ := p.shelf.newest(name)
	_, err := p.node.Publish(name, text, centrifuge.WithHistory(1, time.Hour))
	return err
}

func (p *centrifugePeer) tell(name string, _ []byte) { _ = p.publish(name) }
