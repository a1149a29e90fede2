package intake_test

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"bayline/internal/intake"
	"bayline/internal/words"

	"github.com/stretchr/testify/require"
	"github.com/xuri/excelize/v2"
)

const header = "order_no,plate,arrived_at,promised_at,operations\n"

func TestRubbishIsRefusedWithAReason(t *testing.T) {
	long := strings.Repeat("R,粤A12345,2026-03-02 08:00,2026-03-02 12:00,ME-001\n", intake.MaxRows+1)
	for name, c := range map[string]struct {
		data []byte
		code string
	}{
		"empty":          {nil, "file_empty"},
		"blank":          {[]byte(" \r\n\r\n\t"), "file_empty"},
		"binary":         {[]byte("\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00"), "file_unreadable"},
		"broken text":    {append([]byte(header), 0xff, 0xff, 0xff, '\n'), "file_unreadable"},
		"half an xlsx":   {[]byte("PK\x03\x04 and no more"), "file_unreadable"},
		"old excel":      {[]byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), "file_old_excel"},
		"no header":      {[]byte("hello,world\n1,2\n"), "no_header"},
		"prose":          {[]byte("这是一封信，不是表格。\n"), "no_header"},
		"too big":        {bytes.Repeat([]byte("x"), intake.MaxBytes+1), "file_too_big"},
		"too many rows":  {[]byte(header + long), "too_many_rows"},
		"unclosed quote": {[]byte(header + "\"R1,粤A12345\n" + strings.Repeat("text\n", 2000)), "cell_too_long"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := intake.Read(t.Context(), "f", c.data)
			var fault *intake.Fault
			require.ErrorAs(t, err, &fault)
			require.Equal(t, c.code, fault.Code)
			require.True(t, words.Embedded().Has("zh", fault.Message.Code), fault.Message.Code)
		})
	}
}

func TestHeaderOnlyHasNoRows(t *testing.T) {
	s := open(t)
	report := s.plan(read(t, "f.csv", []byte(header)))
	require.Equal(t, intake.Orders, report.Kind)
	require.Empty(t, report.Rows)
}

func TestMissingColumnsAreNamed(t *testing.T) {
	s := open(t)
	table := read(t, "f.csv", []byte("工单号,车牌,客户\nR1,粤A12345,王\n"))
	_, err := intake.Plan(t.Context(), table, s.state, now, intake.Options{})
	var fault *intake.Fault
	require.ErrorAs(t, err, &fault)
	require.Equal(t, "column_missing", fault.Code)
	require.Contains(t, words.Embedded().Printer("zh").Say(fault.Message), "约定交车时间")
	require.Contains(t, fault.Error(), "promised_at")

	_, err = intake.Plan(t.Context(), table, s.state, now, intake.Options{Kind: "recipes"})
	require.ErrorAs(t, err, &fault)
	require.Equal(t, "unknown_kind", fault.Code)
}

// A workbook as people send it: notes on the first sheet, a title above the
// header, merged cells, dates as numbers, phones as numbers, formulas.
func TestWorkbook(t *testing.T) {
	book := excelize.NewFile()
	set := func(sheet, cell string, value any) { require.NoError(t, book.SetCellValue(sheet, cell, value)) }
	set("Sheet1", "A1", "说明：请看第二张表")
	_, err := book.NewSheet("工单")
	require.NoError(t, err)
	set("工单", "A1", "2026 年 3 月工单")
	require.NoError(t, book.MergeCell("工单", "A1", "H1"))
	require.NoError(t, book.SetSheetRow("工单", "A3", &[]any{"工单号*", "车牌号", "客户电话", "联系电话", "服务顾问", "进厂时间", "约定交车时间", "维修项目", "在店等"}))
	day := func(hour int) time.Time { return time.Date(2026, 3, 2, hour, 15, 0, 0, time.UTC) }
	require.NoError(t, book.SetSheetRow("工单", "A4", &[]any{"R1", "粤A12345", "", 13800138000, "刘顾问", day(8), day(11), "ME-001", true}))
	require.NoError(t, book.SetSheetRow("工单", "A6", &[]any{"R2", "粤B12345", "", 13800138000.0, "", day(8)}))
	require.NoError(t, book.SetSheetRow("工单", "H6", &[]any{"ME-040", "√"}))
	set("工单", "G6", 46083.71875) // 17:15, as it was when the file was saved
	require.NoError(t, book.SetCellFormula("工单", "G6", "F6+TIME(1,0,0)"))
	require.NoError(t, book.MergeCell("工单", "E4", "E6"))
	require.NoError(t, book.SetSheetRow("工单", "A7", &[]any{"R3", "粤C12345", "", "", "刘顾问", 46083, "#N/A", "ME-001", "no"}))
	var buffer bytes.Buffer
	require.NoError(t, book.Write(&buffer))

	s := open(t)
	table := read(t, "三月.xlsx", buffer.Bytes())
	require.Equal(t, "工单", table.Sheet)
	report := s.plan(table)
	require.Equal(t, []found{{7, "arrived_at", "no_clock"}, {7, "promised_at", "bad_time"}}, problems(report))
	require.Equal(t, 2, s.run(report).Done)
	first, second := s.order("R1"), s.order("R2")
	require.Equal(t, "13800138000", first.Phone)
	require.True(t, first.Waiter)
	require.True(t, first.ArrivedAt.Equal(local(t, "2026-03-02 08:15")), "a spreadsheet's date is wall-clock time of the shop")
	require.True(t, second.PromisedAt().Equal(local(t, "2026-03-02 17:15")), "a formula counts as its stored value and is not calculated")
	require.Equal(t, first.Advisor, second.Advisor, "a merged cell counts for each row it covers")
}

