package differential

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/legacytls/legacytls/fixtures"
	"github.com/legacytls/legacytls/harness"
	"github.com/legacytls/legacytls/scenarios"
)

// A Client is a configuration of a Go client, with a name for messages.
type Client struct {
	Name string
	harness.Client
}

// Clients returns the configurations that the scenario tables have, each once. Those about
// HTTP are left out, because the servers answer lines, and so are time-outs: what is
// compared here does not wait.
func Clients() []Client {
	var all []Client
	for _, s := range scenarios.All() {
		if s.GoServer != nil || s.Waiting != "" || s.Client.HTTP != nil {
			continue
		}
		c := s.Client
		c.Timeout, c.Export = time.Duration(0), false
		name := describe(c)
		if !slices.ContainsFunc(all, func(have Client) bool { return have.Name == name }) {
			all = append(all, Client{name, c})
		}
	}
	return all
}

// describe names what a client sets.
func describe(c harness.Client) string {
	var words []string
	add := func(set bool, format string, args ...any) {
		if set {
			words = append(words, fmt.Sprintf(format, args...))
		}
	}
	add(c.MinVersion != 0, "from %s", harness.VersionName(c.MinVersion))
	add(c.MaxVersion != 0, "to %s", harness.VersionName(c.MaxVersion))
	add(c.CipherSuites != nil, "suites %s", strings.Join(fixtures.Profile{Suites: c.CipherSuites}.SuiteNames(), " "))
	add(c.Groups != nil, "groups %v", c.Groups)
	add(c.ALPN != nil, "protocols %.60q", c.ALPN)
	add(c.ServerName != "", "name %s", c.ServerName)
	add(c.InsecureSkipVerify, "any certificate")
	add(c.Renegotiation != 0, "renegotiation %d", c.Renegotiation)
	add(c.Certificate != "", "certificate %s", c.Certificate)
	add(c.Resume, "second connection")
	if len(words) == 0 {
		return "defaults"
	}
	return strings.Join(words, ", ")
}
