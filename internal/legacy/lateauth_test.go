package legacy

import (
	"crypto/tls"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/legacytls/legacytls/certs"
	"github.com/legacytls/legacytls/fixtures"
	"github.com/legacytls/legacytls/internal/wire"
)

// asked starts a server that asks for a client certificate after the first data, and
// a client that has sent some and was asked.
func asked(tb testing.TB, auth tls.ClientAuthType, changes ...func(*fixtures.Profile)) *client {
	tb.Helper()
	c := beforeAsked(tb, auth, changes...)
	c.record(wire.ApplicationData, []byte("GET /secret"))
	require.Equal(tb, wire.MarshalMessage(wire.TypeHelloRequest, nil), c.message())
	return c
}

func beforeAsked(tb testing.TB, auth tls.ClientAuthType, changes ...func(*fixtures.Profile)) *client {
	tb.Helper()
	late := func(p *fixtures.Profile) { p.ClientAuth, p.LateClientAuth = auth, true }
	c := meet(tb, playing([]uint16{rsaCBC}, append(changes, late)...))
	c.certificate = issue(tb, certs.Spec{Key: certs.RSA1024, ForClient: true})
	c.handshake(offering(wire.VersionTLS12, rsaCBC))
	require.Nil(tb, c.request)
	return c
}

// RFC 5246, section 7.4.1.1. The data that made the server ask is answered after.
func TestAServerAsksForACertificateAfterTheFirstData(t *testing.T) {
	t.Parallel()
	c := asked(t, tls.RequireAndVerifyClientCert)
	c.record(wire.ApplicationData, []byte(" that was on its way"))
	c.handshake(c.again())
	require.NotNil(t, c.request)
	c.requireData("GET /secret that was on its way")
	require.Len(t, c.served.conn.State().ClientCertificates, 1)
	c.requireEcho("once is enough")
	c.requireGoodbye()
}

// RFC 5246, section 7.2.2: "If the server requires it, it may end the connection".
func TestAClientMayDeclineIfNoCertificateIsRequired(t *testing.T) {
	t.Parallel()
	c := asked(t, tls.RequestClientCert)
	c.alert(levelWarning, alertNoRenegotiation)
	c.requireData("GET /secret")
	c.requireEcho("and on it goes")
	c.requireGoodbye()

	c = asked(t, tls.RequireAnyClientCert)
	c.alert(levelWarning, alertNoRenegotiation)
	c.requireAlert(alertHandshakeFailure)
}

// An empty Certificate is an answer, too (RFC 5246, section 7.4.6).
func TestAServerAsksOnce(t *testing.T) {
	t.Parallel()
	c := asked(t, tls.RequestClientCert)
	c.certificate = nil
	c.handshake(c.again())
	c.requireData("GET /secret")
	c.requireEcho("and on it goes")
	c.requireEcho("on and on")
}

// A client that has begun is in the middle of a handshake, and cannot take it back: the
// warning then is one that does not matter.
func TestAClientCannotDeclineWhatItHasBegun(t *testing.T) {
	t.Parallel()
	c := asked(t, tls.RequestClientCert)
	c.begin(c.again())
	c.alert(levelWarning, alertNoRenegotiation)
	c.answerFlight()
	c.finish()
	c.readFinish()
	c.requireData("GET /secret")
	require.Len(t, c.served.conn.State().ClientCertificates, 1)
}

// RFC 5246, section 7.2.2: after a fatal alert there is nothing.
func TestAFatalNoRenegotiationIsTheEnd(t *testing.T) {
	t.Parallel()
	c := asked(t, tls.RequestClientCert)
	c.alert(levelFatal, alertNoRenegotiation)
	require.ErrorAs(t, <-c.served.result, new(*RemoteAlert))
}

