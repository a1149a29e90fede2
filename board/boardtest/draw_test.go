package boardtest_test

import (
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"bayline/board"

	"github.com/stretchr/testify/require"
)

// Every command is drawn somewhere: what no draw makes, no property test has seen.
func TestEveryCommandIsDrawn(t *testing.T) {
	files, err := filepath.Glob("draw*.go")
	require.NoError(t, err)
	var drawing strings.Builder
	for _, name := range files {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		text, err := os.ReadFile(name)
		require.NoError(t, err)
		drawing.Write(text)
	}
	for _, c := range board.Commands() {
		if c.Name == "open_shop" {
			continue // the drawn shop is open
		}
		literal := "board." + reflect.TypeOf(c.Zero).Name() + "{"
		if !strings.Contains(drawing.String(), literal) {
			t.Errorf("no draw makes the command %s: add %s} to draw_visit.go, draw_aside.go or draw.go", c.Name, literal)
		}
	}
}
