package words_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode"

	"github.com/stretchr/testify/require"
)

// speaking are the rooms whose Chinese is data of an invented shop, not words for people: simulators, checkers, tests.
var speaking = []string{"internal/sim/", "internal/simulate/", "internal/checker/", "internal/load/", "internal/testkit/", "internal/pagetest/"}

// still are the files that hold Chinese yet; a file that no longer does leaves the list.
var still = []string{
	"cmd/bayline/demo.go",
	"dispatch/change.go", "dispatch/request.go",
}

// Sentences and labels stand in the catalogue, what files may hold in data files: no Go file has Chinese of its own.
func TestNoChineseInGoFiles(t *testing.T) {
	const root = "../.."
	found := map[string][]string{}
	err := filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		name, _ := filepath.Rel(root, path)
		name = filepath.ToSlash(name)
		if err != nil || entry.IsDir() && strings.HasPrefix(entry.Name(), ".") && name != "." {
			return fs.SkipDir
		}
		room := filepath.Base(filepath.Dir(name))
		exempt := slices.ContainsFunc(speaking, func(room string) bool { return strings.HasPrefix(name, room) })
		if exempt || entry.IsDir() || strings.HasSuffix(room, "test") || !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go") {
			return nil
		}
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		ast.Inspect(file, func(n ast.Node) bool {
			lit, ok := n.(*ast.BasicLit)
			if !ok || lit.Kind != token.STRING && lit.Kind != token.CHAR {
				return true
			}
			if strings.IndexFunc(lit.Value, func(r rune) bool { return unicode.Is(unicode.Han, r) }) >= 0 {
				found[name] = append(found[name], lit.Value)
			}
			return true
		})
		return nil
	})
	require.NoError(t, err)
	for name, list := range found {
		if !slices.Contains(still, name) {
			t.Errorf("%s holds Chinese: %s", name, strings.Join(list, ", "))
		}
	}
	for _, name := range still {
		if found[name] == nil {
			t.Errorf("%s holds no Chinese any more: take it off the list", name)
		}
	}
}
