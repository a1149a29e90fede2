package intake

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/xml"
	"errors"
	"io"
	"path"
	"slices"
	"strconv"
	"strings"

	"bayline/board"
)

// The limits of a workbook, beside those of a file. A workbook comes from outside and is small when it is packed: it
// is read as a stream, part by part, and never calculated.
const (
	maxUnzipped = 48 << 20  // bytes of all parts that are read
	maxGap      = 256 << 10 // bytes from one tag to the next
	maxDepth    = 64        // tags within tags
	maxTags     = 2_000_000 // tags that are read, in all parts: 10,000 orders of 60 columns
	maxStrings  = 1_000_000 // texts that cells share
	maxFilled   = 1_000_000 // cells that merged ones fill
)

// errBounds is an archive that unpacks to more than the limits.
var errBounds = errors.New("the workbook is beyond the limits")

// readXLSX returns the table of the first visible sheet that has one.
func readXLSX(ctx context.Context, name string, data []byte) (Table, error) {
	book, err := openBook(ctx, data)
	if err != nil {
		return Table{}, bookFault(ctx, err)
	}
	var half *Table // a sheet whose header is not complete
	for _, sheet := range book.sheets {
		rows, err := book.rows(sheet)
		if err != nil {
			return Table{}, bookFault(ctx, err)
		}
		t, ok := table(rows)
		if !ok {
			continue
		}
		t.File, t.Sheet, t.epoch1904 = name, sheet.name, book.epoch1904
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
		return Table{}, fault("no_header")
	}
	return *half, nil
}

// bookFault says why a workbook cannot be read.
func bookFault(ctx context.Context, err error) error {
	var said *Fault
	switch {
	case ctx.Err() != nil:
		return ctx.Err()
	case errors.As(err, &said):
		return said
	case errors.Is(err, errBounds):
		return fault("file_too_full")
	}
	return &Fault{Code: "file_unreadable", Message: board.Say("import.file_damaged")}
}

// sheetRef is a sheet that people see.
type sheetRef struct {
	name, part string
}

// book is an open workbook.
type book struct {
	ctx       context.Context
	parts     map[string]*zip.File
	left      int64 // bytes that may still be unpacked
	tags      int   // that were read
	sheets    []sheetRef
	strings   []string
	epoch1904 bool
}

