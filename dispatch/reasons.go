package dispatch

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"bayline/board"
)

// reason builds a Reason from a code and name, value pairs.
func reason(code string, pairs ...any) *Reason {
	r := &Reason{Code: code}
	for i := 0; i+1 < len(pairs); i += 2 {
		if r.Args == nil {
			r.Args = map[string]any{}
		}
		r.Args[pairs[i].(string)] = pairs[i+1]
	}
	return r
}

// In gives the sentence in "zh" or, for any other language, in English.
func (r Reason) In(lang string) string {
	text, ok := texts[r.Code]
	if !ok {
		return r.Code
	}
	if lang == "zh" {
		return fill(text.zh, r.Args, lang)
	}
	return fill(text.en, r.Args, lang)
}

// fill replaces the words in braces by the arguments of that name.
func fill(template string, args map[string]any, lang string) string {
	var b strings.Builder
	for {
		from := strings.IndexByte(template, '{')
		to := strings.IndexByte(template, '}')
		if from < 0 || to < from {
			break
		}
		b.WriteString(template[:from])
		name := template[from+1 : to]
		b.WriteString(word(name, args[name], lang))
		template = template[to+1:]
	}
	b.WriteString(template)
	return b.String()
}

// word writes one argument: a name in its language, a code as the field's word
// for it, anything else as it is.
func word(name string, value any, lang string) string {
	if name == "minutes" {
		if n, ok := wholeNumber(value); ok {
			return spell(n, lang)
		}
	}
	switch v := value.(type) {
	case nil:
		return ""
	case board.Name:
		return v[lang]
	case string:
		if t, ok := terms[name+":"+v]; ok {
			if lang == "zh" {
				return t.zh
			}
			return t.en
		}
		return v
	case map[string]any: // a Name that went through JSON
		if lang == "zh" {
			return fmt.Sprint(v["zh"])
		}
		return fmt.Sprint(v["en"])
	}
	return fmt.Sprint(value)
}

// wholeNumber reads a count, also one that went through JSON.
func wholeNumber(value any) (int, bool) {
	switch v := value.(type) {
	case int:
		return v, true
	case float64:
		return int(v), true
	}
	return 0, false
}

// spell writes minutes as people say them: 50 分钟, 4 小时 13 分钟.
func spell(minutes int, lang string) string {
	hours, rest := minutes/60, minutes%60
	if lang == "zh" {
		switch {
		case hours == 0:
			return fmt.Sprintf("%d 分钟", rest)
		case rest == 0:
			return fmt.Sprintf("%d 小时", hours)
		}
		return fmt.Sprintf("%d 小时 %d 分钟", hours, rest)
	}
	switch {
	case hours == 0 && rest == 1:
		return "1 minute"
	case hours == 0:
		return fmt.Sprintf("%d minutes", rest)
	case rest == 0:
		return fmt.Sprintf("%d h", hours)
	}
	return fmt.Sprintf("%d h %d min", hours, rest)
}

// In names the part in "zh" or, for any other language, in English.
func (p ScorePart) In(lang string) string { return word("part", p.Code, lang) }

// ReasonCodes lists every code of this package's reasons and violations.
func ReasonCodes() []string { return slices.Sorted(maps.Keys(texts)) }

// when writes a time as people of the shop read it: with the date when it is
// not the day of now.
func (p *problem) when(at time.Time) string { return when(at, p.now, p.zone) }

func when(at, now time.Time, zone *time.Location) string {
	at = at.In(zone)
	if at.Format(time.DateOnly) == now.In(zone).Format(time.DateOnly) {
		return at.Format("15:04")
	}
	return at.Format("01-02 15:04")
}
