package testkit

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// rooms says who may know whom, as the picture of the house in the README draws it: imports point inward only.
// The first room whose name is the package or a parent of it counts.
var rooms = []struct {
	name string
	ours []string // packages of ours it may import, with all below them
}{
	{"bayline/board", nil},
	{"bayline/dispatch/internal/validate", []string{"bayline/board", "bayline/dispatch/internal/plan"}}, // independent of the planner
	{"bayline/dispatch", []string{"bayline/board"}},
	{"bayline/static", nil},
	{"bayline/display", []string{"bayline/board", "bayline/dispatch", "bayline/display", "bayline/static"}},
	{"bayline/internal", []string{"bayline/board", "bayline/dispatch", "bayline/display", "bayline/static", "bayline/internal"}},
	{"bayline/cmd", []string{"bayline/board", "bayline/dispatch", "bayline/display", "bayline/static", "bayline/internal", "bayline/cmd"}},
}

// tools says which rooms alone may know a technology. testkit starts the real ones for tests.
var tools = []struct {
	what     string
	prefixes []string
	rooms    []string
}{
	{"SQL", []string{"database/sql", "github.com/jackc/pgx", "modernc.org/sqlite", "github.com/pressly/goose"}, []string{"bayline/internal/journal", "bayline/internal/testkit"}},
	{"Redis", []string{"github.com/redis/go-redis"}, []string{"bayline/internal/bus", "bayline/internal/testkit", "bayline/internal/checker"}},
	{"fiber", []string{"github.com/gofiber", "github.com/valyala/fasthttp", "github.com/fasthttp/websocket"}, []string{"bayline/display", "bayline/internal/api"}},
	{"test tools", []string{"github.com/stretchr/testify", "pgregory.net/rapid", "go.uber.org/goleak", "github.com/Shopify/toxiproxy", "github.com/chromedp"}, []string{"bayline/internal/testkit"}},
	{"testing", []string{"testing"}, []string{"bayline/internal/testkit"}},
}

// testOnly are packages that exist for tests: a *test package holds a suite its neighbours run, the checker breaks what
// the others keep whole.
func testOnly(path string) bool {
	return strings.HasSuffix(path, "test") || below(path, "bayline/internal/testkit") || below(path, "bayline/internal/checker") || below(path, "bayline/cmd/check")
}

type goPackage struct {
	ImportPath string
	Imports    []string
}

// TestImportsPointInward holds every package, without its tests, to the house.
func TestImportsPointInward(t *testing.T) {
	packages := list(t, "./...")
	require.NotEmpty(t, packages)
	for _, pkg := range packages {
		room := -1
		for i, r := range rooms {
			if below(pkg.ImportPath, r.name) {
				room = i
				break
			}
		}
		if room < 0 {
			t.Errorf("%s is in no room of the house", pkg.ImportPath)
			continue
		}
		pure := (rooms[room].name == "bayline/board" || rooms[room].name == "bayline/dispatch") && !testOnly(pkg.ImportPath)
		for _, imported := range pkg.Imports {
			switch {
			case below(imported, "bayline"):
				if !anyBelow(imported, append(rooms[room].ours, rooms[room].name)) {
					t.Errorf("%s must not import %s: imports point inward", pkg.ImportPath, imported)
				}
				if testOnly(imported) && !testOnly(pkg.ImportPath) {
					t.Errorf("%s must not import %s: it is for tests", pkg.ImportPath, imported)
				}
			case pure && strings.Contains(imported, "."):
				t.Errorf("%s must not import %s: it needs nothing but the standard library", pkg.ImportPath, imported)
			case pure && anyBelow(imported, impure) && !slices.Contains(allowed[pkg.ImportPath], imported):
				t.Errorf("%s must not import %s: it decides, others do", pkg.ImportPath, imported)
			}
			for _, tool := range tools {
				if anyBelow(imported, tool.prefixes) && !anyBelow(pkg.ImportPath, tool.rooms) && !(testOnly(pkg.ImportPath) && strings.HasPrefix(tool.what, "test")) {
					t.Errorf("%s must not import %s: only %s may know %s", pkg.ImportPath, imported, strings.Join(tool.rooms, " and "), tool.what)
				}
			}
		}
	}
}

// impure are the parts of the standard library with which a package would do instead of decide.
var impure = []string{"os", "net", "io/ioutil", "log", "math/rand", "runtime", "sync", "syscall", "context", "database", "embed", "unsafe"}

// allowed are exceptions: board carries data that is fixed when it is built (plate letters), and its index is built
// once for all goroutines that read a state.
var allowed = map[string][]string{"bayline/board": {"embed", "sync"}}

func list(t *testing.T, pattern string) []goPackage {
	t.Helper()
	where, err := exec.Command("go", "env", "GOMOD").Output()
	require.NoError(t, err)
	cmd := exec.Command("go", "list", "-json=ImportPath,Imports", pattern)
	cmd.Dir = filepath.Dir(strings.TrimSpace(string(where)))
	var complaint bytes.Buffer
	cmd.Stderr = &complaint
	out, err := cmd.Output()
	require.NoError(t, err, "%s", &complaint)
	var all []goPackage
	for decoder := json.NewDecoder(bytes.NewReader(out)); ; {
		var one goPackage
		if err := decoder.Decode(&one); errors.Is(err, io.EOF) {
			return all
		} else if err != nil {
			t.Fatal(err)
		}
		all = append(all, one)
	}
}

// below reports whether path is room or lies under it.
func below(path, room string) bool {
	return path == room || strings.HasPrefix(path, room+"/")
}

func anyBelow(path string, of []string) bool {
	for _, room := range of {
		if below(path, room) {
			return true
		}
	}
	return false
}
