package wire_test

import (
	"crypto/tls"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/legacytls/legacytls/internal/wire"
)

func TestExtensionsOfAServerAreComposedToWhatOpenSSLSends(t *testing.T) {
	_, server := between(t, startServer(t, "-alpn", "h2"), "-tls1_2", "-alpn", "h2", "-cipher", "ECDHE-RSA-AES128-GCM-SHA256")
	answer, err := server.ServerHello()
	require.NoError(t, err)
	for _, want := range []wire.Extension{
		wire.RenegotiationInfo(nil),
		wire.EmptyExtension(wire.ExtExtendedMasterSecret),
		wire.EmptyExtension(wire.ExtSessionTicket),
		wire.ALPN("h2"),
	} {
		got, ok := answer.Extension(want.ID)
		require.True(t, ok, wire.ExtensionName(want.ID))
		require.Equal(t, sameLength(want.Data), sameLength(got.Data), wire.ExtensionName(want.ID))
	}
}

func TestACryptoTLSHelloAsksForAnOCSPResponseAndOffersSecureRenegotiation(t *testing.T) {
	c := converse(t, &tls.Config{MaxVersion: tls.VersionTLS12}, &tls.Config{})
	hello, err := wire.DecodeFlow(c.clientSent).ClientHello()
	require.NoError(t, err)
	require.True(t, hello.StatusRequest)
	require.NotNil(t, hello.RenegotiationInfo)
	require.Empty(t, hello.RenegotiationInfo)
	require.False(t, hello.OffersSuite(wire.RenegotiationSCSV))
}

func TestAnOpenSSLHelloAsksForAnOCSPResponseWhenToldTo(t *testing.T) {
	for _, args := range [][]string{nil, {"-status"}, {"-fallback_scsv"}} {
		sent, _ := clientOutput(t, refusal, append(args, "-tls1_2")...)
		hello, err := wire.DecodeFlow(sent).ClientHello()
		require.NoError(t, err)
		require.Equal(t, args != nil && args[0] == "-status", hello.StatusRequest)
		require.Equal(t, args != nil && args[0] == "-fallback_scsv", hello.OffersSuite(wire.FallbackSCSV))
		require.True(t, hello.OffersSuite(wire.RenegotiationSCSV), "OpenSSL 3.0 signals with a suite")
		require.Nil(t, hello.RenegotiationInfo, "and sends no extension")
	}
}

func TestARenegotiatingHelloHasTheVerifyData(t *testing.T) {
	verifyData := []byte("twelve bytes")
	hello, err := wire.ParseClientHello(clientHello(0x0303, u16(0x002f), vec(2, extension(0xff01, vec(1, verifyData)))))
	require.NoError(t, err)
	require.Equal(t, verifyData, hello.RenegotiationInfo)
	require.Equal(t, wire.RenegotiationInfo(verifyData), hello.Extensions[0])
}

func TestAStatusRequestOfAnotherTypeIsNotForOCSP(t *testing.T) {
	hello, err := wire.ParseClientHello(clientHello(0x0303, u16(0x002f), vec(2, extension(5, []byte{2}, []byte("whatever")))))
	require.NoError(t, err)
	require.False(t, hello.StatusRequest)
}

func TestExtensionsThatCannotBeReadAreErrors(t *testing.T) {
	for name, tc := range map[string]struct {
		id   uint16
		data []byte
		want string
	}{
		"no status type":             {5, nil, "ClientHello status_request: status_type at byte 83: 1 byte expected, 0 left in the extension"},
		"status request cut off":     {5, []byte{1, 0, 0, 0}, "ClientHello status_request: request_extensions at byte 86: 2 bytes expected, 1 left in the extension"},
		"more than a status request": {5, []byte{1, 0, 0, 0, 0, 9}, "ClientHello status_request: end at byte 88: end of the extension expected, 1 byte more came"},
		"no renegotiation data":      {0xff01, nil, "ClientHello renegotiation_info: renegotiated_connection at byte 83: 1 byte expected, 0 left in the extension"},
		"renegotiation data cut off": {0xff01, []byte{2, 1}, "ClientHello renegotiation_info: renegotiated_connection at byte 83: length says 2 bytes, 1 left in the extension"},
		"more than the data":         {0xff01, []byte{0, 1}, "ClientHello renegotiation_info: end at byte 84: end of the extension expected, 1 byte more came"},
	} {
		raw := clientHello(0x0303, u16(0x002f), vec(2, extension(tc.id, tc.data)))
		_, err := wire.ParseClientHello(raw)
		require.EqualError(t, err, tc.want, name)
		require.Nil(t, readByCryptoTLS(framed(raw, 16384)), "%s: crypto/tls refuses it too", name)
	}
}
