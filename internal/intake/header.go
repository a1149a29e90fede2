package intake

import (
	"strings"

	"golang.org/x/text/width"
)

// headers gives, per kind, the field of every header by its folded form.
var headers = func() map[Kind]map[string]string {
	all := map[Kind]map[string]string{}
	for kind, list := range columns {
		known := map[string]string{}
		for _, c := range list {
			known[fold(c.Field)] = c.Field
		}
		for _, c := range list {
			for _, h := range c.Headers {
				if _, taken := known[fold(h)]; !taken {
					known[fold(h)] = c.Field
				}
			}
		}
		all[kind] = known
	}
	return all
}()

// fold makes headers and values comparable: half-width, lower case, without
// blanks, underscores and marks for "required".
func fold(s string) string {
	s = strings.ToLower(width.Fold.String(s))
	return strings.Map(func(r rune) rune {
		switch r {
		case ' ', '_', '-', '*', ':', '\t', '\n', '\r', '\u00a0', '\u3000', '\ufeff', '.':
			return -1
		}
		return r
	}, s)
}

// fieldOf gives the field a header means in a kind, "" when it means none. An
// explanation in brackets that is no unit we know is left out of account.
func fieldOf(kind Kind, header string) string {
	folded := fold(header)
	if field, ok := headers[kind][folded]; ok {
		return field
	}
	if before, _, found := strings.Cut(folded, "("); found {
		return headers[kind][before]
	}
	return ""
}

// layout gives the columns of a header row by field; the first column of a
// field counts.
func layout(kind Kind, row []string) map[string]int {
	at := map[string]int{}
	for i, header := range row {
		if field := fieldOf(kind, header); field != "" {
			if _, twice := at[field]; !twice {
				at[field] = i
			}
		}
	}
	return at
}

// missing gives the required columns a layout lacks.
func missing(kind Kind, at map[string]int) []Column {
	var lacking []Column
	for _, c := range columns[kind] {
		if _, ok := at[c.Field]; c.Required && !ok {
			lacking = append(lacking, c)
		}
	}
	if _, minutes := at["standard_minutes"]; kind == LabourTimes && !minutes {
		if _, hours := at["standard_hours"]; !hours {
			for _, c := range columns[kind] {
				if c.Field == "standard_hours" {
					lacking = append(lacking, c)
				}
			}
		}
	}
	return lacking
}

// recognise gives the kind whose columns a header row has: all the required
// ones and the most in total.
func recognise(row []string) (Kind, bool) {
	var best Kind
	most := 0
	for _, kind := range Kinds {
		at := layout(kind, row)
		if len(missing(kind, at)) == 0 && len(at) > most {
			best, most = kind, len(at)
		}
	}
	return best, most > 0
}

// nearest gives the kind a header row comes closest to, and how many of its
// columns it has.
func nearest(row []string) (Kind, int) {
	var best Kind
	most := 0
	for _, kind := range Kinds {
		if n := len(layout(kind, row)); n > most {
			best, most = kind, n
		}
	}
	return best, most
}
