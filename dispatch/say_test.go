package dispatch

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"bayline/dispatch/dispatchtest"
	"bayline/dispatch/internal/rules"
	"bayline/internal/words"
)

// spoken puts a reason into a language, as read on the Monday of the tests.
func spoken(lang string, r Reason) string {
	zone := time.FixedZone("", 8*60*60)
	return words.Embedded().Printer(lang).In(zone, dispatchtest.Monday).Say(r.Message())
}

var slot = regexp.MustCompile(`\{(\w*)(:\w+)?\}`)

func slots(text string) (names []string) {
	for _, m := range slot.FindAllStringSubmatch(text, -1) {
		names = append(names, m[1])
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// complete fails when a reason has no sentence in some language, or lacks an
// argument one asks for.
func complete(t require.TestingT, r Reason) {
	c := words.Embedded()
	code := r.Message().Code
	for _, lang := range c.Languages() {
		require.True(t, c.Has(lang, code), "%s in %s", code, lang)
		for _, name := range slots(c.Printer(lang).Text(code, places(c, lang, code)...)) {
			require.NotNil(t, r.Args[name], "%s lacks %s in %s", code, name, lang)
		}
		text := spoken(lang, r)
		require.NotContains(t, text, "{")
		for _, name := range []string{"plate", "person", "bay"} {
			if value, ok := r.Args[name].(string); ok {
				require.NotEmpty(t, value, "%s has an empty %s", code, name)
			}
		}
	}
}

// places are arguments that leave the places of a sentence as they are.
func places(c *words.Catalogue, lang, code string) (pairs []any) {
	for _, name := range []string{"at", "bay", "bay_type", "before", "by", "count", "days", "eta", "from", "grade",
		"have", "line", "minutes", "need", "part", "percent",
		"person", "planned", "plate", "points", "presence", "promise", "rank", "reason", "to", "trade", "until",
		"why"} {
		pairs = append(pairs, name, "{"+name+"}")
	}
	return pairs
}

// A code of the source is an argument of what builds reasons, or stands in a row
// of the rule table.
var written = regexp.MustCompile(`(?:reason|add|breaks|Say)\((?:true, |false, |impossible, )?"([a-z_]+)"|(?:Code|Undated|Hold|Without): +"([a-z_]+)"|sayWhen\("([a-z_]+)"|code (?::?=) "([a-z_]+)"`)

// Every code the source gives has its sentence in every language, and no
// sentence stands for a code it does not give.
func TestEveryCodeHasItsSentence(t *testing.T) {
	var source strings.Builder
	require.NoError(t, filepath.WalkDir(".", func(path string, _ os.DirEntry, err error) error {
		if err == nil && strings.HasSuffix(path, ".go") && !strings.HasSuffix(path, "_test.go") {
			text, err := os.ReadFile(path)
			source.Write(text)
			return err
		}
		return err
	}))
	c := words.Embedded()
	silent := []string{} // score parts, and rules that bind the plan alone
	for _, row := range rules.Costs {
		silent = append(silent, row.Code)
	}
	for _, row := range rules.Table {
		if row.Force == rules.PlanOnly && row.Args == nil {
			silent = append(silent, row.Code)
		}
	}
	silent = append(silent, "finish", "promise", "others", "newly_late")
	for _, m := range written.FindAllStringSubmatch(source.String(), -1) {
		code := strings.Join(m[1:], "")
		for _, lang := range c.Languages() {
			require.True(t, slices.Contains(silent, code) || c.Has(lang, "reason."+code) ||
				c.Has(lang, "reason."+code+"_now"), "%s in %s", code, lang)
		}
	}
	for _, key := range c.Keys(words.Default) {
		if code, ok := strings.CutPrefix(key, "reason."); ok {
			given := strings.Contains(source.String(), `"`+code+`"`) ||
				strings.Contains(source.String(), `"`+strings.TrimSuffix(code, "_now")+`"`)
			require.True(t, given, "nobody gives the reason %s", code)
		}
	}
	for _, row := range rules.Costs {
		require.True(t, c.Has(words.Default, "score."+row.Code), row.Code)
	}
}

// Every sentence asks for the same arguments in every language.
func TestEveryReasonSpeaksEveryLanguage(t *testing.T) {
	c := words.Embedded()
	for _, key := range c.Keys(words.Default) {
		if !strings.HasPrefix(key, "reason.") {
			continue
		}
		want := slots(c.Printer(words.Default).Text(key, places(c, words.Default, key)...))
		for _, lang := range c.Languages() {
			require.True(t, c.Has(lang, key), "%s in %s", key, lang)
			require.Equal(t, want, slots(c.Printer(lang).Text(key, places(c, lang, key)...)), "%s in %s", key, lang)
		}
	}
}
