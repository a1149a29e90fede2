package checker

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"syscall"
	"time"
)

// startTime bounds how long a process may take to answer after its start, on a busy machine.
const startTime = 90 * time.Second

// process is a child of the checker's own that can be killed and started again.
type process struct {
	name string
	args []string
	env  []string
	dir  string // its log is kept here
	as   *syscall.Credential

	mu   sync.Mutex
	run  *exec.Cmd
	done chan struct{} // closed when it has ended
	code error
}

// start runs the program.
func (p *process) start() error {
	p.mu.Lock()
	defer p.mu.Unlock()
	log, err := os.OpenFile(filepath.Join(p.dir, p.name+".log"), os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o666)
	if err != nil {
		return fmt.Errorf("checker: %w", err)
	}
	defer func() { _ = log.Close() }()
	run := exec.Command(p.args[0], p.args[1:]...)
	run.Stdout, run.Stderr, run.Dir = log, log, p.dir
	run.Env = append(os.Environ(), p.env...)
	run.SysProcAttr = &syscall.SysProcAttr{Credential: p.as}
	if err := run.Start(); err != nil {
		return fmt.Errorf("checker: start %s: %w", p.name, err)
	}
	done := make(chan struct{})
	p.run, p.done = run, done
	go func() {
		err := run.Wait()
		p.mu.Lock()
		p.code = err
		p.mu.Unlock()
		close(done)
	}()
	return nil
}

func (p *process) pid() int {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.run == nil {
		return 0
	}
	return p.run.Process.Pid
}

func (p *process) signal(s syscall.Signal) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.run == nil {
		return nil
	}
	if err := p.run.Process.Signal(s); err != nil && !errors.Is(err, os.ErrProcessDone) {
		return fmt.Errorf("checker: signal %s: %w", p.name, err)
	}
	return nil
}

// end sends a signal and waits for the process to be gone; it returns how long that took.
func (p *process) end(s syscall.Signal, within time.Duration) (time.Duration, error) {
	began := time.Now()
	if err := p.signal(s); err != nil {
		return 0, err
	}
	p.mu.Lock()
	done := p.done
	p.mu.Unlock()
	if done == nil {
		return 0, nil
	}
	select {
	case <-done:
		return time.Since(began), nil
	case <-time.After(within):
		_ = p.signal(syscall.SIGKILL)
		<-done
		return time.Since(began), fmt.Errorf("checker: %s did not end within %s of %s", p.name, within, s)
	}
}

func (p *process) kill() error {
	_, err := p.end(syscall.SIGKILL, startTime)
	return err
}

// exited tells whether the process has ended of its own accord.
func (p *process) exited() bool {
	p.mu.Lock()
	done := p.done
	p.mu.Unlock()
	select {
	case <-done:
		return true
	default:
		return false
	}
}

// answers waits until ask succeeds.
func (p *process) answers(ctx context.Context, ask func(context.Context) error) error {
	deadline := time.Now().Add(startTime)
	for {
		try, cancel := context.WithTimeout(ctx, 2*time.Second)
		err := ask(try)
		cancel()
		switch {
		case err == nil:
			return nil
		case ctx.Err() != nil:
			return ctx.Err()
		case p.exited():
			return fmt.Errorf("checker: %s ended instead of answering; see its log: %w", p.name, err)
		case time.Now().After(deadline):
			return fmt.Errorf("checker: %s does not answer: %w", p.name, err)
		}
		time.Sleep(20 * time.Millisecond)
	}
}

// ok asks an address for status 200.
func ok(address string) func(context.Context) error {
	return func(ctx context.Context) error {
		status, text, err := get(ctx, address)
		if err == nil && status != http.StatusOK {
			err = fmt.Errorf("%s: %d %s", address, status, text)
		}
		return err
	}
}

func get(ctx context.Context, address string) (status int, text []byte, err error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return 0, nil, err
	}
	request.Close = true
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return 0, nil, err
	}
	defer func() { _ = response.Body.Close() }()
	text, err = io.ReadAll(io.LimitReader(response.Body, 1<<20))
	return response.StatusCode, text, err
}

// freePort gives a port that nobody listens on now.
func freePort() (string, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	defer func() { _ = l.Close() }()
	_, port, err := net.SplitHostPort(l.Addr().String())
	return port, err
}
