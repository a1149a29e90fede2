package checker

import (
	"context"
	"fmt"
	"net"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"slices"
	"strconv"
	"syscall"
	"time"

	"bayline/internal/journal/postgres"
)

// database is a PostgreSQL cluster of the checker's own.
type database struct {
	process
	port   string
	data   string
	backup string
	tool   func(name string) string
}

// openDatabase makes and starts a cluster in dir. PostgreSQL refuses to run as root, so root hands it to another user.
func openDatabase(ctx context.Context, dir string) (*database, error) {
	tool, err := postgresTools()
	if err != nil {
		return nil, err
	}
	port, err := freePort()
	if err != nil {
		return nil, err
	}
	home := filepath.Join(dir, "postgres")
	if err := os.MkdirAll(home, 0o755); err != nil {
		return nil, err
	}
	d := &database{port: port, data: filepath.Join(home, "data"), backup: filepath.Join(home, "backup"), tool: tool}
	d.name, d.dir = "postgres", home
	if os.Getuid() == 0 {
		if d.as, err = somebody(); err != nil {
			return nil, err
		}
		if err := os.Chown(home, int(d.as.Uid), int(d.as.Gid)); err != nil {
			return nil, err
		}
		for up := dir; up != "/" && up != os.TempDir(); up = filepath.Dir(up) {
			if err := os.Chmod(up, 0o755); err != nil {
				return nil, err
			}
		}
	}
	if err := d.command(ctx, tool("initdb"), "-D", d.data, "-A", "trust", "-U", "bayline", "-E", "UTF8", "--no-locale", "-N"); err != nil {
		return nil, err
	}
	d.args = []string{tool("postgres"), "-D", d.data, "-p", port, "-h", "127.0.0.1", "-k", home, "-c", "shared_buffers=32MB", "-c", "max_connections=120", "-c", "track_commit_timestamp=on"}
	return d, d.up(ctx)
}

// address gives host:port.
func (d *database) address() string { return net.JoinHostPort("127.0.0.1", d.port) }

// url gives the address of the database as seen through a host:port.
func (d *database) url(through string) string {
	return "postgres://bayline@" + through + "/postgres?sslmode=disable&pool_max_conns=10"
}

func (d *database) up(ctx context.Context) error {
	if err := d.start(); err != nil {
		return err
	}
	return d.answers(ctx, func(ctx context.Context) error {
		return d.command(ctx, d.tool("pg_isready"), "-q", "-h", "127.0.0.1", "-p", d.port)
	})
}

// committed tells when a record was committed.
func (d *database) committed(ctx context.Context, p position) (time.Time, error) {
	return postgres.CommittedAt(ctx, "postgres://bayline@"+d.address()+"/postgres?sslmode=disable", string(p.shop), p.seq)
}

// down ends the server at once, without a checkpoint; what was committed must survive that.
func (d *database) down() error {
	_, err := d.end(syscall.SIGQUIT, 20*time.Second)
	return err
}

// save copies the stopped cluster away.
func (d *database) save(ctx context.Context) error {
	if err := d.down(); err != nil {
		return err
	}
	if err := d.command(ctx, "cp", "-a", d.data, d.backup); err != nil {
		return err
	}
	return d.up(ctx)
}

// restore puts the copy in the place of the cluster.
func (d *database) restore(ctx context.Context) error {
	if err := d.down(); err != nil {
		return err
	}
	if err := os.RemoveAll(d.data); err != nil {
		return err
	}
	if err := d.command(ctx, "mv", d.backup, d.data); err != nil {
		return err
	}
	return d.up(ctx)
}

func (d *database) command(ctx context.Context, program string, args ...string) error {
	run := exec.CommandContext(ctx, program, args...)
	run.Dir = d.dir
	run.SysProcAttr = &syscall.SysProcAttr{Credential: d.as}
	if out, err := run.CombinedOutput(); err != nil {
		return fmt.Errorf("checker: %s: %w: %s", filepath.Base(program), err, out)
	}
	return nil
}

// postgresTools finds the programs of PostgreSQL, which distributions keep out of the path.
func postgresTools() (func(string) string, error) {
	homes, _ := filepath.Glob("/usr/lib/postgresql/*/bin")
	slices.Reverse(homes)
	for _, home := range homes {
		if _, err := os.Stat(filepath.Join(home, "initdb")); err == nil {
			return func(name string) string { return filepath.Join(home, name) }, nil
		}
	}
	found, err := exec.LookPath("initdb")
	if err != nil {
		return nil, fmt.Errorf("checker: PostgreSQL is not installed: %w", err)
	}
	if real, err := filepath.EvalSymlinks(found); err == nil {
		found = real
	}
	return func(name string) string { return filepath.Join(filepath.Dir(found), name) }, nil
}

// somebody gives a user who is not root.
func somebody() (*syscall.Credential, error) {
	for _, name := range []string{"postgres", "nobody"} {
		u, err := user.Lookup(name)
		if err != nil {
			continue
		}
		uid, err := strconv.ParseUint(u.Uid, 10, 32)
		if err != nil {
			return nil, err
		}
		gid, err := strconv.ParseUint(u.Gid, 10, 32)
		if err != nil {
			return nil, err
		}
		return &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}, nil
	}
	return nil, fmt.Errorf("checker: no user to run PostgreSQL as")
}
