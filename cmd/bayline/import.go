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
	"strings"

	"bayline/board"
	"bayline/internal/api"
	"bayline/internal/bus"
	"bayline/internal/floor"
	"bayline/internal/intake"
	"bayline/internal/journal"
	"bayline/internal/journal/factstore"
	"bayline/internal/report"
	"bayline/internal/shopsetup"
	"bayline/internal/words"
)

type importCmd struct {
	File   string `arg:"" help:"CSV (UTF-8 or GB18030) or xlsx file." type:"existingfile"`
	Shop   string `required:"" placeholder:"ID" help:"Which shop."`
	Create string `placeholder:"NAME" help:"Open the shop under this name if it does not exist yet."`
	Kind   string `enum:",orders,appointments,people,bays,teams,labour_times" default:"" help:"What the rows are; default: recognised by the header."`
	DryRun bool   `name:"dry-run" help:"Only list what would happen, every bad row with line, column and reason."`
	Lang   string `placeholder:"LANG" help:"Language of the report (zh, en); default: that of the environment."`
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
		return errors.New(c.printer().Say(fault.Message))
	}
	if refusal, ok := board.AsRefusal(err); ok {
		return errors.New(c.printer().Say(refusal.Message()))
	}
	if err == nil && result.Bad > 0 {
		err = errors.New(c.printer().Text("import.bad_rows", "bad", result.Bad))
	}
	return err
}

// here imports into the journal this machine reaches.
func (c *importCmd) here(ctx context.Context, data []byte) (api.ImportResult, error) {
	j, err := openJournal(ctx, config{Data: c.Data, DatabaseURL: c.DatabaseURL})
	if errors.Is(err, journal.ErrInUse) {
		return api.ImportResult{}, fmt.Errorf("%w; import through the running server: --server with the address it printed", err)
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
	if !state.Open && c.Create != "" && c.DryRun {
		if state, err = shopsetup.Imagine(state, c.Create, req.Actor, f.Now()); err != nil {
			return api.ImportResult{}, err
		}
	}
	if !state.Open && c.Create != "" {
		if err := shopsetup.Open(ctx, f, shop, c.Create, "", req); err != nil {
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
	if c.Create != "" && !c.DryRun {
		body, _ := json.Marshal(map[string]string{"id": c.Shop, "name": c.Create})
		if err := c.post(ctx, "/api/v1/shops", nil, "application/json", body, nil); err != nil {
			return result, err
		}
	}
	query := url.Values{"shop": {c.Shop}, "name": {filepath.Base(c.File)}, "kind": {c.Kind}, "dry_run": {strconv.FormatBool(c.DryRun)}}
	if c.DryRun {
		query.Set("create", c.Create)
	}
	err = c.post(ctx, "/api/v1/imports", query, "application/octet-stream", data, &result)
	return result, err
}

func (c *importCmd) post(ctx context.Context, path string, query url.Values, contentType string, body []byte, out any) error {
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, c.Server+path+"?"+query.Encode(), bytes.NewReader(body))
	if err != nil {
		return fmt.Errorf("--server %q: %w", c.Server, err)
	}
	r.Header.Set("Content-Type", contentType)
	r.Header.Set("Accept-Language", c.printer().Lang())
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

// printer returns the printer of the language asked for, else of the environment's, else of the default one.
func (c *importCmd) printer() words.Printer {
	for _, lang := range []string{c.Lang, os.Getenv("LC_ALL"), os.Getenv("LC_MESSAGES"), os.Getenv("LANG")} {
		if lang != "" {
			lang, _, _ = strings.Cut(strings.ReplaceAll(lang, "_", "-"), ".")
			return words.Embedded().Printer(lang)
		}
	}
	return words.Embedded().Printer(words.Default)
}

// report prints what became of the rows.
func (c *importCmd) report(w io.Writer, r api.ImportResult) {
	if r.Kind == "" {
		return
	}
	say := c.printer()
	for _, p := range r.Problems {
		reason, at := p.Message, "import.at_line"
		if p.Warning {
			reason = board.Say("import.warning", "reason", reason)
		}
		if p.Column != "" {
			at = "import.at_cell"
		}
		_, _ = fmt.Fprintln(w, say.Text(at, "line", p.Line, "column", p.Column, "reason", reason))
	}
	outcome := "import.done"
	if r.DryRun {
		outcome = "import.would"
	}
	_, _ = fmt.Fprintln(w, say.Text(outcome, "file", r.File, "done", r.Done, "unchanged", r.Unchanged, "bad", r.Bad))
}
