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
		content, err := wire.Extension{ID: tc.id, Data: []byte(tc.data)}.Content()
		require.NoError(t, err, "%s %q", wire.ExtensionName(tc.id), tc.data)
		require.Equal(t, tc.want, content, "%s %q", wire.ExtensionName(tc.id), tc.data)
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
		content, err := wire.Extension{ID: tc.id, Data: []byte(tc.data)}.Content()
		require.ErrorContains(t, err, tc.says)
		require.ErrorAs(t, err, new(*wire.Error))
		if tc.want != nil {
			require.Equal(t, tc.want, content)
		}
	}
}

// What is in an extension is read, whatever it is, without a panic and within bounds.
func FuzzExtensionContent(f *testing.F) {
	for _, id := range []uint16{0, 1, 5, 10, 11, 13, 15, 16, 21, 27, 28, 34, 35, 41, 43, 44, 45, 51, 0xff01} {
		f.Add(id, []byte("\x00\x06\x00\x04\x00\x02\x00\x1d"))
	}
	f.Fuzz(func(t *testing.T, id uint16, data []byte) {
		content, err := wire.Extension{ID: id, Data: data}.Content()
		switch c := content.(type) {
		case []wire.ID:
			require.LessOrEqual(t, len(c), len(data)/2)
		case []string:
			require.LessOrEqual(t, len(c), len(data))
		case []wire.OfferedShare:
			require.LessOrEqual(t, len(c), len(data)/4)
		}
		if err != nil {
			require.ErrorAs(t, err, new(*wire.Error))
		}
	})
}
