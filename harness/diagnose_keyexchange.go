package harness

import (
	"crypto/tls"
	"fmt"
	"slices"
	"strings"

	"github.com/legacytls/legacytls/certs"
	"github.com/legacytls/legacytls/fixtures"
	"github.com/legacytls/legacytls/internal/wire"
)

// commonSuites are the suites that both sides have.
func commonSuites(p fixtures.Profile, hello *ClientHello) []fixtures.Suite {
	var both []fixtures.Suite
	for _, id := range p.Suites {
		if s, ok := fixtures.SuiteByID(id); ok && hello.OffersSuite(id) {
			both = append(both, s)
		}
	}
	return both
}

// lacksGroup reports whether every common suite is one of elliptic curves, and
// no group is common.
func lacksGroup(p fixtures.Profile, hello *ClientHello) bool {
	if hello.Groups == nil || anyCommon(hello.Groups, groupIDs(p.Groups)) {
		return false
	}
	for _, s := range commonSuites(p, hello) {
		if s.KeyExchange != "ECDHE" && !s.TLS13() {
			return false
		}
	}
	return true
}

func groupDiagnosis(p fixtures.Profile, hello *ClientHello) diagnosis {
	ours := groupNames(groupIDs(p.Groups))
	return diagnosis{
		kind:       CauseGroup,
		cause:      fmt.Sprintf("no common named group: the client offers %s, the server accepts %s", groupNames(hello.Groups), ours),
		candidates: []change{{groups: p.Groups}},
		better:     "let tls.Config.CurvePreferences of the client include " + ours,
	}
}

func groupNames(ids []uint16) string {
	var names []string
	for _, id := range ids {
		if !wire.IsGREASE(id) {
			names = append(names, wire.GroupName(id))
		}
	}
	return strings.Join(names, ", ")
}

// lacksScheme reports whether the server cannot sign its key exchange so that
// the client accepts it.
func lacksScheme(p fixtures.Profile, hello *ClientHello) bool {
	if p.MaxVersion != tls.VersionTLS12 || !slices.Contains(hello.Versions(), tls.VersionTLS12) || hello.SignatureAlgorithms == nil {
		return false // the other versions have no such choice
	}
	schemes := signsWith(p)
	if schemes == nil || anyCommon(schemes, hello.SignatureAlgorithms) {
		return false
	}
	for _, s := range commonSuites(p, hello) {
		if s.KeyExchange == "RSA" {
			return p.Quirks.IgnoreSignatureAlgorithms && commonSuites(p, hello)[0].KeyExchange != "RSA"
		}
	}
	return true
}

// signsWith returns the schemes that the server chooses from, nil if the client
// decides.
func signsWith(p fixtures.Profile) []uint16 {
	all := p.SignatureSchemes
	if all == nil && p.Certificate.Key == certs.Ed25519 {
		all = []tls.SignatureScheme{tls.Ed25519} // such a key has no other
	}
	if p.Quirks.IgnoreSignatureAlgorithms && all == nil {
		all = []tls.SignatureScheme{tls.PKCS1WithSHA1, tls.ECDSAWithSHA1}
	}
	var schemes []uint16
	for _, s := range all {
		if fixtures.SchemeFits(s, p.Certificate.Key) {
			schemes = append(schemes, uint16(s))
		}
	}
	if p.Quirks.IgnoreSignatureAlgorithms && len(schemes) > 0 {
		return schemes[:1]
	}
	return schemes
}

func schemeDiagnosis(p fixtures.Profile, hello *ClientHello) diagnosis {
	var names, sha1 []string
	for _, scheme := range signsWith(p) {
		name := wire.SignatureSchemeName(scheme)
		names = append(names, name)
		if scheme>>8 == 2 { // RFC 5246, section 7.4.1.4.1
			sha1 = append(sha1, name)
		}
	}
	d := diagnosis{
		kind:   CauseSignatureScheme,
		cause:  "the server signs its key exchange with " + strings.Join(names, ", ") + " alone, which the client does not offer",
		better: "let the server sign with SHA-256",

		hopeless: "no setting of Go adds the signature scheme",
	}
	if len(sha1) == len(names) {
		d.cause += "; Go clients offer no SHA-1 in TLS 1.2 since Go 1.25"
		d.recorded = offerRemediesFor(p, hello)
	}
	if p.Certificate.Key == certs.Ed25519 {
		d.cause += "; Go clients offer Ed25519 since Go 1.13"
		d.better = "give the server a key of RSA or ECDSA"
	}
	d.candidates = suiteChanges(rsaKeyExchange(goSuites(p.Suites)))
	return d
}

// rsaKeyExchange returns those of ids that are suites without a signature.
func rsaKeyExchange(ids []uint16) []uint16 {
	var unsigned []uint16
	for _, id := range ids {
		if s, _ := fixtures.SuiteByID(id); s.KeyExchange == "RSA" {
			unsigned = append(unsigned, id)
		}
	}
	return unsigned
}
