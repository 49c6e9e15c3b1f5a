package foreign

import (
	"context"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/legacytls/legacytls/fixtures"
	"github.com/legacytls/legacytls/internal/wire"
)

// patience is how long a client may take for a Request.
const patience = 30 * time.Second

// A Client is a TLS client that is a program of somebody else.
type Client struct {
	name string
	menu menu

	// connect does what the request says, and gives up when ctx ends.
	connect func(ctx context.Context, r Request) (Result, error)
}

// All returns the clients that send lines: all but Curl. A test whose machine lacks one of
// them is skipped, see [github.com/legacytls/legacytls/internal/needs].
func All(tb testing.TB) []*Client {
	tb.Helper()
	return []*Client{OpenSSL(tb), GnuTLS(tb), Java(tb)}
}

// Name returns what the client is called: openssl, gnutls, java or curl.
func (c *Client) Name() string { return c.name }

// Suites returns the cipher suites that the client can offer in a version, in its
// own order, without signalling values. If it does not speak the version, there
// are none.
func (c *Client) Suites(version uint16) []uint16 {
	return append([]uint16(nil), c.menu.ask(c, version).suites...)
}

// Lacks says why the client cannot offer the suite in the version, "" if it can.
func (c *Client) Lacks(version, suite uint16) string {
	offer := c.menu.ask(c, version)
	switch {
	case offer.lacks != "":
		return offer.lacks
	case !slices.Contains(offer.suites, suite):
		return fmt.Sprintf("%s offers no %s in %s", c.name, fixtures.SuiteName(suite), wire.VersionName(version))
	}
	return ""
}

// Connect makes the connection that the request describes, or two of them to
// resume a session.
func (c *Client) Connect(ctx context.Context, r Request) (Result, error) {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	got, err := c.connect(ctx, r)
	if err != nil {
		return got, fmt.Errorf("%s: %w", c.name, err)
	}
	if ctx.Err() != nil {
		return got, fmt.Errorf("%s came to no end: %w; it had printed:\n%s", c.name, ctx.Err(), got.Output)
	}
	if !got.Echoed && got.Problem == "" {
		got.Problem = "the line did not come back; the last that was printed is: " + lastLine(got.Output)
	}
	return got, nil
}

// An UnsupportedError says that a client has no way to do what a Request says.
type UnsupportedError struct {
	Client string // its name
	Wish   string // such as "a key log"
}

func (e *UnsupportedError) Error() string {
	return e.Client + " has no way to do this: " + e.Wish
}
