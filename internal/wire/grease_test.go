package wire_test

import (
	"testing"

	"github.com/legacytls/legacytls/internal/wire"
	"github.com/stretchr/testify/require"
)

// vec puts a length of n bytes in front of the parts together.
func vec(n int, parts ...[]byte) []byte {
	var body []byte
	for _, p := range parts {
		body = append(body, p...)
	}
	length := []byte{byte(len(body) >> 16), byte(len(body) >> 8), byte(len(body))}
	return append(length[3-n:], body...)
}

func u16(values ...uint16) []byte {
	var b []byte
	for _, v := range values {
		b = append(b, byte(v>>8), byte(v))
	}
	return b
}

func extension(id uint16, data ...[]byte) []byte {
	return append(u16(id), vec(2, data...)...)
}

// clientHello returns a ClientHello message of TLS 1.2 form.
func clientHello(legacy uint16, suites []byte, rest ...[]byte) []byte {
	body := [][]byte{u16(legacy), make([]byte, 32), vec(1, make([]byte, 32)), vec(2, suites), vec(1, []byte{0})}
	return append([]byte{1}, vec(3, append(body, rest...)...)...)
}

// browserHello is shaped like the hello of a browser: GREASE in every list, a
// post-quantum key share, 1.5 KB.
func browserHello() []byte {
	return clientHello(0x0303, u16(0x8a8a, 0x1301, 0x1302, 0xc02b, 0x002f), vec(2,
		extension(0x1a1a),
		extension(0, vec(2, []byte{0}, vec(2, []byte(serverName)))),
		extension(23),
		extension(0xff01, vec(1)),
		extension(10, vec(2, u16(0x3a3a, 4588, 29, 23))),
		extension(11, vec(1, []byte{0})),
		extension(16, vec(2, vec(1, []byte("h2")), vec(1, []byte("http/1.1")))),
		extension(13, vec(2, u16(0x0403, 0x0804, 0x0401))),
		extension(51, vec(2, u16(0x3a3a), vec(2, []byte{0}), u16(4588), vec(2, make([]byte, 1216)), u16(29), vec(2, make([]byte, 32)))),
		extension(45, vec(1, []byte{1})),
		extension(43, vec(1, u16(0x5a5a, 0x0303, 0x0304))),
		extension(50, vec(2, u16(0x0906, 0x0201))),
		extension(0x2a2a, []byte{0}),
	))
}

func TestGREASEStaysInListsAndOutOfVersions(t *testing.T) {
	raw := browserHello()
	hello, err := wire.DecodeFlow(framed(raw, 16384)).ClientHello()
	require.NoError(t, err)
	requireAgreement(t, readByCryptoTLS(framed(raw, 16384)), hello)
	require.Equal(t, []uint16{0x8a8a, 0x1301, 0x1302, 0xc02b, 0x002f}, hello.CipherSuites)
	require.Equal(t, []uint16{0x3a3a, 4588, 29, 23}, hello.Groups)
	require.Equal(t, []wire.KeyShare{{Group: 0x3a3a, Length: 1}, {Group: 4588, Length: 1216}, {Group: 29, Length: 32}}, hello.KeyShares)
	require.Equal(t, []uint16{0x5a5a, 0x0303, 0x0304}, hello.SupportedVersions)
	require.Equal(t, []uint16{0x0304, 0x0303}, hello.Versions(), "the highest first")
	require.Equal(t, []uint16{0x0906, 0x0201}, hello.SignatureAlgorithmsCert)
	require.True(t, hello.ExtendedMasterSecret)
	require.False(t, hello.SessionTicket)
	require.Equal(t, raw, hello.Raw)
	_, ok := hello.Extension(0x2a2a)
	require.True(t, ok)
	_, ok = hello.Extension(wire.ExtSessionTicket)
	require.False(t, ok)
	require.False(t, hello.OffersSuite(0x009c))
}

func TestVersionsComeFromTheLegacyFieldWhenThereIsNoOther(t *testing.T) {
	for legacy, want := range map[uint16][]uint16{
		0x0300: {0x0300},
		0x0301: {0x0301},
		0x0303: {0x0303, 0x0302, 0x0301},
		0x0304: {0x0303, 0x0302, 0x0301}, // RFC 8446 section 4.2.1: TLS 1.3 needs the extension
		0x0400: {0x0303, 0x0302, 0x0301},
	} {
		hello, err := wire.ParseClientHello(clientHello(legacy, u16(0x002f)))
		require.NoError(t, err)
		require.Nil(t, hello.Extensions)
		require.Equal(t, want, hello.Versions(), "legacy_version 0x%04x", legacy)
	}
}

