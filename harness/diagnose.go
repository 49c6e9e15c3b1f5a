package harness

import (
	"crypto/tls"
	"fmt"
	"slices"

	"github.com/legacytls/legacytls/fixtures"
)

// A diagnosis is the cause of a failed handshake and what could be done.
type diagnosis struct {
	kind       Cause
	cause      string
	candidates []change // changes of the client to try, the least weakening first
	recorded   []Remedy // builds that were measured to work
	lastResort []change // changes to try if none of these helps the client's release
	hopeless   string   // why nothing on the client can help, if nothing does
	tried      string   // what was tried, to be said if nothing helped
	better     string   // the change on the server
}

const betterServer = "enable TLS 1.2 with an ECDHE suite on the server"

// diagnose compares what the client offered with what the server accepts.
func diagnose(p *fixtures.Profile, o Outcome) diagnosis {
	switch {
	case o.Stage == StageVerify:
		d, _ := refusedCertificateDiagnosis(p, o)
		return d
	case o.Stage != StageHandshake && o.Stage != StageExchange:
		return diagnosis{}
	case p == nil:
		return strangerDiagnosis(o)
	case o.Hello == nil:
		return unheardDiagnosis(*p, o)
	case o.Server != nil && o.Server.Established && p.LateClientAuth:
		return lateDiagnosis(*p, o)
	}
	return helloDiagnosis(*p, o)
}

// helloDiagnosis looks at what comes first in a handshake first.
func helloDiagnosis(p fixtures.Profile, o Outcome) diagnosis {
	if why, rejected := rejectionOf(o); rejected {
		return rejectionDiagnosis(p, why, o)
	}
	fault, misbehaves := misbehaviourOf(p, o)
	d, misfit := misfitDiagnosis(p, o)
	switch {
	case misfit && misbehaves:
		d.cause += "; and " + fault.describe(p)
		return d
	case misfit:
		return d
	case misbehaves:
		return fault.diagnose(p, o)
	case p.ClientAuth != tls.NoClientCert && !p.LateClientAuth && isAboutClientCertificate(o.Alert):
		return certificateDiagnosis(p)
	}
	if d, found := refusedCertificateDiagnosis(&p, o); found {
		return d
	}
	return restDiagnosis(p, o)
}

// fits reports whether a client offers all that a handshake with p takes.
func fits(p fixtures.Profile, hello *ClientHello) bool {
	return anyCommon(hello.Versions(), profileVersions(p)) && offersAny(hello, p.Suites) && !lacksGroup(p, hello) && !lacksScheme(p, hello)
}

// misfitDiagnosis looks at versions before suites, as a server does, and then at
// what goes with the suites. It reports false if the two have all that it takes.
func misfitDiagnosis(p fixtures.Profile, o Outcome) (diagnosis, bool) {
	switch hello := o.Hello; {
	case !anyCommon(hello.Versions(), profileVersions(p)):
		return versionDiagnosis(p, hello), true
	case !offersAny(hello, p.Suites):
		return suiteDiagnosis(p, hello), true
	case lacksGroup(p, hello):
		return groupDiagnosis(p, hello), true
	case lacksScheme(p, hello):
		return schemeDiagnosis(p, hello), true
	case o.serverSent(NoApplicationProtocol):
		return protocolDiagnosis(p, hello), true
	}
	return diagnosis{}, false
}

// protocolDiagnosis is for a client that has none of the server's application
// protocols (RFC 7301, section 3.2).
func protocolDiagnosis(p fixtures.Profile, hello *ClientHello) diagnosis {
	return diagnosis{
		kind:       CauseALPN,
		cause:      fmt.Sprintf("no common application protocol (ALPN): the client offers %q, the server has %q", hello.ALPN, p.ALPN),
		candidates: []change{{protocols: p.ALPN}, {noProtocols: true}},
		better:     "set tls.Config.NextProtos of the client to one of the server's",
	}
}

func (o Outcome) serverSent(code AlertCode) bool {
	return o.Alert != nil && *o.Alert == Alert{From: ServerSide, Code: code}
}

// strangerDiagnosis is for a server that is not ours: all that is known of it
// is how it ended the handshake.
func strangerDiagnosis(o Outcome) diagnosis {
	if o.Alert != nil && o.Alert.From == ServerSide && o.Alert.Code == CertificateRequired {
		return diagnosis{
			kind:   CauseClientCertificate,
			cause:  "the server requires a client certificate, and the client sent none",
			better: "set tls.Config.Certificates to a certificate that the server accepts",
		}
	}
	if d, found := refusedCertificateDiagnosis(nil, o); found {
		return d
	}
	return diagnosis{
		candidates: clientChanges(tls.VersionTLS10, goSuites(nil)),
		tried:      "a lower MinVersion, and every suite that this Go release implements; not tried: a client certificate, another server name, MaxVersion, groups, ALPN",
	}
}

func versionDiagnosis(p fixtures.Profile, hello *ClientHello) diagnosis {
	d := diagnosis{
		kind:   CauseVersion,
		cause:  fmt.Sprintf("no common protocol version: the client offers %s, the server speaks %s", versionNames(hello.Versions()), versionNames(profileVersions(p))),
		better: betterServer,
	}
	if p.MaxVersion < tls.VersionTLS12 {
		return oldVersionDiagnosis(d, p, hello)
	}
	field := "MaxVersion"
	if versions := hello.Versions(); len(versions) > 0 && versions[0] > p.MaxVersion {
		field, d.candidates = "MinVersion", []change{{minVersion: p.MaxVersion}}
	} else {
		d.candidates, d.recorded = []change{{maxVersion: p.MaxVersion}}, offerRemediesFor(p, hello)
	}
	if p.MinVersion == tls.VersionTLS13 {
		d.cause += "; Go clients offer TLS 1.3 by default since Go 1.13"
	}
	d.better = fmt.Sprintf("let tls.Config.%s of the client include %s", field, versionNames(profileVersions(p)))
	return d
}

// oldVersionDiagnosis is for servers that a Go client of today is too new for. Such
// a server often has another cause in store behind this one.
func oldVersionDiagnosis(d diagnosis, p fixtures.Profile, hello *ClientHello) diagnosis {
	if p.MaxVersion >= tls.VersionTLS10 && lowest(hello) == tls.VersionTLS12 {
		d.cause += "; Go clients start at TLS 1.2 by default since Go 1.18"
	}
	if p.Quirks.IgnoreSupportedVersions {
		d.cause += "; the server knows nothing of supported_versions, and answers with " + versionNames([]uint16{p.MaxVersion})
	}
	if !offersAny(hello, p.Suites) {
		d.cause += "; and " + suiteCause(p, hello)
	}
	known := goSuites(p.Suites)
	switch {
	case p.MaxVersion < tls.VersionTLS10:
		d.hopeless = "no Go client since 1.12 offers SSL 3.0"
	case len(known) == 0:
		d.hopeless = "no Go release implements a suite of this server"
	default:
		d.candidates, d.recorded = clientChanges(p.MaxVersion, known), offerRemediesFor(p, hello)
	}
	return d
}

// lowest is the oldest version that the client offers, 0 if it offers none.
func lowest(hello *ClientHello) uint16 {
	versions := hello.Versions()
	if len(versions) == 0 {
		return 0
	}
	return versions[len(versions)-1]
}

func anyCommon[T comparable](a, b []T) bool {
	for _, v := range a {
		if slices.Contains(b, v) {
			return true
		}
	}
	return false
}

func offersAny(hello *ClientHello, suites []uint16) bool {
	return anyCommon(hello.CipherSuites, suites)
}
