// Command openapi prints the OpenAPI document of this source as JSON, as /api/openapi.json answers it. The types of the
// pages are made from it; no shop, journal or network is needed.
package main

import (
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"os"

	"bayline/internal/api"
	"bayline/static"
)

func main() {
	site, err := static.Open()
	if err != nil {
		log.Fatal(err)
	}
	server := api.New(api.Options{Site: site})
	answer, err := server.App.Test(httptest.NewRequest(http.MethodGet, "/api/openapi.json", nil), -1)
	if err != nil {
		log.Fatal(err)
	}
	if answer.StatusCode != http.StatusOK {
		log.Fatal(answer.Status)
	}
	if _, err := io.Copy(os.Stdout, answer.Body); err != nil {
		log.Fatal(err)
	}
}
