package api_test

import (
	"net/http"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"bayline/board"
)

const (
	arrive = "/api/v1/commands/arrive?shop=haizhu"
	book   = "/api/v1/commands/book?shop=haizhu"
)

// latin finds a word of a foreign language in a Chinese sentence: only codes,
// examples and names of headers and formats may be written so.
var latin = regexp.MustCompile(`[A-Za-z]{3,}`)

var allowedLatin = map[string]bool{"true": true, "false": true, "JSON": true, "UTF": true, "Content": true, "Type": true, "application": true, "json": true, "WebSocket": true}

// Every way a request can be wrong is answered with a code, a field where there
// is one, and a sentence in both languages.
func TestWrongRequests(t *testing.T) {
	s := serve(t)
	r := s.do(board.Arrive{Details: board.Details{Plate: "粤A12345"}})
	for _, c := range []struct {
		name, method, path, body string
		header                   []string
		status                   int
		code, field, zh, en      string
	}{
		{"property missing", "POST", "/api/v1/commands/sign_order?shop=haizhu", `{"visit":"V3"}`, nil, 422, "field_missing", "promised_at", "请填写“约定交车”。", "“Promise” is missing."},
		{"property unexpected", "POST", arrive, `{"plate":"粤A1","colour":"red"}`, nil, 422, "field_unknown", "colour", "不认识“colour”这一项。", "There is no field “colour” here."},
		{"number for a text", "POST", arrive, `{"plate":5}`, nil, 422, "field_invalid", "plate", "“车牌”应为文字。", "“Plate” must be a text."},
		{"text for a number", "POST", "/api/v1/commands/start_work?shop=haizhu", `{"visit":"V1","line":"two"}`, nil, 422, "field_invalid", "line", "“项目行”应为整数。", "“Line” must be a whole number."},
		{"text for a truth", "POST", arrive, `{"plate":"粤A1","waiter":"yes"}`, nil, 422, "field_invalid", "waiter", "", ""},
		{"text for a list", "POST", "/api/v1/commands/start_work?shop=haizhu", `{"visit":"V1","line":1,"technicians":"T1"}`, nil, 422, "field_invalid", "technicians", "“技师”应为列表。", "“Technicians” must be a list."},
		{"list for an object", "POST", "/api/v1/commands/set_bay?shop=haizhu", `{"bay":[]}`, nil, 422, "field_invalid", "bay", "“工位”的结构不正确。", "“Bay” must be an object."},
		{"not an object", "POST", arrive, `[]`, nil, 422, "field_invalid", "body", "“请求内容”的结构不正确。", "“Body” must be an object."},
		{"not in the list", "POST", "/api/v1/commands/confirm_appointment?shop=haizhu", `{"visit":"V1","how":"pigeon"}`, nil, 422, "field_invalid", "how", "", "“How” must be one of: phone, wechat, sms, in_person, signature, page."},
		{"too many", "POST", "/api/v1/commands/start_work?shop=haizhu", `{"visit":"V1","line":1,"technicians":["a","b","c","d"]}`, nil, 422, "too_many", "technicians", "“技师”过多，最多 3 个。", "“Technicians” holds too many; at most 3."},
		{"too long", "POST", "/api/v1/commands/recall?shop=haizhu", `{"visit":"V1","line":1,"reason":"` + strings.Repeat("长", 201) + `"}`, nil, 422, "text_too_long", "reason", "“原因”过长，最多 200 个字符。", "“Reason” is too long; at most 200 characters."},
		{"no time", "POST", book, `{"plate":"粤A1","at":"tomorrow"}`, nil, 422, "field_invalid", "at", "“预约时间”应为带时区的日期时间，例如 2026-03-02T09:30:00+08:00。", ""},
		{"time without offset", "POST", book, `{"plate":"粤A1","at":"2026-03-02T09:30:00"}`, nil, 422, "field_invalid", "at", "", ""},
		{"broken JSON", "POST", arrive, `{"plate":`, nil, 400, "json_invalid", "body", "请求内容不是有效的 JSON。", "The body is not valid JSON."},
		{"half a word", "POST", arrive, `plate=粤A1`, nil, 400, "json_invalid", "body", "", ""},
		{"empty body", "POST", arrive, ``, nil, 400, "field_missing", "body", "请求没有内容。", "The request has no body."},
		{"another kind of body", "POST", arrive, `<plate/>`, []string{"Content-Type", "text/xml"}, 415, "media_type", "", "", ""},
		{"a form", "POST", arrive, `plate=1`, []string{"Content-Type", "application/x-www-form-urlencoded"}, 415, "media_type", "", "", ""},
		{"too large", "POST", arrive, `{"plate":"` + strings.Repeat("x", 300<<10) + `"}`, nil, 413, "body_too_large", "", "", ""},
		{"shop missing", "POST", "/api/v1/commands/arrive", `{"plate":"粤A1"}`, nil, 422, "field_missing", "shop", "请填写“门店”。", "“Shop” is missing."},
		{"shop unknown", "POST", "/api/v1/commands/arrive?shop=nowhere", `{"plate":"粤A1"}`, nil, 404, "shop_unknown", "", "", ""},
		{"shop too long", "POST", "/api/v1/commands/arrive?shop=" + strings.Repeat("s", 41), `{"plate":"粤A1"}`, nil, 422, "text_too_long", "shop", "“门店”过长，最多 40 个字符。", ""},
		{"actor missing", "POST", arrive, `{"plate":"粤A1"}`, []string{"X-Bayline-Actor", ""}, 422, "actor_missing", "actor", "", ""},
		{"actor blank", "POST", arrive, `{"plate":"粤A1"}`, []string{"X-Bayline-Actor", "%20"}, 422, "actor_missing", "actor", "", ""},
		{"actor badly encoded", "POST", arrive, `{"plate":"粤A1"}`, []string{"X-Bayline-Actor", "50%"}, 422, "actor_unreadable", "actor", "", ""},
		{"actor no UTF-8", "POST", arrive, `{"plate":"粤A1"}`, []string{"X-Bayline-Actor", "%FF%FE"}, 422, "actor_unreadable", "actor", "", ""},
		{"actor with a line break", "POST", arrive, `{"plate":"粤A1"}`, []string{"X-Bayline-Actor", "%E9%99%88%00"}, 422, "text_unreadable", "actor", "“操作人”含有无法显示的字符。", ""},
		{"actor too long", "POST", arrive, `{"plate":"粤A1"}`, []string{"X-Bayline-Actor", strings.Repeat("a", 61)}, 422, "text_too_long", "actor", "", ""},
		{"role unknown", "POST", arrive, `{"plate":"粤A1"}`, []string{"X-Bayline-Role", "king"}, 422, "field_invalid", "role", "“岗位”的值“king”无效。", ""},
		{"on unreadable", "POST", arrive, `{"plate":"粤A1"}`, []string{"X-Bayline-On", "yesterday"}, 422, "field_invalid", "X-Bayline-On", "“发生时间”应为带时区的日期时间，例如 2026-03-02T09:30:00+08:00。", ""},
		{"on in the future", "POST", arrive, `{"plate":"粤A1"}`, []string{"X-Bayline-On", "2026-03-02T12:00:00+08:00"}, 422, "time_impossible", "on", "", ""},
		{"on long ago", "POST", arrive, `{"plate":"粤A1"}`, []string{"X-Bayline-On", "2020-03-02T12:00:00+08:00"}, 422, "time_impossible", "on", "", ""},
		{"visit unknown", "POST", "/api/v1/commands/deliver?shop=haizhu", `{"visit":"V99"}`, nil, 404, "visit_unknown", "visit", "找不到工单 V99。", "There is no visit V99."},
		{"operation unknown", "POST", "/api/v1/commands/cancel_operation?shop=haizhu", `{"visit":"` + string(r.Visit) + `","line":7}`, nil, 422, "operation_unknown", "line", "", ""},
		{"wrong stage", "POST", "/api/v1/commands/deliver?shop=haizhu", `{"visit":"` + string(r.Visit) + `"}`, nil, 409, "wrong_stage", "", "车辆 粤A·12345 当前为“已到店”，不能交车。", "粤A·12345 is “arrived” now; cannot deliver."},
		{"plate present", "POST", arrive, `{"plate":"粤a·12345"}`, nil, 422, "plate_present", "plate", "", ""},
		{"shop exists", "POST", "/api/v1/shops", `{"id":"haizhu","name":"x"}`, nil, 409, "shop_exists", "", "", ""},
		{"shop id", "POST", "/api/v1/shops", `{"id":"../etc","name":"x"}`, nil, 422, "field_invalid", "id", "", ""},
		{"no such command", "POST", "/api/v1/commands/fly?shop=haizhu", `{}`, nil, 404, "not_found", "", "没有这个地址。", "There is nothing at this address."},
		{"no such address", "GET", "/nothing", ``, nil, 404, "not_found", "", "", ""},
		{"no such file", "GET", "/static/../go.mod", ``, nil, 404, "not_found", "", "", ""},
		{"no such screen", "GET", "/api/v1/views/cinema?shop=haizhu", ``, nil, 404, "screen_unknown", "", "没有这个屏幕。", "There is no such screen."},
		{"view without shop", "GET", "/api/v1/views/board", ``, nil, 422, "field_missing", "shop", "", ""},
		{"view of no shop", "GET", "/api/v1/views/board?shop=nowhere", ``, nil, 404, "shop_unknown", "", "", ""},
		{"view of no advisor", "GET", "/api/v1/views/advisor?shop=haizhu&advisor=A99", ``, nil, 422, "field_invalid", "advisor", "", ""},
		{"limit", "GET", "/api/v1/visits?shop=haizhu&limit=0", ``, nil, 422, "field_invalid", "limit", "“条数”不能小于 1。", "“Limit” must be at least 1."},
		{"limit no number", "GET", "/api/v1/visits?shop=haizhu&limit=all", ``, nil, 422, "field_invalid", "limit", "“条数”应为整数。", ""},
		{"quote of a code nobody knows", "POST", "/api/v1/quotes?shop=haizhu", `{"operations":[{"code":"ME-001"},{"code":"ZZ-9"}]}`, nil, 422, "unknown_code", "operations[1].code", "", ""},
		{"quote of an unknown car", "POST", "/api/v1/quotes?shop=haizhu", `{"visit":"V99"}`, nil, 404, "visit_unknown", "visit", "", ""},
		{"quote without shop", "POST", "/api/v1/quotes?shop=nowhere", `{}`, nil, 404, "shop_unknown", "", "", ""},
		{"slots for a code nobody knows", "GET", "/api/v1/slots?shop=haizhu&codes=ME-001,ZZ-9", ``, nil, 422, "unknown_code", "operations[1].code", "", ""},
		{"slots for no class", "GET", "/api/v1/slots?shop=haizhu&class=rocket", ``, nil, 422, "field_invalid", "class", "“维修类型”只能是以下之一：first_service, maintenance, general, collision, warranty。", ""},
		{"nothing imagined", "POST", "/api/v1/whatif?shop=haizhu", `{"changes":[]}`, nil, 422, "field_invalid", "changes", "“设想的变动”过少，至少 1 个。", ""},
		{"imagined about nobody", "POST", "/api/v1/whatif?shop=haizhu", `{"changes":[{"kind":"person_out","person":"T99"}]}`, nil, 422, "person_unknown", "changes[0].person", "", ""},
		{"imagined what is no change", "POST", "/api/v1/whatif?shop=haizhu", `{"changes":[{"kind":"rain"}]}`, nil, 422, "field_invalid", "changes[0].kind", "“种类”只能是以下之一：person_out, bay_out, car, promise, assign。", ""},
		{"no socket", "GET", "/live?shop=haizhu&screen=board", ``, nil, 426, "upgrade_required", "", "", ""},
		{"poll without shop", "GET", "/live/poll?screen=board", ``, nil, 422, "field_missing", "shop", "", ""},
		{"poll of no screen", "GET", "/live/poll?shop=haizhu&screen=cinema", ``, nil, 404, "screen_unknown", "", "", ""},
		{"poll of no shop", "GET", "/live/poll?shop=nowhere&screen=board", ``, nil, 404, "shop_unknown", "", "", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			s.t = t
			for _, lang := range []string{"zh-CN,zh;q=0.9,en;q=0.5", "en-US,en;q=0.9"} {
				a := s.ask(c.method, c.path, c.body, append([]string{"Accept-Language", lang}, c.header...)...)
				require.Equal(t, c.status, a.status, a.body)
				p := a.problem(t)
				require.Equal(t, c.code, p.Code, a.body)
				require.Equal(t, c.field, p.Field, a.body)
				want := c.en
				if strings.HasPrefix(lang, "zh") {
					want = c.zh
				}
				if want != "" {
					require.Equal(t, want, p.Detail)
				}
				require.NotContains(t, p.Detail, "{")
				if strings.HasPrefix(lang, "zh") && c.zh == "" {
					for _, word := range latin.FindAllString(p.Detail, -1) {
						sent := c.body + c.path + strings.Join(c.header, " ")
						known := allowedLatin[word] || strings.Contains("phone wechat sms in_person signature page Bayline Actor", word)
						require.True(t, known || strings.Contains(sent, word), "English in %q", p.Detail)
					}
				}
			}
		})
	}
}

