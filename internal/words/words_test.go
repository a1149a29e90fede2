package words_test

import (
	"encoding/json"
	"os"
	"testing"
	"testing/fstest"
	"time"

	"bayline/board"
	"bayline/internal/words"

	"github.com/stretchr/testify/require"
)

func TestSay(t *testing.T) {
	shanghai, err := time.LoadLocation("Asia/Shanghai")
	require.NoError(t, err)
	now := time.Date(2026, 7, 14, 6, 0, 0, 0, time.UTC)
	c := words.Embedded()
	zh, en := c.Printer("zh").In(shanghai, now), c.Printer("en-GB").In(shanghai, now)
	require.Equal(t, "待料", zh.Text("stop.parts"))
	require.Equal(t, "waiting for parts", en.Text("stop.parts"))
	require.Equal(t, "待料", c.Printer("fr").Text("stop.parts"), "a language nobody wrote is the default")
	require.Equal(t, "stop.nothing", zh.Text("stop.nothing"), "a gap is seen")

	own, err := words.Read(fstest.MapFS{"zh.json": {Data: []byte(`{
		"a": "{who}，{at:when}，{spent:minutes}，{why:stop}，{list}，{reason}，{gone}。",
		"b": "共 {n}", "stop.parts": "待料", "list.separator": "、", "date.day": "{month}月{day}日", "date.tomorrow": "明天",
		"time.minutes": "{n} 分", "time.hours_minutes": "{hours} 小时 {minutes} 分"
	}`)}})
	require.NoError(t, err)
	p := own.Printer("zh").In(shanghai, now)
	m := board.Say("a", "who", board.Named("王师傅", "Wang"), "at", now, "spent", 253, "why", "parts",
		"list", []board.Name{board.Named("甲", ""), board.Named("", "B")}, "reason", board.Say("b", "n", 2))
	want := "王师傅，14:00，4 小时 13 分，待料，甲、B，共 2，。"
	require.Equal(t, want, p.Say(m))
	data, err := json.Marshal(m)
	require.NoError(t, err)
	var back board.Message
	require.NoError(t, json.Unmarshal(data, &back))
	require.Equal(t, want, p.Say(back), "the same after its way through JSON")

	require.Equal(t, "，明天 14:00，50 分，none，，，。", p.Say(board.Say("a", "at", now.AddDate(0, 0, 1), "spent", 50, "why", "none")))
	require.Equal(t, "，7月20日 14:00，soon，，，，。", p.Say(board.Say("a", "at", now.AddDate(0, 0, 6), "spent", "soon")))
}

// The pages print the same cases by static/text.js: static/check/words.test.js.
func TestSharedCases(t *testing.T) {
	body, err := os.ReadFile("../../static/check/said.json")
	require.NoError(t, err)
	var shared struct {
		Zone  string
		Now   time.Time
		Words map[string]json.RawMessage
		Cases []struct {
			Say  board.Message
			Want string
		}
	}
	require.NoError(t, json.Unmarshal(body, &shared))
	require.NotEmpty(t, shared.Cases)
	files := fstest.MapFS{}
	for lang, words := range shared.Words {
		files[lang+".json"] = &fstest.MapFile{Data: words}
	}
	c, err := words.Read(files)
	require.NoError(t, err)
	zone, err := time.LoadLocation(shared.Zone)
	require.NoError(t, err)
	for _, one := range shared.Cases {
		require.Equal(t, one.Want, c.Printer("zh").In(zone, shared.Now).Say(one.Say))
	}
}

// A language that lacks a word borrows it.
func TestMissingWordsAreBorrowed(t *testing.T) {
	c, err := words.Read(fstest.MapFS{
		"zh.json": {Data: []byte(`{"a":"甲","b":"乙","c":"丙"}`)}, "en.json": {Data: []byte(`{"a":"A","b":"B"}`)},
		"xx.json": {Data: []byte(`{"a":"x"}`)},
	})
	require.NoError(t, err)
	p := c.Printer("xx")
	require.Equal(t, "x B 丙 d", p.Text("a")+" "+p.Text("b")+" "+p.Text("c")+" "+p.Text("d"))
}

func TestRead(t *testing.T) {
	_, err := words.Read(fstest.MapFS{"en.json": {Data: []byte(`{}`)}})
	require.ErrorContains(t, err, "zh.json")
	_, err = words.Read(fstest.MapFS{"zh.json": {Data: []byte(`{`)}})
	require.ErrorContains(t, err, "zh.json")
	c, err := words.Read(fstest.MapFS{"zh.json": {Data: []byte(`{"b":"乙","a":"甲"}`)}, "xx.json": {Data: []byte(`{}`)}, "en.json": {Data: []byte(`{}`)}})
	require.NoError(t, err)
	require.Equal(t, []string{"zh", "en", "xx"}, c.Languages())
	require.Equal(t, []string{"a", "b"}, c.Keys("zh"))
	require.True(t, c.Has("zh", "a") && !c.Has("en", "a"))
}
