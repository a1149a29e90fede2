package main

import (
	"bufio"
	"context"
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"bayline/board"
	"bayline/internal/floor"
	"bayline/internal/shopsetup"
	"bayline/internal/sim"
	"bayline/internal/testkit"
)

// asProgram makes the test binary run as the program itself, so that a test can
// start it as a process of its own.
const asProgram = "BAYLINE_TEST_AS_PROGRAM"

func TestMain(m *testing.M) {
	if os.Getenv(asProgram) != "" {
		main()
		return
	}
	// What fasthttp starts once per process or server ends by itself, later.
	goleak.VerifyTestMain(m, goleak.IgnoreAnyFunction("github.com/valyala/fasthttp.(*workerPool).Start.func2"), goleak.IgnoreAnyFunction("github.com/valyala/fasthttp.updateServerDate.func1"),
		goleak.IgnoreAnyFunction("github.com/Shopify/toxiproxy/v2/toxics.(*ToxicStub).Run")) // lost with a line that was cut while a toxic was added
}

const e2eShop = board.ShopID("haizhu")

var asAdmin = floor.Request{Actor: board.Actor{Name: "管理员", Role: board.RoleAdmin}}

// morning is a Monday on which the shop works, nine o'clock, going on as the
// wall clock does.
func morning() *sim.Clock {
	c := sim.NewClock(time.Date(2026, 3, 2, 9, 0, 0, 0, time.FixedZone("", 8*3600)))
	c.Run(1)
	return c
}

// openProgram starts the program within the test, on a free port.
func openProgram(t *testing.T, c config) *program {
	t.Helper()
	c.Addr, c.Log = "127.0.0.1:0", slog.New(slog.DiscardHandler)
	if c.Clock == nil {
		c.Clock = morning().Now
	}
	p, err := open(t.Context(), c)
	require.NoError(t, err)
	t.Cleanup(p.close)
	return p
}

func furnishShop(ctx context.Context, x shopsetup.Executor, shop board.ShopID, setup func(board.Settings) []board.Command) error {
	settings, err := shopsetup.Settings("海珠店", "Haizhu")
	if err != nil {
		return err
	}
	if err := shopsetup.Open(ctx, x, shop, "海珠店", "Haizhu", asAdmin); err != nil {
		return err
	}
	for _, c := range setup(settings) {
		if _, err := x.Execute(ctx, shop, c, asAdmin); err != nil {
			return err
		}
	}
	return nil
}

var web = &http.Client{Transport: &http.Transport{DisableKeepAlives: true}, Timeout: 30 * time.Second}

// fetch gives the body of an answer, which must be a good one.
func fetch(t *testing.T, req *http.Request) string {
	t.Helper()
	res, err := web.Do(req)
	require.NoError(t, err)
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	require.NoError(t, err)
	require.Less(t, res.StatusCode, 300, string(body))
	return string(body)
}

func get(t *testing.T, url string) string {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, url, nil)
	require.NoError(t, err)
	return fetch(t, req)
}

// process starts the program as a process. It has neither the environment's
// BAYLINE_ variables nor its home.
func process(t *testing.T, args ...string) *exec.Cmd {
	t.Helper()
	c := exec.CommandContext(t.Context(), os.Args[0], args...)
	for _, v := range os.Environ() {
		if !strings.HasPrefix(v, "BAYLINE_") {
			c.Env = append(c.Env, v)
		}
	}
	c.Env = append(c.Env, asProgram+"=1", "HOME="+t.TempDir())
	return c
}

var address = regexp.MustCompile(`http://[0-9.]+:[0-9]+`)

// started waits until the process says where it is.
func started(t *testing.T, c *exec.Cmd) (url string) {
	t.Helper()
	out, err := c.StdoutPipe()
	require.NoError(t, err)
	c.Stderr = os.Stderr
	require.NoError(t, c.Start())
	lines := bufio.NewScanner(out)
	for lines.Scan() {
		if url = address.FindString(lines.Text()); url != "" {
			return url
		}
	}
	require.Fail(t, "the program ended without saying where it is")
	return ""
}

