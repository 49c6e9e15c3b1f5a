package harness_test

import (
	"crypto/tls"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/legacytls/legacytls/fixtures"
	"github.com/legacytls/legacytls/harness"
)

// The texts of clients differ between releases, the causes do not.
func TestAQuirkIsNamedInWordsOfAPerson(t *testing.T) {
	t.Parallel()
	ecdhe := func(c *tls.Config) { c.CipherSuites = []uint16{tls.TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256} }
	for _, tc := range []struct {
		quirks                      fixtures.Quirks
		set                         func(*tls.Config)
		cause, label, helps, better string
	}{
		{fixtures.Quirks{SelectSuite: tls.TLS_RSA_WITH_AES_128_CBC_SHA}, ecdhe,
			"the server selects AES128-SHA, whether the client offers it or not", "works", "tls.Config.CipherSuites with TLS_RSA_WITH_AES_128_CBC_SHA  (tried now)", "a suite that it was offered"},
		{fixtures.Quirks{SelectALPN: "spdy/3"}, nil,
			`the server selects the application protocol "spdy/3"`, "works", `tls.Config.NextProtos with ["spdy/3"]  (tried now)`, "let the server select what it was offered"},
		{fixtures.Quirks{DowngradeSentinel: true}, nil,
			"the random of the server ends with the mark", "works", "tls.Config.MaxVersion of TLS 1.2  (tried now)", "let the proxy before the server make a random of its own"},
		{fixtures.Quirks{SelectCompression: 1}, nil,
			"the server selects compression", "nothing helps", "no setting of Go makes a client take it", "turn compression off"},
		{fixtures.Quirks{SelectVersion: tls.VersionTLS13}, nil,
			"the ServerHello says TLS 1.3, which is not what the server goes on with", "nothing helps", "no setting", "name the version that it speaks"},
		{fixtures.Quirks{EmptyHandshakeRecord: true}, nil,
			"the server sends a handshake record with nothing in it", "nothing helps", "no setting", "leave out empty handshake records"},
		{fixtures.Quirks{DoubleExtensions: true}, nil,
			"the ServerHello has each of its extensions twice", "nothing helps", "no setting", "each extension once"},
		{fixtures.Quirks{SelectGroup: 0x001a}, nil,
			"the server says that its key is of the group brainpoolP256r1", "nothing helps", "no setting", "a named group that it was offered"},
		{fixtures.Quirks{SelectScheme: tls.ECDSAWithP256AndSHA256}, nil,
			"the server says that its key exchange is signed with ecdsa_secp256r1_sha256, which it is not", "nothing helps", "no setting", "the scheme of its key"},
		{fixtures.Quirks{CloseAfterKeyExchange: true}, nil,
			"the server closes the connection when it has the client's key exchange", "nothing helps", "its log has to tell", "by an alert"},
		{fixtures.Quirks{ResetAfterFlight: true}, nil,
			"the server resets the connection when it has sent its first flight", "nothing helps", "its log has to tell", "by an alert"},
		{fixtures.Quirks{CertificateMessageSize: 300_000}, nil,
			"the server's Certificate message has at least 300000 bytes", "nothing helps", "no setting", "not a whole bundle"},
	} {
		s, _ := watch(t, quirky("quirky", tc.quirks))
		config := explicitClient(s)
		if tc.set != nil {
			tc.set(config)
		}
		text := explained(t, s, config)
		require.Contains(t, said(text, "cause"), tc.cause)
		require.Contains(t, said(text, tc.label), tc.helps)
		require.Contains(t, said(text, "better"), tc.better)
	}
}

// What goes wrong after the handshake has a cause, too.
func TestAQuirkAfterTheHandshakeIsNamed(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		quirks              fixtures.Quirks
		cause, label, helps string
	}{
		{fixtures.Quirks{AlertAfterHandshake: uint8(harness.AccessDenied)}, "the server turns clients away by the alert access_denied(49) when the handshake is complete", "nothing helps", "to every client"},
		{fixtures.Quirks{PlainAlertAfterHandshake: uint8(harness.AccessDenied)}, "sends the alert access_denied(49) after the handshake without encryption", "nothing helps", "to every client"},
		{fixtures.Quirks{HeartbeatRecord: true}, "the server sends a heartbeat request", "nothing helps", "no setting"},
		{fixtures.Quirks{EmptyRecords: 17}, "the server sends 17 empty records before each with data", "nothing helps", "no setting"},
		{fixtures.Quirks{TruncateAfter: 5}, "the server closes the connection after 5 bytes of application data", "nothing helps", "only a protocol that says how much is to come notices"},
		{fixtures.Quirks{TruncateAfter: 5, ResetAtEnd: true}, "the server ends connections by a TCP reset", "nothing helps", "no setting"},
		{fixtures.Quirks{RenegotiateAfter: 5}, "the server asks for another handshake after 5 bytes", "works", "tls.Config.Renegotiation of tls.RenegotiateFreelyAsClient  (tried now)"},
	} {
		s, _ := watch(t, quirky("late", tc.quirks))
		text := explained(t, s, explicitClient(s))
		require.Contains(t, said(text, "cause"), tc.cause)
		require.Contains(t, said(text, tc.label), tc.helps, text)
	}
}

// A client whose patience ends sees no difference between slow and silent.
func TestAServerThatTakesItsTimeIsToldFromASilentOne(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		quirks fixtures.Quirks
		cause  string
	}{
		{fixtures.Quirks{DelayHandshake: time.Hour}, "the server takes 1h0m0s to answer a ClientHello, longer than the client waited"},
		{fixtures.Quirks{NoServerHelloDone: true}, "the server leaves out ServerHelloDone, so that client and server wait for each other"},
		{fixtures.Quirks{NeverAnswer: true}, "the server takes connections and never answers"},
		{fixtures.Quirks{WriteSize: 10, WriteDelay: time.Hour}, "the server waits 1h0m0s after each part of its flight"},
	} {
		s := harness.Start(t, quirky("slow", tc.quirks), harness.WithLines(nil), harness.WithHandshakeTimeout(100*time.Millisecond))
		text := explained(t, s, explicitClient(s))
		require.Contains(t, said(text, "cause"), tc.cause)
	}
}

// A quirk that has no part in a failure is not blamed for it.
func TestAQuirkIsNotBlamedForWhatAnotherDoes(t *testing.T) {
	t.Parallel()
	s, _ := watch(t, quirky("two", fixtures.Quirks{DoubleExtensions: true, HeartbeatRecord: true}))
	text := explained(t, s, explicitClient(s))
	require.Equal(t, "the ServerHello has each of its extensions twice, which RFC 5246, section 7.4.1.4, forbids; Go refuses that since 1.19", said(text, "cause"))

	s, _ = watch(t, quirky("later", fixtures.Quirks{AlertAfterHandshake: uint8(harness.AccessDenied)}))
	config := explicitClient(s)
	config.MaxVersion = tls.VersionTLS11
	text = explained(t, s, config)
	require.Contains(t, said(text, "cause"), "no common protocol version")
	require.NotContains(t, said(text, "cause"), "when the handshake is complete")
}

func TestAClientThatWaitsForItsTurnIsToldSo(t *testing.T) {
	t.Parallel()
	s, _ := watch(t, quirky("alone", fixtures.Quirks{OneConnection: true}), harness.WithHandshakeTimeout(time.Second))
	first, err := dial(s, explicitClient(s))
	require.NoError(t, err)
	defer first.Close()
	text := explained(t, s, explicitClient(s))
	require.Equal(t, "the server serves one connection at a time, and another one was open", said(text, "cause"))
}
