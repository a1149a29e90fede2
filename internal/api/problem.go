package api

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"strings"
	"sync"

	"github.com/danielgtaylor/huma/v2"
	"golang.org/x/text/language"

	"bayline/board"
	"bayline/display"
	"bayline/internal/floor"
	"bayline/internal/intake"
	"bayline/internal/journal"
	"bayline/internal/words"
)

// Problem is the body of every error (RFC 9457, application/problem+json). Code is stable and for programs. Message
// says it to people in any language; Detail is the message in the language of the request.
type Problem struct {
	Type       string        `json:"type" doc:"always about:blank; code tells the kind"`
	Title      string        `json:"title"`
	Status     int           `json:"status"`
	Code       string        `json:"code"`
	Detail     string        `json:"detail" doc:"the message in the language of Accept-Language"`
	Message    board.Message `json:"message" doc:"key of the word catalogue and the values of its places"`
	Field      string        `json:"field,omitempty" doc:"the part of the request at fault"`
	Faults     []FormFault   `json:"faults,omitempty" doc:"every place where the request does not have the documented form"`
	Violations []Violation   `json:"violations,omitempty" doc:"rules of dispatching that the command would break"`

	rules *floor.RuleBreak // what Violations are printed from
}

// Error implements error.
func (p *Problem) Error() string { return p.Code + ": " + p.Detail }

// GetStatus implements huma.StatusError.
func (p *Problem) GetStatus() int { return p.Status }

// ContentType implements huma.ContentTypeFilter.
func (p *Problem) ContentType(string) string { return "application/problem+json" }

// problem returns a problem that no rule of the workshop raises; its sentence is problem.CODE.
func problem(status int, code string) *Problem {
	return saying(status, code, board.Say("problem."+code))
}

// saying returns a problem with its message.
func saying(status int, code string, m board.Message) *Problem {
	return &Problem{Type: "about:blank", Title: http.StatusText(status), Status: status, Code: code, Message: m, Detail: words.Embedded().Printer("en").Say(m)}
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
		return saying(http.StatusUnprocessableEntity, fault.Code, fault.Message)
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
	p := saying(status, r.Code, r.Message())
	p.Field = r.Field
	return p
}

func broken(rules *floor.RuleBreak) *Problem {
	code, said := "rule_broken", make([]board.Message, len(rules.Violations))
	for i, v := range rules.Violations {
		said[i] = v.Message()
	}
	if len(rules.Violations) > 0 {
		code = rules.Violations[0].Code
	}
	p := saying(http.StatusConflict, code, board.Say("problem.rules", "rules", said))
	p.rules = rules
	return p
}

// in returns the problem in the language asked for with Accept-Language.
func (p *Problem) in(accepted string) *Problem {
	return p.said(words.Embedded().Printer(spoken(accepted)))
}

// said returns the problem with its sentences by a printer.
func (p *Problem) said(printer words.Printer) *Problem {
	q := *p
	if p.rules != nil {
		printer = printer.In(p.rules.Zone, p.rules.Now)
		q.Violations = speechIn(printer, p.rules.Zone, p.rules.Now).violations(p.rules.Violations)
	}
	q.Detail, q.Faults = printer.Say(p.Message), slices.Clone(p.Faults)
	for i := range q.Faults {
		q.Faults[i].Detail = printer.Say(q.Faults[i].Message)
	}
	return &q
}

// spoken returns the language of the catalogue for an Accept-Language: the default one for who asks for none, English
// for who reads none of them.
func spoken(accepted string) string {
	tags, _, err := language.ParseAcceptLanguage(accepted)
	if err != nil || len(tags) == 0 || strings.TrimSpace(accepted) == "*" {
		return words.Default
	}
	if _, which, confidence := speaks().Match(tags...); confidence > language.No {
		return words.Embedded().Languages()[which]
	}
	return "en"
}

// speaks finds the best of the catalogue's languages.
var speaks = sync.OnceValue(func() language.Matcher {
	var tags []language.Tag
	for _, lang := range words.Embedded().Languages() {
		tags = append(tags, language.Make(lang))
	}
	return language.NewMatcher(tags)
})

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