// The server asks, whoever has renegotiated before.
func TestARenegotiationOfTheClientsDoesNotAvoidTheQuestion(t *testing.T) {
	t.Parallel()
	c := beforeAsked(t, tls.RequireAndVerifyClientCert, renegotiating(fixtures.SecureRenegotiation))
	c.handshake(c.again())
	require.Nil(t, c.request)
	c.record(wire.ApplicationData, []byte("GET /secret"))
	require.Equal(t, wire.MarshalMessage(wire.TypeHelloRequest, nil), c.message())
}

// A server that could not authenticate the client has nothing for the application,
// however often that reads.
func TestDataOfAClientThatDeclinesIsNotRead(t *testing.T) {
	t.Parallel()
	p := playing([]uint16{rsaCBC}, func(p *fixtures.Profile) { p.ClientAuth, p.LateClientAuth = tls.RequireAnyClientCert, true })
	read := make(chan int, 2)
	c := meetHandler(t, serverFor(t, p), func(conn *Conn) error {
		b := make([]byte, 100)
		n, err := conn.Read(b)
		read <- n
		n, _ = conn.Read(b)
		read <- n
		return err
	})
	c.handshake(offering(wire.VersionTLS12, rsaCBC))
	c.record(wire.ApplicationData, []byte("GET /secret"))
	c.message()
	c.alert(levelWarning, alertNoRenegotiation)
	c.requireAlert(alertHandshakeFailure)
	require.Zero(t, <-read)
	require.Zero(t, <-read)
}

// Nothing follows a close_notify (RFC 5246, section 7.2.1), so that who has sent it
// cannot ask any more.
func TestAServerThatHasSaidGoodbyeCannotAsk(t *testing.T) {
	t.Parallel()
	p := playing([]uint16{rsaCBC}, func(p *fixtures.Profile) { p.ClientAuth, p.LateClientAuth = tls.RequireAnyClientCert, true })
	c := meetHandler(t, serverFor(t, p), func(conn *Conn) error {
		if err := conn.Handshake(); err != nil {
			return err
		}
		conn.CloseWrite()
		_, err := conn.Read(make([]byte, 100))
		return err
	})
	c.handshake(offering(wire.VersionTLS12, rsaCBC))
	c.record(wire.ApplicationData, []byte("GET /secret"))
	require.ErrorContains(t, <-c.served.result, "no other handshake can begin")
}

// crypto/tls knows both answers, by tls.Config.Renegotiation.
func TestAGoClientIsAskedAfterTheFirstData(t *testing.T) {
	t.Parallel()
	server := serverFor(t, playing([]uint16{ecdheGCM}, func(p *fixtures.Profile) {
		p.ClientAuth, p.LateClientAuth = tls.RequireAndVerifyClientCert, true
	}))
	config := goClient(t, tls.VersionTLS12, ecdheGCM)
	config.Certificates = []tls.Certificate{issue(t, certs.Spec{Key: certs.RSA2048, ForClient: true}).TLS()}
	config.Renegotiation = tls.RenegotiateOnceAsClient
	near, running := serve(t, server, echo)
	requireEchoOver(t, tls.Client(near, config))
	require.Len(t, running.conn.State().ClientCertificates, 1)

	config.Renegotiation = tls.RenegotiateNever
	near, running = serve(t, server, echo)
	conn := tls.Client(near, config)
	_, err := conn.Write([]byte("hello"))
	require.NoError(t, err)
	_, err = conn.Read(make([]byte, 1))
	require.ErrorContains(t, err, "no renegotiation")
	conn.Close()
	running.requireEnded(t, alertHandshakeFailure)
}

// Who has shown a certificate does not get rid of it by a handshake of his own.
func TestALaterHandshakeAsksAgain(t *testing.T) {
	t.Parallel()
	c := asked(t, tls.RequireAndVerifyClientCert, renegotiating(fixtures.SecureRenegotiation))
	c.handshake(c.again())
	c.requireData("GET /secret")
	c.handshake(c.again())
	require.NotNil(t, c.request)
	require.Len(t, c.served.conn.State().ClientCertificates, 1)

	c.certificate = nil
	c.begin(c.again())
	c.answerFlight()
	c.requireAlert(alertHandshakeFailure)
}
