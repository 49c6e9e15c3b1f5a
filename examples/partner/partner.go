// Package partner is a client of a partner's systems, as many projects have
// one. It knows nothing of legacytls; its tests do.
package partner

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"net/http"
)

// A Client talks to the partner's API.
type Client struct {
	url  string
	http *http.Client
}

// An Option changes how a Client is set up.
type Option func(*tls.Config)

// WithRoots trusts these authorities instead of those of the system.
func WithRoots(roots *x509.CertPool) Option {
	return func(c *tls.Config) { c.RootCAs = roots }
}

// WithGatewaySuites offers the suite of the partner's gateway as well, which no
// Go since 1.22 offers by itself, and those that a newer gateway will have.
func WithGatewaySuites() Option {
	return func(c *tls.Config) {
		c.CipherSuites = []uint16{
			tls.TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256,
			tls.TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384,
			tls.TLS_RSA_WITH_AES_256_CBC_SHA,
		}
	}
}

// NewClient returns a client of the API at url.
func NewClient(url string, options ...Option) *Client {
	return &Client{url, &http.Client{Transport: &http.Transport{TLSClientConfig: configOf(options)}}}
}

func configOf(options []Option) *tls.Config {
	config := new(tls.Config)
	for _, option := range options {
		option(config)
	}
	return config
}

// Ping asks whether the API is there.
func (c *Client) Ping(ctx context.Context) error {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, c.url, nil)
	if err != nil {
		return err
	}
	response, err := c.http.Do(request)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusOK {
		return fmt.Errorf("the partner answers %s", response.Status)
	}
	return nil
}
