package main

import (
	"fmt"
	"strings"

	"github.com/legacytls/legacytls/fixtures"
	"github.com/legacytls/legacytls/internal/gotls"
	"github.com/legacytls/legacytls/internal/toolchain"
	"github.com/legacytls/legacytls/internal/wire"
)

// helloName is the server name for which the size of the ClientHello is given;
// each further letter adds a byte.
const helloName = "example.test"

// listDefaults shows what a tls.Config without any field set comes to, release
// by release, for programs with the release's own go line.
func listDefaults() listing {
	l := listing{
		heading: []string{"go", "client", "server", "hello bytes", "key shares", "groups", "suites below TLS 1.3"},
		note:    "defaults of programs with the release's own go line, from the table of legacytls; hello bytes for the server name " + helloName + "; legacytls list suites has the names of the suites",
	}
	for _, release := range toolchain.Releases() {
		d, known := gotls.DefaultsOf(release.Version, "", "")
		if !known {
			continue
		}
		var suites []string
		for _, id := range d.Suites {
			if s, ok := fixtures.SuiteByID(id); !ok || !s.TLS13() {
				suites = append(suites, fmt.Sprintf("%04x", id)) // sixteen names would not fit a line
			}
		}
		l.add(release.Version.String(),
			versionsText(d.Versions[len(d.Versions)-1], d.Versions[0]),
			versionsText(d.ServerMin, d.ServerMax),
			fmt.Sprint(d.HelloBytes(helloName)),
			groupsText(d.KeyShares), groupsText(d.Groups), strings.Join(suites, " "))
	}
	return l
}

// versionsText is "TLS 1.0 to 1.3", or "SSL 3.0 to TLS 1.2".
func versionsText(lowest, highest uint16) string {
	from, to := wire.VersionName(lowest), wire.VersionName(highest)
	if strings.HasPrefix(from, "TLS ") {
		to = strings.TrimPrefix(to, "TLS ")
	}
	return from + " to " + to
}

func groupsText(ids []uint16) string {
	var names []string
	for _, id := range ids {
		names = append(names, wire.GroupName(id))
	}
	return strings.Join(names, " ")
}