func TestFirstOfTwoEqualExtensionsCounts(t *testing.T) {
	hello, err := wire.ParseClientHello(clientHello(0x0303, u16(0x002f), vec(2,
		extension(10, vec(2, u16(29))), extension(10, vec(2, u16(23))))))
	require.NoError(t, err)
	require.Len(t, hello.Extensions, 2)
	require.Equal(t, []uint16{29}, hello.Groups)
}

func TestBrokenExtensionDoesNotHideTheOthers(t *testing.T) {
	raw := clientHello(0x0303, u16(0x002f), vec(2,
		extension(0, vec(2, []byte{0}, vec(2, []byte(serverName)))),
		extension(10, []byte{0, 3, 0, 29, 0}),
		extension(16, vec(2, vec(1, []byte("h2")), []byte{9, 'x'})),
		extension(23, []byte{1}),
		extension(43, vec(1, u16(0x0304)))))
	hello, err := wire.ParseClientHello(raw)
	require.EqualError(t, err, "ClientHello supported_groups: named_group_list at byte 105: two-byte values expected, length is 3 bytes")
	require.Equal(t, []byte{0, 29, 0}, raw[105:108], "the place is right")
	require.Equal(t, serverName, hello.ServerName)
	require.Equal(t, []string{"h2"}, hello.ALPN, "the names before the broken one")
	require.True(t, hello.ExtendedMasterSecret)
	require.Equal(t, []uint16{0x0304}, hello.SupportedVersions)
	require.Nil(t, readByCryptoTLS(framed(raw, 16384)), "crypto/tls refuses it")
}

func TestHelloCutInAnExtensionKeepsTheFieldsOfThoseBefore(t *testing.T) {
	list := append(extension(0, vec(2, []byte{0}, vec(2, []byte(serverName)))), u16(10, 4, 2)...)
	hello, err := wire.ParseClientHello(clientHello(0x0303, u16(0x002f), vec(2, list)))
	require.EqualError(t, err, "ClientHello: extension_data at byte 101: length says 4 bytes, 2 left in extensions")
	require.Equal(t, serverName, hello.ServerName)
	require.Equal(t, []uint16{0x002f}, hello.CipherSuites)
}

func TestServerNameIsTheFirstHostName(t *testing.T) {
	hello, err := wire.ParseClientHello(clientHello(0x0303, u16(0x002f), vec(2, extension(0, vec(2,
		[]byte{7}, vec(2, []byte("of another type")),
		[]byte{0}, vec(2, []byte("first")),
		[]byte{0}, vec(2, []byte("second")))))))
	require.NoError(t, err)
	require.Equal(t, "first", hello.ServerName)
}

func TestMalformedHellosSayWhereAndWhat(t *testing.T) {
	good := clientHello(0x0303, u16(0x002f))
	for want, raw := range map[string][]byte{
		"ClientHello: msg_type at byte 0: 1 expected, got 2 (ServerHello)":                                    {2, 0, 0, 0},
		"ClientHello: msg_type at byte 0: 1 byte expected, 0 left in the message":                             {},
		"ClientHello: length at byte 1: length says 73 bytes, 72 left in the message":                         good[:len(good)-1],
		"ClientHello: end at byte 77: end of the message expected, 1 byte more came":                          append(good[:len(good):len(good)], 0),
		"ClientHello: random at byte 6: 32 bytes expected, 0 left in the message":                             {1, 0, 0, 2, 3, 3},
		"ClientHello: cipher_suites at byte 73: two-byte values expected, length is 1 byte":                   clientHello(0x0303, []byte{1}),
		"ClientHello: end at byte 79: end of the message expected, 1 byte more came":                          clientHello(0x0303, u16(0x002f), []byte{0, 0}, []byte{0}),
		"ClientHello: extension_data at byte 81: length says 9 bytes, 0 left in extensions":                   clientHello(0x0303, u16(0x002f), vec(2, u16(5, 9))),
		"ClientHello extended_master_secret: end at byte 83: end of the extension expected, 1 byte more came": clientHello(0x0303, u16(0x002f), vec(2, extension(23, []byte{0}))),
		"ClientHello key_share: key_exchange at byte 87: length says 5 bytes, 1 left in client_shares":        clientHello(0x0303, u16(0x002f), vec(2, extension(51, vec(2, u16(29, 5), []byte{0})))),
	} {
		hello, err := wire.ParseClientHello(raw)
		require.NotNil(t, hello)
		if err == nil {
			t.Errorf("want %s, got no error", want)
			continue
		}
		if err.Error() != want {
			t.Errorf("want %s\n got %s", want, err)
		}
	}
}
