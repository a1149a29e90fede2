package static

import (
	"bytes"
	"encoding/json"
	"fmt"
	"path"
	"strings"
	"text/template"
)

const shellName = "shell.html"

// Page names a page and its look: a screen on a wall, or a page at a desk. A page at a desk links to others.
type Page struct {
	Name  string
	Wall  bool
	Links []Link
}

// Link is one entry of the navigation.
type Link struct {
	Page  string `json:"page"`
	Group string `json:"group"`
	Role  string `json:"role,omitempty"`
	Icon  string `json:"icon"`
}

// language is one file of the catalogue, and what the shell says in it.
type language struct{ code, tag, name, tooOld string }

// defaultLanguage comes first: what a reader gets who asks for none.
const defaultLanguage = "zh"

// fillLanguages adds the words a language lacks: English ones, else those of the default. The pages load one file.
func (s *Site) fillLanguages() error {
	read := func(name string) (words map[string]string, err error) {
		return words, json.Unmarshal(s.files[name].Body, &words)
	}
	for name := range s.files {
		if path.Dir(name) != "text" {
			continue
		}
		words, err := read(name)
		if err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		had := len(words)
		for _, other := range []string{"text/en.json", "text/" + defaultLanguage + ".json"} {
			more, err := read(other)
			if err != nil {
				return fmt.Errorf("%s: %w", other, err)
			}
			for key, word := range more {
				if _, ok := words[key]; !ok {
					words[key] = word
				}
			}
		}
		if len(words) == had {
			continue
		}
		body, err := json.Marshal(words)
		if err != nil {
			return err
		}
		if s.files[name], err = newFile(name, body); err != nil {
			return err
		}
	}
	return nil
}

func (s *Site) readLanguages() error {
	for _, name := range s.names {
		if path.Dir(name) != "text" {
			continue
		}
		var words map[string]string
		if err := json.Unmarshal(s.files[name].Body, &words); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		one := language{
			code: strings.TrimSuffix(path.Base(name), ".json"), tag: words["lang.tag"], name: words["lang.name"],
			tooOld: words["error.old_browser"],
		}
		if one.code == defaultLanguage {
			s.languages = append([]language{one}, s.languages...)
		} else {
			s.languages = append(s.languages, one)
		}
	}
	if len(s.languages) == 0 || s.languages[0].code != defaultLanguage {
		return fmt.Errorf("no words: text/%s.json is missing", defaultLanguage)
	}
	return nil
}

// filled is what shell.html shows of one page.
type filled struct {
	Page
	Lang, Look, Scheme, Icon, Title, Languages, Pages, TooOld, Module string
	Sheets, Scripts                                                   []string
}

// Page returns the document of a page: its own script is pages/NAME/NAME.js, a module, or walls/NAME.js, a plain
// script for old televisions; its style sheets lie beside it.
func (s *Site) Page(page Page) (File, error) {
	f := filled{Page: page, Lang: s.languages[0].tag, Title: "bayline", Scripts: []string{"lib/text.js", "lib/picture.js", "lib/live.js"}}
	if page.Wall {
		f.Look, f.Scheme, f.Icon = "wall", "dark", "data:,"
		f.Sheets = []string{"lib/tokens.css", "walls/wall.css"}
		f.Scripts = append(f.Scripts, "walls/wall.js")
	} else {
		f.Look, f.Scheme, f.Icon = "desk", "light", "/static/lib/icon.svg"
		f.Sheets = []string{"lib/tokens.css", "parts/base.css", "parts/desk.css"}
		f.Sheets = append(f.Sheets, s.sheets("parts", "parts/base.css", "parts/desk.css")...)
	}
	plain, module := "walls/"+page.Name+".js", "pages/"+page.Name+"/"+page.Name+".js"
	switch {
	case s.files[module].Body != nil:
		f.Module = module
		f.Sheets = append(f.Sheets, s.sheets("pages/"+page.Name)...)
	case page.Wall && s.files[plain].Body != nil:
		f.Scripts = append(f.Scripts, plain)
		f.Sheets = append(f.Sheets, "walls/"+page.Name+".css")
	default:
		return File{}, fmt.Errorf("page %s: no script %s", page.Name, module)
	}
	var names, tooOld []string
	for _, one := range s.languages {
		names = append(names, one.code+"="+one.name)
		tooOld = append(tooOld, one.tooOld)
	}
	f.Languages, f.TooOld = strings.Join(names, ","), strings.Join(tooOld, " · ")
	if f.Module != "" {
		links, err := json.Marshal(page.Links)
		if err != nil {
			return File{}, err
		}
		f.Pages = string(links)
	}
	shell, err := template.New(shellName).Parse(s.shell)
	if err != nil {
		return File{}, err
	}
	var out bytes.Buffer
	if err := shell.Execute(&out, f); err != nil {
		return File{}, err
	}
	return newFile(page.Name+".html", out.Bytes())
}

// sheets lists the style sheets of a directory in alphabetical order, but for some.
func (s *Site) sheets(dir string, but ...string) []string {
	var all []string
	for _, name := range s.names {
		if path.Dir(name) == dir && path.Ext(name) == ".css" && !strings.Contains(strings.Join(but, " "), name) {
			all = append(all, name)
		}
	}
	return all
}
