package peers

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net"
	"slices"

	"github.com/legacytls/legacytls/fixtures"
	"github.com/legacytls/legacytls/harness"
	"github.com/legacytls/legacytls/internal/tcp"
	"github.com/legacytls/legacytls/internal/wire"
)

// Firewall returns a backend that plays a profile as harness.DefaultBackend
// does, behind a firewall that resets connections whose ClientHello has this
// signature scheme in signature_algorithms_cert.
func Firewall(scheme uint16) harness.Backend { return firewall{scheme} }

type firewall struct{ scheme uint16 }

func (b firewall) Name() string { return "firewall-against-" + wire.SignatureSchemeName(b.scheme) }

func (b firewall) Supports(p fixtures.Profile) error { return harness.DefaultBackend(p).Supports(p) }

func (b firewall) Open(ctx context.Context, s harness.Setup) (harness.Engine, error) {
	engine, err := harness.DefaultBackend(s.Profile).Open(ctx, s)
	return firewallEngine{engine, b.scheme}, err
}

type firewallEngine struct {
	harness.Engine
	scheme uint16
}

func (e firewallEngine) ServeConn(conn net.Conn, c *harness.Conversation) error {
	var seen bytes.Buffer
	hello, err := readClientHello(&rereading{conn, io.TeeReader(conn, &seen)})
	if err != nil {
		return err
	}
	if slices.Contains(hello.SignatureAlgorithmsCert, e.scheme) {
		tcp.Reset(conn)
		return fmt.Errorf("signature_algorithms_cert has %s", wire.SignatureSchemeName(e.scheme))
	}
	return e.Engine.ServeConn(&rereading{conn, io.MultiReader(&seen, conn)}, c)
}
