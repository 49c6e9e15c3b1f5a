package wire_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/legacytls/legacytls/internal/wire"
)

func TestTheContentOfAnExtensionIsReadAsItsRFCHasIt(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		id   uint16
		data string
		want any
	}{
		{0, "\x00\x09\x00\x00\x06a.test", "a.test"},
		{1, "\x02", 1024}, // RFC 6066, section 4: 2^10
		{5, "\x01\x00\x00\x00\x00", "ocsp"},
		{5, "\x02\x00\x07\x06\x00\x00\x00\x00\x00\x00", nil}, // ocsp_multi, whose form is not known
		{10, "\x00\x06\x1a\x1a\x00\x1d\x04\xd2", []wire.ID{{0x1a1a, "GREASE(0x1a1a)"}, {29, "x25519"}, {0x04d2, "0x04d2"}}},
		{11, "\x03\x00\x01\x07", []string{"uncompressed", "ansiX962_compressed_prime", "0x07"}},
		{13, "\x00\x04\x08\x04\x02\x01", []wire.ID{{0x0804, "rsa_pss_rsae_sha256"}, {0x0201, "rsa_pkcs1_sha1"}}},
		{15, "\x01", "peer_allowed_to_send"},
		{16, "\x00\x0c\x02h2\x08http/1.1", []string{"h2", "http/1.1"}},
		{0x44cd, "\x00\x03\x02h2", []string{"h2"}},
		{21, "\x00\x00\x00", 3},
		{23, "", nil},
		{27, "\x02\x00\x02", []wire.ID{{2, "brotli"}}},
		{28, "\x40\x01", 16385},
		{34, "\x00\x02\x04\x03", []wire.ID{{0x0403, "ecdsa_secp256r1_sha256"}}},
		{35, "\xab\xcd", "abcd"},
		{41, "\x00\x08\x00\x02\x01\x02\x00\x00\x00\x00\x00\x03\x02\xfe\xff", wire.PreSharedKeys{Identities: []string{"0102"}, Binders: []string{"feff"}}},
		{43, "\x04\x03\x04\x7f\x1c", []wire.ID{{0x0304, "TLS 1.3"}, {0x7f1c, "TLS 1.3 draft 28"}}},
		{44, "\x00\x01\xaa", "aa"},
		{45, "\x02\x01\x00", []string{"psk_dhe_ke", "psk_ke"}},
		{50, "\x00\x02\x09\x04", []wire.ID{{0x0904, "mldsa44"}}},
		{51, "\x00\x06\x00\x1d\x00\x02\x01\x02", []wire.OfferedShare{{Group: wire.ID{ID: 29, Name: "x25519"}, PublicKey: "0102"}}},
		{0xff01, "\x00", ""},
		{0xfe0d, "\x01\x02", "0102"},
		{0x1234, "\x01\x02", nil},
	} {
		content, err := wire.Extension{ID: tc.id, Data: []byte(tc.data)}.Content(wire.TypeClientHello)
		require.NoError(t, err, "%s %q", wire.ExtensionName(tc.id), tc.data)
		require.Equal(t, tc.want, content, "%s %q", wire.ExtensionName(tc.id), tc.data)
	}
}

