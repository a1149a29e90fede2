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
	o := TableOptions{Seeds: 2, All: true, Request: Request{Iterations: 500}}
	require.NoError(t, Table(dir, o, &out))
	lines := strings.Split(out.String(), "\n")
	require.Equal(t, "b.fjs factor 0: best known 8, found 10 10", lines[1])
	var words [][]string
	for _, l := range lines[4:] {
		words = append(words, strings.Fields(l))
	}
	require.Equal(t, []string{"small", "2", "2", "12.500", "%", "25.00", "%", "2/4", "0"}, words[1][:9])
	require.Equal(t, []string{"fjssp-w", "1", "2", "-10.000", "%", "-10.00", "%", "2/2", "2"}, words[2][:9])
	require.Equal(t, []string{"jsp-twt", "1", "2", "0.000", "%", "0.00", "%", "2/2", "0"}, words[3][:9])

	require.NoError(t, os.WriteFile(filepath.Join(dir, "fjsp_bks.csv"), []byte("file\n"), 0o600))
	require.ErrorContains(t, Table(dir, o, &out), `no column "family"`)
}
