package static

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"io"
	"io/fs"
	"math"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"
	"unicode/utf8"

	"github.com/stretchr/testify/require"
)

func open(t *testing.T) *Site {
	t.Helper()
	site, err := Open()
	require.NoError(t, err)
	return site
}

func text(t *testing.T, site *Site, name string) string {
	t.Helper()
	file, ok := site.File(name)
	require.True(t, ok, name)
	return string(file.Body)
}

func TestFilesAreTaggedAndCompressed(t *testing.T) {
	site := open(t)
	require.Regexp(t, `^[0-9a-f]{12}$`, site.Build())
	require.Equal(t, site.Build(), open(t).Build())
	tags := map[string]string{}
	for _, name := range site.Names() {
		file, ok := site.File(name)
		require.True(t, ok)
		require.Regexp(t, `^"[0-9a-f]{24}"$`, file.ETag)
		require.Empty(t, tags[file.ETag], "%s has the tag of another file", name)
		tags[file.ETag] = name
		require.NotEqual(t, "application/octet-stream", file.Type, name)
		if file.Gzip == nil {
			continue
		}
		r, err := gzip.NewReader(bytes.NewReader(file.Gzip))
		require.NoError(t, err)
		back, err := io.ReadAll(r)
		require.NoError(t, err)
		require.Equal(t, file.Body, back, name)
	}
	_, ok := site.File("../static.go")
	require.False(t, ok)
}

func TestVendoredFilesAreTheLockedOnes(t *testing.T) {
	site := open(t)
	var lock struct {
		Packages []struct{ Name, Version, Licence, Integrity, SHA256 string }
		Files    []struct{ Name, SHA256 string }
	}
	require.NoError(t, json.Unmarshal([]byte(text(t, site, "vendor/lock.json")), &lock))
	require.NotEmpty(t, lock.Packages)
	for _, p := range lock.Packages {
		require.NotEmpty(t, p.Version, p.Name)
		require.Contains(t, []string{"MIT", "ISC", "Apache-2.0"}, p.Licence, p.Name)
		require.True(t, strings.HasPrefix(p.Integrity, "sha512-"), p.Name)
		require.Contains(t, text(t, site, "vendor/LICENCES.txt"), p.Name+" "+p.Version)
	}
	known := map[string]bool{"vendor/lock.json": true}
	for _, f := range lock.Files {
		known["vendor/"+f.Name] = true
		sum := sha256.Sum256([]byte(text(t, site, "vendor/"+f.Name)))
		require.Equal(t, f.SHA256, hex.EncodeToString(sum[:]), "%s was changed by hand: run static/bundle", f.Name)
	}
	for _, name := range site.Names() {
		require.True(t, !strings.HasPrefix(name, "vendor/") || known[name], "%s is in no lock", name)
	}
}

// A workshop may have no internet: a page asks nobody but its own server.
func TestPagesAskNobodyElse(t *testing.T) {
	site := open(t)
	elsewhere := regexp.MustCompile(`(?i)(src|href)\s*=\s*["'](https?:)?//|url\(\s*["']?(https?:)?//|@import|from\s+["']https?:|import\(\s*["']https?:`)
	for _, name := range site.Names() {
		body := text(t, site, name)
		if !strings.HasPrefix(name, "vendor/") {
			require.NotRegexp(t, elsewhere, body, name)
		}
	}
}

// A page is found by its name; what its document asks for is there, and an old browser is told what is wrong.
func TestPagesAskForFilesThatExist(t *testing.T) {
	site := open(t)
	ours := regexp.MustCompile(`(?:src|href)="/static/([^"#?]+)`)
	for _, page := range []Page{{Name: "advisor"}, {Name: "board", Wall: true}, {Name: "lounge", Wall: true}} {
		file, err := site.Page(page)
		require.NoError(t, err)
		body := string(file.Body)
		found := ours.FindAllStringSubmatch(body, -1)
		require.Greater(t, len(found), 5)
		for _, one := range found {
			_, ok := site.File(one[1])
			require.True(t, ok, "%s wants %s, which is not there", page.Name, one[1])
		}
		require.Contains(t, body, `data-languages="zh=中文,en=English"`)
		require.Equal(t, page.Name != "lounge", strings.Contains(body, "too old for this page"), page.Name)
	}
	_, err := site.Page(Page{Name: "nothing"})
	require.ErrorContains(t, err, "nothing")
	again := open(t)
	require.Equal(t, site.Build(), again.Build())
	other, err := Open(fstest.MapFS{"text/xx.json": {Data: []byte(`{"lang.name": "X"}`)}})
	require.NoError(t, err)
	require.NotEqual(t, site.Build(), other.Build())
}

// Every icon a page names is in the sprite.
func TestIconsExist(t *testing.T) {
	site := open(t)
	sprite := text(t, site, "vendor/icons.svg")
	named := regexp.MustCompile(`<\$\{Icon\} name="([a-z0-9-]+)"|icons\.svg#([a-z0-9-]+)|\bicon: "([a-z0-9-]+)"`)
	seen := 0
	for _, name := range site.Names() {
		if strings.HasPrefix(name, "vendor/") {
			continue
		}
		for _, found := range named.FindAllStringSubmatch(text(t, site, name), -1) {
			seen++
			require.Contains(t, sprite, `id="`+found[1]+found[2]+found[3]+`"`, name)
		}
	}
	require.Positive(t, seen)
}

