package main

import (
	"context"
	"fmt"
	"strings"

	"github.com/legacytls/legacytls/fixtures"
	"github.com/legacytls/legacytls/harness"
	"github.com/legacytls/legacytls/internal/nearest"
)

// A backend is a row of the table that -backend and list backends read.
type backend struct {
	name    string
	plays   string
	missing string // why it is not there, "" if it is
}

// goBackend stands in the table for the releases of Go.
const goBackend = "goX.Y"

func backends() []backend {
	return []backend{
		{harness.Legacy().Name(), plays(harness.Legacy()) + ", with our own engine for SSL 3.0 to TLS 1.2, in process: the default below TLS 1.3", ""},
		{harness.CryptoTLS().Name(), plays(harness.CryptoTLS()) + ", with the crypto/tls that legacytls is built with, in process: the default with TLS 1.3", ""},
		{goBackend, "with the crypto/tls of that Go release in a process of its own, for example go1.20: what only an old Go can be", ""},
		{"openssl", "what the local openssl s_server can be", "not written yet"},
		{"docker", "OpenSSL of several generations, in containers", "not written yet"},
	}
}

// inProcess are the backends that need nothing but this process.
func inProcess() []harness.Backend { return []harness.Backend{harness.Legacy(), harness.CryptoTLS()} }

// plays counts the profiles that b can play.
func plays(b harness.Backend) string {
	all, played := fixtures.Catalogue(), 0
	for _, p := range all {
		if b.Supports(p) == nil {
			played++
		}
	}
	return fmt.Sprintf("%d of the %d profiles", played, len(all))
}

// A backendChoice is the value of -backend.
type backendChoice struct{ name string }

// backend adds -backend. The returned function is called after parsing.
func (f *flags) backend() func() (backendChoice, error) {
	name := f.set.String("backend", "", "`backend` that plays the profile: legacy, crypto/tls, or a Go release such as go1.20 (default: by the profile)")
	return func() (backendChoice, error) { return backendChoice{*name}, checkBackend(*name) }
}

func checkBackend(name string) error {
	if name == "" {
		return nil
	}
	if release, ok := strings.CutPrefix(name, "go"); ok && harness.CheckGoLine(release) == nil {
		return nil
	}
	var names []string
	for _, b := range backends() {
		switch {
		case b.name == name && b.missing != "":
			return usagef("-backend %s: %s", name, b.missing)
		case b.name == name && name != goBackend:
			return nil
		case b.missing == "":
			names = append(names, b.name)
		}
	}
	return usagef("-backend %q: did you mean %s? There are %s (legacytls list backends)", name, nearest.Names(name, names, 1)[0], strings.Join(names, ", "))
}

// needsRunner reports whether the backend is a Go release.
func (c backendChoice) needsRunner() bool { return strings.HasPrefix(c.name, "go") }

// of returns the backend for p. The runner may be nil unless needsRunner.
func (c backendChoice) of(ctx context.Context, p fixtures.Profile, r *harness.Runner) (harness.Backend, error) {
	if c.needsRunner() {
		release := strings.TrimPrefix(c.name, "go")
		if _, err := resolve(ctx, r, harness.Matrix{Go: []string{release}}); err != nil {
			return nil, err
		}
		return r.GoRelease(release), nil
	}
	for _, b := range inProcess() {
		if b.Name() == c.name {
			return b, nil
		}
	}
	return harness.DefaultBackend(p), nil
}
