package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/url"
	"os"
	"os/user"
	"path/filepath"
	"strconv"

	"bayline/board"
	"bayline/internal/api"
	"bayline/internal/bus"
	"bayline/internal/floor"
	"bayline/internal/intake"
	"bayline/internal/journal"
	"bayline/internal/journal/factstore"
	"bayline/internal/report"
	"bayline/internal/words"
)

type importCmd struct {
	File   string `arg:"" help:"CSV (UTF-8 or GB18030) or xlsx file." type:"existingfile"`
	Shop   string `required:"" placeholder:"ID" help:"Which shop."`
	Create string `placeholder:"NAME" help:"Open the shop under this name if it does not exist yet."`
	Kind   string `enum:",orders,appointments,people,bays,teams,labour_times" default:"" help:"What the rows are; default: recognised by the header."`
	DryRun bool   `name:"dry-run" help:"Only list what would happen, every bad row with line, column and reason."`
	Lang   string `enum:"zh,en" default:"zh" help:"Language of the report."`
	As     string `name:"as" placeholder:"NAME" help:"Who imports; default: the user of this machine."`
	Server string `placeholder:"URL" help:"Import through a running server instead of opening the journal."`
	storage
}

// Run implements the import command.
func (c *importCmd) Run(ctx context.Context) error {
	if err := c.read(); err != nil {
		return err
	}
	data, err := os.ReadFile(c.File)
	if err != nil {
		return fmt.Errorf("read the file: %w", err)
	}
	run := c.here
	if c.Server != "" {
		run = c.there
	}
	result, err := run(ctx, data)
	c.report(os.Stdout, result)
	var fault *intake.Fault
	if errors.As(err, &fault) {
		return errors.New(fault.In(c.Lang))
	}
	if refusal, ok := board.AsRefusal(err); ok {
		return errors.New(words.Embedded().Printer(c.Lang).Say(refusal.Message()))
	}
	if err == nil && result.Bad > 0 {
		err = fmt.Errorf("%d bad rows", result.Bad)
	}
	return err
}

// here imports into the journal this machine reaches.
func (c *importCmd) here(ctx context.Context, data []byte) (api.ImportResult, error) {
	j, err := openJournal(ctx, config{Data: c.Data, DatabaseURL: c.DatabaseURL})
	if errors.Is(err, journal.ErrInUse) {
		return api.ImportResult{}, fmt.Errorf("%w; import through the running server with --server http://127.0.0.1:8080", err)
	}
	if err != nil {
		return api.ImportResult{}, err
	}
	defer func() { _ = j.Close() }()
	b, err := bus.Open(ctx, bus.Options{URL: c.RedisURL, Prefix: c.RedisPrefix})
	if err != nil {
		return api.ImportResult{}, fmt.Errorf("redis: %w", err)
	}
	defer func() { _ = b.Close() }()
	f := floor.Open(floor.Options{Journal: j, Bus: b, Logger: slog.New(slog.DiscardHandler)})
	defer f.Close()
	shop, req := board.ShopID(c.Shop), floor.Request{Actor: board.Actor{Name: c.actor(), Role: board.RoleAdmin}}
	state, err := f.State(ctx, shop)
	if err != nil {
		return api.ImportResult{}, err
	}
	if !state.Open && c.Create != "" && !c.DryRun {
		if err := api.OpenShop(ctx, f, shop, c.Create, "", req); err != nil {
			return api.ImportResult{}, err
		}
		if state, err = f.State(ctx, shop); err != nil {
			return api.ImportResult{}, err
		}
	}
	if !state.Open {
		return api.ImportResult{}, &board.Refusal{Code: "shop_unknown"}
	}
	return api.Import(ctx, api.ImportRequest{
		Shop: shop, State: state, Now: f.Now(), Name: filepath.Base(c.File), Data: data, Kind: intake.Kind(c.Kind), DryRun: c.DryRun, Request: req,
	}, f, knownOrder(report.NewFollower(report.Options{Journal: j, Store: factstore.New(j)})))
}

// knownOrder asks the facts for orders that the state has forgotten.
func knownOrder(facts *report.Follower) api.Known {
	return func(ctx context.Context, shop board.ShopID, orderNo string) (bool, error) {
		_, found, err := facts.VisitOfOrder(ctx, shop, orderNo)
		return found, err
	}
}

// there imports through a running server.
func (c *importCmd) there(ctx context.Context, data []byte) (result api.ImportResult, err error) {
	if c.Create != "" {
		body, _ := json.Marshal(map[string]string{"id": c.Shop, "name": c.Create})
		if err := c.post(ctx, "/api/v1/shops", nil, "application/json", body, nil); err != nil {
			return result, err
		}
	}
	query := url.Values{"shop": {c.Shop}, "name": {filepath.Base(c.File)}, "kind": {c.Kind}, "dry_run": {strconv.FormatBool(c.DryRun)}}
	err = c.post(ctx, "/api/v1/imports", query, "application/octet-stream", data, &result)
	return result, err
}

func (c *importCmd) post(ctx context.Context, path string, query url.Values, contentType string, body []byte, out any) error {
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, c.Server+path+"?"+query.Encode(), bytes.NewReader(body))
	if err != nil {
		return fmt.Errorf("--server %q: %w", c.Server, err)
	}
	r.Header.Set("Content-Type", contentType)
	r.Header.Set("Accept-Language", c.Lang)
	r.Header.Set("X-Bayline-Actor", url.PathEscape(c.actor()))
	r.Header.Set("X-Bayline-Role", string(board.RoleAdmin))
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		return fmt.Errorf("reach the server: %w", err)
	}
	defer func() { _ = answer.Body.Close() }()
	text, err := io.ReadAll(answer.Body)
	if err != nil {
		return fmt.Errorf("read the answer: %w", err)
	}
	if answer.StatusCode >= http.StatusBadRequest {
		var p api.Problem
		if json.Unmarshal(text, &p) != nil || p.Code == "" {
			return fmt.Errorf("the server answered %s", answer.Status)
		}
		if p.Code == "shop_exists" {
			return nil
		}
		return errors.New(p.Detail)
	}
	if out == nil {
		return nil
	}
	return json.Unmarshal(text, out)
}

// actor gives the name the journal records.
func (c *importCmd) actor() string {
	if c.As != "" {
		return c.As
	}
	if u, err := user.Current(); err == nil && u.Username != "" {
		return u.Username
	}
	return "import"
}

// report prints what became of the rows.
func (c *importCmd) report(w io.Writer, r api.ImportResult) {
	if r.Kind == "" {
		return
	}
	for _, p := range r.Problems {
		format, gap, mark := "第 %d 行%s%s\n", " ", "："
		if c.Lang == "en" {
			format, mark = "line %d%s%s\n", ": "
		}
		where := mark
		if p.Column != "" {
			where = gap + p.Column + mark
		}
		_, _ = fmt.Fprintf(w, format, p.Line, where, intake.Problem(p).In(c.Lang))
	}
	format := "%s：成功 %d 行，无变化 %d 行，有误 %d 行\n"
	switch {
	case c.Lang == "en" && r.DryRun:
		format = "%s: %d rows would be done, %d are so already, %d are bad\n"
	case c.Lang == "en":
		format = "%s: %d rows done, %d were so already, %d are bad\n"
	case r.DryRun:
		format = "%s（试运行）：将导入 %d 行，无变化 %d 行，有误 %d 行\n"
	}
	_, _ = fmt.Fprintf(w, format, r.File, r.Done, r.Unchanged, r.Bad)
}
