package harness_test

import (
	"context"
	"crypto/tls"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/legacytls/legacytls/fixtures"
	"github.com/legacytls/legacytls/harness"
)

// nameOfClient answers with the common name of the client's certificate.
func nameOfClient(w http.ResponseWriter, r *http.Request) {
	if len(r.TLS.PeerCertificates) == 0 {
		fmt.Fprint(w, "nobody")
		return
	}
	fmt.Fprint(w, r.TLS.PeerCertificates[0].Subject.CommonName)
}

// lateServer asks for the certificate of an HTTP client after the request. The
// client has one, and renegotiates as it is told.
func lateServer(t *testing.T, p fixtures.Profile, renegotiation tls.RenegotiationSupport) (*harness.Server, *http.Client) {
	t.Helper()
	s := harness.Start(t, p, harness.WithHandler(http.HandlerFunc(nameOfClient)))
	client := httpClient(t, s)
	config := clientOf(t, s)
	config.Renegotiation = renegotiation
	client.Transport.(*http.Transport).TLSClientConfig = config
	return s, client
}

func TestAHandlerSeesTheCertificateThatWasAskedForLate(t *testing.T) {
	t.Parallel()
	for _, renegotiation := range []tls.RenegotiationSupport{tls.RenegotiateOnceAsClient, tls.RenegotiateFreelyAsClient} {
		s, client := lateServer(t, fixtures.ClientCertificateAfterRequest(), renegotiation)
		for i := 0; i < 2; i++ {
			body, _, err := get(client, s.URL)
			harness.RequireConnects(t, s, err)
			require.Equal(t, "a test client", body)
		}
		all := s.Connections()
		require.Len(t, all, 1, "the server asks once")
		require.Len(t, all[0].State.ClientCertificates, 1, "the witness knows of the second handshake")
		require.Nil(t, all[0].Alert)
	}
}

func TestAClientThatDoesNotRenegotiateIsRefusedAfterTheHandshake(t *testing.T) {
	t.Parallel()
	s, client := lateServer(t, fixtures.ClientCertificateAfterRequest(), tls.RenegotiateNever)
	_, _, err := get(client, s.URL)
	require.ErrorContains(t, err, "local error: tls: no renegotiation")
	harness.RequireRefused(t, s, err, harness.LocalAlert(harness.NoRenegotiation))
	c := s.Connections()[0]
	require.True(t, c.Established, "the first handshake was fine")
	require.Empty(t, c.State.ClientCertificates)
	require.EqualError(t, c.Err, "the client declines the renegotiation in which the server requires its certificate")
	require.Contains(t, c.Describe(s.Profile), ", ended by the server: the client declines the renegotiation")
}

func TestAServerThatDoesNotInsistAnswersAClientThatDeclines(t *testing.T) {
	t.Parallel()
	p := profile(fixtures.ClientCertificateAfterRequest(), "optional", func(p *fixtures.Profile) { p.ClientAuth = tls.RequestClientCert })
	s, over := watch(t, p)
	command := newOpenSSL(t)
	out := command.run("are you there?\n", "s_client", "-connect", s.Addr, "-tls1_2", "-no_renegotiation", "-quiet", "-no_ign_eof")
	c := next(t, over)
	require.True(t, c.Established, out)
	require.NoError(t, c.Err)
	require.Empty(t, c.State.ClientCertificates)
}

func TestADeclinedSecondHandshakeIsExplained(t *testing.T) {
	t.Parallel()
	s, client := lateServer(t, fixtures.ClientCertificateAfterRequest(), tls.RenegotiateNever)
	_, _, err := get(client, s.URL)
	text := fatal(t, func(tb testing.TB) { harness.RequireConnects(tb, s, err) })
	require.Regexp(t, "^client-certificate-after-request: the second handshake failed: .*local error: tls: no renegotiation\n", text)
	require.Equal(t, "alert no_renegotiation(100) from the client", line(t, text, "ended by"))
	require.Contains(t, line(t, text, "cause"), "the server asks for a client certificate in a second handshake, after the request, and the client declines")
	require.Equal(t, "tls.Config.Renegotiation of tls.RenegotiateOnceAsClient and tls.Config.Certificates with one of the authority that the server trusts  (tried now)", line(t, text, "works"))
	require.Len(t, s.Connections(), 1, "probes leave no trace")
}

func TestAMissingCertificateInTheSecondHandshakeIsExplained(t *testing.T) {
	t.Parallel()
	s, client := lateServer(t, fixtures.ClientCertificateAfterRequest(), tls.RenegotiateOnceAsClient)
	client.Transport.(*http.Transport).TLSClientConfig.Certificates = nil
	_, _, err := get(client, s.URL)
	require.ErrorContains(t, err, "remote error: tls: handshake failure")
	text := fatal(t, func(tb testing.TB) { harness.RequireConnects(tb, s, err) })
	require.Contains(t, line(t, text, "cause"), "the server requires a client certificate, and the client sent none that it accepts")
	require.Equal(t, "the client has no certificate, the server requires one", line(t, text, "server's error"))
	require.Contains(t, line(t, text, "works"), "tls.Config.Certificates")
}

