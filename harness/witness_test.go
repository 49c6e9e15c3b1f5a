package harness_test

import (
	"crypto/tls"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/legacytls/legacytls/certs"
	"github.com/legacytls/legacytls/fixtures"
	"github.com/legacytls/legacytls/harness"
)

func TestTheWitnessHasTheHelloThatTheClientWasConfiguredFor(t *testing.T) {
	t.Parallel()
	s, over := watch(t, fixtures.RSAKeyExchangeOnly())
	config := explicitClient(s)
	config.MaxVersion = tls.VersionTLS12
	config.CipherSuites = []uint16{tls.TLS_RSA_WITH_AES_256_CBC_SHA, tls.TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256}
	config.NextProtos = []string{"acme", "http/1.1"}
	_, err := ping(s, config)
	require.NoError(t, err)

	c := next(t, over)
	require.ElementsMatch(t, config.CipherSuites, c.Hello.CipherSuites)
	require.Equal(t, "localhost", c.Hello.ServerName)
	require.Equal(t, []uint16{0x0303, 0x0302, 0x0301}, c.Hello.Versions())
	require.Equal(t, []string{"acme", "http/1.1"}, c.Hello.ALPN)
	require.Equal(t, []uint16{29, 23, 24, 25}, c.Hello.Groups)
	require.Equal(t, "localhost", c.State.ServerName)
	require.NoError(t, c.HelloErr)
	require.True(t, c.Over)
	require.Nil(t, c.Alert)
	require.Equal(t, 1, c.ID)
	require.False(t, c.Started.IsZero())
}

func TestConnectionsAreInTheOrderInWhichTheyWereAccepted(t *testing.T) {
	t.Parallel()
	s, _ := watch(t, fixtures.AES128SHAOnly())
	var open []*tls.Conn
	for _, name := range []string{"first.test", "second.test", "third.test"} {
		config := explicitClient(s)
		config.ServerName, config.InsecureSkipVerify = name, true
		conn, err := dial(s, config)
		require.NoError(t, err)
		defer conn.Close()
		open = append(open, conn)
	}
	open[1].Close()
	require.NoError(t, echo(open[2], "still here"))

	all := s.Connections()
	require.Len(t, all, 3)
	for i, name := range []string{"first.test", "second.test", "third.test"} {
		require.Equal(t, i+1, all[i].ID)
		require.Equal(t, name, all[i].Hello.ServerName)
		require.Equal(t, open[i].LocalAddr().String(), all[i].Remote)
	}
	require.False(t, all[2].Over, "it is still open")
}

func TestOnlyTheLastConnectionsAreRemembered(t *testing.T) {
	t.Parallel()
	s, over := watch(t, fixtures.AES128SHAOnly())
	const more = 5
	for i := 0; i < harness.MaxWitnesses+more; i++ {
		rawBytes(t, s, []byte{0}) // not TLS: cheap
	}
	for i := 0; i < harness.MaxWitnesses+more; i++ {
		next(t, over)
	}
	all := s.Connections()
	require.Len(t, all, harness.MaxWitnesses)
	require.Equal(t, more+1, all[0].ID)
	require.Equal(t, harness.MaxWitnesses+more, all[len(all)-1].ID)
}

func TestTheWitnessHasTheProtocolThatWasNegotiated(t *testing.T) {
	t.Parallel()
	s, over := watch(t, profile(fixtures.TLS12Only(), "alpn", func(p *fixtures.Profile) { p.ALPN = []string{"one", "two"} }))
	config := explicitClient(s)
	config.NextProtos = []string{"two", "one"}
	state, err := ping(s, config)
	require.NoError(t, err)
	require.Equal(t, "one", state.NegotiatedProtocol, "the server's order decides")
	require.Equal(t, "one", next(t, over).State.ALPN)

	config.NextProtos = []string{"three"}
	_, err = ping(s, config)
	require.EqualError(t, err, "remote error: tls: no application protocol")
	require.Equal(t, harness.NoApplicationProtocol, next(t, over).Alert.Code)
}

func TestTheWitnessOfTLS13(t *testing.T) {
	t.Parallel()
	s, over := watch(t, fixtures.TLS13Only())
	state, err := ping(s, explicitClient(s))
	require.NoError(t, err)
	c := next(t, over)
	require.Equal(t, uint16(tls.VersionTLS13), c.State.Version)
	require.Equal(t, state.CipherSuite, c.State.Suite)
	require.Equal(t, uint16(0x0304), c.Hello.Versions()[0])
	require.Equal(t, uint16(29), c.Hello.KeyShares[0].Group)
	require.Nil(t, c.Alert)

	mine, err := state.ExportKeyingMaterial("a label", nil, 16)
	require.NoError(t, err)
	theirs, err := c.State.Export("a label", nil, 16)
	require.NoError(t, err)
	require.Equal(t, mine, theirs)
}

// The alert is encrypted there, so it cannot be read off the wire.
func TestTheWitnessOfTLS13KnowsThatTheClientDidNotTrustTheServer(t *testing.T) {
	t.Parallel()
	for _, p := range []fixtures.Profile{fixtures.TLS12Only(), fixtures.TLS13Only()} {
		s, over := watch(t, p)
		config := explicitClient(s)
		config.RootCAs = foreign(t).Pool()
		_, err := ping(s, config)
		require.Error(t, err)
		c := next(t, over)
		require.ErrorContains(t, c.Err, map[uint16]string{
			tls.VersionTLS12: "the client ended the connection: alert bad_certificate(42) from the client", // the engine
			tls.VersionTLS13: "remote error: tls: bad certificate",                                         // crypto/tls
		}[p.MaxVersion])
		require.Equal(t, &harness.Alert{From: harness.ClientSide, Code: harness.BadCertificate}, c.Alert, p.Name)
	}
}

// foreign is an authority that nobody trusts.
func foreign(t testing.TB) *certs.Authority {
	t.Helper()
	authority, err := certs.NewAuthority(certs.AuthoritySpec{CommonName: "a foreign test authority"})
	require.NoError(t, err)
	return authority
}
