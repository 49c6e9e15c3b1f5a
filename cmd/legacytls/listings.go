package main

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/legacytls/legacytls/fixtures"
	"github.com/legacytls/legacytls/harness"
	"github.com/legacytls/legacytls/scenarios"
)

func listProfiles() listing {
	l := listing{heading: []string{"name", "backend", "title", "why not"}}
	for _, p := range fixtures.Catalogue() {
		backend, why := playedBy(p)
		l.add(p.Name, backend, p.Title, why)
	}
	return l
}

// playedBy names the backend that plays p when none is asked for; if there is
// none, it says why.
func playedBy(p fixtures.Profile) (backend, why string) {
	b := harness.DefaultBackend(p)
	err := b.Supports(p)
	if err == nil {
		return b.Name(), ""
	}
	why = err.Error()
	var unsupported *harness.UnsupportedError
	if errors.As(err, &unsupported) { // without the names, which stand in the row
		why = unsupported.Lacks
		if unsupported.Instead != "" {
			why += "; " + unsupported.Instead
		}
	}
	return "none", why
}

func listScenarios() listing {
	l := listing{heading: []string{"scenario", "claim"}}
	for _, t := range scenarios.Tables() {
		for _, s := range t.Scenarios {
			l.add(t.Name+"/"+s.Name, s.Claim)
		}
	}
	return l
}

func listSuites() listing {
	l := listing{heading: []string{"id", "openssl", "iana", "key exchange", "authentication", "cipher", "mac", "crypto/tls"}}
	for _, s := range fixtures.Suites() {
		constant := s.Go
		if constant == "" {
			constant = "never"
		}
		l.add(fmt.Sprintf("0x%04X", s.ID), s.OpenSSL, s.Name, s.KeyExchange, s.Authentication, s.Cipher, s.MAC, constant)
	}
	return l
}

// settingsOf says whose settings to list, and fetches what is not at hand.
type settingsOf struct {
	release  *string
	workshop *workshop
}

func listSettings(ctx context.Context, of *settingsOf) (l listing, err error) {
	l.heading = []string{"setting", "package", "old value", "go lines with the old value", "removed"}
	err = of.workshop.withRunner(0, func(r *harness.Runner) error {
		m, err := resolve(ctx, r, harness.Matrix{Go: []string{*of.release}})
		if err != nil {
			return err
		}
		if len(m.Go) != 1 {
			return usagef("-go %s: want one release", *of.release)
		}
		settings, err := r.GODEBUGSettings(ctx, m.Go[0])
		if err != nil {
			return err
		}
		if len(settings) == 0 {
			return fmt.Errorf("go%s has no table of settings; the first with one is Go 1.21", m.Go[0])
		}
		for _, s := range settings {
			if touchesTLS(s) {
				l.add(s.Name, s.Package, s.Old, below(s.Changed), minor(s.Removed))
			}
		}
		return nil
	})
	return l, err
}

// touchesTLS reports whether the setting is one of the crypto packages, or
// decides whether HTTP/2 is negotiated. Go's table does not say which package a
// removed setting was for.
func touchesTLS(s harness.Setting) bool {
	switch {
	case s.Removed != 0:
		return strings.HasPrefix(s.Name, "tls") || strings.HasPrefix(s.Name, "x509")
	case s.Package == "net/http":
		return s.Name == "http2client" || s.Name == "http2server"
	}
	return s.Package == "crypto" || strings.HasPrefix(s.Package, "crypto/")
}

func below(changed int) string {
	if changed == 0 {
		return "none"
	}
	return "below " + minor(changed)
}

func minor(n int) string {
	if n == 0 {
		return ""
	}
	return fmt.Sprintf("1.%d", n)
}

func listBackends() listing {
	l := listing{heading: []string{"backend", "available", "plays", "why not"}}
	for _, b := range backends() {
		available := "yes"
		if b.missing != "" {
			available = "no"
		}
		l.add(b.name, available, b.plays, b.missing)
	}
	return l
}

func listReleases() listing {
	l := listing{heading: []string{"release", "stands for", "as of"}}
	for _, r := range harness.GoReleases() {
		l.add(r.Minor, r.Latest, r.AsOf)
	}
	return l
}
