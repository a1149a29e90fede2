package static

import (
	"bufio"
	"bytes"
	"encoding/json"
	"regexp"
	"sort"
	"strings"
	"testing"
	"unicode"

	"github.com/stretchr/testify/require"
)

// latinInBoth are the words that are written the same in Chinese: names, and what a person types.
var latinInBoth = map[string]bool{"app.name": true, "welcome.shop": true, "lounge.title_also": true, "lang.tag": true, "time.range": true, "said.text": true}

var slots = regexp.MustCompile(`\{\w+(?::\w+)?\}`)

func words(t *testing.T, lang string) map[string]string {
	t.Helper()
	body, err := embedded.ReadFile("text/" + lang + ".json")
	require.NoError(t, err)
	var all map[string]string
	require.NoError(t, json.Unmarshal(body, &all))
	require.NotEmpty(t, all)
	return all
}

func TestBothLanguagesSayTheSame(t *testing.T) {
	zh, en := words(t, "zh"), words(t, "en")
	for key, word := range zh {
		other, ok := en[key]
		if !ok {
			t.Errorf("%s is missing in en.json", key)
			continue
		}
		if strings.HasPrefix(key, "list.sep") || key == "list.sentences" || key == "lounge.title_also" {
			continue // what stands between the parts of a list
		}
		require.NotEmpty(t, strings.TrimSpace(word), "zh %s", key)
		require.NotEmpty(t, strings.TrimSpace(other), "en %s", key)
		if !latinInBoth[key] && !hanzi(word) {
			t.Errorf("zh %s = %q has no Chinese", key, word)
		}
		if hanzi(other) {
			t.Errorf("en %s = %q has Chinese", key, other)
		}
		// A date has its parts in another order and may name the month; everything else fills the same slots.
		if !strings.HasPrefix(key, "date.") {
			a, b := slots.FindAllString(word, -1), slots.FindAllString(other, -1)
			sort.Strings(a)
			sort.Strings(b)
			require.Equal(t, a, b, key)
		}
	}
	for key := range en {
		if _, ok := zh[key]; !ok {
			t.Errorf("%s is missing in zh.json", key)
		}
	}
}

// One key a line and sorted: then two people who add words do not meet in the same line.
func TestCatalogueIsSorted(t *testing.T) {
	line := regexp.MustCompile(`^  "([a-z0-9_.]+)": ".*",?$`)
	for _, lang := range []string{"zh", "en"} {
		body, err := embedded.ReadFile("text/" + lang + ".json")
		require.NoError(t, err)
		var keys []string
		for scan := bufio.NewScanner(bytes.NewReader(body)); scan.Scan(); {
			switch text := scan.Text(); text {
			case "{", "}":
			default:
				found := line.FindStringSubmatch(text)
				require.NotNil(t, found, "%s.json: not one key a line: %s", lang, text)
				keys = append(keys, found[1])
			}
		}
		require.True(t, sort.StringsAreSorted(keys), "%s.json is not sorted", lang)
		require.Len(t, keys, len(words(t, lang)), "%s.json has a key twice", lang)
	}
}

// The words the pages ask for by a literal key exist.
func TestPagesAskForWordsThatExist(t *testing.T) {
	asked := regexp.MustCompile(`\bt\(\s*"([a-z0-9_]+\.[a-z0-9_.]+)"|data-t(?:-title)?="([a-z0-9_.]+)"`)
	known, seen := words(t, "zh"), 0
	site, err := Open()
	require.NoError(t, err)
	for _, name := range site.Names() {
		if strings.HasPrefix(name, "vendor/") || name == "lib/text.js" {
			continue
		}
		file, _ := site.File(name)
		for _, found := range asked.FindAllStringSubmatch(string(file.Body), -1) {
			key := found[1] + found[2]
			seen++
			if _, ok := known[key]; !ok {
				t.Errorf("%s asks for the word %q, which nobody wrote", name, key)
			}
		}
	}
	require.Positive(t, seen)
}

func hanzi(s string) bool {
	return strings.IndexFunc(s, func(r rune) bool { return unicode.Is(unicode.Han, r) }) >= 0
}

// What differs by language stands in the catalogue: no page asks which one is in force.
func TestPagesKnowNoLanguage(t *testing.T) {
	asks := regexp.MustCompile(`[=!]==?\s*["'](zh|en)(-\w+)?["']|["'](zh|en)(-\w+)?["']\s*[=!]==?`)
	site, err := Open()
	require.NoError(t, err)
	for _, name := range site.Names() {
		if strings.HasSuffix(name, ".js") && !strings.HasPrefix(name, "vendor/") {
			file, _ := site.File(name)
			require.Empty(t, asks.FindString(string(file.Body)), name)
		}
	}
}
