package intake_test

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"strings"
	"testing"
	"time"

	"bayline/internal/intake"

	"github.com/stretchr/testify/require"
	"github.com/xuri/excelize/v2"
)

// withSheet gives a small workbook whose first sheet is replaced by raw XML.
func withSheet(t *testing.T, sheet string) []byte {
	t.Helper()
	var plain bytes.Buffer
	require.NoError(t, excelize.NewFile().Write(&plain))
	old, err := zip.NewReader(bytes.NewReader(plain.Bytes()), int64(plain.Len()))
	require.NoError(t, err)
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	for _, f := range old.File {
		part, err := w.Create(f.Name)
		require.NoError(t, err)
		if f.Name == "xl/worksheets/sheet1.xml" {
			_, err = io.WriteString(part, sheet)
		} else {
			var r io.ReadCloser
			r, err = f.Open()
			require.NoError(t, err)
			_, err = io.Copy(part, r)
		}
		require.NoError(t, err)
	}
	require.NoError(t, w.Close())
	return out.Bytes()
}

func cell(ref, text string) string {
	return fmt.Sprintf(`<c r="%s" t="inlineStr"><is><t>%s</t></is></c>`, ref, text)
}

// Small files that would unpack to, or stand for, something huge are answered
// quickly.
func TestHostileWorkbooks(t *testing.T) {
	const start, end = `<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>`, `</worksheet>`
	top := `<row r="1">` + cell("A1", "编号") + cell("B1", "名称") + cell("C1", "类型") + `</row>`
	var merges strings.Builder
	for i := range 3000 {
		fmt.Fprintf(&merges, `<mergeCell ref="A%d:XFD1048576"/>`, i+2)
	}
	for name, sheet := range map[string]string{
		"a row far down":     start + top + `<row r="1048576">` + cell("A1048576", "B1") + `</row></sheetData>` + end,
		"a row out of range": start + top + `<row r="2000000000">` + cell("A2000000000", "B1") + `</row></sheetData>` + end,
		"a cell far right":   start + top + `<row r="2">` + cell("XFD2", "B1") + `</row></sheetData>` + end,
		"merged to the end":  start + top + `<row r="2">` + cell("A2", "B1") + `</row></sheetData><mergeCells>` + merges.String() + `</mergeCells>` + end,
		"a formula of a":     start + top + `<row r="2">` + cell("A2", "B1") + `<c r="B2"><f>SUM(A1:XFD1048576)</f></c>` + `<c r="C2"><f>C2</f></c></row></sheetData>` + end,
		"no end":             start + top,
		"unpacks to a lot":   start + top + strings.Repeat(" ", 50<<20) + `</sheetData>` + end,
	} {
		t.Run(name, func(t *testing.T) {
			data := withSheet(t, sheet)
			began := time.Now()
			_, err := intake.Read("f.xlsx", data)
			require.Less(t, time.Since(began), 20*time.Second)
			if err != nil {
				var fault *intake.Fault
				require.ErrorAs(t, err, &fault)
			}
		})
	}
}
