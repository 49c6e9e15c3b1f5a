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
// A [Certificate] is the result, for crypto/tls ([Certificate.TLS]), as PEM
// ([Certificate.ChainPEM], [Certificate.KeyPEM]) or as files for programs that are
// not in this process ([Certificate.WriteFiles], [Authority.WriteFile]).
//
// Everything here is safe for concurrent use.
package certs
