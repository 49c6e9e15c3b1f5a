package main

import (
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/legacytls/legacytls/fixtures"
	"github.com/legacytls/legacytls/harness"
	"github.com/legacytls/legacytls/scenarios"
	"github.com/legacytls/legacytls/scenarios/errortexts"
)

func listProfiles() listing {
	l := listing{heading: []string{"name", "backend", "confidence", "title", "why not", "stands for", "family"}, by: "family", unshown: "stands for"}
	for _, p := range fixtures.Catalogue() {
		backend, why := playedBy(p)
		l.add(p.Name, backend, string(p.Confidence), p.Title, why, p.StandsFor, string(p.Family))
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
	return "none", reasonOf(err)
}

func listScenarios() listing {
	l := listing{heading: []string{"scenario", "claim", "waits for"}}
	for _, t := range scenarios.Tables() {
		for _, s := range t.Scenarios {
			l.add(scenarioPath(t, s), s.Claim, s.Waiting)
		}
	}
	return l
}

func listSuites() listing {
	l := listing{heading: []string{"id", "openssl", "iana", "key exchange", "authentication", "cipher", "mac", "crypto/tls", "legacy engine"}}
	for _, s := range fixtures.Suites() {
		constant := s.Go
		if constant == "" {
			constant = "never"
		}
		l.add(fmt.Sprintf("0x%04X", s.ID), s.OpenSSL, s.Name, s.KeyExchange, s.Authentication, s.Cipher, s.MAC, constant, played(harness.Legacy(), s))
	}
	return l
}

// played says in which versions b plays the suite, which are neighbours, or why in
// none.
func played(b harness.Backend, s fixtures.Suite) string {
	var versions []uint16
	var why string
	for _, v := range fixtures.Versions() {
		if !s.UsableIn(v) {
			continue
		}
		if err := playsSuite(b, s, v); err != nil {
			why = withoutSuite(reasonOf(err), s)
		} else {
			versions = append(versions, v)
		}
	}
	switch n := len(versions); n {
	case 0:
		return why
	case 1:
		return harness.VersionName(versions[0])
	default:
		return versionsText(versions[0], versions[n-1])
	}
}

// withoutSuite takes the suite out of a reason that stands in the row of it.
func withoutSuite(why string, s fixtures.Suite) string {
	return strings.NewReplacer(
		fmt.Sprintf(", for %s (0x%04X)", s.OpenSSL, s.ID), "",
		fmt.Sprintf(", which %s needs,", s.OpenSSL), "",
	).Replace(why)
}

func playsSuite(b harness.Backend, s fixtures.Suite, version uint16) error {
	p, err := fixtures.Pinned(s.ID, version)
	if err != nil {
		return err
	}
	return b.Supports(p)
}

// reasonOf leaves the names of profile and backend out of what a backend lacks.
func reasonOf(err error) string {
	var unsupported *harness.UnsupportedError
	if !errors.As(err, &unsupported) {
		return err.Error()
	}
	if unsupported.Instead == "" {
		return unsupported.Lacks
	}
	return unsupported.Lacks + "; " + unsupported.Instead
}

func listReleases() listing {
	l := listing{heading: []string{"release", "stands for", "as of"}}
	for _, r := range harness.GoReleases() {
		l.add(r.Minor, r.Latest, r.AsOf)
	}
	return l
}

func listErrors() listing {
	l := listing{heading: []string{"page", "causes", "error text", "also"}, unshown: "also"}
	for _, p := range errortexts.Pages() {
		l.add(p.Slug, strconv.Itoa(len(p.Causes)), p.Title(), strings.Join(p.Texts[1:], "; "))
	}
	return l
}
