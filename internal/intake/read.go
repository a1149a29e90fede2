package intake

import (
	"bytes"
	"context"
	"strings"
)

// The limits of a file. A shop of 1,000 visits a month writes less in a year.
const (
	MaxBytes = 10 << 20 // of the file
	MaxRows  = 10_000   // below the header
	maxCells = 100      // columns looked at
	maxCell  = 4_000    // bytes of one cell
)

// headerDepth is how many rows may stand above the header: titles, dates, the
// name of the shop.
const headerDepth = 30

// Table is the part of a file that holds rows: a header and what is below it.
type Table struct {
	File   string   // name of the file
	Sheet  string   // name of the sheet, "" for CSV
	Kind   Kind     // what the header looks like, "" when it cannot be told
	Line   int      // line of the header, from 1
	Header []string // as the file has it
	Rows   []Row

	epoch1904 bool // dates as numbers count from 1904
}

// Row is one row below the header that is not blank.
type Row struct {
	Line  int // from 1
	Cells []string

	formulas map[int]string // of the cells that have no stored value, by column
}

// Read finds the table in a file. name serves messages only: the content
// decides whether it is xlsx or CSV. CSV may be UTF-8, UTF-16 with its mark, or
// GB18030, separated by commas, semicolons or tabs; of xlsx the first sheet
// with a known header counts. Every error is a *Fault, or that of a context
// that ended.
func Read(ctx context.Context, name string, data []byte) (Table, error) {
	switch {
	case len(bytes.TrimSpace(data)) == 0:
		return Table{}, fault("file_empty")
	case len(data) > MaxBytes:
		return Table{}, fault("file_too_big", "most", MaxBytes>>20)
	case bytes.HasPrefix(data, []byte("\xd0\xcf\x11\xe0")) && bytes.Contains(data, encrypted):
		return Table{}, fault("file_encrypted")
	case bytes.HasPrefix(data, []byte("\xd0\xcf\x11\xe0")):
		return Table{}, fault("file_old_excel")
	case bytes.HasPrefix(data, []byte("PK\x03\x04")):
		return readXLSX(ctx, name, data)
	}
	return readCSV(ctx, name, data)
}

// encrypted names the part of a container that holds a workbook with a password.
var encrypted = []byte("E\x00n\x00c\x00r\x00y\x00p\x00t\x00e\x00d\x00P\x00a\x00c\x00k\x00a\x00g\x00e\x00")

// table finds the header among the first rows and takes what is below it.
// ok is false when no row looks like a header.
func table(rows []Row) (t Table, ok bool) {
	at, most := -1, 0
	for i, row := range rows[:min(len(rows), headerDepth)] {
		if kind, found := recognise(row.Cells); found {
			return Table{Kind: kind, Line: row.Line, Header: row.Cells, Rows: rows[i+1:]}, true
		}
		if _, n := nearest(row.Cells); n > most {
			at, most = i, n
		}
	}
	if most < 2 {
		return Table{}, false
	}
	return Table{Line: rows[at].Line, Header: rows[at].Cells, Rows: rows[at+1:]}, true
}

func tooManyRows() *Fault { return fault("too_many_rows", "most", MaxRows) }

// tidy trims a cell of the blanks spreadsheets leave.
func tidy(cell string) string {
	return strings.Trim(cell, " \t\r\n\u00a0\u3000\ufeff")
}

func blank(cells []string) bool {
	for _, c := range cells {
		if c != "" {
			return false
		}
	}
	return true
}
