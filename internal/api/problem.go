package api

import (
	"context"
	"errors"
	"net/http"
	"strings"

	"github.com/danielgtaylor/huma/v2"
	"golang.org/x/text/language"

	"bayline/board"
	"bayline/display"
	"bayline/internal/floor"
	"bayline/internal/intake"
	"bayline/internal/journal"
	catalogue "bayline/internal/words"
)

// Problem is the body of every error (RFC 9457, application/problem+json).
// Code is stable and for programs; Detail is for people, in the language asked
// for, and in both beside it.
type Problem struct {
	Type       string      `json:"type" doc:"always about:blank; Code tells the kind"`
	Title      string      `json:"title"`
	Status     int         `json:"status"`
	Code       string      `json:"code"`
	Detail     string      `json:"detail,omitempty"`
	DetailZH   string      `json:"detail_zh,omitempty"`
	DetailEN   string      `json:"detail_en,omitempty"`
	Field      string      `json:"field,omitempty" doc:"the part of the request at fault"`
	Faults     []FormFault `json:"faults,omitempty" doc:"every place where the request does not have the documented form"`
	Violations []Violation `json:"violations,omitempty" doc:"rules of dispatching that the command would break"`
}

// Violation is one broken rule of dispatching. An overridable one passes when
// the command carries a note.
type Violation struct {
	Code        string `json:"code"`
	ZH          string `json:"zh"`
	EN          string `json:"en"`
	Overridable bool   `json:"overridable"`
}

// Error implements error.
func (p *Problem) Error() string { return p.Code + ": " + p.DetailEN }

// GetStatus implements huma.StatusError.
func (p *Problem) GetStatus() int { return p.Status }

// ContentType implements huma.ContentTypeFilter.
func (p *Problem) ContentType(string) string { return "application/problem+json" }

type words struct{ zh, en string }

func (w words) in(language string) string {
	if language == "zh" {
		return w.zh
	}
	return w.en
}

// plain holds the sentences of problems that no rule of the workshop raises.
var plain = map[string]words{
	"not_found":           {"没有这个地址。", "There is nothing at this address."},
	"method_not_allowed":  {"此地址不支持该请求方法。", "This address does not take that method."},
	"header_too_large":    {"请求头过大。", "The request headers are too large."},
	"upgrade_required":    {"此地址只接受 WebSocket 连接。", "This address only takes websockets."},
	"request_invalid":     {"请求格式不正确。", "The request does not have the documented form."},
	"body_too_large":      {"请求内容过大。", "The request body is too large."},
	"media_type":          {"请求内容须为 JSON 格式（Content-Type: application/json）。", "The body must be JSON (Content-Type: application/json)."},
	"content_encoding":    {"不接受压缩的请求内容，请去掉 Content-Encoding。", "Compressed requests are not accepted: send the body without a Content-Encoding."},
	"actor_missing":       {"请先选择操作人。", "Say who you are: the X-Bayline-Actor header is missing."},
	"actor_unreadable":    {"操作人姓名无法识别，须为百分号编码的 UTF-8。", "The X-Bayline-Actor header cannot be read: give the name as percent-encoded UTF-8."},
	"origin_refused":      {"不接受来自其他网站的请求。", "Requests from other web sites are not accepted."},
	"host_refused":        {"本服务器不使用这个主机名。如需允许，请在启动时加上 --host。", "This server does not go by that name. Start it with --host to allow it."},
	"key_reused":          {"该幂等键已用于另一个请求。", "This Idempotency-Key was used for another request."},
	"journal_unavailable": {"数据库暂时不可用，内容未保存，请稍后重试。", "The database cannot be reached; nothing was saved. Try again shortly."},
	"timeout":             {"处理超时，请重试。", "This took too long; try again."},
	"screen_unknown":      {"没有这个屏幕。", "There is no such screen."},
	"internal":            {"服务器内部错误。", "Something went wrong inside the server."},
	"too_many_requests":   {"请求过多，请稍后再试。", "Too many requests; try again later."},
	"unavailable":         {"服务暂时不可用。", "The service is not available now."},
}

// problem builds a problem from a plain code.
func problem(status int, code string) *Problem {
	w, ok := plain[code]
	if !ok {
		w = plain["internal"]
	}
	return &Problem{Type: "about:blank", Title: http.StatusText(status), Status: status, Code: code, Detail: w.en, DetailZH: w.zh, DetailEN: w.en}
}

