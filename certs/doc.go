// Package certs makes authorities and certificates for test servers, at run time
// and valid relative to now, so none ever expires in a repository.
//
// # An example
//
// A server with a certificate and a client that trusts it:
//
//	authority, err := certs.Shared()
//	if err != nil {
//		return err
//	}
//	cert, err := authority.Issue(certs.Spec{Hosts: []string{"ldap.partner.test", "127.0.0.1"}})
//	if err != nil {
//		return err
//	}
//	server := &tls.Config{Certificates: []tls.Certificate{cert.TLS()}}
//	client := &tls.Config{RootCAs: authority.Pool(), ServerName: "ldap.partner.test"}
//
// # The parts
//
// An [Authority] is a root whose private key exists in this process only and
// whose name says that it is for tests. [Shared] is the one that a process
// usually needs, [NewAuthority] makes others: with an RSA key to sign with RSA,
// or one that a client does not trust.
//
// A [Spec] says what certificate to issue. [Authority.Issue] remembers what it
// issued, so that servers after the first cost next to nothing.
//
// [Zoo] has the certificates that legacy servers show, each with one defect or
// oddity, and [Find] one of them by name. They are Specs like any other: a [Form]
// says in what a certificate differs from an ordinary one, a [CA] describes an
// authority between the leaf and the root, or the root itself. A client that is to
// verify one trusts [Certificate.RootsPEM], not always the authority that issued it:
//
//	spec, err := certs.Find("sha1-intermediate")
//	if err != nil {
//		return err
//	}
//	cert, err := authority.Issue(spec)
//
// [Files] in a Spec are PEM files to show instead of a certificate made here.
//
// All certificates are made with DER and RSA arithmetic of this package, because
// what crypto/x509 and crypto/rsa refuse to make depends on the Go release and on
// GODEBUG. Only fips140=only keeps it from signing with MD5 and SHA-1: Issue then
// returns an error, and so does OCSPResponse.
//
// A [Certificate] is the result, for crypto/tls ([Certificate.TLS]), as PEM
// ([Certificate.ChainPEM], [Certificate.KeyPEM]) or as files for programs that are
// not in this process ([Certificate.WriteFiles], [Authority.WriteFile]).
//
// [Authority.OCSPResponse] makes the OCSP response that a server staples to a
// certificate of the authority.
//
// Everything here is safe for concurrent use.
package certs
