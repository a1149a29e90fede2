// Package static holds the pages as they are sent: HTML, style sheets, scripts, words and drawings,
// embedded in the program. Nothing is built or fetched when it runs; static/vendor was made once by
// static/bundle and is committed.
//
// How a page is put together is written at the top of app.js (staff pages), base.css and wall.css.
package static

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"fmt"
	"io/fs"
	"mime"
	"path"
	"sort"
)

//go:embed *.html *.css *.js *.svg text/*.json vendor
var embedded embed.FS

// Text returns the directory of the word catalogue: one JSON file a language, zh.json. Package words prints from it.
func Text() fs.FS {
	dir, err := fs.Sub(embedded, "text")
	if err != nil {
		panic(err) // the name is a constant
	}
	return dir
}

// File is one file as a server sends it.
type File struct {
	Name string // path below /static/, with slashes: "app.js", "vendor/icons.svg"
	Type string // value of Content-Type
	ETag string // strong entity tag with its quotes, from the content alone
	Body []byte // shared: not to be changed
	Gzip []byte // the same compressed, nil where that saves nothing; shared
}

// Site is every embedded file, read, tagged and compressed once. It is read-only and safe for any
// number of readers.
type Site struct {
	files map[string]File
	build string
}

// Open reads the embedded files. An error means a broken build.
func Open() (*Site, error) {
	site := &Site{files: map[string]File{}}
	err := fs.WalkDir(embedded, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		body, err := embedded.ReadFile(name)
		if err != nil {
			return err
		}
		file, err := newFile(name, body)
		if err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		site.files[name] = file
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("read the embedded pages: %w", err)
	}
	whole := sha256.New()
	for _, name := range site.Names() {
		fmt.Fprintln(whole, name, site.files[name].ETag)
	}
	site.build = hex.EncodeToString(whole.Sum(nil))[:12]
	return site, nil
}

// File gives the file called name, as in File.Name, and whether there is one.
func (s *Site) File(name string) (File, bool) {
	file, ok := s.files[name]
	return file, ok
}

// Names lists every file, sorted.
func (s *Site) Names() []string {
	names := make([]string, 0, len(s.files))
	for name := range s.files {
		names = append(names, name)
	}
	sort.Strings(names)
	return names
}

// Build names the content of the whole site in 12 hexadecimal digits. Screens compare it to learn that
// a newer version is there; two programs with the same pages have the same build.
func (s *Site) Build() string { return s.build }

func newFile(name string, body []byte) (File, error) {
	sum := sha256.Sum256(body)
	file := File{Name: name, Type: contentType(name), ETag: `"` + hex.EncodeToString(sum[:12]) + `"`, Body: body}
	var out bytes.Buffer
	w, err := gzip.NewWriterLevel(&out, gzip.BestCompression)
	if err != nil {
		return File{}, err
	}
	if _, err := w.Write(body); err != nil {
		return File{}, err
	}
	if err := w.Close(); err != nil {
		return File{}, err
	}
	if out.Len() < len(body)*9/10 {
		file.Gzip = out.Bytes()
	}
	return file, nil
}

// contentType does not ask the machine's own tables first: a page must not depend on them.
func contentType(name string) string {
	switch ext := path.Ext(name); ext {
	case ".html":
		return "text/html; charset=utf-8"
	case ".css":
		return "text/css; charset=utf-8"
	case ".js":
		return "text/javascript; charset=utf-8"
	case ".json":
		return "application/json"
	case ".svg":
		return "image/svg+xml"
	case ".txt":
		return "text/plain; charset=utf-8"
	default:
		if known := mime.TypeByExtension(ext); known != "" {
			return known
		}
		return "application/octet-stream"
	}
}
