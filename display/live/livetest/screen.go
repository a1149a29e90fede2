package livetest

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"sync"

	"github.com/fasthttp/websocket"
)

// Screen is one connected screen. Its reader merges frames as they come.
type Screen struct {
	conn   *websocket.Conn
	hear   func(text []byte) bool // may be nil
	reader sync.WaitGroup

	mu    sync.Mutex
	state State
	err   error         // why the reader ended
	news  chan struct{} // closed at every change, then replaced
}

// Dial connects to base (http://host:port) with the query's parameters, as a page of
// the same host would.
func Dial(ctx context.Context, base string, query url.Values) (*Screen, error) {
	return DialFrom(ctx, base, query, State{})
}

// DialFrom is Dial for a screen that already shows something: has tells the server so.
func DialFrom(ctx context.Context, base string, query url.Values, has State) (*Screen, error) {
	return Follow(ctx, base, query, has, nil)
}

// Follow is DialFrom for whoever writes everything down: hear is called with every frame as it came, before it is
// merged, on the reader's goroutine. A frame for which it returns false is treated as if it had not come.
func Follow(ctx context.Context, base string, query url.Values, has State, hear func(text []byte) bool) (*Screen, error) {
	u, err := url.Parse(base)
	if err != nil {
		return nil, fmt.Errorf("livetest: %w", err)
	}
	q := url.Values{}
	for name, values := range query {
		q[name] = values
	}
	if has.Epoch != "" {
		q.Set("epoch", has.Epoch)
		q.Set("rev", fmt.Sprint(has.Rev))
		q.Set("seq", fmt.Sprint(has.Seq))
	}
	address := "ws://" + u.Host + "/live?" + q.Encode()
	conn, answer, err := websocket.DefaultDialer.DialContext(ctx, address, http.Header{"Origin": {"http://" + u.Host}})
	if err != nil {
		if answer != nil {
			return nil, fmt.Errorf("livetest: %s: %w", answer.Status, err)
		}
		return nil, fmt.Errorf("livetest: %w", err)
	}
	s := &Screen{conn: conn, state: has, hear: hear, news: make(chan struct{})}
	s.reader.Add(1)
	go s.read()
	return s, nil
}

func (s *Screen) read() {
	defer s.reader.Done()
	for {
		_, text, err := s.conn.ReadMessage()
		if err == nil && s.hear != nil && !s.hear(text) {
			continue
		}
		s.mu.Lock()
		if err == nil {
			err = s.state.Apply(text)
		}
		if err != nil {
			s.err = err
		}
		close(s.news)
		s.news = make(chan struct{})
		s.mu.Unlock()
		if err != nil {
			_ = s.conn.Close()
			return
		}
	}
}

// State returns what the screen shows, and why its reader has ended if it has.
func (s *Screen) State() (State, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.state, s.err
}

// Wait returns the first state for which ok is true. Any frame against the protocol,
// the end of the connection and the end of ctx are errors; the state comes with them.
func (s *Screen) Wait(ctx context.Context, ok func(State) bool) (State, error) {
	for {
		s.mu.Lock()
		state, err, news := s.state, s.err, s.news
		s.mu.Unlock()
		if ok(state) {
			return state, nil
		}
		if err != nil {
			return state, err
		}
		select {
		case <-news:
		case <-ctx.Done():
			return state, fmt.Errorf("livetest: waiting at rev %d: %w", state.Rev, ctx.Err())
		}
	}
}

// Resync asks the server for a snapshot.
func (s *Screen) Resync() error {
	return s.conn.WriteMessage(websocket.TextMessage, []byte(`{"t":"resync"}`))
}

// Conn is the socket underneath, for tests that misbehave on purpose.
func (s *Screen) Conn() *websocket.Conn { return s.conn }

// Close drops the connection and joins the reader.
func (s *Screen) Close() {
	_ = s.conn.Close()
	s.reader.Wait()
}