// The server is ready soon, keeps its directory for itself, and ends cleanly
// when asked to.
func TestServeProcess(t *testing.T) {
	dir := testkit.Dir(t)
	began := time.Now()
	c := process(t, "serve", "--addr", "127.0.0.1:0", "--data", dir)
	url := started(t, c)
	get(t, url+"/readyz")
	rebound, err := http.NewRequestWithContext(t.Context(), http.MethodGet, url+"/readyz", nil)
	require.NoError(t, err)
	rebound.Host = "evil.example"
	answer, err := web.Do(rebound)
	require.NoError(t, err)
	require.NoError(t, answer.Body.Close())
	require.Equal(t, http.StatusMisdirectedRequest, answer.StatusCode)
	t.Logf("ready %s after the process was started", time.Since(began).Round(time.Millisecond))

	second, err := process(t, "serve", "--addr", "127.0.0.1:0", "--data", dir).CombinedOutput()
	require.Error(t, err, "a second process on the same directory")
	require.Contains(t, string(second), dir)
	require.Contains(t, string(second), "another")

	require.NoError(t, c.Process.Signal(syscall.SIGTERM))
	require.NoError(t, c.Wait())

	again := process(t, "serve", "--addr", "127.0.0.1:0", "--data", dir)
	get(t, started(t, again)+"/readyz")
	require.NoError(t, again.Process.Signal(syscall.SIGINT))
	require.NoError(t, again.Wait())
}

func TestWrongStarts(t *testing.T) {
	for _, c := range []struct {
		name, says string
		args       []string
	}{
		{"open to others", "--insecure", []string{"serve", "--addr", "0.0.0.0:0", "--data", testkit.Dir(t)}},
		{"open to others by no host", "--insecure", []string{"demo", "--addr", ":0"}},
		{"no port", "--addr", []string{"serve", "--addr", "127.0.0.1", "--data", testkit.Dir(t)}},
		{"no database", "PostgreSQL", []string{"serve", "--addr", "127.0.0.1:0", "--database-url", "postgres://127.0.0.1:1/none?connect_timeout=1"}},
		{"no Redis URL", "redis", []string{"serve", "--addr", "127.0.0.1:0", "--redis-url", "http://nothing", "--data", testkit.Dir(t)}},
		{"a database URL with a password", "database URL", []string{"serve", "--database-url", "postgres://bay:s%ret@127.0.0.1:1/none"}},
		{"two database URLs", "exclude", []string{"serve", "--database-url", "postgres://127.0.0.1/x", "--database-url-file", "x"}},
		{"no file with a URL", "--database-url-file", []string{"serve", "--database-url-file", filepath.Join(testkit.Dir(t), "none")}},
		{"a file with a broken URL", "database URL", []string{"serve", "--database-url-file", secretFile(t, "postgres://bay:s%ret@127.0.0.1:1/none\n")}},
		{"a file with a Redis URL", "redis", []string{"serve", "--redis-url-file", secretFile(t, "redis://bay:s%ret@localhost:x"), "--data", testkit.Dir(t)}},
		{"demo date", "2026-03-02", []string{"demo", "--addr", "127.0.0.1:0", "--date", "tomorrow"}},
		{"demo speed", "--speed", []string{"demo", "--addr", "127.0.0.1:0", "--speed", "1e9"}},
		{"no command", "serve", []string{}},
		{"unknown flag", "--colour", []string{"serve", "--colour"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			out, err := process(t, c.args...).CombinedOutput()
			require.Error(t, err)
			require.Contains(t, string(out), c.says)
			require.NotContains(t, string(out), "panic")
			require.NotContains(t, strings.ReplaceAll(string(out), strings.Join(c.args, " "), ""), "ret@", "a password is told to nobody")
		})
	}
}

// secretFile returns a file that holds a text.
func secretFile(t *testing.T, text string) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "url")
	require.NoError(t, os.WriteFile(file, []byte(text), 0o600))
	return file
}

