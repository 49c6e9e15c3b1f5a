package main

import (
	"crypto/tls"

	"github.com/legacytls/legacytls/fixtures"
	"github.com/legacytls/legacytls/harness"
)

// client adds the flags of a client's tls.Config. The returned function is
// called after parsing.
func (f *flags) client() func() (harness.Client, error) {
	suites := f.commaList("suites", "cipher `suites` for tls.Config.CipherSuites: IANA or OpenSSL names, or hex ids")
	minimum := f.set.String("min", "", "lowest `version` of the client: 1.0, 1.1, 1.2, 1.3")
	maximum := f.set.String("max", "", "highest `version` of the client")
	groups := f.commaList("groups", "named `groups` for tls.Config.CurvePreferences: X25519, P-256, P-384, P-521, X25519MLKEM768 or a number")
	alpn := f.commaList("alpn", "application `protocols` to offer")
	serverName := f.set.String("servername", "", "`name` to ask for and to verify (default: the host of the target)")
	insecure := f.set.Bool("insecure", false, "accept any certificate; for a server that is not ours")
	return func() (c harness.Client, err error) {
		c = harness.Client{ALPN: *alpn, ServerName: *serverName, InsecureSkipVerify: *insecure}
		for _, name := range *suites {
			s, err := fixtures.FindSuite(name)
			if err != nil {
				return c, usagef("-suites: %w", err)
			}
			c.CipherSuites = append(c.CipherSuites, s.ID)
		}
		if c.MinVersion, err = parseVersion("min", *minimum); err != nil {
			return c, err
		}
		if c.MaxVersion, err = parseVersion("max", *maximum); err != nil {
			return c, err
		}
		if c.MaxVersion != 0 && c.MinVersion > c.MaxVersion {
			return c, usagef("-min %s is above -max %s, which leaves no version", *minimum, *maximum)
		}
		c.Groups, err = parseGroups(*groups)
		return c, err
	}
}

// protocolVersions are the values of -min and -max, from TLS 1.0 upwards.
func protocolVersions() []string { return []string{"1.0", "1.1", "1.2", "1.3"} }

func parseVersion(name, s string) (uint16, error) {
	if s == "" {
		return 0, nil
	}
	for minor, known := range protocolVersions() {
		if s == known {
			return tls.VersionTLS10 + uint16(minor), nil
		}
	}
	return 0, usagef("-%s %q: want 1.0, 1.1, 1.2 or 1.3", name, s)
}

func parseGroups(names []string) ([]tls.CurveID, error) {
	var groups []tls.CurveID
	for _, name := range names {
		id, err := fixtures.FindGroup(name)
		if err != nil {
			return nil, usagef("-groups: %w", err)
		}
		groups = append(groups, id)
	}
	return groups, nil
}

// groupNames are the names of groups by which people know them.
func groupNames() []string {
	return []string{"X25519", "P-256", "P-384", "P-521", "X25519MLKEM768", "SecP256r1MLKEM768", "SecP384r1MLKEM1024"}
}
