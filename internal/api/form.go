package api

import (
	"errors"
	"regexp"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	catalogue "bayline/internal/words"
)

// FormFault is one place where a request does not have the documented form.
type FormFault struct {
	Code     string `json:"code"`
	Location string `json:"location" doc:"where, as in body.person.name or query.shop"`
	ZH       string `json:"zh"`
	EN       string `json:"en"`
}

// rule turns one of the sentences with which huma refuses a request into ours.
// {f} stands for the field, {1} and {2} for what the pattern caught.
type rule struct {
	pattern *regexp.Regexp
	code    string
	zh, en  string
}

// rules are tried in order; the last one takes everything.
var rules = []rule{
	{regexp.MustCompile(`^expected required property (\S+) to be present`), "field_missing", "请填写“{1}”。", "The {1} is missing."},
	{regexp.MustCompile(`^expected property (\S+) to be present when (\S+) is present`), "field_missing", "填写“{2}”时须同时填写“{1}”。", "With {2}, {1} is needed too."},
	{regexp.MustCompile(`^required \w+ parameter is missing`), "field_missing", "请填写“{f}”。", "The {f} is missing."},
	{regexp.MustCompile(`^request body is required`), "field_missing", "请求没有内容。", "The request has no body."},
	{regexp.MustCompile(`^unexpected property`), "field_unknown", "不认识“{f}”这一项。", "There is no field {f} here."},
	{regexp.MustCompile(`^expected string to be RFC 3339 date-time|^invalid date/time`), "field_invalid", "“{f}”应为带时区的日期时间，例如 2026-03-02T09:30:00+08:00。", "The {f} must be a date and time with its offset, such as 2026-03-02T09:30:00+08:00."},
	{regexp.MustCompile(`^expected boolean|^invalid boolean`), "field_invalid", "“{f}”只能是 true 或 false。", "The {f} must be true or false."},
	{regexp.MustCompile(`^expected integer|^invalid integer`), "field_invalid", "“{f}”应为整数。", "The {f} must be a whole number."},
	{regexp.MustCompile(`^expected number$|^invalid float`), "field_invalid", "“{f}”应为数字。", "The {f} must be a number."},
	{regexp.MustCompile(`^expected string$`), "field_invalid", "“{f}”应为文字。", "The {f} must be a text."},
	{regexp.MustCompile(`^expected array$`), "field_invalid", "“{f}”应为列表。", "The {f} must be a list."},
	{regexp.MustCompile(`^expected object`), "field_invalid", "“{f}”的结构不正确。", "The {f} must be an object."},
	{regexp.MustCompile(`^expected value to be one of "(.*)"`), "field_invalid", "“{f}”只能是以下之一：{1}。", "The {f} must be one of: {1}."},
	{regexp.MustCompile(`^expected number >= (\S+)`), "field_invalid", "“{f}”不能小于 {1}。", "The {f} must be at least {1}."},
	{regexp.MustCompile(`^expected number <= (\S+)`), "field_invalid", "“{f}”不能大于 {1}。", "The {f} must be at most {1}."},
	{regexp.MustCompile(`^expected length <= (\d+)`), "text_too_long", "“{f}”过长，最多 {1} 个字符。", "The {f} is too long; at most {1} characters."},
	{regexp.MustCompile(`^expected length >= (\d+)`), "field_invalid", "“{f}”过短，至少 {1} 个字符。", "The {f} is too short; at least {1} characters."},
	{regexp.MustCompile(`^expected array length <= (\d+)`), "too_many", "“{f}”过多，最多 {1} 个。", "There are too many {f}; at most {1}."},
	{regexp.MustCompile(`^expected array length >= (\d+)`), "field_invalid", "“{f}”过少，至少 {1} 个。", "There are too few {f}; at least {1}."},
	{regexp.MustCompile(`^expected array items to be unique`), "field_invalid", "“{f}”中有重复。", "The {f} holds something twice."},
	{regexp.MustCompile(`JSON|^invalid character|^unexpected end|^json:|unexpected EOF`), "json_invalid", "请求内容不是有效的 JSON。", "The body is not valid JSON."},
	{regexp.MustCompile(``), "field_invalid", "“{f}”的格式不正确。", "The {f} does not have the documented form."},
}

// faultOf puts what huma found wrong into words. Values are not repeated: they
// may be a whole body, or somebody's phone number.
func faultOf(d *huma.ErrorDetail) FormFault {
	for _, r := range rules {
		caught := r.pattern.FindStringSubmatch(d.Message)
		if caught == nil {
			continue
		}
		field := d.Location
		if r.code == "field_missing" && strings.HasPrefix(d.Message, "expected required property") {
			field += "." + caught[1]
		}
		f := FormFault{Code: r.code, Location: field}
		f.ZH, f.EN = fillIn(r.zh, "zh", field, caught), fillIn(r.en, "en", field, caught)
		return f
	}
	return FormFault{Code: "request_invalid", Location: d.Location}
}

func fillIn(sentence, language, field string, caught []string) string {
	pairs := []string{"{f}", nameOf(field, language)}
	for i, word := range caught[1:] {
		if strings.HasPrefix(caught[0], "expected required") || strings.HasPrefix(caught[0], "expected property") {
			word = nameOf(word, language)
		}
		pairs = append(pairs, "{"+string(rune('1'+i))+"}", strings.ReplaceAll(word, `", "`, ", "))
	}
	return strings.NewReplacer(pairs...).Replace(sentence)
}

// index is the place in a list within the path of a field, "technicians[2]".
var index = regexp.MustCompile(`\[\d+\]`)

// ownFields name the fields that belong to the request and not to a command.
var ownFields = map[string]words{
	"body": {"请求内容", "body"}, "shop": {"门店", "shop"}, "q": {"搜索内容", "search text"}, "limit": {"条数", "limit"}, "screen": {"屏幕", "screen"},
	"X-Bayline-Actor": {"操作人", "actor"}, "X-Bayline-Role": {"岗位", "role"}, "X-Bayline-On": {"发生时间", "time it happened"}, "Idempotency-Key": {"幂等键", "Idempotency-Key"},
	"settings": {"设置", "settings"}, "changes": {"设想的变动", "changes"}, "kind": {"变动种类", "kind of change"}, "car": {"新车", "car"},
	"from": {"开始时间", "start"}, "no_wash": {"不洗车", "no wash"},
}

// nameOf gives the word for the field at the end of a path.
func nameOf(path, language string) string {
	name := index.ReplaceAllString(path, "")
	name = name[strings.LastIndex(name, ".")+1:]
	if w, ok := ownFields[name]; ok {
		return w.in(language)
	}
	if label := "field." + name; catalogue.Embedded().Has(language, label) {
		return catalogue.Embedded().Printer(language).Text(label)
	}
	return strings.ReplaceAll(name, "_", " ")
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
	p.Code, p.Field, p.DetailZH, p.DetailEN = first.Code, fieldOf(first.Location), first.ZH, first.EN
	p.Detail = p.DetailEN
	return p
}
