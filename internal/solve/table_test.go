package solve

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestTableComparesWithTheLists(t *testing.T) {
	dir := t.TempDir()
	for name, text := range map[string]string{
		"fjsp_bks.csv":    "family,file,jobs,ub\nsmall,a.fjs,2,7\nsmall,b.fjs,1,8\n",
		"fjssp-w_bks.csv": "instance,file,ub\nW,w.fjs,10.0\n",
		"jsp-twt_bks.csv": "file,f,literature_value\nj.txt,1.3,0\n",
		"a.fjs":           flexible, "b.fjs": "1 1\n1 1 0 10\n", "w.fjs": workers, "j.txt": jobShop,
	} {
		require.NoError(t, os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600))
	}
	var out strings.Builder
	o := TableOptions{Seeds: 2, All: true, Results: filepath.Join(dir, "kept.jsonl"), Request: Request{Iterations: 500}}
	require.NoError(t, Table(dir, o, &out))
	require.Contains(t, out.String(), "b.fjs factor 0: best known 8, found 10 10\n")
	require.Contains(t, out.String(), "500 moves per search, searches per instance: 2")
	require.Contains(t, out.String(), "| small | 2 | 12.500 % |  | 25.00 % | 0 / 2 / 2 |\n")
	require.Contains(t, out.String(), "| fjssp-w | 1 | -10.000 % | -0.5 % | -10.00 % | 2 / 0 / 0 |\n")
	require.Contains(t, out.String(), "| jsp-twt | 1 | 0.000 % | 0.5 % | 0.00 % | 0 / 2 / 0 |\n")

	// What is kept is not searched again, only what is new.
	require.NoError(t, os.Remove(filepath.Join(dir, "b.fjs")))
	var again strings.Builder
	require.NoError(t, Table(dir, o, &again))
	require.Equal(t, out.String(), again.String())
	again.Reset()
	o.Seeds, o.File = 3, "a.fjs"
	require.NoError(t, Table(dir, o, &again))
	require.Contains(t, again.String(), "a.fjs factor 0: best known 7, found 7 7 7\n")
	require.NotContains(t, again.String(), "b.fjs")

	require.NoError(t, os.WriteFile(o.Results, []byte("{}\nx\n"), 0o600))
	require.ErrorContains(t, Table(dir, o, &out), "kept.jsonl: line 2")
	require.NoError(t, os.WriteFile(filepath.Join(dir, "fjsp_bks.csv"), []byte("file\n"), 0o600))
	require.ErrorContains(t, Table(dir, o, &out), `no column "family"`)
}
