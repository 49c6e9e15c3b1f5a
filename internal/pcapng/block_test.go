package pcapng_test

import (
	"bytes"
	"encoding/hex"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/legacytls/legacytls/internal/pcapng"
)

// The numbers are those of draft-ietf-opsawg-pcapng, in little-endian.
func TestBlocksAreThoseOfTheSpecification(t *testing.T) {
	t.Parallel()
	c := spoken()
	c.KeyLog = []byte("# keys")
	c.Comment = "why"
	var b bytes.Buffer
	w, err := pcapng.NewWriter(&b)
	require.NoError(t, err)
	require.NoError(t, w.Write(c))

	want, err := hex.DecodeString(strings.Join(strings.Fields(`
		0a0d0d0a 30000000 4d3c2b1a 0100 0000 ffffffffffffffff
			0400 0900 6c6567616379746c73 000000
			0000 0000
			30000000
		01000000 70000000 6500 0000 00000000
			0200 0900 6c6567616379746c73 000000
			0300 3b00 `+hex.EncodeToString([]byte("what a program read and wrote, in packets that were made up"))+` 00
			0900 0100 09 000000
			0000 0000
			70000000
		0a000000 1c000000 4b534c54 06000000 23206b657973 0000
			1c000000
		06000000 5c000000 00000000 b3b6e00d 15cdbfae 30000000 30000000
			45000030 00004000 4006b6c4 c0000201 c0000202
			c351 c352 00000000 00000000 7002 ffff 7f59 0000 0204ffc3 0103030e
			0100 0300 776879 00
			0000 0000
			5c000000`), ""))
	require.NoError(t, err)
	require.Equal(t, hex.EncodeToString(want), hex.EncodeToString(b.Bytes()[:len(want)]))
}
