package sserver

import (
	"crypto/tls"
	"fmt"
	"slices"
	"strings"

	"github.com/legacytls/legacytls/fixtures"
	"github.com/legacytls/legacytls/internal/wire"
)

// Lacks returns what this openssl cannot do of p, as a clause, or "" if s_server plays p as
// it stands. What it says of a suite begins with [LacksSuite].
func (a *Abilities) Lacks(p fixtures.Profile) string {
	for _, lacking := range []func(fixtures.Profile) string{
		a.lacksSuites, a.lacksVersions, a.lacksKeyExchange, a.lacksSessions, a.lacksClientCertificates, lacksWords, a.lacksQuirks,
	} {
		if lacks := lacking(p); lacks != "" {
			return lacks
		}
	}
	return ""
}

// LacksSuite returns the first suite of p that this openssl has not got in a version of p.
func (a *Abilities) LacksSuite(p fixtures.Profile) (fixtures.Suite, bool) {
	for _, id := range p.Suites {
		if !a.hasSuite(id, p.MinVersion, p.MaxVersion) {
			s, known := fixtures.SuiteByID(id)
			if !known {
				s = fixtures.Suite{ID: id, Name: fixtures.SuiteName(id), OpenSSL: fixtures.OpenSSLName(id)}
			}
			return s, true
		}
	}
	return fixtures.Suite{}, false
}

func (a *Abilities) hasSuite(id, from, to uint16) bool {
	for version, suites := range a.suites {
		if version >= from && version <= to && suites[id] {
			return true
		}
	}
	return false
}

func (a *Abilities) lacksSuites(p fixtures.Profile) string {
	if s, lacks := a.LacksSuite(p); lacks {
		return fmt.Sprintf("%s is built without %s (%s, 0x%04X)", a.Version, s.OpenSSL, s.Name, s.ID)
	}
	return ""
}

func (a *Abilities) lacksVersions(p fixtures.Profile) string {
	for v := p.MinVersion; v <= p.MaxVersion; v++ {
		if !a.versions[v] {
			return fmt.Sprintf("%s does not speak %s", a.Version, wire.VersionName(v))
		}
	}
	return ""
}

func (a *Abilities) lacksKeyExchange(p fixtures.Profile) string {
	for _, g := range p.Groups {
		if a.groups[g] == "" {
			return fmt.Sprintf("%s has no named group %s", a.Version, wire.GroupName(uint16(g)))
		}
	}
	// ssl_security_default_callback has it for all security levels, since 1.1.0.
	if bits := p.DHGroup.Bits(); bits > 0 && bits < 1024 {
		return fmt.Sprintf("OpenSSL takes no Diffie-Hellman group below 1024 bits, the profile has one of %d", bits)
	}
	for _, scheme := range append(p.SignatureSchemes[:len(p.SignatureSchemes):len(p.SignatureSchemes)], p.ClientSchemes...) {
		if scheme>>8 == hashMD5 { // which 1.1.0 took out
			return "OpenSSL has no signature scheme " + wire.SignatureSchemeName(uint16(scheme))
		}
	}
	if p.ClientOrder && len(p.Groups) > 1 {
		return "OpenSSL takes the client's order of groups together with its order of suites"
	}
	return ""
}

func (a *Abilities) lacksSessions(p fixtures.Profile) string {
	switch {
	case p.LateClientAuth:
		return "s_server begins no second handshake, the profile has LateClientAuth"
	case p.Renegotiation == fixtures.RefuseRenegotiation && !a.options["-no_renegotiation"]:
		return a.Version + " renegotiates with every client, the profile refuses"
	}
	return ""
}

func (a *Abilities) lacksClientCertificates(p fixtures.Profile) string {
	switch {
	case p.ClientAuth == tls.NoClientCert || p.ClientCANames == nil:
		return ""
	case len(p.ClientCANames) > 0:
		return "s_server names the authorities that it checks client certificates with, the profile has ClientCANames"
	case !a.options["-no_ca_names"]:
		return a.Version + " always names the authorities that it checks client certificates with"
	}
	return ""
}

// lacksWords is about how a server turns clients away.
func lacksWords(p fixtures.Profile) string {
	if p.Refusal != (fixtures.Refusal{}) {
		return fmt.Sprintf("OpenSSL chooses its own alert, the profile refuses by %s", p.Refusal)
	}
	return ""
}

func (a *Abilities) lacksQuirks(p fixtures.Profile) string {
	lacking := slices.DeleteFunc(p.Quirks.InTLS().Set(), func(name string) bool {
		return name == "NoExtendedMasterSecret" && a.options["-no_ems"] ||
			name == "EmptyRecords" && p.Quirks.EmptyRecords == 1 && p.MaxVersion <= tls.VersionTLS10
	})
	switch {
	case len(lacking) == 1 && lacking[0] == "NoExtendedMasterSecret":
		return a.Version + " always answers extended master secret"
	case len(lacking) > 0:
		return "OpenSSL has no quirk " + strings.Join(lacking, ", ")
	}
	return ""
}
