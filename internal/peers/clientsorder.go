package peers

import (
	"context"
	"crypto/tls"
	"net"

	"github.com/legacytls/legacytls/fixtures"
	"github.com/legacytls/legacytls/harness"
)

// ClientsOrder returns a backend that lets the client choose: of the profile's
// suites it selects the one that the client names first, as OpenSSL does without
// SSL_OP_CIPHER_SERVER_PREFERENCE. Of a profile it knows suites, groups,
// versions and certificate; the legacy engine will take its place.
func ClientsOrder() harness.Backend { return clientsOrder{} }

type clientsOrder struct{}

func (clientsOrder) Name() string                    { return "clients-order" }
func (clientsOrder) Supports(fixtures.Profile) error { return nil }

func (clientsOrder) Open(_ context.Context, s harness.Setup) (harness.Engine, error) {
	return clientsOrderEngine{s}, nil
}

type clientsOrderEngine struct{ setup harness.Setup }

func (e clientsOrderEngine) ServeConn(conn net.Conn, c *harness.Conversation) error {
	server := tls.Server(conn, &tls.Config{GetConfigForClient: func(hello *tls.ClientHelloInfo) (*tls.Config, error) {
		return e.configFor(hello), nil
	}})
	if err := server.Handshake(); err != nil {
		return err
	}
	state := server.ConnectionState()
	c.Established(harness.State{Version: state.Version, Suite: state.CipherSuite, ServerName: state.ServerName})
	c.Answer(server)
	server.Close() // with the close_notify that is still due
	return nil
}

// configFor has just the suite to select, or none if there is none.
func (e clientsOrderEngine) configFor(hello *tls.ClientHelloInfo) *tls.Config {
	config := &tls.Config{
		Certificates:     []tls.Certificate{e.setup.Certificate.TLS()},
		MinVersion:       e.setup.Profile.MinVersion,
		MaxVersion:       e.setup.Profile.MaxVersion,
		CurvePreferences: e.setup.Profile.Groups,
		CipherSuites:     []uint16{}, // not nil, which would be the defaults
	}
	for _, id := range hello.CipherSuites {
		if offers(e.setup.Profile.Suites, id) {
			config.CipherSuites = []uint16{id}
			break
		}
	}
	return config
}

func (clientsOrderEngine) Close() error { return nil }
