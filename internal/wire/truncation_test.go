package wire_test

import (
	"crypto/tls"
	"errors"
	"testing"

	"github.com/legacytls/legacytls/internal/wire"
	"github.com/stretchr/testify/require"
)

func TestFlowCutAtAnyByteKeepsWhatCameBefore(t *testing.T) {
	retry := converse(t, &handshakes[len(handshakes)-1].client, &handshakes[len(handshakes)-1].server)
	old := converse(t, &tls.Config{MaxVersion: tls.VersionTLS12}, &tls.Config{})
	for _, sent := range [][]byte{retry.clientSent, retry.serverSent, old.clientSent, old.serverSent} {
		whole := wire.DecodeFlow(sent)
		require.NoError(t, whole.Err)
		boundary := map[int]bool{} // ends of records
		for at, i := 0, 0; i < len(whole.Records); i++ {
			at += 5 + whole.Records[i].Length
			boundary[at] = true
		}
		for n := 1; n < len(sent); n++ {
			cut := wire.DecodeFlow(sent[:n])
			require.Equal(t, n, cut.Bytes)
			require.Equal(t, sameLength(whole.Messages[:len(cut.Messages)]), sameLength(cut.Messages))
			require.Equal(t, sameLength(whole.Records[:len(cut.Records)]), sameLength(cut.Records))
			if boundary[n] {
				require.NoError(t, cut.Err, "cut at %d", n)
				continue
			}
			var where *wire.Error
			require.ErrorAs(t, cut.Err, &where, "cut at %d", n)
			require.True(t, where.Truncated, "cut at %d: %v", n, cut.Err)
			require.Contains(t, where.Error(), " left in the flow")
			require.LessOrEqual(t, where.Offset, n)
		}
	}
}

func TestCutFlowSaysHowMuchIsMissing(t *testing.T) {
	flow := wire.DecodeFlow([]byte("\x16\x03\x01\x00\x08\x00\x00\x00\x00\x0e\x00"))
	require.EqualError(t, flow.Err, "record 0: fragment of handshake at byte 5: 8 bytes expected, 6 left in the flow")
	require.Equal(t, []string{"HelloRequest"}, messageNames(flow), "it came complete")

	flow = wire.DecodeFlow([]byte("\x16\x03\x01"))
	require.EqualError(t, flow.Err, "record 0: length at byte 3: 2 bytes expected, 0 left in the flow")

	flow = wire.DecodeFlow([]byte("\x16\x03\x01\x00\x06\x0b\x00\x10\x00ab"))
	require.EqualError(t, flow.Err, "Certificate: body at byte 1: length says 4096 bytes, 2 left in the message")
}

// A hello that is cut at n bytes is given to the parser with a header that says
// so: every length inside is then wrong.
func TestHelloCutAtAnyByteKeepsWhatCameBefore(t *testing.T) {
	for i := range handshakes {
		c := converse(t, &handshakes[i].client, &handshakes[i].server)
		require.NoError(t, c.clientErr)
		checkCuts(t, "ClientHello", wire.DecodeFlow(c.clientSent).Messages[0].Raw, func(raw []byte) ([]wire.Extension, error) {
			h, err := wire.ParseClientHello(raw)
			return h.Extensions, err
		})
		checkCuts(t, "ServerHello", wire.DecodeFlow(c.serverSent).Messages[0].Raw, func(raw []byte) ([]wire.Extension, error) {
			h, err := wire.ParseServerHello(raw)
			return h.Extensions, err
		})
	}
}

func checkCuts(t *testing.T, what string, raw []byte, parse func([]byte) ([]wire.Extension, error)) {
	t.Helper()
	whole, err := parse(raw)
	require.NoError(t, err)
	without := len(raw) - 2 // where the extensions begin: a hello may end there
	for _, e := range whole {
		without -= 4 + len(e.Data)
	}
	for n := 0; n < len(raw); n++ {
		_, err := parse(raw[:n])
		require.Error(t, err, "cut at %d", n)
		if n < 4 {
			continue
		}
		cut := append([]byte(nil), raw[:n]...)
		cut[1], cut[2], cut[3] = 0, byte((n-4)>>8), byte(n-4)
		kept, err := parse(cut)
		if n == without {
			require.NoError(t, err)
			continue
		}
		var where *wire.Error
		require.True(t, errors.As(err, &where), "cut at %d: %v", n, err)
		require.Equal(t, what, where.What)
		require.True(t, where.Truncated)
		require.LessOrEqual(t, where.Offset, n)
		require.Equal(t, sameLength(whole[:len(kept)]), sameLength(kept), "cut at %d", n)
	}
}