// The televisions of the lounge and the entrance are old: their sheets keep to what Chromium 53 draws.
func TestPublicSheetsSuitOldBrowsers(t *testing.T) {
	site := open(t)
	comment := regexp.MustCompile(`(?s)/\*.*?\*/`)
	newer := regexp.MustCompile(`display:\s*(inline-)?grid|\bgap:|\binset:|aspect-ratio|:(has|is|where|focus-visible|focus-within)\b|\b(min|max|clamp)\(|@layer|@container|backdrop-filter|\d(dvh|svh)\b|\b(object-position|place-\w+|text-wrap|overscroll-\w+):|(margin|padding|border)-(inline|block)|#[0-9a-fA-F]{8}\b|&\s*[.:{]`)
	for _, name := range site.Names() {
		switch name {
		case "lib/tokens.css", "walls/wall.css", "walls/lounge.css", "walls/welcome.css":
			sheet := comment.ReplaceAllString(text(t, site, name), "")
			require.NotRegexp(t, newer, sheet, name)
		}
	}
}

// Text on a public wall has a contrast of 7 to 1, quiet text 4.5, marks 3; on a desk text has 4.5.
func TestColoursCanBeRead(t *testing.T) {
	sheet := text(t, open(t), "lib/tokens.css")
	for _, look := range []struct {
		name                string
		strong, quiet, mark float64
	}{{"wall", 7, 4.5, 3}, {"desk", 7, 4.5, 3}} {
		token := tokens(t, sheet, look.name)
		for _, ground := range []string{"ground", "panel", "sunken"} {
			require.GreaterOrEqual(t, contrast(token["ink"], token[ground]), look.strong, "%s ink on %s", look.name, ground)
			require.GreaterOrEqual(t, contrast(token["soft"], token[ground]), 5.5, "%s soft on %s", look.name, ground)
			require.GreaterOrEqual(t, contrast(token["faint"], token[ground]), 3.9, "%s faint on %s", look.name, ground)
		}
		for _, health := range []string{"ready", "risk", "late", "stopped", "unknown"} {
			require.GreaterOrEqual(t, contrast(token[health], token["panel"]), look.mark, "%s mark of %s", look.name, health)
			under := token[health+"-bg"]
			if under == "" {
				under = token["panel"]
			}
			require.GreaterOrEqual(t, contrast(token[health+"-ink"], under), look.quiet, "%s chip of %s", look.name, health)
		}
		require.GreaterOrEqual(t, contrast(token["act-ink"], token["act"]), look.quiet, "%s button", look.name)
	}
}

func tokens(t *testing.T, sheet, look string) map[string]string {
	t.Helper()
	block := regexp.MustCompile(`(?s):root\[data-look="` + look + `"\] \{(.*?)\n\}`).FindStringSubmatch(sheet)
	require.NotNil(t, block)
	all := map[string]string{}
	for _, found := range regexp.MustCompile(`--([a-z0-9-]+): (#[0-9a-f]{6});`).FindAllStringSubmatch(block[1], -1) {
		all[found[1]] = found[2]
	}
	return all
}

// contrast is the ratio of WCAG 2 between two colours written #rrggbb, from 1 to 21.
func contrast(a, b string) float64 {
	x, y := luminance(a), luminance(b)
	return (math.Max(x, y) + 0.05) / (math.Min(x, y) + 0.05)
}

func luminance(colour string) float64 {
	if len(colour) != 7 {
		return math.NaN()
	}
	sum := 0.0
	for i, weight := range []float64{0.2126, 0.7152, 0.0722} {
		n, err := strconv.ParseUint(colour[1+2*i:3+2*i], 16, 8)
		if err != nil {
			return math.NaN()
		}
		c := float64(n) / 255
		if c <= 0.04045 {
			c /= 12.92
		} else {
			c = math.Pow((c+0.055)/1.055, 2.4)
		}
		sum += weight * c
	}
	return sum
}

// A script begins with @ts-check: its types are checked against the API's document. The list of others only shrinks.
func TestScriptsAreTypeChecked(t *testing.T) {
	site := open(t)
	var others []string
	for _, name := range site.Names() {
		if !strings.HasSuffix(name, ".js") || strings.HasPrefix(name, "vendor/") {
			continue
		}
		if body := text(t, site, name); !strings.HasPrefix(body, "// @ts-check\n") {
			others = append(others, name)
			require.NotContains(t, body, "@ts-", name)
		} else {
			require.NotRegexp(t, `@ts-(ignore|nocheck|expect-error)`, body, name)
		}
	}
	require.Equal(t, []string{"walls/sw.js"}, others)
}

// No line of ours is longer than 120 characters. In a template a line breaks between two tags or attributes, where the
// break is no text: htm drops white space that holds one.
func TestLinesAreShort(t *testing.T) {
	seen := 0
	look := func(name string, body []byte) {
		seen++
		for n, line := range strings.Split(string(body), "\n") {
			require.LessOrEqual(t, utf8.RuneCountInString(line), 120, "%s:%d", name, n+1)
		}
	}
	for _, room := range []string{"lib", "parts", "pages", "walls", "check/types", "shell.html"} {
		require.NoError(t, fs.WalkDir(os.DirFS("."), room, func(name string, entry fs.DirEntry, err error) error {
			if err != nil || entry.IsDir() || strings.HasSuffix(name, ".svg") {
				return err
			}
			body, err := os.ReadFile(name)
			look(name, body)
			return err
		}))
	}
	tests, err := filepath.Glob("check/*.js")
	require.NoError(t, err)
	for _, name := range tests {
		body, err := os.ReadFile(name)
		require.NoError(t, err)
		look(name, body)
	}
	require.Greater(t, seen, 70)
}
