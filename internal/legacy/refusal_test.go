package legacy

import (
	"io"
	"net"
	"runtime"
	"syscall"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/legacytls/legacytls/fixtures"
	"github.com/legacytls/legacytls/internal/wire"
)

// refusedBy has a server of the profile's refusal refuse a client over TCP, and
// returns what the client read, and the error at the end of it.
func refusedBy(t *testing.T, how fixtures.Refusal) ([]byte, error) {
	t.Helper()
	s := serverFor(t, playing([]uint16{rsaCBC}, func(p *fixtures.Profile) { p.Refusal = how }))
	near, far := tcpPair(t)
	ended := make(chan error, 1)
	conn := s.Conn(far, nil)
	go func() { ended <- conn.Handshake() }()
	_, err := near.Write(record(wire.Handshake, wire.VersionTLS10, offering(wire.VersionTLS12, ecdheCBC).Marshal()))
	require.NoError(t, err)
	if how.Kind == fixtures.RefuseSilence {
		require.NoError(t, near.(*net.TCPConn).CloseWrite())
		require.ErrorAs(t, <-ended, new(*Error))
		conn.Close()
	}
	answer, err := io.ReadAll(near)
	near.Close()
	if how.Kind != fixtures.RefuseSilence {
		require.ErrorAs(t, <-ended, new(*Error))
		conn.Close()
	}
	return answer, err
}

func TestAServerRefusesAsItsProfileSays(t *testing.T) {
	t.Parallel()
	alert := func(code byte) []byte { return []byte{21, 3, 3, 0, 2, 2, code} }
	warning := func(code byte) []byte { return []byte{21, 3, 3, 0, 2, 1, code} }
	for _, test := range []struct {
		how    fixtures.Refusal
		answer []byte
	}{
		{fixtures.Refusal{}, alert(40)},
		{fixtures.Refusal{Alert: 71}, alert(71)},
		{fixtures.Refusal{Kind: fixtures.RefuseClose}, []byte{}},
		{fixtures.Refusal{Kind: fixtures.RefuseWarning}, warning(40)},
		{fixtures.Refusal{Kind: fixtures.RefuseWarning, Alert: 112}, warning(112)},
		{fixtures.Refusal{Kind: fixtures.RefuseCloseNotify}, warning(0)},
		{fixtures.Refusal{Kind: fixtures.RefuseSilence}, []byte{}},
	} {
		answer, err := refusedBy(t, test.how)
		require.NoError(t, err, test.how)
		require.Equal(t, test.answer, answer, test.how)
	}
	answer, err := refusedBy(t, fixtures.Refusal{Kind: fixtures.RefuseReset})
	require.ErrorIs(t, err, syscall.ECONNRESET)
	require.Empty(t, answer)
}

// Where a reset discards what has come and was not read, the client gets to no alert.
func TestAServerThatResetsAfterAnAlertHasSentIt(t *testing.T) {
	t.Parallel()
	answer, err := refusedBy(t, fixtures.Refusal{Kind: fixtures.RefuseAlertThenReset, Alert: 71})
	require.ErrorIs(t, err, syscall.ECONNRESET)
	if runtime.GOOS == "linux" || len(answer) > 0 {
		require.Equal(t, []byte{21, 3, 3, 0, 2, 2, 71}, answer)
	}
}

// How a server refuses is about clients with which it shares nothing. One that
// breaks the protocol is told so.
func TestAClientThatBreaksARuleIsToldSoByAnyServer(t *testing.T) {
	t.Parallel()
	c := meet(t, playing([]uint16{rsaCBC}, func(p *fixtures.Profile) { p.Refusal = fixtures.Refusal{Kind: fixtures.RefuseClose} }))
	c.sendBody(wire.TypeClientHello, []byte("no hello"))
	require.False(t, c.requireAlert(alertDecodeError).Refused)
}
