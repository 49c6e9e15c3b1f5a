package tls13_test

import (
	"encoding/hex"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/legacytls/legacytls/internal/tls13"
)

// RFC 8448, section 3: the server's secrets of a simple 1-RTT handshake, and what
// was derived from them.
func TestKeysAreDerivedAsInThePublishedTraces(t *testing.T) {
	t.Parallel()
	for secret, want := range map[string][2]string{
		"b67b7d690cc16c4e75e54213cb2d37b4e9c912bcded9105d42befd59d391ad38": {"3fce516009c21727d0f2e4e86ee403bc", "5d313eb2671276ee13000b30"},
		"a11af9f05531f856ad47116b45a950328204b4f44bfb6b3a4b4f1f3fcb631643": {"9f02283b6c9c07efc26bb9f2ac92e356", "cf782b88dd83549aadf1e984"},
	} {
		raw, err := hex.DecodeString(secret)
		require.NoError(t, err)
		suite, err := tls13.SuiteByID(0x1301)
		require.NoError(t, err)
		key, iv := suite.TrafficKeys(raw)
		require.Equal(t, want[0], hex.EncodeToString(key))
		require.Equal(t, want[1], hex.EncodeToString(iv))
	}
}
