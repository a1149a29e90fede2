package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"

	"github.com/evanw/esbuild/pkg/api"
)

// old tells the scripts an old television's browser (Chromium 53 class) loads: plain scripts, no
// modules, no syntax after ES2015 and none of the calls that browser lacks.
func old(name string) bool {
	return strings.HasPrefix(name, "walls/") || name == "lib/text.js" || name == "lib/live.js" || name == "lib/nomodule.js"
}

// newerCalls are what a browser of 2016 does not have though it parses.
var newerCalls = regexp.MustCompile(`\bObject\.(values|entries|fromEntries)\b|\.(padStart|padEnd|formatToParts|append|prepend|replaceWith|replaceChildren|replaceAll|flat|flatMap|at|matchAll|finally|allSettled|toSorted|toReversed|findLast)\(|\b(AbortController|queueMicrotask|structuredClone|globalThis|ResizeObserver)\b`)

// check parses every script and style sheet of the pages below dir and reports all that is wrong at once.
func check(dir string) error {
	var wrong []error
	seen := 0
	for _, room := range []string{"lib", "parts", "pages", "walls"} {
		err := filepath.WalkDir(filepath.Join(dir, room), func(path string, entry fs.DirEntry, err error) error {
			if err != nil || entry.IsDir() || (filepath.Ext(path) != ".js" && filepath.Ext(path) != ".css") {
				return err
			}
			text, err := os.ReadFile(path)
			if err != nil {
				return err
			}
			name, err := filepath.Rel(dir, path)
			if err != nil {
				return err
			}
			seen++
			wrong = append(wrong, checkFile(filepath.ToSlash(name), string(text)))
			return nil
		})
		if err != nil {
			return err
		}
	}
	if seen == 0 {
		wrong = append(wrong, fmt.Errorf("no script and no style sheet in %s", dir))
	}
	fmt.Printf("%d scripts and style sheets parsed\n", seen)
	return errors.Join(wrong...)
}

func checkFile(name, text string) error {
	if strings.HasSuffix(name, ".css") {
		result := api.Transform(text, api.TransformOptions{Loader: api.LoaderCSS, Sourcefile: name})
		return failed(append(result.Errors, result.Warnings...))
	}
	newest, err := parse(name, text, api.ESNext)
	if err != nil || !old(name) {
		return err
	}
	// The bundler rewrites newer syntax rather than refusing it; so whatever it rewrites is too new.
	old, err := parse(name, text, api.ES2015)
	if err != nil {
		return err
	}
	if line := firstDifference(newest, old); line != "" {
		return fmt.Errorf("%s: newer than ES2015, which an old television's browser cannot read: %s", name, line)
	}
	for n, line := range strings.Split(newest, "\n") {
		if call := newerCalls.FindString(line); call != "" {
			return fmt.Errorf("%s: %q is missing in Chromium 53 (statement %d: %s)", name, call, n+1, strings.TrimSpace(line))
		}
	}
	if regexp.MustCompile(`(?m)^\s*(import|export)\b`).MatchString(text) {
		return fmt.Errorf("%s: a plain script cannot import or export", name)
	}
	return nil
}

// parse returns the script printed in one canonical form, without comments.
func parse(name, text string, target api.Target) (string, error) {
	result := api.Transform(text, api.TransformOptions{
		Loader: api.LoaderJS, Sourcefile: name, Target: target, LegalComments: api.LegalCommentsNone,
	})
	return string(result.Code), failed(append(result.Errors, result.Warnings...))
}

func firstDifference(a, b string) string {
	left, right := strings.Split(a, "\n"), strings.Split(b, "\n")
	for i, line := range left {
		if i >= len(right) || line != right[i] {
			return strings.TrimSpace(line)
		}
	}
	return ""
}
