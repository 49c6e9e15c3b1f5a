package breakages

import "github.com/legacytls/legacytls/harness"

// The words in which the tables are written: a part of a table begins with what its
// reports have in common, and each line adds a thread.
//
//	rsa := between("1.21", "1.22", handshakeFailure)
//	rsa.seen(issue("golang/go", 66998), Read, "the site of a power company", "catalogue/rsa-key-exchange-only")

func issue(repo string, number int) Thread { return Thread{Repo: repo, Number: number} }
func pull(repo string, number int) Thread  { return Thread{Repo: repo, Number: number, Pull: true} }

// on is a build with the defaults of a release.
func on(release string) harness.Build { return harness.Build{Go: release} }

// with is a build with settings.
func with(release string, s harness.Settings) harness.Build {
	return harness.Build{Go: release, Settings: s}
}

// between is what works in one release and shows text in another.
func between(works, breaks, text string) Report {
	return Report{Works: on(works), Breaks: on(breaks), Text: text}
}

// from is what shows text in a release; what came before is not reproduced.
func from(breaks, text string) Report { return Report{Breaks: on(breaks), Text: text} }

// seen is a thread that reports it, and the scenarios that reproduce it.
func (r Report) seen(in Thread, certain Certainty, says string, shown ...string) Report {
	r.Thread, r.Certain, r.Says, r.Shown = in, certain, says, shown
	return r
}

// but is a report whose reproduction is not in all as the thread has it.
func (r Report) but(differs string) Report { r.Differs = differs; return r }

// after is a report that showed something else before.
func (r Report) after(before string) Report { r.Before = before; return r }

// mended is a report of what a later release took back.
func (r Report) mended(release string) Report {
	r.Mended = with(release, r.Breaks.Settings)
	return r
}

// breaking is a report about another release.
func (r Report) breaking(release string) Report { r.Breaks.Go = release; return r }

// worked is a report that compares with another release.
func (r Report) worked(release string) Report { r.Works.Go = release; return r }

// saying is a report of another text.
func (r Report) saying(text string) Report { r.Text = text; return r }

// byServer is a report of a Go program that is the server.
func (r Report) byServer() Report { r.Server = true; return r }

// none is a thread that no scenario reproduces.
func none(in Thread, certain Certainty, says, why string) Report {
	return Report{Thread: in, Certain: certain, Says: says, Why: why}
}

// The texts that most reports have.
const (
	handshakeFailure = "remote error: tls: handshake failure"
	connectionReset  = "read: connection reset by peer"
	handshakeTimeout = "net/http: TLS handshake timeout"
	ownNameMalformed = "x509: SAN dNSName is malformed"
	nameMalformed    = "tls: failed to parse certificate from server: " + ownNameMalformed
	negativeSerial   = "x509: negative serial number"
	commonName       = "x509: certificate relies on legacy Common Name field, use SANs"
	matchCommonName  = commonName + " or temporarily enable Common Name matching with GODEBUG=x509ignoreCN=0"
	insecureSHA1     = `x509: certificate signed by unknown authority (possibly because of "x509: cannot verify signature: insecure algorithm SHA1-RSA (temporarily override with GODEBUG=x509sha1=1)"`
	noEMS            = "tls: FIPS 140-3 requires the use of Extended Master Secret"
	noX25519         = "crypto/ecdh: use of X25519 is not allowed in FIPS 140-only mode"
)
