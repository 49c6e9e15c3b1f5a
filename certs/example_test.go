package certs_test

import (
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"log"
	"net"
	"time"

	"github.com/legacytls/legacytls/certs"
)

// A server with a certificate, and a client that trusts it.
func Example() {
	authority, err := certs.Shared()
	if err != nil {
		log.Fatal(err)
	}
	cert, err := authority.Issue(certs.Spec{Hosts: []string{"ldap.partner.test"}})
	if err != nil {
		log.Fatal(err)
	}
	ours, theirs := net.Pipe()
	defer ours.Close()
	server := tls.Server(theirs, &tls.Config{Certificates: []tls.Certificate{cert.TLS()}})
	go server.Handshake()

	client := tls.Client(ours, &tls.Config{RootCAs: authority.Pool(), ServerName: "ldap.partner.test"})
	fmt.Println(client.Handshake())
	fmt.Println(client.ConnectionState().PeerCertificates[0].DNSNames)
	// Output:
	// <nil>
	// [ldap.partner.test]
}

// An authority that a client does not trust.
func ExampleNewAuthority() {
	foreign, err := certs.NewAuthority(certs.AuthoritySpec{CommonName: "another authority"})
	if err != nil {
		log.Fatal(err)
	}
	cert, err := foreign.Issue(certs.Spec{})
	if err != nil {
		log.Fatal(err)
	}
	shared, err := certs.Shared()
	if err != nil {
		log.Fatal(err)
	}
	leaf, err := x509.ParseCertificate(cert.Chain[0])
	if err != nil {
		log.Fatal(err)
	}
	for _, roots := range []*x509.CertPool{foreign.Pool(), shared.Pool()} {
		_, err := leaf.Verify(x509.VerifyOptions{DNSName: "localhost", Roots: roots})
		fmt.Println(err == nil)
	}
	// Output:
	// true
	// false
}

// A certificate that expired, with a small key.
func ExampleAuthority_Issue() {
	authority, err := certs.Shared()
	if err != nil {
		log.Fatal(err)
	}
	cert, err := authority.Issue(certs.Spec{Key: certs.RSA1024, NotBefore: -48 * time.Hour, NotAfter: -24 * time.Hour})
	if err != nil {
		log.Fatal(err)
	}
	leaf, err := x509.ParseCertificate(cert.Chain[0])
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(leaf.NotAfter.Before(time.Now()), leaf.DNSNames)
	// Output:
	// true [localhost]
}

// The certificates that legacy servers show, each with one defect.
func ExampleFind() {
	authority, err := certs.Shared()
	if err != nil {
		log.Fatal(err)
	}
	for _, name := range []string{"expired", "cn-only", "sha1-intermediate"} {
		spec, err := certs.Find(name)
		if err != nil {
			log.Fatal(err)
		}
		cert, err := authority.Issue(spec)
		if err != nil {
			log.Fatal(err)
		}
		fmt.Printf("%s: %d certificates. %s\n", spec.Name, len(cert.Chain), spec.Title)
	}
	// Output:
	// expired: 1 certificates. expired a year ago
	// cn-only: 1 certificates. the host name is in the common name, and nowhere else
	// sha1-intermediate: 2 certificates. the intermediate is signed with SHA-1 and RSA
}
