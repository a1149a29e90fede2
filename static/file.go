package static

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"mime"
	"path"
)

// File is one file as a server sends it.
type File struct {
	Name string // path below /static/, with slashes: "parts/app.js", "vendor/icons.svg"
	Type string // value of Content-Type
	ETag string // strong entity tag with its quotes, from the content alone
	Body []byte // shared: not to be changed
	Gzip []byte // the same compressed, nil where that saves nothing; shared
}

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