// The README's way to a shop of one's own, on a fresh directory: rehearsed, done, done again.
func TestImportMakesAShop(t *testing.T) {
	dir, file := testkit.Dir(t), filepath.Join(t.TempDir(), "people.csv")
	require.NoError(t, os.WriteFile(file, []byte("id,name,role,trades\nT1,Li Lei,technician,mechanical\nA1,Liu Wei,advisor,\n"), 0o600))
	readme, err := os.ReadFile("../../README.md")
	require.NoError(t, err)
	line := regexp.MustCompile(`go run ./cmd/bayline (import \S+ --shop main --create) "(.*?)" (--dry-run)`).FindStringSubmatch(string(readme))
	require.NotNil(t, line, "the README tells how to import")
	args := append(strings.Fields(line[1]), line[2], "--data", dir, "--lang", "en")
	args[1] = file
	for _, step := range []struct{ more, says string }{
		{"--dry-run", "2 rows would be done, 0 are so already, 0 are bad"}, {"--dry-run", "2 rows would be done"},
		{"--kind=people", "2 rows done, 0 were so already, 0 are bad"}, {"--kind=people", "0 rows done, 2 were so already"},
	} {
		out, err := process(t, append(slices.Clone(args), step.more)...).CombinedOutput()
		require.NoError(t, err, string(out))
		require.Contains(t, string(out), step.says)
	}
}

func TestHelpNamesEverything(t *testing.T) {
	out, err := process(t, "help").CombinedOutput()
	require.NoError(t, err)
	for _, word := range []string{
		"bayline serve", "bayline demo", "bayline import", "bayline version", "bayline solve", "./cmd/bench simulate", "--addr", "--data", "--insecure", "--database-url", "--redis-url", "--redis-prefix", "--origin", "--host", "--sockets-per-address", "--speed", "--cars", "--seed", "--start", "--date",
		"BAYLINE_ADDR", "BAYLINE_DATA", "BAYLINE_INSECURE", "BAYLINE_DATABASE_URL", "BAYLINE_REDIS_URL", "BAYLINE_REDIS_PREFIX", "BAYLINE_ORIGIN", "BAYLINE_SPEED",
	} {
		require.Contains(t, string(out), word)
	}
	out, err = process(t, "version").CombinedOutput()
	require.NoError(t, err)
	require.Contains(t, string(out), "bayline")
}

// What moved out of the server is named with the arguments that were given.
func TestMovedCommandsSayWhere(t *testing.T) {
	for _, c := range []struct {
		says string
		args []string
	}{
		{"`go run ./cmd/bench solve shop.fjs --format fjsp --time 10s`", []string{"solve", "shop.fjs", "--format", "fjsp", "--time", "10s"}},
		{"`go run ./cmd/bench benchmark 'my dir' --seeds=3`", []string{"benchmark", "my dir", "--seeds=3"}},
		{"`go run ./cmd/bench simulate`", []string{"simulate"}},
	} {
		out, err := process(t, c.args...).CombinedOutput()
		var exit *exec.ExitError
		require.ErrorAs(t, err, &exit)
		require.Equal(t, 2, exit.ExitCode())
		require.Contains(t, string(out), c.says)
		require.Equal(t, 1, strings.Count(string(out), "\n"), "one sentence: %s", out)
	}
}

// A variable says the same as its flag.
func TestEnvironmentConfigures(t *testing.T) {
	c := process(t, "serve")
	c.Env = append(c.Env, "BAYLINE_ADDR=127.0.0.1:0", "BAYLINE_DATA="+testkit.Dir(t))
	get(t, started(t, c)+"/readyz")
	require.NoError(t, c.Process.Signal(syscall.SIGTERM))
	require.NoError(t, c.Wait())
}

// A newcomer's demo is a shop at work whose boards move.
func TestDemoProcess(t *testing.T) {
	c := process(t, "demo", "--addr", "127.0.0.1:0", "--date", "2026-03-02", "--start", "09:00", "--speed", "600")
	url := started(t, c)
	look := func() (rev int64, cars int) {
		var b struct {
			Rev   int64
			Cards []json.RawMessage
		}
		require.NoError(t, json.Unmarshal([]byte(get(t, url+"/api/v1/views/board?shop=demo")), &b))
		return b.Rev, len(b.Cards)
	}
	first, cars := look()
	require.Positive(t, cars)
	require.Eventually(t, func() bool { rev, _ := look(); return rev > first+20 }, 60*time.Second, 100*time.Millisecond)
	metrics := get(t, url+"/metrics")
	require.Contains(t, metrics, `bayline_commands_total{outcome="committed"}`)
	if status, err := os.ReadFile("/proc/" + strconv.Itoa(c.Process.Pid) + "/status"); err == nil {
		t.Logf("the demo takes %s", regexp.MustCompile(`VmRSS:\s+(\d+ kB)`).FindStringSubmatch(string(status))[1])
	}
	require.NoError(t, c.Process.Signal(syscall.SIGTERM))
	require.NoError(t, c.Wait())
}
