package wire_test

import (
	"testing"

	"github.com/legacytls/legacytls/internal/wire"
	"github.com/stretchr/testify/require"
)

// serverHello returns a ServerHello message.
func serverHello(legacy uint16, rest ...[]byte) []byte {
	body := [][]byte{u16(legacy), make([]byte, 32), vec(1), u16(0xc02f), {0}}
	return append([]byte{2}, vec(3, append(body, rest...)...)...)
}

func TestServerHelloVersionIsTheNegotiatedOne(t *testing.T) {
	for _, tc := range []struct {
		raw           []byte
		version, says uint16
	}{
		{serverHello(0x0300), 0x0300, 0x0300},
		{serverHello(0x0303, vec(2)), 0x0303, 0x0303},
		{serverHello(0x0304, vec(2)), 0x0304, 0x0304}, // forbidden, and there are such servers
		{serverHello(0x0303, vec(2, extension(43, u16(0x0304)))), 0x0304, 0x0303},
		{serverHello(0x0303, vec(2, extension(43, u16(0x7f1c)))), 0x7f1c, 0x0303}, // draft 28
	} {
		hello, err := wire.ParseServerHello(tc.raw)
		require.NoError(t, err)
		require.Equal(t, tc.version, hello.Version)
		require.Equal(t, tc.says, hello.LegacyVersion)
	}
}

func TestServerHelloOfAnOldServerHasItsExtensionsRead(t *testing.T) {
	hello, err := wire.ParseServerHello(serverHello(0x0303, vec(2,
		extension(0), extension(23), extension(16, vec(2, vec(1, []byte("h2")))), extension(0xff01, vec(1)))))
	require.NoError(t, err)
	require.True(t, hello.ExtendedMasterSecret)
	require.Equal(t, "h2", hello.ALPN)
	require.Equal(t, []uint16{0, 23, 16, 0xff01}, extensionIDs(hello.Extensions))
	renegotiation, ok := hello.Extension(0xff01)
	require.True(t, ok)
	require.Equal(t, []byte{0}, renegotiation.Data)
	require.False(t, hello.HelloRetryRequest)
}

func TestHelloRetryRequestWithoutAnAnswerIsTheServerHello(t *testing.T) {
	c := converse(t, &handshakes[len(handshakes)-1].client, &handshakes[len(handshakes)-1].server)
	flow := wire.DecodeFlow(c.serverSent)
	require.Len(t, flow.Messages, 2)
	retry, err := wire.ParseServerHello(flow.Messages[0].Raw)
	require.NoError(t, err)
	require.True(t, retry.HelloRetryRequest)
	require.Equal(t, wire.VersionTLS13, retry.Version)
	require.Equal(t, uint16(23), retry.Group, "P-256 is asked for")

	alone := wire.DecodeFlow(framed(flow.Messages[0].Raw, 16384))
	got, err := alone.ServerHello()
	require.NoError(t, err)
	require.Equal(t, retry, got)
	require.Equal(t, uint16(23), alone.Group())
}

func TestServerHelloWithTwoProtocolsIsAnError(t *testing.T) {
	hello, err := wire.ParseServerHello(serverHello(0x0303, vec(2,
		extension(16, vec(2, vec(1, []byte("h2")), vec(1, []byte("x")))), extension(23))))
	require.EqualError(t, err, "ServerHello application_layer_protocol_negotiation: end at byte 53: end of protocol_name_list expected, 2 bytes more came")
	require.Equal(t, "h2", hello.ALPN)
	require.True(t, hello.ExtendedMasterSecret)
}

func TestGroupIsZeroWhereTheKeyExchangeNamesNone(t *testing.T) {
	signature := append(u16(0x0401), vec(2, make([]byte, 256))...)
	exchange := func(params ...[]byte) *wire.Flow {
		message := append([]byte{12}, vec(3, params...)...)
		return wire.DecodeFlow(framed(append(serverHello(0x0303), message...), 16384))
	}
	point := vec(1, make([]byte, 97))
	require.Equal(t, uint16(24), exchange([]byte{3}, u16(24), point, signature).Group())
	require.Equal(t, uint16(24), exchange([]byte{3}, u16(24), point).Group(), "ECDH_anon is not signed")
	require.Zero(t, exchange([]byte{1}, u16(24), point, signature).Group(), "a curve that is spelled out")
	require.Zero(t, exchange([]byte{3}, u16(24), point, signature, []byte{0}).Group(), "more than the message should have")
	require.Zero(t, exchange([]byte{3}, u16(24), vec(1)[:0]).Group(), "cut off")
	require.Zero(t, wire.DecodeFlow(nil).Group())
}
