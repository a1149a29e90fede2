package intake_test

import (
	"archive/zip"
	"bytes"
	"context"
	"fmt"
	"io"
	"runtime"
	"slices"
	"strings"
	"syscall"
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

const (
	sheetStart = `<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>`
	sheetEnd   = `</worksheet>`
)

// baysTop is the header of a sheet of bays.
func baysTop() string {
	return `<row r="1">` + cell("A1", "编号") + cell("B1", "名称") + cell("C1", "类型") + `</row>`
}

// chain is a sheet whose cells each ask for the one before.
func chain(n int) string {
	var b strings.Builder
	b.WriteString(sheetStart + baysTop() + `<row r="2">` + cell("A2", "B1") + `<c r="B2"><f>B3</f></c>` + cell("C2", "举升") + `</row>`)
	for line := 3; line < n; line++ {
		fmt.Fprintf(&b, `<row r="%d"><c r="B%d"><f>B%d+1</f></c></row>`, line, line, line+1)
	}
	return b.String() + `</sheetData>` + sheetEnd
}

// processor returns the processor time the process has used, which other work on the machine does not lengthen.
func processor(t *testing.T) time.Duration {
	t.Helper()
	var used syscall.Rusage
	require.NoError(t, syscall.Getrusage(syscall.RUSAGE_SELF, &used))
	return time.Duration(used.Utime.Nano() + used.Stime.Nano())
}

// reading reads a workbook, which must take little time and memory, and returns what came of it.
func reading(t *testing.T, data []byte) (intake.Table, error) {
	t.Helper()
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	began := processor(t)
	table, err := intake.Read(t.Context(), "f.xlsx", data)
	runtime.ReadMemStats(&after)
	require.Less(t, processor(t)-began, 12*time.Second) // the race detector's share included
	require.Less(t, after.HeapSys-min(before.HeapSys, after.HeapSys), uint64(300<<20), "memory taken of the system")
	if err != nil {
		var fault *intake.Fault
		require.ErrorAs(t, err, &fault)
	}
	return table, err
}

// Small files that would unpack to, or stand for, something huge are answered quickly and with little memory.
func TestHostileWorkbooks(t *testing.T) {
	const start, end = sheetStart, sheetEnd
	top := baysTop()
	var merges strings.Builder
	for i := range 3000 {
		fmt.Fprintf(&merges, `<mergeCell ref="A%d:XFD1048576"/>`, i+2)
	}
	rows := func(n int) string {
		var b strings.Builder
		for line := range n {
			fmt.Fprintf(&b, `<row r="%d"><c r="A%d" t="inlineStr"><is><t>x</t></is></c></row>`, line+2, line+2)
		}
		return b.String()
	}
	for name, sheet := range map[string]string{
		"a row far down":     start + top + `<row r="1048576">` + cell("A1048576", "B1") + `</row></sheetData>` + end,
		"a row out of range": start + top + `<row r="2000000000">` + cell("A2000000000", "B1") + `</row></sheetData>` + end,
		"a cell far right":   start + top + `<row r="2">` + cell("XFD2", "B1") + `</row></sheetData>` + end,
		"merged to the end":  start + top + rows(9000) + `</sheetData><mergeCells>` + merges.String() + `</mergeCells>` + end,
		"a formula of a":     start + top + `<row r="2">` + cell("A2", "B1") + `<c r="B2"><f>SUM(A1:XFD1048576)</f></c>` + `<c r="C2"><f>C2</f></c></row></sheetData>` + end,
		"no end":             start + top,
		"unpacks to a lot":   start + top + strings.Repeat(" ", 50<<20) + `</sheetData>` + end,
		"blank rows":         start + top + strings.Repeat(`<row/>`, 3<<20) + `</sheetData>` + end,
		"empty cells":        start + top + `<row>` + strings.Repeat(`<c/>`, 3<<20) + `</row></sheetData>` + end,
		"attributes":         start + top + `<row ` + strings.Repeat(`a="" `, 9<<20) + `></row></sheetData>` + end,
		"tags within tags":   start + top + strings.Repeat(`<a>`, 3<<20) + end,
		"one long text":      start + top + `<row><c t="inlineStr"><is><t>` + strings.Repeat("x", 40<<20) + `</t></is></c></row></sheetData>` + end,
		"empty runs":         start + top + `<row><c t="inlineStr"><is>` + strings.Repeat("<r/>", 3<<20) + `</is></c></row></sheetData>` + end,
		"chained formulas":   chain(140_000),
	} {
		t.Run(name, func(t *testing.T) {
			_, err := reading(t, withSheet(t, sheet))
			if slices.Contains([]string{"blank rows", "empty cells", "empty runs", "tags within tags"}, name) {
				require.Error(t, err, "more tags, or deeper ones, than are read")
			}
		})
	}
}

// A formula is never calculated: its row is refused, with the name of the cell, when the file holds no value for it.
func TestFormulasAreNotCalculated(t *testing.T) {
	row := func(f string) string {
		return sheetStart + baysTop() + `<row r="2">` + cell("A2", "B1") + f + cell("C2", "举升") + `</row></sheetData>` + sheetEnd
	}
	for name, sheet := range map[string]string{
		"a chain":     chain(9_000),
		"a long text": row(`<c r="B2"><f>REPT("x",1e8)</f></c>`),
		"of itself":   row(`<c r="B2"><f>B2</f></c>`),
	} {
		t.Run(name, func(t *testing.T) {
			s := open(t)
			table, err := reading(t, withSheet(t, sheet))
			require.NoError(t, err)
			report := s.plan(table)
			require.True(t, report.Rows[0].Bad())
			require.Equal(t, "formula_without_value", report.Rows[0].Problems[0].Code)
			require.Contains(t, in("en", report.Rows[0].Problems[0]), "B2")
		})
	}
	s := open(t)
	table, err := reading(t, withSheet(t, row(`<c r="B2" t="str"><f>REPT("x",1e8)</f><v>一号位</v></c>`)))
	require.NoError(t, err)
	require.Equal(t, 1, s.run(s.plan(table)).Done)
	require.Equal(t, "一号位", s.state.Bays["B1"].Name)
}

// A request that ended ends the reading and planning of its file.
func TestReadingEndsWithItsRequest(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	for name, data := range map[string][]byte{"f.csv": []byte(header + "R1,粤A12345\n"), "f.xlsx": withSheet(t, chain(10))} {
		_, err := intake.Read(ctx, name, data)
		require.ErrorIs(t, err, context.Canceled, name)
	}
	s := open(t)
	_, err := intake.Plan(ctx, read(t, "f.csv", []byte(header+"R1,粤A12345\n")), s.state, now, intake.Options{})
	require.ErrorIs(t, err, context.Canceled)
}

// A row of nothing but separators is refused before it is taken apart.
func TestEndlessRow(t *testing.T) {
	_, err := reading(t, append([]byte(header), bytes.Repeat([]byte(","), 10<<20-100)...))
	var fault *intake.Fault
	require.ErrorAs(t, err, &fault)
	require.Equal(t, "cell_too_long", fault.Code)
}
