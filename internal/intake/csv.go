package intake

import (
	"bytes"
	"encoding/csv"
	"errors"
	"io"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"
)

func readCSV(name string, data []byte) (Table, error) {
	text, err := decode(data)
	if err != nil {
		return Table{}, err
	}
	rows, err := splitRows(text, separator(text), MaxRows+headerDepth)
	if err != nil {
		return Table{}, err
	}
	t, ok := table(rows)
	if !ok {
		return Table{}, noHeader()
	}
	if len(t.Rows) > MaxRows {
		return Table{}, tooManyRows()
	}
	t.File = name
	return t, nil
}

// decode gives the text of a file as UTF-8. Chinese systems write GB18030 and
// do not say so: what is not UTF-8 is taken as that.
func decode(data []byte) (string, error) {
	unreadable := faultf("file_unreadable", "文件不是文本或 xlsx，无法读取。", "The file is neither text nor xlsx; it cannot be read.")
	var from encoding.Encoding
	switch {
	case bytes.HasPrefix(data, []byte("\xff\xfe")), bytes.HasPrefix(data, []byte("\xfe\xff")):
		from = unicode.UTF16(unicode.LittleEndian, unicode.ExpectBOM)
	case bytes.IndexByte(data, 0) >= 0:
		return "", unreadable
	case utf8.Valid(data):
		return strings.TrimPrefix(string(data), "\ufeff"), nil
	default:
		from = simplifiedchinese.GB18030
	}
	text, err := from.NewDecoder().Bytes(data)
	if err != nil || bytes.ContainsRune(text, utf8.RuneError) || bytes.IndexByte(text, 0) >= 0 {
		return "", unreadable
	}
	return string(text), nil
}

// separator gives the separator with which the first rows look most like a
// header. Operation codes hold semicolons too, so counting would not do.
func separator(text string) rune {
	best, most := ',', 0
	for _, sep := range []rune{',', '\t', ';'} {
		rows, err := splitRows(text, sep, headerDepth)
		if err != nil {
			continue
		}
		for _, row := range rows {
			if _, n := nearest(row.Cells); n > most {
				best, most = sep, n
			}
		}
	}
	return best
}

// splitRows gives the first rows of a CSV text that are not blank.
func splitRows(text string, sep rune, most int) ([]Row, error) {
	r := csv.NewReader(strings.NewReader(text))
	r.Comma, r.FieldsPerRecord, r.LazyQuotes, r.TrimLeadingSpace, r.ReuseRecord = sep, -1, true, sep != '\t', true
	var rows []Row
	for len(rows) <= most {
		cells, err := r.Read()
		if errors.Is(err, io.EOF) {
			return rows, nil
		}
		if err != nil {
			return nil, faultf("file_unreadable", "文件无法读取：%v。", "The file cannot be read: %v.", err)
		}
		line, _ := r.FieldPos(0)
		row := Row{Line: line, Cells: make([]string, min(len(cells), maxCells))}
		for i := range row.Cells {
			if len(cells[i]) > maxCell {
				return nil, faultf("cell_too_long", "第 %d 行的单元格过长，可能缺少右引号。", "A cell on line %d is too long; a closing quote may be missing.", line)
			}
			row.Cells[i] = tidy(cells[i])
		}
		if !blank(row.Cells) {
			rows = append(rows, row)
		}
	}
	return rows, nil
}
