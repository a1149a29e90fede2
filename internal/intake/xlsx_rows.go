package intake

import (
	"cmp"
	"encoding/xml"
	"errors"
	"slices"
	"strconv"
	"strings"
)

// enough is how many rows are read: one more than a table and what stands above it may have.
const enough = MaxRows + headerDepth + 1

// errEnough ends the reading of a sheet with too many rows.
var errEnough = errors.New("enough rows")

// rows returns the rows of a sheet that are not blank, merged cells filled.
func (b *book) rows(ref sheetRef) ([]Row, error) {
	s := &sheet{book: b}
	err := b.each(ref.part, s.visit)
	if errors.Is(err, errEnough) {
		return s.rows, nil
	}
	if err == nil {
		err = s.flush()
	}
	if err == nil {
		err = s.fill()
	}
	return s.rows, err
}

// sheet is a sheet that is being read.
type sheet struct {
	book   *book
	rows   []Row
	row    Row
	column int // the last cell's, from 0
	merged []area
}

// area is what a merged cell covers, from 1, both ends included.
type area struct{ left, top, right, bottom int }

func (s *sheet) visit(t *tags, e xml.StartElement) error {
	switch e.Name.Local {
	case "row":
		return s.begin(attr(e, "r"))
	case "c":
		return s.cell(t, e)
	case "mergeCell":
		from, to, _ := strings.Cut(attr(e, "ref"), ":")
		left, top := address(from)
		right, bottom := address(to)
		if s.merged = append(s.merged, area{left, top, min(right, maxCells), bottom}); len(s.merged) > maxFilled/10 {
			return errBounds
		}
	}
	return nil
}

// begin takes the row before and begins the next one.
func (s *sheet) begin(number string) error {
	if err := s.flush(); err != nil {
		return err
	}
	line := s.row.Line + 1
	if number != "" {
		var err error
		if line, err = strconv.Atoi(number); err != nil || line <= s.row.Line || line > 1<<20 {
			return errors.New("rows out of order")
		}
	}
	s.row, s.column = Row{Line: line}, -1
	return nil
}

func (s *sheet) flush() error {
	if !blank(s.row.Cells) || len(s.row.formulas) > 0 {
		if s.rows = append(s.rows, s.row); len(s.rows) > enough {
			return errEnough
		}
	}
	return nil
}

// cell reads one cell. The stored value of a formula is used; without one the formula is kept, so that it can be named.
func (s *sheet) cell(t *tags, e xml.StartElement) error {
	s.column++
	if column, _ := address(attr(e, "r")); column > 0 {
		s.column = column - 1
	}
	var value, formula string
	stored, end := false, t.depth-1
	for t.depth > end {
		token, err := t.next()
		if err != nil {
			return err
		}
		inner, ok := token.(xml.StartElement)
		if !ok {
			continue
		}
		text, err := t.text()
		if err != nil {
			return err
		}
		switch inner.Name.Local {
		case "v", "is":
			value, stored = text, true
		case "f":
			formula = "=" + text
		}
	}
	if attr(e, "t") == "s" && stored {
		n, err := strconv.Atoi(value)
		if err != nil || n < 0 || n >= len(s.book.strings) {
			return errors.New("no such shared text")
		}
		value = s.book.strings[n]
	}
	return s.put(value, formula, stored)
}

func (s *sheet) put(value, formula string, stored bool) error {
	if s.column >= maxCells {
		return nil
	}
	if len(value) > maxCell {
		return fault("cell_too_long", "line", s.row.Line)
	}
	if formula != "" && !stored {
		if s.row.formulas == nil {
			s.row.formulas = map[int]string{}
		}
		s.row.formulas[s.column] = cut(formula)
	}
	if value = tidy(value); value == "" {
		return nil
	}
	for len(s.row.Cells) <= s.column {
		s.row.Cells = append(s.row.Cells, "")
	}
	s.row.Cells[s.column] = value
	return nil
}

// fill puts the value of a merged cell into all rows and columns it covers.
func (s *sheet) fill() error {
	filled := 0
	for _, a := range s.merged {
		from := s.find(a.top)
		if a.left < 1 || from == len(s.rows) || s.rows[from].Line != a.top || len(s.rows[from].Cells) < a.left {
			continue
		}
		value := s.rows[from].Cells[a.left-1]
		for n := from; value != "" && n < len(s.rows) && s.rows[n].Line <= a.bottom; n++ {
			if filled += a.right - a.left + 1; filled > maxFilled {
				return errBounds
			}
			row := &s.rows[n]
			for len(row.Cells) < a.right {
				row.Cells = append(row.Cells, "")
			}
			for column := a.left; column <= a.right; column++ {
				row.Cells[column-1] = value
			}
		}
	}
	return nil
}

// find returns the place of the first row at or below a line.
func (s *sheet) find(line int) int {
	at, _ := slices.BinarySearchFunc(s.rows, line, func(r Row, line int) int { return cmp.Compare(r.Line, line) })
	return at
}

// address reads "BC12" as column 55 and line 12, from 1; 0 where it cannot be read.
func address(ref string) (column, line int) {
	at := 0
	for ; at < len(ref) && at < 4 && ref[at] >= 'A' && ref[at] <= 'Z'; at++ {
		column = column*26 + int(ref[at]-'A') + 1
	}
	line, err := strconv.Atoi(ref[at:])
	if err != nil || line < 1 {
		return 0, 0
	}
	return column, line
}

// cellName writes the address of a column, from 0, and a line.
func cellName(column, line int) string {
	name := ""
	for n := column + 1; n > 0; n = (n - 1) / 26 {
		name = string(rune('A'+(n-1)%26)) + name
	}
	return name + strconv.Itoa(line)
}
