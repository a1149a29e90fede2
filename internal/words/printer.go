package words

import (
	"fmt"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"bayline/board"
)

// Printer says messages in one language, with times as the people of one shop read them.
type Printer struct {
	catalogue *Catalogue
	lang      string
	zone      *time.Location
	now       time.Time
}

// Printer returns a printer for a language (a code, or a tag such as "en-GB"; the default where nobody wrote it). Times
// are written in the zone they carry until In says otherwise.
func (c *Catalogue) Printer(lang string) Printer {
	return Printer{catalogue: c, lang: c.language(lang)}
}

// In returns the printer for a time zone and the present time there, which decides what "today" is.
func (p Printer) In(zone *time.Location, now time.Time) Printer {
	p.zone, p.now = zone, now
	return p
}

// Lang returns the language in force.
func (p Printer) Lang() string { return p.lang }

// Text returns the sentence of a key with its places filled from name, value pairs.
func (p Printer) Text(key string, pairs ...any) string { return p.Say(board.Say(key, pairs...)) }

// Say returns the sentence of a message.
func (p Printer) Say(m board.Message) string {
	sentence, ok := p.catalogue.word(p.lang, m.Code)
	if !ok {
		return m.Code
	}
	var b strings.Builder
	for {
		from := strings.IndexByte(sentence, '{')
		to := strings.IndexByte(sentence, '}')
		if from < 0 || to < from {
			b.WriteString(sentence)
			return b.String()
		}
		b.WriteString(sentence[:from])
		name, kind, _ := strings.Cut(sentence[from+1:to], ":")
		b.WriteString(p.value(m.Args[name], kind))
		sentence = sentence[to+1:]
	}
}

// SayAll returns the sentences of messages one after the other, each once.
func (p Printer) SayAll(list []board.Message) string {
	var said []string
	for _, m := range list {
		if s := p.Say(m); !slices.Contains(said, s) {
			said = append(said, s)
		}
	}
	return strings.Join(said, p.Text("list.sentences"))
}

// value writes one argument in the way its place asks for.
func (p Printer) value(v any, kind string) string {
	switch v := v.(type) {
	case nil:
		return ""
	case board.Message:
		return p.Say(v)
	case board.Name:
		return p.name(v)
	case time.Time:
		return p.time(v, kind)
	case map[string]any: // a Message or a Name that went through JSON
		return p.object(v)
	}
	if r := reflect.ValueOf(v); r.Kind() == reflect.Slice {
		parts := make([]string, r.Len())
		for i := range parts {
			parts[i] = p.value(r.Index(i).Interface(), kind)
		}
		return strings.Join(parts, p.Text("list.separator"))
	}
	switch kind {
	case "":
		return plain(v)
	case "when", "time":
		at, err := time.Parse(time.RFC3339Nano, plain(v))
		if err != nil {
			return plain(v)
		}
		return p.time(at, kind)
	case "minutes":
		n, err := strconv.ParseFloat(plain(v), 64)
		if err != nil {
			return plain(v)
		}
		return p.minutes(int(n))
	}
	return p.term(kind, plain(v))
}

// term says a code by its key; a code that has none is shown as it is.
func (p Printer) term(prefix, code string) string {
	if word, ok := p.catalogue.word(p.lang, prefix+"."+code); ok {
		return word
	}
	return code
}

// name picks the reader's language, else English, Chinese, or any.
func (p Printer) name(n map[string]string) string {
	for _, lang := range []string{p.lang, "en", Default} {
		if n[lang] != "" {
			return n[lang]
		}
	}
	return ""
}

func (p Printer) object(o map[string]any) string {
	if code, ok := o["code"].(string); ok {
		args, _ := o["args"].(map[string]any)
		return p.Say(board.Message{Code: code, Args: args})
	}
	n := map[string]string{}
	for lang, word := range o {
		n[lang] = plain(word)
	}
	return p.name(n)
}

// time writes a time of the shop: the hour alone today, or where only the time of day is asked.
func (p Printer) time(at time.Time, kind string) string {
	at = p.local(at)
	hour := at.Format("15:04")
	if kind != "when" {
		return hour
	}
	switch day := p.dayOf(at); {
	case p.now.IsZero():
	case day.Equal(p.dayOf(p.now)):
		return hour
	case day.Equal(p.dayOf(p.now).AddDate(0, 0, 1)):
		return p.Text("date.tomorrow") + " " + hour
	case day.Equal(p.dayOf(p.now).AddDate(0, 0, -1)):
		return p.Text("date.yesterday") + " " + hour
	}
	month, day := int(at.Month()), at.Day()
	name := p.Text("date.month." + strconv.Itoa(month))
	return p.Text("date.day", "month", month, "day", day, "month_name", name) + " " + hour
}

func (p Printer) local(at time.Time) time.Time {
	if p.zone == nil {
		return at
	}
	return at.In(p.zone)
}

// dayOf returns the day of a time in the shop, as midnight UTC: days of 23 and 25 hours count alike.
func (p Printer) dayOf(at time.Time) time.Time {
	y, m, d := p.local(at).Date()
	return time.Date(y, m, d, 0, 0, 0, 0, time.UTC)
}

// minutes writes a length of time in hours and minutes.
func (p Printer) minutes(n int) string {
	switch hours, rest := n/60, n%60; {
	case hours == 0:
		return p.Text("time.minutes", "n", rest)
	case rest == 0:
		return p.Text("time.hours", "n", hours)
	default:
		return p.Text("time.hours_minutes", "hours", hours, "minutes", rest)
	}
}

// plain writes a value as JSON would show it: whole numbers without a fraction, also when they went through JSON.
func plain(v any) string {
	if f, ok := v.(float64); ok {
		return strconv.FormatFloat(f, 'f', -1, 64)
	}
	return fmt.Sprint(v)
}

// Gaps lists what is missing to say a message in a language: sentences nobody wrote, places without a value, codes
// without a word. Tests hold every message of the program against it.
func (c *Catalogue) Gaps(lang string, m board.Message) []string {
	sentence, ok := c.words[lang][m.Code]
	if !ok {
		return []string{m.Code}
	}
	var gaps []string
	for _, place := range places.FindAllStringSubmatch(sentence, -1) {
		name, kind := place[1], place[2]
		value, given := m.Args[name]
		if !given || value == nil {
			gaps = append(gaps, m.Code+" {"+name+"}")
			continue
		}
		switch value := value.(type) {
		case board.Message:
			gaps = append(gaps, c.Gaps(lang, value)...)
		case board.Name, time.Time:
		default:
			if key := kind + "." + plain(value); kind != "" && !kinds[kind] && !c.Has(lang, key) {
				gaps = append(gaps, key)
			}
		}
	}
	return gaps
}

// places finds the places of a sentence; kinds are those of its words that name no family.
var (
	places = regexp.MustCompile(`\{(\w+)(?::(\w+))?\}`)
	kinds  = map[string]bool{"when": true, "time": true, "minutes": true}
)
