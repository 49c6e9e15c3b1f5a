package breakages

// go117 is the new certificate parser, application protocols that have to agree, and
// suites that are ordered by crypto/tls alone.
func go117() []Report {
	alpn := between("1.16", "1.17", "tls: client requested unsupported application protocols").byServer()
	const noProtocol = "go1.17/server-alpn-no-overlap"
	order := between("1.16", "1.17", "connects, TLS 1.2 ECDHE-RSA-AES128-GCM-SHA256").after("connects, TLS 1.2 AES128-SHA")
	const firstSuite = "go1.17/suite-chosen-by-client-order"
	return []Report{
		alpn.seen(issue("golang/go", 46310), Read, "clients whose application protocols the server does not have, and that used to get HTTP/1.1", noProtocol),
		alpn.seen(pull("istio/istio", 34728), Read, "Envoy, which asks for protocols of Istio's own", noProtocol),
		alpn.seen(pull("openshift/origin", 26594), Read, "tests with such clients", noProtocol),
		order.seen(issue("ghostunnel/ghostunnel", 347), Read, "the order of tls.Config.CipherSuites means nothing any more", firstSuite),
		order.seen(issue("golang/go", 45430), Read, "the proposal for it", firstSuite),
		between("1.16", "1.17.3", "x509: invalid RDNSequence: invalid attribute value: unsupported string type: 18").mended("1.17.13").
			seen(issue("golang/go", 48171), Read, "a NumericString in the subject", "reports/name-numeric-string").
			but("reported of Go 1.17 itself"),
		between("1.16", "1.17.3", "x509: invalid certificate policies").mended("1.17.6").
			seen(issue("golang/go", 49678), Read, "LDAPS of Active Directory, with a large number in a certificate policy", "reports/policy-large-number"),
		between("1.16", "1.26", "x509: invalid RDNSequence: invalid attribute value: unsupported string type: 3").mended("1.27").
			seen(issue("golang/go", 77900), Read, "a BIT STRING in the subject, an x500UniqueIdentifier", "go1.17/name-bit-string"),
	}
}
