package peers

import (
	"context"
	"errors"
	"net"

	"github.com/legacytls/legacytls/fixtures"
	"github.com/legacytls/legacytls/harness"
)

// RawServer returns a backend that reads a ClientHello, answers these bytes,
// whatever the profile says, and closes. The name tells it from others.
func RawServer(name string, answer []byte) harness.Backend { return rawServer{name, answer} }

type rawServer struct {
	name   string
	answer []byte
}

func (s rawServer) Name() string                                                { return "raw-" + s.name }
func (rawServer) Supports(fixtures.Profile) error                               { return nil }
func (s rawServer) Open(context.Context, harness.Setup) (harness.Engine, error) { return s, nil }
func (rawServer) Close() error                                                  { return nil }

// ServeConn never completes a handshake.
func (s rawServer) ServeConn(conn net.Conn, _ *harness.Conversation) error {
	if _, err := readClientHello(conn); err != nil {
		return err
	}
	lastWords(conn, s.answer)
	return errors.New("this backend answers the same to everybody: " + s.name)
}
