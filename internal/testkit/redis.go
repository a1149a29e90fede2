package testkit

import (
	"context"
	"fmt"
	"net"
	"os/exec"
	"syscall"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"
)

// RedisServer is a Redis that belongs to one test, which may kill, freeze and restart it.
type RedisServer struct {
	URL  string
	t    testing.TB
	port string
	run  *exec.Cmd // nil while it is down
}

// PrivateRedis starts a Redis on a free port of the loopback. It keeps nothing on disk and ends with the test.
func PrivateRedis(t testing.TB) *RedisServer {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	_, port, err := net.SplitHostPort(listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	if err := listener.Close(); err != nil {
		t.Fatal(err)
	}
	s := &RedisServer{URL: "redis://127.0.0.1:" + port, t: t, port: port}
	t.Cleanup(s.Kill)
	s.Start()
	return s
}

// Start starts the server again on the same port and waits until it answers.
func (s *RedisServer) Start() {
	s.t.Helper()
	program, err := exec.LookPath("redis-server")
	if err != nil {
		s.t.Fatalf("this test needs the program redis-server: %v\ninstall it with: bash .ci/test", err)
	}
	s.run = exec.Command(program, "--port", s.port, "--bind", "127.0.0.1", "--save", "", "--appendonly", "no")
	if err := s.run.Start(); err != nil {
		s.t.Fatalf("start %s: %v", program, err)
	}
	for deadline := time.Now().Add(timeout); ; time.Sleep(5 * time.Millisecond) {
		err := s.Do("PING")
		if err == nil {
			return
		}
		if time.Now().After(deadline) {
			s.t.Fatalf("the Redis of this test does not answer on port %s: %v", s.port, err)
		}
	}
}

// Kill ends the server as a crash would. Killing it twice does nothing.
func (s *RedisServer) Kill() {
	s.t.Helper()
	if s.run == nil {
		return
	}
	if err := s.run.Process.Kill(); err != nil {
		s.t.Errorf("kill Redis: %v", err)
	}
	_ = s.run.Wait() // it says "killed", which is what was asked for
	s.run = nil
}

// Freeze stops the server without closing its connections, as a hung machine or a dead network path would.
func (s *RedisServer) Freeze() { s.signal(syscall.SIGSTOP) }

// Thaw lets a frozen server go on.
func (s *RedisServer) Thaw() { s.signal(syscall.SIGCONT) }

func (s *RedisServer) signal(signal syscall.Signal) {
	s.t.Helper()
	if err := s.run.Process.Signal(signal); err != nil {
		s.t.Fatalf("signal Redis: %v", err)
	}
}

// Do runs one command on a connection of its own.
func (s *RedisServer) Do(command ...any) error {
	options, err := redis.ParseURL(s.URL)
	if err != nil {
		return err
	}
	options.MaxRetries, options.DialerRetries = -1, 1
	client := redis.NewClient(options)
	defer client.Close()
	ctx, cancel := context.WithTimeout(context.Background(), timeout)
	defer cancel()
	if err := client.Do(ctx, command...).Err(); err != nil {
		return fmt.Errorf("%v: %w", command, err)
	}
	return nil
}
