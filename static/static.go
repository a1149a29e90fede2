// Package static holds the pages as they are sent: scripts, style sheets, words and drawings, embedded in the program.
// Nothing is built or fetched when it runs; static/vendor was made once by static/bundle and is committed.
//
//	shell.html  the one HTML document; Site.Page fills it for each page
//	lib         what draws nothing: words and times, the live feed, the API, who acts and where; colours and sizes
//	parts       what staff pages are built from; how, is written at the top of parts/app.js
//	pages/NAME  a page: NAME.js, a module, its own modules and style sheets
//	walls       pages of old televisions: plain ES2015 scripts; how, is written at the top of walls/wall.js
//	text        the word catalogue, a file a language
//	vendor      what the pages borrow
//	check       not served: tests in node, and the types the scripts are checked against (api.d.ts of the API's document:
//	            npm ci --prefix static/check, then npm run --prefix static/check api after a change of the API, types)
package static

import (
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"fmt"
	"io/fs"
	"slices"
)

//go:embed shell.html lib parts pages walls text vendor
var embedded embed.FS

// Text returns the directory of the word catalogue: one JSON file a language, zh.json. Package words prints from it.
func Text() fs.FS {
	dir, err := fs.Sub(embedded, "text")
	if err != nil {
		panic(err) // the name is a constant
	}
	return dir
}

// Site is every file, read, tagged and compressed once. It is read-only and safe for any number of readers.
type Site struct {
	files     map[string]File
	names     []string
	build     string
	shell     string
	languages []language
}

// Open reads the embedded files; a file of an extra directory stands beside them or in place of one. An error means a
// broken build.
func Open(extra ...fs.FS) (*Site, error) {
	site := &Site{files: map[string]File{}}
	for _, dir := range append([]fs.FS{embedded}, extra...) {
		if err := site.read(dir); err != nil {
			return nil, fmt.Errorf("read the pages: %w", err)
		}
	}
	if err := site.fillLanguages(); err != nil {
		return nil, fmt.Errorf("read the words: %w", err)
	}
	shell := site.files[shellName]
	delete(site.files, shellName)
	site.shell = string(shell.Body)
	for name := range site.files {
		site.names = append(site.names, name)
	}
	slices.Sort(site.names)
	whole := sha256.New()
	fmt.Fprintln(whole, shellName, shell.ETag)
	for _, name := range site.names {
		fmt.Fprintln(whole, name, site.files[name].ETag)
	}
	site.build = hex.EncodeToString(whole.Sum(nil))[:12]
	return site, site.readLanguages()
}

func (s *Site) read(dir fs.FS) error {
	return fs.WalkDir(dir, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		body, err := fs.ReadFile(dir, name)
		if err != nil {
			return err
		}
		file, err := newFile(name, body)
		if err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		s.files[name] = file
		return nil
	})
}

// File returns the file called name, as in File.Name, and whether there is one.
func (s *Site) File(name string) (File, bool) {
	file, ok := s.files[name]
	return file, ok
}

// Names lists every file, sorted.
func (s *Site) Names() []string { return slices.Clone(s.names) }

// Build names the content of the whole site in 12 hexadecimal digits. Screens compare it to learn that
// a newer version is there; two programs with the same pages have the same build.
func (s *Site) Build() string { return s.build }
