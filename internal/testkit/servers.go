// Package testkit gives tests the real things they run against: a PostgreSQL database, a Redis, a data directory, a
// browser. Each is made for one test and taken away after it, so that tests do not see each other.
//
// A missing server fails the test instead of skipping it; `bash .ci/test` starts what is missing.
package testkit

import (
	"context"
	"crypto/rand"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/redis/go-redis/v9"
)

const (
	defaultDatabase = "postgres://127.0.0.1:5432/postgres?sslmode=disable"
	defaultRedis    = "redis://127.0.0.1:6379/0"
	timeout         = 20 * time.Second
)

// Postgres makes a fresh database and returns its URL. BAYLINE_TEST_DATABASE_URL names the database to connect to for
// that, by default the local server without a password. The test's database is dropped at its end.
func Postgres(t testing.TB) string {
	t.Helper()
	admin := fromEnvironment("BAYLINE_TEST_DATABASE_URL", defaultDatabase)
	name := "bayline_test_" + unique()
	execute(t, admin, "CREATE DATABASE "+name)
	t.Cleanup(func() { execute(t, admin, "DROP DATABASE "+name+" WITH (FORCE)") })

	location, err := url.Parse(admin)
	if err != nil {
		t.Fatalf("BAYLINE_TEST_DATABASE_URL: %v", err)
	}
	location.Path = "/" + name
	return location.String()
}

func execute(t testing.TB, database, statement string) {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), timeout)
	defer cancel()
	conn, err := pgx.Connect(ctx, database)
	if err != nil {
		t.Fatalf("this test needs PostgreSQL at %s: %v\nstart it with: bash .ci/test", database, err)
	}
	defer conn.Close(ctx)
	if _, err := conn.Exec(ctx, statement); err != nil {
		t.Fatalf("%s: %v", statement, err)
	}
}

// Redis returns the URL of a Redis and a prefix for channels and keys which no other test uses.
// BAYLINE_TEST_REDIS_URL names the server, by default the local one.
func Redis(t testing.TB) (url, prefix string) {
	t.Helper()
	url = fromEnvironment("BAYLINE_TEST_REDIS_URL", defaultRedis)
	options, err := redis.ParseURL(url)
	if err != nil {
		t.Fatalf("BAYLINE_TEST_REDIS_URL: %v", err)
	}
	ctx, cancel := context.WithTimeout(context.Background(), timeout)
	defer cancel()
	client := redis.NewClient(options)
	defer client.Close()
	if err := client.Ping(ctx).Err(); err != nil {
		t.Fatalf("this test needs Redis at %s: %v\nstart it with: bash .ci/test", url, err)
	}
	return url, "bayline-test-" + unique() + ":"
}

// Dir returns the path of a data directory that does not exist yet. Its name is one that careless code gets wrong.
func Dir(t testing.TB) string {
	t.Helper()
	return filepath.Join(t.TempDir(), "车间 data #1 100%?")
}

func fromEnvironment(name, otherwise string) string {
	if value := os.Getenv(name); value != "" {
		return value
	}
	return otherwise
}

func unique() string { return strings.ToLower(rand.Text()[:16]) }
