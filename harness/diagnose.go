package harness

import (
	"crypto/tls"
	"fmt"
	"strings"

	"github.com/legacytls/legacytls/fixtures"
)

// A diagnosis is the cause of a failed handshake and what could be done.
type diagnosis struct {
	cause      string
	candidates []Client // changes of the client to try, the least weakening first
	recorded   []Remedy // builds that were measured to work
	dies       string   // what a recorded remedy does to newer programs
	hopeless   string   // why nothing on the client can help, if nothing does
	tried      string   // what the candidates tried, to be said if none helped
	better     string   // the change on the server
}

const betterServer = "enable TLS 1.2 with an ECDHE suite on the server"

// diagnose compares what the client offered with what the server accepts. It
// looks at versions before suites, as a server does.
func diagnose(p *fixtures.Profile, o Outcome) diagnosis {
	switch {
	case o.Stage == StageVerify && strings.Contains(o.Error, "unknown authority"):
		return diagnosis{
			cause:  "the client does not know the authority that issued the server's certificate",
			better: "trust it in tls.Config.RootCAs of the client (Server.Roots, -roots FILE)",
		}
	case o.Stage != StageHandshake && o.Stage != StageExchange:
		return diagnosis{}
	}
	if p == nil {
		return strangerDiagnosis(o)
	}
	switch hello := o.Hello; {
	case hello == nil:
		return diagnosis{cause: "no ClientHello reached the server"}
	case !anyCommon(hello.Versions(), profileVersions(*p)):
		return versionDiagnosis(*p, hello)
	case !offersAny(hello, p.Suites):
		return suiteDiagnosis(*p, hello)
	case p.ClientAuth >= tls.RequireAnyClientCert && (o.Alert == nil || o.Alert.From == ServerSide):
		return diagnosis{
			cause:  "the server requires a client certificate, and the client sent none that it accepts",
			better: "set tls.Config.Certificates to a certificate that the server's authority issued",
		}
	}
	return diagnosis{cause: "versions and suites fit; see the errors of both ends"}
}

// strangerDiagnosis is for a server that is not ours: all that is known of it
// is how it ended the handshake.
func strangerDiagnosis(o Outcome) diagnosis {
	if o.Alert != nil && o.Alert.From == ServerSide && o.Alert.Code == CertificateRequired {
		return diagnosis{
			cause:  "the server requires a client certificate, and the client sent none",
			better: "set tls.Config.Certificates to a certificate that the server accepts",
		}
	}
	return diagnosis{
		candidates: clientChanges(tls.VersionTLS10, goSuites(nil)),
		tried:      "a lower MinVersion, and every suite that this Go release implements; not tried: a client certificate, another server name, MaxVersion, groups, ALPN",
	}
}

func versionDiagnosis(p fixtures.Profile, hello *ClientHello) diagnosis {
	d := diagnosis{
		cause:  fmt.Sprintf("no common protocol version: the client offers %s, the server speaks %s", versionNames(hello.Versions()), versionNames(profileVersions(p))),
		better: betterServer,
	}
	if p.MaxVersion < tls.VersionTLS12 {
		d.cause += "; Go clients start at TLS 1.2 by default since Go 1.18"
		if known := goSuites(p.Suites); len(known) > 0 {
			d.candidates = clientChanges(p.MinVersion, known)
		} else {
			d.hopeless = "no Go release implements a suite of this server"
		}
		return d
	}
	field := "MaxVersion"
	if versions := hello.Versions(); len(versions) > 0 && versions[0] > p.MaxVersion {
		field = "MinVersion"
	}
	d.better = fmt.Sprintf("let tls.Config.%s of the client include %s", field, versionNames(profileVersions(p)))
	return d
}

func suiteDiagnosis(p fixtures.Profile, hello *ClientHello) diagnosis {
	var causes []string
	var d diagnosis
	for _, id := range p.Suites {
		s, _ := fixtures.SuiteByID(id)
		if cause := notOfferedBecause(s); !contains(causes, cause) {
			causes = append(causes, cause)
		}
	}
	d.cause = "no common suite: " + strings.Join(causes, "; ")
	d.better = betterForSuites(p)
	if known := goSuites(p.Suites); len(known) > 0 {
		d.candidates = clientChanges(p.MinVersion, known)
	} else {
		d.hopeless = "no Go release implements a suite of this server, with any setting"
	}
	if !offersDefaults(hello) {
		// Settings do not act on an explicit list.
		d.cause = "no common suite: the client offers a list of its own (tls.Config.CipherSuites), without any of the server's"
		return d
	}
	d.recorded = remediesFor(p)
	if len(d.recorded) > 0 {
		d.dies = "(a Go 1.27 program refuses to start with these in its environment)"
	}
	return d
}

// offersDefaults reports whether hello has the suites that every Go release
// from 1.12 on offers unless tls.Config.CipherSuites says otherwise.
func offersDefaults(hello *ClientHello) bool {
	for _, id := range []uint16{
		tls.TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256,
		tls.TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384,
		tls.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256,
		tls.TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384,
	} {
		if !hello.OffersSuite(id) {
			return false
		}
	}
	return true
}

// betterForSuites is the change of the server, or of a client that leaves out
// what is good about it.
func betterForSuites(p fixtures.Profile) string {
	for _, id := range p.Suites {
		if s, _ := fixtures.SuiteByID(id); s.KeyExchange == "ECDHE" && s.MAC == "AEAD" && s.Go != "" {
			return "let tls.Config.CipherSuites of the client include " + s.Name
		}
	}
	return "enable an ECDHE suite on the server"
}

// notOfferedBecause says why a Go client does not offer s by default. The
// releases are those of the release notes of Go 1.22 and 1.23, crypto/tls.
func notOfferedBecause(s fixtures.Suite) string {
	switch {
	case s.Go == "":
		return "no Go release implements " + s.OpenSSL
	case s.Cipher == "RC4-128", s.Cipher == "AES-128-CBC" && s.MAC == "SHA256":
		return s.OpenSSL + " is never in the default ClientHello"
	case s.KeyExchange == "RSA" && strings.HasPrefix(s.Cipher, "3DES"):
		return "no RSA key exchange suites in the default ClientHello since Go 1.22, no 3DES since Go 1.23"
	case s.KeyExchange == "RSA":
		return "no RSA key exchange suites in the default ClientHello since Go 1.22"
	case strings.HasPrefix(s.Cipher, "3DES"):
		return "no 3DES suites in the default ClientHello since Go 1.23"
	default:
		return "the client's configuration leaves out " + s.OpenSSL
	}
}

// clientChanges are the changes to try: suites alone, version alone, both.
func clientChanges(minVersion uint16, suites []uint16) []Client {
	changes := []Client{{MinVersion: minVersion}}
	if len(suites) > 0 {
		changes = append([]Client{{CipherSuites: suites}}, changes[0], Client{MinVersion: minVersion, CipherSuites: suites})
	}
	return changes
}

// goSuites returns those of ids that crypto/tls implements and that can be
// configured; nil means all that it implements.
func goSuites(ids []uint16) []uint16 {
	var known []uint16
	for _, s := range fixtures.Suites() {
		if s.Go != "" && !s.TLS13() && (ids == nil || contains(ids, s.ID)) {
			known = append(known, s.ID)
		}
	}
	return known
}

func anyCommon(a, b []uint16) bool {
	for _, v := range a {
		if contains(b, v) {
			return true
		}
	}
	return false
}

func offersAny(hello *ClientHello, suites []uint16) bool {
	return anyCommon(hello.CipherSuites, suites)
}
