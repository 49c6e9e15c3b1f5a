package main

import (
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"net"

	"github.com/legacytls/legacytls/internal/agent/protocol"
)

// clientConfig follows tls.Dial, which takes the server's name from the address.
func clientConfig(c protocol.Config, addr string) (*tls.Config, error) {
	config, err := commonConfig(c)
	if err != nil {
		return nil, err
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
		SessionTicketsDisabled: c.NoSessionTickets,
	}
	if c.Groups != nil {
		config.CurvePreferences = make([]tls.CurveID, 0, len(c.Groups))
	}
	for _, group := range c.Groups {
		config.CurvePreferences = append(config.CurvePreferences, tls.CurveID(group))
	}
	var err error
	if config.RootCAs, err = certPool("roots", c.Roots); err != nil {
		return nil, err
	}
	if config.ClientCAs, err = certPool("client roots", c.ClientRoots); err != nil {
		return nil, err
	}
	config.Certificates, err = certificates(c.Certificates)
	return config, err
}

// certPool returns nil, which means the system's roots, for no PEM.
func certPool(what string, pem []byte) (*x509.CertPool, error) {
	if len(pem) == 0 {
		return nil, nil
	}
	pool := x509.NewCertPool()
	if !pool.AppendCertsFromPEM(pem) {
		return nil, fmt.Errorf("expected %s as PEM certificates that this Go release can parse, got none in %d bytes", what, len(pem))
	}
	return pool, nil
}

// certificates avoids tls.X509KeyPair, which parses the chain and would refuse one that is
// broken on purpose.
func certificates(pairs []protocol.KeyPair) ([]tls.Certificate, error) {
	var all []tls.Certificate
	for i, pair := range pairs {
		key, err := x509.ParsePKCS8PrivateKey(pair.Key)
		if err != nil {
			return nil, fmt.Errorf("expected the key of certificate %d as PKCS#8 that this Go release can parse: %v", i, err)
		}
		all = append(all, tls.Certificate{Certificate: pair.Chain, PrivateKey: key})
	}
	return all, nil
}
