package certs

import (
	"crypto/x509"
	"fmt"
	"time"
)

// Validity of a certificate whose Spec does not say otherwise, relative to the
// moment of issuing. The hour before is for clocks that disagree.
const (
	DefaultNotBefore = -time.Hour
	DefaultNotAfter  = 90 * 24 * time.Hour
)

// A Spec says what certificate to issue. The zero Spec is one that every client
// of today accepts: RSA 2048, signed with SHA-256, for localhost.
type Spec struct {
	// Name tells certificates apart that are otherwise the same: Specs with
	// different names never share a memoised certificate. Title is one line on what
	// the certificate stands for, Source where that is met or specified. None of the
	// three appears in the certificate.
	Name, Title, Source string

	// ServerName is the name or IP address that a client is to verify the
	// certificate for. "" means any of Hosts.
	ServerName string

	// Key is the kind of private key. "" means RSA2048.
	Key Key

	// Exponent is the public exponent of an RSA key. Zero means 65537. The private
	// one follows if there is one: see Certificate.StandIn.
	Exponent int64

	// Hosts are the subject alternative names; IP addresses are recognised.
	// nil means localhost, 127.0.0.1 and ::1, or none with ForClient. An empty list
	// that is not nil means none, as the certificates of old appliances have.
	Hosts []string

	// CommonName is the common name of the subject. "" means the first of Hosts,
	// or "legacytls test client" with ForClient.
	CommonName string

	// Signature is the algorithm with which the authority signs. Zero means
	// SHA-256 with an RSA or ECDSA authority, Ed25519 with an Ed25519 one. An
	// algorithm that is not for the authority's kind of key is an error of Issue:
	// SHA1WithRSA takes an authority with an RSA key.
	Signature x509.SignatureAlgorithm

	// NotBefore and NotAfter are relative to the moment of issuing. Zero means
	// DefaultNotBefore and DefaultNotAfter. A certificate that expired an hour ago
	// has NotBefore -24*time.Hour and NotAfter -time.Hour.
	NotBefore, NotAfter time.Duration

	// ForClient, if set, makes a client certificate (extended key usage clientAuth,
	// RFC 5280, section 4.2.1.12), otherwise it is a server's (serverAuth).
	ForClient bool

	// SelfSigned, if set, makes the leaf sign itself, with a key that is generated
	// like those of authorities. Issuers and Root are unused.
	SelfSigned bool

	// Form says in what the leaf differs from an ordinary one.
	Form Form

	// Issuers are the authorities between the leaf and the root, that which signs
	// the leaf first. nil means none.
	Issuers []CA

	// Root, if it has a Key, is made for this certificate alone and takes the place
	// of the authority that issues it.
	Root CA

	// Trust says what Certificate.Roots are. "" means the root.
	Trust Trust

	// Extras are certificates that are sent without being part of the chain.
	Extras []Extra

	// Sent is what is sent, in this order: "leaf", "issuer 1" and so on for Issuers,
	// "root", "extra 1" and so on for Extras. nil means the leaf, all issuers and
	// all extras.
	Sent []string

	// Files, if Chain is set, are served instead, and nothing is issued. They are
	// read at every Issue. Key then says of what family the key in the files is,
	// "" means RSA; Name, Title, Source and ServerName mean what they always mean,
	// and all other fields are unused.
	Files Files
}

// label is what messages call the certificate.
func (s Spec) label() string {
	if s.Name != "" {
		return s.Name
	}
	return s.CommonName
}

func (s Spec) withDefaults() Spec {
	if s.Key == "" {
		s.Key = RSA2048
	}
	if s.Hosts == nil && !s.ForClient {
		s.Hosts = []string{"localhost", "127.0.0.1", "::1"}
	}
	if s.CommonName == "" && len(s.Hosts) > 0 {
		s.CommonName = s.Hosts[0]
	}
	if s.CommonName == "" && s.ForClient {
		s.CommonName = "legacytls test client"
	}
	if s.NotBefore == 0 {
		s.NotBefore = DefaultNotBefore
	}
	if s.NotAfter == 0 {
		s.NotAfter = DefaultNotAfter
	}
	if s.Sent == nil {
		s.Sent = s.wholeChain()
	}
	return s
}

// wholeChain is what an ordinary server sends.
func (s Spec) wholeChain() []string {
	sent := []string{"leaf"}
	for i := range s.Issuers {
		sent = append(sent, numbered("issuer", i))
	}
	for i := range s.Extras {
		sent = append(sent, numbered("extra", i))
	}
	return sent
}

// numbered names one of several, which people count from one.
func numbered(what string, i int) string { return fmt.Sprintf("%s %d", what, i+1) }

// freshFor is how long a certificate issued now still is what the Spec says:
// until half of the time to its next turning point (becoming valid or expiring)
// is over. A certificate with no turning point ahead stays expired for ever.
func (s Spec) freshFor() time.Duration {
	switch {
	case s.NotBefore > 0:
		return s.NotBefore / 2
	case s.NotAfter > 0:
		return s.NotAfter / 2
	}
	return 1<<63 - 1
}
