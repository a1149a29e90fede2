package intake

import (
	"bytes"
	"context"
	"encoding/csv"
	"errors"
	"io"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"
)

func readCSV(ctx context.Context, name string, data []byte) (Table, error) {
	text, err := decode(data)
	if err != nil {
		return Table{}, err
	}
	rows, err := splitRows(ctx, text, separator(ctx, text), MaxRows+headerDepth)
	if err != nil {
		return Table{}, err
	}
	t, ok := table(rows)
	if !ok {
		return Table{}, fault("no_header")
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
	var from encoding.Encoding
	switch {
	case bytes.HasPrefix(data, []byte("\xff\xfe")), bytes.HasPrefix(data, []byte("\xfe\xff")):
		from = unicode.UTF16(unicode.LittleEndian, unicode.ExpectBOM)
	case bytes.IndexByte(data, 0) >= 0:
		return "", fault("file_unreadable")
	case utf8.Valid(data):
		return strings.TrimPrefix(string(data), "\ufeff"), nil
	default:
		from = simplifiedchinese.GB18030
	}
	text, err := from.NewDecoder().Bytes(data)
	if err != nil || bytes.ContainsRune(text, utf8.RuneError) || bytes.IndexByte(text, 0) >= 0 {
		return "", fault("file_unreadable")
	}
	return string(text), nil
}

// separator gives the separator with which the first rows look most like a
// header. Operation codes hold semicolons too, so counting would not do.
func separator(ctx context.Context, text string) rune {
	best, most := ',', 0
	for _, sep := range []rune{',', '\t', ';'} {
		rows, err := splitRows(ctx, text, sep, headerDepth)
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

// maxRecord is how many bytes one row may take: a row of nothing but separators would fill the memory.
const maxRecord = 1 << 20

// recordReader reads a text and refuses a row that is too long.
type recordReader struct {
	ctx  context.Context
	from *strings.Reader
	left int
}

// Read implements io.Reader.
func (r *recordReader) Read(p []byte) (int, error) {
	if err := r.ctx.Err(); err != nil {
		return 0, err
	}
	n, err := r.from.Read(p)
	if r.left -= n; r.left < 0 {
		return 0, errBounds
	}
	return n, err
}

// splitRows gives the first rows of a CSV text that are not blank.
func splitRows(ctx context.Context, text string, sep rune, most int) ([]Row, error) {
	source := &recordReader{ctx: ctx, from: strings.NewReader(text)}
	r := csv.NewReader(source)
	r.Comma, r.FieldsPerRecord, r.LazyQuotes, r.TrimLeadingSpace, r.ReuseRecord = sep, -1, true, sep != '\t', true
	var rows []Row
	for line := 1; len(rows) <= most; {
		source.left = maxRecord
		cells, err := r.Read()
		if errors.Is(err, io.EOF) {
			return rows, nil
		}
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		if errors.Is(err, errBounds) {
			return nil, fault("cell_too_long", "line", line)
		}
		if err != nil {
			return nil, fault("file_unreadable")
		}
		line, _ = r.FieldPos(0)
		row := Row{Line: line, Cells: make([]string, min(len(cells), maxCells))}
		for i := range row.Cells {
			if len(cells[i]) > maxCell {
				return nil, fault("cell_too_long", "line", line)
			}
			row.Cells[i] = tidy(cells[i])
		}
		if !blank(row.Cells) {
			rows = append(rows, row)
		}
	}
	return rows, nil
}