func TestFiftyThousandRows(t *testing.T) {
	var csv, wide strings.Builder
	csv.WriteString(header)
	book := excelize.NewFile()
	stream, err := book.NewStreamWriter("Sheet1")
	require.NoError(t, err)
	require.NoError(t, stream.SetRow("A1", []any{"order_no", "plate", "arrived_at", "promised_at", "operations"}))
	for i := range 50_000 {
		fmt.Fprintf(&csv, "R%d,粤A%05d,2026-03-02 08:00,2026-03-02 12:00,ME-001\n", i, i)
		if i < intake.MaxRows+2_000 {
			require.NoError(t, stream.SetRow(fmt.Sprintf("A%d", i+2), []any{i, i, i, i, i}))
		}
	}
	require.NoError(t, stream.Flush())
	var buffer bytes.Buffer
	require.NoError(t, book.Write(&buffer))
	wide.WriteString(header + strings.Repeat(",", 5000) + "\n")
	for name, data := range map[string][]byte{"csv": []byte(csv.String()), "xlsx": buffer.Bytes()} {
		t.Run(name, func(t *testing.T) {
			_, err := intake.Read(t.Context(), name, data)
			var fault *intake.Fault
			require.ErrorAs(t, err, &fault)
			require.Equal(t, "too_many_rows", fault.Code)
		})
	}
	table, err := intake.Read(t.Context(), "wide", []byte(wide.String()))
	require.NoError(t, err)
	require.Empty(t, table.Rows)
}

// Whatever the file, reading and planning it neither fails otherwise than by a
// Fault nor changes anything.
func FuzzRead(f *testing.F) {
	files, err := filepath.Glob("testdata/*.csv")
	require.NoError(f, err)
	for _, name := range files {
		data, err := os.ReadFile(name)
		require.NoError(f, err)
		f.Add(data)
	}
	book := excelize.NewFile()
	require.NoError(f, book.SetSheetRow("Sheet1", "A1", &[]any{"编号", "名称", "类型"}))
	require.NoError(f, book.SetSheetRow("Sheet1", "A2", &[]any{"B1", "一", "快保"}))
	var buffer bytes.Buffer
	require.NoError(f, book.Write(&buffer))
	f.Add(buffer.Bytes())
	f.Add([]byte("编码,名称,工种,标准工时\nX,Y,机修,NaN\nX,Y,机修,1e999\nX,Y,机修,-0\n"))
	f.Add([]byte("预约时间,车牌\n99999999999999999999,粤A12345\nNaN,粤A12345\n13月45日 99:99,粤A12345\n2月30日 10:00,粤A12345\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		table, err := intake.Read(t.Context(), "f", data)
		if err == nil {
			s := open(t)
			var report intake.Report
			report, err = intake.Plan(t.Context(), table, s.state, now, intake.Options{})
			for _, p := range report.Problems() {
				require.NotContains(t, in("zh", p)+in("en", p), "{")
			}
			if err == nil {
				s.run(report)
			}
		}
		if err != nil {
			var fault *intake.Fault
			require.ErrorAs(t, err, &fault)
		}
	})
}
