package harness

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"fmt"
	"slices"
	"sync"
	"time"

	"github.com/legacytls/legacytls/certs"
)

// A ClientCertificate says what certificate a client shows when it is asked
// for one.
type ClientCertificate string

// The client certificates. The zero value is none.
const (
	// GoodCertificate is one that the server accepts: of [certs.Shared], which a server of
	// the caller's own has in its ClientCAs then.
	GoodCertificate ClientCertificate = "good"

	// ExpiredCertificate expired an hour ago and is good otherwise.
	ExpiredCertificate ClientCertificate = "expired"

	// ForeignCertificate is of an authority that the server does not trust. It
	// is shown although the server does not ask for certificates of that
	// authority, for which a Go client has to set GetClientCertificate.
	ForeignCertificate ClientCertificate = "foreign"

	// ServerCertificate is for servers: its extended key usage is serverAuth
	// alone (RFC 5280, section 4.2.1.12).
	ServerCertificate ClientCertificate = "server"

	// Ed25519Certificate has an Ed25519 key and is good otherwise.
	Ed25519Certificate ClientCertificate = "ed25519"

	// LargeCertificate has an RSA key of 8200 bits and is good otherwise.
	LargeCertificate ClientCertificate = "large"

	// StolenCertificate is good, but the client does not have its key: it signs
	// with another, and the server finds a wrong signature in CertificateVerify.
	StolenCertificate ClientCertificate = "stolen"
)

func clientCertificates() []ClientCertificate {
	return []ClientCertificate{"", GoodCertificate, ExpiredCertificate, ForeignCertificate, ServerCertificate, Ed25519Certificate, LargeCertificate, StolenCertificate}
}

func (c ClientCertificate) validate() error {
	if !slices.Contains(clientCertificates(), c) {
		return fmt.Errorf("client certificate %q: want one of %q", c, clientCertificates())
	}
	return nil
}

// A clientIssuer issues client certificates. The authority that servers do not
// trust is made when it is first needed.
type clientIssuer struct {
	foreign func() (*certs.Authority, error)
}

func newClientIssuer() *clientIssuer {
	return &clientIssuer{foreign: sync.OnceValues(func() (*certs.Authority, error) {
		return certs.NewAuthority(certs.AuthoritySpec{CommonName: "legacytls foreign authority (never trust)"})
	})}
}

// issue returns the certificate that c names; c is not the zero value.
func (i *clientIssuer) issue(c ClientCertificate) (*certs.Certificate, error) {
	if err := c.validate(); err != nil {
		return nil, err
	}
	spec := certs.Spec{CommonName: "legacytls test client", ForClient: true}
	authority := certs.Shared
	switch c {
	case ExpiredCertificate:
		spec.NotBefore, spec.NotAfter = -24*time.Hour, -time.Hour
	case ForeignCertificate:
		authority = i.foreign
	case ServerCertificate:
		spec.ForClient = false
	case Ed25519Certificate:
		spec.Key = certs.Ed25519
	case LargeCertificate:
		spec.Key = certs.RSA8200
	case StolenCertificate:
		spec.Key = certs.ECDSAP256
	}
	issuer, err := authority()
	if err != nil {
		return nil, err
	}
	cert, err := issuer.Issue(spec)
	if err == nil && c == StolenCertificate {
		return withoutItsKey(cert)
	}
	return cert, err
}

// withoutItsKey returns an ECDSA certificate with a key that is not its own.
func withoutItsKey(cert *certs.Certificate) (*certs.Certificate, error) {
	other, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, err
	}
	stolen := *cert
	stolen.Key = other
	return &stolen, nil
}
