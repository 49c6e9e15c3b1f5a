package harness_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/legacytls/legacytls/fixtures"
	"github.com/legacytls/legacytls/harness"
)

// The client of a build can renegotiate, as that of this process can.
func TestARunnerTriesTheSecondHandshakeToo(t *testing.T) {
	t.Parallel()
	r := runnerWith(t, go120)
	target := harness.TargetOf(harness.Start(t, fixtures.ClientCertificateAfterRequest(), harness.WithLines(nil)))
	o, err := r.Connect(bg, build(go120, harness.Settings{}), harness.Client{}, target)
	require.NoError(t, err)
	require.Contains(t, o.Error, "no renegotiation")
	require.Equal(t, "tls.Config.Renegotiation of tls.RenegotiateOnceAsClient and tls.Config.Certificates with one of the authority that the server trusts  (tried now)",
		line(t, r.Explain(bg, o, harness.Client{}, target).String(), "works"))
}

// What fails after the handshake need not be another handshake.
func TestAnAlertAfterTheHandshakeIsNoSecondHandshake(t *testing.T) {
	t.Parallel()
	p := profile(fixtures.TLS12Only(), "access-denied", func(p *fixtures.Profile) { p.Quirks.AlertAfterHandshake = uint8(harness.AccessDenied) })
	s := harness.Start(t, p, harness.WithLines(nil))
	_, err := ping(s, explicitClient(s))
	require.ErrorContains(t, err, "access denied")
	text := fatal(t, func(tb testing.TB) { harness.RequireConnects(tb, s, err) })
	require.NotContains(t, text, "second handshake")
	require.Equal(t, "the server turns every client away when the handshake is complete", line(t, text, "server's error"))
}
