package wire_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/legacytls/legacytls/internal/wire"
)

// certificate13 composes the Certificate message of TLS 1.3 (RFC 8446, section 4.4.2).
func certificate13(context []byte, entries ...[]byte) []byte {
	return append([]byte{11}, vec(3, vec(1, context), vec(3, entries...))...)
}

// entry is a certificate with its extensions.
func entry(der string, extensions ...[]byte) []byte {
	return append(vec(3, []byte(der)), vec(2, extensions...)...)
}

func TestACertificateMessageOfTLS13IsRead(t *testing.T) {
	t.Parallel()
	stapled := extension(wire.ExtStatusRequest, []byte{1, 0, 0, 1, 9})
	tests := []struct {
		name  string
		raw   []byte
		chain []string
	}{
		{"none", certificate13(nil), nil},
		{"one", certificate13(nil, entry("leaf")), []string{"leaf"}},
		{"a chain", certificate13(nil, entry("leaf"), entry("issuer"), entry("root")), []string{"leaf", "issuer", "root"}},
		{"extensions", certificate13(nil, entry("leaf", stapled), entry("issuer", stapled, stapled)), []string{"leaf", "issuer"}},
		{"a context", certificate13([]byte("after the handshake"), entry("leaf")), []string{"leaf"}},
		{"an empty certificate", certificate13(nil, entry(""), entry("issuer")), []string{"", "issuer"}},
	}
	for _, tc := range tests {
		message, err := wire.ParseCertificate13(tc.raw)
		require.NoError(t, err, tc.name)
		var got []string
		for _, der := range message.Chain() {
			got = append(got, string(der))
		}
		require.Equal(t, tc.chain, got, tc.name)
	}
}

func TestACertificateMessageOfTLS13ThatIsCutOffKeepsWhatCameBefore(t *testing.T) {
	t.Parallel()
	unknown := extension(0x1234, []byte{1})
	raw := certificate13([]byte("c"), entry("leaf", unknown), entry("issuer", unknown))
	afterLeaf := len(certificate13([]byte("c"), entry("leaf", unknown)))
	for n := 0; n < len(raw); n++ {
		_, err := wire.ParseCertificate13(raw[:n])
		requireCut(t, "Certificate", err, n)
		if n < 4 {
			continue
		}
		_, err = wire.ParseCertificate13(append([]byte{11}, vec(3, raw[4:n])...))
		requireCut(t, "Certificate", err, n)
		if n < 9 {
			continue
		}
		message, err := wire.ParseCertificate13(append([]byte{11}, vec(3, raw[4:6], vec(3, raw[9:n]))...))
		switch {
		case n == 9 || n == afterLeaf: // between two certificates
			require.NoError(t, err, "cut at %d", n)
		default:
			requireCut(t, "Certificate", err, n)
		}
		if n < afterLeaf {
			require.Empty(t, message.Chain(), "cut at %d", n)
		} else {
			require.Equal(t, [][]byte{[]byte("leaf")}, message.Chain(), "cut at %d", n)
		}
	}
}

func TestWhatIsNoCertificateMessageOfTLS13IsAnError(t *testing.T) {
	t.Parallel()
	raw := certificate13(nil, entry("leaf"))
	message, err := wire.ParseCertificate13(append([]byte{11}, vec(3, raw[4:], []byte{0})...))
	var where *wire.Error
	require.ErrorAs(t, err, &where)
	require.Equal(t, len(raw), where.Offset)
	require.False(t, where.Truncated)
	require.Len(t, message.Chain(), 1)
	_, err = wire.ParseCertificate13(append([]byte{8}, raw[1:]...))
	require.ErrorContains(t, err, "msg_type at byte 0: 11 expected, got 8 (EncryptedExtensions)")
	_, err = wire.ParseCertificate13(wire.MarshalCertificate([][]byte{[]byte("of an earlier version")}))
	require.Error(t, err)
}

func TestWhatIsSaidAboutACertificateOfTLS13IsRead(t *testing.T) {
	t.Parallel()
	raw := certificate13([]byte("context"),
		entry("leaf", extension(wire.ExtStatusRequest, []byte{1}, vec(3, []byte("answer"))), extension(18, vec(2, vec(2, []byte("one")), vec(2, []byte("two"))))),
		entry("issuer", extension(0x1234, []byte{9})))
	message, err := wire.ParseCertificate13(raw)
	require.NoError(t, err)
	require.Equal(t, "context", string(message.Context))
	leaf, issuer := message.Entries[0], message.Entries[1]
	require.Equal(t, "answer", string(leaf.OCSPResponse))
	require.Equal(t, [][]byte{[]byte("one"), []byte("two")}, leaf.SCTs)
	require.Len(t, leaf.Extensions, 2)
	require.Nil(t, issuer.OCSPResponse)
	require.Nil(t, issuer.SCTs)
	require.Equal(t, []wire.Extension{{ID: 0x1234, Data: []byte{9}}}, issuer.Extensions)
}

func TestExtensionsThatCannotBeReadDoNotHideTheCertificatesBehind(t *testing.T) {
	t.Parallel()
	for want, broken := range map[string][]byte{
		"Certificate: extension_type at byte 17: 2 bytes expected, 1 left in extensions":                              {0xff},
		"Certificate status_request: OCSPResponse at byte 22: length says 2 bytes, 1 left in the extension":           extension(5, []byte{1, 0, 0, 2, 9}),
		"Certificate signed_certificate_timestamp: sct_list at byte 21: length says 3 bytes, 0 left in the extension": extension(18, []byte{0, 3}),
	} {
		message, err := wire.ParseCertificate13(certificate13(nil, entry("leaf", broken), entry("issuer", []byte{0})))
		require.EqualError(t, err, want)
		require.Equal(t, [][]byte{[]byte("leaf"), []byte("issuer")}, message.Chain())
	}
}
