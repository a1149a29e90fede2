package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"github.com/jackc/pgx/v5"

	"bayline/board"
)

// house is the product as it is sold: bayline serve, a database of its own, Redis.
type house struct {
	program  string
	dir      string
	address  string
	database string // URL for an administrator
	name     string // of the database
	redis    string
	meter    *meter
	run      *exec.Cmd
	web      *http.Client
}

func openHouse(ctx context.Context, dir, database, redis string) (h *house, err error) {
	h = &house{
		dir: dir, program: filepath.Join(dir, "bayline"), database: database, redis: redis, name: fmt.Sprintf("bayline_load_%d", os.Getpid()),
		web: &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: 64}, Timeout: 30 * time.Second},
	}
	if h.address, err = freeAddress(); err != nil {
		return nil, err
	}
	root, err := exec.CommandContext(ctx, "go", "list", "-m", "-f", "{{.Dir}}", "bayline").Output()
	if err != nil {
		return nil, fmt.Errorf("find bayline: run it in the module's directory: %w", err)
	}
	if out, err := exec.CommandContext(ctx, "go", "-C", strings.TrimSpace(string(root)), "build", "-o", h.program, "./cmd/bayline").CombinedOutput(); err != nil {
		return nil, fmt.Errorf("build bayline: %w: %s", err, out)
	}
	config, err := pgx.ParseConfig(database)
	if err != nil {
		return nil, err
	}
	if err := h.administer(ctx, "CREATE DATABASE "+h.name); err != nil {
		return nil, err
	}
	if h.meter, err = newMeter(fmt.Sprintf("%s:%d", config.Host, config.Port)); err != nil {
		return nil, errors.Join(err, h.close())
	}
	return h, nil
}

func (h *house) administer(ctx context.Context, statement string) error {
	conn, err := pgx.Connect(ctx, h.database)
	if err != nil {
		return fmt.Errorf("the full path needs PostgreSQL (--database-url): %w", err)
	}
	_, err = conn.Exec(ctx, statement)
	return errors.Join(err, conn.Close(ctx))
}

// start runs the server and returns when it says that it is ready.
func (h *house) start(ctx context.Context) error {
	u, err := url.Parse(h.database)
	if err != nil {
		return err
	}
	u.Host, u.Path = h.meter.listener.Addr().String(), "/"+h.name
	h.run = exec.CommandContext(ctx, h.program, "serve", "--addr", h.address, "--database-url", u.String(), "--redis-url", h.redis,
		"--redis-prefix", h.name+":", "--sockets-per-address", fmt.Sprint(maxScreens))
	h.run.Stdout, h.run.Stderr = io.Discard, os.Stderr
	if err := h.run.Start(); err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(ctx, time.Minute)
	defer cancel()
	for {
		if _, err := h.get(ctx, "/readyz"); err == nil {
			return nil
		} else if ctx.Err() != nil {
			return fmt.Errorf("bayline serve is not ready: %w", err)
		}
		time.Sleep(10 * time.Millisecond)
	}
}

func (h *house) kill() {
	_ = h.run.Process.Kill()
	_ = h.run.Wait()
}

func (h *house) close() error {
	if h.run != nil {
		h.kill()
	}
	if h.meter != nil {
		_ = h.meter.listener.Close()
	}
	return h.administer(context.WithoutCancel(context.Background()), "DROP DATABASE IF EXISTS "+h.name+" WITH (FORCE)")
}

func (h *house) get(ctx context.Context, path string) ([]byte, error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://"+h.address+path, nil)
	if err != nil {
		return nil, err
	}
	return h.do(request)
}

func (h *house) post(ctx context.Context, path string, body any) ([]byte, error) {
	text, err := json.Marshal(body)
	if err != nil {
		return nil, err
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, "http://"+h.address+path, bytes.NewReader(text))
	if err != nil {
		return nil, err
	}
	request.Header.Set("Content-Type", "application/json")
	request.Header.Set("X-Bayline-Actor", "load")
	return h.do(request)
}

func (h *house) do(request *http.Request) ([]byte, error) {
	response, err := h.web.Do(request)
	if err != nil {
		return nil, err
	}
	defer func() { _ = response.Body.Close() }()
	text, err := io.ReadAll(response.Body)
	if err == nil && response.StatusCode >= 300 {
		err = fmt.Errorf("%s: %s: %.300s", request.URL.Path, response.Status, text)
	}
	return text, err
}

// execute gives a command to a shop and returns the position after it and the visit it was about.
func (h *house) execute(ctx context.Context, shop string, c board.Command) (seq int64, visit board.VisitID, err error) {
	text, err := h.post(ctx, "/api/v1/commands/"+c.Name()+"?shop="+shop, c)
	if err != nil {
		return 0, "", err
	}
	var receipt struct {
		Seq   int64         `json:"seq"`
		Visit board.VisitID `json:"visit"`
	}
	err = json.Unmarshal(text, &receipt)
	return receipt.Seq, receipt.Visit, err
}

// Of a shop: enough that every view has something to show.
const (
	shopBays = 4
	shopCars = 8
)

// furnish opens the shops, each with bays, technicians, an advisor and cars; it returns a car of each.
func (h *house) furnish(ctx context.Context, shops []string) ([]board.VisitID, error) {
	visits := make([]board.VisitID, len(shops))
	errs := make([]error, len(shops))
	gate := make(chan struct{}, 12)
	var all sync.WaitGroup
	for i, shop := range shops {
		gate <- struct{}{}
		all.Go(func() {
			visits[i], errs[i] = h.furnishOne(ctx, shop)
			<-gate
		})
	}
	all.Wait()
	return visits, errors.Join(errs...)
}

func (h *house) furnishOne(ctx context.Context, shop string) (visit board.VisitID, err error) {
	if _, err := h.post(ctx, "/api/v1/shops", map[string]string{"id": shop, "name": "门店" + shop}); err != nil {
		return "", err
	}
	var commands []board.Command
	for i := range shopBays {
		commands = append(commands,
			board.SetBay{Bay: board.Bay{ID: board.BayID(fmt.Sprint("B", i)), Name: fmt.Sprint(i, " 工位"), Types: []board.BayType{board.BayLift, board.BayQuick, board.BayFlat}, Order: i}},
			board.SetPerson{Person: board.Person{ID: board.PersonID(fmt.Sprint("T", i)), Name: fmt.Sprint("技师", i), Roles: []board.Role{board.RoleTechnician},
				Trades: []board.Trade{board.TradeMechanical, board.TradeElectrical}, Grade: board.GradeSenior, Efficiency: 100}})
	}
	commands = append(commands, board.SetPerson{Person: board.Person{ID: "A1", Name: "顾问", Roles: []board.Role{board.RoleAdvisor}, Efficiency: 100}})
	now := time.Now().UTC().Truncate(time.Second)
	for i := range shopCars {
		commands = append(commands, board.ImportOrder{
			Details:   board.Details{OrderNo: fmt.Sprint("R", i), Plate: fmt.Sprintf("粤A%05d", i), Advisor: "A1"},
			ArrivedAt: now.Add(-time.Hour), PromisedAt: now.Add(time.Duration(3+i) * time.Hour), Operations: []string{"ME-001", "ME-007"},
		})
	}
	for _, c := range commands {
		if _, visit, err = h.execute(ctx, shop, c); err != nil {
			return "", err
		}
	}
	return visit, nil
}
