package breakages

import "github.com/legacytls/legacytls/harness"

// go125 is servers that can sign with SHA-1 alone, FIPS 140-3, and one more change of
// what servers tell clients without a certificate.
func go125() []Report {
	reset := between("1.24", "1.25", connectionReset)
	missing := between("1.24", "1.25", handshakeFailure).after("remote error: tls: bad certificate").byServer()
	const noCertificate = "go1.21/server-client-certificate-missing-tls12"
	const noText = "the part of the thread that was read has no text"
	const offersNone = "there the client has a certificate of another authority, which it does not show"
	return []Report{
		between("1.24", "1.25", "EOF").
			seen(issue("microsoft/go-mssqldb", 302), Measured, "SQL Server that signs with SHA-1 alone", "catalogue/sqlserver-2012"),
		reset.seen(issue("go-gitea/gitea", 35869), Unproven, "an LDAPS server", "quirks/require-scheme").
			but("why the server resets is not in the thread; ours wants SHA-1"),
		reset.seen(issue("go-ldap/ldap", 621), Unproven, "the same", "quirks/require-scheme").
			but("why the server resets is not in the thread; ours wants SHA-1"),
		fips140("on", noEMS).
			seen(issue("golang/go", 77744), Read, "a TLS 1.2 server without extended master secret", "go1.24/fips140-without-ems"),
		fips140("on", noEMS).
			seen(issue("sosedoff/pgweb", 825), Read, "a PostgreSQL server without it", "go1.24/fips140-without-ems"),
		fips140("only", noX25519).
			seen(issue("golang/go", 75148), Read, "any server, with fips140=only", "go1.24/fips140-only"),
		fips140("only", noX25519).
			seen(issue("golang/go", 78178), Read, "the same", "go1.24/fips140-only").but(noText),
		fips140("only", noX25519).breaking("1.26.1").mended("1.26.3").
			seen(issue("golang/go", 78298), Read, "the same; it was mended for Go 1.26", "go1.24/fips140-only").but(noText),
		missing.seen(pull("moby/moby", 51055), Read, "a client without a certificate that the server takes", noCertificate).but(offersNone),
		missing.seen(pull("fullstorydev/grpcurl", 522), Read, "the same", noCertificate).but(offersNone),
	}
}

// fips140 is what works in Go 1.24 with the setting and does not in 1.25.
func fips140(value, text string) Report {
	setting := harness.Settings{GODEBUG: "fips140=" + value}
	return Report{Works: with("1.24", setting), Breaks: with("1.25", setting), Text: text}
}
