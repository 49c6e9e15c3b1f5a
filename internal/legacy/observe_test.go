package legacy

import (
	"crypto/tls"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/legacytls/legacytls/certs"
	"github.com/legacytls/legacytls/fixtures"
	"github.com/legacytls/legacytls/internal/wire"
)

// The orders are those of RFC 5246, section 7.3, figure 1 and 2.

func TestAFullHandshakeIsObserved(t *testing.T) {
	t.Parallel()
	c := meet(t, playing([]uint16{ecdheCBC}))
	c.handshake(offering(wire.VersionTLS12, ecdheCBC, offeringTicket(nil)))
	c.requireEcho("not observed")
	c.requireGoodbye()
	require.Equal(t, []string{
		"< ClientHello", "> ServerHello", "> Certificate", "> ServerKeyExchange", "> ServerHelloDone",
		"< ClientKeyExchange", "< change_cipher_spec", "< Finished (protected)",
		"> NewSessionTicket", "> change_cipher_spec", "> Finished (protected)",
		"< alert warning close_notify (0) (protected)", "> alert warning close_notify (0) (protected)",
	}, c.served.seen())
}

func TestAnAbbreviatedHandshakeIsObserved(t *testing.T) {
	t.Parallel()
	s := serverFor(t, playing([]uint16{rsaCBC}))
	c := second(t, s, firstSession(t, s, offering(wire.VersionTLS12, rsaCBC)))
	c.handshake(offering(wire.VersionTLS12, rsaCBC))
	c.requireEcho("not observed")
	require.Equal(t, []string{
		"< ClientHello", "> ServerHello", "> change_cipher_spec", "> Finished (protected)",
		"< change_cipher_spec", "< Finished (protected)",
	}, c.served.seen())
}

func TestAHandshakeWithAClientCertificateIsObserved(t *testing.T) {
	t.Parallel()
	c := meetCertificateServer(t, rsaCBC)
	c.handshake(offering(wire.VersionTLS12, rsaCBC))
	require.Equal(t, []string{
		"< ClientHello", "> ServerHello", "> Certificate", "> CertificateRequest", "> ServerHelloDone",
		"< Certificate", "< ClientKeyExchange", "< CertificateVerify", "< change_cipher_spec", "< Finished (protected)",
		"> change_cipher_spec", "> Finished (protected)",
	}, c.served.seen())
}

func TestARenegotiationIsObserved(t *testing.T) {
	t.Parallel()
	p := playing([]uint16{rsaCBC}, func(p *fixtures.Profile) { p.ClientAuth, p.LateClientAuth = tls.RequireAnyClientCert, true })
	c := meet(t, p)
	c.certificate = issue(t, certs.Spec{Key: certs.RSA1024, ForClient: true})
	c.handshake(offering(wire.VersionTLS12, rsaCBC))
	first := len(c.served.seen())
	c.record(wire.ApplicationData, []byte("ask me"))
	c.message()
	c.handshake(c.again())
	c.requireData("ask me")
	require.Equal(t, []string{
		"> HelloRequest (protected)",
		"< ClientHello (protected)", "> ServerHello (protected)", "> Certificate (protected)",
		"> CertificateRequest (protected)", "> ServerHelloDone (protected)",
		"< Certificate (protected)", "< ClientKeyExchange (protected)", "< CertificateVerify (protected)",
		"< change_cipher_spec (protected)", "< Finished (protected)",
		"> change_cipher_spec (protected)", "> Finished (protected)",
	}, c.served.seen()[first:])
}

func TestARefusalIsObserved(t *testing.T) {
	t.Parallel()
	c := meet(t, playing([]uint16{ecdheCBC}))
	c.sayHello(offering(wire.VersionTLS12, rsaCBC))
	c.requireAlert(alertHandshakeFailure)
	require.Equal(t, []string{"< ClientHello", "> alert fatal handshake_failure (40)"}, c.served.seen())
}

// The messages are those on the wire: together they are the transcript.
func TestTheMessagesObservedAreTheTranscript(t *testing.T) {
	t.Parallel()
	c := meetCertificateServer(t, ecdheCBC)
	c.handshake(offering(wire.VersionTLS11, ecdheCBC))
	var observed []byte
	for _, e := range c.served.events {
		if e.Kind == wire.Handshake {
			observed = append(observed, e.Message...)
		}
	}
	require.Equal(t, c.transcript, observed)
}

// Alerts come to one goroutine while another writes.
func TestTheObserverIsCalledByOneAtATime(t *testing.T) {
	t.Parallel()
	s := serverFor(t, playing([]uint16{rsaCBC}))
	near, far := memoryConns()
	var events []string // -race sees two writers
	conn := s.Conn(far, &Observer{Message: func(e Event) { events = append(events, e.String()) }})
	go conn.Handshake()
	c := &client{tb: t, conn: near, records: newRecordLayer(near), served: &served{conn: conn}}
	c.handshake(offering(wire.VersionTLS12, rsaCBC))
	read := make(chan error, 1)
	go func() {
		_, err := conn.Read(make([]byte, 1))
		read <- err
	}()
	closed := make(chan error, 1)
	go func() { closed <- conn.CloseWrite() }()
	c.alert(levelFatal, alertInternalError)
	require.Error(t, <-read)
	require.NoError(t, <-closed)
	require.Contains(t, events, "> alert warning close_notify (0)")
	require.Contains(t, events, "< alert fatal internal_error (80)")
}
