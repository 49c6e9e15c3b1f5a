package harness_test

import (
	"bytes"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/legacytls/legacytls/fixtures"
	"github.com/legacytls/legacytls/harness"
)

// FuzzServer sends bytes to a server: whatever they are, the server says why
// it ended the connection and serves the next one.
func FuzzServer(f *testing.F) {
	hello := helloOf(f)
	f.Add([]byte{})
	f.Add(aRecord)
	f.Add([]byte("GET / HTTP/1.1\r\n\r\n"))
	f.Add(append([]byte{0x80, 0x2e, 1, 0, 2, 0, 0x15, 0, 0, 0, 0x10}, make([]byte, 37)...))
	f.Add(hello)
	f.Add(hello[:len(hello)/2])
	f.Add(append(append([]byte(nil), hello...), 21, 3, 3, 0, 2, 2, 40))
	f.Add(append(append([]byte(nil), hello...), 20, 3, 3, 0, 1, 1))

	over := make(chan harness.Connection, 1)
	s, err := harness.Serve(bg, fixtures.RSAKeyExchangeOnly(), harness.WithLines(nil),
		harness.WithHandshakeTimeout(time.Second),
		harness.WithConnectionLog(func(c harness.Connection) { over <- c }))
	require.NoError(f, err)
	f.Cleanup(func() { require.NoError(f, s.Close()) })
	f.Fuzz(func(t *testing.T, sent []byte) {
		rawBytes(t, s, sent)
		c := next(t, over)
		require.False(t, c.Established)
		require.Error(t, c.Err)
		require.True(t, c.Hello != nil || c.HelloErr != nil)
		require.NotEmpty(t, c.Describe(s.Profile))
		require.LessOrEqual(t, s.Recorded(), (harness.MaxWitnesses+1)*4*harness.MaxTap)
	})
}

// helloOf records a ClientHello of the running crypto/tls.
func helloOf(tb testing.TB) []byte {
	s, err := harness.Serve(bg, fixtures.Modern(), harness.WithLines(nil))
	require.NoError(tb, err)
	defer s.Close()
	_, err = ping(s, explicitClient(s))
	require.NoError(tb, err)
	hello := s.Connections()[0].Hello
	require.Less(tb, len(hello.Raw), 1<<14)
	record := []byte{22, 3, 1, byte(len(hello.Raw) >> 8), byte(len(hello.Raw))}
	return bytes.Join([][]byte{record, hello.Raw}, nil)
}
