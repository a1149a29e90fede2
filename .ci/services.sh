# Sourced by .ci/test: what the tests need beside Go, installed and started only where it is missing.
# A server that already answers is used as it is; otherwise a private one runs in a temporary
# directory on a free port until the script ends, so nobody's server is ever reconfigured.

scratch=$(mktemp -d)
chmod 755 "$scratch"
stop_services() {
  if [ -n "${private_postgres:-}" ]; then as_server "$pg_bin/pg_ctl" -D "$private_postgres" -m immediate stop >/dev/null 2>&1 || true; fi
  if [ -n "${private_redis:-}" ]; then kill "$private_redis" 2>/dev/null || true; wait "$private_redis" 2>/dev/null || true; fi
  rm -rf "$scratch"
}
trap stop_services EXIT

# as_root runs a command as root, through sudo where the caller is somebody else.
as_root() { if [ "$(id -u)" = 0 ]; then "$@"; else sudo -n "$@"; fi; }

# as_server runs a command as the user that owns the private PostgreSQL: it refuses to be root.
as_server() { if [ "$(id -u)" = 0 ]; then (cd / && runuser -u postgres -- "$@"); else "$@"; fi; }

free_port() {
  local port
  for _ in $(seq 50); do
    port=$((20000 + RANDOM % 12000))
    if ! (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; then echo "$port"; return; fi
  done
  echo "no free port found on the loopback address" >&2
  return 1
}

pg_answers() { command -v psql >/dev/null && PGCONNECT_TIMEOUT=3 psql -wXqtA "$1" -c 'select 1' >/dev/null 2>&1; }
redis_answers() { command -v redis-cli >/dev/null && [ "$(redis-cli -u "$1" ping 2>/dev/null)" = PONG ]; }
pg_programs() { ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -1; }

install_missing() {
  local missing=()
  { command -v psql >/dev/null && [ -n "$(pg_programs)" ]; } || missing+=(postgresql)
  { command -v redis-server >/dev/null && command -v redis-cli >/dev/null; } || missing+=(redis-server)
  command -v chromium >/dev/null || missing+=(chromium)
  command -v node >/dev/null || missing+=(nodejs)
  command -v npm >/dev/null || missing+=(npm)
  [ -n "$(fc-list :lang=zh 2>/dev/null)" ] || missing+=(fontconfig fonts-noto-cjk)
  # The race detector links with C.
  command -v gcc >/dev/null || missing+=(gcc libc6-dev)
  if [ ${#missing[@]} -eq 0 ]; then return; fi
  if ! command -v apt-get >/dev/null; then
    echo "please install: ${missing[*]} (named as Debian packages)" >&2
    return 1
  fi
  echo "installing ${missing[*]}"
  as_root apt-get update -qq >/dev/null
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >"$scratch/apt.log" 2>&1 ||
    { tail -30 "$scratch/apt.log" >&2; return 1; }
}

start_postgres() {
  local url="${BAYLINE_TEST_DATABASE_URL:-postgres://127.0.0.1:5432/postgres?sslmode=disable}" port
  if pg_answers "$url"; then export BAYLINE_TEST_DATABASE_URL="$url"; echo "PostgreSQL: the running server"; return; fi
  pg_bin=$(pg_programs)
  private_postgres="$scratch/postgres"
  mkdir "$private_postgres"
  if [ "$(id -u)" = 0 ]; then chown postgres "$private_postgres"; fi
  port=$(free_port)
  as_server "$pg_bin/initdb" -D "$private_postgres" -U bayline -A trust -E UTF8 --locale=C.UTF-8 >"$scratch/initdb.log" 2>&1 ||
    { cat "$scratch/initdb.log" >&2; return 1; }
  as_server "$pg_bin/pg_ctl" -D "$private_postgres" -l "$private_postgres/server.log" -w -t 60 start \
    -o "-p $port -c listen_addresses=127.0.0.1 -c unix_socket_directories='$private_postgres' -c max_connections=300" >/dev/null ||
    { cat "$private_postgres/server.log" >&2; return 1; }
  export BAYLINE_TEST_DATABASE_URL="postgres://bayline@127.0.0.1:$port/postgres?sslmode=disable"
  pg_answers "$BAYLINE_TEST_DATABASE_URL" || { echo "the private PostgreSQL does not answer" >&2; return 1; }
  echo "PostgreSQL: a private server on port $port"
}

start_redis() {
  local url="${BAYLINE_TEST_REDIS_URL:-redis://127.0.0.1:6379/0}" port
  if redis_answers "$url"; then export BAYLINE_TEST_REDIS_URL="$url"; echo "Redis: the running server"; return; fi
  port=$(free_port)
  redis-server --port "$port" --bind 127.0.0.1 --save '' --appendonly no --dir "$scratch" >"$scratch/redis.log" 2>&1 &
  private_redis=$!
  export BAYLINE_TEST_REDIS_URL="redis://127.0.0.1:$port/0"
  for _ in $(seq 50); do
    if redis_answers "$BAYLINE_TEST_REDIS_URL"; then echo "Redis: a private server on port $port"; return; fi
    sleep 0.1
  done
  cat "$scratch/redis.log" >&2
  return 1
}
