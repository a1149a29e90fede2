package api_test

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"mime"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/stretchr/testify/require"
)

// contract is the OpenAPI document as a client generator reads it: what an operation may answer. Its schemas are
// compiled when they are first met.
type contract struct {
	mu       sync.Mutex
	compiler *jsonschema.Compiler
	paths    map[string]map[string]operation
	schemas  map[string]*jsonschema.Schema
}

func readContract(text []byte) (*contract, error) {
	var d document
	if err := json.Unmarshal(text, &d); err != nil {
		return nil, fmt.Errorf("the document: %w", err)
	}
	whole, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
	if err != nil {
		return nil, fmt.Errorf("the document: %w", err)
	}
	c := &contract{compiler: jsonschema.NewCompiler(), paths: d.Paths, schemas: map[string]*jsonschema.Schema{}}
	c.compiler.AssertFormat()
	return c, c.compiler.AddResource("openapi.json", whole)
}

// holds returns what an answer has that the document does not say: a status, a content type or a body. Addresses that
// are not in the document may answer what they like; a problem is a problem everywhere.
func (c *contract) holds(method, path string, status int, header http.Header, body []byte) error {
	kind, _, _ := mime.ParseMediaType(header.Get("Content-Type"))
	template, operations := c.find(path)
	op, documented := operations[strings.ToLower(method)]
	if method == http.MethodHead {
		op, documented = operations["get"]
	}
	if !documented {
		if kind != "application/problem+json" || method == http.MethodHead {
			return nil
		}
		return c.valid("/components/schemas/Problem", body)
	}
	response, ok := op.Responses[strconv.Itoa(status)]
	if !ok {
		return fmt.Errorf("status %d; documented: %v", status, slices.Sorted(maps.Keys(op.Responses)))
	}
	if len(response.Content) == 0 || method == http.MethodHead {
		if len(body) > 0 {
			return errors.New("a body where none is documented")
		}
		return nil
	}
	if _, ok := response.Content[kind]; !ok {
		return fmt.Errorf("content type %q; documented: %v", kind, slices.Sorted(maps.Keys(response.Content)))
	}
	at := []string{"paths", template, strings.ToLower(method), "responses", strconv.Itoa(status), "content", kind, "schema"}
	for i, part := range at {
		at[i] = strings.ReplaceAll(strings.ReplaceAll(part, "~", "~0"), "/", "~1")
	}
	return c.valid("/"+strings.Join(at, "/"), body)
}

// find returns the operations of a path, those of a template where no path is written so.
func (c *contract) find(path string) (string, map[string]operation) {
	if found, ok := c.paths[path]; ok {
		return path, found
	}
	parts := strings.Split(path, "/")
	for template, found := range c.paths {
		places := strings.Split(template, "/")
		if len(places) == len(parts) && slices.EqualFunc(places, parts, func(place, part string) bool {
			return place == part || strings.HasPrefix(place, "{")
		}) {
			return template, found
		}
	}
	return "", nil
}

func (c *contract) valid(pointer string, body []byte) error {
	value, err := jsonschema.UnmarshalJSON(bytes.NewReader(body))
	if err != nil {
		return fmt.Errorf("no JSON: %w", err)
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.schemas[pointer] == nil {
		if c.schemas[pointer], err = c.compiler.Compile("openapi.json#" + pointer); err != nil {
			return fmt.Errorf("the schema: %w", err)
		}
	}
	return c.schemas[pointer].Validate(value)
}

// theContract is read from the first server of the tests: every server has the same.
var theContract struct {
	sync.Once
	*contract
	err error
}

// checked is a way to a server on which every answer is held against the document.
type checked struct {
	*http.Transport
	url string
}

// RoundTrip implements http.RoundTripper. An answer that is not as documented is an error.
func (c checked) RoundTrip(r *http.Request) (*http.Response, error) {
	theContract.Do(func() {
		var text []byte
		if text, theContract.err = c.fetch(c.url + "/api/openapi.json"); theContract.err == nil {
			theContract.contract, theContract.err = readContract(text)
		}
	})
	if theContract.err != nil {
		return nil, theContract.err
	}
	res, err := c.Transport.RoundTrip(r)
	if err != nil {
		return nil, err
	}
	body, err := io.ReadAll(res.Body)
	_ = res.Body.Close()
	if err != nil {
		return nil, err
	}
	res.Body = io.NopCloser(bytes.NewReader(body))
	if res.Header.Get("Content-Encoding") == "gzip" {
		unzip, err := gzip.NewReader(bytes.NewReader(body))
		if err != nil {
			return nil, err
		}
		if body, err = io.ReadAll(unzip); err != nil {
			return nil, err
		}
	}
	if err := theContract.holds(r.Method, r.URL.Path, res.StatusCode, res.Header, body); err != nil {
		return nil, fmt.Errorf("the answer is not as documented: %w\n%.2000s", err, body)
	}
	return res, nil
}

func (c checked) fetch(url string) ([]byte, error) {
	res, err := (&http.Client{Transport: c.Transport}).Get(url)
	if err != nil {
		return nil, err
	}
	defer res.Body.Close()
	return io.ReadAll(res.Body)
}

// The check finds what is not documented.
func TestTheContractIsHeld(t *testing.T) {
	s := serve(t)
	c, err := readContract([]byte(s.get("/api/openapi.json").body))
	require.NoError(t, err)
	asJSON := http.Header{"Content-Type": {"application/json"}}
	good := s.must(http.StatusOK, s.get("/api/v1/shops")).body
	require.NoError(t, c.holds("GET", "/api/v1/shops", 200, asJSON, []byte(good)))
	for name, err := range map[string]error{
		"status":             c.holds("GET", "/api/v1/shops", 418, asJSON, []byte(good)),
		"content type":       c.holds("GET", "/api/v1/shops", 200, http.Header{"Content-Type": {"text/plain"}}, []byte(good)),
		"another type":       c.holds("GET", "/api/v1/shops", 200, asJSON, []byte(`{"shops":{}}`)),
		"a property missing": c.holds("GET", "/api/v1/shops", 200, asJSON, []byte(`{"shops":[{"id":"a"}]}`)),
		"a property more":    c.holds("GET", "/api/v1/shops", 200, asJSON, []byte(`{"shops":[],"secret":1}`)),
		"no problem":         c.holds("GET", "/nothing", 404, http.Header{"Content-Type": {"application/problem+json"}}, []byte(`{}`)),
		"behind a place":     c.holds("GET", "/api/v1/visits/V1", 200, asJSON, []byte(`{"id":5}`)),
		"head with a body":   c.holds("HEAD", "/api/v1/shops", 200, asJSON, []byte(good)),
	} {
		require.Error(t, err, name)
	}
}
