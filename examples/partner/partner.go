// Package partner is a client of a partner's HTTP API, as many projects have
// one. It knows nothing of legacytls; its test does.
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

// NewClient returns a client of the API at url.
func NewClient(url string, options ...Option) *Client {
	config := new(tls.Config)
	for _, option := range options {
		option(config)
	}
	return &Client{url, &http.Client{Transport: &http.Transport{TLSClientConfig: config}}}
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
