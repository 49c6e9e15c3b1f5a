package wire_test

import (
	"crypto/tls"
	"encoding/hex"
	"testing"

	"github.com/legacytls/legacytls/internal/wire"
	"github.com/stretchr/testify/require"
)

// Each case is a connection that crypto/tls makes. The server has one group at
// most, so that the group of the key exchange is known.
var handshakes = []struct {
	name           string
	client, server tls.Config
	group          tls.CurveID // 0: RSA key exchange
	retry          bool
	ecdsa          bool
}{
	{
		name:   "TLS 1.0, ECDHE",
		client: tls.Config{MinVersion: tls.VersionTLS10, MaxVersion: tls.VersionTLS10},
		server: tls.Config{MinVersion: tls.VersionTLS10, CurvePreferences: []tls.CurveID{tls.CurveP384}},
		group:  tls.CurveP384,
	},
	{
		name:   "TLS 1.1, RSA key exchange",
		client: tls.Config{MinVersion: tls.VersionTLS10, MaxVersion: tls.VersionTLS11, CipherSuites: []uint16{tls.TLS_RSA_WITH_AES_128_CBC_SHA}},
		server: tls.Config{MinVersion: tls.VersionTLS10, CipherSuites: []uint16{tls.TLS_RSA_WITH_AES_128_CBC_SHA}},
	},
	{
		name:   "TLS 1.2, RSA key exchange",
		client: tls.Config{MaxVersion: tls.VersionTLS12, CipherSuites: []uint16{tls.TLS_RSA_WITH_AES_256_GCM_SHA384}},
		server: tls.Config{CipherSuites: []uint16{tls.TLS_RSA_WITH_AES_256_GCM_SHA384}},
	},
	{
		name:   "TLS 1.2, ECDHE, ALPN",
		client: tls.Config{MaxVersion: tls.VersionTLS12, NextProtos: []string{"h2", "http/1.1"}},
		server: tls.Config{CurvePreferences: []tls.CurveID{tls.X25519}, NextProtos: []string{"http/1.1"}},
		group:  tls.X25519,
	},
	{
		name:   "TLS 1.2, ECDHE with ECDSA, client certificate asked for",
		client: tls.Config{MaxVersion: tls.VersionTLS12},
		server: tls.Config{CurvePreferences: []tls.CurveID{tls.CurveP521}, ClientAuth: tls.RequestClientCert},
		group:  tls.CurveP521,
		ecdsa:  true,
	},
	{
		name:   "TLS 1.3",
		client: tls.Config{MinVersion: tls.VersionTLS13, CurvePreferences: []tls.CurveID{tls.X25519, tls.CurveP256}},
		server: tls.Config{CurvePreferences: []tls.CurveID{tls.X25519}, NextProtos: []string{"h2"}},
		group:  tls.X25519,
	},
	{
		name:   "TLS 1.3, HelloRetryRequest",
		client: tls.Config{CurvePreferences: []tls.CurveID{tls.X25519, tls.CurveP256}, NextProtos: []string{"h2"}},
		server: tls.Config{CurvePreferences: []tls.CurveID{tls.CurveP256}, NextProtos: []string{"h2"}},
		group:  tls.CurveP256,
		retry:  true,
	},
}

func TestBothFlowsOfAConnectionSayWhatCryptoTLSSays(t *testing.T) {
	for i := range handshakes {
		tc := &handshakes[i]
		t.Run(tc.name, func(t *testing.T) {
			server := tc.server.Clone()
			if tc.ecdsa {
				_, ecdsaCert, _ := certificates(t)
				server.Certificates = []tls.Certificate{ecdsaCert}
			}
			c := converse(t, &tc.client, server)
			require.NoError(t, c.clientErr)
			require.NoError(t, c.serverErr)

			clientFlow := wire.DecodeFlow(c.clientSent)
			require.NoError(t, clientFlow.Err)
			require.Empty(t, clientFlow.Alerts, "close_notify is encrypted")
			hello, err := clientFlow.ClientHello()
			require.NoError(t, err)
			requireAgreement(t, c.hello, hello)
			require.Equal(t, c.clientRandom, hex.EncodeToString(hello.Random[:]))

			serverFlow := wire.DecodeFlow(c.serverSent)
			require.NoError(t, serverFlow.Err)
			require.Empty(t, serverFlow.Alerts)
			answer, err := serverFlow.ServerHello()
			require.NoError(t, err)
			require.Equal(t, c.client.Version, answer.Version)
			require.Equal(t, c.client.CipherSuite, answer.CipherSuite)
			require.True(t, hello.OffersSuite(answer.CipherSuite))
			require.Equal(t, uint16(tc.group), serverFlow.Group())
			require.False(t, answer.HelloRetryRequest)
			if answer.Version < wire.VersionTLS13 {
				require.Equal(t, c.client.NegotiatedProtocol, answer.ALPN)
			} else {
				require.Equal(t, hello.SessionID, answer.SessionID, "TLS 1.3 echoes it (RFC 8446 section 4.1.3)")
				require.Empty(t, answer.ALPN, "TLS 1.3 encrypts it")
			}
			require.Equal(t, tc.retry, len(messagesOf(serverFlow, wire.TypeServerHello)) == 2)
		})
	}
}

