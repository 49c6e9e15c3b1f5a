package harness

import (
	"bytes"
	"context"
	"crypto/x509"
	"net"

	"github.com/legacytls/legacytls/certs"
	"github.com/legacytls/legacytls/internal/front"
)

// open makes the certificate, the engine and the listener.
func (s *Server) open(ctx context.Context) error {
	authority := s.opts.authority
	if authority == nil {
		var err error
		if authority, err = certs.Shared(); err != nil {
			return err
		}
	}
	if s.clients = s.opts.clientAuthority; s.clients == nil {
		s.clients = authority
	}
	setup, err := s.setup(authority)
	if err != nil {
		return err
	}
	s.front = front.New(s.Profile, setup.Certificate)
	if s.engine, err = s.opts.backend.Open(ctx, setup); err != nil {
		return err
	}
	if s.listener, err = net.Listen("tcp", s.opts.addr); err != nil {
		s.engine.Close()
		return err
	}
	s.Addr = s.listener.Addr().String()
	s.URL = "https://" + s.Addr
	return nil
}

// setup makes what the backend needs, and what clients are to trust.
func (s *Server) setup(authority *certs.Authority) (Setup, error) {
	cert, err := authority.Issue(s.Profile.Certificate)
	if err != nil {
		return Setup{}, err
	}
	s.Roots, s.RootsPEM = rootsOf(cert, authority), cert.RootsPEM()
	s.secrets, s.key = newSecretStore(s.opts.keyLog), cert.Key
	setup := Setup{
		Profile:        behindFront(s.Profile),
		Certificate:    cert,
		ClientRoots:    s.clients.Pool(),
		ClientRootsPEM: s.clients.PEM(),
		KeyLog:         s.secrets,
	}
	if s.Profile.StapleOCSP {
		setup.OCSPResponse, err = authority.OCSPResponse(cert)
	}
	return setup, err
}

// rootsOf is the pool of the roots that a client of the certificate is given.
// A root that crypto/x509 does not parse is not in it.
func rootsOf(cert *certs.Certificate, issuer *certs.Authority) *x509.CertPool {
	if len(cert.Roots) == 1 && bytes.Equal(cert.Roots[0], issuer.Certificate().Raw) {
		return issuer.Pool() // without parsing it again
	}
	pool := x509.NewCertPool()
	pool.AppendCertsFromPEM(cert.RootsPEM())
	return pool
}
