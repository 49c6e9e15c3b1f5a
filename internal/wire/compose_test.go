package wire_test

import (
	"crypto/tls"
	"net"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/legacytls/legacytls/internal/wire"
)

// The clients of the recorded handshakes wrote their hellos themselves.
func TestAHelloThatIsTakenApartIsComposedToTheSameBytes(t *testing.T) {
	for i := range handshakes {
		c := converse(t, &handshakes[i].client, &handshakes[i].server)
		hello, err := wire.DecodeFlow(c.clientSent).ClientHello()
		require.NoError(t, err)
		require.Equal(t, hello.Raw, hello.Marshal())
		answer, err := wire.DecodeFlow(c.serverSent).ServerHello()
		require.NoError(t, err)
		require.Equal(t, answer.Raw, answer.Marshal())
	}
}

func TestAChainIsComposedToWhatAServerSends(t *testing.T) {
	cert, _, _ := certificates(t)
	c := converse(t, &tls.Config{MaxVersion: tls.VersionTLS12}, &tls.Config{})
	require.NoError(t, c.serverErr)
	for _, m := range wire.DecodeFlow(c.serverSent).Messages {
		if m.Type == wire.TypeCertificate {
			require.Equal(t, m.Raw, wire.MarshalCertificate(cert.Certificate))
			return
		}
	}
	t.Fatal("no Certificate message")
}

func FuzzMarshal(f *testing.F) {
	for i := range handshakes {
		c := converse(f, &handshakes[i].client, &handshakes[i].server)
		hello, err := wire.DecodeFlow(c.clientSent).ClientHello()
		require.NoError(f, err)
		f.Add(hello.Raw)
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		if hello, err := wire.ParseClientHello(raw); err == nil {
			require.Equal(t, raw, hello.Marshal())
		}
	})
}

// crypto/tls judges the extensions: it shows in ClientHelloInfo what it read.
func TestComposedExtensionsMeanWhatTheySay(t *testing.T) {
	hello := &wire.ClientHello{
		Version:            tls.VersionTLS12,
		SessionID:          make([]byte, 32),
		CipherSuites:       []uint16{tls.TLS_AES_128_GCM_SHA256, tls.TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256},
		CompressionMethods: []uint8{0},
		Extensions: []wire.Extension{
			wire.ServerName("composed.example.test"),
			wire.SupportedGroups(29, 23),
			wire.PointFormats(0, 1),
			wire.SignatureAlgorithms(0x0804, 0x0401),
			wire.SupportedVersions(0x0304, 0x0303),
			wire.ALPN("h2", "http/1.1"),
			wire.KeyShareOf(29, append([]byte{9}, make([]byte, 31)...)),
		},
	}
	info, answer := offer(t, hello)
	require.Equal(t, "composed.example.test", info.ServerName)
	require.Equal(t, []tls.CurveID{tls.X25519, tls.CurveP256}, info.SupportedCurves)
	require.Equal(t, []uint8{0, 1}, info.SupportedPoints)
	require.Equal(t, []tls.SignatureScheme{tls.PSSWithSHA256, tls.PKCS1WithSHA256}, info.SignatureSchemes)
	require.Equal(t, []uint16{tls.VersionTLS13, tls.VersionTLS12}, info.SupportedVersions)
	require.Equal(t, []string{"h2", "http/1.1"}, info.SupportedProtos)
	require.Equal(t, hello.CipherSuites, info.CipherSuites)
	require.Equal(t, uint16(tls.VersionTLS13), answer.Version)
	require.False(t, answer.HelloRetryRequest)
}

func TestWithoutKeySharesTheServerAsksForOne(t *testing.T) {
	_, answer := offer(t, &wire.ClientHello{
		Version:            tls.VersionTLS12,
		CipherSuites:       []uint16{tls.TLS_AES_128_GCM_SHA256},
		CompressionMethods: []uint8{0},
		Extensions: []wire.Extension{
			wire.SupportedGroups(23), wire.SignatureAlgorithms(0x0804),
			wire.SupportedVersions(0x0304), wire.NoKeyShares(),
		},
	})
	require.True(t, answer.HelloRetryRequest)
	require.Equal(t, uint16(tls.CurveP256), answer.Group)
}

// offer sends the hello to a crypto/tls server and returns what that made of it
// and what it answered.
func offer(t *testing.T, hello *wire.ClientHello) (tls.ClientHelloInfo, *wire.ServerHello) {
	t.Helper()
	near, far := net.Pipe()
	cert, _, _ := certificates(t)
	var info tls.ClientHelloInfo
	server := tls.Server(far, &tls.Config{GetConfigForClient: func(i *tls.ClientHelloInfo) (*tls.Config, error) {
		info = *i
		return &tls.Config{Certificates: []tls.Certificate{cert}, CurvePreferences: []tls.CurveID{tls.X25519, tls.CurveP256}}, nil
	}})
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		_ = server.Handshake() // ends with the pipe
	}()
	_, err := near.Write(wire.MarshalRecord(wire.Handshake, tls.VersionTLS10, hello.Marshal()))
	require.NoError(t, err)
	buf := make([]byte, 1<<14)
	n, err := near.Read(buf)
	require.NoError(t, err)
	require.NoError(t, near.Close())
	<-ended
	answer, err := wire.DecodeFlow(buf[:n]).ServerHello()
	require.NoError(t, err)
	return info, answer
}