// A remedy is no remedy if the probe is refused as well.
func TestARemedyOfASecondHandshakeIsTriedToItsEnd(t *testing.T) {
	t.Parallel()
	p := profile(fixtures.ClientCertificateAfterRequest(), "reset", func(p *fixtures.Profile) {
		p.ClientSchemes = []tls.SignatureScheme{tls.ECDSAWithP256AndSHA256} // the probe's key is RSA
	})
	s, client := lateServer(t, p, tls.RenegotiateNever)
	_, _, err := get(client, s.URL)
	text := fatal(t, func(tb testing.TB) { harness.RequireConnects(tb, s, err) })
	require.Contains(t, line(t, text, "cause"), "second handshake")
	require.NotContains(t, text, "tried now")
}

// An error that has nothing to do with TLS is not blamed on the second handshake.
func TestAnErrorAfterASecondHandshakeIsNotBlamedOnIt(t *testing.T) {
	t.Parallel()
	s, client := lateServer(t, fixtures.ClientCertificateAfterRequest(), tls.RenegotiateOnceAsClient)
	_, _, err := get(client, s.URL)
	require.NoError(t, err)
	client.CloseIdleConnections()
	text := fatal(t, func(tb testing.TB) { harness.RequireConnects(tb, s, io.ErrUnexpectedEOF) })
	require.Equal(t, "client-certificate-after-request completed the handshake (TLS 1.2 ECDHE-RSA-AES256-GCM-SHA384), but the client reports: unexpected EOF", text)
}

// A twice is a backend whose connections complete two handshakes.
type twice struct {
	refuser
	over chan struct{}
}

func (b twice) Open(context.Context, harness.Setup) (harness.Engine, error) { return b, nil }

func (b twice) ServeConn(conn net.Conn, c *harness.Conversation) error {
	c.Established(harness.State{Version: tls.VersionTLS11, Suite: 0x0005})
	c.Established(harness.State{Version: tls.VersionTLS12, Suite: 0x002f, ServerName: "second.test"})
	<-b.over
	return nil
}

func TestALaterHandshakeReplacesWhatTheWitnessHas(t *testing.T) {
	t.Parallel()
	b := twice{over: make(chan struct{})}
	end := sync.OnceFunc(func() { close(b.over) })
	defer end()
	s, over := watch(t, fixtures.AES128SHAOnly(), harness.WithBackend(b))
	defer rawDial(t, s).Close()
	eventually(t, func() bool { c := s.Connections(); return len(c) == 1 && c[0].State.ServerName != "" }, "the second handshake is not seen")
	end()
	c := next(t, over)
	require.Equal(t, uint16(tls.VersionTLS12), c.State.Version)
	require.Equal(t, "second.test", c.State.ServerName)
	require.True(t, c.Established)
}

// A client may ignore a HelloRequest (RFC 5246, section 7.4.1.1). Here it never reads.
func TestAClientThatIgnoresTheQuestionIsCutOff(t *testing.T) {
	t.Parallel()
	s, over := watch(t, fixtures.ClientCertificateAfterRequest(), harness.WithHandshakeTimeout(200*time.Millisecond))
	conn, err := dial(s, explicitClient(s))
	require.NoError(t, err)
	defer conn.Close()
	_, err = io.WriteString(conn, "is anybody there?\n")
	require.NoError(t, err)
	c := next(t, over)
	require.EqualError(t, c.Err, "the client did not complete the handshake in time")
	require.True(t, c.Established, "the first handshake was fine")
}

func TestAConnectionIsNotCutOffAfterItsSecondHandshake(t *testing.T) {
	t.Parallel()
	optional := profile(fixtures.ClientCertificateAfterRequest(), "optional", func(p *fixtures.Profile) { p.ClientAuth = tls.RequestClientCert })
	for _, p := range []fixtures.Profile{fixtures.ClientCertificateAfterRequest(), optional} {
		s, over := watch(t, p, harness.WithHandshakeTimeout(300*time.Millisecond))
		config := clientOf(t, s)
		config.Renegotiation = tls.RenegotiateOnceAsClient
		conn, err := dial(s, config)
		require.NoError(t, err)
		defer conn.Close()
		require.NoError(t, echo(conn, "first"))

		// A second client that is cut off shows that the time has passed.
		idle := rawDial(t, s)
		defer idle.Close()
		require.EqualError(t, next(t, over).Err, "the client did not complete the handshake in time")
		require.NoError(t, echo(conn, "still there"))
	}
}

// The remedy is no larger than it need be.
func TestAClientThatNeedsNoCertificateIsToldToRenegotiateAlone(t *testing.T) {
	t.Parallel()
	p := profile(fixtures.ClientCertificateAfterRequest(), "optional", func(p *fixtures.Profile) { p.ClientAuth = tls.RequestClientCert })
	for _, tc := range []struct {
		profile     fixtures.Profile
		certificate bool
	}{{p, false}, {fixtures.ClientCertificateAfterRequest(), true}} {
		s, client := lateServer(t, tc.profile, tls.RenegotiateNever)
		_, _, err := get(client, s.URL)
		works := line(t, fatal(t, func(tb testing.TB) { harness.RequireConnects(tb, s, err) }), "works")
		require.Contains(t, works, "Renegotiation")
		require.Equal(t, tc.certificate, strings.Contains(works, "Certificates"), works)
	}
}
