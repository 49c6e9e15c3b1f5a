package wire_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/legacytls/legacytls/internal/wire"
)

// From RFC 8448, section 3: supported_groups, record_size_limit and an empty server_name.
const encryptedExtensions = "\x08\x00\x00\x24\x00\x22" +
	"\x00\x0a\x00\x14\x00\x12\x00\x1d\x00\x17\x00\x18\x00\x19\x01\x00\x01\x01\x01\x02\x01\x03\x01\x04" +
	"\x00\x1c\x00\x02\x40\x01\x00\x00\x00\x00"

func encryptedExtensionsOf(extensions ...[]byte) []byte {
	return append([]byte{8}, vec(3, vec(2, extensions...))...)
}

func TestEncryptedExtensionsAreRead(t *testing.T) {
	t.Parallel()
	e, err := wire.ParseEncryptedExtensions([]byte(encryptedExtensions))
	require.NoError(t, err)
	require.Equal(t, []wire.Extension{
		{ID: wire.ExtSupportedGroups, Data: []byte(encryptedExtensions[10:30])},
		{ID: 28, Data: []byte{0x40, 1}},
		{ID: wire.ExtServerName, Data: []byte{}},
	}, e.Extensions)
	require.Empty(t, e.ALPN)

	e, err = wire.ParseEncryptedExtensions(encryptedExtensionsOf())
	require.NoError(t, err)
	require.Empty(t, e.Extensions)
}

func TestTheProtocolThatAServerOfTLS13ChoseIsRead(t *testing.T) {
	t.Parallel()
	alpn := func(protocols ...[]byte) []byte { return extension(wire.ExtALPN, vec(2, protocols...)) }
	h2, h3 := vec(1, []byte("h2")), vec(1, []byte("h3"))
	for _, raw := range [][]byte{
		encryptedExtensionsOf(alpn(h2)),
		encryptedExtensionsOf(extension(28, []byte{0x40, 1}), alpn(h2)),
		encryptedExtensionsOf(alpn(h2), alpn(h3)), // the first counts
		encryptedExtensionsOf(alpn(h2), extension(wire.ExtServerName, []byte("not looked at"))),
	} {
		e, err := wire.ParseEncryptedExtensions(raw)
		require.NoError(t, err)
		require.Equal(t, "h2", e.ALPN)
	}
}

func TestABrokenProtocolDoesNotHideTheExtensions(t *testing.T) {
	t.Parallel()
	for _, broken := range [][]byte{{}, {0}, {0, 3, 2, 'h'}, {0, 3, 2, 'h', '2', 0}} {
		e, err := wire.ParseEncryptedExtensions(encryptedExtensionsOf(extension(wire.ExtALPN, broken), extension(28, []byte{1})))
		var where *wire.Error
		require.ErrorAs(t, err, &where, "%q", broken)
		require.Equal(t, "EncryptedExtensions application_layer_protocol_negotiation", where.What)
		require.Len(t, e.Extensions, 2)
	}
}

func TestEncryptedExtensionsThatAreCutOffKeepWhatCameBefore(t *testing.T) {
	t.Parallel()
	checkCuts(t, "EncryptedExtensions", []byte(encryptedExtensions), func(raw []byte) ([]wire.Extension, error) {
		e, err := wire.ParseEncryptedExtensions(raw)
		require.NotNil(t, e)
		return e.Extensions, err
	})
	longer := append([]byte{8}, vec(3, []byte(encryptedExtensions[4:]), []byte{0})...)
	e, err := wire.ParseEncryptedExtensions(longer)
	require.ErrorContains(t, err, "EncryptedExtensions: end at byte 40")
	require.Len(t, e.Extensions, 3)
	_, err = wire.ParseEncryptedExtensions(append([]byte{2}, encryptedExtensions[1:]...))
	require.ErrorContains(t, err, "msg_type at byte 0: 8 expected, got 2 (ServerHello)")
}
