package legacy

import (
	"encoding/binary"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/legacytls/legacytls/internal/chacha"
	"github.com/legacytls/legacytls/internal/wire"
)

func TestTheExplicitNonceIsTheSequenceNumberAndAnyOtherIsTaken(t *testing.T) {
	forEachConstruction(t, func(t *testing.T, c construction) {
		if c.suite.bulk.aead == nil || c.suite.bulk.ivLength == 12 {
			return // no explicit nonce
		}
		h := c.header(0x0102030405060708)
		sealed := c.protection(t).seal(nil, h, counted(40))
		require.Equal(t, h.seq, binary.BigEndian.Uint64(sealed))

		// A client may count otherwise, or not at all.
		aead, err := c.suite.bulk.aead(counted(c.suite.bulk.keyLength))
		require.NoError(t, err)
		nonce := append(counted(4), "chosen!!"...)
		data := []byte{1, 2, 3, 4, 5, 6, 7, 8, 23, 3, 3, 0, 5}
		payload := append([]byte("chosen!!"), aead.Seal(nil, nonce, []byte("hello"), data)...)
		opened, err := c.protection(t).open(h, payload)
		require.NoError(t, err)
		require.Equal(t, "hello", string(opened))
	})
}

func TestChaCha20SendsNoNonce(t *testing.T) {
	t.Parallel()
	played, ok := suiteByID(0xcca8)
	require.True(t, ok)
	c := construction{played, wire.VersionTLS12}
	h := c.header(0x0102030405060708)
	sealed := c.protection(t).seal(nil, h, counted(40))
	require.Len(t, sealed, 40+16)

	// RFC 7905, section 2: the IV XOR the sequence number behind four zeros.
	aead, err := chacha.New(counted(32))
	require.NoError(t, err)
	nonce := counted(12)
	for i := 0; i < 8; i++ {
		nonce[4+i] ^= byte(i + 1)
	}
	opened, err := aead.Open(nil, nonce, sealed, []byte{1, 2, 3, 4, 5, 6, 7, 8, 23, 3, 3, 0, 40})
	require.NoError(t, err)
	require.Equal(t, counted(40), opened)
}
