package scenarios

import (
	"crypto/tls"
	"fmt"
	"reflect"

	"github.com/legacytls/legacytls/certs"
	"github.com/legacytls/legacytls/fixtures"
	"github.com/legacytls/legacytls/harness"
)

// A Fault is why clients of some Go releases, with their defaults, fail at servers of the
// catalogue. Faults are written by hand, from what is known of the servers and the
// releases; that explanations agree is tested, and that they are right: see Part.
type Fault struct {
	Servers []string // profiles of the catalogue
	Go      string   // the releases, as for [harness.Go]; "" means all
	Parts   []Part   // one for each cause, in the order in which clients meet them
}

// A Part is one cause of a failure. With that property of the server mended, and nothing
// else, a client fails for the cause of the next part; with all of them it connects.
type Part struct {
	Cause  harness.Cause
	Mended func(*fixtures.Profile)
}

func version() Part { return Part{harness.CauseVersion, speaksTLS12} }
func suite() Part   { return Part{harness.CauseSuite, hasECDHE} }
func scheme() Part  { return Part{harness.CauseSignatureScheme, signsWithSHA256} }

func strangeCertificate() Part {
	return Part{harness.CauseCertificate, func(p *fixtures.Profile) { p.Certificate = certs.Spec{} }}
}

func clientCertificate() Part {
	return Part{harness.CauseClientCertificate, func(p *fixtures.Profile) { p.ClientAuth = tls.NoClientCert }}
}

func secondHandshake() Part {
	return Part{harness.CauseRenegotiation, func(p *fixtures.Profile) { p.LateClientAuth = false }}
}

func missingName() Part {
	return Part{harness.CauseServerName, func(p *fixtures.Profile) { p.Certificate.Hosts = []string{"other.example.test"} }}
}

// quirk is a cause that is gone with a quirk of the server.
func quirk(cause harness.Cause, field string) Part {
	return Part{cause, func(p *fixtures.Profile) {
		value := reflect.ValueOf(&p.Quirks).Elem().FieldByName(field)
		if !value.IsValid() {
			panic(fmt.Sprintf("fixtures.Quirks has no field %s", field))
		}
		value.SetZero()
		if !p.Quirks.RefusesHellos() {
			p.Quirks.Intolerance = fixtures.Refusal{}
		}
	}}
}

// speaksTLS12 adds TLS 1.2 to what a server speaks, and suites only where there were none
// for it.
func speaksTLS12(p *fixtures.Profile) {
	if p.MinVersion > tls.VersionTLS12 {
		p.MinVersion, p.Suites = tls.VersionTLS12, append(p.Suites, ecdheSuite(*p))
	}
	p.MaxVersion = max(p.MaxVersion, tls.VersionTLS12)
}

// hasECDHE puts the suite before all others that goes with the certificate and that every
// Go release offers, and P-256 to the groups of a server that had no use for any.
func hasECDHE(p *fixtures.Profile) {
	p.Suites = append([]uint16{ecdheSuite(*p)}, p.Suites...)
	if p.Groups == nil {
		p.Groups = []tls.CurveID{tls.CurveP256}
	}
}

func ecdheSuite(p fixtures.Profile) uint16 {
	switch {
	case p.MaxVersion < tls.VersionTLS12:
		return tls.TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA
	case p.Certificate.Key.IsECDSA():
		return tls.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256
	}
	return tls.TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256
}

func signsWithSHA256(p *fixtures.Profile) {
	p.SignatureSchemes = []tls.SignatureScheme{tls.PKCS1WithSHA256}
}
