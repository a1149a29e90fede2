package main

import (
	"bufio"
	"context"
	_ "embed"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// socketIO is the version measured.
const socketIO = "4.8.4"

//go:embed peer_socketio.js
var socketIOServer []byte

// child is a process under test.
type child struct {
	name    string
	address string
	run     *exec.Cmd
	orders  io.WriteCloser
	answers *bufio.Scanner
}

// clockTicks is how many ticks of /proc's CPU times are a second; Linux has had 100 for ever.
const clockTicks = 100

// startPeer starts a server's process; dir holds what socket.io needs.
func startPeer(ctx context.Context, name, dir string) (*child, error) {
	address, err := freeAddress()
	if err != nil {
		return nil, err
	}
	self, err := os.Executable()
	if err != nil {
		return nil, err
	}
	args := []string{self, "server", name, address}
	if name == "socket.io" {
		ms := func(d time.Duration) string { return strconv.FormatInt(d.Milliseconds(), 10) }
		args = []string{"node", filepath.Join(dir, "server.js"), address, ms(heartbeat), ms(silence)}
	}
	c := &child{name: name, address: address, run: exec.CommandContext(ctx, args[0], args[1:]...)}
	c.run.Stderr = os.Stderr
	if c.orders, err = c.run.StdinPipe(); err != nil {
		return nil, err
	}
	out, err := c.run.StdoutPipe()
	if err != nil {
		return nil, err
	}
	c.answers = bufio.NewScanner(out)
	if err := c.run.Start(); err != nil {
		return nil, err
	}
	if _, err := c.answer(); err != nil {
		return nil, errors.Join(err, c.stop())
	}
	return c, nil
}

func (c *child) answer() (string, error) {
	if !c.answers.Scan() {
		return "", fmt.Errorf("%s ended: %w", c.name, errors.Join(c.answers.Err(), io.ErrUnexpectedEOF))
	}
	return c.answers.Text(), nil
}

// tell gives an order and returns the answer.
func (c *child) tell(format string, args ...any) (string, error) {
	if _, err := fmt.Fprintf(c.orders, format+"\n", args...); err != nil {
		return "", fmt.Errorf("%s: %w", c.name, err)
	}
	return c.answer()
}

func (c *child) stop() error {
	_ = c.orders.Close()
	_ = c.run.Process.Kill()
	_ = c.run.Wait() // killed, as meant
	return nil
}

// cpu gives the time the process has had from all cores, user and system.
func (c *child) cpu() (time.Duration, error) {
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", c.run.Process.Pid))
	if err != nil {
		return 0, err
	}
	_, rest, _ := strings.Cut(string(text), ") ") // the name before may hold spaces
	fields := strings.Fields(rest)
	if len(fields) < 13 {
		return 0, errors.New("/proc/PID/stat is too short")
	}
	user, err := strconv.ParseInt(fields[11], 10, 64)
	if err != nil {
		return 0, err
	}
	system, err := strconv.ParseInt(fields[12], 10, 64)
	return time.Duration(user+system) * time.Second / clockTicks, err
}

// rss gives the resident memory in bytes.
func (c *child) rss() (int64, error) {
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/statm", c.run.Process.Pid))
	if err != nil {
		return 0, err
	}
	pages, err := strconv.ParseInt(strings.Fields(string(text))[1], 10, 64)
	return pages * int64(os.Getpagesize()), err
}

// descriptors counts the open files.
func (c *child) descriptors() (int, error) {
	open, err := os.ReadDir(fmt.Sprintf("/proc/%d/fd", c.run.Process.Pid))
	return len(open), err
}

// left asks what the process holds.
func (c *child) left() (l left, err error) {
	text, err := c.tell("left")
	if err != nil {
		return l, err
	}
	return l, json.Unmarshal([]byte(text), &l)
}

// installSocketIO brings the pinned socket.io into dir.
func installSocketIO(ctx context.Context, dir string) error {
	if err := os.WriteFile(filepath.Join(dir, "package.json"), []byte(`{"private":true}`), 0o644); err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(dir, "server.js"), socketIOServer, 0o644); err != nil {
		return err
	}
	run := exec.CommandContext(ctx, "npm", "install", "--no-audit", "--no-fund", "--ignore-scripts", "socket.io@"+socketIO)
	run.Dir = dir
	if out, err := run.CombinedOutput(); err != nil {
		return fmt.Errorf("npm install socket.io: %w: %s", err, out)
	}
	return nil
}

// freeAddress gives one that nobody listens on now.
func freeAddress() (string, error) {
	l, err := net.Listen("tcp4", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	return l.Addr().String(), l.Close()
}

// raiseLimit allows as many open files as the machine lets us have; children inherit it.
func raiseLimit() error {
	var limit syscall.Rlimit
	if err := syscall.Getrlimit(syscall.RLIMIT_NOFILE, &limit); err != nil {
		return err
	}
	limit.Cur = limit.Max
	if limit.Cur < maxScreens+200 {
		fmt.Fprintf(os.Stderr, "only %d open files are allowed: scenario C needs %d\n", limit.Cur, maxScreens+200)
	}
	return syscall.Setrlimit(syscall.RLIMIT_NOFILE, &limit)
}