// codeOf names the plain code of an HTTP status.
func codeOf(status int) string {
	switch status {
	case http.StatusNotFound:
		return "not_found"
	case http.StatusMethodNotAllowed:
		return "method_not_allowed"
	case http.StatusRequestEntityTooLarge:
		return "body_too_large"
	case http.StatusUnsupportedMediaType, http.StatusNotAcceptable:
		return "media_type"
	case http.StatusForbidden:
		return "origin_refused"
	case http.StatusMisdirectedRequest:
		return "host_refused"
	case http.StatusTooManyRequests:
		return "too_many_requests"
	case http.StatusRequestHeaderFieldsTooLarge:
		return "header_too_large"
	case http.StatusUpgradeRequired:
		return "upgrade_required"
	case http.StatusServiceUnavailable:
		return "unavailable"
	case http.StatusRequestTimeout, http.StatusGatewayTimeout:
		return "timeout"
	}
	if status >= 500 {
		return "internal"
	}
	return "request_invalid"
}

// problemOf maps every error to the problem a caller may see. What it does not
// know stays inside.
func problemOf(err error) *Problem {
	var (
		p     *Problem
		rules *floor.RuleBreak
		param *display.ParamError
		fault *intake.Fault
	)
	if errors.As(err, &p) {
		return p
	}
	if r, ok := board.AsRefusal(err); ok {
		return refusal(r)
	}
	switch {
	case errors.As(err, &rules):
		return broken(rules)
	case errors.As(err, &fault):
		status := http.StatusUnprocessableEntity
		return &Problem{Type: "about:blank", Title: http.StatusText(status), Status: status, Code: fault.Code, Detail: fault.EN, DetailZH: fault.ZH, DetailEN: fault.EN}
	case errors.As(err, &param):
		return refusal(&board.Refusal{Code: "field_invalid", Field: param.Param, Args: map[string]any{"field": param.Param, "value": param.Value}})
	case errors.Is(err, display.ErrNoScreen):
		return problem(http.StatusNotFound, "screen_unknown")
	case errors.Is(err, journal.ErrKeyReused):
		return problem(http.StatusConflict, "key_reused")
	case errors.Is(err, journal.ErrUnavailable):
		return problem(http.StatusServiceUnavailable, "journal_unavailable")
	case errors.Is(err, context.DeadlineExceeded), errors.Is(err, context.Canceled):
		return problem(http.StatusServiceUnavailable, "timeout")
	}
	return problem(http.StatusInternalServerError, "internal")
}

// refusal turns a rule's answer into a problem: 404 for what does not exist,
// 422 for a bad field, 409 for a state that does not allow it.
func refusal(r *board.Refusal) *Problem {
	status := http.StatusConflict
	switch {
	case strings.HasSuffix(r.Code, "_unknown") && (r.Field == "" || r.Field == "visit"):
		status = http.StatusNotFound
	case r.Field != "":
		status = http.StatusUnprocessableEntity
	}
	said := r.Message()
	p := &Problem{
		Type: "about:blank", Title: http.StatusText(status), Status: status, Code: r.Code, Field: r.Field,
		DetailZH: catalogue.Embedded().Printer("zh").Say(said), DetailEN: catalogue.Embedded().Printer("en").Say(said),
	}
	p.Detail = p.DetailEN
	return p
}

func broken(rules *floor.RuleBreak) *Problem {
	list := violations(rules.Violations)
	p := problem(http.StatusConflict, "rule_broken")
	p.Violations = list
	var zh, en []string
	for _, v := range list {
		zh, en = append(zh, v.ZH), append(en, v.EN)
	}
	p.DetailZH, p.DetailEN = strings.Join(zh, " "), strings.Join(en, " ")
	p.Detail = p.DetailEN
	if len(list) > 0 {
		p.Code = list[0].Code
	}
	return p
}

// in sets the sentence of the language asked for with Accept-Language: Chinese
// unless something else is preferred, English for whoever reads neither.
func (p *Problem) in(accepted string) *Problem {
	q := *p
	q.Detail = q.DetailZH
	if !prefersChinese(accepted) || q.Detail == "" {
		q.Detail = q.DetailEN
	}
	return &q
}

func prefersChinese(accepted string) bool {
	tags, _, err := language.ParseAcceptLanguage(accepted)
	if err != nil || len(tags) == 0 || strings.TrimSpace(accepted) == "*" {
		return true
	}
	_, which, confidence := speaks.Match(tags...)
	return which == 0 && confidence > language.No
}

// speaks finds the best of the languages the problems are written in.
var speaks = language.NewMatcher([]language.Tag{language.Chinese, language.English})

// huma keeps the builder of its own errors in package variables, so they are
// set here, before any server runs.
func init() {
	huma.ValidateStrictCasing = true // "VISIT" is not "visit": of the two, one would be checked and the other one read
	huma.NewErrorWithContext = func(ctx huma.Context, status int, message string, errs ...error) huma.StatusError {
		return formProblem(status, message, errs).in(ctx.Header("Accept-Language"))
	}
	huma.NewError = func(status int, message string, errs ...error) huma.StatusError {
		return formProblem(status, message, errs)
	}
}