func TestMessagesInTheClearAreAllThereAndNothingElse(t *testing.T) {
	want := map[string][2][]string{ // client, server
		"TLS 1.0, ECDHE": {
			{"ClientHello", "ClientKeyExchange"},
			{"ServerHello", "Certificate", "ServerKeyExchange", "ServerHelloDone"},
		},
		"TLS 1.2, RSA key exchange": {
			{"ClientHello", "ClientKeyExchange"},
			{"ServerHello", "Certificate", "ServerHelloDone"},
		},
		"TLS 1.2, ECDHE with ECDSA, client certificate asked for": {
			{"ClientHello", "Certificate", "ClientKeyExchange"},
			{"ServerHello", "Certificate", "ServerKeyExchange", "CertificateRequest", "ServerHelloDone"},
		},
		"TLS 1.3":                    {{"ClientHello"}, {"ServerHello"}},
		"TLS 1.3, HelloRetryRequest": {{"ClientHello", "ClientHello"}, {"ServerHello", "ServerHello"}},
	}
	for i := range handshakes {
		tc := &handshakes[i]
		names, ok := want[tc.name]
		if !ok {
			continue
		}
		delete(want, tc.name)
		t.Run(tc.name, func(t *testing.T) {
			server := tc.server.Clone()
			if tc.ecdsa {
				_, ecdsaCert, _ := certificates(t)
				server.Certificates = []tls.Certificate{ecdsaCert}
			}
			c := converse(t, &tc.client, server)
			require.Equal(t, names[0], messageNames(wire.DecodeFlow(c.clientSent)))
			require.Equal(t, names[1], messageNames(wire.DecodeFlow(c.serverSent)))
		})
	}
	require.Empty(t, want, "every row is a handshake")
}

func TestResumedSessionHasNoMoreThanTheHellos(t *testing.T) {
	// The Finished that follows the ChangeCipherSpec has the record type of a
	// handshake message, and must not be read as one.
	client := &tls.Config{MaxVersion: tls.VersionTLS12, ClientSessionCache: tls.NewLRUClientSessionCache(1)}
	server := &tls.Config{}
	server.SetSessionTicketKeys([][32]byte{{1}})
	first := converse(t, client, server)
	hello, err := wire.DecodeFlow(first.clientSent).ClientHello()
	require.NoError(t, err)
	require.True(t, hello.SessionTicket)

	second := converse(t, client, server)
	require.NoError(t, second.clientErr)
	require.True(t, second.client.DidResume)
	clientFlow, serverFlow := wire.DecodeFlow(second.clientSent), wire.DecodeFlow(second.serverSent)
	require.NoError(t, clientFlow.Err)
	require.NoError(t, serverFlow.Err)
	require.Equal(t, []string{"ClientHello"}, messageNames(clientFlow))
	require.Contains(t, [][]string{{"ServerHello"}, {"ServerHello", "NewSessionTicket"}}, messageNames(serverFlow))
	require.Zero(t, serverFlow.Group(), "a resumed session has no key exchange")
	hello, err = clientFlow.ClientHello()
	require.NoError(t, err)
	extension, ok := hello.Extension(wire.ExtSessionTicket)
	require.True(t, ok)
	require.NotEmpty(t, extension.Data)
}

func TestHelloSizeIsWhatCameOverTheWire(t *testing.T) {
	// A server that never answers gets the hello and nothing else.
	clientConn, serverConn := loopback(t)
	require.NoError(t, serverConn.Conn.Close())
	client := tls.Client(clientConn, &tls.Config{ServerName: serverName})
	require.Error(t, client.Handshake())
	hello, err := wire.DecodeFlow(clientConn.sent.Bytes()).ClientHello()
	require.NoError(t, err)
	require.Equal(t, clientConn.sent.Len(), hello.Size)
	require.Equal(t, 1, hello.Records)
	require.Equal(t, wire.VersionTLS10, hello.RecordVersion, "what crypto/tls puts into the first record")
	require.Equal(t, wire.VersionTLS12, hello.Version)
}

func messagesOf(f *wire.Flow, want wire.HandshakeType) []wire.Message {
	var found []wire.Message
	for _, m := range f.Messages {
		if m.Type == want {
			found = append(found, m)
		}
	}
	return found
}

func messageNames(f *wire.Flow) []string {
	names := []string{}
	for _, m := range f.Messages {
		names = append(names, m.Type.String())
	}
	return names
}
