package main

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"crypto/sha512"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// packages is everything the pages borrow. Raising a version here and running make is the whole upgrade.
func packages() []borrowed {
	return []borrowed{
		{Name: "preact", Version: "11.2.0", Licence: "MIT"},
		{Name: "htm", Version: "3.1.1", Licence: "Apache-2.0"},
		{Name: "@preact/signals", Version: "2.11.4", Licence: "MIT"},
		{Name: "@preact/signals-core", Version: "1.14.5", Licence: "MIT"},
		{Name: "lucide-static", Version: "1.62.0", Licence: "ISC"},
	}
}

// borrowed is one package as the lock file records it: where it came from and exactly which bytes.
type borrowed struct {
	Name      string `json:"name"`
	Version   string `json:"version"`
	Licence   string `json:"licence"`
	Integrity string `json:"integrity"` // sha512 of the tarball, in the package manager's own notation
	SHA256    string `json:"sha256"`    // of the same tarball, hexadecimal
}

// made is one file this program wrote into the vendor directory.
type made struct {
	Name   string `json:"name"`
	SHA256 string `json:"sha256"`
}

type lock struct {
	Packages []borrowed `json:"packages"`
	Files    []made     `json:"files"`
}

// makeVendor downloads the packages into a temporary directory and writes the script bundle, the icon
// sprite, the licences and the lock file. A package whose bytes differ from the lock file's for the
// same version is refused: a published version never changes.
func makeVendor(static string) error {
	work, err := os.MkdirTemp("", "bundle")
	if err != nil {
		return err
	}
	defer os.RemoveAll(work)

	vendor := filepath.Join(static, "vendor")
	known := map[string]string{}
	var before lock
	switch text, err := os.ReadFile(filepath.Join(vendor, "lock.json")); {
	case err == nil:
		if err := json.Unmarshal(text, &before); err != nil {
			return fmt.Errorf("lock.json: %w", err)
		}
	case !errors.Is(err, os.ErrNotExist):
		return err
	}
	for _, p := range before.Packages {
		known[p.Name+"@"+p.Version] = p.Integrity
	}

	now := lock{Packages: packages()}
	var licences strings.Builder
	for i := range now.Packages {
		p := &now.Packages[i]
		if err := p.download(work); err != nil {
			return fmt.Errorf("%s %s: %w", p.Name, p.Version, err)
		}
		if want, ok := known[p.Name+"@"+p.Version]; ok && want != p.Integrity {
			return fmt.Errorf("%s %s is not what lock.json records: have %s, want %s", p.Name, p.Version, p.Integrity, want)
		}
		text, err := os.ReadFile(filepath.Join(work, "node_modules", p.Name, "LICENSE"))
		if err != nil {
			return err
		}
		fmt.Fprintf(&licences, "%s %s (%s)\n\n%s\n\n", p.Name, p.Version, p.Licence, strings.TrimSpace(string(text)))
	}

	script, err := bundleScript(work)
	if err != nil {
		return err
	}
	sprite, err := iconSprite(filepath.Join(work, "node_modules", "lucide-static", "icons"))
	if err != nil {
		return err
	}
	for _, file := range []struct {
		name string
		body []byte
	}{{"preact.js", script}, {"icons.svg", sprite}, {"LICENCES.txt", []byte(licences.String())}} {
		if err := os.WriteFile(filepath.Join(vendor, file.name), file.body, 0o644); err != nil {
			return err
		}
		sum := sha256.Sum256(file.body)
		now.Files = append(now.Files, made{Name: file.name, SHA256: hex.EncodeToString(sum[:])})
		fmt.Printf("%-14s %6d bytes, %5d gzipped\n", file.name, len(file.body), gzipped(file.body))
	}
	text, err := json.MarshalIndent(now, "", "  ")
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(vendor, "lock.json"), append(text, '\n'), 0o644)
}

// download fetches one package by name and version with the ordinary client, records its digests and
// unpacks it under work/node_modules.
func (p *borrowed) download(work string) error {
	cmd := exec.Command("npm", "pack", "--silent", "--ignore-scripts", p.Name+"@"+p.Version)
	cmd.Dir, cmd.Stderr = work, os.Stderr
	out, err := cmd.Output()
	if err != nil {
		return fmt.Errorf("npm pack: %w", err)
	}
	tarball, err := os.ReadFile(filepath.Join(work, strings.TrimSpace(string(out))))
	if err != nil {
		return err
	}
	long, short := sha512.Sum512(tarball), sha256.Sum256(tarball)
	p.Integrity = "sha512-" + base64.StdEncoding.EncodeToString(long[:])
	p.SHA256 = hex.EncodeToString(short[:])
	return unpack(tarball, filepath.Join(work, "node_modules", p.Name))
}

// unpack writes the files of a package tarball, whose entries all lie under "package/", into dir.
func unpack(tarball []byte, dir string) error {
	plain, err := gzip.NewReader(bytes.NewReader(tarball))
	if err != nil {
		return err
	}
	for entries := tar.NewReader(plain); ; {
		head, err := entries.Next()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		_, name, _ := strings.Cut(head.Name, "/")
		if head.Typeflag != tar.TypeReg || !filepath.IsLocal(name) {
			continue
		}
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			return err
		}
		body, err := io.ReadAll(entries)
		if err != nil {
			return err
		}
		if err := os.WriteFile(path, body, 0o644); err != nil {
			return err
		}
	}
}

func gzipped(body []byte) int {
	var out bytes.Buffer
	w := gzip.NewWriter(&out)
	if _, err := w.Write(body); err != nil {
		return -1
	}
	if err := w.Close(); err != nil {
		return -1
	}
	return out.Len()
}
