package intake

import (
	"bytes"

	"github.com/xuri/excelize/v2"
)

// maxUnzipped bounds what a small file may unpack to.
const maxUnzipped = 48 << 20

func readXLSX(name string, data []byte) (Table, error) {
	book, err := excelize.OpenReader(bytes.NewReader(data), excelize.Options{RawCellValue: true, UnzipSizeLimit: maxUnzipped, UnzipXMLSizeLimit: maxUnzipped})
	if err != nil {
		return Table{}, faultf("file_unreadable", "xlsx 文件已损坏或有密码，无法读取。", "The xlsx file is damaged or has a password; it cannot be read.")
	}
	defer func() { _ = book.Close() }() // only removes temporary files of very large sheets

	var half *Table // a sheet whose header is not complete
	for _, sheet := range book.GetSheetList() {
		rows, err := sheetRows(book, sheet)
		if err != nil {
			return Table{}, err
		}
		t, ok := table(rows)
		if !ok {
			continue
		}
		t.File, t.Sheet = name, sheet
		if props, err := book.GetWorkbookProps(); err == nil && props.Date1904 != nil {
			t.epoch1904 = *props.Date1904
		}
		if t.Kind != "" {
			if len(t.Rows) > MaxRows {
				return Table{}, tooManyRows()
			}
			return t, nil
		}
		if half == nil {
			half = &t
		}
	}
	if half == nil {
		return Table{}, noHeader()
	}
	return *half, nil
}

// sheetRows gives the rows of a sheet that are not blank, merged cells filled
// and formulas replaced by their values.
func sheetRows(book *excelize.File, sheet string) ([]Row, error) {
	rows, err := streamRows(book, sheet)
	if err != nil || len(rows) > MaxRows+headerDepth {
		return rows, err
	}
	// Merged cells and formulas need the whole sheet in memory, which takes seconds when it is huge.
	merged := fillers(book, sheet)
	for n := range rows {
		row := &rows[n]
		for column, value := range merged[row.Line] {
			for column >= len(row.Cells) {
				row.Cells = append(row.Cells, "")
			}
			row.Cells[column] = value
		}
		for i, value := range row.Cells {
			if value == "" {
				row.Cells[i] = formula(book, sheet, i, row.Line)
			}
		}
	}
	return rows, nil
}

// streamRows gives the rows of a sheet as they are stored, and stops soon after
// there are too many.
func streamRows(book *excelize.File, sheet string) ([]Row, error) {
	stream, err := book.Rows(sheet)
	if err != nil {
		return nil, nil // a chart sheet has no rows
	}
	defer func() { _ = stream.Close() }() // only removes temporary files
	var rows []Row
	// No sheet has more lines than the format allows, whatever its rows say they are.
	for line := 1; line <= excelize.TotalRows && stream.Next() && len(rows) <= MaxRows+headerDepth; line++ {
		cells, err := stream.Columns()
		if err != nil {
			return nil, faultf("file_unreadable", "工作表“%s”第 %d 行无法读取。", "Row %[2]d of sheet %[1]q cannot be read.", sheet, line)
		}
		row := Row{Line: line, Cells: make([]string, min(len(cells), maxCells))}
		for i := range row.Cells {
			if len(cells[i]) > maxCell {
				return nil, faultf("cell_too_long", "工作表“%s”第 %d 行的单元格过长。", "A cell in row %[2]d of sheet %[1]q is too long.", sheet, line)
			}
			row.Cells[i] = tidy(cells[i])
		}
		if !blank(row.Cells) {
			rows = append(rows, row)
		}
	}
	return rows, nil
}

// formula gives the value of a formula that was stored without one, or the
// formula itself, so that a message can show it; "" when there is none.
func formula(book *excelize.File, sheet string, column, line int) string {
	cell, err := excelize.CoordinatesToCellName(column+1, line)
	if err != nil {
		return ""
	}
	text, err := book.GetCellFormula(sheet, cell)
	if err != nil || text == "" {
		return ""
	}
	value, err := book.CalcCellValue(sheet, cell, excelize.Options{RawCellValue: true})
	if err != nil || value == "" {
		return "=" + text
	}
	return tidy(value)
}

// fillers gives what merged cells put into the rows and columns they cover.
func fillers(book *excelize.File, sheet string) map[int]map[int]string {
	cells := map[int]map[int]string{}
	merged, err := book.GetMergeCells(sheet)
	if err != nil {
		return cells
	}
	for _, m := range merged {
		left, top, err := excelize.CellNameToCoordinates(m.GetStartAxis())
		if err != nil {
			continue
		}
		right, bottom, err := excelize.CellNameToCoordinates(m.GetEndAxis())
		if err != nil {
			continue
		}
		for line := top; line <= min(bottom, MaxRows+headerDepth); line++ {
			for column := left; column <= min(right, maxCells); column++ {
				if cells[line] == nil {
					cells[line] = map[int]string{}
				}
				cells[line][column-1] = tidy(m.GetCellValue())
			}
		}
	}
	return cells
}