// Whoever names no language, or one we do not speak, is answered all the same.
func TestLanguageOfAProblem(t *testing.T) {
	s := serve(t)
	for accepted, zh := range map[string]bool{"": true, "zh": true, "zh-TW": true, "en": false, "en-GB;q=0.8, zh;q=0.9": true, "zh;q=0.1,en": false, "fr": false, "*": true, ";;;": true} {
		p := s.get("/nothing", "Accept-Language", accepted).problem(t)
		require.Equal(t, zh, p.Detail == "没有这个地址。", accepted)
	}
}

func TestWrongMethodNamesTheRightOne(t *testing.T) {
	s := serve(t)
	for path, allowed := range map[string]string{
		"/api/v1/commands/arrive": "POST", "/api/v1/shops": "GET, HEAD, POST", "/api/v1/views/board": "GET, HEAD", "/board": "GET, HEAD", "/healthz": "GET, HEAD",
	} {
		a := s.must(http.StatusMethodNotAllowed, s.ask(http.MethodDelete, path, ""))
		require.Equal(t, "method_not_allowed", a.problem(t).Code)
		require.ElementsMatch(t, strings.Split(allowed, ", "), strings.Split(a.header.Get("Allow"), ", "), path)
	}
}

// A dead database is a 503 that says so, on writes, and nothing of its inside.
func TestDeadJournal(t *testing.T) {
	s := serve(t)
	s.must(http.StatusOK, s.get("/api/v1/views/board?shop=haizhu"))
	s.store.dead.Store(true)
	a := s.must(http.StatusServiceUnavailable, s.post(arrive, board.Arrive{Details: board.Details{Plate: "粤A1"}}))
	require.Equal(t, "journal_unavailable", a.problem(t).Code)
	require.NotContains(t, a.body, "secret")
	ready := s.must(http.StatusServiceUnavailable, s.get("/readyz"))
	require.JSONEq(t, `{"ready":false,"checks":{"journal":"the database cannot be reached","bus":"ok"}}`, ready.body)
	require.Contains(t, s.log.String(), "secret connection details", "the reason is in the log")
	s.must(http.StatusOK, s.get("/healthz"))
	s.must(http.StatusOK, s.get("/api/v1/views/board?shop=haizhu"))
	s.store.dead.Store(false)
	s.must(http.StatusOK, s.get("/readyz"))
	s.must(http.StatusOK, s.post(arrive, board.Arrive{Details: board.Details{Plate: "粤A1"}}))
}

func TestOnIsTheTimeOfTheTap(t *testing.T) {
	s := serve(t)
	on := now.Add(-20 * time.Minute)
	r := s.do(board.Arrive{Details: board.Details{Plate: "粤A12345"}}, "X-Bayline-On", on.Format(time.RFC3339Nano))
	var v board.Visit
	s.must(http.StatusOK, s.get("/api/v1/visits/"+string(r.Visit)+"?shop=haizhu")).into(t, &v)
	require.True(t, on.Equal(v.ArrivedAt), v.ArrivedAt)
}
