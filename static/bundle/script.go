package main

import (
	"errors"
	"fmt"
	"strings"

	"github.com/evanw/esbuild/pkg/api"
)

// entry is what static/vendor/preact.js exports: one module with one copy of each library, so that
// hooks, signals and templates agree about the component being drawn.
const entry = `
import { h } from "preact";
import htm from "htm";
export { h, render, Fragment, createContext, createRef, cloneElement, toChildArray } from "preact";
export {
  useState, useReducer, useEffect, useLayoutEffect, useRef, useMemo, useCallback, useContext, useErrorBoundary, useId,
} from "preact/hooks";
export { signal, computed, effect, batch, untracked, useSignal, useComputed, useSignalEffect } from "@preact/signals";
// Htm keeps what holds no values and gives the same node again; a node knows the page it was first drawn in, and would
// hold all of it for as long as the wall hangs. Marked as one with values (3), it is made anew.
export const html = htm.bind(function (...what) {
	this[0] = 3;
	return h(...what);
});
`

// bundleScript turns the entry and the unpacked packages into one minified ES module.
func bundleScript(work string) ([]byte, error) {
	result := api.Build(api.BuildOptions{
		AbsWorkingDir: work,
		Stdin:         &api.StdinOptions{Contents: entry, ResolveDir: work, Sourcefile: "entry.js"},
		Bundle:        true,
		Format:        api.FormatESModule,
		Platform:      api.PlatformBrowser,
		Target:        api.ES2020,
		LegalComments: api.LegalCommentsNone,

		MinifyWhitespace: true, MinifyIdentifiers: true, MinifySyntax: true,
		Define: map[string]string{"process.env.NODE_ENV": `"production"`},
		Banner: map[string]string{"js": "/* preact, hooks, htm, signals: made by static/bundle, see lock.json and LICENCES.txt */"},
	})
	if err := failed(result.Errors); err != nil {
		return nil, err
	}
	return result.OutputFiles[0].Contents, nil
}

// failed joins the bundler's messages into one error that names file and line, or nil.
func failed(messages []api.Message) error {
	var all []error
	for _, m := range messages {
		where := ""
		if m.Location != nil {
			where = fmt.Sprintf("%s:%d: ", m.Location.File, m.Location.Line)
		}
		all = append(all, errors.New(where+strings.TrimSpace(m.Text)))
	}
	return errors.Join(all...)
}
