package main

import (
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"net"

	"github.com/legacytls/legacytls/internal/agent/protocol"
)

// keyError is a key that this Go release cannot load. No program can connect with it, which is
// a result and not a mistake in the request.
type keyError struct{ error }

// unloadable returns the result of a request that failed for a key, if it did.
func unloadable(err error) (protocol.Result, bool) {
	if _, ok := err.(*keyError); !ok {
		return protocol.Result{}, false
	}
	return protocol.Result{Stage: protocol.StageConnect, Error: err.Error()}, true
}

// clientConfig follows tls.Dial, which takes the server's name from the address.
func clientConfig(c protocol.Config, addr string) (*tls.Config, error) {
	config, err := commonConfig(c)
	if err != nil {
		return nil, err
	}
	if c.InsistOnCertificate {
		config.GetClientCertificate = func(*tls.CertificateRequestInfo) (*tls.Certificate, error) {
			return &config.Certificates[0], nil
		}
	}
	if config.ServerName == "" {
		host, _, err := net.SplitHostPort(addr)
		if err != nil {
			return nil, fmt.Errorf("expected an address host:port, got %q: %v", addr, err)
		}
		config.ServerName = host
	}
	return config, nil
}

// commonConfig sets what is set, and nothing else: everything else is for the Go release
// under test to decide.
func commonConfig(c protocol.Config) (*tls.Config, error) {
	config := &tls.Config{
		MinVersion:             c.MinVersion,
		MaxVersion:             c.MaxVersion,
		CipherSuites:           c.CipherSuites,
		NextProtos:             c.ALPN,
		ServerName:             c.ServerName,
		InsecureSkipVerify:     c.Insecure,
		ClientAuth:             tls.ClientAuthType(c.ClientAuth),
		Renegotiation:          tls.RenegotiationSupport(c.Renegotiation),
		SessionTicketsDisabled: c.NoSessionTickets,
	}
	if c.Groups != nil {
		config.CurvePreferences = make([]tls.CurveID, 0, len(c.Groups))
	}
	for _, group := range c.Groups {
		config.CurvePreferences = append(config.CurvePreferences, tls.CurveID(group))
	}
	config.RootCAs = certPool(c.Roots)
	config.ClientCAs = certPool(c.ClientRoots)
	var err error
	config.Certificates, err = certificates(c.Certificates)
	return config, err
}

// certPool returns nil, which means the system's roots, for no PEM. A root that the Go release
// does not parse is left out without a word, as it is from the pools of most programs: what
// comes of that is what a test wants to see.
func certPool(pem []byte) *x509.CertPool {
	if len(pem) == 0 {
		return nil
	}
	pool := x509.NewCertPool()
	pool.AppendCertsFromPEM(pem)
	return pool
}

// certificates avoids tls.X509KeyPair, which parses the chain and would refuse one that is
// broken on purpose.
func certificates(pairs []protocol.KeyPair) ([]tls.Certificate, error) {
	var all []tls.Certificate
	for i, pair := range pairs {
		key, err := x509.ParsePKCS8PrivateKey(pair.Key)
		if err != nil {
			return nil, &keyError{fmt.Errorf("key of certificate %d: %v", i, err)}
		}
		all = append(all, tls.Certificate{Certificate: pair.Chain, PrivateKey: key})
	}
	return all, nil
}