// openBook reads what all sheets share.
func openBook(ctx context.Context, data []byte) (*book, error) {
	archive, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return nil, err
	}
	b := &book{ctx: ctx, parts: map[string]*zip.File{}, left: maxUnzipped}
	for _, f := range archive.File {
		b.parts[strings.ToLower(strings.TrimPrefix(strings.ReplaceAll(f.Name, `\`, "/"), "/"))] = f
	}
	if b.parts["xl/workbook.bin"] != nil || b.parts["content.xml"] != nil {
		return nil, fault("file_other_format")
	}
	main, err := b.links("_rels/.rels", "")
	if err != nil {
		return nil, err
	}
	workbook := main.byType("/officeDocument")
	targets, err := b.links(path.Join(path.Dir(workbook), "_rels", path.Base(workbook)+".rels"), path.Dir(workbook))
	if err != nil {
		return nil, err
	}
	if err := b.readSheets(workbook, targets); err != nil {
		return nil, err
	}
	if shared := targets.byType("/sharedStrings"); shared != "" {
		err = b.readStrings(shared)
	}
	return b, err
}

// link leads from one part to another.
type link struct{ id, kind, target string }

type links []link

// byType returns the part of a kind; the names of kinds differ in their beginning between two editions of the format.
func (l links) byType(kind string) string {
	for _, each := range l {
		if strings.HasSuffix(each.kind, kind) {
			return each.target
		}
	}
	return ""
}

func (b *book) links(part, base string) (all links, err error) {
	return all, b.each(part, func(t *tags, e xml.StartElement) error {
		if e.Name.Local == "Relationship" {
			target := attr(e, "Target")
			if rooted, ok := strings.CutPrefix(target, "/"); ok {
				target = rooted
			} else {
				target = path.Join(base, target)
			}
			all = append(all, link{attr(e, "Id"), attr(e, "Type"), target})
		}
		return nil
	})
}

func (b *book) readSheets(part string, targets links) error {
	return b.each(part, func(t *tags, e xml.StartElement) error {
		switch e.Name.Local {
		case "workbookPr":
			b.epoch1904 = slices.Contains([]string{"1", "true"}, attr(e, "date1904"))
		case "sheet":
			at := slices.IndexFunc(targets, func(l link) bool { return l.id == attr(e, "id") })
			visible := attr(e, "state") == "" || attr(e, "state") == "visible"
			if at >= 0 && visible && strings.HasSuffix(targets[at].kind, "/worksheet") {
				b.sheets = append(b.sheets, sheetRef{attr(e, "name"), targets[at].target})
			}
		}
		return nil
	})
}

func (b *book) readStrings(part string) error {
	return b.each(part, func(t *tags, e xml.StartElement) error {
		if e.Name.Local != "si" {
			return nil
		}
		text, err := t.text()
		if b.strings = append(b.strings, text); len(b.strings) > maxStrings {
			return errBounds
		}
		return err
	})
}

// each reads a part and calls visit for every tag that opens; visit may read on to the end of that tag.
func (b *book) each(part string, visit func(*tags, xml.StartElement) error) error {
	f := b.parts[strings.ToLower(part)]
	if f == nil {
		return errors.New("no part " + part)
	}
	stream, err := f.Open()
	if err != nil {
		return err
	}
	defer func() { _ = stream.Close() }() // reading only
	t := &tags{book: b, decoder: xml.NewDecoder(&bounded{book: b, from: stream})}
	for {
		token, err := t.next()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		if e, ok := token.(xml.StartElement); ok {
			if err := visit(t, e); err != nil {
				return err
			}
		}
	}
}

// bounded reads a part within the limits, as long as the request lasts.
type bounded struct {
	book *book
	from io.Reader
	gap  int // bytes since a tag began
}

// Read implements io.Reader.
func (r *bounded) Read(p []byte) (int, error) {
	if err := r.book.ctx.Err(); err != nil {
		return 0, err
	}
	n, err := r.from.Read(p)
	if r.book.left -= int64(n); r.book.left < 0 {
		return 0, errBounds
	}
	// A tag cannot hold the sign it begins with, so this bounds its attributes, and every text.
	for rest := p[:n]; ; {
		at := bytes.IndexByte(rest, '<')
		if r.gap += max(at, 0); at < 0 {
			r.gap += len(rest)
		}
		if r.gap > maxGap {
			return 0, errBounds
		}
		if at < 0 {
			return n, err
		}
		rest, r.gap = rest[at+1:], 0
	}
}

// tags reads one part tag by tag.
type tags struct {
	book    *book
	decoder *xml.Decoder
	depth   int
}

func (t *tags) next() (xml.Token, error) {
	token, err := t.decoder.Token()
	switch token.(type) {
	case xml.StartElement:
		t.depth++
		if t.book.tags++; t.depth > maxDepth || t.book.tags > maxTags {
			return nil, errBounds
		}
	case xml.EndElement:
		t.depth--
	}
	return token, err
}

// text returns the text up to the end of the tag that was opened last, without the readings that stand over signs.
func (t *tags) text() (string, error) {
	var b strings.Builder
	for end, silent := t.depth-1, 0; ; {
		token, err := t.next()
		if err != nil {
			return "", err
		}
		switch token := token.(type) {
		case xml.StartElement:
			if silent == 0 && token.Name.Local == "rPh" {
				silent = t.depth
			}
		case xml.EndElement:
			if t.depth < silent {
				silent = 0
			}
			if t.depth == end {
				return unescape(b.String()), nil
			}
		case xml.CharData:
			if silent == 0 {
				b.Write(token)
			}
		}
	}
}

// unescape puts in the signs that the format writes as _x000D_.
func unescape(s string) string {
	at := strings.Index(s, "_x")
	for at >= 0 && at+7 <= len(s) {
		if n, err := strconv.ParseUint(s[at+2:at+6], 16, 16); err == nil && s[at+6] == '_' {
			s = s[:at] + string(rune(n)) + s[at+7:]
		}
		next := strings.Index(s[at+1:], "_x")
		if next < 0 {
			break
		}
		at += 1 + next
	}
	return s
}

func attr(e xml.StartElement, name string) string {
	for _, a := range e.Attr {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}
