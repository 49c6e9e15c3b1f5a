package main

import (
	"context"
	"crypto/x509"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/legacytls/legacytls/fixtures"
	"github.com/legacytls/legacytls/harness"
)

// A target is what try connects to: an address, or a profile to start.
type target struct {
	addr    string // "" for a profile
	profile fixtures.Profile
	backend backendChoice
	roots   []byte // nil if -roots was not given
}

// parseTarget reads the one argument of try.
func parseTarget(args []string, rootsFile string, b backendChoice) (t target, err error) {
	if len(args) != 1 {
		return t, usagef("want one target, a profile, a profile file or HOST:PORT, got %s", quoted(args))
	}
	t.backend = b
	if rootsFile != "" {
		if t.roots, err = readRoots(rootsFile); err != nil {
			return t, err
		}
	}
	if strings.Contains(args[0], ":") && !isProfileFile(args[0]) {
		t.addr = args[0]
		if b.name != "" {
			return t, usagef("-backend %s: a backend plays a profile, and %s is an address", b.name, t.addr)
		}
		return t, checkAddr(t.addr)
	}
	if t.profile, err = profileNamed(args[0]); err != nil && !isProfileFile(args[0]) {
		return t, usagef("%w; a server that is not ours is named as HOST:PORT", err)
	}
	return t, err
}

// profileNamed returns a profile of the catalogue, or that of a file.
func profileNamed(name string) (p fixtures.Profile, err error) {
	if isProfileFile(name) {
		p, err = fixtures.Load(name)
	} else {
		p, err = fixtures.Find(name)
	}
	if err != nil {
		return p, usageError{err}
	}
	return p, nil
}

// isProfileFile says whether the argument is the path of a file, as neither the
// name of a profile nor HOST:PORT looks like one.
func isProfileFile(arg string) bool {
	switch strings.ToLower(filepath.Ext(arg)) {
	case ".yaml", ".yml", ".json":
		return true
	}
	return strings.ContainsRune(filepath.ToSlash(arg), '/') && !strings.Contains(arg, "://")
}

func quoted(args []string) string {
	if len(args) == 0 {
		return "none"
	}
	return fmt.Sprintf("%d: %s", len(args), strings.Join(args, " "))
}

func checkAddr(addr string) error {
	host, port, err := net.SplitHostPort(addr)
	if err == nil && host != "" {
		if n, err := strconv.ParseUint(port, 10, 16); err == nil && n > 0 {
			return nil
		}
	}
	return usagef("target %q: want HOST:PORT, for example 127.0.0.1:443 or [::1]:443", addr)
}

// readRoots makes sure that the file holds what it should: agents would each
// complain about it later.
func readRoots(name string) ([]byte, error) {
	pem, err := os.ReadFile(name)
	if err != nil {
		return nil, usagef("-roots: %w", err)
	}
	if !x509.NewCertPool().AppendCertsFromPEM(pem) {
		return nil, usagef("-roots %s: want PEM certificates, found none", name)
	}
	return pem, nil
}

// open returns the target, after it has started a profile's server.
func (t target) open(ctx context.Context, r *harness.Runner) (_ harness.Target, stop func(), err error) {
	if t.addr != "" {
		return harness.Target{Addr: t.addr, RootsPEM: t.roots}, func() {}, nil
	}
	b, err := t.backend.of(ctx, t.profile, r)
	if err != nil {
		return harness.Target{}, nil, err
	}
	server, err := harness.Serve(ctx, t.profile, harness.WithBackend(b), harness.WithLines(nil))
	if err != nil {
		return harness.Target{}, nil, err
	}
	opened := harness.TargetOf(server)
	if t.roots != nil {
		opened.RootsPEM = t.roots
	}
	return opened, func() { server.Close() }, nil
}
