package harness_test

import (
	"context"
	"errors"
	"io"
	"net"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/legacytls/legacytls/fixtures"
	"github.com/legacytls/legacytls/harness"
)

// A refuser is the smallest backend: it refuses everybody by handshake_failure,
// as an AES256-SHA256 server refuses every Go client.
type refuser struct{}

func (refuser) Name() string                                                { return "refuser" }
func (refuser) Supports(fixtures.Profile) error                             { return nil }
func (refuser) Open(context.Context, harness.Setup) (harness.Engine, error) { return refuser{}, nil }
func (refuser) Close() error                                                { return nil }

func (refuser) ServeConn(conn net.Conn, _ *harness.Conversation) error {
	header := make([]byte, 5)
	if _, err := io.ReadFull(conn, header); err != nil {
		return err
	}
	if _, err := io.CopyN(io.Discard, conn, int64(header[3])<<8|int64(header[4])); err != nil {
		return err
	}
	if _, err := conn.Write([]byte{21, 3, 3, 0, 2, 2, 40}); err != nil {
		return err
	}
	return errors.New("no shared cipher")
}

func TestAServerThatNoGoReleaseReachesIsCalledSo(t *testing.T) {
	t.Parallel()
	s, over := watch(t, fixtures.AES256SHA256Only(), harness.WithBackend(refuser{}))
	require.Equal(t, "refuser", s.Backend)
	text := explained(t, s, explicitClient(s))
	require.Equal(t, "TLS 1.2; AES256-SHA256", line(t, text, "server accepts"))
	require.Equal(t, "no common suite: no Go release implements AES256-SHA256", line(t, text, "cause"))
	require.Equal(t, "no Go release implements a suite of this server, with any setting", line(t, text, "nothing helps"))
	require.Equal(t, "no shared cipher", line(t, text, "server's error"))
	require.NotContains(t, text, "works")
	require.Equal(t, "enable an ECDHE suite on the server", line(t, text, "better"))
	next(t, over)
	require.NoError(t, s.Close()) // waits for all connections
	require.Empty(t, over, "nothing was tried")
}

// A change that was tried and failed is not printed.
func TestARemedyThatDoesNotWorkIsNotPrinted(t *testing.T) {
	t.Parallel()
	s, _ := watch(t, fixtures.AES128SHAOnly(), harness.WithBackend(refuser{}))
	text := explained(t, s, ecdheOnly(s))
	require.NotContains(t, text, "tried now")
}
