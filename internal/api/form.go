package api

import (
	"errors"
	"regexp"
	"slices"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"bayline/board"
)

// FormFault is one place where a request does not have the documented form.
type FormFault struct {
	Code     string        `json:"code"`
	Location string        `json:"location" doc:"where, as in body.person.name or query.shop"`
	Detail   string        `json:"detail" doc:"the message in the language of Accept-Language"`
	Message  board.Message `json:"message"`
}

// rule turns one of the sentences with which huma refuses a request into a message, the word form.KEY. The named parts
// of the pattern are its values; the field is the place at fault unless the pattern names it.
type rule struct {
	pattern   *regexp.Regexp
	code, key string
}

func when(pattern, code, key string) rule { return rule{regexp.MustCompile(pattern), code, key} }

// rules are tried in order; the last one takes everything.
var rules = []rule{
	when(`^expected required property (?P<field>\S+) to be present`, "field_missing", "missing"),
	when(`^expected property (?P<field>\S+) to be present when (?P<with>\S+) is present`, "field_missing", "missing_with"),
	when(`^required \w+ parameter is missing`, "field_missing", "missing"),
	when(`^request body is required`, "field_missing", "no_body"),
	when(`^unexpected property`, "field_unknown", "unknown"),
	when(`^expected string to be RFC 3339 date-time|^invalid date/time`, "field_invalid", "no_time"),
	when(`^expected boolean|^invalid boolean`, "field_invalid", "no_truth"),
	when(`^expected integer|^invalid integer`, "field_invalid", "no_whole_number"),
	when(`^expected number$|^invalid float`, "field_invalid", "no_number"),
	when(`^expected string$`, "field_invalid", "no_text"),
	when(`^expected array$`, "field_invalid", "no_list"),
	when(`^expected object`, "field_invalid", "no_object"),
	when(`^expected value to be one of "(?P<values>.*)"`, "field_invalid", "not_one_of"),
	when(`^expected number >= (?P<least>\S+)`, "field_invalid", "too_small"),
	when(`^expected number <= (?P<most>\S+)`, "field_invalid", "too_large"),
	when(`^expected length <= (?P<most>\d+)`, "text_too_long", "too_long"),
	when(`^expected length >= (?P<least>\d+)`, "field_invalid", "too_short"),
	when(`^expected array length <= (?P<most>\d+)`, "too_many", "too_many"),
	when(`^expected array length >= (?P<least>\d+)`, "field_invalid", "too_few"),
	when(`^expected array items to be unique`, "field_invalid", "twice"),
	when(`JSON|^invalid character|^unexpected end|^json:|unexpected EOF`, "json_invalid", "no_json"),
	when(``, "field_invalid", "wrong"),
}

// faultOf says what huma found wrong. Values are not repeated: they may be a
// whole body, or somebody's phone number.
func faultOf(d *huma.ErrorDetail) FormFault {
	for _, r := range rules {
		caught := r.pattern.FindStringSubmatch(d.Message)
		if caught == nil {
			continue
		}
		f := FormFault{Code: r.code, Location: d.Location, Message: board.Say("form."+r.key, "field", wordOf(d.Location))}
		for i, name := range r.pattern.SubexpNames() {
			switch name {
			case "":
			case "field", "with":
				f.Message.Args[name] = wordOf(caught[i])
			case "values":
				f.Message.Args[name] = strings.Split(caught[i], `", "`)
			default:
				f.Message.Args[name] = caught[i]
			}
		}
		if r.key == "missing" && slices.Contains(r.pattern.SubexpNames(), "field") {
			f.Location += "." + caught[1]
		}
		return f
	}
	return FormFault{Code: "request_invalid", Location: d.Location, Message: board.Say("problem.request_invalid")}
}

// index is the place in a list within the path of a field, "technicians[2]".
var index = regexp.MustCompile(`\[\d+\]`)

// other says by which word a field of the request itself goes, where that is not its name.
var other = map[string]string{
	"X-Bayline-Actor": "actor", "X-Bayline-Role": "role", "X-Bayline-On": "on", "Idempotency-Key": "idempotency_key", "q": "search",
}

// wordOf returns the word field.NAME of the field at the end of a path.
func wordOf(path string) string {
	name := index.ReplaceAllString(path, "")
	name = name[strings.LastIndex(name, ".")+1:]
	if word, ok := other[name]; ok {
		return word
	}
	return name
}

// fieldOf gives the path of a field as clients know it: without where it was
// sent.
func fieldOf(location string) string {
	for _, prefix := range []string{"body.", "query.", "header.", "path."} {
		if rest, ok := strings.CutPrefix(location, prefix); ok {
			return rest
		}
	}
	return location
}

// formProblem is what huma finds wrong with a request before a handler sees
// it.
func formProblem(status int, message string, errs []error) *Problem {
	p := problem(status, codeOf(status))
	for _, err := range errs {
		var detail *huma.ErrorDetail
		if errors.As(err, &detail) {
			p.Faults = append(p.Faults, faultOf(detail))
		}
	}
	if len(p.Faults) == 0 && message == "request body is required" {
		p.Faults = append(p.Faults, faultOf(&huma.ErrorDetail{Location: "body", Message: message}))
	}
	if p.Code != "request_invalid" || len(p.Faults) == 0 {
		p.Faults = nil // the body was too large, or of another kind: there is nothing to point at
		return p
	}
	first := p.Faults[0]
	p.Code, p.Field, p.Message = first.Code, fieldOf(first.Location), first.Message
	return p
}
