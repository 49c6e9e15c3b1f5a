package foreign

import "github.com/legacytls/legacytls/internal/wire"

// RefuseAll is refuseAll, for tests of what clients put into their ClientHello.
func RefuseAll(connect func(addr string) error) ([]*wire.ClientHello, error) {
	return refuseAll(connect)
}

// WithoutSignals is withoutSignals: cipher suites without signalling values.
func WithoutSignals(ids []uint16) []uint16 { return withoutSignals(ids) }

// Line returns the line that is sent for a request.
func Line(r Request) string { return r.line() }
