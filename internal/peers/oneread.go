package peers

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net"

	"github.com/legacytls/legacytls/fixtures"
	"github.com/legacytls/legacytls/harness"
	"github.com/legacytls/legacytls/internal/tcp"
	"github.com/legacytls/legacytls/internal/wire"
)

// OneRead returns a backend that plays a profile as harness.DefaultBackend does,
// for clients whose ClientHello is complete after one read of at most limit
// bytes. It resets the connection of the others: the fault of many servers and
// middleboxes that were written when every ClientHello fitted into a packet.
func OneRead(limit int) harness.Backend { return oneRead{limit} }

type oneRead struct{ limit int }

func (b oneRead) Name() string { return fmt.Sprintf("one-read-of-%d", b.limit) }

func (b oneRead) Supports(p fixtures.Profile) error { return harness.DefaultBackend(p).Supports(p) }

func (b oneRead) Open(ctx context.Context, s harness.Setup) (harness.Engine, error) {
	engine, err := harness.DefaultBackend(s.Profile).Open(ctx, s)
	return oneReadEngine{engine, b.limit}, err
}

type oneReadEngine struct {
	harness.Engine
	limit int
}

func (e oneReadEngine) ServeConn(conn net.Conn, c *harness.Conversation) error {
	first := make([]byte, e.limit)
	n, err := conn.Read(first)
	if err != nil {
		return err
	}
	if _, err := wire.DecodeFlow(first[:n]).ClientHello(); err != nil {
		tcp.Reset(conn)
		return fmt.Errorf("no complete ClientHello in the first %d bytes: %w", n, err)
	}
	return e.Engine.ServeConn(&rereading{conn, io.MultiReader(bytes.NewReader(first[:n]), conn)}, c)
}
