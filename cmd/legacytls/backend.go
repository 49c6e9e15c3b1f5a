package main

import (
	"context"
	"slices"
	"strings"

	"github.com/legacytls/legacytls/docker"
	"github.com/legacytls/legacytls/fixtures"
	"github.com/legacytls/legacytls/harness"
	"github.com/legacytls/legacytls/internal/nearest"
)

// A backendChoice is the value of -backend.
type backendChoice struct{ name string }

// backend adds -backend. The returned function is called after parsing.
func (f *flags) backend() func() (backendChoice, error) {
	name := f.set.String("backend", "", "`backend` that plays the profile: legacy, crypto/tls, a Go release such as go1.20, openssl, openssl:/path/to/openssl, or OpenSSL in a container, such as docker:1.1.1-weak (default: by the profile; legacytls list backends says what is available)")
	return func() (backendChoice, error) { return backendChoice{*name}, checkBackend(*name) }
}

// checkBackend says whether there is such a name. Whether it is available here shows when
// it is used.
func checkBackend(name string) error {
	if name == "" {
		return nil
	}
	if release, ok := strings.CutPrefix(name, "go"); ok && harness.CheckGoLine(release) == nil {
		return nil
	}
	switch kind, which, ofSome := strings.Cut(name, ":"); {
	case kind == "docker":
		return checkGeneration(name, which)
	case kind == "openssl" && ofSome && which == "":
		return usagef("-backend %q: want the path of an openssl command behind the colon, or openssl alone for the first that there is", name)
	}
	if backendNamed(name) != nil {
		return nil
	}
	names := namesOf(backends())
	return usagef("-backend %q: did you mean %s? There are %s (legacytls list backends)", name, nearest.Names(name, names, 1)[0], strings.Join(names, ", "))
}

func checkGeneration(name, generation string) error {
	all := docker.Generations()
	switch {
	case slices.Contains(all, generation):
		return nil
	case generation == "":
		return usagef("-backend %q: want docker: and a generation of OpenSSL, which are %s (legacytls list backends)", name, strings.Join(all, ", "))
	}
	near := nearest.Names(generation, all, len(all))
	return usagef("-backend %q: no generation %q of OpenSSL; did you mean docker:%s? There are, the nearest first, %s (legacytls list backends)",
		name, generation, near[0], strings.Join(near, ", "))
}

// backendNamed returns the backend that a name stands for, nil for none and for a Go release.
func backendNamed(name string) harness.Backend {
	for _, b := range backends() {
		if b.name == name {
			return b.player
		}
	}
	if path, ok := strings.CutPrefix(name, "openssl:"); ok && path != "" {
		return harness.OpenSSL(path)
	}
	return nil
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
	if b := backendNamed(c.name); b != nil {
		return b, nil
	}
	return harness.DefaultBackend(p), nil
}