// The messages behind the hellos that a server reads.
func TestAMessageCutAtAnyByteIsAnErrorThatSaysSo(t *testing.T) {
	for _, m := range append(parsedMessages(t), composedMessages()...) {
		require.NoError(t, m.parse(m.raw), m.what)
		for n := 0; n < len(m.raw); n++ {
			requireCut(t, m.what, m.parse(m.raw[:n]), n)
			if n >= 4 {
				requireCut(t, m.what, m.parse(append([]byte{m.raw[0]}, vec(3, m.raw[4:n])...)), n)
			}
		}
		var where *wire.Error
		longer := append([]byte{m.raw[0]}, vec(3, m.raw[4:], []byte{0})...)
		require.ErrorAs(t, m.parse(longer), &where, m.what)
		require.False(t, where.Truncated, "%s: %v", m.what, where)
		require.Equal(t, len(m.raw), where.Offset, "%s: %v", m.what, where)
		other := append([]byte{99}, m.raw[1:]...)
		require.ErrorContains(t, m.parse(other), "msg_type at byte 0", m.what)
	}
}

func requireCut(t *testing.T, what string, err error, n int) {
	t.Helper()
	var where *wire.Error
	require.ErrorAs(t, err, &where, "%s cut at %d", what, n)
	require.Equal(t, what, where.What)
	require.True(t, where.Truncated, "%s cut at %d: %v", what, n, err)
	require.LessOrEqual(t, where.Offset, n, "%s cut at %d: %v", what, n, err)
}

// A parsedMessage is a message that was sent and the function that reads it.
type parsedMessage struct {
	what  string
	raw   []byte
	parse func([]byte) error
}

func parsedMessages(t testing.TB) []parsedMessage {
	t.Helper()
	rsaCert, _, roots := certificates(t)
	ecdhe := converse(t, &tls.Config{MaxVersion: tls.VersionTLS12, Certificates: []tls.Certificate{rsaCert}},
		&tls.Config{ClientAuth: tls.RequireAndVerifyClientCert, ClientCAs: roots})
	client, server := wire.DecodeFlow(ecdhe.clientSent), wire.DecodeFlow(ecdhe.serverSent)
	rsa := wire.DecodeFlow(converse(t, &handshakes[2].client, &handshakes[2].server).clientSent)
	return []parsedMessage{
		{"Certificate", only(t, client, wire.TypeCertificate), func(raw []byte) error {
			_, err := wire.ParseCertificate(raw)
			return err
		}},
		{"CertificateVerify", only(t, client, wire.TypeCertificateVerify), func(raw []byte) error {
			_, err := wire.ParseCertificateVerify(raw, wire.VersionTLS12)
			return err
		}},
		{"CertificateRequest", only(t, server, wire.TypeCertificateRequest), func(raw []byte) error {
			_, err := wire.ParseCertificateRequest(raw, wire.VersionTLS12)
			return err
		}},
		{"ClientKeyExchange", only(t, client, wire.TypeClientKeyExchange), func(raw []byte) error {
			_, err := wire.ParseClientECDHPublic(raw)
			return err
		}},
		{"ClientKeyExchange", only(t, rsa, wire.TypeClientKeyExchange), func(raw []byte) error {
			_, err := wire.ParseEncryptedPremaster(raw, wire.VersionTLS12)
			return err
		}},
		// The two have the same form.
		{"ClientKeyExchange", only(t, rsa, wire.TypeClientKeyExchange), func(raw []byte) error {
			_, err := wire.ParseClientDHPublic(raw)
			return err
		}},
	}
}