func TestTheContentOfAnExtensionDependsOnTheMessage(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		in   wire.HandshakeType
		id   uint16
		data string
		want any
	}{
		{wire.TypeServerHello, 0, "", nil},
		{wire.TypeServerHello, 1, "\x04", 4096},
		{wire.TypeServerHello, 5, "", nil},
		{wire.TypeServerHello, 11, "\x01\x00", []string{"uncompressed"}},
		{wire.TypeServerHello, 15, "\x02", "peer_not_allowed_to_send"},
		{wire.TypeServerHello, 16, "\x00\x03\x02h2", "h2"},
		{wire.TypeServerHello, 18, "\x00\x04\x00\x02\xab\xcd", []string{"abcd"}},
		{wire.TypeServerHello, 35, "", nil},
		{wire.TypeServerHello, 41, "\x00\x01", 1},
		{wire.TypeServerHello, 43, "\x03\x04", wire.ID{ID: 0x0304, Name: "TLS 1.3"}},
		{wire.TypeServerHello, 51, "\x00\x1d\x00\x02\x01\x02", wire.OfferedShare{Group: wire.ID{ID: 29, Name: "x25519"}, PublicKey: "0102"}},
		{wire.TypeServerHello, 0x3374, "\x02h2\x08http/1.1", []string{"h2", "http/1.1"}},
		{wire.TypeServerHello, 0xff01, "\x02\xab\xcd", "abcd"},
		{wire.TypeHelloRetryRequest, 43, "\x03\x04", wire.ID{ID: 0x0304, Name: "TLS 1.3"}},
		{wire.TypeHelloRetryRequest, 44, "\x00\x02\xab\xcd", "abcd"},
		{wire.TypeHelloRetryRequest, 51, "\x00\x17", wire.ID{ID: 23, Name: "secp256r1"}},
		{wire.TypeEncryptedExtensions, 0, "", nil},
		{wire.TypeEncryptedExtensions, 10, "\x00\x02\x00\x1d", []wire.ID{{ID: 29, Name: "x25519"}}},
		{wire.TypeEncryptedExtensions, 14, "\x00\x02\x00\x01\x00", nil},
		{wire.TypeEncryptedExtensions, 16, "\x00\x03\x02h2", "h2"},
		{wire.TypeEncryptedExtensions, 20, "\x02", "RawPublicKey"},
		{wire.TypeEncryptedExtensions, 28, "\x40\x01", 16385},
		{wire.TypeEncryptedExtensions, 42, "", nil},
		{wire.TypeCertificateRequest, 5, "", nil},
		{wire.TypeCertificateRequest, 13, "\x00\x02\x04\x03", []wire.ID{{ID: 0x0403, Name: "ecdsa_secp256r1_sha256"}}},
		{wire.TypeCertificateRequest, 47, "\x00\x06\x00\x04\x30\x02\x31\x00", []string{"30023100"}},
		{wire.TypeCertificateRequest, 48, "\x00\x0a\x03\x55\x1d\x0f\x00\x04\x03\x02\x07\x80", []wire.OIDFilter{{OID: "551d0f", Values: "03020780"}}},
		{wire.TypeCertificateRequest, 50, "\x00\x02\x08\x07", []wire.ID{{ID: 0x0807, Name: "ed25519"}}},
		{wire.TypeCertificate, 5, "\x01\x00\x00\x02\xab\xcd", "abcd"},
		{wire.TypeCertificate, 18, "\x00\x04\x00\x02\xab\xcd", []string{"abcd"}},
		{wire.TypeNewSessionTicket, 42, "\xff\xff\xff\xff", uint32(0xffffffff)},
		{wire.TypeNewSessionTicket, 43, "\x03\x04", nil},
		{wire.TypeFinished, 43, "\x03\x04", nil},
	} {
		e := wire.Extension{ID: tc.id, Data: []byte(tc.data)}
		content, err := e.Content(tc.in)
		require.NoError(t, err, "%s in %s", wire.ExtensionName(tc.id), tc.in)
		require.Equal(t, tc.want, content, "%s in %s", wire.ExtensionName(tc.id), tc.in)
		if content == nil && tc.data != "" {
			continue // not known
		}
		e.Data = append(e.Data, 0)
		_, err = e.Content(tc.in)
		if tc.id == 0x3374 {
			require.NoError(t, err, "a list without a length may have an empty name")
			continue
		}
		require.ErrorContains(t, err, wire.ExtensionName(tc.id)+": end at byte ", "in %s", tc.in)
		for n := 0; n < len(tc.data); n++ {
			_, err = wire.Extension{ID: tc.id, Data: []byte(tc.data[:n])}.Content(tc.in)
			var where *wire.Error
			require.ErrorAs(t, err, &where, "%s in %s cut at %d", wire.ExtensionName(tc.id), tc.in, n)
			require.True(t, where.Truncated, "%s in %s cut at %d", wire.ExtensionName(tc.id), tc.in, n)
		}
	}
}

func TestAFragmentLengthThatThereIsNotIsAnError(t *testing.T) {
	t.Parallel()
	for _, code := range []byte{0, 5} {
		_, err := wire.Extension{ID: 1, Data: []byte{code}}.Content(wire.TypeClientHello)
		require.ErrorContains(t, err, "max_fragment_length: max_fragment_length at byte 0: 1 to 4 expected, got ")
	}
}

func TestAnExtensionThatIsCutOffIsReadAsFarAsItGoes(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		id   uint16
		data string
		want any
		says string
	}{
		{10, "\x00\x06\x00\x1d\x00\x17", []wire.ID{}, "supported_groups: named_group_list"},
		{51, "\x00\x0c\x00\x1d\x00\x01\xaa\x00\x17\x00\x05", nil, "key_share: client_shares"},
		{51, "\x00\x09\x00\x1d\x00\x01\xaa\x00\x17\x00\x05", []wire.OfferedShare{{Group: wire.ID{ID: 29, Name: "x25519"}, PublicKey: "aa"}}, "key_share: key_exchange"},
		{28, "\x40\x01\x00", 16385, "record_size_limit"},
	} {
		content, err := wire.Extension{ID: tc.id, Data: []byte(tc.data)}.Content(wire.TypeClientHello)
		require.ErrorContains(t, err, tc.says)
		require.ErrorAs(t, err, new(*wire.Error))
		if tc.want != nil {
			require.Equal(t, tc.want, content)
		}
	}
}

// What is in an extension is read, whatever it is, without a panic and within bounds.
func FuzzExtensionContent(f *testing.F) {
	for _, in := range []wire.HandshakeType{1, 2, 4, 6, 8, 11, 13} {
		for _, id := range []uint16{0, 1, 5, 10, 11, 13, 15, 16, 18, 19, 21, 27, 28, 34, 35, 41, 42, 43, 44, 45, 47, 48, 51, 0x3374, 0xff01} {
			f.Add(uint8(in), id, []byte("\x00\x06\x00\x04\x00\x02\x00\x1d"))
		}
	}
	f.Fuzz(func(t *testing.T, in uint8, id uint16, data []byte) {
		content, err := wire.Extension{ID: id, Data: data}.Content(wire.HandshakeType(in))
		switch c := content.(type) {
		case []wire.ID:
			require.LessOrEqual(t, len(c), len(data)/2)
		case string:
			require.LessOrEqual(t, len(c), 2*len(data)+len("peer_not_allowed_to_send"))
		case []string:
			require.LessOrEqual(t, len(c), len(data))
		case []wire.OfferedShare:
			require.LessOrEqual(t, len(c), len(data)/4)
		case []wire.OIDFilter:
			require.LessOrEqual(t, len(c), len(data)/3)
		}
		requireKnownError(t, err, len(data))
	})
}
